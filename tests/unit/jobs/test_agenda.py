"""When an open job is asked about again."""

from __future__ import annotations

import itertools

import pytest

from tilewright.jobs.agenda import Item, Known
from tilewright.model.schedule import ACCOUNT, LOCAL, Schedule
from tilewright.model.states import State


def questions(schedule: Schedule, seconds: float) -> list[float]:
    """Moments at which a job that takes so long is asked about; it tells its progress twice a second."""
    item = Item(schedule, Known(State.SUBMITTED, None, is_cancel_wished=False), 0.0)
    moments, now = [0.0], 0.0
    while now < seconds:
        percent = int(100 * (now - now % 0.5) / seconds)
        item.learn(Known(State.RUNNING, percent, is_cancel_wished=False), now)
        item.plan(now)
        now = item.due
        moments.append(now)
    return moments


@pytest.mark.parametrize(("seconds", "most"), [(0.4, 6), (4.4, 25), (19, 70), (300, 680)])
def test_that_the_end_of_a_local_job_is_heard_of_soon_with_few_questions(seconds: float, most: int) -> None:
    """FFmpeg needs the processor itself."""
    moments = questions(LOCAL, seconds)
    assert moments[-1] - seconds <= max(0.1, seconds / 40)
    assert max(after - before for before, after in itertools.pairwise(moments)) <= 0.5 + 1e-9, "progress is seen"
    assert len(moments) <= most


def test_that_an_account_is_not_asked_more_often_for_that() -> None:
    moments = questions(ACCOUNT, 300)
    assert min(after - before for before, after in itertools.pairwise(moments)) >= ACCOUNT.first
