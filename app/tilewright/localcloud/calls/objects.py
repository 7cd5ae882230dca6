"""Objects: put, get with Range, head, delete (ci-jobs §6)."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote, unquote_to_bytes
from wsgiref.handlers import format_date_time

from werkzeug.datastructures import Headers
from werkzeug.wrappers import Response

from ...errors import Absent, BadInput, Damaged
from ...wire.own_names import FILE_HEADER, ORIGIN_HEADER
from ...wire.storage import read_delete, write_deleted
from ..blobs import PIECE, CannotAdopt
from ..exchange import Call, Fault, answer, checked_key, xml_answer
from ..store import Entry, Place, Store, facts_of, only_of
from .conditions import status_of
from .processing import process

MOST_DELETED = 1000
_RANGE = re.compile(r"bytes=(?P<first>[0-9]{0,18})-(?P<last>[0-9]{0,18})")
_OVERRIDES = ("content-type", "content-language", "expires", "cache-control", "content-disposition", "content-encoding")


def put(store: Store, call: Call) -> Response:
    key = call.key
    facts = facts_of(call.headers)
    if FILE_HEADER in call.headers:
        return _adopt(store, call, key)
    wanted = call.wanted_md5()
    blob, md5 = store.blobs.write(call.pieces())
    if wanted is not None and wanted != md5:
        store.discard([blob])
        raise Fault(400, "BadDigest", "The body does not have the MD5 that Content-MD5 says.")
    entry = store.record_blob(call.place, key, blob, md5, facts, only_of(call.headers))
    return answer(headers={"ETag": f'"{entry.etag}"'})


def _adopt(store: Store, call: Call, key: str) -> Response:
    if call.length not in {0, -1}:
        raise Fault(400, "CannotAdopt", "A file that is put by its path is sent without a body.")
    try:
        file = Path(os.fsdecode(unquote_to_bytes(call.headers[FILE_HEADER])))
        entry = store.adopt(call.place, key, file, facts_of(call.headers), only_of(call.headers))
    except UnicodeDecodeError as error:  # on Windows, where a name is UTF-8 here
        raise Fault(400, "CannotAdopt", "The path is not percent-encoded UTF-8.") from error
    except CannotAdopt as error:
        raise Fault(400, "CannotAdopt", error.message) from error
    return answer(headers={"ETag": f'"{entry.etag}"'})


def get(store: Store, call: Call) -> Response:
    try:
        found = store.open(call.place, call.key)
    except (Damaged, Absent) as error:
        raise changed(error) from error
    if found is None:
        raise no_such_key(call.place, call.key)
    entry, file = found
    if "ci-process" in call.params:
        with file:
            return process(call, file)
    try:
        return _content(call, entry, file)
    except BaseException:
        file.close()
        raise


def _content(call: Call, entry: Entry, file: BinaryIO) -> Response:
    headers = _headers(entry)
    if stop := status_of(call, entry):
        file.close()
        return answer(stop, headers={"ETag": headers["ETag"]})
    for name in _OVERRIDES:
        value = call.params.get(f"response-{name}")
        if value and value.isprintable():
            headers[name.title()] = value.encode().decode("latin-1")  # as UTF-8: a header is written as Latin-1
    first, length, status = 0, entry.size, 200
    if "range" in call.headers:
        first, length = _range(call.headers["range"], entry.size)
        headers["Content-Range"] = f"bytes {first}-{first + length - 1}/{entry.size}"
        status = 206
    headers["Content-Length"] = str(length)
    file.seek(first)
    content = _Content(file, length)
    return Response(content, status, headers, direct_passthrough=True)


class _Content:
    """Reads ``length`` bytes of ``file`` from where it stands, and closes it."""

    def __init__(self, file: BinaryIO, length: int) -> None:
        self._file = file
        self._left = length

    def __iter__(self) -> Iterator[bytes]:
        while self._left:
            piece = self._file.read(min(PIECE, self._left))
            if not piece:
                raise OSError("a content ended before its size")
            self._left -= len(piece)
            yield piece

    def close(self) -> None:
        self._file.close()


def head(store: Store, call: Call) -> Response:
    if "ci-process" in call.params:
        raise Fault(501, "NotImplemented", "The local cloud processes objects in answer to GET only.")
    entry = store.find(call.place, call.key)
    if entry is None:
        raise no_such_key(call.place, call.key)
    try:
        store.blobs.path(entry.blob)
    except (Damaged, Absent) as error:
        raise _lost(error, entry) from error
    response = answer(status_of(call, entry) or 200, headers=dict(_headers(entry)))
    response.headers["Content-Length"] = str(entry.size)
    return response


def delete(store: Store, call: Call) -> Response:
    """204 also when there was no such object, as COS does."""
    store.delete(call.place, call.key)
    return answer(204)


def delete_many(store: Store, call: Call) -> Response:
    """POST ?delete: at most a thousand keys, all in one commit."""
    wanted, document = call.wanted_md5(), call.document()
    if wanted is not None and wanted != hashlib.md5(document, usedforsecurity=False).hexdigest():
        raise Fault(400, "BadDigest", "The body does not have the MD5 that Content-MD5 says.")
    try:
        keys, is_quiet = read_delete(document)
    except BadInput as error:
        raise Fault(400, "MalformedXML", error.message) from error
    if not 0 < len(keys) <= MOST_DELETED:
        raise Fault(400, "MalformedXML", f"From 1 to {MOST_DELETED} objects can be deleted at a time.")
    good, refused = [], []
    for key in dict.fromkeys(keys):
        try:
            good.append(checked_key(key))
        except Fault as fault:
            refused.append((key, fault.code, fault.message))
    store.delete(call.place, *good)
    return xml_answer(write_deleted(() if is_quiet else good, refused))


def _headers(entry: Entry) -> Headers:
    """As names in any case: what the caller wants instead of one that is kept takes its place."""
    return Headers(
        {
            "Content-Type": entry.facts.content_type,
            "ETag": f'"{entry.etag}"',
            "Last-Modified": format_date_time(entry.modified),
            "Accept-Ranges": "bytes",
            **dict(entry.facts.headers),
        }
    )


def _range(text: str, size: int) -> tuple[int, int]:
    """First byte and length of a Range; raises ``Fault`` 416 for several, none of the object's, or what is no range."""
    found = _RANGE.fullmatch(text.strip())
    first, last = (found["first"], found["last"]) if found else ("", "")
    if first:
        start, end = int(first), min(int(last) if last else size - 1, size - 1)
    elif last and int(last):
        start, end = max(0, size - int(last)), size - 1
    else:
        start, end = 1, 0
    if start > end or start >= size:
        raise Fault(416, "InvalidRange", f"The range {text[:60]} does not fit the object's {size} bytes.")
    return start, end - start + 1


def changed(error: Damaged | Absent) -> Fault:
    """What is told of an object whose file of the user is not as it was."""
    return Fault(409, "ObjectChanged", str(error))


def _lost(error: Damaged | Absent, entry: Entry) -> Fault:
    """An answer to HEAD has no body: its headers tell which version of what is gone, and where that came from."""
    headers = {
        "ETag": f'"{entry.etag}"',
        **{name: value for name, value in entry.facts.headers if name == ORIGIN_HEADER},
    }
    if entry.blob.file:
        headers[FILE_HEADER] = quote(os.fsencode(entry.blob.file), safe="/")
    fault = changed(error)
    return Fault(fault.status, fault.code, fault.message, headers)


def no_such_key(place: Place, key: str) -> Fault:
    return Fault(404, "NoSuchKey", f"There is no object {key} in the bucket {place.bucket}.")
