"""A service, the network before it and three clocks, all in memory: what a machine of rules can turn over quickly.

The client, the course of an intent, the ledger (SQLite, in a file) and its locks are the real ones; so is the XML that
goes either way. Only sockets and the local cloud are stood in for. The local cloud cannot lag, forget, leave jobs out
of its list or accept a call long after its sender is gone, as an account's service may; and it writes to the disk at
each call, where thousands of courses are wanted. What is missing here (sockets, HTTP, the real queue) the fault matrix
has.
"""

from __future__ import annotations

import email.utils
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from support.builders import composition
from tilewright.cloud.client import Client
from tilewright.cloud.connection import Call, Connection
from tilewright.cloud.reply import Reply
from tilewright.errors import NoAnswer, Unreachable
from tilewright.jobs.pace import Pace
from tilewright.jobs.wish import make_wish
from tilewright.model.target import Target
from tilewright.points import reach
from tilewright.wire.faults import write_fault
from tilewright.wire.jobs import JobRecord, parse_time, read_jobs, write_jobs
from tilewright.wire.mark import find_mark
from tilewright.wire.signature import Keys

START = 1_800_000_000.0

LEAST_STEP = 1e-6
"""Seconds: a shorter step would be lost in a time as large as ours."""

SKEW = 900
"""Seconds that a signature may begin in the future (ci-jobs §9.4)."""

MEMORY = 30 * 24 * 3600.0
"""Seconds after which the service forgets a job (ci-jobs §3.2)."""

SUBMISSIONS = (
    "answer lost", "lost", "late", "failed after", "failed", "page after", "pass", "unreachable", "refused", "busy",
    "408", "408 after", "409", "409 after", "redirect", "redirect after", "other job", "other job after",
)  # fmt: skip
"""What may happen to a `POST /jobs`; ``after`` in a name: the service has taken it."""

READS = ("pass", "unreachable", "refused", "page", "answer lost", "408", "409", "redirect", "other job")
"""What may happen to any other call. Another job than was asked about is told by the query alone."""

UPTIME = 50_000.0
"""Seconds for which our machine has run in the beginning."""

THEIRS = make_wish(composition(user_data="theirs")).request
"""What somebody else submits to the same bucket."""

MOST_WAITS = 200
"""Waits without an event in between, after which whoever waits is told to stop: reading a long list by pages of one job
each, asked for evenly, takes more than a hundred.
"""


@dataclass
class Accepted:
    """A job of the service. ``made`` is its time, ``seen_at`` the true time from which on lists and queries show it;
    what the service forgot once it never knows again.
    """

    id: str
    mark: str
    body: bytes
    made: float
    seen_at: float
    state: str = "Submitted"
    is_forgotten: bool = False


@dataclass
class Held:
    """A submission that is still on its way although its sender gave it up."""

    due: float
    body: bytes
    span: tuple[int, int]


