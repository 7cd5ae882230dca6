"""From a code and a message to what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..errors import (
    AppError,
    CloudError,
    DiskFull,
    FfmpegFailed,
    FfmpegMissing,
    JobEnded,
    NameTaken,
    NameUnsure,
    Rejected,
    Where,
)
from ..text import Text, say
from . import accounts, network, rendering, requests
from .clock import clock_words
from .entry import Entry, Failure

CATALOGUE: tuple[Entry, ...] = (*accounts.ENTRIES, *requests.ENTRIES, *network.ENTRIES, *rendering.ENTRIES)

OF_NUMBER = {
    "1007": "InternalError", "1010": "InvalidUrl", "1011": "InvalidContent", "1012": "MissingAuthorization",
    "1013": "InvalidAuthorization", "1014": "SignatureExpired", "1015": "InvalidArgument", "1016": "MissingContent",
    "1017": "InvalidHost", "1018": "AccessDenied", "1019": "SecretidNotExist", "1020": "SlowDown",
    "1021": "InvalidContentType", "1100": "BucketAlreadyBinded", "1103": "ResourceNotFound", "1106": "QueueNotFound",
    "1107": "TemplateNotFound", "1109": "BindedBucketNumLimit", "1110": "CreatedTemplateNumLimit",
    "1111": "MediaBucketUnBinded", "1112": "TemplateNameDuplicate", "1114": "ActiveWorkflowForbiddenUpdate",
    "1120": "WorkFlowNumLimit", "1124": "WriteTargetBucketDenied", "1145": "QueueNumLimit",
}  # fmt: skip
"""Names of the numbers that media calls may give as codes (ci-jobs §9.3)."""

OF_STATUS = {
    301: "PermanentRedirect", 307: "TemporaryRedirect", 401: "InvalidAuthorization", 402: "PaymentRequired",
    403: "AccessDenied", 404: "NoSuchKey", 405: "MethodNotAllowed", 408: "RequestTimeout", 409: "PathConflict",
    411: "MissingContentLength", 412: "PreconditionFailed", 413: "EntityTooLarge", 416: "InvalidRange",
    429: "SlowDown", 451: "UnavailableForLegalReasons", 500: "InternalError", 501: "NotImplemented",
    502: "ServiceUnavailable", 503: "ServiceUnavailable", 504: "ServiceUnavailable",
}  # fmt: skip
"""What an answer without a code says by its status (ci-jobs §9.2, §9.4)."""

_OF_STATUS_OF_JOB: dict[tuple[int, Where], str] = {
    (404, "submit"): "InvalidUrl",
    (404, "ask"): "InvalidUrl",
    (404, "list"): "InvalidUrl",
    (404, "cancel"): "NoSuchJob",
}
"""Where it says something else of calls about jobs: they name no file, and one about ten jobs says nothing of one."""

UNEXPLAINED = Entry(
    "unexplained",
    say("The service refused, for a reason that Tilewright does not know."),
    say("Its own words tell all that is known."),
    say("Look the words up in the service's documents, or ask its support; the request id helps them."),
)

RIGHTS: dict[Where, Text] = {
    "": say("for this call"),
    "submit": say("ci:CreateMediaJobs or cam:PassRole"),
    "ask": say("ci:DescribeMediaJob"),
    "list": say("ci:DescribeMediaJobs"),
    "cancel": say("ci:CancelMediaJob"),
    "read": say("cos:HeadObject or cos:GetObject"),
    "browse": say("cos:GetBucket or cos:GetService"),
    "write": say("cos:PutObject, cos:InitiateMultipartUpload, cos:UploadPart or cos:CompleteMultipartUpload"),
    "delete": say("cos:DeleteObject"),
    "templates": say("ci:DescribeMediaTemplates"),
    "queues": say("ci:DescribeMediaQueues"),
    "job": say("for a file that the job reads or writes"),
}
"""The permission that each call needs (ci-jobs §10)."""


def name_code(code: str) -> str:
    """The name of a code: those of media calls may be numbers (ci-jobs §9.3)."""
    return OF_NUMBER.get(code, code)


def explain(code: str, message: str = "", *, status: int = 0, where: Where = "", ahead: float | None = None) -> Failure:
    """What a failure means. Whatever nobody knows gets the honest entry ``unexplained``, with the words as they came.

    ``code`` and ``message`` are the service's, or those that the ledger noted; ``status`` is that of HTTP, 0 without
    one; ``ahead`` the seconds by which this computer's clock is ahead of the service's, where that was measured.
    """
    name = name_code(code) or code_of_status(status, where) or ("InternalError" if where == "job" else "")
    entry = next(_candidates(name, message, where), UNEXPLAINED)
    what, why = entry.what, entry.why
    if entry.id == "clock-wrong" and ahead is not None:
        what = clock_words(ahead) or what
    if why is accounts.LACKING:
        why = Text(why.template, {"right": RIGHTS[where]})
    words = "" if entry.is_ours else _words(code, message)
    return Failure(entry.id, what, why, entry.cure, entry.field, entry.button, words)


def code_of_status(status: int, where: Where = "") -> str:
    """The code that an answer without one stands for, by its status; empty where that says nothing."""
    return _OF_STATUS_OF_JOB.get((status, where)) or OF_STATUS.get(status, "")


def _words(code: str, message: str) -> str:
    """Both as one, which a sentence of ours stays."""
    if not code or not message or code == message:
        return message or code
    return say("{code}: {message}", code=code, message=message) if isinstance(message, Text) else f"{code}: {message}"


def _candidates(code: str, message: str, where: Where) -> Iterator[Entry]:
    """The entries that fit, the most telling first: the message's words, the code at that place, the code anywhere."""
    for entry in CATALOGUE:
        if (not entry.at or where in entry.at) and any(re.search(pattern, message) for pattern in entry.says):
            yield entry
    yield from (entry for entry in CATALOGUE if code in entry.codes and where in entry.at)
    yield from (entry for entry in CATALOGUE if code in entry.codes and not entry.at)


def telling_line(log: str) -> str:
    """The line of what FFmpeg said that tells most: one that the catalogue knows, else the last; empty for nothing."""
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    known = (line for entry in rendering.ENTRIES for line in lines if any(re.search(said, line) for said in entry.says))
    return next(known, lines[-1] if lines else "")


def explain_error(error: AppError) -> Failure | None:
    """What ``error`` means; ``None`` for one whose own message and hint say all that is to be said."""
    if isinstance(error, Rejected):
        return explain(error.code, error.service_message, status=error.status, where=error.where, ahead=error.ahead)
    if isinstance(error, CloudError):
        return explain(error.code)
    if isinstance(error, JobEnded):
        return explain(error.code, error.service_message, where="job") if error.code else None
    if isinstance(error, FfmpegFailed):
        return explain("FfmpegFailed", f"{error.message} {error.log}", where="job")
    if isinstance(error, (DiskFull, FfmpegMissing, NameTaken)) and not isinstance(error, NameUnsure):
        return explain(type(error).__name__)
    return None
