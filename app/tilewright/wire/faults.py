"""Error bodies of CI and COS (ci-jobs §9.1): CI's have no `Resource`."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import BadInput
from . import xml


@dataclass(frozen=True, slots=True)
class ServiceFault:
    """What the service says went wrong."""

    code: str
    message: str
    request_id: str = ""
    trace_id: str = ""
    resource: str = ""


def read_fault(data: bytes) -> ServiceFault | None:
    """The error in ``data``; ``None`` when it is not an error body of the service (HTML of a proxy, a cut-off one)."""
    try:
        root = xml.parse(data, "The answer")
    except BadInput:
        return None
    if xml.local_name(root) != "Error":
        return None
    code = xml.text(root, "Code")
    if not code:
        return None
    return ServiceFault(
        code=code,
        message=xml.text(root, "Message"),
        request_id=xml.text(root, "RequestId"),
        trace_id=xml.text(root, "TraceId"),
        resource=xml.text(root, "Resource"),
    )


def write_fault(code: str, message: str, request_id: str, *, resource: str | None, trace_id: str = "") -> bytes:
    """An error body; in the shape of CI without ``resource``, of COS with it."""
    root = xml.new("Error")
    xml.add(root, "Code", code)
    xml.add(root, "Message", "".join(letter for letter in message if xml.is_writable(letter)))
    if resource is not None:
        xml.add(root, "Resource", "".join(letter for letter in resource if xml.is_writable(letter)))
    xml.add(root, "RequestId", request_id)
    xml.add(root, "TraceId", trace_id)
    return xml.to_bytes(root, declared=True)
