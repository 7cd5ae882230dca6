"""Time that only waiting moves, for several threads of which one runs at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable

from support.skipping_clock import LEAST_STEP, SkippingClock


class TurnsClock(SkippingClock):
    """Whoever waits gives the turn to the thread that is due first, and the time goes on to then. So what several
    threads do comes in the same order each time. Threads that it does not know wait as before.
    """

    def __init__(self) -> None:
        super().__init__()
        self._turn = threading.Condition()
        self._due_of: dict[threading.Thread, float] = {}
        self._threads: list[threading.Thread] = []
        self._running: threading.Thread | None = None
        self._is_over = False
        self._failure: BaseException | None = None

    def run(self, work: Callable[[], object]) -> None:
        """Do ``work`` in a thread of its own, when it has its turn."""
        thread = threading.Thread(target=self._run, args=(work,), name="one of several")
        with self._turn:
            self._threads.append(thread)
            self._due_of[thread] = self._now
        thread.start()

    def play(self) -> None:
        """Let them run until one calls ``end``, or all are at their end. Raises what one of them raised."""
        with self._turn:
            self._pass_on()
        for thread in self._threads:  # it grows meanwhile
            thread.join()
        if self._failure is not None:
            raise self._failure

    def end(self) -> None:
        """From now on every wait says to stop."""
        with self._turn:
            self._is_over = True
            self._turn.notify_all()

    def wait(self, seconds: float) -> bool:
        thread = threading.current_thread()
        if thread not in self._threads:
            return super().wait(seconds)
        with self._turn:
            if not self._is_over:
                self._due_of[thread] = self._now + max(seconds, LEAST_STEP)
                self._pass_on()
                self._turn.wait_for(lambda: self._is_over or self._running is thread)
        return self._is_over

    def _pass_on(self) -> None:
        self._running = min(self._due_of, key=self._due_of.__getitem__, default=None)
        if self._running is not None:
            super().wait(self._due_of.pop(self._running) - self._now)
        self._turn.notify_all()

    def _run(self, work: Callable[[], object]) -> None:
        thread = threading.current_thread()
        try:
            with self._turn:
                self._turn.wait_for(lambda: self._is_over or self._running is thread)
            if not self._is_over:
                work()
            with self._turn:
                if not self._is_over:
                    self._pass_on()
        except BaseException as error:  # told by whoever plays
            self._failure = self._failure or error
            self.end()
