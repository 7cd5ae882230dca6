"""Whole files into the bucket and out of it: checked, in parts when long, never half there."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, TypedDict
from urllib.parse import quote

from ..durable import aside, storage_error, usual_mode
from ..errors import BadInput, CloudError, Damaged, OutputExists, Rejected
from ..points import reach
from ..text import say
from ..wire.own_names import FILE_HEADER
from ..wire.storage import Part, read_completed, read_upload_id, write_complete
from .connection import Call, Connection
from .objects import ObjectFacts, changed, etag_of, read_facts
from .putting import OVER_ANYTHING, SINGLE_LIMIT, How, part_length, shown_name
from .refusals import bad_reply, fault_of, refusal
from .reply import Reply
from .retry import WITHIN_SECONDS, is_passing, pauses, wished_pause

OnProgress = Callable[[int, int], None]
"""Told the bytes done and the bytes in all. It may raise: the transfer ends and nothing is left behind."""

_ATTEMPTS = 5
_PATIENT_ATTEMPTS = 15
"""They take half a minute at least: what has come of an account was paid for, and is worth waiting for the network.
But a delivery is fetched whole while others wait for it.
"""

_HEARD = 0.5
"""Seconds of a pause after which is asked whether anybody wants it still."""

_XML = {"content-type": "application/xml"}

Ask = Callable[[Call], Reply]
"""Sends one call and gives its good answer, or raises."""


def put_file(
    connection: Connection, ask: Ask, key: str, path: Path, on_progress: OnProgress, how: How = OVER_ANYTHING
) -> None:
    """Make ``path`` the object ``key``. Nothing is sent twice.

    The local cloud takes the file by reference where it can. Raises ``Damaged`` when the file changes meanwhile.
    """
    host, what = connection.target.cos_host, say("put {path} into the bucket", path=shown_name(path))
    upload = _Upload(ask, Call(what, "PUT", host, f"/{key}", alone=True), on_progress, how.headers, how.kept)
    try:
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            if connection.target.local and how.by_reference and upload.adopt(path):
                on_progress(before.st_size, before.st_size)
                return
            if before.st_size <= SINGLE_LIMIT:
                upload.put_single(file, before.st_size)
            else:
                upload.put_parts(file, before.st_size)
            after = os.fstat(file.fileno())
    except OSError as error:
        raise storage_error(error, say("read"), path) from error
    if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
        raise Damaged(
            say("{path} changed while it was being sent.", path=path), "Wait until it is complete, then try again."
        )


@dataclass(frozen=True)
class _Upload:
    """One file on its way to one key; ``call`` is the PUT of it, ``only`` the headers of what it may replace, ``kept``
    those that are kept with it: an upload in parts tells them when it begins.
    """

    ask: Ask
    call: Call
    on_progress: OnProgress
    only: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)

    def adopt(self, path: Path) -> bool:
        """Offer the file by its path; whether the local cloud took it."""
        headers = {FILE_HEADER: quote(os.fsencode(path.resolve()), safe="/"), **self.only, **self.kept}
        try:
            self._write(replace(self.call, headers=headers))
        except Rejected as error:
            if error.code == "CannotAdopt":
                return False
            raise
        return True

    def put_single(self, file: BinaryIO, size: int) -> None:
        self._send(replace(self.call, headers={**self.only, **self.kept}), _read(file, size), 0, size)
        self.on_progress(size, size)

    def put_parts(self, file: BinaryIO, size: int) -> None:
        call = replace(self.call, method="POST")
        upload_id = _parsed(call, self.ask(replace(call, params={"uploads": ""}, headers=self.kept)), read_upload_id)
        length = part_length(size)
        parts: list[Part] = []
        is_joining = False
        try:
            for number, start in enumerate(range(0, size, length), 1):
                piece = _read(file, min(length, size - start))
                named = {"partNumber": str(number), "uploadId": upload_id}
                reply = self._send(replace(self.call, params=named), piece, start, size)
                parts.append(Part(number, reply.headers.get("etag", "").strip('"'), len(piece)))
            joined = replace(
                call,
                params={"uploadId": upload_id},
                headers=_XML | dict(self.only),
                body=_opener(write_complete(parts)),
            )
            is_joining = True
            _check_joined(call, self.ask(joined))
        except BaseException as error:
            is_gone = self._give_up(replace(call, method="DELETE", params={"uploadId": upload_id}))
            may_be_joined = is_joining and is_gone and isinstance(error, CloudError)
            if not (may_be_joined and self._is_there(size, len(parts))):
                raise
        self.on_progress(size, size)

    def _give_up(self, abort: Call) -> bool:
        """Give an upload up; whether the service says that there is no such upload any more: if its joining was asked
        for, it was probably joined, and only the answer to that was lost.
        """
        try:
            self.ask(abort)
        except CloudError as error:
            return isinstance(error, Rejected) and error.code == "NoSuchUpload"
        return False

    def _is_there(self, size: int, parts: int) -> bool:
        """Whether the object has that many bytes and was joined of so many parts, which its ETag tells (ci-jobs §6);
        false when that cannot be asked.
        """
        look = replace(self.call, method="HEAD")
        try:
            there = read_facts(look.what, self.ask(look))
        except CloudError:
            return False
        return there is not None and there.size == size and there.etag.endswith(f"-{parts}")

    def _send(self, call: Call, piece: bytes, done: int, total: int) -> Reply:
        """PUT ``piece`` with its MD5; the service refuses it damaged (BadDigest)."""
        digest = hashlib.md5(piece, usedforsecurity=False).digest()
        headers = {"content-md5": base64.b64encode(digest).decode(), **call.headers}
        opener = (lambda: _Counted(piece, done, total, self.on_progress)) if piece else None
        return self._write(replace(call, headers=headers, body=opener))

    def _write(self, call: Call) -> Reply:
        """The answer to ``call``, which is the service's own: each has an id, and whoever else says yes is not it."""
        reply = self.ask(call)
        if not reply.request_id:
            raise bad_reply(call.what, reply)
        return reply


