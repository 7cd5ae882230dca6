"""What the service's error codes mean to a user (ci-jobs §9.2–§9.4)."""

from __future__ import annotations

from ..errors import BadReply, CloudError, Rejected
from ..wire.faults import ServiceFault, read_fault
from .reply import Reply

_OF_NUMBER = {
    "1007": "InternalError", "1010": "InvalidUrl", "1011": "InvalidContent", "1012": "MissingAuthorization",
    "1013": "InvalidAuthorization", "1014": "SignatureExpired", "1015": "InvalidArgument", "1016": "MissingContent",
    "1017": "InvalidHost", "1018": "AccessDenied", "1019": "SecretidNotExist", "1020": "SlowDown",
    "1103": "ResourceNotFound", "1106": "QueueNotFound", "1107": "TemplateNotFound", "1111": "MediaBucketUnBinded",
    "1124": "WriteTargetBucketDenied",
}  # fmt: skip

_KEYS = "Check the SecretId and the SecretKey of the profile."
_RIGHTS = "Ask the owner of the account for the permission, or use other keys."
_CLOCK = "Set this computer's clock and try again."
_LATER = "Wait a while and try again."
_NAME = "Check the bucket's name and region in the profile."

_WORDS: dict[str, tuple[str, str]] = {
    "InvalidAccessKeyId": ("The service does not know the SecretId", _KEYS),
    "SecretidNotExist": ("The service does not know the SecretId", _KEYS),
    "SignatureDoesNotMatch": ("The SecretKey does not belong to the SecretId", _KEYS),
    "InvalidAuthorization": ("The service does not accept the signature of the keys", _KEYS),
    "MissingAuthorization": ("The service wants keys and got none", _KEYS),
    "ExpiredToken": ("The temporary keys have expired", "Get new temporary keys."),
    "RequestTimeTooSkewed": ("This computer's clock is too far from the service's", _CLOCK),
    "SignatureExpired": ("The service says that the signature is out of date", _CLOCK),
    "AccessDenied": ("The keys may not do this", _RIGHTS),
    "NoProcessAuthority": ("The keys may not process media in this bucket", _RIGHTS),
    "CIRoleNotExist": (
        "The account has not let Cloud Infinite read its buckets",
        "Open the Cloud Infinite console once and grant the role CI_QCSRole.",
    ),
    "MediaBucketUnBinded": (
        "Media processing is not enabled for the bucket",
        "Enable it in the Cloud Infinite console.",
    ),
    "NoSuchBucket": ("There is no such bucket", _NAME),
    "InvalidBucketName": ("The service does not accept the bucket's name", _NAME),
    "InvalidRegionName": ("The service does not know the region", _NAME),
    "InvalidHost": ("The service does not know this address", _NAME),
    "PermanentRedirect": ("The bucket is in another region", _NAME),
    "TemporaryRedirect": ("The bucket is in another region", _NAME),
    "NoSuchKey": ("There is no such file in the bucket", "List the bucket to see what is there."),
    "ResourceNotFound": ("A file that the job needs is not in the bucket", "Upload it, or correct its address."),
    "ResourceAccessDenied": ("The service may not read a file that the job needs", _RIGHTS),
    "ResourceDownloadFailed": ("The service could not read a file that the job needs", _LATER),
    "TemplateNotFound": ("There is no such template", "Choose another template."),
    "InvalidArgument": ("The service does not accept a value of the request", "Run the checks on the composition."),
    "MalformedXML": ("The service cannot read the request", "Run the checks on the composition."),
    "InvalidContent": ("The service does not accept the request", "Run the checks on the composition."),
    "QueueSaturated": ("The queue of the bucket is full", _LATER),
    "QueuePaused": ("The queue of the bucket is paused", "Start the queue in the console."),
    "SlowDown": ("The service gets too many requests", _LATER),
    "PaymentRequired": ("The account has no money left", "Top up the account."),
    "UnavailableForLegalReasons": ("The service is blocked for this account", "Look for unpaid bills in the console."),
    "DomainAuditFailed": ("The domain did not pass the service's review", "Use the bucket's own address."),
    "BadDigest": ("The file arrived damaged", "Upload it again."),
    "InvalidRange": ("The file is shorter than expected", "It may have changed: try again."),
    "InvalidObjectState": ("The file is archived", "Restore it in the console first."),
    "InternalError": ("The service has an error of its own", _LATER),
    "ServiceUnavailable": ("The service is not available at the moment", _LATER),
}

_BY_STATUS = {401: "InvalidAuthorization", 402: "PaymentRequired", 403: "AccessDenied", 404: "NoSuchKey",
              416: "InvalidRange", 429: "SlowDown", 451: "UnavailableForLegalReasons"}  # fmt: skip

_CLOCK_WORDS = {"RequestTimeTooSkewed", "SignatureExpired", "Request has expired"}


def name_code(code: str) -> str:
    """The name of a code: those of media calls may be numbers (ci-jobs §9.3)."""
    return _OF_NUMBER.get(code, code)


def fault_of(reply: Reply) -> ServiceFault | None:
    """The error document of the service in ``reply``; ``None`` when there is none."""
    return read_fault(reply.body) if reply.body.strip() else None


def is_about_clock(error: CloudError) -> bool:
    """Refused only because of the time in the signature (ci-jobs §7: as code, or as message of AccessDenied)."""
    return isinstance(error, Rejected) and (error.code in _CLOCK_WORDS or error.service_message in _CLOCK_WORDS)


def refusal(what: str, reply: Reply) -> Rejected | BadReply:
    """The error that ``reply``, no success, stands for; ``what`` says what we wanted, as in "submit the job"."""
    fault = fault_of(reply)
    if fault is not None and fault.code:
        return _rejected(what, reply, name_code(fault.code), fault.message, fault.request_id or reply.request_id)
    if not reply.body.strip() and reply.request_id and 400 <= reply.status < 600:
        code = _BY_STATUS.get(reply.status, f"HTTP{reply.status}")
        return _rejected(what, reply, code, "", reply.request_id)
    return bad_reply(what, reply)


def _rejected(what: str, reply: Reply, code: str, message: str, request_id: str) -> Rejected:
    known, hint = _WORDS.get(message) or _WORDS.get(code) or ("The service refused", "")
    details = ", ".join(part for part in (code, message if message != code else "") if part)
    number = f", request {request_id}" if request_id else ""
    sentence = f"Cannot {what}: {known[0].lower()}{known[1:]} ({details}, status {reply.status}{number})."
    return Rejected(sentence, hint, code=code, status=reply.status, request_id=request_id, service_message=message)


def bad_reply(what: str, reply: Reply, why: str = "is not one of the service") -> BadReply:
    """An answer that is not the service's: a proxy's page, a broken document, nothing at all."""
    shown = f": {reply.start}" if reply.start else ", and it is empty"
    return BadReply(
        f"Cannot {what}: the answer (status {reply.status}) {why}{shown}",
        "A proxy, firewall or sign-in page may stand between; check the network.",
        status=reply.status,
        start=reply.start,
    )
