"""What only the local cloud tells: whether a job that is done would make another video now."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..text import say
from ..wire.own_names import OUTDATED_PARAMETER

if TYPE_CHECKING:
    from .client import Client


@dataclass(frozen=True, slots=True)
class Outdated:
    """``has_result``: the result is still there, and its own, of that ``etag``; ``is_replaced``: something else has its
    name. ``has_changed``: what the job read is another now, or a template contains something else. ``etag`` is empty
    where it is not told.
    """

    has_result: bool = True
    is_replaced: bool = False
    has_changed: bool = False
    etag: str = ""

    def __bool__(self) -> bool:
        return self.has_changed or not self.has_result


def outdated_of(client: Client, job_id: str) -> Outdated:
    """Nothing of a local cloud that is older than such calls. Raises the errors of the cloud."""
    from .connection import Call  # which brings requests: few of those who import this come to ask
    from .refusals import bad_reply

    what = say("ask whether the job {job_id} is as it was", job_id=job_id)
    reply = client.read(Call(what, "GET", client.target.ci_host, f"/jobs/{job_id}", {OUTDATED_PARAMETER: ""}))
    if reply.body.lstrip().startswith(b"<"):
        return Outdated()
    try:
        told = json.loads(reply.body)
        result, has_changed = str(told["result"]), bool(told["sources"] or told["templates"])
        etag = str(told.get("etag", ""))  # a local cloud from before it told that
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise bad_reply(what, reply, say("does not say what became of it")) from error
    return Outdated(result == "own", result == "replaced", has_changed, etag)
