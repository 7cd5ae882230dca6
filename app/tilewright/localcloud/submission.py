"""What `POST /jobs` lets in: a readable request with every required node (ci-jobs §1) that this service can render."""

from __future__ import annotations

from dataclasses import dataclass

from ..checks import refused, unsupported, untellable
from ..errors import BadInput, FfmpegMissing
from ..media.ffmpeg import find_ffmpeg
from ..model.composition import Composition
from ..model.ranges import WATERMARKS_LIMIT
from ..model.source import Known
from ..model.template import Template, resolved
from ..wire import xml
from ..wire.address import HOST_OF_BUCKET
from ..wire.limits import (
    KEY_LIMIT,
    LEVELS,
    NAME_LIMIT,
    USER_DATA_LIMIT,
    is_key,
    is_tile_name,
    is_user_data,
)
from ..wire.request import TAG, read_request, write_request
from .at_hand import what_is_missing
from .container import Kind, beside, kind_of
from .exchange import Fault
from .pieces import key_of_result
from .refusals import request_in
from .store import Place
from .templates import Templates
from .watermarks import find_missing_letters

_ANY_ID = "j" + 32 * "0"


@dataclass(frozen=True, slots=True)
class Submission:
    """``composition`` has what its templates contain in the place of their ids; ``resolved`` is the request of that,
    empty when it names no templates.
    """

    composition: Composition
    level: int
    resolved: bytes = b""


MOST_ECHOED = xml.LARGEST * 3 // 4
"""Bytes of `Operation`: each answer about the job tells it, and has to be read (A28)."""


def read_submission(body: bytes, templates: Templates) -> Submission:
    """What a body asks for; raises ``Fault`` 400 with the sentence that says what is wrong with it."""
    request = request_in(body)
    if xml.text(request, "Tag") != TAG:
        raise _wrong(f"Tag must be {TAG}; it is {xml.text(request, 'Tag') or 'missing'}.")
    operation = xml.child(request, "Operation")
    if operation is None:
        raise _wrong("Operation is missing.")
    if len(xml.to_bytes(operation)) > MOST_ECHOED:
        raise Fault(413, "InvalidContent", f"Operation takes more than {MOST_ECHOED >> 20} MiB.")
    _check_tiles(operation)
    if not xml.text(operation, "TranscodeTemplateId"):
        _check_transcode(operation)
    _check_output(operation)
    level = _check_options(operation)
    try:
        named = read_request(body).composition
    except BadInput as error:
        raise Fault(400, "InvalidContent", error.message) from error
    composition = _resolve(named, templates)
    if problem := next(iter((*refused(composition), *untellable(composition), *unsupported(composition))), None):
        raise _wrong(problem.sentence)
    if missing := find_missing_letters(composition.watermarks):
        raise _wrong(missing)
    _check_ffmpeg(composition)
    _check_key(operation, kind_of(composition.transcode))
    return Submission(composition, level, b"" if composition is named else write_request(composition))


def resolve_again(body: bytes, templates: Templates) -> bytes:
    """What ``Submission.resolved`` of a request that names templates would be now. Raises ``Fault``, ``BadInput``."""
    return write_request(_resolve(read_request(body).composition, templates))


def _check_ffmpeg(composition: Composition) -> None:
    """What FFmpeg was built without; where there is none, the job itself will tell."""
    try:
        lack = what_is_missing(composition, find_ffmpeg())
    except FfmpegMissing:
        return
    if lack is not None:
        raise _wrong(lack.sentence)


def _resolve(composition: Composition, templates: Templates) -> Composition:
    """What the job is once its templates are looked up: they win over what is set beside them (ci-jobs §1.2)."""
    transcode_id, ids = composition.transcode_template_id, composition.watermark_template_ids
    if not transcode_id and not ids:
        return composition
    if len(ids) > WATERMARKS_LIMIT:
        raise _wrong(f"There may be {WATERMARKS_LIMIT} WatermarkTemplateId at most.")
    known = Known().with_templates(templates.find([*filter(None, (transcode_id,)), *ids]))
    if transcode_id:
        _check_template(transcode_id, known)
    for template_id in ids:
        if template_id not in known.watermark_templates:
            raise Fault(400, "TemplateNotFound", f"There is no watermark template {template_id}.")
    return resolved(composition, known.templates, known.watermark_templates)


