"""Rule 4 of design/sending-once.md as one table."""

from __future__ import annotations

import pytest

from tilewright.cloud.reply import Reply
from tilewright.errors import CloudError, NoAnswer, Unreachable
from tilewright.jobs.verdict import Final, NotExecuted, Refused, Unknown, classify
from tilewright.wire.faults import write_fault
from tilewright.wire.mark import new_mark

MARK = new_mark()
IDS = {"x-ci-request-id": "NjA"}


def jobs_reply(mark: str, job_id: str = "j1") -> bytes:
    return (
        f"<Response><JobsDetail><Code>Success</Code><Message/><JobId>{job_id}</JobId><State>Submitted</State>"
        f"<Tag>VideoSynthesis</Tag><Operation><UserData>lesson 4 {mark}</UserData></Operation></JobsDetail></Response>"
    ).encode()


def fault(status: int, code: str, resource: str | None = None) -> Reply:
    return Reply(status, IDS, write_fault(code, "said so", "NjA", resource=resource))


HTML = b"<!DOCTYPE html><html><body>Please sign in</body></html>"

TABLE: list[tuple[str, Reply | CloudError, type[object]]] = [
    ("connection refused", Unreachable("refused"), NotExecuted),
    ("name not known", Unreachable("dns"), NotExecuted),
    ("TLS before the request", Unreachable("tls"), NotExecuted),
    ("reset", NoAnswer("reset"), Unknown),
    ("timeout", NoAnswer("timeout"), Unknown),
    ("200 with our mark", Reply(200, IDS, jobs_reply(MARK)), Final),
    ("200 with another job", Reply(200, IDS, jobs_reply(new_mark())), Unknown),
    ("200 with our mark but no id", Reply(200, IDS, jobs_reply(MARK, job_id="")), Unknown),
    ("200 without JobsDetail", Reply(200, IDS, b"<Response/>"), Unknown),
    ("200 with an error body", fault(200, "InvalidArgument"), Unknown),
    ("200, empty", Reply(200, IDS, b""), Unknown),
    ("200, cut off", Reply(200, IDS, jobs_reply(MARK)[:90]), Unknown),
    ("200, HTML", Reply(200, {}, HTML), Unknown),
    ("redirect", Reply(302, {"location": "http://elsewhere/"}, b""), Unknown),
    ("redirect of a proxy, HTML", Reply(307, {}, HTML), Unknown),
    ("400 of CI", fault(400, "InvalidArgument"), Refused),
    ("400 without body", Reply(400, IDS, b""), Unknown),
    ("400, HTML", Reply(400, {}, HTML), Unknown),
    ("400 with a body that has no request id", Reply(400, {}, b"<Error><Code>X</Code></Error>"), Unknown),
    ("401 of CI", fault(401, "SecretidNotExist"), Refused),
    ("403 of COS", fault(403, "AccessDenied", "/jobs"), Refused),
    ("403 of CI", fault(403, "AccessDenied"), Refused),
    ("403, HTML of a proxy", Reply(403, {}, HTML), Unknown),
    ("404 of COS", fault(404, "NoSuchBucket", "/"), Refused),
    ("408 of COS", fault(408, "RequestTimeout", "/jobs"), Unknown),
    ("409 of COS", fault(409, "PathConflict", "/jobs"), Unknown),
    ("425", fault(425, "TooEarly"), Unknown),
    ("429 SlowDown", fault(429, "SlowDown"), NotExecuted),
    ("429 without body", Reply(429, {}, b""), Unknown),
    ("403 QueueSaturated", fault(403, "QueueSaturated"), NotExecuted),
    ("403 QueuePaused", fault(403, "QueuePaused"), Refused),
    ("451 of CI", fault(451, "UnavailableForLegalReasons"), Refused),
    ("500 of CI", fault(500, "InternalError"), Unknown),
    ("502, HTML", Reply(502, {}, HTML), Unknown),
    ("503 of COS", fault(503, "ServiceUnavailable", "/jobs"), Unknown),
    ("503 SlowDown", fault(503, "SlowDown", "/jobs"), Unknown),
]


@pytest.mark.parametrize(("outcome", "verdict"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_that_an_outcome_has_its_verdict(outcome: Reply | CloudError, verdict: type[object]) -> None:
    assert type(classify(outcome, MARK)) is verdict


@pytest.mark.parametrize(
    ("reply", "is_clock"),
    [
        (fault(403, "RequestTimeTooSkewed", "/"), True),
        (fault(401, "SignatureExpired"), True),
        (Reply(403, IDS, write_fault("AccessDenied", "Request has expired", "x", resource="/")), True),
        (Reply(403, IDS, write_fault("AccessDenied", "RequestTimeTooSkewed", "x", resource="/")), True),
        (fault(403, "AccessDenied", "/"), False),
        (fault(403, "SignatureDoesNotMatch", "/"), False),
    ],
)
def test_that_a_refusal_for_the_clock_is_told_from_the_others(reply: Reply, is_clock: bool) -> None:
    verdict = classify(reply, MARK)
    assert isinstance(verdict, Refused)
    assert verdict.is_about_clock is is_clock


def test_that_a_refusal_says_what_and_what_to_do() -> None:
    verdict = classify(fault(403, "SignatureDoesNotMatch", "/jobs"), MARK)
    assert isinstance(verdict, Refused)
    assert verdict.error.code == "SignatureDoesNotMatch"
    assert verdict.error.status == 403
    assert verdict.error.request_id == "NjA"
    assert "SecretKey" in verdict.error.message
    assert verdict.error.hint


def test_that_a_strange_answer_keeps_its_status_and_beginning() -> None:
    verdict = classify(Reply(502, {}, HTML * 20), MARK)
    assert isinstance(verdict, Unknown)
    assert getattr(verdict.error, "status", 0) == 502
    assert 0 < len(getattr(verdict.error, "start", "")) <= 200
    assert "Please sign in" in verdict.error.message
