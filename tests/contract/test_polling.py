"""One poller for the jobs of a place over real HTTP. Time is virtual where a test would have to wait; requests are not.

Counted is what arrives at the service: at a proxy before a local cloud, which has thousands of jobs that wait.
"""

from __future__ import annotations

import bisect
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest

from support.builders import ACCOUNT, LOCAL
from support.cli import command
from support.fault_proxy import FaultProxy, Say, fault_proxy
from support.ledgers import submitted_jobs
from support.local_cloud import job_request, local_cloud
from tilewright.cloud import connection
from tilewright.cloud.client import Client
from tilewright.errors import NoAnswer
from tilewright.jobs.contact import Answered, NoContact
from tilewright.jobs.events import Ended, LostContact
from tilewright.jobs.history import History
from tilewright.jobs.intent import Intent
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.pace import Pace
from tilewright.jobs.poller import Poller
from tilewright.localcloud.queue import QueuedJob, Result
from tilewright.localcloud.server import LocalCloud
from tilewright.localcloud.store import Place, Store
from tilewright.media.ffmpeg import Stopped
from tilewright.model.target import Target
from tilewright.wire.jobs import read_jobs
from tilewright.wire.signature import Keys

OLDEST = 180.0
MOST_A_MINUTE = 60


def produce_never(job: QueuedJob, store: Store, output: Path, *, should_stop: Callable[[], bool], **_: Any) -> None:
    while not should_stop():
        time.sleep(0.02)
    raise Stopped("The test is over.")


@dataclass
class Crowd:
    """Many open jobs at one place, and a poller on a clock that only waiting moves."""

    target: Target
    cloud: LocalCloud
    proxy: FaultProxy
    ledger: Ledger
    intents: list[Intent]
    time: float = 0.0
    arrived: list[float] = field(default_factory=list)
    heard: dict[str, float] = field(default_factory=dict)
    oldest: float = 0.0
    told: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        begun = time.time()
        keys = Keys(self.cloud.endpoint.secret_id, self.cloud.endpoint.secret_key)
        self.client = Client(self.target, keys, self.proxy.address)
        pace = Pace(lambda seconds: False, now=lambda: begun + self.time, ticks=lambda: self.time)
        self.poller = Poller(self.ledger, self.target, pace)
        self.poller.take(self.intents)
        self.heard = {intent.id: 0.0 for intent in self.intents}

    def run(self, seconds: float) -> None:
        end = self.time + seconds
        while self.time < end:
            while self.poller.due_in <= 0:
                for event in self.poller.ask(self.client):
                    self._take(event)
                self.arrived += [self.time] * (len(self.proxy.calls) - len(self.arrived))
            self.time += min(5.0, self.poller.due_in, end - self.time) + 1e-6
            self.oldest = max([self.oldest, *(self.time - moment for moment in self.heard.values())])

    def _take(self, event: Any) -> None:
        self.told.append(event)
        if isinstance(event, Answered):
            self.heard |= {intent_id: self.time for intent_id in event.intents if intent_id in self.heard}
        elif isinstance(event, Ended):
            self.heard.pop(event.intent, None)

    @property
    def busiest_minute(self) -> int:
        return max(bisect.bisect_left(self.arrived, begun + 60) - n for n, begun in enumerate(self.arrived))

    def set(self, intents: list[Intent], **columns: object) -> None:
        """The service changes these jobs, all at once."""
        sets = ", ".join(f"{name} = ?" for name in columns)
        with self.cloud.database.write() as rows:
            rows.executemany(
                f"UPDATE job SET {sets} WHERE id = ?",
                [(*columns.values(), intent.job_id) for intent in intents],
            )

    def succeed(self, intents: list[Intent]) -> None:
        result = Result(Place(self.target.bucket, self.target.region), "output/done.mp4", "0" * 32)
        self.set(intents, state="Running")
        with self.cloud.database.write() as rows:
            for intent in intents:
                self.cloud.queue.succeed(rows, intent.job_id, [result])


