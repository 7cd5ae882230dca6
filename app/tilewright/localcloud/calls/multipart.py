"""Uploads in parts: begin, part, parts, complete, abort, and the uploads that were begun (ci-jobs §6, Multipart)."""

from __future__ import annotations

from datetime import UTC, datetime

from werkzeug.wrappers import Response

from ...errors import BadInput
from ...wire import xml
from ...wire.storage import Part, read_complete, write_completed, write_parts, write_upload
from ..exchange import Call, Fault, answer, xml_answer
from ..store import facts_of, only_of
from ..uploads import PARTS_MAX, Uploads


def begin(uploads: Uploads, call: Call) -> Response:
    upload = uploads.start(call.place, call.key, facts_of(call.headers))
    return xml_answer(write_upload(call.place.bucket, call.key, upload))


def put_part(uploads: Uploads, call: Call) -> Response:
    number = call.number("partNumber", 0, 1, PARTS_MAX)
    if not number:
        raise Fault(400, "InvalidArgument", "partNumber is missing.")
    if "x-cos-copy-source" in call.headers:
        raise Fault(501, "NotImplemented", "The local cloud does not copy parts.")
    part = uploads.put_part(call.place, call.key, call.params["uploadId"], number, call.pieces(), md5=call.wanted_md5())
    return answer(headers={"ETag": f'"{part.etag}"'})


def list_parts(uploads: Uploads, call: Call) -> Response:
    upload = call.params["uploadId"]
    after = call.number("part-number-marker", 0, 0, PARTS_MAX)
    parts = [
        Part(part.number, part.etag, part.size, datetime.fromtimestamp(part.modified, UTC))
        for part in uploads.parts(call.place, call.key, upload)
        if part.number > after
    ]
    return xml_answer(write_parts(call.place.bucket, call.key, upload, parts))


def complete(uploads: Uploads, call: Call) -> Response:
    try:
        wanted = read_complete(call.document())
    except BadInput as error:
        raise Fault(400, "MalformedXML", error.message) from error
    entry = uploads.complete(
        call.place,
        call.key,
        call.params["uploadId"],
        [(part.number, part.etag) for part in wanted],
        only_of(call.headers),
    )
    location = f"http://{call.place.bucket}.cos.{call.place.region}.myqcloud.com/{call.key}"
    return xml_answer(write_completed(location, call.place.bucket, call.key, entry.etag))


def abort(uploads: Uploads, call: Call) -> Response:
    uploads.abort(call.place, call.key, call.params["uploadId"])
    return answer(204)


def list_uploads(uploads: Uploads, call: Call) -> Response:
    """GET ?uploads: the official SDK looks here for an upload that it could resume (ci-jobs §11.1)."""
    root = xml.new("ListMultipartUploadsResult")
    xml.add(root, "Bucket", call.place.bucket)
    xml.add(root, "Prefix", call.params.get("prefix", ""))
    xml.add(root, "IsTruncated", "false")
    for upload, key, started in uploads.under_way(call.place, call.params.get("prefix", "")):
        node = xml.add(root, "Upload")
        xml.add(node, "Key", key)
        xml.add(node, "UploadId", upload)
        xml.add(node, "StorageClass", "STANDARD")
        xml.add(node, "Initiated", datetime.fromtimestamp(started, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"))
    return xml_answer(xml.to_bytes(root, declared=True))
