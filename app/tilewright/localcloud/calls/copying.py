"""Objects and parts that are copied from another object, of any bucket that is hosted (A88)."""

from __future__ import annotations

import re
import time
from collections.abc import Generator, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote_to_bytes

from werkzeug.wrappers import Response

from ...errors import Absent, Damaged
from ...wire.address import HOST_OF_BUCKET
from ...wire.own_names import ORIGIN_HEADER
from ...wire.storage import write_copied
from ..blobs import PIECE, Blob
from ..exchange import MOST_AT_ONCE, Call, Fault, checked_key, xml_answer
from ..parts import Parts
from ..store import Entry, Facts, Only, Place, Store, facts_of, only_of
from .conditions import check_source
from .multipart import part_number
from .objects import changed, no_such_key
from .slowly import answer_of

SOURCE_HEADER = "x-cos-copy-source"
_RANGE = re.compile(r"bytes=(?P<first>[0-9]{1,18})-(?P<last>[0-9]{1,18})")
_DIRECTIVES = ("Copy", "Replaced")


class _Source(NamedTuple):
    place: Place
    key: str


def copy(parts: Parts, call: Call) -> Response:
    """PUT with a source: a copy of its own, with the ETag of the source, and with its facts or those of the call."""
    source = _source(call)
    directive = call.headers.get("x-cos-metadata-directive") or _DIRECTIVES[0]
    if directive not in _DIRECTIVES:
        raise Fault(400, "InvalidArgument", "x-cos-metadata-directive must be Copy or Replaced.")
    is_same = directive == _DIRECTIVES[0]
    if is_same and source == (call.place, call.key):
        raise Fault(
            400, "InvalidArgument", "An object is copied over itself only with x-cos-metadata-directive Replaced."
        )
    steps = _copying(parts, call, source, is_same=is_same, only=only_of(call.headers))
    return answer_of(steps, call, lambda entry: _told(entry.etag, entry.modified, is_part=False))


def _copying(
    parts: Parts, call: Call, source: _Source, *, is_same: bool, only: Only | None
) -> Generator[None, None, Entry]:
    store = parts.store
    with store.pinned(*source) as found:
        entry = _wanted(call, source, found)
        _require_modest(entry.size, "An object")
        parts.room.check(entry.size)
        _require_unchanged(store, entry.blob)
        blob = yield from store.blobs.join([entry.blob])
        try:
            _require_unchanged(store, entry.blob)
        except BaseException:
            store.discard([blob])
            raise
    facts = _without_origin(entry.facts) if is_same else facts_of(call.headers)
    return store.record(call.place, replace(entry, key=call.key, blob=blob, facts=facts, modified=time.time()), only)


def _without_origin(facts: Facts) -> Facts:
    """What is copied by a user is theirs: no rehearsal may take it for what it brought, and replace it."""
    return replace(facts, headers=tuple(one for one in facts.headers if one[0] != ORIGIN_HEADER))


def copy_part(parts: Parts, call: Call) -> Response:
    """PUT of a part with a source, of which ``x-cos-copy-source-range`` may name some bytes."""
    number, source = part_number(call), _source(call)
    with parts.store.pinned(*source) as found:
        entry = _wanted(call, source, found)
        first, length = _range(call.headers.get(f"{SOURCE_HEADER}-range", ""), entry.size)
        _require_modest(length, "A part")
        parts.room.check(length)
        _require_unchanged(parts.store, entry.blob)
        pieces = _pieces(parts.store, entry.blob, first, length)
        part = parts.uploads.put_part(call.place, call.key, call.params["uploadId"], number, pieces)
    return xml_answer(_told(part.etag, part.modified, is_part=True))


def _pieces(store: Store, blob: Blob, first: int, length: int) -> Iterator[bytes]:
    """The bytes of the source; raises ``Fault`` where it is not as it was."""
    with store.blobs.open(blob) as file:
        file.seek(first)
        while length and (piece := file.read(min(PIECE, length))):
            length -= len(piece)
            yield piece
    _require_unchanged(store, blob)
    if length:
        raise Fault(409, "ObjectChanged", "The source ended before its size.")


def _source(call: Call) -> _Source:
    """What the header names, ``<bucket>.cos.<region>.myqcloud.com/<key>``, as it is or percent-encoded."""
    host, slash, rest = call.headers[SOURCE_HEADER].partition("/")
    raw, _, query = rest.partition("?")
    address = HOST_OF_BUCKET.fullmatch(host.lower())
    try:
        key = unquote_to_bytes(raw.encode("latin-1")).decode()
    except UnicodeError as error:
        raise Fault(400, "InvalidArgument", "The source of the copy is not percent-encoded UTF-8.") from error
    if address is None or address["kind"] == "ci" or not slash or not key:
        raise Fault(
            400, "InvalidArgument", f"{SOURCE_HEADER} must be <bucket>.cos.<region>.myqcloud.com/<key of an object>."
        )
    version = dict(parse_qsl(query)).get("versionId", "null")
    if version != "null":
        raise Fault(400, "InvalidArgument", "The local cloud keeps no versions of objects.")
    return _Source(Place(address["bucket"], address["region"]), checked_key(key))


def _wanted(call: Call, source: _Source, found: Entry | None) -> Entry:
    """The source as the call wants it. Raises ``Fault``."""
    if found is None:
        raise no_such_key(*source)
    check_source(call, found)
    return found


def _require_modest(size: int, what: str) -> None:
    """A larger object is copied in parts (ci-jobs §6; the code is A95)."""
    if size > MOST_AT_ONCE:
        raise Fault(400, "EntityTooLarge", f"{what} that is copied at once has 5 GiB at most.")


def _range(text: str, size: int) -> tuple[int, int]:
    """First byte and length; the whole where nothing is said. Raises ``Fault``."""
    if not text:
        return 0, size
    found = _RANGE.fullmatch(text.strip())
    first, last = (int(found["first"]), int(found["last"])) if found else (1, 0)
    if not first <= last < size:
        raise Fault(416, "InvalidRange", f"The range {text[:60]} does not fit the source's {size} bytes.")
    return first, last - first + 1


def _require_unchanged(store: Store, blob: Blob) -> None:
    try:
        store.blobs.path(blob)
    except (Damaged, Absent) as error:
        raise changed(error) from error


def _told(etag: str, modified: float, *, is_part: bool) -> bytes:
    return write_copied(etag, datetime.fromtimestamp(modified, UTC), is_part=is_part)
