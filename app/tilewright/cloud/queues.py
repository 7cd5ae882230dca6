"""Changing a queue (ci-jobs §4.2)."""

from __future__ import annotations

import io

from ..errors import BadInput
from ..model.service_queue import ServiceQueue
from ..text import say
from ..wire.own_names import QUEUES_PARAMETER
from ..wire.queues import read_changed_queue, write_queue_change
from .client import Client
from .connection import Call
from .refusals import bad_reply


def set_state_of_all(client: Client, state: str) -> None:
    """Make all queues of a local cloud `Active` or `Paused`, also those of buckets that come into being later."""
    params = {QUEUES_PARAMETER: state}
    client.read(Call(say("change the queues"), "PUT", client.target.cos_host, "/", params, alone=True))


def set_state(client: Client, queue: ServiceQueue, state: str) -> ServiceQueue:
    """Make the queue `Active` or `Paused`; how it is then. The rest of it stays."""
    body = write_queue_change(queue.id, queue.name, state)
    reply = client.read(
        Call(
            say("change the queue"), "PUT", client.target.ci_host, f"/queue/{queue.id}", {},
            {"content-type": "application/xml"}, lambda: io.BytesIO(body), alone=True,
        )
    )  # fmt: skip
    try:
        return read_changed_queue(reply.body)
    except BadInput as error:
        raise bad_reply(say("change the queue"), reply, say("tells no queue")) from error