def _check_joined(call: Call, reply: Reply) -> None:
    """A 200 to the joining may still hold an error (ci-jobs §6)."""
    if fault_of(reply) is not None:
        raise refusal(call.what, reply, call.where)
    _parsed(call, reply, read_completed)


def _opener(data: bytes) -> Callable[[], BinaryIO]:
    return lambda: io.BytesIO(data)


def _read(file: BinaryIO, length: int) -> bytes:
    piece = file.read(length)
    if len(piece) != length:
        raise Damaged("The file became shorter while it was being sent.", "Wait until it is complete.")
    return piece


class _Counted(io.BytesIO):
    """Bytes that tell how far they have been read."""

    def __init__(self, data: bytes, done: int, total: int, on_progress: OnProgress) -> None:
        super().__init__(data)
        self._done, self._total, self._on_progress = done, total, on_progress

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self._on_progress(self._done + self.tell(), self._total)
        return data


def _parsed(call: Call, reply: Reply, read: Callable[[bytes], str]) -> str:
    try:
        return read(reply.body)
    except BadInput as error:
        raise bad_reply(call.what, reply) from error


class Fetch(TypedDict, total=False):
    """How an object is fetched, as ``get_file`` says."""

    replace: bool
    md5: str
    etag: str


def get_file(
    connection: Connection,
    key: str,
    path: Path,
    on_progress: OnProgress,
    sleep: Callable[[float], object],
    *,
    replace: bool = False,
    md5: str = "",
    etag: str = "",
) -> None:
    """Write the object ``key`` to ``path``, whole or not at all. A broken connection goes on where it broke.

    With ``md5`` (hex) the content is compared, with ``etag`` no other version is fetched. Raises ``OutputExists``
    unless ``replace``, ``Damaged``.
    """
    if not replace and path.exists():
        raise OutputExists(
            say("{path} already exists.", path=path), "Choose another name. With --force it is replaced."
        )
    with aside(path, replace=replace) as temporary, temporary.open("wb+") as file:
        download = _Download(connection, key, file, on_progress, etag)
        while not download.is_whole:
            download.go_on(sleep)
        if md5 and _md5_of(file) != md5.lower():
            raise Damaged(say("{key} arrived damaged: its MD5 is not {md5}.", key=key, md5=md5), "Try again.")
        temporary.chmod(usual_mode(path))
        reach("transfer.place.before")
    reach("transfer.place.committed")


def get_rest(
    connection: Connection,
    key: str,
    facts: ObjectFacts,
    path: Path,
    on_progress: OnProgress,
    sleep: Callable[[float], object],
) -> None:
    """Add to the file ``path`` what it lacks of the object ``key`` of these ``facts``; it may be empty. What has come
    stays there, whatever happens. Raises ``Damaged`` when the object is another one now, and where the service sends
    all of it instead: nobody asked for so much.
    """
    try:
        with path.open("rb+") as file:
            download = _Download(connection, key, file, on_progress)
            download.begin_after(file.seek(0, os.SEEK_END), facts)
            while not download.is_whole:
                download.go_on(sleep)
    except OSError as error:
        raise storage_error(error, say("write"), path) from error


