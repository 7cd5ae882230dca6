"""A stage for sending: a service, the fault proxy before it, a home, and what the service has accepted."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from support.builders import LOCAL, composition
from support.fault_proxy import Fault, FaultProxy, fault_proxy
from support.local_cloud import local_cloud
from tilewright import points
from tilewright.cloud.client import Client
from tilewright.jobs.course import follow
from tilewright.jobs.events import Event, Looking
from tilewright.jobs.history import History
from tilewright.jobs.intent import Intent
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.pace import Pace, ticks
from tilewright.jobs.wish import make_wish
from tilewright.localcloud.queue import QueuedJob
from tilewright.localcloud.store import Store
from tilewright.localcloud.worker import Produce
from tilewright.model.target import Target
from tilewright.wire.jobs import Job
from tilewright.wire.signature import Keys

LIFE = 3
"""Seconds for which a submission is signed in a hurry, so that absence is certain soon."""

BUSY_SECONDS = 30.0
"""For which an answer is waited for where none is held back."""

PRODUCTION_SECONDS = 0.3
"""How long a job runs here, so that it can be watched."""

BREATH = 0.02
"""Seconds that a wait takes where waits are skipped, so that the service and others get on."""


class Killed(BaseException):
    """The process ends at this point."""


class StageClock:
    """The time of all on a stage, service and programs: as it is, but that it can be set forward."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> float:
        return time.time() + self._ahead

    def ticks(self) -> float:
        return ticks() + self._ahead

    def go_on(self, seconds: float) -> None:
        self._ahead += seconds


@dataclass
class Stage:
    """``direct`` is the service's address, ``proxy`` stands before it. ``skips``: see `skip_doubt`; ``is_short`` of
    breath: see `skip_waits`.
    """

    direct: str
    keys: Keys
    home: Path
    proxy: FaultProxy
    target: Target = field(default_factory=lambda: LOCAL)
    stop: threading.Event = field(default_factory=threading.Event)
    clock: StageClock = field(default_factory=StageClock)
    skips: bool = False
    is_short: bool = False

    def hurry(self) -> None:
        """From now on submissions are signed for ``LIFE`` seconds only."""
        self.target = self.target.replace(signature_seconds=LIFE)

    def skip_doubt(self) -> None:
        """From now on it takes no time until absence is certain, and a signature lives as long as it usually does: on a
        busy machine a short one may have ended before what it signs has arrived. For the same reason answers are waited
        for longer: this is for faults that end a connection.
        """
        self.skips = True

    def skip_waits(self) -> None:
        """From now on a course's wait takes a ``BREATH``, and the time of all on the stage goes on by all of it. What
        calls and jobs take stays as it is: questions about a job come quicker for how long it runs.
        """
        self.is_short = True

    def run(self, course: Iterable[Event]) -> list[Event]:
        """Its events."""
        return list(self.going(course))

    def going(self, course: Iterable[Event]) -> Iterator[Event]:
        """Its events as they come."""
        for event in course:
            yield event
            if self.skips and isinstance(event, Looking) and event.certain_in:
                self.clock.go_on(event.certain_in + 1)  # the service tells whole seconds

    @property
    def pace(self) -> Pace:
        return Pace(self._wait, self.clock.now, self.clock.ticks)

    def _wait(self, seconds: float) -> bool:
        if not self.is_short or seconds <= BREATH:
            return self.stop.wait(seconds)
        is_stopped = self.stop.wait(BREATH)
        self.clock.go_on(seconds - BREATH)
        return is_stopped

    def client(self, address: str = "", read_timeout: float = 5.0, tries: int = 2, ahead: float = 0.0) -> Client:
        """A client behind the proxy; ``ahead`` is by how many seconds its clock is wrong."""
        return Client(
            self.target,
            self.keys,
            address or self.proxy.address,
            read_timeout=max(read_timeout, BUSY_SECONDS) if self.skips else read_timeout,
            tries=tries,
            now=lambda: self.clock.now() + ahead,
        )

    def accepted(self) -> list[Job]:
        """Every job that the service has, asked without the proxy."""
        jobs: list[Job] = []
        with self.client(self.direct) as client:
            token: str | None = None
            while token != "":
                page = client.list_jobs(next_token=token or "")[1]
                jobs += page.jobs
                token = page.next_token
        return jobs

    def submit_otherwise(self, user_data: str = "lesson") -> Job:
        """The same composition, sent by somebody else, so with another mark. Returns the newest job."""
        with self.client(self.direct) as client:
            now = int(client.service_now)
            client.submit(make_wish(composition(user_data=user_data)).request, (now - 1, now + 5))
        return self.accepted()[-1]

    def submit(
        self, *, user_data: str = "lesson", to_end: bool = False, limit: float | None = None, timeout: float = 5.0
    ) -> tuple[Intent, list[Event]]:
        """What a command does: note the wish or join the open one, and carry it on."""
        with Ledger(self.home) as ledger, self.client(read_timeout=timeout) as client:
            made = ledger.intend(make_wish(composition(user_data=user_data)), self.target)
            is_new = made.how == "new"
            course = follow(ledger, made.intent.id, client, self.pace, fresh=is_new, to_end=to_end, limit=limit)
            events = self.run(course)
            return ledger.get(made.intent.id), events

    def intents(self) -> list[Intent]:
        with History(self.home) as history:
            return history.newest()


def produce_slowly(
    job: QueuedJob,
    store: Store,
    output: Path,
    *,
    on_progress: Callable[[float], None],
    on_start: Callable[[int], None],
    on_end: Callable[[], None],
    should_stop: Callable[[], bool],
) -> None:
    """Takes the time of a very short video; what it shows is other tests' business. Its child is no process."""
    on_start(0)
    end = time.monotonic() + PRODUCTION_SECONDS
    while time.monotonic() < end and not should_stop():
        time.sleep(0.01)
    on_progress(0.5)
    output.write_bytes(b"video")


@contextlib.contextmanager
def stage(home: Path, *faults: Fault, produce: Produce = produce_slowly) -> Iterator[Stage]:
    clock = StageClock()
    with (
        local_cloud(home / "cloud", produce=produce, clock=clock.now) as cloud,
        fault_proxy(cloud.endpoint.address, *faults) as proxy,
    ):
        keys = Keys(cloud.endpoint.secret_id, cloud.endpoint.secret_key)
        yield Stage(cloud.endpoint.address, keys, home, proxy, clock=clock)


@contextlib.contextmanager
def killed_at(point: str, *, after: int = 1) -> Iterator[list[str]]:
    """Within the block the program ends when it reaches ``point`` for the ``after``-th time; yields what it reached."""
    reached: list[str] = []

    def listener(name: str) -> None:
        reached.append(name)
        if name == point and reached.count(name) == after:
            raise Killed(name)

    points.listen(listener)
    try:
        yield reached
    finally:
        points.listen(None)


def kinds(events: list[Event]) -> list[str]:
    """Kinds of the events up to where the service has the job, without the repeated ones of waiting."""
    return [event.kind for event in events if event.kind not in {"looking", "lost-contact", "progress", "ended"}]
