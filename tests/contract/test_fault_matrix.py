"""Every fault that a network or a service can have, at every call about a job: design/sending-once.md, rules 3 to 5.

Each cell of the table is the course of a command. In each the call must have met the fault; where that can change
nothing it says why.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from support.fault_proxy import Late
from support.fault_table import ALONE_AT_ACCOUNT, OF_LIST, TABLE, Cell, Made, cells, check
from support.faulty_course import FaultyCourse, Seen, theatre
from support.sending import stage


def play(home: Path, call: str, fault: Made, *, local: bool, control: bool = True) -> Seen:
    with theatre(home) as at:
        struck = fault(at) if callable(fault) else fault
        return FaultyCourse(at, call, struck, local=local, control=control).play()


@pytest.mark.parametrize(("call", "fault", "said", "cell"), cells([*TABLE, *OF_LIST], local=True))
def test_that_a_fault_at_the_local_cloud_is_told_and_costs_no_job(
    tmp_path: Path, call: str, fault: Made, said: str, cell: Cell
) -> None:
    check(play(tmp_path, call, fault, local=True), call, fault, said, cell)


@pytest.mark.parametrize(
    ("call", "fault", "said", "cell"),
    [*cells(OF_LIST, local=False), *cells(TABLE, local=False, is_full=True)],
)
def test_that_a_fault_at_an_account_is_told_and_costs_no_job(
    tmp_path: Path, call: str, fault: Made, said: str, cell: Cell
) -> None:
    check(play(tmp_path, call, fault, local=False), call, fault, said, cell)


@pytest.mark.parametrize(("call", "fault", "said", "cell"), cells(ALONE_AT_ACCOUNT, local=False))
def test_that_without_a_control_an_account_shows_nothing_absent(
    tmp_path: Path, call: str, fault: Made, said: str, cell: Cell
) -> None:
    check(play(tmp_path, call, fault, local=False, control=False), call, fault, said, cell)


@pytest.mark.full
def test_that_a_copy_delivered_five_seconds_after_the_client_gave_up_is_the_job(tmp_path: Path) -> None:
    """Without a clock that skips."""
    with stage(tmp_path) as sending:
        timers: list[threading.Timer] = []

        def deliver_later(deliver: Callable[[], object]) -> None:
            timers.append(threading.Timer(0.5 + 5, deliver))
            timers[0].start()

        sending.proxy.faults.append(Late(deliver_later))
        intent, events = sending.submit(timeout=0.5)
        timers[0].join()
        assert [job.job_id for job in sending.accepted()] == [intent.job_id]
        assert "found" in {event.kind for event in events}
