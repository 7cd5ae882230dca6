"""What a verb says: results on stdout, progress, hints and errors on stderr."""

from __future__ import annotations

import json
import shutil
import sys
import time
import unicodedata
from typing import Any, Protocol, TextIO

from ..errors import AppError
from ..failures.explain import explain_error

_QUIETLY = 0.05
"""Seconds between two drawings of the bar: more would only flicker."""


def printable(text: str) -> str:
    """``text`` with control, direction and unassigned characters written as escapes, line ends kept.

    Names come from strangers' files: none of them may move the cursor or talk to the terminal. The escapes are
    those of JSON, so that a line of JSON stays one.
    """
    return "".join(letter if _is_plain(letter) else _escape(letter) for letter in text)


def _is_plain(letter: str) -> bool:
    return letter == "\n" or letter.isprintable() or unicodedata.category(letter) == "Zs"


def _escape(letter: str) -> str:
    return json.dumps(letter)[1:-1] if ord(letter) != _DELETE else "\\u007f"


_DELETE = 0x7F


_CALMLY = 0.2
"""Seconds between two lines of progress in JSON."""


class Told(Protocol):
    """An event of a use case, as the command line shows it."""

    def describe(self) -> str:
        """One sentence for people."""
        ...

    def as_record(self) -> dict[str, Any]:
        """The same for programs."""
        ...


class Output:
    """The two streams of one run.

    On a terminal progress is a bar; with ``as_json`` every event is a line of JSON; otherwise progress is not shown.
    These lines go to stderr, so that stdout holds the one object of the result; a verb that ``streams`` (it waits for
    a job) has them on stdout before its result. ``quiet`` silences stderr but for errors.
    """

    def __init__(self, *, as_json: bool, quiet: bool, out: TextIO | None = None, err: TextIO | None = None) -> None:
        self.as_json = as_json
        self.quiet = quiet
        self.streams = False
        self._out = out or sys.stdout
        self._err = err or sys.stderr
        self._bar_width = 0
        self._drawn_at = 0.0

    @property
    def shows_bar(self) -> bool:
        return not self.quiet and not self.as_json and self._err.isatty()

    def result(self, text: str) -> None:
        """A line of the result."""
        self.clear_bar()
        print(printable(text), file=self._out, flush=True)

    def raw(self, data: bytes) -> None:
        """Bytes of the result, as they are."""
        self._out.flush()
        self._out.buffer.write(data)
        self._out.flush()

    def record(self, record: dict[str, Any]) -> None:
        """An object of the result in JSON, on one line."""
        self.clear_bar()
        print(printable(json.dumps(record, ensure_ascii=False)), file=self._out, flush=True)

    def _event(self, event: Told) -> None:
        """An event as a line of JSON."""
        if self.streams:
            self.record(event.as_record())
        elif not self.quiet:
            print(printable(json.dumps(event.as_record(), ensure_ascii=False)), file=self._err, flush=True)

    def hint(self, text: str) -> None:
        """A sentence beside the result."""
        if not self.quiet:
            self.clear_bar()
            print(printable(text), file=self._err, flush=True)

    def tell(self, event: Told) -> None:
        """Something happened on the way."""
        if self.as_json:
            self._event(event)
        elif event.describe():
            self.hint(event.describe())

    def progress(self, event: Told, fraction: float | None, label: str) -> None:
        """``fraction`` of 0–1 is done; ``None`` when nobody knows how much there is."""
        now = time.monotonic()
        is_end = fraction is not None and fraction >= 1
        if now - self._drawn_at < (_CALMLY if self.as_json else _QUIETLY) and not is_end:
            return
        self._drawn_at = now
        if self.as_json:
            self._event(event)
        elif self.shows_bar:
            self._draw(fraction, label)

    def _draw(self, fraction: float | None, label: str) -> None:
        columns = shutil.get_terminal_size().columns
        room = max(10, min(40, columns - len(label) - 12))
        filled = round((fraction or 0) * room)
        percent = "   ?" if fraction is None else f"{fraction * 100:3.0f}%"
        line = f"{printable(label)} [{'#' * filled}{'.' * (room - filled)}] {percent}"[: columns - 1]
        print("\r" + line.ljust(self._bar_width), end="", file=self._err, flush=True)
        self._bar_width = len(line)

    def clear_bar(self) -> None:
        """Take the bar away before a line is written."""
        if self._bar_width:
            print("\r" + " " * self._bar_width + "\r", end="", file=self._err, flush=True)
            self._bar_width = 0

    def error(self, error: AppError) -> None:
        """What went wrong, why, and what to do, in three lines at most; said even when quiet."""
        self.clear_bar()
        failure = explain_error(error)
        why, cure = (failure.why, failure.cure) if failure else ("", "")
        print(printable(f"tilewright: {error.message}"), file=self._err)
        for line in (why, error.hint or cure):
            if line:
                print(printable(f"  {line}"), file=self._err)
        self._err.flush()
