"""Buckets: the account's list, and the bucket itself, which is hosted as soon as somebody names it (ci-jobs §6)."""

from __future__ import annotations

from datetime import UTC, datetime

from werkzeug.wrappers import Response

from ...wire.storage import Bucket, write_buckets
from ..exchange import Call, answer, xml_answer
from ..store import Store


def list_buckets(store: Store, call: Call) -> Response:
    """GET Service: buckets that were written to, and the default one; ``region`` and the host narrow the list."""
    region = call.params.get("region") or call.region
    buckets = [
        Bucket(hosted.place.bucket, hosted.place.region, datetime.fromtimestamp(hosted.created, UTC))
        for hosted in store.buckets()
        if not region or hosted.place.region == region
    ]
    return xml_answer(write_buckets(buckets, call.place.bucket.rpartition("-")[2]))


def create(store: Store, call: Call) -> Response:
    store.host(call.place)
    return answer()


def head(store: Store, call: Call) -> Response:
    """Every bucket exists."""
    return answer(headers={"x-cos-bucket-region": call.place.region})
