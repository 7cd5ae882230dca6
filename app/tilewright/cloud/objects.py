"""What answers about an object mean: its facts, a part of it, that it is absent or lost."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_to_bytes

from ..errors import Absent, Damaged
from ..text import say
from ..wire.own_names import CODE_HEADER, FILE_HEADER, ORIGIN_HEADER
from .refusals import bad_reply, fault_of
from .reply import Reply


@dataclass(frozen=True)
class ObjectFacts:
    """What HEAD says of an object: ``size`` in bytes, ``etag`` without quotes.

    ``is_lost``: the local cloud has not its content any more. The object cannot be read and ``size`` is 0. Where it is
    known only as a file that is no longer as it was, that is ``lost_file``. ``origin`` is the ETag of the object of an
    account that it was brought from for a rehearsal, empty for all others.
    """

    size: int
    etag: str
    content_type: str = ""
    is_lost: bool = False
    lost_file: Path | None = None
    origin: str = ""

    @property
    def can_be_known_again(self) -> bool:
        """Whether another answer about the same content can be told from one about another."""
        return bool(self.etag) and not self.is_lost


def is_absent(reply: Reply) -> bool:
    """The service says that there is no such object; an answer to HEAD has no body (ci-jobs §6)."""
    if reply.status != 404:
        return False
    fault = fault_of(reply)
    return fault.code == "NoSuchKey" if fault else bool(reply.request_id)


def is_lost(reply: Reply) -> bool:
    """The local cloud says that it lost the content, or that the file it referred to is no longer as it was."""
    return reply.status == 409 and reply.headers.get(CODE_HEADER) == "ObjectChanged"


def is_about_object(reply: Reply) -> bool:
    """A refusal of HEAD that tells something of the object; ``read_facts`` knows what."""
    return is_absent(reply) or is_lost(reply)


def read_facts(what: str, reply: Reply) -> ObjectFacts | None:
    """What the answer to HEAD says; ``None`` when there is no object. Raises ``BadReply``."""
    if is_absent(reply):
        return None
    etag, origin = etag_of(reply), reply.headers.get(ORIGIN_HEADER, "")
    if is_lost(reply):
        named = reply.headers.get(FILE_HEADER)
        lost_file = Path(os.fsdecode(unquote_to_bytes(named))) if named else None
        return ObjectFacts(0, etag, is_lost=True, lost_file=lost_file, origin=origin)
    length = reply.headers.get("content-length", "")
    if not length.isdecimal():
        raise bad_reply(what, reply, say("does not say how long the object is"))
    return ObjectFacts(int(length), etag, reply.headers.get("content-type", ""), origin=origin)


def require_content(facts: ObjectFacts | None, key: str, bucket: str) -> ObjectFacts:
    """``facts`` of an object that can be read; raises ``Absent`` or ``Damaged``."""
    if facts is None:
        raise Absent(
            say("There is no {key} in the bucket {bucket}.", key=key, bucket=bucket),
            "List the bucket to see its files.",
        )
    if facts.lost_file is not None:
        raise Damaged(
            say("The file behind {key} changed or went away since it was brought.", key=key), "Bring the file in again."
        )
    if facts.is_lost:
        raise Absent(
            say("The local cloud lost the content of {key}.", key=key),
            "Bring the file in again; if a job made it, submit its composition again.",
        )
    return facts


def changed(key: str) -> Damaged:
    """Of the object ``key`` there is another version than the one that was to be fetched."""
    return Damaged(say("{key} changed in the bucket while it was fetched.", key=key), "Fetch it again.")


def read_part(what: str, reply: Reply, key: str, facts: ObjectFacts, start: int, end: int) -> bytes:
    """The bytes ``start`` to ``end`` (excluded) of the answer to GET with Range. Raises ``Damaged``, ``BadReply``."""
    if etag_of(reply) != facts.etag:
        raise Damaged(say("{key} changed in the bucket while it was read.", key=key), "Open it again.")
    body = reply.body[start:end] if reply.status == 200 else reply.body
    if len(body) != end - start:
        raise bad_reply(what, reply, say("is another part than asked for"))
    return body


def etag_of(reply: Reply) -> str:
    """Without quotes, and without the mark of what something on the way has packed."""
    return reply.headers.get("etag", "").removeprefix("W/").strip('"')
