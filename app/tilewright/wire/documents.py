"""Any document that contains a request: the request itself, a reply with its echo, a callback as XML or JSON."""

from __future__ import annotations

import json
import re
from typing import Any

from ..errors import Damaged, Refused
from ..text import say
from . import xml
from .request import Reading, read_request_element
from .xml import DEEPEST, LARGEST

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,100}")

_RESULTS = {"MediaInfo", "MediaResult", "DigitalWatermark"}
"""What the service adds to the echoed Operation; never part of a request (ci-templates §9)."""


_ITS_NAME = say("The document")


def read_document(data: bytes, what: str = _ITS_NAME) -> Reading:
    """The composition in a request, a reply (`JobsDetail`) or a callback (XML or JSON).

    Raises ``Damaged`` when there is none, ``Refused`` beyond the limits. Of several jobs the first is taken, with
    a note.
    """
    root = _from_json(data, what) if data.lstrip()[:1] == b"{" else xml.parse(data, what)
    name = xml.local_name(root)
    if name != "Request":
        xml.drop_namespace(root)
    if name == "Request":
        return read_request_element(root, what)
    details = [root] if name == "JobsDetail" else list(xml.children(root, "JobsDetail"))
    if not details:
        raise Damaged(
            say("{what} contains no request: it starts with <{name}>.", what=what, name=name),
            "Open the XML that is sent to POST /jobs, a reply to it, or a callback.",
        )
    reading = read_request_element(_request_of(details[0]), what)
    if len(details) == 1:
        return reading
    note = say("{what} lists {count} jobs; the first was taken.", what=what, count=len(details))
    return Reading(reading.composition, reading.mark, (*reading.notes, note))


def _request_of(detail: xml.Element) -> xml.Element:
    request = xml.new("Request")
    xml.add(request, "Tag", xml.text(detail, "Tag"))
    operation = xml.child(detail, "Operation")
    if operation is not None:
        for result in [node for node in operation if xml.local_name(node) in _RESULTS]:
            operation.remove(result)
        request.append(operation)
    return request


def _from_json(data: bytes, what: str) -> xml.Element:
    """A JSON callback as elements: lists repeat the element, all values are text (ci-jobs §3.4)."""
    if len(data) > LARGEST:
        raise Refused(say("{what} is larger than 4 MiB.", what=what), "Is this the right file?")
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Damaged(say("{what} is not well-formed JSON.", what=what), "Save the callback again.") from error
    name = next((key for key in ("Request", "Response") if isinstance(tree.get(key), dict)), "")
    root = xml.new(name or "Response")
    _fill(root, tree[name] if name else tree, 1, what)
    return root


def _fill(parent: xml.Element, members: dict[str, Any], depth: int, what: str) -> None:
    if depth > DEEPEST:
        raise Refused(say("{what} is nested too deeply.", what=what), "Is this the right file?")
    for key, value in members.items():
        if not _NAME.fullmatch(key):
            continue
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                _fill(xml.add(parent, key), item, depth + 1, what)
            elif isinstance(item, bool):
                xml.add(parent, key, "true" if item else "false")
            elif item is not None:
                xml.add(parent, key, str(item))
