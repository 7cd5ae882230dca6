"""Conditions under which an object is sent or copied: its ETag, and when it was written."""

from __future__ import annotations

from email.utils import parsedate_to_datetime

from ..exchange import Call, Fault
from ..store import Entry

_SOURCE = "x-cos-copy-source-if-"
_TOGETHER = ({"match", "unmodified-since"}, {"none-match", "modified-since"})
"""Which conditions of a copy may come together; others "conflict" (A88)."""


def names(etags: str, entry: Entry) -> bool:
    """Whether the value of a header names the ETag of the object, or all there are."""
    return etags.strip() == "*" or entry.etag in {
        etag.strip().removeprefix("W/").strip('"') for etag in etags.split(",")
    }


def status_of(call: Call, entry: Entry) -> int:
    """304 when the caller has it already, 0 when it is to be sent; raises ``Fault`` 412. A time counts only where no
    ETag is named that says more.
    """
    headers = call.headers
    if wanted := headers.get("if-match"):
        if not names(wanted, entry):
            raise Fault(412, "PreconditionFailed", "The object has another ETag.")
    elif (since := _moment(headers.get("if-unmodified-since", ""))) is not None and int(entry.modified) > since:
        raise Fault(412, "PreconditionFailed", "The object was written later.")
    if had := headers.get("if-none-match"):
        return 304 if names(had, entry) else 0
    since = _moment(headers.get("if-modified-since", ""))
    return 304 if since is not None and int(entry.modified) <= since else 0


def check_source(call: Call, entry: Entry) -> None:
    """Raise ``Fault`` unless the source of a copy is as the call wants it (412), or where it cannot want that (400)."""
    given = {name: call.headers.get(_SOURCE + name, "") for name in ("match", "none-match", *_DATES)}
    wanted = {name: value for name, value in given.items() if value}
    if not any(set(wanted) <= together for together in _TOGETHER):
        raise Fault(400, "InvalidArgument", "These conditions of the source cannot be combined.")
    for name, value in wanted.items():
        if not _holds(name, value, entry):
            raise Fault(412, "PreconditionFailed", f"The source does not meet the condition {_SOURCE}{name}.")


_DATES = ("modified-since", "unmodified-since")


def _holds(name: str, value: str, entry: Entry) -> bool:
    if name not in _DATES:
        return names(value, entry) == (name == "match")
    since = _moment(value)
    if since is None:
        raise Fault(400, "InvalidArgument", f"{_SOURCE}{name} must be a time like Thu, 16 May 2019 06:55:53 GMT.")
    return (int(entry.modified) > since) == (name == "modified-since")


def _moment(text: str) -> float | None:
    """Unix seconds; ``None`` for what is no time, which says nothing (RFC 9110)."""
    try:
        return parsedate_to_datetime(text).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None
