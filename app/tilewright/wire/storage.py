"""Bodies of the storage calls (ci-jobs §6): read for the client, written for the local cloud."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, unquote

from ..errors import Damaged
from ..text import Text, say
from . import xml

_NAMESPACE = "http://www.qcloud.com/document/product/436/7751"

_ANSWER = say("The answer")
_REQUEST = say("The request")

_ORDINARY = "cos"
"""The `BucketType` in the recorded list; no other is known here."""


@dataclass(frozen=True, slots=True)
class Bucket:
    name: str
    region: str
    created: datetime | None = None


@dataclass(frozen=True, slots=True)
class ObjectEntry:
    """One object of a listing; ``etag`` without quotes, ``size`` in bytes."""

    key: str
    size: int
    etag: str
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class ObjectPage:
    """One page of a listing; ``next_marker`` is empty on the last one."""

    entries: tuple[ObjectEntry, ...]
    prefixes: tuple[str, ...] = ()
    next_marker: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a multipart upload; ``number`` from 1 to 10000."""

    number: int
    etag: str
    size: int = 0
    modified: datetime | None = None


def _time(moment: datetime | None) -> str:
    return (moment or datetime.fromtimestamp(0, UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _second(moment: datetime | None) -> str:
    """As the service writes when a bucket was made: other times have thousandths, which are 0."""
    return (moment or datetime.fromtimestamp(0, UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _moment(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written).astimezone(UTC)
    except ValueError:
        return None


def _root(data: bytes, name: str, what: Text = _ANSWER) -> xml.Element:
    root = xml.parse(data, what)
    if xml.local_name(root) != name:
        raise Damaged(
            say(
                "{what} starts with <{name}>, not with <{expected}>.",
                what=what,
                name=xml.local_name(root),
                expected=name,
            )
        )
    return root


def _number(element: xml.Element, name: str) -> int:
    return xml.number(element, name) or 0


# Buckets


def read_buckets(data: bytes) -> tuple[Bucket, ...]:
    """The buckets of a GET Service reply. Raises ``Damaged``."""
    holder = xml.child(_root(data, "ListAllMyBucketsResult"), "Buckets")
    nodes = xml.children(holder, "Bucket") if holder is not None else ()
    return tuple(
        Bucket(xml.text(node, "Name"), xml.text(node, "Location"), _moment(xml.text(node, "CreationDate")))
        for node in nodes
    )


def write_buckets(buckets: Iterable[Bucket], owner: str, *, next_marker: str = "") -> bytes:
    """``next_marker`` names the last bucket of a page that is not the last one (A72)."""
    root = xml.new("ListAllMyBucketsResult")
    _write_owner(root, owner)
    holder = xml.add(root, "Buckets")
    for bucket in buckets:
        node = xml.add(holder, "Bucket")
        xml.add(node, "Name", bucket.name)
        xml.add(node, "Location", bucket.region)
        xml.add(node, "CreationDate", _second(bucket.created))
        xml.add(node, "BucketType", _ORDINARY)
    if next_marker:
        xml.add(root, "IsTruncated", "true")
        xml.add(root, "NextMarker", next_marker)
    return xml.to_bytes(root, declared=True)


def _write_owner(parent: xml.Element, owner: str) -> None:
    node = xml.add(parent, "Owner")
    xml.add(node, "ID", owner)
    xml.add(node, "DisplayName", owner)


# Objects


def read_objects(data: bytes) -> ObjectPage:
    """One page of List Objects, names decoded. Raises ``Damaged``."""
    root = _root(data, "ListBucketResult")
    decode = unquote if xml.text(root, "EncodingType") == "url" else _same
    entries = tuple(
        ObjectEntry(
            key=decode(_raw(node, "Key")),
            size=_number(node, "Size"),
            etag=xml.text(node, "ETag").strip('"'),
            modified=_moment(xml.text(node, "LastModified")),
        )
        for node in xml.children(root, "Contents")
    )
    prefixes = tuple(decode(_raw(node, "Prefix")) for node in xml.children(root, "CommonPrefixes"))
    more = xml.text(root, "IsTruncated").lower() == "true"
    return ObjectPage(entries, prefixes, decode(_raw(root, "NextMarker")) if more else "")


def _raw(element: xml.Element, name: str) -> str:
    found = xml.child(element, name)
    return xml.text_of(found) if found is not None else ""


def _same(text: str) -> str:
    return text


def write_objects(
    page: ObjectPage,
    *,
    bucket: str,
    owner: str,
    prefix: str = "",
    marker: str = "",
    delimiter: str = "",
    max_keys: int = 1000,
    encoded: bool = False,
) -> bytes:
    """One page of List Objects; ``encoded`` is encoding-type=url: names percent-encoded, ``/`` kept."""

    name = _naming(encoded)
    root = xml.new("ListBucketResult")
    xml.add(root, "Name", bucket)
    if encoded:
        xml.add(root, "EncodingType", "url")
    xml.add(root, "Prefix", name(prefix))
    xml.add(root, "Marker", name(marker))
    xml.add(root, "MaxKeys", max_keys)
    if delimiter:
        xml.add(root, "Delimiter", name(delimiter))
    xml.add(root, "IsTruncated", "true" if page.next_marker else "false")
    if page.next_marker:
        xml.add(root, "NextMarker", name(page.next_marker))
    for entry in page.entries:
        node = xml.add(root, "Contents")
        xml.add(node, "Key", name(entry.key))
        xml.add(node, "LastModified", _time(entry.modified))
        xml.add(node, "ETag", f'"{entry.etag}"')
        xml.add(node, "Size", entry.size)
        _write_owner(node, owner)
        xml.add(node, "StorageClass", "STANDARD")
    for common in page.prefixes:
        xml.add(xml.add(root, "CommonPrefixes"), "Prefix", name(common))
    return xml.to_bytes(root, declared=True)


def _naming(encoded: bool) -> Callable[[str], str]:
    """How names are written: percent-encoded, ``/`` kept, or without what XML cannot carry."""

    def name(text: str) -> str:
        if encoded:
            return quote(text, safe="/")
        return "".join(letter for letter in text if xml.is_writable(letter))

    return name


def read_delete(data: bytes) -> tuple[tuple[str, ...], bool]:
    """The keys that are to be deleted, and whether only errors are to be told. Raises ``Damaged``."""
    root = _root(data, "Delete", _REQUEST)
    keys = tuple(_raw(node, "Key") for node in xml.children(root, "Object"))
    return keys, xml.text(root, "Quiet").lower() == "true"


def write_deleted(keys: Iterable[str], refused: Iterable[tuple[str, str, str]]) -> bytes:
    """The answer to deleting several objects; ``refused`` are key, code and message."""
    name = _naming(False)
    root = xml.new("DeleteResult")
    for key in keys:
        xml.add(xml.add(root, "Deleted"), "Key", name(key))
    for key, code, message in refused:
        node = xml.add(root, "Error")
        for part, value in (("Key", key), ("Code", code), ("Message", message)):
            xml.add(node, part, name(value))
    return xml.to_bytes(root, declared=True)


# Multipart uploads


def read_upload_id(data: bytes) -> str:
    """The UploadId of an initiated upload. Raises ``Damaged``."""
    upload_id = xml.text(_root(data, "InitiateMultipartUploadResult"), "UploadId")
    if not upload_id:
        raise Damaged("The answer names no UploadId.")
    return upload_id


def write_upload(bucket: str, key: str, upload_id: str) -> bytes:
    root = xml.new("InitiateMultipartUploadResult")
    xml.add(root, "Bucket", bucket)
    xml.add(root, "Key", key)
    xml.add(root, "UploadId", upload_id)
    return xml.to_bytes(root, declared=True)


def read_complete(data: bytes) -> tuple[Part, ...]:
    """The parts that a client wants joined, in its order. Raises ``Damaged``."""
    root = _root(data, "CompleteMultipartUpload", _REQUEST)
    return tuple(
        Part(_number(node, "PartNumber"), xml.text(node, "ETag").strip('"')) for node in xml.children(root, "Part")
    )


def write_complete(parts: Iterable[Part]) -> bytes:
    root = xml.new("CompleteMultipartUpload")
    for part in parts:
        node = xml.add(root, "Part")
        xml.add(node, "PartNumber", part.number)
        xml.add(node, "ETag", f'"{part.etag}"')
    return xml.to_bytes(root)


def read_completed(data: bytes) -> str:
    """The ETag of the joined object. Raises ``Damaged``; an error body in a 200 is the caller's to look for first."""
    return xml.text(_root(data, "CompleteMultipartUploadResult"), "ETag").strip('"')


def write_completed(location: str, bucket: str, key: str, etag: str) -> bytes:
    root = xml.new(f"{{{_NAMESPACE}}}CompleteMultipartUploadResult", namespace=_NAMESPACE)
    for name, value in (("Location", location), ("Bucket", bucket), ("Key", key), ("ETag", f'"{etag}"')):
        xml.add(root, f"{{{_NAMESPACE}}}{name}", value)
    return xml.to_bytes(root, declared=True)


def write_copied(etag: str, modified: datetime, *, is_part: bool) -> bytes:
    """The reply to copying an object, or a part of an upload."""
    root = xml.new("CopyPartResult" if is_part else "CopyObjectResult")
    xml.add(root, "ETag", f'"{etag}"')
    xml.add(root, "LastModified", _time(modified))
    return xml.to_bytes(root, declared=True)


def read_parts(data: bytes) -> tuple[Part, ...]:
    """The parts that have arrived (GET ?uploadId). Raises ``Damaged``."""
    root = _root(data, "ListPartsResult")
    return tuple(
        Part(_number(node, "PartNumber"), xml.text(node, "ETag").strip('"'), _number(node, "Size"))
        for node in xml.children(root, "Part")
    )


def write_parts(
    bucket: str,
    key: str,
    upload_id: str,
    parts: Iterable[Part],
    *,
    marker: int = 0,
    size: int = 1000,
    next_marker: int = 0,
    encoded: bool = False,
) -> bytes:
    """One page of at most ``size`` parts after number ``marker``; ``next_marker`` is 0 on the last one."""
    name = _naming(encoded)
    root = xml.new("ListPartsResult")
    xml.add(root, "Bucket", bucket)
    if encoded:
        xml.add(root, "EncodingType", "url")
    xml.add(root, "Key", name(key))
    xml.add(root, "UploadId", upload_id)
    xml.add(root, "StorageClass", "STANDARD")
    xml.add(root, "PartNumberMarker", marker)
    if next_marker:
        xml.add(root, "NextPartNumberMarker", next_marker)
    xml.add(root, "MaxParts", size)
    xml.add(root, "IsTruncated", "true" if next_marker else "false")
    for part in parts:
        node = xml.add(root, "Part")
        xml.add(node, "PartNumber", part.number)
        xml.add(node, "LastModified", _time(part.modified))
        xml.add(node, "ETag", f'"{part.etag}"')
        xml.add(node, "Size", part.size)
    return xml.to_bytes(root, declared=True)


@dataclass(frozen=True, slots=True)
class Upload:
    """An upload in parts that was begun."""

    key: str
    upload_id: str
    started: datetime


@dataclass(frozen=True, slots=True)
class UploadPage:
    """One page of begun uploads; ``next_marker`` is key and id of the last one, or a common prefix, if more follow."""

    uploads: tuple[Upload, ...]
    prefixes: tuple[str, ...] = ()
    next_marker: tuple[str, str] | None = None


def write_uploads(page: UploadPage, *, bucket: str, asked: Mapping[str, str], size: int, encoded: bool) -> bytes:
    """``asked``: the parameters of the call, of which prefix, delimiter and markers are told again."""
    name = _naming(encoded)
    root = xml.new("ListMultipartUploadsResult")
    xml.add(root, "Bucket", bucket)
    if encoded:
        xml.add(root, "EncodingType", "url")
    xml.add(root, "KeyMarker", name(asked.get("key-marker", "")))
    xml.add(root, "UploadIdMarker", name(asked.get("upload-id-marker", "")))
    if page.next_marker:
        xml.add(root, "NextKeyMarker", name(page.next_marker[0]))
        xml.add(root, "NextUploadIdMarker", page.next_marker[1])
    xml.add(root, "MaxUploads", size)
    xml.add(root, "IsTruncated", "true" if page.next_marker else "false")
    xml.add(root, "Prefix", name(asked.get("prefix", "")))
    xml.add(root, "Delimiter", name(asked.get("delimiter", "")))
    for upload in page.uploads:
        node = xml.add(root, "Upload")
        xml.add(node, "Key", name(upload.key))
        xml.add(node, "UploadId", upload.upload_id)
        xml.add(node, "StorageClass", "STANDARD")
        xml.add(node, "Initiated", _time(upload.started))
    for common in page.prefixes:
        xml.add(xml.add(root, "CommonPrefixes"), "Prefix", name(common))
    return xml.to_bytes(root, declared=True)
