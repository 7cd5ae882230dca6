"""The list of queues (ci-jobs §4.2): each bucket has one, that never pauses and tells nobody of its jobs."""

from __future__ import annotations

from collections.abc import Callable

from werkzeug.wrappers import Response

from ...model.service_queue import CATEGORIES, STATES, USUAL_CATEGORY, Notify, ServiceQueue
from ...wire.queues import QueuesReply, write_queues
from ..exchange import Call, Fault, xml_answer
from ..parts import CiCall, Parts
from ..queue import queue_id

PATH = "/queue"
_ASKS = {"queueIds", "state", "category", "pageNumber", "pageSize"}
IDS_MOST = 10
"""Queues that one call may name."""

_NAME = "queue-1"
_MOST_JOBS = 10_000
"""What the service says of its own; nothing counts here."""

_ALL = "All"
"""The official SDK's word for any state."""


def _has_shape(call: Call) -> bool:
    """On hosts of the storage only when it asks as this one does."""
    return call.method == "GET" and call.path == PATH and (call.kind == "ci" or bool(_ASKS & set(call.params)))


def _list(parts: Parts, call: Call, _still_valid: Callable[[], None]) -> Response:
    state = call.params.get("state") or _ALL
    if state not in {_ALL, *STATES}:
        raise Fault(400, "InvalidArgument", "state must be Active or Paused.")
    category = call.params.get("category") or USUAL_CATEGORY
    if category not in CATEGORIES:
        raise Fault(400, "InvalidArgument", f"category must be one of {', '.join(CATEGORIES)}.")
    at_a_time = parts.settings().jobs_at_a_time
    queue = ServiceQueue(
        queue_id(call.place), _NAME, "Active", USUAL_CATEGORY, _MOST_JOBS, at_a_time, notify=Notify(state="Off")
    )
    is_fitting = state in {_ALL, queue.state} and category in {"CateAll", queue.category}
    ids = list(dict.fromkeys(filter(None, call.params.get("queueIds", "").split(","))))
    if len(ids) > IDS_MOST:
        raise Fault(400, "InvalidArgument", f"A call may name {IDS_MOST} queues at most.")
    if ids:
        found = (queue,) if is_fitting and queue.id in ids else ()
        missing = tuple(one for one in ids if not found or one != queue.id)
        return xml_answer(write_queues(QueuesReply(found, missing), call.request_id))
    page, size = call.number("pageNumber", 1, 1, 999_999_999), call.number("pageSize", 10, 1, 100)
    fitting = (queue,) if is_fitting else ()
    shown = fitting[(page - 1) * size : page * size]
    reply = QueuesReply(shown, total=len(fitting), page=page, size=size)
    return xml_answer(write_queues(reply, call.request_id))


CALL = CiCall("queues", _has_shape, _list)
