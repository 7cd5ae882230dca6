"""What a window shows first."""

from __future__ import annotations

from pathlib import Path

from ..words import tr
from ..workbench import Workbench


def start(bench: Workbench, file: Path | None = None) -> None:
    """Put in what the user expects: the ``file`` that was asked for; else what was not saved when the last window
    ended, without a question; at the very first start the sample; else an empty composition. The files of last time
    are one step away, under *Open recent*: somebody who starts afresh need not close them first.
    """
    from ...files.recovery import left_over, take_newest

    is_first = not bench.preferences.window.has_started
    bench.preferences.set("has_started", True)
    _tell_not_submitted(bench)
    bench.tell_profile()
    bench.files.put_fresh()
    if file is not None:
        bench.files.open(file)
        bench.files.questions.tell_left_over(
            [one for one in left_over(bench.workplace.home) if one.path != file.absolute()]
        )
        return
    taken = take_newest(bench.workplace.home)
    if taken is not None:
        bench.files.put_left_over(*taken)
        bench.files.questions.tell_left_over(left_over(bench.workplace.home))
    elif is_first:
        bench.sample.put()


def _tell_not_submitted(bench: Workbench) -> None:
    told = bench.preferences.window.not_submitted
    if told:
        bench.report.say(told, tr("Submit it again."), kind="error")  # it stays until it is read
        bench.preferences.set("not_submitted", "")
