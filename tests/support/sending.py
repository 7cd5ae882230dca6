"""A stage for sending: a service, the fault proxy before it, a home, and what the service has accepted."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from support.builders import LOCAL, composition
from support.fault_proxy import Fault, FaultProxy, fault_proxy
from support.local_cloud import local_cloud
from tilewright import points
from tilewright.cloud.client import Client
from tilewright.jobs.course import follow
from tilewright.jobs.events import Event
from tilewright.jobs.history import History
from tilewright.jobs.intent import Intent
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.pace import Pace
from tilewright.jobs.wish import make_wish
from tilewright.localcloud.queue import QueuedJob
from tilewright.localcloud.store import Store
from tilewright.localcloud.worker import Produce
from tilewright.model.target import Target
from tilewright.wire.jobs import Job
from tilewright.wire.signature import Keys

LIFE = 3
"""Seconds for which a submission is signed in a hurry, so that absence is certain soon."""

PRODUCTION_SECONDS = 0.3
"""How long a job runs here, so that it can be watched."""


class Killed(BaseException):
    """The process ends at this point."""


@dataclass
class Stage:
    """``direct`` is the service's address, ``proxy`` stands before it."""

    direct: str
    keys: Keys
    home: Path
    proxy: FaultProxy
    target: Target = field(default_factory=lambda: LOCAL)
    stop: threading.Event = field(default_factory=threading.Event)

    def hurry(self) -> None:
        """From now on submissions are signed for ``LIFE`` seconds only."""
        self.target = self.target.replace(signature_seconds=LIFE)

    @property
    def pace(self) -> Pace:
        return Pace(self.stop.wait)

    def client(self, address: str = "", read_timeout: float = 5.0, tries: int = 2, ahead: float = 0.0) -> Client:
        """A client behind the proxy; ``ahead`` is by how many seconds its clock is wrong."""
        return Client(
            self.target,
            self.keys,
            address or self.proxy.address,
            read_timeout=read_timeout,
            tries=tries,
            now=lambda: time.time() + ahead,
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
            events = list(course)
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
    with (
        local_cloud(home / "cloud", produce=produce) as cloud,
        fault_proxy(cloud.endpoint.address, *faults) as proxy,
    ):
        keys = Keys(cloud.endpoint.secret_id, cloud.endpoint.secret_key)
        yield Stage(cloud.endpoint.address, keys, home, proxy)


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