def _check_template(template_id: str, known: Known) -> None:
    """It must be there and state the whole frame, which no official one does (ci-templates §1, rules 2 and 3; A12)."""
    transcode = known.templates.get(template_id)
    if transcode is None:
        raise Fault(400, "TemplateNotFound", f"There is no transcode template {template_id}.")
    frame = Template(template_id, transcode=transcode).frame
    for name, value in (("Width", frame.width), ("Height", frame.height)):
        if value is None or not 1 <= value <= 8192:
            raise _wrong(f"The template {template_id} has no Video.{name}, which this job needs.")


def _check_tiles(operation: xml.Element) -> None:
    synthesis = xml.child(operation, "VideoSynthesis")
    tiles = list(xml.children(synthesis, "SpliceInfo")) if synthesis is not None else []
    if not tiles:
        raise _wrong("VideoSynthesis needs at least one SpliceInfo.")
    for number, tile in enumerate(tiles, 1):
        if not xml.text(tile, "Url"):
            raise _wrong(f"SpliceInfo {number} has no Url.")
        for name, least in (("X", None), ("Y", None), ("Width", 1), ("Height", 1)):
            _check_whole(tile, name, least, f"SpliceInfo {number}")
        label = xml.text(tile, "Name")
        if not is_tile_name(label):
            raise _wrong(
                f"The Name of SpliceInfo {number} may have {NAME_LIMIT} characters at most: Chinese, English letters, "
                "digits, _, - and *."
            )


def _check_whole(parent: xml.Element, name: str, least: int | None, where: str) -> None:
    text = xml.text(parent, name)
    value = xml.number(parent, name) if len(text) <= 10 else None
    if text and (value is None or (least is not None and value < least)):
        raise _wrong(f"{name} of {where} must be a whole number{f' of at least {least}' if least else ''}.")


def _check_transcode(operation: xml.Element) -> None:
    video = xml.child(operation, "Transcode", "Video")
    for name in ("Width", "Height"):
        value = xml.number(video, name)
        if value is None or not 1 <= value <= 8192:
            raise _wrong(f"Transcode.Video.{name} is required, in pixels.")


def _check_output(operation: xml.Element) -> None:
    for name in ("Region", "Bucket", "Object"):
        if not xml.text(operation, "Output", name):
            raise _wrong(f"Output.{name} is required.")
    output_place(operation)


def _check_key(operation: xml.Element, kind: Kind) -> None:
    """Judged last: what ``${ext}`` stands for depends on the ``kind`` of file, which a template may name. Pieces have
    keys, too.
    """
    key = key_of_result(xml.text(operation, "Output", "Object"), _ANY_ID, kind)
    if not key:
        raise _wrong("Output.Object names no object: it has slashes only.")
    if not is_key(key) or (kind.has_pieces and not is_key(beside(key, f"{_ANY_ID}-00-000000.m4s"))):
        raise _wrong(f"Output.Object is longer than {KEY_LIMIT} bytes (filled in) or has a control character.")


def output_place(operation: xml.Element) -> Place:
    """The bucket of the result; raises ``Fault`` when it has no name a bucket can have."""
    place = Place(xml.text(operation, "Output", "Bucket"), xml.text(operation, "Output", "Region"))
    if HOST_OF_BUCKET.fullmatch(f"{place.bucket}.cos.{place.region}.myqcloud.com") is None:
        raise _wrong("Output.Bucket and Output.Region must be the name of a bucket and of a region.")
    return place


def _check_options(operation: xml.Element) -> int:
    user_data = xml.text(operation, "UserData")
    if not is_user_data(user_data):
        raise _wrong(f"UserData may have {USER_DATA_LIMIT} printable ASCII characters at most.")
    if sum(1 for _ in xml.children(operation, "Watermark")) > WATERMARKS_LIMIT:
        raise _wrong(f"There may be {WATERMARKS_LIMIT} Watermark at most.")
    level = xml.text(operation, "JobLevel") or "0"
    if level not in map(str, LEVELS):
        raise _wrong("JobLevel must be 0, 1 or 2.")
    return int(level)


def _wrong(sentence: str) -> Fault:
    return Fault(400, "InvalidArgument", sentence)
