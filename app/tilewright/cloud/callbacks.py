"""What only the local cloud tells: what became of the callback of a job."""

from __future__ import annotations

import json
from typing import Any

from ..text import say
from ..wire.own_names import CALLBACK_PARAMETER
from .client import Client
from .connection import Call
from .refusals import bad_reply


def callback_of(client: Client, job_id: str) -> dict[str, Any]:
    """What was told of the end of a job of the local cloud, to whom, and what came of it; empty while it has not ended,
    when nobody is told, and of a local cloud that is older than such calls. Raises the errors of the cloud.
    """
    what = say("ask for the callback of the job {job_id}", job_id=job_id)
    call = Call(what, "GET", client.target.ci_host, f"/jobs/{job_id}", {CALLBACK_PARAMETER: ""})
    reply = client.read(call)
    if reply.body.lstrip().startswith(b"<"):
        return {}
    try:
        told = json.loads(reply.body)
    except (ValueError, RecursionError) as error:
        raise bad_reply(what, reply, say("does not say what became of the callback")) from error
    if not isinstance(told, dict):
        raise bad_reply(what, reply, say("does not say what became of the callback"))
    return told
