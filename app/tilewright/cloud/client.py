"""The service, one method a call. The only place that builds `POST /jobs`; only `jobs.send` may call ``submit``."""

from __future__ import annotations

import html
import io
import re
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Self, TypeVar, Unpack
from urllib.parse import quote

from ..model.target import Target, hash_key_id
from ..text import say
from ..wire.jobs import JobsReply, format_time, read_jobs
from ..wire.queues import QueuesReply, read_queues
from ..wire.signature import Keys, presign
from ..wire.storage import Bucket, ObjectPage, read_buckets, read_objects
from ..wire.templates import TemplatesReply, read_templates
from . import transfers
from .connection import REPLY_SECONDS, Call, Connection, check_path
from .objects import ObjectFacts, is_about_object, is_absent, read_facts, read_part, require_content
from .putting import OVER_ANYTHING, How
from .question import Asker, IsFine, never
from .reader import RangedReader
from .refusals import bad_reply
from .reply import Reply

Value = TypeVar("Value")

PRESIGNED_LIMIT = 900
"""Seconds for which an address with a signature may be good (design/security.md 7)."""

TAG = "VideoSynthesis"

PAGE = 100
"""Templates or queues that one answer is asked for; what the service takes at most is nowhere said (ci-jobs §4.1)."""

_SIGNATURE = re.compile(rb"(q-signature(?:=|%3D|&#61;))[0-9a-fA-F]+")


def _silent(done: int, total: int) -> None:
    """Progress that nobody watches."""