class World:
    """``true`` time goes on by waiting alone; our clock is off by ``wall``, the service's by ``clock`` seconds. Our
    machine was started at ``booted``, true time; ``boot`` is the name of this run of it. So many times (``shifts``) the
    pages of a listing shift while it is read, as a job of somebody else goes.
    """

    def __init__(self, target: Target) -> None:
        self.target = target
        self.true = START
        self.wall = 0.0
        self.clock = 0.0
        self.booted = START - UPTIME
        self.boot = "boot 0"
        self.lag = 0.0
        self.lists_jobs = True
        self.page = 3
        self.shifts = 0
        self.jobs: list[Accepted] = []
        self.held: list[Held] = []
        self.of_submit: deque[tuple[str, float]] = deque()
        self.of_reads: deque[str] = deque()
        self.waits = 0
        self.while_waiting: Callable[[], None] = lambda: None

    # Clocks

    def now(self) -> float:
        return self.true + self.wall

    @property
    def service_time(self) -> float:
        return self.true + self.clock

    @property
    def pace(self) -> Pace:
        booted = self.booted
        return Pace(self.wait, self.now, lambda: self.true - booted, boot=self.boot)

    def reboot(self) -> None:
        """Our machine starts anew; its processes must be gone."""
        self.booted, self.boot = self.true, f"boot at {self.true}"

    def wait(self, seconds: float) -> bool:
        self.pass_by(max(seconds, LEAST_STEP))
        self.while_waiting()
        self.waits += 1
        return self.waits > MOST_WAITS

    def pass_by(self, seconds: float) -> None:
        """Time goes on; what was held up on the way arrives when it is due."""
        end = self.true + seconds
        for held in sorted((it for it in self.held if it.due <= end), key=lambda it: it.due):
            self.held.remove(held)
            self.true = max(self.true, held.due)
            self.accept(held.body, held.span)
        self.true = end

    # The service

    def client(self) -> Client:
        client = Client(self.target, Keys("id", "key"), tries=1, sleep=lambda _: None, now=self.now)
        client._connection = Wire(self, client._connection)
        client._asker = replace(client._asker, connection=client._connection)
        return client

    def accepted(self, mark: str) -> list[Accepted]:
        return [job for job in self.jobs if job.mark == mark]

    def accept(self, body: bytes, span: tuple[int, int]) -> Reply:
        """Like `POST /jobs`: no job twice is known here, only signatures that have ended or not begun."""
        if not span[0] - SKEW <= self.service_time <= span[1]:
            return self.refuse(401, "SignatureExpired")
        mark = find_mark(body.decode()) or ""
        job = Accepted(f"j{len(self.jobs):032x}", mark, body, self.service_time, self.true + self.lag)
        self.jobs.append(job)
        return self.tell([job])

    def somebody_else_submits(self) -> None:
        """That was half a day ago: what is ours stands after it in a listing."""
        made = self.service_time - 12 * 3600.0
        mark = find_mark(THEIRS.decode()) or ""
        self.jobs.append(Accepted(f"t{len(self.jobs):032x}", mark, THEIRS, made, self.true, "Success"))

    def serve(self, call: Call) -> Reply:
        if call.method == "HEAD":
            return self._head(call.path[1:])
        if call.method == "PUT":
            return self._cancel(call.path.rpartition("/")[2])
        if call.path == "/jobs":
            return self._list(call)
        ids = call.path.rpartition("/")[2].split(",")
        found = [job for job in self._shown() if job.id in ids]
        return self.tell(found, missing=[it for it in ids if it not in {job.id for job in found}])

    def _shown(self) -> list[Accepted]:
        for job in self.jobs:
            job.is_forgotten |= job.made <= self.service_time - MEMORY
        return [it for it in self.jobs if it.seen_at <= self.true and not it.is_forgotten]

    def _list(self, call: Call) -> Reply:
        start = int(call.params.get("nextToken") or 0)
        jobs = self._listed(call)
        theirs = [job for job in jobs if job.body is THEIRS]
        if start and self.shifts and theirs:
            self.shifts -= 1
            theirs[0].is_forgotten = True
            jobs.remove(theirs[0])
        more = str(start + self.page) if start + self.page < len(jobs) else ""
        return self.tell(jobs[start : start + self.page], token=more)

    def _listed(self, call: Call) -> list[Accepted]:
        """The oldest first."""
        since = parse_time(call.params["startCreationTime"])
        assert since is not None
        jobs = [job for job in self._shown() if job.made >= since.timestamp()] if self.lists_jobs else []
        return sorted(jobs, key=lambda job: job.made)

    def _cancel(self, job_id: str) -> Reply:
        for job in self.jobs:
            if job.id == job_id and job.state == "Submitted":
                job.state = "Cancel"
                return self._reply(200, b"")
        return self.refuse(400, "InvalidArgument")

    def _head(self, key: str) -> Reply:
        for job in self.jobs:
            name = (read_jobs(self.tell([job]).body).jobs[0].output.object or "").replace("${ext}", "mp4")
            if job.state == "Success" and name == key:
                return Reply(200, {**self._reply(200, b"").headers, "content-length": "1", "etag": '"e"'})
        return self._reply(404, b"")

    def tell(self, jobs: list[Accepted], missing: list[str] | None = None, token: str = "") -> Reply:
        records = [JobRecord(it.id, it.state, datetime.fromtimestamp(it.made, UTC), it.body) for it in jobs]
        return self._reply(200, write_jobs(records, missing or [], token))

    def tell_another(self) -> Reply:
        """The answer to somebody else's question."""
        return self.tell([Accepted("tother", "", THEIRS, self.service_time, self.true)])

    def refuse(self, status: int, code: str) -> Reply:
        return self._reply(status, write_fault(code, "no", "NjA", resource=None))

    def _reply(self, status: int, body: bytes) -> Reply:
        date = email.utils.formatdate(self.service_time, usegmt=True)
        return Reply(status, {"x-ci-request-id": "NjA", "x-cos-request-id": "NjA", "date": date}, body)


class Wire(Connection):
    """Carries calls to a world and does to them what it was told to."""

    def __init__(self, world: World, like: Connection) -> None:
        super().__init__(like.target, Keys("id", "key"), now=world.now)
        self._world = world

    def ask(self, call: Call) -> Reply:
        started = self.now()
        reach("cloud.call.before")
        reply = self._submit(call) if call.method == "POST" else self._read(call)
        reach("cloud.call.answered")
        return self._learn_clock(reply, started)

    def _submit(self, call: Call) -> Reply:
        world = self._world
        assert call.body is not None
        assert call.span is not None
        body, span = call.body().read(), call.span
        how, after = world.of_submit.popleft() if world.of_submit else ("pass", 0.0)
        if how == "unreachable":
            raise Unreachable("It cannot be reached.")
        if how == "late":
            world.held.append(Held(world.true + after, body, span))
            raise NoAnswer("It did not answer in time.")
        if how == "refused":
            return world.refuse(403, "AccessDenied")
        if how == "busy":
            return world.refuse(429, "SlowDown")
        if how in {"pass", "answer lost"} or how.endswith(" after"):
            reply = world.accept(body, span)
            if how == "pass":
                return reply
        return self._answer(how.removesuffix(" after"))

    def _read(self, call: Call) -> Reply:
        how = self._world.of_reads.popleft() if self._world.of_reads else "pass"
        if how == "unreachable":
            raise Unreachable("It cannot be reached.")
        if how == "refused":
            return self._world.refuse(403, "AccessDenied")
        if how == "pass" or (how == "other job" and "/jobs/" not in call.path):
            return self._world.serve(call)
        if how == "answer lost":
            self._world.serve(call)
        return self._answer(how)

    def _answer(self, how: str) -> Reply:
        """What comes back, whatever the service did. Raises that nothing does."""
        world = self._world
        if how == "failed":
            return world.refuse(500, "InternalError")
        if how == "408":
            return world.refuse(408, "RequestTimeout")
        if how == "409":
            return world.refuse(409, "OperationAborted")
        if how == "redirect":
            return Reply(307, {"location": "https://elsewhere.example/"}, b"")
        if how == "page":
            return Reply(200, {}, b"<html>Please sign in</html>")
        if how == "other job":
            return world.tell_another()
        raise NoAnswer("It broke off without an answer.")
