"""Queues (ci-jobs §4.2): each bucket has one, that can be paused and can tell somebody of its jobs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from werkzeug.wrappers import Response

from ...checks import untellable
from ...checks.callback import MQ_MODES, MQ_REGIONS
from ...errors import BadInput
from ...model.composition import Composition
from ...model.options import MqConfig
from ...model.service_queue import CATEGORIES, STATES, USUAL_CATEGORY, Notify, ServiceQueue
from ...wire.own_names import QUEUES_PARAMETER
from ...wire.queues import QueuesReply, read_notify, read_queue_change, write_changed_queue, write_notify, write_queues
from ..exchange import Call, Fault, answer, xml_answer
from ..parts import CiCall, Parts
from ..pausing import queue_id

PATH = "/queue"
_ASKS = {"queueIds", "state", "category", "pageNumber", "pageSize"}
IDS_MOST = 10
"""Queues that one call may name."""

_SWITCH = ("On", "Off")
_NAME = "queue-1"
_ALL = "All"
"""The official SDK's word for any state."""


def _has_shape(call: Call) -> bool:
    """On hosts of the storage only when it asks as this one does."""
    if call.method == "PUT":
        return call.path.startswith(f"{PATH}/") and (call.kind == "ci" or _is_about_own_queue(call))
    return call.method == "GET" and call.path == PATH and (call.kind == "ci" or bool(_ASKS & set(call.params)))


def _is_about_own_queue(call: Call) -> bool:
    """Nobody names an object after the queue of its bucket."""
    return call.path == f"{PATH}/{queue_id(call.place)}"


def _serve(parts: Parts, call: Call, still_valid: Callable[[], None]) -> Response:
    return _change(parts, call, still_valid) if call.method == "PUT" else _list(parts, call)


def _change(parts: Parts, call: Call, still_valid: Callable[[], None]) -> Response:
    """Pause or start the queue, or set whom it tells: as the official SDK asks (ci-jobs §4.2)."""
    if call.path != f"{PATH}/{queue_id(call.place)}":
        raise Fault(400, "QueueNotFound", "The bucket has no queue of that id.")
    try:
        wish = read_queue_change(call.document())
    except BadInput as error:
        raise Fault(400, "InvalidContent", error.message) from error
    if wish.id and wish.id != queue_id(call.place):
        raise Fault(400, "InvalidArgument", "QueueID is not that of the address.")
    if wish.state and wish.state not in STATES:
        raise Fault(400, "InvalidArgument", "State must be Active or Paused.")
    if wish.name and wish.name != _NAME:
        raise Fault(400, "InvalidArgument", f"The local cloud cannot rename its queue; it is {_NAME}.")
    if wrong := "" if wish.notify is None else _wrong_with(wish.notify):
        raise Fault(400, "InvalidArgument", wrong)
    notify = None if wish.notify is None else write_notify(wish.notify)
    parts.queue.change(call.place, wish.state, notify, still_valid)
    return xml_answer(write_changed_queue(_queue_of(parts, call), call.request_id))


def _wrong_with(notify: Notify) -> str:
    """The sentence for a way of telling that there is not; empty for none. What is missing of a message queue is no
    matter: it is not told.
    """
    if notify.state and notify.state not in _SWITCH:
        return f"State of NotifyConfig must be {' or '.join(_SWITCH)}."
    queue = MqConfig(
        mq_region=notify.mq_region or MQ_REGIONS[0],
        mq_mode=notify.mq_mode or MQ_MODES[0],
        mq_name=notify.mq_name or "-",
    )
    asked = Composition(
        callback_type=notify.type or None, callback_format=notify.result_format or None, callback_mq=queue
    )
    return next((str(problem.sentence) for problem in untellable(asked)), "")


def change_all(parts: Parts, call: Call, still_valid: Callable[[], None]) -> Response:
    """The local cloud's own call (wire/own_names): all queues at once, and those of buckets that nobody named yet."""
    state = call.params[QUEUES_PARAMETER]
    if state not in STATES:
        raise Fault(400, "InvalidArgument", f"{QUEUES_PARAMETER} must be Active or Paused.")
    parts.queue.change_all(state, still_valid)
    return answer()


def _queue_of(parts: Parts, call: Call) -> ServiceQueue:
    """It is there since the local cloud is, as every bucket answers whether it is listed or not, and as it was then
    until somebody changes it.
    """
    wish, created = parts.queue.wish(call.place), parts.store.since
    return ServiceQueue(
        id=queue_id(call.place),
        name=_NAME,
        state=wish.state,
        category=USUAL_CATEGORY,
        max_size=parts.queue.most_waiting,
        max_concurrent=parts.settings().jobs_at_a_time,
        created=datetime.fromtimestamp(created, UTC),
        updated=datetime.fromtimestamp(max(created, wish.updated or 0.0), UTC),
        notify=read_notify(wish.notify) if wish.notify else Notify(state="Off"),
    )


def _list(parts: Parts, call: Call) -> Response:
    state = call.params.get("state") or _ALL
    if state not in {_ALL, *STATES}:
        raise Fault(400, "InvalidArgument", "state must be Active or Paused.")
    category = call.params.get("category") or USUAL_CATEGORY
    if category not in CATEGORIES:
        raise Fault(400, "InvalidArgument", f"category must be one of {', '.join(CATEGORIES)}.")
    queue = _queue_of(parts, call)
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


CALL = CiCall("queues", _has_shape, _serve)
