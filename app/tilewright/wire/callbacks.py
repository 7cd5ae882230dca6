"""Callbacks: what the service tells an address when a job has ended (ci-jobs §3.4). They are read by ``jobs``."""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any, Literal

from ..text import say
from . import xml
from .jobs import JobRecord, write_jobs

Form = Literal["XML", "JSON"]

EVENT = "TaskFinish"

CONTENT_TYPES: dict[Form, str] = {"XML": "application/xml", "JSON": "application/json"}


def write_callback(record: JobRecord, form: Form) -> bytes:
    """The body. Nodes are in alphabetical order, those of one name in their own; there is no Progress.

    In JSON all values are text, a list of one is its member, and what is empty is left out.
    """
    root = xml.parse(write_jobs([record]), say("The answer"))
    detail = xml.child(root, "JobsDetail")
    assert detail is not None  # noqa: S101 (just written)
    progress = xml.child(detail, "Progress")
    if progress is not None:
        detail.remove(progress)
    _sort(detail)
    if form == "JSON":
        tree = {"EventName": EVENT, "JobsDetail": _tree(detail)}
        return json.dumps(tree, ensure_ascii=False).encode("utf-8", "replace")
    made = xml.new("Response")
    xml.add(made, "EventName", EVENT)
    made.append(detail)
    return xml.to_bytes(made, declared=True)


def _sort(node: xml.Element) -> None:
    """Comments and space between the nodes go."""
    children = [child for child in node if xml.local_name(child)]
    if len(node):
        node.text = None
    for child in list(node):
        node.remove(child)
    for child in sorted(children, key=xml.local_name):
        child.tail = None
        _sort(child)
        node.append(child)


def _tree(node: xml.Element) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, group in groupby(node, xml.local_name):
        values = [value for child in group if (value := _tree(child) if len(child) else xml.text(child))]
        if values:
            made[name] = values[0] if len(values) == 1 else values
    return made
