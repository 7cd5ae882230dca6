"""Replies about jobs (ci-jobs §2 and §3): read for the client, written for the local cloud."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import groupby

from ..errors import BadInput, Damaged
from ..model.options import Output
from ..text import say
from . import xml
from .mark import find_mark
from .request import TAG
from .results import DigitalWatermark, OutputFile, read_digital_watermark, read_outputs

LARGEST_PAGE = xml.LARGEST * 7 // 8
"""Bytes of jobs on one page of a listing; an answer of more than ``xml.LARGEST`` nobody reads."""

_CHINA = timezone(timedelta(hours=8))
_FORMAT = "%Y-%m-%dT%H:%M:%S%z"


@dataclass(frozen=True, slots=True)
class Job:
    """What the service says of one job. ``state`` is its own word; ``operation`` and ``media_info`` are XML to show."""

    job_id: str
    state: str
    code: str = ""
    message: str = ""
    progress: int | None = None
    created: datetime | None = None
    started: datetime | None = None
    ended: datetime | None = None
    queue_id: str = ""
    tag: str = ""
    user_data: str = ""
    mark: str | None = None
    output: Output = field(default_factory=Output)
    result_keys: tuple[str, ...] = ()
    results: tuple[OutputFile, ...] = ()
    digital_watermark: DigitalWatermark | None = None
    operation: bytes = field(default=b"", repr=False)
    media_info: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class JobsReply:
    """Jobs in the order of the answer, ids that do not exist, and the token of the next page, empty at the end."""

    jobs: tuple[Job, ...]
    missing: tuple[str, ...] = ()
    next_token: str = ""


def format_time(moment: datetime) -> str:
    """The service's form, in China's time: ``2022-06-27T14:44:10+0800``."""
    return moment.astimezone(_CHINA).strftime(_FORMAT)


def parse_time(written: str) -> datetime | None:
    """The moment that the service wrote; ``None`` for ``-``, nothing, or what is no time, such as the first of the
    calendar, which some write for none: where it is earlier in China than in Greenwich, there is none before it.
    """
    try:
        return datetime.strptime(written, _FORMAT).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def read_jobs(data: bytes) -> JobsReply:
    """Read a reply of submit, query or list. Raises ``Damaged`` when it is none."""
    root = xml.parse(data, say("The answer"))
    if xml.local_name(root) != "Response":
        raise Damaged(say("The answer starts with <{name}>, not with <Response>.", name=xml.local_name(root)))
    return _reply_in(root)


def _reply_in(root: xml.Element) -> JobsReply:
    return JobsReply(
        jobs=tuple(read_job(detail) for detail in xml.children(root, "JobsDetail")),
        missing=tuple(xml.text(node) for node in xml.children(root, "NonExistJobIds") if xml.text(node)),
        next_token=xml.text(root, "NextToken"),
    )


def parts(data: bytes) -> dict[str, bytes]:
    """A reply about several jobs as what it were for each of them alone, by their ids; empty when it cannot be read."""
    try:
        root = xml.parse(data, say("The answer"))
    except BadInput:
        return {}
    made = {}
    for detail in list(xml.children(root, "JobsDetail")):
        alone = xml.new("Response")
        alone.append(detail)
        made[xml.text(detail, "JobId")] = xml.to_bytes(alone, declared=True)
    return made


def read_job(detail: xml.Element) -> Job:
    """Read one `JobsDetail`: of its direct children only, as `DigitalWatermark` has a State of its own (ci-jobs §2)."""
    operation = xml.child(detail, "Operation")
    user_data = xml.text(operation, "UserData")
    media_info = xml.child(operation, "MediaInfo")
    results = read_outputs(operation)
    return Job(
        job_id=xml.text(detail, "JobId"),
        state=xml.text(detail, "State"),
        code=xml.text(detail, "Code"),
        message=xml.text(detail, "Message"),
        progress=xml.number(detail, "Progress"),
        created=parse_time(xml.text(detail, "CreationTime")),
        started=parse_time(xml.text(detail, "StartTime")),
        ended=parse_time(xml.text(detail, "EndTime")),
        queue_id=xml.text(detail, "QueueId"),
        tag=xml.text(detail, "Tag"),
        user_data=user_data,
        mark=find_mark(user_data),
        output=Output(
            region=xml.text(operation, "Output", "Region") or None,
            bucket=xml.text(operation, "Output", "Bucket") or None,
            object=xml.text(operation, "Output", "Object") or None,
        ),
        result_keys=tuple(key for file in results for key in file.keys),
        results=results,
        digital_watermark=read_digital_watermark(operation),
        operation=xml.spell(operation).encode() if operation is not None else b"",
        media_info=xml.spell(media_info).encode() if media_info is not None else b"",
    )


@dataclass(frozen=True, slots=True)
class ResultFile:
    """An object that a job made; ``md5`` as hex, empty while it is not known."""

    bucket: str
    region: str
    key: str
    md5: str


@dataclass(frozen=True, slots=True)
class JobRecord:
    """A job as the service keeps it; ``request`` are the bytes of its POST, ``media_info`` is the `MediaInfo` of its
    result as XML, empty for none.
    """

    job_id: str
    state: str
    created: datetime
    request: bytes = field(repr=False)
    code: str = "Success"
    message: str = ""
    progress: int | None = None
    started: datetime | None = None
    ended: datetime | None = None
    queue_id: str = ""
    media_info: bytes = field(default=b"", repr=False)
    results: tuple[ResultFile, ...] = ()


def write_jobs(records: Iterable[JobRecord], missing: Iterable[str] = (), next_token: str = "") -> bytes:
    """A reply about jobs: each Operation is echoed exactly as it was sent."""
    root = xml.new("Response")
    for record in records:
        _write_job(xml.add(root, "JobsDetail"), record)
    for job_id in missing:
        xml.add(root, "NonExistJobIds", job_id)
    if next_token:
        xml.add(root, "NextToken", next_token)
    return xml.to_bytes(root, declared=True)


def write_page(records: Iterable[tuple[JobRecord, str]], *, is_last: bool) -> bytes:
    """A page of a listing, of ``records`` with the token that goes on after each. It ends early, but not before its
    first job, where it would become larger than clients read; ``is_last`` when nothing comes after all of them.
    """
    root, size, token = xml.new("Response"), 0, ""
    for record, after in records:
        detail = xml.new("JobsDetail")
        _write_job(detail, record)
        size += len(xml.to_bytes(detail))
        if token and size > LARGEST_PAGE:
            is_last = False
            break
        root.append(detail)
        token = after
    if token and not is_last:
        xml.add(root, "NextToken", token)
    return xml.to_bytes(root, declared=True)


def write_answer(records: Iterable[JobRecord], missing: Iterable[str] = ()) -> bytes:
    """The reply to a query by ids, which tells of each job: where it would become larger than clients read, the first
    file alone is named of the results that come last, which is the playlist of one in pieces (A85).
    """
    root, size = xml.new("Response"), 0
    for record in records:
        detail = xml.new("JobsDetail")
        _write_job(detail, record)
        length = len(xml.to_bytes(detail))
        if size and size + length > LARGEST_PAGE and len(record.results) > 1:
            detail = xml.new("JobsDetail")
            _write_job(detail, replace(record, results=record.results[:1]))
            length = len(xml.to_bytes(detail))
        size += length
        root.append(detail)
    for job_id in missing:
        xml.add(root, "NonExistJobIds", job_id)
    return xml.to_bytes(root, declared=True)


def size_of_results(results: Sequence[ResultFile]) -> int:
    """Bytes that they take in an answer about their job."""
    node = xml.new("MediaResult")
    _write_results(node, results)
    return len(xml.to_bytes(node))


def size_of_echo(request: bytes) -> int:
    """Bytes that the `Operation` of a request takes in an answer: a sign may take more of them than it took."""
    return len(xml.to_bytes(_echo(request)))


def _echo(request: bytes) -> xml.Element:
    found = xml.child(xml.parse(request, say("The request")), "Operation")
    operation = deepcopy(found) if found is not None else xml.new("Operation")
    operation.tail = None
    return operation


def _write_job(detail: xml.Element, record: JobRecord) -> None:
    xml.add(detail, "Code", record.code)
    xml.add(detail, "Message", "".join(letter for letter in record.message if xml.is_writable(letter)))
    xml.add(detail, "JobId", record.job_id)
    xml.add(detail, "State", record.state)
    if record.progress is not None:
        xml.add(detail, "Progress", record.progress)
    xml.add(detail, "CreationTime", format_time(record.created))
    xml.add(detail, "StartTime", format_time(record.started) if record.started else "-")
    xml.add(detail, "EndTime", format_time(record.ended) if record.ended else "-")
    xml.add(detail, "QueueId", record.queue_id)
    xml.add(detail, "Tag", TAG)
    operation = _echo(record.request)
    detail.append(operation)
    if record.media_info:
        operation.append(xml.parse(record.media_info, say("The media info")))
    if record.results:
        _write_results(xml.add(operation, "MediaResult"), record.results)


def _write_results(node: xml.Element, results: Sequence[ResultFile]) -> None:
    """One `OutputFile` for all that lie in one bucket: there the names repeat, and the sums (ci-templates §9.5)."""
    for (bucket, region), files in groupby(results, lambda one: (one.bucket, one.region)):
        made = tuple(files)
        output = xml.add(node, "OutputFile")
        xml.add(output, "Bucket", bucket)
        xml.add(output, "Region", region)
        for file in made:
            xml.add(output, "ObjectName", file.key)
        for file in made:
            if not file.md5:
                continue
            md5 = xml.add(output, "Md5Info")
            xml.add(md5, "Md5", file.md5)
            xml.add(md5, "ObjectName", file.key)
