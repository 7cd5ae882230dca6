"""Several videos read at the same time: most of it is FFmpeg's work, which leaves Python free."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import Final, Generic, TypeVar

from .ffmpeg import Stopped

AT_A_TIME: Final = 4
"""More are no faster: the processors are busy then."""

_LOOK: Final = 0.05
"""Seconds between two questions whether to stop."""

PATIENCE: Final = 30.0
"""Seconds that something waits for memory while none is given back: what has it may hang for ever."""

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")


def side_by_side(
    make: Callable[[_Given], _Made],
    given: Sequence[_Given],
    should_stop: Callable[[], bool] = lambda: False,
    at_a_time: int = AT_A_TIME,
) -> list[_Made]:
    """What ``make`` makes of each, in their order, a few ``at_a_time``; no thread is left when this returns, or raises
    what one of them raised.

    Of that the first in order counts; what was not begun by then is left out. Raises ``Stopped`` soon after
    ``should_stop()``, and what that raises: what has begun goes on by itself then, and keeps no program from ending. A
    file can be on a disk that does not answer, and nothing ends a thread that reads it.
    """
    work = _Work(make, given)
    threads = [
        threading.Thread(target=work.run, name=f"side-by-side-{number}", daemon=True)
        for number in range(min(at_a_time, len(given)))
    ]
    try:
        for thread in threads:
            thread.start()
        _wait_for(threads, should_stop)
    except BaseException:
        work.stop()
        raise
    return work.results()


def _wait_for(threads: Sequence[threading.Thread], should_stop: Callable[[], bool]) -> None:
    """Until all have ended. Raises ``Stopped``."""
    for thread in threads:
        while thread.is_alive():
            if should_stop():
                raise Stopped("Reading the videos was stopped.")
            thread.join(_LOOK)


class _Work(Generic[_Given, _Made]):
    """What is left to be done, and what came of the rest, by number."""

    def __init__(self, make: Callable[[_Given], _Made], given: Sequence[_Given]) -> None:
        self._make = make
        self._left: SimpleQueue[tuple[int, _Given]] = SimpleQueue()
        for item in enumerate(given):
            self._left.put(item)
        self._made: dict[int, _Made] = {}
        self._failed: dict[int, BaseException] = {}
        self._is_over = False

    def run(self) -> None:
        while not (self._is_over or self._failed):
            try:
                number, one = self._left.get_nowait()
            except Empty:
                return
            try:
                self._made[number] = self._make(one)
            except BaseException as error:  # noqa: BLE001 (raised where the work was given)
                self._failed[number] = error

    def stop(self) -> None:
        self._is_over = True

    def results(self) -> list[_Made]:
        """Once all threads have ended; raises the first failure."""
        if self._failed:
            raise self._failed[min(self._failed)]
        return [self._made[number] for number in range(len(self._made))]


class Memory:
    """Bytes of memory for works that may run at the same time; what needs more than all of it runs alone. That is no
    promise: after ``patience`` seconds without a change work goes on regardless.
    """

    def __init__(self, size: int, patience: float = PATIENCE) -> None:
        self._size = size
        self._patience = patience
        self._free = size
        self._changed = threading.Condition()

    @property
    def free(self) -> int:
        """Bytes that nothing has."""
        return self._free

    @contextmanager
    def taken(self, size: int) -> Iterator[None]:
        """Wait until so many bytes are free, and have them for the block; or none, when nothing changes."""
        size = min(size, self._size)
        with self._changed:
            while self._free < size:
                if not self._changed.wait(self._patience):
                    size = 0
            self._free -= size
        try:
            yield
        finally:
            with self._changed:
                self._free += size
                self._changed.notify_all()
