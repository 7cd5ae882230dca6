"""What media files are made of: `?ci-process=videoinfo` on the object, and `POST /mediainfo` (ci-jobs §5)."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from typing import BinaryIO

from werkzeug.wrappers import Response

from ...errors import Absent, BadInput, Damaged
from ...media.media_info import describe
from ...wire import xml
from ...wire.media_info import write_media_info
from ..exchange import Call, Fault, xml_answer
from ..parts import CiCall, Parts
from ..store import Place

PATIENCE = 30.0
"""Seconds that a call waits for its turn: files are opened one at a time, as one may take a lot of memory."""

_turn = threading.Lock()


def process(call: Call, content: BinaryIO) -> Response:
    """The answer to a GET of an object with `ci-process`."""
    wish = call.params["ci-process"]
    if wish == "videoinfo":
        return _tell(content, call.key)
    raise Fault(501, "NotImplemented", f"The local cloud has no ci-process={wish[:40]}; it knows videoinfo.")


def _tell(content: BinaryIO, key: str) -> Response:
    with _opening(key):
        facts = describe(content, key)
    return xml_answer(write_media_info(facts))


@contextlib.contextmanager
def _opening(key: str) -> Iterator[None]:
    """Whoever opens a media file waits for its turn; a file that cannot be used is the caller's fault."""
    if not _turn.acquire(timeout=PATIENCE):
        raise Fault(503, "ServiceUnavailable", "Other media files are being looked at; ask again.")
    try:
        yield
    except BadInput as error:
        raise Fault(400, "ResourceNotSupported", f"The object {key} cannot be used: {error.message}") from error
    finally:
        _turn.release()


def _has_shape(call: Call) -> bool:
    return call.method == "POST" and call.path == "/mediainfo"


def _serve(parts: Parts, call: Call, _still_valid: Callable[[], None]) -> Response:
    request = _read(call)
    with _input(parts, call.place, request) as (key, content):
        return _tell(content, key)


def _read(call: Call) -> xml.Element:
    try:
        request = xml.parse(call.document(), "The request")
    except BadInput as error:
        raise Fault(400, "MalformedXML", error.message) from error
    if xml.local_name(request) != "Request":
        raise Fault(400, "InvalidContent", f"The body begins with <{xml.local_name(request)}>, not with <Request>.")
    return request


@contextlib.contextmanager
def _input(parts: Parts, place: Place, request: xml.Element) -> Iterator[tuple[str, BinaryIO]]:
    """The object that `Input.Object` names: for CI one that is missing is a 400 (ci-jobs §9.2)."""
    key = xml.text(request, "Input", "Object").lstrip("/")
    if not key:
        raise Fault(400, "InvalidArgument", "Input.Object is required.")
    try:
        found = parts.store.open(place, key)
    except (Absent, Damaged) as error:
        raise Fault(400, "ResourceDownloadFailed", f"The object {key} cannot be read: {error.message}") from error
    if found is None:
        raise Fault(400, "ResourceNotFound", f"There is no object {key} in the bucket {place.bucket}.")
    with found[1] as content:
        yield key, content


CALL = CiCall("media info", _has_shape, _serve, hosts=frozenset())
