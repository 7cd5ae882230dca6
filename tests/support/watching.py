"""A watch on all jobs of a home as the window runs it: in a thread, until told to stop."""

from __future__ import annotations

import contextlib
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tilewright.jobs.intent import Intent
from tilewright.jobs.pace import LOOK_SECONDS
from tilewright.localcloud.home import Endpoint
from tilewright.settings import Settings
from tilewright.usecases.watched import JobsChanged, Place, PlacesOpen, Resting, shown
from tilewright.usecases.watching import watch_ledger, watch_place
from tilewright.usecases.workplace import Workplace

QUICK_LOOK = 0.02


def workplace_at(home: Path, endpoint: Endpoint, address: str = "", settings: Settings | None = None) -> Workplace:
    """A workplace whose calls go to ``endpoint``, by way of ``address`` if there is one."""
    environment = {
        "TILEWRIGHT_ENDPOINT": address or endpoint.address,
        "TILEWRIGHT_SECRET_ID": endpoint.secret_id,
        "TILEWRIGHT_SECRET_KEY": endpoint.secret_key,
    }
    return Workplace(home, settings or Settings(), environment)


class Watching:
    """The events told so far."""

    def __init__(self, workplace: Workplace) -> None:
        self.stop = threading.Event()
        self.events: list[Any] = []
        self._workplace = workplace
        self._failure: BaseException | None = None
        self._threads: dict[object, threading.Thread] = {}
        self.looks: Counter[Place | None] = Counter()
        self._begin(None, watch_ledger(workplace, self._wait_of(None)))

    def _wait_of(self, place: Place | None) -> Callable[[float], bool]:
        """Sleeps as told, and counts; looks at the ledger come faster than usual."""

        def wait(seconds: float) -> bool:
            self.looks[place] += 1
            return self.stop.wait(min(seconds, QUICK_LOOK) if seconds <= LOOK_SECONDS else seconds)

        return wait

    def until_all_looked(self, times: int = 5) -> None:
        """Until each watch has looked so often again: by then it would have done whatever it does."""
        before = self.looks.copy()
        self.until(lambda it: all(it.looks[place] - before[place] >= times for place in list(it._threads)))

    def _begin(self, place: Place | None, work: Iterator[Any]) -> None:
        thread = self._threads[place] = threading.Thread(target=self._run, args=(work,), name="watching")
        thread.start()

    def _run(self, work: Iterator[Any]) -> None:
        try:
            for event in work:
                self.events.append(event)
                if isinstance(event, PlacesOpen):
                    for place in event.places:
                        if place not in self._threads:
                            self._begin(place, watch_place(place, self._workplace, self._wait_of(place)))
                if self.stop.is_set():
                    return
        except BaseException as error:
            self._failure = error

    @property
    def intents(self) -> tuple[Intent, ...]:
        """The rows that were told, as they were told last, newest first."""
        rows = {one.id: one for event in self.of(JobsChanged) for one in event.intents}
        told = sorted(rows.values(), key=lambda intent: (intent.created, intent.number), reverse=True)
        without_keys = {id_ for event in self.of(Resting) if event.needs_keys for id_ in event.intents}
        return shown(told, without_keys)

    def of(self, kind: type) -> list[Any]:
        return [event for event in list(self.events) if isinstance(event, kind)]

    def until(self, is_so: Callable[[Watching], object], seconds: float = 20.0) -> None:
        end = time.monotonic() + seconds
        while not is_so(self):
            assert self._failure is None, self._failure
            assert time.monotonic() < end, self.events[-20:]
            time.sleep(0.01)

    def close(self) -> None:
        self.stop.set()
        for thread in list(self._threads.values()):
            thread.join(20)
        if self._failure is not None:
            raise self._failure


@contextlib.contextmanager
def watching(workplace: Workplace) -> Iterator[Watching]:
    made = Watching(workplace)
    try:
        yield made
    finally:
        made.close()
