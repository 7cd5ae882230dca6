"""Which test triggers which entry of the catalogue of failures. Together the tables name every id."""

from __future__ import annotations

FFMPEG = {
    "codec-in-container", "decoder-missing", "encoder-missing", "filter-missing", "gave-up", "grew-too-large",
    "killed", "no-memory", "no-room", "nothing-to-show", "odd-size", "option-refused", "pixel-format",
    "renderer-failed", "renderer-missing", "stalled", "took-too-long", "video-changed", "video-damaged",
    "video-incomplete", "video-vanished",
}  # fmt: skip
"""``tests/contract/test_failures_of_ffmpeg.py``: real files, the real FFmpeg, the local cloud."""

SERVICE: tuple[tuple[str, int, str, str], ...] = (
    # ci-jobs §9.2: codes of CI by status
    ("9.2", 301, "PermanentRedirect", "other-region"),
    ("9.2", 307, "TemporaryRedirect", "other-region"),
    ("9.2", 400, "InvalidArgument", "value-refused"),
    ("9.2", 400, "MissingContent", "request-refused"),
    ("9.2", 400, "InvalidContent", "request-refused"),
    ("9.2", 400, "InvalidHost", "host-unknown"),
    ("9.2", 400, "ResourceNotFound", "source-absent"),
    ("9.2", 400, "ResourceAccessDenied", "source-denied"),
    ("9.2", 400, "ResourceDownloadFailed", "source-not-read"),
    ("9.2", 400, "CIRoleNotExist", "role-missing"),
    ("9.2", 400, "ResourceNotSupported", "source-kind"),
    ("9.2", 401, "MissingAuthorization", "keys-missing"),
    ("9.2", 401, "InvalidAuthorization", "keys-not-accepted"),
    ("9.2", 401, "AccessDenied", "not-allowed"),
    ("9.2", 401, "SecretidNotExist", "keys-unknown"),
    ("9.2", 401, "SignatureExpired", "clock-wrong"),
    ("9.2", 403, "AccessDenied", "not-allowed"),
    ("9.2", 403, "MediaBucketAlreadyBinded", "bound-already"),
    ("9.2", 403, "QueueSaturated", "queue-full"),
    ("9.2", 403, "QueuePaused", "queue-paused"),
    ("9.2", 404, "InvalidUrl", "call-unknown"),
    ("9.2", 404, "AuditingJobNotFound", "job-absent"),
    ("9.2", 411, "MissingContentLength", "request-refused"),
    ("9.2", 413, "InvalidContent", "request-refused"),
    ("9.2", 429, "SlowDown", "too-many-calls"),
    ("9.2", 451, "UnavailableForLegalReasons", "account-blocked"),
    ("9.2", 500, "InternalError", "service-error"),
    ("9.2", 501, "NotImplemented", "call-unknown"),
    ("9.2", 503, "ServiceUnavailable", "service-away"),
    # ci-jobs §9.3: the same and others as numbers
    ("9.3", 500, "1007", "service-error"),
    ("9.3", 404, "1010", "call-unknown"),
    ("9.3", 400, "1011", "request-refused"),
    ("9.3", 401, "1012", "keys-missing"),
    ("9.3", 401, "1013", "keys-not-accepted"),
    ("9.3", 401, "1014", "clock-wrong"),
    ("9.3", 400, "1015", "value-refused"),
    ("9.3", 400, "1016", "request-refused"),
    ("9.3", 400, "1017", "host-unknown"),
    ("9.3", 403, "1018", "not-allowed"),
    ("9.3", 401, "1019", "keys-unknown"),
    ("9.3", 429, "1020", "too-many-calls"),
    ("9.3", 400, "1021", "source-kind"),
    ("9.3", 403, "1100", "bound-already"),
    ("9.3", 400, "1103", "source-absent"),
    ("9.3", 400, "1106", "queue-absent"),
    ("9.3", 400, "1107", "template-absent"),
    ("9.3", 400, "1109", "account-limit"),
    ("9.3", 400, "1110", "account-limit"),
    ("9.3", 400, "1111", "not-activated"),
    ("9.3", 400, "1112", "template-name-taken"),
    ("9.3", 400, "1114", "workflow-active"),
    ("9.3", 400, "1120", "account-limit"),
    ("9.3", 403, "1124", "output-denied"),
    ("9.3", 400, "1145", "account-limit"),
    # ci-jobs §9.4: codes of COS
    ("9.4", 400, "ExpiredToken", "keys-expired"),
    ("9.4", 400, "BadDigest", "upload-damaged"),
    ("9.4", 400, "EntityTooSmall", "upload-damaged"),
    ("9.4", 400, "EntityTooLarge", "too-large"),
    ("9.4", 400, "IncompleteBody", "upload-damaged"),
    ("9.4", 400, "InvalidPart", "upload-damaged"),
    ("9.4", 400, "InvalidPartOrder", "upload-damaged"),
    ("9.4", 400, "InvalidArgument", "value-refused"),
    ("9.4", 400, "InvalidBucketName", "bucket-name"),
    ("9.4", 400, "InvalidRegionName", "region-unknown"),
    ("9.4", 400, "KeyTooLong", "name-too-long"),
    ("9.4", 400, "MalformedXML", "request-refused"),
    ("9.4", 400, "RequestTimeout", "upload-slow"),
    ("9.4", 400, "UserNetworkTooSlow", "upload-slow"),
    ("9.4", 400, "BucketAccelerateNotEnabled", "acceleration-off"),
    ("9.4", 402, "PaymentRequired", "unpaid"),
    ("9.4", 403, "AccessDenied", "not-allowed"),
    ("9.4", 403, "InvalidAccessKeyId", "keys-unknown"),
    ("9.4", 403, "SignatureDoesNotMatch", "keys-wrong"),
    ("9.4", 403, "RequestTimeTooSkewed", "clock-wrong"),
    ("9.4", 403, "Request has expired", "clock-wrong"),
    ("9.4", 403, "InvalidObjectState", "file-archived"),
    ("9.4", 403, "NoProcessAuthority", "no-processing-right"),
    # the same two about jobs
    ("jobs", 400, "RequestTimeout", "request-slow"),
    ("jobs", 409, "PathConflict", "call-conflict"),
    ("9.4", 404, "NoSuchBucket", "bucket-absent"),
    ("9.4", 404, "NoSuchKey", "file-absent"),
    ("9.4", 404, "NoSuchUpload", "upload-gone"),
    ("9.4", 405, "MethodNotAllowed", "call-unknown"),
    ("9.4", 409, "PathConflict", "path-conflict"),
    ("9.4", 409, "UploadConflict", "upload-gone"),
    ("9.4", 409, "InvalidObjectState", "file-archived"),
    ("9.4", 409, "ObjectLocked", "file-locked"),
    ("9.4", 411, "MissingContentLength", "request-refused"),
    ("9.4", 412, "PreconditionFailed", "file-changed"),
    ("9.4", 416, "InvalidRange", "file-changed"),
    ("9.4", 451, "UnavailableForLegalReasons", "account-blocked"),
    ("9.4", 451, "DomainAuditFailed", "domain-refused"),
    ("9.4", 500, "InternalError", "service-error"),
    ("9.4", 503, "ServiceUnavailable", "service-away"),
    ("9.4", 503, "SlowDown", "too-many-calls"),
    # what the local cloud says beside these
    ("local", 409, "FileAlreadyExists", "name-taken"),
    ("local", 409, "ObjectChanged", "file-lost"),
    ("local", 400, "InvalidDigest", "upload-damaged"),
    # AccessDenied of the lists of templates and of queues (ci-jobs §10)
    ("templates", 403, "AccessDenied", "templates-denied"),
    ("queues", 403, "AccessDenied", "queues-denied"),
    # what no document knows
    ("", 418, "NeverHeardOf", "unexplained"),
)
"""``test_failures_of_the_service.py``: section of ci-jobs, status, code, entry. All codes of §9 are here, as it has
them.
"""