def _md5_of(file: BinaryIO) -> str:
    digest = hashlib.md5(usedforsecurity=False)
    file.seek(0)
    while piece := file.read(1024 * 1024):
        digest.update(piece)
    return digest.hexdigest()


class _Download:
    """One object on its way into ``file``: how much is there, and of which version: that of ``etag``, else of the first
    answer.
    """

    def __init__(
        self, connection: Connection, key: str, file: BinaryIO, on_progress: OnProgress, etag: str = ""
    ) -> None:
        self._connection = connection
        self._key = key
        self._file = file
        self._on_progress = on_progress
        self._done = 0
        self._total: int | None = None
        self._etag = etag
        self._may_begin_anew = True

    @property
    def is_whole(self) -> bool:
        return self._total is not None and self._done >= self._total

    def begin_after(self, done: int, facts: ObjectFacts) -> None:
        """So many bytes of the object of ``facts`` are there, and only the rest is to be fetched; it is
        of a later answer otherwise."""
        self._done, self._total, self._etag = done, facts.size, facts.etag
        self._may_begin_anew = False

    def go_on(self, sleep: Callable[[float], object]) -> None:
        """Fetch until whole or until something more has come; raises when ``_ATTEMPTS`` in a row bring nothing, or
        ``_PATIENT_ATTEMPTS`` where the rest of an account's is wanted. None begins after ``WITHIN_SECONDS``.
        """
        start, end = self._done, time.monotonic() + WITHIN_SECONDS
        is_patient = start > 0 and not (self._may_begin_anew or self._connection.target.local)
        for pause in (*pauses((_PATIENT_ATTEMPTS if is_patient else _ATTEMPTS) - 1), None):
            try:
                self._fetch()
                return
            except CloudError as error:
                if self._done > start:
                    return
                if pause is None or not is_passing(error):
                    raise
                wait = max(pause, wished_pause(error))
                if time.monotonic() + wait > end:
                    raise
            self._wait(wait, sleep)

    def _wait(self, seconds: float, sleep: Callable[[float], object]) -> None:
        """Whoever is told of the progress may end it meanwhile."""
        while seconds > 0:
            sleep(min(seconds, _HEARD))
            seconds -= _HEARD
            if self._total is not None:
                self._on_progress(self._done, self._total)

    def _fetch(self) -> None:
        what = say("get {key} from the bucket", key=self._key)
        headers = {"range": f"bytes={self._done}-"} if self._done else {}
        if self._etag:
            headers["if-match"] = f'"{self._etag}"'  # spares a body that is not wanted; the answer's is compared (A110)
        call = Call(what, "GET", self._connection.target.cos_host, f"/{self._key}", headers=headers)
        with self._connection.stream(call) as (head, chunks):
            if head.status == 412 and self._etag:
                raise changed(self._key)
            if head.status not in {200, 206}:
                body = b"".join(chunks)[:65536]
                raise refusal(what, replace(head, body=body), call.where)
            self._begin(what, head)
            for chunk in chunks:
                self._file.write(chunk)
                self._done += len(chunk)
                self._on_progress(self._done, self._total or self._done)
        self._file.flush()

    def _begin(self, what: str, head: Reply) -> None:
        """Check that the answer goes on where we are, and is of the same version."""
        etag = etag_of(head)
        if (self._etag or self._total is not None) and etag != self._etag:
            raise changed(self._key)
        if head.status == 200:
            if self._done and not self._may_begin_anew:
                told = say("The rest of {key} is not to be had by itself.", key=self._key)
                raise Damaged(told, "Try again: all of it is fetched then.")
            self._done = 0
            self._file.seek(0)
            self._file.truncate()
        try:
            if head.status == 206:
                first, total = parse_range(head)
                if first != self._done:
                    raise bad_reply(what, head, say("is another part than asked for"))
            else:
                total = int(head.headers["content-length"])
        except (KeyError, ValueError) as error:
            raise bad_reply(what, head, say("does not say how long it is")) from error
        self._total, self._etag = total, etag


def parse_range(head: Reply) -> tuple[int, int]:
    """First byte and whole length of `Content-Range: bytes a-b/n`; raises ``KeyError`` or ``ValueError``."""
    span, _, total = head.headers["content-range"].removeprefix("bytes ").partition("/")
    return int(span.partition("-")[0]), int(total)
