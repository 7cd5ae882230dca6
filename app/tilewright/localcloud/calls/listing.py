"""List Objects: prefix, delimiter, marker, max-keys (ci-jobs §6)."""

from __future__ import annotations

from datetime import UTC, datetime

from werkzeug.wrappers import Response

from ...wire.storage import ObjectEntry, ObjectPage, write_objects
from ..exchange import Call, Fault, xml_answer
from ..store import Entry, Place, Store

MOST = 1000
_LAST = "\U0010ffff"
"""Sorts after every key with the same beginning."""


def list_objects(store: Store, call: Call) -> Response:
    size = call.number("max-keys", MOST, 0, 1_000_000)
    prefix, delimiter, marker = (call.params.get(name, "") for name in ("prefix", "delimiter", "marker"))
    encoded = wants_encoded(call)
    page = page_of(store, call.place, prefix=prefix, delimiter=delimiter, marker=marker, size=min(size, MOST))
    body = write_objects(
        page, bucket=call.place.bucket, owner=call.place.bucket.rpartition("-")[2], prefix=prefix, marker=marker,
        delimiter=delimiter, max_keys=min(size, MOST), encoded=encoded,
    )  # fmt: skip
    response = xml_answer(body)
    response.headers["x-cos-bucket-region"] = call.place.region
    return response


def wants_encoded(call: Call) -> bool:
    """Whether names are to be percent-encoded (encoding-type=url)."""
    encoding = call.params.get("encoding-type", "")
    if encoding not in {"", "url"}:
        raise Fault(400, "InvalidArgument", "encoding-type must be url.")
    return bool(encoding)


def page_of(store: Store, place: Place, *, prefix: str, delimiter: str, marker: str, size: int) -> ObjectPage:
    """One page of ``size`` objects and common prefixes after ``marker``; ``next_marker`` may be a common prefix."""
    entries: list[Entry] = []
    prefixes: list[str] = []
    position = _after(marker, prefix, delimiter)
    last = marker
    while size:
        batch = store.entries_after(place, prefix, position, size + 1)
        for entry in batch:
            if entry.key <= position:
                continue  # one of a common prefix that was passed meanwhile
            if len(entries) + len(prefixes) == size:
                return ObjectPage(_shown(entries), tuple(prefixes), last)
            common = common_prefix(entry.key, prefix, delimiter)
            if common is None:
                entries.append(entry)
                position = last = entry.key
            else:
                prefixes.append(common)
                position, last = common + _LAST, common
        if len(batch) <= size:
            break
    return ObjectPage(_shown(entries), tuple(prefixes))


def common_prefix(key: str, prefix: str, delimiter: str) -> str | None:
    """The common prefix that ``key`` belongs to: up to the first delimiter after ``prefix``."""
    end = key.find(delimiter, len(prefix)) if delimiter else -1
    return key[: end + len(delimiter)] if end >= 0 else None


def _after(marker: str, prefix: str, delimiter: str) -> str:
    """Where a page begins: a marker that is a common prefix stands for all keys below it."""
    is_common = marker.startswith(prefix) and common_prefix(marker, prefix, delimiter) == marker
    return marker + _LAST if is_common else marker


def _shown(entries: list[Entry]) -> tuple[ObjectEntry, ...]:
    return tuple(
        ObjectEntry(entry.key, entry.size, entry.etag, datetime.fromtimestamp(entry.modified, UTC)) for entry in entries
    )
