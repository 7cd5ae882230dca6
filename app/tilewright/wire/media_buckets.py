"""Replies about buckets that media processing is enabled for (ci-jobs §4.3): written for the local cloud.

The program asks for none; they are read in tests, as every reply of the service has a reader.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ..errors import Damaged
from ..text import say
from . import xml
from .jobs import format_time, parse_time

_ITEM = "MediaBucketList"
_MADE = "MediaBucket"


@dataclass(frozen=True, slots=True)
class MediaBucket:
    """``bucket`` is the name with the APPID; ``created`` is ``None`` where the answer names no time."""

    bucket: str
    region: str
    created: datetime | None = None


@dataclass(frozen=True, slots=True)
class MediaBucketsReply:
    """Buckets in the order of the answer, and how many there are in all."""

    buckets: tuple[MediaBucket, ...]
    total: int
    page: int = 1
    size: int = 0


def read_media_buckets(data: bytes) -> MediaBucketsReply:
    """Read a reply to `GET /mediabucket`. Raises ``Damaged`` when it is none."""
    root = _response(data)
    return MediaBucketsReply(
        tuple(_read(node) for node in xml.children(root, _ITEM)),
        total=xml.number(root, "TotalCount") or 0,
        page=xml.number(root, "PageNumber") or 1,
        size=xml.number(root, "PageSize") or 0,
    )


def read_media_bucket(data: bytes) -> MediaBucket:
    """Read a reply to `POST /mediabucket`. Raises ``Damaged`` when it is none."""
    node = xml.child(_response(data), _MADE)
    if node is None:
        raise Damaged(say("The answer has no {name}.", name=_MADE))
    return _read(node)


def _response(data: bytes) -> xml.Element:
    root = xml.parse(data, say("The answer"))
    if xml.local_name(root) != "Response":
        raise Damaged(say("The answer starts with <{name}>, not with <Response>.", name=xml.local_name(root)))
    return root


def _read(node: xml.Element) -> MediaBucket:
    return MediaBucket(xml.text(node, "BucketId"), xml.text(node, "Region"), parse_time(xml.text(node, "CreateTime")))


def write_media_buckets(reply: MediaBucketsReply, request_id: str) -> bytes:
    root = xml.new("Response")
    xml.add(root, "RequestId", request_id)
    for name, value in (("TotalCount", reply.total), ("PageNumber", reply.page), ("PageSize", reply.size)):
        xml.add(root, name, value)
    for bucket in reply.buckets:
        _write(xml.add(root, _ITEM), bucket, (("Name", bucket.bucket),))
    return xml.to_bytes(root, declared=True)


def write_media_bucket(bucket: MediaBucket, request_id: str) -> bytes:
    root = xml.new("Response")
    xml.add(root, "RequestId", request_id)
    _write(xml.add(root, _MADE), bucket)
    return xml.to_bytes(root, declared=True)


def _write(node: xml.Element, bucket: MediaBucket, more: Iterable[tuple[str, str]] = ()) -> None:
    for name, value in (("BucketId", bucket.bucket), *more, ("Region", bucket.region)):
        xml.add(node, name, value)
    if bucket.created is not None:
        xml.add(node, "CreateTime", format_time(bucket.created))