@contextlib.contextmanager
def crowd(home: Path, target: Target, count: int) -> Iterator[Crowd]:
    with (
        local_cloud(home / "cloud", produce=produce_never) as cloud,
        fault_proxy(cloud.endpoint.address) as proxy,
        Ledger(home) as ledger,
    ):
        created = time.time() - count - 60
        intents = submitted_jobs(ledger, target, count, created)
        body = job_request()
        with cloud.database.write() as rows:
            rows.executemany(
                "INSERT INTO job (id, bucket, region, level, tag, state, code, message, progress, created, request)"
                " VALUES (?, ?, ?, 0, 'VideoSynthesis', 'Submitted', 'Success', '', 0, ?, ?)",
                [(it.job_id, target.bucket, target.region, it.job_created, body) for it in intents],
            )
        made = Crowd(target, cloud, proxy, ledger, intents)
        with made.client:
            yield made


@pytest.mark.parametrize(
    ("target", "count", "step"),
    [
        (ACCOUNT, 100, 20.0),
        pytest.param(ACCOUNT, 5_000, 45.0, marks=[pytest.mark.full, pytest.mark.timeout(900)]),
        pytest.param(LOCAL, 5_000, 45.0, marks=[pytest.mark.full, pytest.mark.timeout(900)]),
    ],
    ids=["account, 100", "account, 5000", "local, 5000"],
)
def test_that_thousands_of_open_jobs_take_a_request_a_second_and_none_is_older_than_three_minutes(
    home: Path, target: Target, count: int, step: float, record_property: pytest.RecordProperty
) -> None:
    """``step`` seconds lie between two changes at the service."""
    with crowd(home, target, count) as it:
        it.run(4 * step)
        for number in range(4):  # some end, one is on its way, and one is not wanted any more
            it.succeed(it.intents[number * 15 : number * 15 + 15])
            it.set(it.intents[90 + number : 91 + number], state="Running", progress=95)
            if number == 2:
                it.ledger.wish_cancel(it.intents[-1].id)
                it.poller.take(it.ledger.unresolved(target))
            it.run(step)
        it.run(4 * step)
        for name in ("busiest_minute", "oldest"):
            record_property(name, getattr(it, name))
        sys.stdout.write(f"\n{count} jobs: {it.busiest_minute} requests in a minute, oldest {it.oldest:.0f} s\n")
        assert it.busiest_minute <= MOST_A_MINUTE
        assert it.oldest <= OLDEST
        ended = {event.intent for event in it.told if isinstance(event, Ended)}
        assert ended == {intent.id for intent in [*it.intents[:60], it.intents[-1]]}
        assert not [event for event in it.told if isinstance(event, NoContact)]


def test_that_by_ids_the_age_is_what_the_budget_allows(home: Path) -> None:
    """The listing of an account may be refused to its keys."""
    with crowd(home, ACCOUNT, 80) as it:
        it.proxy.always["list"] = Say(403, b"<Error><Code>AccessDenied</Code></Error>")
        it.run(150)
        assert it.busiest_minute <= MOST_A_MINUTE
        assert it.oldest <= 60
        assert sum("tag=" in line for line in it.proxy.calls) == 1


def test_that_what_is_kept_of_an_end_is_about_this_job_alone(home: Path) -> None:
    with crowd(home, ACCOUNT, 55) as it:
        it.succeed(it.intents[:20])
        it.run(5)
        with History(home) as history:
            for intent in it.intents[:20]:
                *_, last = history.answers(intent.id)
                assert [job.job_id for job in read_jobs(last.body).jobs] == [intent.job_id]
                assert last.request_id


def succeed_in_pieces(it: Crowd, intents: list[Intent]) -> None:
    """The answer about each of them has 5 KB of pieces."""
    place = Place(it.target.bucket, it.target.region)
    it.set(intents, state="Running")
    with it.cloud.database.write() as rows:
        for intent in intents:
            pieces = [Result(place, f"output/{intent.job_id}-{number:05}.ts", "0" * 32) for number in range(25)]
            it.cloud.queue.succeed(rows, intent.job_id, pieces)


def lots(it: Crowd) -> list[int]:
    """How many jobs each question was about."""
    return [line.count("%2C") + 1 for line in it.proxy.calls]


