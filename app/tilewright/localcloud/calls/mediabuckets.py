"""Which buckets media processing is enabled for, and enabling it (ci-jobs §4.3): it is for every bucket that is hosted
(A64), so that there is nothing to prepare.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

from werkzeug.wrappers import Response

from ...wire.media_buckets import MediaBucket, MediaBucketsReply, write_media_bucket, write_media_buckets
from ..exchange import Call, Fault, xml_answer
from ..parts import CiCall, Parts

PATH = "/mediabucket"
_ASKS = {"regions", "bucketNames", "bucketName", "pageNumber", "pageSize"}
_ALL = "All"
"""The official SDK's word for any region."""


def _has_shape(call: Call) -> bool:
    """On hosts of the storage only when it asks as this one does."""
    if call.path != PATH:
        return False
    is_account = call.kind in {"ci", "account"}
    return (call.method == "GET" and (is_account or bool(_ASKS & set(call.params)))) or (
        call.method == "POST" and call.kind == "ci"
    )


def _serve(parts: Parts, call: Call, still_valid: Callable[[], None]) -> Response:
    return _list(parts, call) if call.method == "GET" else _enable(parts, call, still_valid)


def _list(parts: Parts, call: Call) -> Response:
    regions, names = _names(call, "regions") - {_ALL}, _names(call, "bucketNames")
    beginning = call.params.get("bucketName", "")
    fitting = [
        MediaBucket(hosted.place.bucket, hosted.place.region, datetime.fromtimestamp(hosted.created, UTC))
        for hosted in parts.store.buckets()
        if (not regions or hosted.place.region in regions)
        and (not names or hosted.place.bucket in names)
        and hosted.place.bucket.startswith(beginning)
    ]
    page, size = call.number("pageNumber", 1, 1, 999_999_999), call.number("pageSize", 10, 1, 100)
    shown = tuple(fitting[(page - 1) * size : page * size])
    return xml_answer(write_media_buckets(MediaBucketsReply(shown, len(fitting), page, size), call.request_id))


def _names(call: Call, name: str) -> set[str]:
    return set(filter(None, call.params.get(name, "").split(",")))


def _enable(parts: Parts, call: Call, still_valid: Callable[[], None]) -> Response:
    place = call.place
    if any(hosted.place == place for hosted in parts.store.buckets()):
        raise Fault(
            403, "MediaBucketAlreadyBinded", f"Media processing is enabled for the bucket {place.bucket} already."
        )
    still_valid()
    parts.store.host(place)
    made = MediaBucket(place.bucket, place.region, datetime.fromtimestamp(time.time(), UTC))
    return xml_answer(write_media_bucket(made, call.request_id))


CALL = CiCall("media buckets", _has_shape, _serve, hosts=frozenset({"cos", "own", "account"}))
