"""What is left of a job is a range that narrows; the moment it points to does not jump about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilewright.jobs.estimate import Estimate, Left, by_earlier

STEPS = st.lists(st.tuples(st.floats(0.01, 30), st.integers(0, 15)), min_size=1, max_size=60)
"""Pauses in seconds, and by how many percent more is done after each."""


def test_that_nothing_is_said_until_enough_is_known() -> None:
    estimate = Estimate()
    assert estimate.left(0.0) is None
    estimate.add(0.0, 0)
    estimate.add(1.0, 30)  # one leap says nothing
    assert estimate.left(1.0) is None
    estimate.add(10.0, 32)
    assert estimate.left(10.0) is not None


def test_that_even_progress_makes_a_narrow_range_around_what_is_left() -> None:
    estimate = Estimate()
    for second in range(11):
        estimate.add(float(second), second * 2)
    left = estimate.left(10.0)
    assert left is not None
    assert left.low < 40 < left.high
    assert left.high - left.low < 0.5 * 40


def test_that_a_range_that_is_over_is_said_to_be() -> None:
    estimate = Estimate()
    for second in range(11):
        estimate.add(float(second), second * 8)
    assert estimate.left(1000.0) == Left(0.0, 0.0, is_overdue=True)


def test_that_falling_progress_and_more_than_all_are_not_taken() -> None:
    estimate, told = Estimate(), Estimate()
    for second in range(11):
        estimate.add(float(second), second * 5)
        told.add(float(second), second * 5)
        told.add(float(second), second * 5 - 3)
        told.add(second - 0.5, 99)
    assert told.left(10.0) == estimate.left(10.0)
    told.add(11.0, 250)
    assert told.left(11.0) == Left(0.0, 0.0)


@given(STEPS)
def test_that_time_alone_only_takes_from_what_is_left(steps: list[tuple[float, int]]) -> None:
    estimate, now, percent = Estimate(), 0.0, 0
    for pause, more in steps:
        before = estimate.left(now)
        now += pause
        after = estimate.left(now)
        if before is not None and after is not None:
            assert 0 <= after.low <= after.high
            assert after.low == pytest.approx(max(0.0, before.low - pause))
            assert after.high == pytest.approx(max(0.0, before.high - pause))
        percent += more
        estimate.add(now, percent)


@given(STEPS)
def test_that_news_narrow_the_range_or_the_job_runs_at_another_pace(steps: list[tuple[float, int]]) -> None:
    estimate, now, percent = Estimate(), 0.0, 0
    for pause, more in steps:
        now, percent = now + pause, min(100, percent + more)
        before = estimate.ends
        estimate.add(now, percent)
        if before is None or estimate.ends is None or before == estimate.ends:
            continue
        (low, high), (new_low, new_high) = before, estimate.ends
        is_narrower = low <= new_low <= new_high <= high
        middle = (new_low + new_high) / 2
        assert is_narrower or not low <= middle <= high
    if percent == 100 and estimate.ends is not None:
        assert estimate.ends[1] <= now + 1e-6 or estimate.left(now) is not None


@given(st.floats(0.05, 20), st.integers(1, 5))
def test_that_the_true_end_of_an_even_job_is_within_the_range(pause: float, step: int) -> None:
    estimate = Estimate()
    end = 100 / step * pause
    for number in range(100 // step):
        now = number * pause
        estimate.add(now, number * step)
        left = estimate.left(now)
        if left is not None:
            assert now + left.low <= end <= now + left.high


def test_that_without_earlier_jobs_nothing_is_expected() -> None:
    assert by_earlier([], 60.0) is None


def test_that_one_earlier_job_makes_a_wide_range_and_several_a_narrow_one() -> None:
    assert by_earlier([2.0], 60.0) == pytest.approx((48.0, 192.0))
    assert by_earlier([2.0, 2.0, 2.5, 3.0], 60.0) == pytest.approx((102.0, 207.0))


def test_that_what_is_expected_is_said_until_the_progress_tells_better() -> None:
    estimate = Estimate()
    estimate.expect(0.0, 40.0, 80.0)
    assert estimate.left(10.0) == Left(30.0, 70.0)
    estimate.add(10.0, 0)
    assert estimate.left(10.0) == Left(30.0, 70.0)
    for second in range(11, 21):
        estimate.add(float(second), second - 10)  # a percent a second: it ends at 110
    left = estimate.left(20.0)
    assert left is not None
    assert left.low < 90 < left.high
    estimate.expect(20.0, 1.0, 2.0)  # what comes late changes nothing
    assert estimate.left(20.0) == left


def test_that_a_job_that_should_have_ended_is_said_to_take_longer() -> None:
    estimate = Estimate()
    estimate.expect(100.0, -30.0, -10.0)
    assert estimate.left(100.0) == Left(0.0, 0.0, is_overdue=True)


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=20), st.floats(0.1, 1e5), STEPS)
def test_that_what_is_expected_is_never_below_nothing_and_time_only_takes_from_it(
    ratios: list[float], length: float, steps: list[tuple[float, int]]
) -> None:
    estimate, now = Estimate(), 0.0
    low, high = by_earlier(ratios, length) or (0.0, 0.0)
    assert 0 <= low <= high
    estimate.expect(now, low, high)
    for pause, _ in steps:
        before = estimate.left(now)
        now += pause
        after = estimate.left(now)
        assert before is not None
        assert after is not None
        assert 0 <= after.low <= after.high <= before.high
