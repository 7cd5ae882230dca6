"""What a window shows first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..background import Wait
from ..words import tr
from ..workbench import Workbench

if TYPE_CHECKING:
    from ...files.recovery import Slot, State


def start(bench: Workbench, file: Path | None = None, left: tuple[Slot, State] | None = None) -> None:
    """Put in what the user expects: the ``file`` that was asked for; else what was ``left`` unsaved when the last
    window ended, without a question; at the very first start the sample; else an empty composition. The files of last
    time are one step away, under *Open recent*: somebody who starts afresh need not close them first.
    """
    is_first = not bench.preferences.window.has_started
    bench.preferences.set("has_started", True)
    _tell_not_submitted(bench)
    bench.tell_profile()
    if file is not None:
        bench.files.put_fresh()  # until it is read
        bench.files.open(file)
    elif left is not None:
        bench.files.put_left_over(*left)
    elif is_first:
        bench.sample.put()
    else:
        bench.files.put_fresh()
    _look_for_more(bench, file.absolute() if file is not None else None)


def _tell_not_submitted(bench: Workbench) -> None:
    told = bench.preferences.window.not_submitted
    if told:
        bench.report.say(told, tr("Submit it again."), kind="error")  # it stays until it is read
        bench.preferences.set("not_submitted", "")


def _look_for_more(bench: Workbench, opened: Path | None = None) -> None:
    """Tell, as soon as it is known, what else was not saved, and what of it cannot be read."""
    home, questions = bench.workplace.home, bench.files.questions

    def work(_: Wait) -> Iterator[object]:
        from ...files.recovery import left_over, newly_damaged

        left = [one for one in left_over(home) if opened is None or one.path != opened]
        yield left, newly_damaged(home)

    def on_found(found: object) -> None:
        assert isinstance(found, tuple)  # noqa: S101 - what `work` yields
        left, damaged = found
        questions.tell_left_over(left)
        questions.tell_damaged(damaged)

    bench.background.run(work, on_event=on_found)
