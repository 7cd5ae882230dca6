"""What media files are made of, and single pictures of videos (ci-jobs §5): `?ci-process=videoinfo` and `snapshot` on
the object, `POST /mediainfo` and `POST /snapshot`.
"""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

from werkzeug.wrappers import Response

from ...errors import Absent, BadInput, Damaged
from ...media.kinds import MAX_SECONDS
from ...media.media_info import describe
from ...media.picture_file import write_jpeg, write_png
from ...media.snapshot import Snapshot, take_snapshot
from ...wire import xml
from ...wire.address import ObjectAddress
from ...wire.limits import is_key
from ...wire.media_info import write_media_info, write_snapshot
from ..exchange import Call, Fault, answer, xml_answer
from ..parts import CiCall, Parts
from ..refusals import request_in
from ..store import Facts, Place
from ..submission import output_place

PATIENCE = 30.0
"""Seconds that a call waits for its turn: files are opened one at a time, as one may take a lot of memory."""

LARGEST_SIDE = 4096
"""Pixels that may be asked for: what the service gives jobs (ci-templates §11); no page says it of snapshots (A62)."""

_SECONDS = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")
_turn = threading.Lock()


def process(call: Call, content: BinaryIO) -> Response:
    """The answer to a GET of an object with `ci-process`."""
    wish = call.params["ci-process"]
    if wish == "videoinfo":
        return _tell(content, call.key)
    if wish == "snapshot":
        kind, data = _picture(content, call.key, call.params)
        return answer(200, data, {"Content-Type": kind})
    raise Fault(
        501, "NotImplemented", f"The local cloud has no ci-process={wish[:40]}; it knows videoinfo and snapshot."
    )


def _tell(content: BinaryIO, key: str) -> Response:
    with _opening(key):
        facts = describe(content, key)
    return xml_answer(write_media_info(facts))


def _picture(content: BinaryIO, key: str, wish: Mapping[str, str]) -> tuple[str, bytes]:
    """Content type and bytes of the picture that the parameters ask for."""
    picture_format = _word(wish, "format", ("jpg", "png"))
    snapshot = Snapshot(
        _seconds(wish.get("time", "")),
        _side(wish, "width"),
        _side(wish, "height"),
        is_turned=_word(wish, "rotate", ("auto", "off")) == "auto",
        is_exact=_word(wish, "mode", ("exactframe", "keyframe")) == "exactframe",
    )
    with _opening(key):
        picture = take_snapshot(content, snapshot, key)
        if picture is not None:
            return ("image/png", write_png(picture)) if picture_format == "png" else ("image/jpeg", write_jpeg(picture))
    raise Fault(400, "InvalidArgument", f"The object {key} has ended by the second {snapshot.seconds:g}.")  # A62


def _seconds(text: str) -> float:
    if not (_SECONDS.fullmatch(text) and float(text) <= MAX_SECONDS):
        raise Fault(400, "InvalidArgument", f"time is required, in seconds from 0 to {MAX_SECONDS:g}.")
    return float(text)


def _side(wish: Mapping[str, str], name: str) -> int:
    text = wish.get(name) or "0"
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text) <= LARGEST_SIDE):
        raise Fault(400, "InvalidArgument", f"{name} must be a whole number of pixels from 0 to {LARGEST_SIDE}.")
    return int(text)


def _word(wish: Mapping[str, str], name: str, words: tuple[str, str]) -> str:
    """One of two words; the first one when none is said."""
    word = wish.get(name) or words[0]
    if word not in words:
        raise Fault(400, "InvalidArgument", f"{name} must be {' or '.join(words)}.")
    return word


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
    return call.method == "POST" and call.path in {"/mediainfo", "/snapshot"}


def _serve(parts: Parts, call: Call, still_valid: Callable[[], None]) -> Response:
    request = request_in(call.document())
    if call.path == "/mediainfo":
        with _input(parts, call.place, request) as (key, content):
            return _tell(content, key)
    return _keep_snapshot(parts, call, request, still_valid)


def _keep_snapshot(parts: Parts, call: Call, request: xml.Element, still_valid: Callable[[], None]) -> Response:
    """The picture becomes an object; what had its key is replaced, as by PUT."""
    place, key = output_place(request), xml.text(request, "Output", "Object").lstrip("/")
    if not is_key(key):
        raise Fault(400, "InvalidArgument", "Output.Object is required, as a key of at most 850 bytes.")
    wish = {name.lower(): xml.text(request, name) for name in ("Time", "Width", "Height", "Format", "Rotate", "Mode")}
    with _input(parts, call.place, request) as (source, content):
        kind, data = _picture(content, source, wish)
    parts.room.check(len(data))
    still_valid()
    parts.store.put(place, key, [data], Facts(kind))
    return xml_answer(write_snapshot(ObjectAddress(place.bucket, place.region, key)))


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


CALL = CiCall("media info and snapshots", _has_shape, _serve, hosts=frozenset())
