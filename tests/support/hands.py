"""A mouse and a keyboard: real events of the X server, to whatever window is there, by xdotool."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from support.assistive import Box, Node
from support.desktop import Desktop
from support.waiting import wait_for

DRAG_SOURCE = Path(__file__).with_name("drag_source.py")
STEPS = 12
"""Moves of the mouse in one drag."""

Point = tuple[int, int]
Place = Point | Box | Node


class Hands:
    """What a user does. Each method returns when the X server has got the events.

    ``gestures`` counts clicks, drags, keys and runs of typing.
    """

    def __init__(self, desktop: Desktop) -> None:
        self._desktop = desktop
        self.gestures = 0

    def _do(self, *words: str | int) -> None:
        done = self._desktop.run("xdotool", *map(str, words))
        assert done.returncode == 0, f"xdotool {' '.join(map(str, words))}: {done.stderr}"

    # The mouse

    def move(self, place: Place) -> None:
        self._do("mousemove", *where(place))

    def click(self, place: Place, *, times: int = 1, button: int = 1, keys: Sequence[str] = ()) -> None:
        """Click with ``keys`` (``shift``, ``ctrl``) held."""
        self.gestures += 1
        held = [word for key in keys for word in ("keydown", key)]
        released = [word for key in reversed(keys) for word in ("keyup", key)]
        self._do("mousemove", *where(place), *held, "click", "--repeat", times, "--delay", 30, button, *released)

    def press(self, place: Place) -> None:
        """Press the left button and keep it."""
        self._do("mousemove", *where(place), "mousedown", 1)

    def pull(self, start: Place, end: Place, steps: int = STEPS) -> None:
        """Move in small steps, as a hand does."""
        (x, y), (to_x, to_y) = where(start), where(end)
        words: list[str | int] = []
        for step in range(1, steps + 1):
            words += ["mousemove", x + round((to_x - x) * step / steps), y + round((to_y - y) * step / steps)]
            words += ["sleep", "0.01"]
        self._do(*words)

    def release(self) -> None:
        self.gestures += 1
        self._do("mouseup", 1)

    def drag(self, start: Place, end: Place) -> None:
        self.press(start)
        self.pull(start, end)
        self.release()

    def roll(self, place: Place, notches: int) -> None:
        """Turn the wheel, down when ``notches`` is positive."""
        self._do("mousemove", *where(place), "click", "--repeat", abs(notches), 5 if notches > 0 else 4)

    # The keys

    def keys(self, *names: str) -> None:
        """Press and release, one after another: ``ctrl+s``, ``Tab``, ``Down``."""
        self.gestures += len(names)
        self._do("key", "--delay", 20, *names)

    def type(self, text: str) -> None:
        self.gestures += 1
        self._do("type", "--delay", 10, text)

    def replace(self, place: Node, text: str) -> None:
        """Double click into a field, choose all, type over it and press Enter."""
        self.click(place)
        self.keys("ctrl+a")
        self.type(text)
        self.keys("Return")

    # Windows

    def wait_for_window(self, title: str, seconds: float = 20.0) -> None:
        """Until the window of that title is the active one."""
        wait_for(lambda: self.active() == title, lambda: f"window {title!r}; active is {self.active()!r}", seconds)

    def active(self) -> str:
        """The title of the active window."""
        return self._desktop.run("xdotool", "getactivewindow", "getwindowname").stdout.strip()


def where(place: Place) -> Point:
    if isinstance(place, Node):
        place = place.box
    return place.centre if isinstance(place, Box) else place


class FileManager:
    """A window that offers files, as a file manager does, and from which they are dragged by hand, once."""

    def __init__(self, desktop: Desktop, hands: Hands, files: Sequence[Path]) -> None:
        self._hands = hands
        self._talk = desktop.start_talking([sys.executable, DRAG_SOURCE, *files], "files")
        x, y = self._hear("at")
        self._at: Point = (x, y)

    def _hear(self, name: str) -> Any:
        """What it says of ``name``, as soon as it says it."""
        while name not in (told := self._talk.hear()):
            pass
        return told[name]

    def drop_on(self, place: Place) -> None:
        """Drag all files there, wait until they are welcome, and let go."""
        hands, (x, y) = self._hands, where(place)
        hands.press(self._at)
        hands.pull(self._at, (x - 2, y))
        while self._hear("would") == "IgnoreAction":
            pass
        hands.move((x, y))
        hands.release()
        assert self._hear("done") != "IgnoreAction", "the files were not taken"
