"""Replies about queues (ci-jobs §4.2): read for the client, written for the local cloud."""

from __future__ import annotations

from dataclasses import dataclass

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


def _read_queue(node: xml.Element) -> ServiceQueue:
    config = xml.child(node, "NotifyConfig")
    notify = None
    if config is not None:
        told = {field: xml.text(config, name) for name, field in _NOTIFY}
        notify = Notify(**{**told, "url": clean_address(told["url"])})
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
        config = xml.add(node, "NotifyConfig")
        for name, field in _NOTIFY:
            if value := getattr(queue.notify, field):
                xml.add(config, name, value)
    for name, number in (("MaxSize", queue.max_size), ("MaxConcurrent", queue.max_concurrent)):
        if number is not None:
            xml.add(node, name, number)
    for name, moment in (("UpdateTime", queue.updated), ("CreateTime", queue.created)):
        if moment is not None:
            xml.add(node, name, format_time(moment))
    if queue.category:
        xml.add(node, "Category", queue.category)
