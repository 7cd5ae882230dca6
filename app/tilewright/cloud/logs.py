"""What only the local cloud tells: FFmpeg's messages. No other service has such a call."""

from __future__ import annotations

from ..text import say
from ..wire.own_names import LOG_PARAMETER
from .client import Client
from .connection import Call


def job_log(client: Client, job_id: str) -> str:
    """What FFmpeg said of a job of the local cloud, the last of it. Raises the errors of the cloud."""
    what = say("read the log of the job {job_id}", job_id=job_id)
    reply = client.read(Call(what, "GET", client.target.ci_host, f"/jobs/{job_id}", {LOG_PARAMETER: ""}))
    text = reply.body.decode("utf-8", "replace")
    return "" if text.lstrip().startswith("<") else text  # one that runs since before there were logs