MESSAGES: tuple[tuple[str, str, str], ...] = (
    ("AccessDenied", "Request has expired", "clock-wrong"),
    ("AccessDenied", "You are denied by bucket referer rule", "referer-denied"),
    ("AccessDenied", "AccessForbidden", "cross-site-denied"),
    ("AccessDenied", "InvalidAccessKeyId", "keys-unknown"),
)
"""``test_failures_of_the_service.py``: what COS says as Message of another code (ci-jobs §9.4)."""

JOBS: tuple[tuple[str, str, str], ...] = (
    ("InternalError", "Something went wrong.", "job-error"),
    ("1103", "", "source-absent"),
    ("ResourceDownloadFailed", "The file could not be fetched.", "source-not-read"),
    ("WriteTargetBucketDenied", "", "output-denied"),
    ("InvalidArgument", "Transcode.Video.Crf is 99.", "value-refused"),
    ("NobodyKnows", "It says so.", "unexplained"),
    ("", "moov atom not found", "video-incomplete"),
    ("", "", "job-error"),
)
"""``test_failures_of_jobs.py``: code and message of a failed job."""

ON_THE_WAY = {
    "broken-off", "cannot-be-written", "connect-timeout", "connection-refused", "endless-answer", "file-broken-off",
    "file-timed-out", "foreign-answer", "name-unknown", "no-route", "no-safe-connection", "not-trusted", "proxy-failed",
    "timed-out",
}  # fmt: skip
"""``test_failures_on_the_way.py``."""

OURS = {
    "in-doubt", "job-absent", "keys-gone", "not-received", "other-place", "other-service", "outcome-unknown",
    "unreachable",
}  # fmt: skip
"""``test_failures_of_jobs.py``: what the ledger says."""


def triggered() -> set[str]:
    """The ids that the tests trigger."""
    told = {case[-1] for case in (*SERVICE, *MESSAGES, *JOBS)}
    return told | FFMPEG | ON_THE_WAY | OURS
