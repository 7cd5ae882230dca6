"""Somebody at a desktop, with hands and eyes, who works with the real program."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

from support.assistive import Assistive, Node
from support.desktop import Desktop, end
from support.hands import Hands
from support.waiting import wait_for
from tilewright.layout.rect import Rect

TIMED = Path(__file__).with_name("timed_program.py")
MOST_MS = 50
"""What one event may cost the UI thread, in milliseconds of its own time."""

CLOSE_BUTTON = 10
"""Pixels from the upper right corner of a window, either way, to the middle of that button in openbox's frame."""


class Seat:
    """``start`` starts the program and returns what it shows; ``hands`` work on whatever is on the screen.

    Each program has a clock on its UI thread (``timed_program``); `leave` reads what they have found.
    """

    def __init__(self, desktop: Desktop, home: Path) -> None:
        self.desktop, self.home = desktop, home
        self.hands = Hands(desktop)
        self.eyes = Assistive(desktop)
        self.starter = TIMED
        self.child: subprocess.Popen[bytes] | None = None
        self._launched: list[tuple[subprocess.Popen[bytes], Path]] = []
        self.program: Node | None = None

    def start(self, *arguments: str | Path) -> Node:
        """Start the program; its application, as soon as its window is the active one."""
        self.child = self.launch(*arguments)
        program = self.eyes.program(self.child)
        window = program.find(role="frame")
        wait_for(lambda: "active" in window.states, "the window to be active")
        program.find("Options", "filler")  # everything is there, the last panel too
        self.program = program
        return program

    def launch(self, *arguments: str | Path) -> subprocess.Popen[bytes]:
        """Start one more program, and do not wait for it."""
        report = self.desktop.folder / f"events{len(self._launched)}.json"
        child = self.desktop.start([sys.executable, self.starter, report, *arguments])
        self._launched.append((child, report))
        return child

    def start_afresh(self) -> Node:
        """The program at its first start, its hints sent away, with an empty composition in the place of the sample."""
        program = self.start()
        program.find("Got it: Your jobs")
        self.hands.keys("Escape", "ctrl+n")
        program.find("Untitled — Tilewright", "frame")
        return program

    def save_as(self, path: Path) -> None:
        """Save a composition that has no file yet, by keys."""
        assert self.program is not None
        self.hands.keys("ctrl+s")
        self.hands.wait_for_window("Save as — Tilewright")
        self.hands.keys("ctrl+a")
        self.hands.type(str(path))
        self.hands.keys("Return")
        self.program.find(f"{path.name} — Tilewright", "frame")

    def close(self) -> None:
        """Close the window by the button of its frame, which is the window manager's. So is Alt+F4, but a key that
        comes while it binds its keys anew goes to the program instead.
        """
        assert self.program is not None
        box = self.program.find(role="frame").box
        self.hands.click((box.x + box.width - CLOSE_BUTTON, box.y - CLOSE_BUTTON))

    def kill(self) -> None:
        """End it as no program can prevent."""
        assert self.child is not None
        self.child.send_signal(signal.SIGKILL)
        self.child.wait(10)

    def wait_for_end(self, seconds: float = 15.0) -> int:
        """Its exit code, when its window was closed."""
        assert self.child is not None
        return self.child.wait(seconds)

    def leave(self) -> list[tuple[float, str]]:
        """End what still runs; the events on which the programs spent most, with milliseconds, worst first.

        A program that was killed could tell nothing.
        """
        launched, self._launched = self._launched, []
        found: list[tuple[float, str]] = []
        for child, report in launched:
            end(child)
            if child.returncode != -signal.SIGKILL:
                found += [(spent, what) for spent, what in json.loads(report.read_text("utf-8"))]
        return sorted(found, reverse=True)


def require_quick(events: list[tuple[float, str]]) -> None:
    """Fail when an event was dearer than it may be."""
    too_dear = [f"{spent} ms: {what}" for spent, what in events if spent > MOST_MS]
    assert not too_dear, "the UI thread was held up: " + "; ".join(too_dear)


def place(tile: Node) -> Rect:
    """Where a tile says it lies: ``960 × 540 at 0, 0``."""
    size, _, at = tile.description.partition(" at ")
    width, height = size.split(" × ")
    x, y = at.split(", ")[:2]
    return Rect(int(x), int(y), int(width), int(height))


def wait_for_success(program: Node, seconds: float = 90) -> set[str]:
    """Until the only job has succeeded; what the table of jobs said until then."""
    table = program.find("Jobs", "table")
    seen: set[str] = set()

    def look() -> bool:
        seen.update(cell.name for cell in table.all(role="table cell"))
        return "Success" in seen

    wait_for(look, lambda: f"the job to succeed; seen: {sorted(seen)}", seconds)
    return seen
