"""Several things at a time: their order, the first failure, and the end."""

from __future__ import annotations

import threading
from queue import SimpleQueue

import pytest

from tilewright.media.ffmpeg import Stopped
from tilewright.media.workers import AT_A_TIME, Memory, side_by_side


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


def raises() -> bool:
    raise ValueError("who is asked whether to stop")


@pytest.mark.parametrize("who", ["asking", "a thread"])
def test_that_nothing_more_is_begun_after_a_failure_of_its_own(who: str, monkeypatch: pytest.MonkeyPatch) -> None:
    may_go_on, begun, start = threading.Event(), SimpleQueue[int](), threading.Thread.start

    def work(number: int) -> None:
        begun.put(number)
        assert may_go_on.wait(30)

    def start_one(thread: threading.Thread) -> None:
        if thread.name == "side-by-side-1":
            raise RuntimeError("can't start new thread")
        start(thread)

    if who == "a thread":
        monkeypatch.setattr(threading.Thread, "start", start_one)
    with pytest.raises((ValueError, RuntimeError), match=r"asked whether|can't start"):
        side_by_side(work, range(100), raises)
    monkeypatch.undo()
    may_go_on.set()
    for thread in threading.enumerate():
        if thread.name.startswith("side-by-side"):
            thread.join(30)
    assert begun.qsize() <= AT_A_TIME


def test_that_what_hangs_with_all_memory_holds_up_nothing_for_ever() -> None:
    memory = Memory(100, patience=0.05)
    with memory.taken(100):
        with memory.taken(100):
            pass
        with memory.taken(10):
            pass
    assert memory.free == 100


def test_that_works_share_memory_and_what_needs_all_of_it_runs_alone() -> None:
    memory, log = Memory(100), SimpleQueue[str]()
    both, may_end = threading.Barrier(3, timeout=30), threading.Event()

    def work(name: str, size: int) -> None:
        with memory.taken(size):
            log.put(f"{name} begins")
            if name != "large":
                both.wait()
                assert may_end.wait(30)
                log.put("one ends")

    threads = [threading.Thread(target=work, args=one) for one in (("small", 50), ("small", 50), ("large", 1000))]
    for thread in threads[:2]:
        thread.start()
    both.wait()
    threads[2].start()
    may_end.set()
    for thread in threads:
        thread.join(30)
    told = [log.get_nowait() for _ in range(5)]
    assert told == ["small begins", "small begins", "one ends", "one ends", "large begins"]
    with memory.taken(100):
        pass
