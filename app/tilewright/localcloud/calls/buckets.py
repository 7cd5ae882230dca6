"""Buckets: the account's list, and the bucket itself, which is hosted as soon as somebody names it (ci-jobs §6)."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import UTC, datetime

from werkzeug.wrappers import Response

from ...wire.storage import Bucket, write_buckets
from ..exchange import Call, Fault, answer, xml_answer
from ..pausing import is_needed
from ..store import Store

MOST = 2000
_RANGES: dict[str, Callable[[float, float], bool]] = {
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
}


def list_buckets(store: Store, call: Call) -> Response:
    """GET Service: buckets that were written to, and the default one; the host and the parameters narrow the list."""
    region = call.params.get("region") or call.region
    marker = call.params.get("marker", "")
    size = call.number("max-keys", MOST, 1, MOST)
    is_tagged = call.params.get("tagkey", "") != ""  # no bucket here has a tag
    found = [
        hosted
        for hosted in store.buckets()
        if hosted.place.bucket > marker
        and (not region or hosted.place.region == region)
        and _was_created(call, hosted.created)
        and not is_tagged
    ]
    buckets = [
        Bucket(hosted.place.bucket, hosted.place.region, datetime.fromtimestamp(hosted.created, UTC))
        for hosted in found[:size]
    ]
    following = buckets[-1].name if len(found) > size else ""
    return xml_answer(write_buckets(buckets, call.place.bucket.rpartition("-")[2], next_marker=following))


def _was_created(call: Call, moment: float) -> bool:
    """Whether a bucket of that Unix time is within ``create-time`` and ``range``."""
    limit, kind = call.number("create-time", -1, 0, 10**12), call.params.get("range", "")
    if limit < 0 and not kind:
        return True
    if limit < 0 or kind not in _RANGES:
        raise Fault(400, "InvalidArgument", "create-time goes with a range, which is lt, lte, gt or gte.")
    return _RANGES[kind](int(moment), limit)


def delete(store: Store, call: Call) -> Response:
    if not store.drop(call.place, is_needed):
        raise Fault(409, "BucketNotEmpty", "The bucket has objects, uploads, jobs that did not end, or a paused queue.")
    return answer(204)


def create(store: Store, call: Call) -> Response:
    store.host(call.place)
    return answer()


def head(store: Store, call: Call) -> Response:
    """Every bucket exists."""
    return answer(headers={"x-cos-bucket-region": call.place.region})
