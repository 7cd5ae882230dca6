from __future__ import annotations

import time
from dataclasses import dataclass

import pytest

from tilewright.jobs.pace import GAP_SECONDS, Pace, Rests, asleep, growing, ticks


@dataclass
class Clocks:
    """Three clocks, and how far each goes on beside what was waited for."""

    now: float = 1_800_000_000.0
    ticks: float = 5_000.0
    asleep: float = 0.0
    leaps: tuple[float, float, float] = (0.0, 0.0, 0.0)

    def wait(self, seconds: float) -> bool:
        self.now += seconds
        self.ticks += seconds
        self.leap()
        return False

    def leap(self) -> None:
        self.now, self.ticks, self.asleep = (
            clock + leap for clock, leap in zip((self.now, self.ticks, self.asleep), self.leaps, strict=True)
        )
        self.leaps = (0.0, 0.0, 0.0)

    @property
    def pace(self) -> Pace:
        return Pace(self.wait, lambda: self.now, lambda: self.ticks, lambda: self.asleep)


HOURS = 8 * 3600.0


@pytest.mark.parametrize(
    ("leaps", "is_woken"),
    [
        ((HOURS, HOURS, HOURS), True),  # slept, on a clock that goes on
        ((HOURS, 0.0, 0.0), True),  # slept, where nothing but the wall clock went on
        ((3.0, 3.0, 0.0), True),  # the program was stopped
        ((-HOURS, 0.0, 0.0), False),  # somebody set the wall clock back
        ((1.0, 1.0, 0.0), False),  # a busy machine
        ((0.0, 0.0, 0.0), False),
    ],
)
def test_that_a_wait_notices_that_the_machine_slept(leaps: tuple[float, float, float], *, is_woken: bool) -> None:
    clocks = Clocks()
    rests = Rests(clocks.pace)
    assert not rests.rest(0.25).is_woken
    clocks.leaps = leaps
    assert rests.rest(0.25).is_woken is is_woken
    assert not rests.rest(0.25).is_woken


def test_that_a_sleep_in_the_middle_of_a_question_is_noticed_by_the_next_wait() -> None:
    clocks = Clocks()
    rests = Rests(clocks.pace)
    clocks.leaps = (HOURS, HOURS, HOURS)
    clocks.leap()
    assert rests.rest(0.1).is_woken
    clocks.leaps = (40.0, 40.0, 0.0)  # a slow answer is no sleep
    clocks.leap()
    assert not rests.rest(0.1).is_woken


def test_that_our_clocks_go_on_and_agree() -> None:
    begun, slept = ticks(), asleep()
    time.sleep(0.05)
    assert 0.05 <= ticks() - begun < GAP_SECONDS
    assert asleep() - slept == pytest.approx(0.0, abs=0.01)


def test_that_pauses_grow_up_to_the_last() -> None:
    pauses = growing(1.0, 4.0)
    assert [next(pauses) for _ in range(5)] == [1.0, 1.5, 2.25, 3.375, 4.0]
