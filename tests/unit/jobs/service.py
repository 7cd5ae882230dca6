"""A service in a few lines, on a clock that only waiting moves: the client's side of it, and what it was asked."""

from __future__ import annotations

import email.utils
from collections.abc import Callable
from datetime import UTC, datetime

from tilewright.cloud.client import ObjectFacts
from tilewright.cloud.reply import Reply
from tilewright.errors import CloudError, NoAnswer
from tilewright.jobs.intent import Intent
from tilewright.jobs.pace import Pace
from tilewright.jobs.reserved import Look
from tilewright.model.options import Output
from tilewright.model.target import Target
from tilewright.wire.jobs import Job, JobsReply
from tilewright.wire.request import read_request

START = 1_800_000_000.0
FREE = Look(START, is_there=False)
"""The bucket has nothing of the name that is wished."""

RUN = "this run"
"""Of the machine, in which the clock that nobody can set shows the same as ours."""


class Service:
    """Stands where a ``Client`` does. ``fails`` are raised by the next questions, in order (``None``: answered);
    its own clock is ``ahead`` by some seconds.
    """

    def __init__(self, target: Target) -> None:
        self.target = target
        self.time = START
        self.offset = 0.0
        self.ahead = 0.0
        self.is_dated = True
        self.boot = RUN
        self.service_id = ""
        self.asked = self.heard = 0
        self.calls: list[tuple[float, str]] = []
        self.all: list[Job] = []
        self.objects: set[str] = set()
        self.fails: list[CloudError | None] = []
        self.looks: list[float] = []
        self.cancelled: list[str] = []
        self.posts: list[tuple[bytes, tuple[int, int]]] = []
        self.takes = False
        self.page = 100
        self.key_id_hash = ""
        self.stop_at = float("inf")
        self.at_question: Callable[[], None] = lambda: None

    @property
    def pace(self) -> Pace:
        return Pace(self._wait, lambda: self.time, lambda: self.time, boot=self.boot)

    @property
    def service_now(self) -> float:
        return self.time + self.offset

    def _wait(self, seconds: float) -> bool:
        self.time += seconds
        return self.time >= self.stop_at

    def _answer(self, what: str) -> None:
        self.asked += 1
        self.calls.append((self.time, what))
        self.at_question()
        failure = self.fails.pop(0) if self.fails else None
        if failure is not None:
            raise failure
        self.heard += 1

    def _reply(self) -> Reply:
        dated = {"date": email.utils.formatdate(self.time + self.ahead, usegmt=True)} if self.is_dated else {}
        return Reply(200, {"x-ci-request-id": "NjA", **dated})

    @property
    def reached(self) -> Target:
        return self.target.replace(service=self.service_id or self.target.service)

    def list_jobs(self, *, since: datetime, next_token: str = "", tries: int = 0) -> tuple[Reply, JobsReply]:
        self.looks.append(self.time)
        self._answer("list")
        listed = sorted((job for job in self.all if job.created >= since), key=lambda job: job.created)
        start = int(next_token or 0)
        token = str(start + self.page) if start + self.page < len(listed) else ""
        return self._reply(), JobsReply(tuple(listed[start : start + self.page]), (), token)

    def query(self, ids: list[str], *, tries: int = 0) -> tuple[Reply, JobsReply]:
        self._answer("query")
        return self._reply(), self.jobs(ids)

    def jobs(self, ids: list[str]) -> JobsReply:
        return JobsReply(tuple(job for job in self.all if job.job_id in ids))

    def cancel(self, job_id: str) -> Reply:
        self._answer("cancel")
        self.cancelled.append(job_id)
        self.set(job_id, "Cancel")
        return self._reply()

    def look_at(self, key: str, *, tries: int = 0, host: str = "") -> tuple[Reply, ObjectFacts | None]:
        self.calls.append((self.time, "head"))
        return self._reply(), ObjectFacts(1, "") if key in self.objects else None

    def submit(self, body: bytes, span: tuple[int, int]) -> Reply:
        """Every `POST /jobs` is counted and, unless ``takes`` says otherwise, accepted; the answer is lost."""
        self.posts.append((body, span))
        if self.takes:
            composition = read_request(body)
            output = composition.composition.output
            assert output is not None
            self.add(f"jpost{len(self.posts)}", composition.mark, key=output.object or "")
        raise NoAnswer("The answer was lost.")

    def redact(self, text: bytes) -> bytes:
        return text

    def add(
        self, job_id: str, mark: str | None = None, state: str = "Submitted", ago: float = 0.0, key: str = ""
    ) -> Job:
        created = datetime.fromtimestamp(self.time - ago, UTC)
        output = Output(region=self.target.region, bucket=self.target.bucket, object=key or "output/other.mp4")
        job = Job(job_id, state, created=created, mark=mark, tag="VideoSynthesis", output=output)
        self.all.append(job)
        return job

    def set(self, job_id: str, state: str, **facts: object) -> None:
        old = next(job for job in self.all if job.job_id == job_id)
        values = {name: getattr(old, name) for name in Job.__slots__} | {"state": state, **facts}
        self.all[self.all.index(old)] = Job(**values)

    def add_own(self, intent: Intent, job_id: str = "jown", state: str = "Submitted") -> Job:
        return self.add(job_id, intent.mark, state, key=intent.output_key)
