"""What only the local cloud tells and does: when each object was used, and deleting what no job needs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from ..errors import BadReply
from ..text import say
from ..wire.own_names import ROOM_PARAMETER, UNLESS_USED_HEADER, VERSION_HEADER
from .client import Client
from .connection import Call
from .objects import is_absent
from .refusals import bad_reply, fault_of
from .reply import Reply


@dataclass(frozen=True, slots=True)
class Kept:
    """An object: ``own`` says that the local cloud keeps its ``size`` bytes, else they are in a file of the user.
    ``used`` (written, read or rendered last) are Unix seconds. ``version`` is another whenever it is put, also with the
    same content; empty where that is not told.
    """

    key: str
    size: int
    own: bool
    etag: str
    used: float
    version: str = ""


@dataclass(frozen=True, slots=True)
class KeptBucket:
    """A bucket, how many bytes the local cloud itself keeps for it, of objects and of uploads that were begun, and the
    ids of the ``templates`` that rehearsals brought into it a day ago or longer. It may have nothing else.
    """

    bucket: str
    region: str
    size: int
    templates: frozenset[str] = frozenset()
    is_empty: bool = False


def kept_buckets(client: Client) -> list[KeptBucket]:
    """All buckets of the local cloud that have something, by name and region. Raises the errors of the cloud."""
    call = Call(say("ask what takes room"), "GET", client.target.cos_host, "/", {ROOM_PARAMETER: ""})
    reply = client.read(call)
    try:
        told = json.loads(reply.body)["buckets"]
        found = [_read_bucket(one) for one in told]
        return [one for one in found if one.templates or not one.is_empty]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise bad_reply(call.what, reply, say("does not say what takes room")) from error


def _read_bucket(told: Any) -> KeptBucket:
    """Raises ``ValueError``, ``TypeError``, ``KeyError`` for what is no bucket."""
    templates = frozenset(map(str, told.get("templates", ())))  # a local cloud from before it told them has none
    is_empty = not (told["objects"] or told["parts"])
    return KeptBucket(
        str(told["bucket"]), str(told["region"]), int(told["own"]) + int(told["parts"]), templates, is_empty
    )


def kept_objects(client: Client) -> Iterator[Kept]:
    """All objects of the bucket, in order of their keys. Raises the errors of the cloud."""
    marker = ""
    while True:
        params = {ROOM_PARAMETER: "objects", **({"marker": marker} if marker else {})}
        call = Call(say("ask what takes room"), "GET", client.target.cos_host, "/", params)
        reply = client.read(call)
        try:
            told = json.loads(reply.body)
            page, following = [_read(one) for one in told["objects"]], str(told["next"])
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise bad_reply(call.what, reply, say("does not say what takes room")) from error
        yield from page
        if not following:
            return
        if following == marker:
            raise BadReply("The service repeats the same page of the listing.", "Try again.")
        marker = following


def _read(told: Any) -> Kept:
    """Raises ``ValueError``, ``TypeError``, ``KeyError`` for what is no object."""
    if not isinstance(told["own"], bool):
        raise TypeError("own")
    version = str(told.get("version", ""))  # a local cloud from before it told that
    return Kept(str(told["key"]), int(told["size"]), told["own"], str(told["etag"]), float(told["used"]), version)


def delete_unless_used(client: Client, key: str, etag: str, version: str) -> Literal["", "used", "changed"]:
    """Delete the object of that ``etag`` and, where it is known, ``version``; why it is not done: a job that waits or
    runs names it, or there is another one or none. Empty when it is done.
    """
    what, headers = say("delete {key}", key=key), {UNLESS_USED_HEADER: "true", "if-match": f'"{etag}"'}
    headers |= {VERSION_HEADER: version} if version else {}
    call = Call(what, "DELETE", client.target.cos_host, f"/{key}", headers=headers, alone=True)
    reply = client.read(call, lambda reply: is_absent(reply) or _is_in_use(reply) or reply.status == 412)
    if _is_in_use(reply):
        return "used"
    return "changed" if is_absent(reply) or reply.status == 412 else ""


def forget_template(client: Client, template_id: str) -> bool:
    """Delete a template that a rehearsal brought, unless its bucket has objects; whether it is gone."""
    what, headers = say("delete the template {template}", template=template_id), {UNLESS_USED_HEADER: "true"}
    path = f"/template/{template_id}"
    return not _is_in_use(
        client.read(Call(what, "DELETE", client.target.ci_host, path, headers=headers, alone=True), _is_in_use)
    )


def _is_in_use(reply: Reply) -> bool:
    fault = fault_of(reply) if reply.status == 409 else None
    return fault is not None and fault.code == "ObjectInUse"
