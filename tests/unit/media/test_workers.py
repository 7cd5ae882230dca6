"""Several things at a time: their order, the first failure, and the end."""

from __future__ import annotations

import threading

import pytest

from tilewright.media.ffmpeg import Stopped
from tilewright.media.workers import AT_A_TIME, side_by_side


def left_over() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("side-by-side")]


def test_that_things_are_made_at_the_same_time_and_given_back_in_order() -> None:
    all_there = threading.Barrier(AT_A_TIME, timeout=30)

    def meet(number: int) -> int:
        all_there.wait()
        return -number

    assert side_by_side(meet, range(3 * AT_A_TIME)) == [-number for number in range(3 * AT_A_TIME)]
    assert left_over() == []


def test_that_the_first_failure_in_order_counts_and_no_thread_is_left() -> None:
    later_failed = threading.Event()

    def fail(number: int) -> int:
        if number == 1:
            assert later_failed.wait(30)
            raise ValueError("the second")
        if number == 2:
            later_failed.set()
            raise ValueError("the third")
        return number

    with pytest.raises(ValueError, match="the second"):
        side_by_side(fail, range(100))
    assert left_over() == []


def test_that_what_hangs_is_left_behind_when_it_is_to_stop() -> None:
    hangs, begun = threading.Event(), threading.Event()

    def hang(number: int) -> None:
        begun.set()
        hangs.wait()

    for count in (1, 100):
        begun.clear()
        with pytest.raises(Stopped):
            side_by_side(hang, range(count), begun.is_set)
        assert left_over()
    assert all(thread.daemon for thread in threading.enumerate() if thread.name.startswith("side-by-side"))
    hangs.set()
    for thread in threading.enumerate():
        if thread.name.startswith("side-by-side"):
            thread.join(30)
    assert left_over() == []
