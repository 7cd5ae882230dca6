"""The window goes away in the middle of a job, in two ways; the next one finds the job, and it is made once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from support.assistive import Node
from support.seat import Seat, wait_for_success
from support.waiting import wait_for
from tilewright.jobs.history import History
from tilewright.jobs.intent import Intent
from tilewright.media.probe import probe
from tilewright.usecases.workplace import Workplace


def close(seat: Seat) -> None:
    seat.hands.keys("ctrl+q")
    assert seat.wait_for_end(60) == 0


def kill(seat: Seat) -> None:
    seat.kill()


def only_intent(home: Path) -> Intent | None:
    with History(home) as history:
        intents = history.newest()
    assert len(intents) <= 1
    return intents[0] if intents else None


def submit_sample(seat: Seat) -> Node:
    program = seat.start()
    seat.hands.keys("Escape")  # the hints
    program.find("1, slides", "image")
    seat.hands.keys("ctrl+Return")
    return program


def test_that_closing_right_after_the_press_loses_nothing(seat: Seat) -> None:
    submit_sample(seat)
    close(seat)
    made = only_intent(seat.home)
    assert made is not None
    assert made.job_id
    assert "Traceback" not in seat.desktop.said()


@pytest.mark.parametrize(
    ("moment", "leave"),
    [
        pytest.param("noted", kill, id="noted-kill"),
        pytest.param("at the service", close, id="at the service-close"),
        pytest.param("noted", close, id="noted-close", marks=pytest.mark.full),
        pytest.param("at the service", kill, id="at the service-kill", marks=pytest.mark.full),
    ],
)
def test_that_a_job_goes_on_without_the_window_and_is_found_by_the_next(
    seat: Seat, leave: Callable[[Seat], None], moment: str
) -> None:
    submit_sample(seat)
    is_there = {
        "noted": lambda: only_intent(seat.home) is not None,
        "at the service": lambda: (made := only_intent(seat.home)) is not None and bool(made.job_id),
    }
    wait_for(is_there[moment], "the job to be noted", 60)
    leave(seat)
    program = seat.start()
    wait_for_success(program)
    result = seat.desktop.user / "Videos" / "Sample.mp4"
    wait_for(result.is_file, "the result to be put to the videos")
    assert probe(result).width == 1280
    with Workplace.open().service("local") as service:
        assert len(service.client.list_jobs()[1].jobs) == 1
    assert "Traceback" not in seat.desktop.said()