def test_that_jobs_whose_answer_is_too_long_are_asked_about_in_smaller_lots(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An account may name all of thousands of pieces."""
    monkeypatch.setattr(connection, "REPLY_LIMIT", 20_000)
    with crowd(home, ACCOUNT, 10) as it:
        succeed_in_pieces(it, it.intents)
        it.run(1)
        assert {event.intent for event in it.told if isinstance(event, Ended)} == {one.id for one in it.intents}
        assert not [event for event in it.told if isinstance(event, NoContact)]
        assert lots(it) == [10, 5, 2, 3, 5, 2, 3]


def test_that_a_job_whose_answer_is_too_long_keeps_no_other_from_being_heard_of(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "REPLY_LIMIT", 4_000)
    with crowd(home, ACCOUNT, 2) as it:
        succeed_in_pieces(it, it.intents[:1])
        it.succeed(it.intents[1:])
        it.run(1)
        assert lots(it)[:3] == [2, 1, 1]
        assert {event.intent for event in it.told if isinstance(event, Ended)} == {it.intents[1].id}
        assert {event.intent for event in it.told if isinstance(event, LostContact)} == {it.intents[0].id}
        assert not [event for event in it.told if isinstance(event, NoContact)]


def test_that_a_job_whose_answer_is_too_long_is_asked_about_alone_from_then_on(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "REPLY_LIMIT", 4_000)
    with crowd(home, ACCOUNT, 4) as it:
        succeed_in_pieces(it, it.intents[:1])
        it.run(1)
        assert lots(it) == [4, 2, 1, 1, 2]
        it.run(60)
        later = lots(it)[5:]
        assert set(later) == {1, 3}
        assert {event.intent for event in it.told if isinstance(event, LostContact)} == {it.intents[0].id}
        assert not [event for event in it.told if isinstance(event, NoContact)]


@pytest.mark.parametrize("is_date", [False, True], ids=["seconds", "date"])
def test_that_the_service_says_when_it_wants_to_be_asked_again(home: Path, *, is_date: bool) -> None:
    with crowd(home, ACCOUNT, 3) as it:
        it.run(1)
        told = formatdate(time.time() + 50, usegmt=True) if is_date else "50"
        it.proxy.faults_of_reads.append(
            Say(503, b"<Error><Code>SlowDown</Code></Error>", headers=(("Retry-After", told),))
        )
        it.run(20)
        before = len(it.proxy.calls)
        (lost,) = [event for event in it.told if isinstance(event, NoContact)]
        assert lost.next_try == pytest.approx(50, abs=3)
        it.run(25)
        assert len(it.proxy.calls) == before
        it.run(10)
        assert len(it.proxy.calls) > before


def test_that_a_sending_is_never_repeated_whatever_the_service_wants(home: Path) -> None:
    with crowd(home, ACCOUNT, 1) as it:
        it.proxy.faults.append(Say(503, b"", headers=(("Retry-After", "0"),)))
        now = int(it.client.service_now)
        with contextlib.suppress(NoAnswer):
            it.client.submit(job_request(), (now - 1, now + 5))
        assert it.proxy.seen == 1


@pytest.mark.full
@pytest.mark.skipif(os.name != "posix", reason="there is no SIGSTOP")
def test_that_a_command_that_was_stopped_asks_at_once_when_it_goes_on(home: Path) -> None:
    """As a machine that slept. Its fifth question is followed by a pause of ten seconds, the sixth then by fifteen."""
    with crowd(home, ACCOUNT.replace(profile="school"), 1) as it:
        settings = '{"profiles": [{"name": "school", "bucket": "%s", "region": "%s"}]}'
        (home / "settings.json").write_text(settings % (ACCOUNT.bucket, ACCOUNT.region))
        endpoint = it.cloud.endpoint
        environment = os.environ | {
            "TILEWRIGHT_ENDPOINT": it.proxy.address,
            "TILEWRIGHT_SECRET_ID": endpoint.secret_id,
            "TILEWRIGHT_SECRET_KEY": endpoint.secret_key,
        }
        watch = subprocess.Popen(command("status", it.intents[0].job_id, "--wait"), env=environment)
        try:
            until(lambda: len(it.proxy.calls) >= 5, 60)
            time.sleep(0.5)  # it has the answer
            watch.send_signal(signal.SIGSTOP)
            time.sleep(3)
            assert len(it.proxy.calls) == 5
            watch.send_signal(signal.SIGCONT)
            gone_on = time.monotonic()
            until(lambda: len(it.proxy.calls) >= 6, 30)
            assert time.monotonic() - gone_on < 4
            asked = time.monotonic()
            until(lambda: len(it.proxy.calls) >= 7, 30)
            assert time.monotonic() - asked < 6
        finally:
            watch.kill()
            watch.wait()


def until(is_so: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)
