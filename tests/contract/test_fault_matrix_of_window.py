"""The same faults at the same calls on the way of the window: the submission leaves doubt to the watch of the place.

What is told and how it ends is the same table as for commands.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from support.fault_table import ALONE_AT_ACCOUNT, OF_LIST, TABLE, Cell, Made, cells, check
from support.faulty_answers import OTHER_JOB
from support.faulty_course import Listing
from support.window_course import WindowCourse, window_theatre

SAMPLE = {
    "connection refused, submit", "answer lost, submit", "request lost, submit", "503 + Retry-After, query",
    "409, query", "redirect, list", "429 + Retry-After, cancel", "list refused, cancel",
}  # fmt: skip
"""Of the fast tier: one cell for each way in which it can go on."""

LEAVES_OUT = (OTHER_JOB, Listing("lags"), Listing("without"))
"""While the job is looked for, the list shows others only: it is said that this is not certain yet."""

NOT_YET = "The service does not show the job yet. Its result is not in the bucket."


def play(home: Path, call: str, fault: Made, *, local: bool, control: bool = True) -> WindowCourse:
    with window_theatre(home) as at:
        struck = fault(at) if callable(fault) else fault
        course = WindowCourse(at, call, struck, local=local, control=control)
        course.play()
        return course


@pytest.mark.parametrize(
    ("call", "fault", "said", "cell"), cells([*TABLE, *OF_LIST], local=True, is_full=True, fast=SAMPLE)
)
def test_that_a_fault_at_the_local_cloud_is_told_in_the_window_and_costs_no_job(
    tmp_path: Path, call: str, fault: Made, said: str, cell: Cell
) -> None:
    course = play(tmp_path, call, fault, local=True)
    is_looked_for = call == "list" or (call == "cancel" and isinstance(fault, Listing))
    check(course.seen, call, fault, said, cell)
    assert course.notes <= {NOT_YET}
    if (fault in LEAVES_OUT and is_looked_for) or "sending-again" in cell.kinds:
        assert course.notes


@pytest.mark.parametrize(("call", "fault", "said", "cell"), cells([*TABLE, *OF_LIST], local=False, is_full=True))
def test_that_a_fault_at_an_account_is_told_in_the_window_and_costs_no_job(
    tmp_path: Path, call: str, fault: Made, said: str, cell: Cell
) -> None:
    check(play(tmp_path, call, fault, local=False).seen, call, fault, said, cell)


@pytest.mark.parametrize(("call", "fault", "said", "cell"), cells(ALONE_AT_ACCOUNT, local=False, is_full=True))
def test_that_in_the_window_an_account_without_a_control_shows_nothing_absent(
    tmp_path: Path, call: str, fault: Made, said: str, cell: Cell
) -> None:
    check(play(tmp_path, call, fault, local=False, control=False).seen, call, fault, said, cell)
