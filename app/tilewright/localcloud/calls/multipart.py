"""Uploads in parts: begin, part, parts, complete, abort, and the uploads that were begun (ci-jobs §6, Multipart)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from werkzeug.wrappers import Response

from ...errors import BadInput
from ...wire.storage import (
    Part,
    Upload,
    UploadPage,
    read_complete,
    write_completed,
    write_parts,
    write_upload,
    write_uploads,
)
from ..exchange import Call, Fault, answer, xml_answer
from ..store import Entry, facts_of, only_of
from ..uploads import PARTS_MAX, Uploads
from .listing import MOST, common_prefix, wants_encoded
from .slowly import answer_of


def begin(uploads: Uploads, call: Call) -> Response:
    upload = uploads.start(call.place, call.key, facts_of(call.headers))
    return xml_answer(write_upload(call.place.bucket, call.key, upload))


def part_number(call: Call) -> int:
    """Raises ``Fault`` where the call names none."""
    number = call.number("partNumber", 0, 1, PARTS_MAX)
    if not number:
        raise Fault(400, "InvalidArgument", "partNumber is missing.")
    return number


def put_part(uploads: Uploads, call: Call) -> Response:
    number = part_number(call)
    part = uploads.put_part(call.place, call.key, call.params["uploadId"], number, call.pieces(), md5=call.wanted_md5())
    return answer(headers={"ETag": f'"{part.etag}"'})


def list_parts(uploads: Uploads, call: Call) -> Response:
    upload = call.params["uploadId"]
    after = call.number("part-number-marker", 0, 0, PARTS_MAX)
    size = min(call.number("max-parts", MOST, 1, 1_000_000), MOST)
    found = [part for part in uploads.parts(call.place, call.key, upload) if part.number > after]
    parts = [
        Part(part.number, part.etag, part.size, datetime.fromtimestamp(part.modified, UTC)) for part in found[:size]
    ]
    body = write_parts(
        call.place.bucket, call.key, upload, parts, marker=after, size=size,
        next_marker=parts[-1].number if len(found) > size else 0, encoded=wants_encoded(call),
    )  # fmt: skip
    return xml_answer(body)


def complete(uploads: Uploads, call: Call) -> Response:
    try:
        wanted = read_complete(call.document())
    except BadInput as error:
        raise Fault(400, "MalformedXML", error.message) from error
    steps = uploads.completing(
        call.place,
        call.key,
        call.params["uploadId"],
        [(part.number, part.etag) for part in wanted],
        only_of(call.headers),
    )
    return answer_of(steps, call, lambda entry: _completed(call, entry))


def _completed(call: Call, entry: Entry) -> bytes:
    location = f"http://{call.place.bucket}.cos.{call.place.region}.myqcloud.com/{call.key}"
    return write_completed(location, call.place.bucket, call.key, entry.etag)


def abort(uploads: Uploads, call: Call) -> Response:
    uploads.abort(call.place, call.key, call.params["uploadId"])
    return answer(204)


def list_uploads(uploads: Uploads, call: Call) -> Response:
    """GET ?uploads: the official SDK looks here for an upload that it could resume (ci-jobs §11.1)."""
    size = min(call.number("max-uploads", MOST, 1, 1_000_000), MOST)
    prefix, delimiter, key_marker, id_marker = (
        call.params.get(name, "") for name in ("prefix", "delimiter", "key-marker", "upload-id-marker")
    )
    page = page_of_uploads(
        uploads.under_way(call.place, prefix), prefix=prefix, delimiter=delimiter, after=(key_marker, id_marker),
        size=size,
    )  # fmt: skip
    encoded = wants_encoded(call)
    return xml_answer(write_uploads(page, bucket=call.place.bucket, asked=call.params, size=size, encoded=encoded))


def page_of_uploads(
    found: Iterable[tuple[str, str, float]], *, prefix: str, delimiter: str, after: tuple[str, str], size: int
) -> UploadPage:
    """The uploads (id, key, start; sorted by key and id) that come after that key, or after that id of it."""
    uploads: list[Upload] = []
    prefixes: list[str] = []
    last = ("", "")
    for upload, key, started in found:
        common = common_prefix(key, prefix, delimiter)
        position = (common, "") if common else (key, upload)
        if position[0] <= after[0] and (position[0] < after[0] or not after[1] or position[1] <= after[1]):
            continue
        if common and common in prefixes[-1:]:
            continue
        if len(uploads) + len(prefixes) == size:
            return UploadPage(tuple(uploads), tuple(prefixes), last)
        last = position
        if common:
            prefixes.append(common)
        else:
            uploads.append(Upload(key, upload, datetime.fromtimestamp(started, UTC)))
    return UploadPage(tuple(uploads), tuple(prefixes))
