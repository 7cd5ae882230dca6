"""From an answer that is no success to the error that it stands for (ci-jobs §9.1)."""

from __future__ import annotations

from ..errors import BadReply, CloudError, Rejected, Where
from ..failures.explain import code_of_status, explain, name_code
from ..text import say
from ..wire.faults import ServiceFault, read_fault
from .reply import Reply


def fault_of(reply: Reply) -> ServiceFault | None:
    """The error document of the service in ``reply``; ``None`` when there is none."""
    return read_fault(reply.body) if reply.body.strip() else None


def is_about_clock(error: CloudError) -> bool:
    """Refused only because of the time in the signature (ci-jobs §7: as code, or as message of AccessDenied)."""
    return isinstance(error, Rejected) and explain(error.code, error.service_message).id == "clock-wrong"


def refusal(what: str, reply: Reply, where: Where = "") -> Rejected | BadReply:
    """The error that ``reply``, no success, stands for; ``what`` says what we wanted, as in "submit the job"."""
    error = _refusal(what, reply, where)
    error.retry_after, error.after = reply.retry_after, reply.after
    return error


def _refusal(what: str, reply: Reply, where: Where) -> Rejected | BadReply:
    fault = fault_of(reply)
    if fault is not None and fault.code:
        code = name_code(fault.code)
        return _rejected(what, reply, where, code, fault.message, fault.request_id or reply.request_id)
    if not reply.body.strip() and reply.request_id and 400 <= reply.status < 600:
        return _rejected(
            what, reply, where, code_of_status(reply.status, where) or f"HTTP{reply.status}", "", reply.request_id
        )
    return bad_reply(what, reply)


def _rejected(what: str, reply: Reply, where: Where, code: str, message: str, request_id: str) -> Rejected:
    failure = explain(code, message, status=reply.status, where=where, ahead=reply.ahead)
    details = failure.words.rstrip(".")
    told: dict[str, object] = {"what": what, "known": failure.what, "details": details, "status": reply.status}
    sentence = say("Cannot {what}. {known} The service says: {details} (status {status}).", **told)
    if request_id:
        told["request"] = request_id
        sentence = say(
            "Cannot {what}. {known} The service says: {details} (status {status}, request {request}).", **told
        )
    error = Rejected(
        sentence,
        failure.cure,
        code=code,
        status=reply.status,
        request_id=request_id,
        service_message=message,
        where=where,
        ahead=reply.ahead,
    )
    error.body = reply.body
    return error


_FOREIGN = say("is not one of the service")


def bad_reply(what: str, reply: Reply, why: str = _FOREIGN) -> BadReply:
    """An answer that is not the service's: a proxy's page, a broken document, nothing at all."""
    told: dict[str, object] = {"what": what, "status": reply.status, "why": why}
    sentence = say("Cannot {what}: the answer (status {status}) {why}.", **told)
    if not reply.start:
        sentence = say("Cannot {what}: the answer (status {status}) {why}, and it is empty.", **told)
    elif said := reply.said:
        sentence = say("Cannot {what}: the answer (status {status}) {why}. It says: “{said}”.", said=said, **told)
    error = BadReply(sentence, explain("BadReply").cure, status=reply.status, start=reply.start)
    error.request_id, error.body = reply.request_id, reply.body
    error.before, error.after = reply.before, reply.after
    return error
