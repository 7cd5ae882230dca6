"""Replies about queues (ci-jobs §4.2): read for the client, written for the local cloud."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..errors import Damaged
from ..model.secrets import clean_address
from ..model.service_queue import Notify, ServiceQueue
from ..text import say
from . import xml
from .jobs import format_time, parse_time

_NOTIFY = (
    ("Url", "url"),
    ("Event", "event"),
    ("Type", "type"),
    ("State", "state"),
    ("ResultFormat", "result_format"),
    ("MqMode", "mq_mode"),
    ("MqName", "mq_name"),
    ("MqRegion", "mq_region"),
)


@dataclass(frozen=True, slots=True)
class QueuesReply:
    """Queues in the order of the answer; ``missing`` and ``total`` as of templates."""

    queues: tuple[ServiceQueue, ...]
    missing: tuple[str, ...] = ()
    total: int | None = None
    page: int = 1
    size: int = 0


def read_queues(data: bytes) -> QueuesReply:
    """Read a reply to `GET /queue`. Raises ``Damaged`` when it is none, or when a queue has no id.

    What would let somebody in at the address that a queue tells is dropped.
    """
    root = xml.parse(data, say("The answer"))
    if xml.local_name(root) != "Response":
        raise Damaged(say("The answer starts with <{name}>, not with <Response>.", name=xml.local_name(root)))
    xml.drop_namespace(root)
    queues = tuple(_read_queue(node) for node in xml.children(root, "QueueList"))
    if any(not queue.id for queue in queues):
        raise Damaged("The answer has a queue without an id.")
    return QueuesReply(
        queues,
        tuple(xml.text(node) for node in xml.children(root, "NonExistPIDs") if xml.text(node)),
        total=xml.number(root, "TotalCount"),
        page=xml.number(root, "PageNumber") or 1,
        size=xml.number(root, "PageSize") or 0,
    )


def read_queue_change(data: bytes) -> ServiceQueue:
    """What the body of `PUT /queue/<id>` sets: empty or ``None`` what stays as it is. Raises ``BadInput``."""
    root = xml.parse(data, say("The request"))
    if xml.local_name(root) != "Request":
        raise Damaged(say("The body begins with <{name}>, not with <Request>.", name=xml.local_name(root)))
    xml.drop_namespace(root)
    config = xml.child(root, "NotifyConfig")
    return ServiceQueue(
        id=xml.text(root, "QueueID"),
        name=xml.text(root, "Name"),
        state=xml.text(root, "State"),
        notify=None if config is None else _read_notify(config),
    )


def write_queue_change(queue_id: str, name: str, state: str) -> bytes:
    """The body of `PUT /queue/<id>` that sets ``state``, `Active` or `Paused`, and nothing else."""
    root = xml.new("Request")
    for node, value in (("Name", name), ("QueueID", queue_id), ("State", state)):
        xml.add(root, node, value)
    return xml.to_bytes(root)


def read_changed_queue(data: bytes) -> ServiceQueue:
    """The queue that a reply to `PUT /queue/<id>` tells. Raises ``Damaged`` when it tells none."""
    root = xml.parse(data, say("The answer"))
    xml.drop_namespace(root)
    node = xml.child(root, "Queue")
    if node is None or not xml.text(node, "QueueId"):
        raise Damaged("The answer has no queue in it.")
    return _read_queue(node)


def write_changed_queue(queue: ServiceQueue, request_id: str) -> bytes:
    """The reply to `PUT /queue/<id>`."""
    root = xml.new("Response")
    xml.add(root, "RequestId", request_id)
    _write_queue(xml.add(root, "Queue"), queue)
    return xml.to_bytes(root, declared=True)


def read_notify(data: bytes) -> Notify:
    """A `NotifyConfig` that ``write_notify`` wrote."""
    return _read_notify(xml.parse(data, say("The queue's NotifyConfig")))


def write_notify(notify: Notify) -> bytes:
    """It with everything that is set, as XML."""
    root = xml.new("NotifyConfig")
    _fill_notify(root, notify)
    return xml.to_bytes(root)


def _read_notify(config: xml.Element) -> Notify:
    return Notify(**{field: xml.text(config, name) for name, field in _NOTIFY})


def _fill_notify(config: xml.Element, notify: Notify) -> None:
    for name, field in _NOTIFY:
        if value := getattr(notify, field):
            xml.add(config, name, value)


def _read_queue(node: xml.Element) -> ServiceQueue:
    config = xml.child(node, "NotifyConfig")
    notify = None
    if config is not None:
        told = _read_notify(config)
        notify = replace(told, url=clean_address(told.url))
    return ServiceQueue(
        id=xml.text(node, "QueueId"),
        name=xml.text(node, "Name"),
        state=xml.text(node, "State"),
        category=xml.text(node, "Category"),
        max_size=xml.number(node, "MaxSize"),
        max_concurrent=xml.number(node, "MaxConcurrent"),
        created=parse_time(xml.text(node, "CreateTime")),
        updated=parse_time(xml.text(node, "UpdateTime")),
        notify=notify,
    )


def write_queues(reply: QueuesReply, request_id: str) -> bytes:
    """The reply to `GET /queue`; without the nodes of paging where ``reply.total`` is ``None``."""
    root = xml.new("Response")
    xml.add(root, "RequestId", request_id)
    if reply.total is not None:
        for name, value in (("TotalCount", reply.total), ("PageNumber", reply.page), ("PageSize", reply.size)):
            xml.add(root, name, value)
    for queue in reply.queues:
        _write_queue(xml.add(root, "QueueList"), queue)
    for queue_id in reply.missing:
        if xml.is_writable(queue_id):
            xml.add(root, "NonExistPIDs", queue_id)
    return xml.to_bytes(root, declared=True)


def _write_queue(node: xml.Element, queue: ServiceQueue) -> None:
    for name, value in (("QueueId", queue.id), ("Name", queue.name), ("State", queue.state)):
        xml.add(node, name, value)
    if queue.notify is not None:
        _fill_notify(xml.add(node, "NotifyConfig"), queue.notify)
    for name, number in (("MaxSize", queue.max_size), ("MaxConcurrent", queue.max_concurrent)):
        if number is not None:
            xml.add(node, name, number)
    for name, moment in (("UpdateTime", queue.updated), ("CreateTime", queue.created)):
        if moment is not None:
            xml.add(node, name, format_time(moment))
    if queue.category:
        xml.add(node, "Category", queue.category)