class Client:
    """Speaks for ``keys`` to the service of ``target``. ``address`` (http://127.0.0.1:PORT) takes every call there.

    Reading calls are tried up to ``tries`` times while the failure is a passing one; calls that change something are
    sent once. Every method raises the errors of ``CloudError``. Time-outs are seconds. May be used by several threads.
    """

    def __init__(
        self,
        target: Target,
        keys: Keys,
        address: str = "",
        *,
        connect_timeout: float = 10.0,
        read_timeout: float = 30.0,
        reply_seconds: float = REPLY_SECONDS,
        tries: int = 4,
        sleep: Callable[[float], object] = time.sleep,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.target = target
        self._keys = keys
        self._connection = Connection(
            target,
            keys,
            address,
            connect_timeout=connect_timeout,
            read_timeout=read_timeout,
            reply_seconds=reply_seconds,
            now=now,
        )
        self._asker = Asker(self._connection, tries, sleep)

    def __repr__(self) -> str:
        return f"Client({self.target.bucket}, {self.target.region}, {self.address or 'the service'})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    @property
    def address(self) -> str:
        """Where calls go instead of the service's own hosts; empty for these."""
        return self._connection.address

    def move(self, address: str, keys: Keys) -> None:
        """From now on speak to ``address`` with ``keys``: a restarted local cloud has others."""
        self._keys = keys
        self._connection.move(address, keys)

    @property
    def key_id_hash(self) -> str:
        """Tells whose keys these are, as ``Target.key_id_hash``."""
        return hash_key_id(self._keys.secret_id)

    @property
    def offset(self) -> float:
        """Seconds that the service's clock is ahead of ours, as far as its answers told; 0 before the first."""
        return self._connection.offset

    @property
    def service_now(self) -> float:
        """The service's clock, Unix seconds."""
        return self._connection.service_now

    @property
    def service_id(self) -> str:
        """Which local cloud answered last, 32 hex digits; empty before the first answer and for the cloud."""
        return self._connection.service_id

    @property
    def reached(self) -> Target:
        """The target, with the local cloud that really answers there."""
        return self.target.replace(service=self.service_id or self.target.service)

    # Jobs

    @property
    def asked(self) -> int:
        """How many calls about jobs have left, whatever became of them."""
        return self._connection.asked

    @property
    def heard(self) -> int:
        """How many calls the service itself answered."""
        return self._connection.heard

    def submit(self, body: bytes, span: tuple[int, int]) -> Reply:
        """The one attempt: `POST /jobs` on a fresh connection, no repetition, no redirect.

        ``span`` are the first and last second, service time, at which the signature is good. Any whole answer is
        returned as it is. Raises ``Unreachable`` when nothing was sent, ``NoAnswer`` when that is not certain.
        """
        headers = {"content-type": "application/xml"}
        return self._connection.ask(
            Call(say("submit the job"), "POST", self.target.ci_host, "/jobs", {}, headers, _opener(body), span, True)
        )

    def query(self, ids: Iterable[str], *, tries: int = 0) -> tuple[Reply, JobsReply]:
        """Up to ten jobs: the answer as it came, and what it says: nothing of other jobs."""
        asked = list(ids)
        joined = ",".join(asked)
        call = Call(say("ask about the job {joined}", joined=joined), "GET", self.target.ci_host, f"/jobs/{joined}")
        reply, said = self._parsed(call, read_jobs, tries)
        if any(job.job_id not in asked for job in said.jobs):
            raise bad_reply(call.what, reply, say("is about another job"))
        return reply, said

    def list_jobs(
        self, *, since: datetime | None = None, next_token: str = "", tries: int = 0
    ) -> tuple[Reply, JobsReply]:
        """One page of the VideoSynthesis jobs (A19) made at or after ``since``, oldest first, in all states."""
        params = {"tag": TAG, "orderByTime": "Asc", "size": "100", "states": "All"}
        if since is not None:
            params["startCreationTime"] = format_time(since)
        if next_token:
            params["nextToken"] = next_token
        call = Call(say("list the jobs"), "GET", self.target.ci_host, "/jobs", params)
        return self._parsed(call, read_jobs, tries)

    def cancel(self, job_id: str) -> Reply:
        """Ask to cancel a job that is not running yet. What became of it, only a query tells (A9)."""
        what = say("cancel the job {job_id}", job_id=job_id)
        call = Call(what, "PUT", self.target.ci_host, f"/jobs/{job_id}", {"cancel": ""}, alone=True)
        reply = self._asker.once(call)
        if not reply.request_id:  # each answer of the service has one (ci-jobs §2): somebody else said yes
            raise bad_reply(call.what, reply)
        return reply

    def read(self, call: Call, is_fine: IsFine = never) -> Reply:
        """A good answer to a reading ``call``, or one that ``is_fine``."""
        return self._asker.read(call, is_fine)

    def _parsed(self, call: Call, read: Callable[[bytes], Value], tries: int = 0) -> tuple[Reply, Value]:
        return self._asker.parsed(call, lambda reply: read(reply.body), tries)

    # What jobs can refer to

    def list_templates(self, page: int = 1, **wanted: str) -> TemplatesReply:
        """One page of the templates of the bucket. ``wanted`` is what ci-jobs §4.1 names: `tag`, `category` (the
        account's own ones without it), `name` (its beginning), or `ids`, joined by commas.
        """
        return self._listed(say("list the templates"), "/template", page, wanted, read_templates)

    def list_queues(self, page: int = 1, **wanted: str) -> QueuesReply:
        """One page of the queues of the bucket. ``wanted``: `state`, `category` or `queueIds` (ci-jobs §4.2)."""
        return self._listed(say("list the queues"), "/queue", page, wanted, read_queues)

    def _listed(
        self, what: str, path: str, page: int, wanted: Mapping[str, str], read: Callable[[bytes], Value]
    ) -> Value:
        params = {name: value for name, value in wanted.items() if value}
        params |= {"pageNumber": str(page), "pageSize": str(PAGE)}
        return self._parsed(Call(what, "GET", self.target.ci_host, path, params), read)[1]

    # Objects

    def head(self, key: str, *, tries: int = 0) -> ObjectFacts | None:
        """Facts of the object ``key``; ``None`` when the bucket has none of that name."""
        return self.look_at(key, tries=tries)[1]

    def look_at(self, key: str, *, tries: int = 0, host: str = "") -> tuple[Reply, ObjectFacts | None]:
        """As ``head``, with the answer as it came. ``host`` is another bucket's."""
        call = Call(say("look at {key}", key=key), "HEAD", host or self.target.cos_host, f"/{key}")
        reply = self._asker.read(call, is_about_object, tries)
        return reply, read_facts(call.what, reply)

    def open(self, key: str, facts: ObjectFacts | None = None) -> BinaryIO:
        """The object ``key``, of these ``facts``, as a seekable file that reads what it needs. Raises ``Absent``."""
        known = require_content(facts or self.head(key), key, self.target.bucket)

        def read_range(start: int, end: int) -> bytes:
            return self._range(key, known, start, end)

        return io.BufferedReader(RangedReader(known.size, read_range), 64 * 1024)

    def _range(self, key: str, facts: ObjectFacts, start: int, end: int) -> bytes:
        headers = {"range": f"bytes={start}-{end - 1}"}
        call = Call(say("read {key}", key=key), "GET", self.target.cos_host, f"/{key}", headers=headers)
        return read_part(call.what, self._asker.read(call), key, facts, start, end)

    def put_file(
        self,
        key: str,
        path: Path,
        on_progress: transfers.OnProgress = _silent,
        how: How = OVER_ANYTHING,
    ) -> None:
        """Make the file ``path`` the object ``key``; see ``transfers.put_file`` and ``putting.How``."""
        transfers.put_file(self._connection, self._asker.once, key, path, on_progress, how)

    def get_file(
        self, key: str, path: Path, on_progress: transfers.OnProgress = _silent, **how: Unpack[transfers.Fetch]
    ) -> None:
        """Write the object ``key`` to ``path``; see ``transfers.get_file``."""
        transfers.get_file(self._connection, key, path, on_progress, self._asker.sleep, **how)

    def get_rest(self, key: str, facts: ObjectFacts, path: Path, on_progress: transfers.OnProgress) -> None:
        """Fetch what ``path`` lacks of the object ``key``; see ``transfers.get_rest``."""
        transfers.get_rest(self._connection, key, facts, path, on_progress, self._asker.sleep)

    def delete(self, key: str) -> None:
        """Remove the object ``key``; no error when there is none."""
        call = Call(say("delete {key}", key=key), "DELETE", self.target.cos_host, f"/{key}", alone=True)
        self._asker.once(call, is_absent)

    def list_objects(self, prefix: str = "", delimiter: str = "", marker: str = "") -> ObjectPage:
        """One page of the bucket's objects, names decoded (ci-jobs §6: encoding-type=url always)."""
        wanted = {"prefix": prefix, "delimiter": delimiter, "marker": marker}
        params = {name: value for name, value in wanted.items() if value} | {"encoding-type": "url"}
        call = Call(
            say("list the bucket {bucket}", bucket=self.target.bucket), "GET", self.target.cos_host, "/", params
        )
        return self._parsed(call, read_objects)[1]

    def list_buckets(self) -> tuple[Bucket, ...]:
        """All buckets that the keys may see."""
        call = Call(say("list the buckets"), "GET", self.target.service_host, "/")
        return self._parsed(call, read_buckets)[1]

    def presigned_get(self, key: str, seconds: int = 300) -> str:
        """An address that gives the object ``key`` to anybody for ``seconds`` (at most 900). It is a secret."""
        check_path(f"/{key}")
        host, now = self.target.cos_host, int(self.service_now)
        end = now + min(max(seconds, 1), PRESIGNED_LIMIT)
        items = presign(self._keys, "GET", f"/{key}", {}, {"host": host}, now - 60, end)
        query = "&".join(f"{quote(name, safe='~')}={quote(value, safe='~')}" for name, value in items.items())
        return f"{self.target.scheme}://{host}/{quote(key, safe='/~')}?{query}"

    def redact(self, text: bytes) -> bytes:
        """``text`` without this client's keys and signatures, should somebody on the way have sent them back: as they
        are, as an address spells them, and as a page does.
        """
        keys = self._keys
        for secret in (keys.secret_key, keys.token, keys.secret_id):
            for spelled in {secret, quote(secret, safe=""), html.escape(secret)} - {""}:
                text = text.replace(spelled.encode(), b"(hidden)")
        return _SIGNATURE.sub(rb"\1(hidden)", text)


def _opener(body: bytes) -> Callable[[], BinaryIO]:
    return lambda: io.BytesIO(body)
