"""Somebody at a desktop, with hands and eyes, who works with the real program."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

from support.assistive import Assistive, Node
from support.desktop import Desktop
from support.hands import Hands
from support.waiting import wait_for


class Seat:
    """``start`` starts the program and returns what it shows; ``hands`` work on whatever is on the screen."""

    def __init__(self, desktop: Desktop, home: Path) -> None:
        self.desktop, self.home = desktop, home
        self.hands = Hands(desktop)
        self.eyes = Assistive(desktop)
        self.child: subprocess.Popen[bytes] | None = None

    def start(self, *arguments: str | Path) -> Node:
        """Start the program; its application, as soon as its window is the active one."""
        self.child = self.desktop.start_tilewright(*arguments)
        program = self.eyes.program(self.child)
        window = program.find(role="frame")
        wait_for(lambda: "active" in window.states, "the window to be active")
        return program

    def kill(self) -> None:
        """End it as no program can prevent."""
        assert self.child is not None
        self.child.send_signal(signal.SIGKILL)
        self.child.wait(10)

    def wait_for_end(self, seconds: float = 15.0) -> int:
        """Its exit code, when its window was closed."""
        assert self.child is not None
        return self.child.wait(seconds)
