"""What the service's error codes mean to a user (ci-jobs §9.2–§9.4)."""

from __future__ import annotations

from ..errors import BadReply, CloudError, Rejected
from ..text import say
from ..wire.faults import ServiceFault, read_fault
from .reply import Reply

_OF_NUMBER = {
    "1007": "InternalError", "1010": "InvalidUrl", "1011": "InvalidContent", "1012": "MissingAuthorization",
    "1013": "InvalidAuthorization", "1014": "SignatureExpired", "1015": "InvalidArgument", "1016": "MissingContent",
    "1017": "InvalidHost", "1018": "AccessDenied", "1019": "SecretidNotExist", "1020": "SlowDown",
    "1103": "ResourceNotFound", "1106": "QueueNotFound", "1107": "TemplateNotFound", "1111": "MediaBucketUnBinded",
    "1124": "WriteTargetBucketDenied",
}  # fmt: skip

_KEYS = say("Check the SecretId and the SecretKey of the profile.")
_RIGHTS = say("Ask the owner of the account for the permission, or use other keys.")
_CLOCK = say("Set this computer's clock and try again.")
_LATER = say("Wait a while and try again.")
_NAME = say("Check the bucket's name and region in the profile.")

_WORDS: dict[str, tuple[str, str]] = {
    "InvalidAccessKeyId": (say("the service does not know the SecretId"), _KEYS),
    "SecretidNotExist": (say("the service does not know the SecretId"), _KEYS),
    "SignatureDoesNotMatch": (say("the SecretKey does not belong to the SecretId"), _KEYS),
    "InvalidAuthorization": (say("the service does not accept the signature of the keys"), _KEYS),
    "MissingAuthorization": (say("the service wants keys and got none"), _KEYS),
    "ExpiredToken": (say("the temporary keys have expired"), say("Get new temporary keys.")),
    "RequestTimeTooSkewed": (say("this computer's clock is too far from the service's"), _CLOCK),
    "SignatureExpired": (say("the service says that the signature is out of date"), _CLOCK),
    "AccessDenied": (say("the keys may not do this"), _RIGHTS),
    "NoProcessAuthority": (say("the keys may not process media in this bucket"), _RIGHTS),
    "CIRoleNotExist": (
        say("the account has not let Cloud Infinite read its buckets"),
        say("Open the Cloud Infinite console once and grant the role CI_QCSRole."),
    ),
    "MediaBucketUnBinded": (
        say("media processing is not enabled for the bucket"),
        say("Enable it in the Cloud Infinite console."),
    ),
    "NoSuchBucket": (say("there is no such bucket"), _NAME),
    "InvalidBucketName": (say("the service does not accept the bucket's name"), _NAME),
    "InvalidRegionName": (say("the service does not know the region"), _NAME),
    "InvalidHost": (say("the service does not know this address"), _NAME),
    "PermanentRedirect": (say("the bucket is in another region"), _NAME),
    "TemporaryRedirect": (say("the bucket is in another region"), _NAME),
    "NoSuchKey": (say("there is no such file in the bucket"), say("List the bucket to see what is there.")),
    "ResourceNotFound": (
        say("a file that the job needs is not in the bucket"),
        say("Upload it, or correct its address."),
    ),
    "ResourceAccessDenied": (say("the service may not read a file that the job needs"), _RIGHTS),
    "ResourceDownloadFailed": (say("the service could not read a file that the job needs"), _LATER),
    "TemplateNotFound": (say("there is no such template"), say("Choose another template.")),
    "InvalidArgument": (
        say("the service does not accept a value of the request"),
        say("Run the checks on the composition."),
    ),
    "MalformedXML": (say("the service cannot read the request"), say("Run the checks on the composition.")),
    "InvalidContent": (say("the service does not accept the request"), say("Run the checks on the composition.")),
    "QueueSaturated": (say("the queue of the bucket is full"), _LATER),
    "QueuePaused": (say("the queue of the bucket is paused"), say("Start the queue in the console.")),
    "SlowDown": (say("the service gets too many requests"), _LATER),
    "PaymentRequired": (say("the account has no money left"), say("Top up the account.")),
    "UnavailableForLegalReasons": (
        say("the service is blocked for this account"),
        say("Look for unpaid bills in the console."),
    ),
    "DomainAuditFailed": (say("the domain did not pass the service's review"), say("Use the bucket's own address.")),
    "BadDigest": (say("the file arrived damaged"), say("Upload it again.")),
    "InvalidRange": (say("the file is shorter than expected"), say("It may have changed: try again.")),
    "InvalidObjectState": (say("the file is archived"), say("Restore it in the console first.")),
    "InternalError": (say("the service has an error of its own"), _LATER),
    "ServiceUnavailable": (say("the service is not available at the moment"), _LATER),
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
    error = _refusal(what, reply)
    error.retry_after = reply.retry_after
    return error


def _refusal(what: str, reply: Reply) -> Rejected | BadReply:
    fault = fault_of(reply)
    if fault is not None and fault.code:
        return _rejected(what, reply, name_code(fault.code), fault.message, fault.request_id or reply.request_id)
    if not reply.body.strip() and reply.request_id and 400 <= reply.status < 600:
        code = _BY_STATUS.get(reply.status, f"HTTP{reply.status}")
        return _rejected(what, reply, code, "", reply.request_id)
    return bad_reply(what, reply)


def _rejected(what: str, reply: Reply, code: str, message: str, request_id: str) -> Rejected:
    known, hint = _WORDS.get(message) or _WORDS.get(code) or (say("the service refused"), "")
    details = ", ".join(part for part in (code, message if message != code else "") if part)
    told: dict[str, object] = {"what": what, "known": known, "details": details, "status": reply.status}
    sentence = say("Cannot {what}: {known} ({details}, status {status}).", **told)
    if request_id:
        told["request"] = request_id
        sentence = say("Cannot {what}: {known} ({details}, status {status}, request {request}).", **told)
    return Rejected(sentence, hint, code=code, status=reply.status, request_id=request_id, service_message=message)


_FOREIGN = say("is not one of the service")


def bad_reply(what: str, reply: Reply, why: str = _FOREIGN) -> BadReply:
    """An answer that is not the service's: a proxy's page, a broken document, nothing at all."""
    told: dict[str, object] = {"what": what, "status": reply.status, "why": why}
    sentence = say("Cannot {what}: the answer (status {status}) {why}, and it is empty", **told)
    if reply.start:
        sentence = say("Cannot {what}: the answer (status {status}) {why}: {start}", start=reply.start, **told)
    return BadReply(
        sentence,
        "A proxy, firewall or sign-in page may stand between; check the network.",
        status=reply.status,
        start=reply.start,
    )
