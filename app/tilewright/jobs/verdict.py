"""What the outcome of the one attempt means (sending-once, rule 4). Pure: an outcome in, a verdict out."""

from __future__ import annotations

from dataclasses import dataclass

from ..cloud.refusals import bad_reply, fault_of, is_about_clock, refusal
from ..cloud.reply import Reply
from ..errors import BadInput, CloudError, Rejected, Unreachable
from ..text import say
from ..wire.jobs import Job, read_jobs

_WHAT = say("submit the job")

MAY_HAVE_RUN = {408, 409, 425}
"""Statuses below 500 that do not say that the request was not carried out."""

_WAITS = {"SlowDown", "QueueSaturated"}


@dataclass(frozen=True)
class Final:
    """The service made the job: its answer carries our mark."""

    job: Job


@dataclass(frozen=True)
class Refused:
    """The service itself said no, for good. No job was made."""

    error: Rejected

    @property
    def is_about_clock(self) -> bool:
        """Only the time in the signature was wrong."""
        return is_about_clock(self.error)


@dataclass(frozen=True)
class NotExecuted:
    """No job was made now, but the same may succeed later: nothing was sent, or the service is too busy."""

    error: CloudError


@dataclass(frozen=True)
class Unknown:
    """There may be a job, or none."""

    error: CloudError


Verdict = Final | Refused | NotExecuted | Unknown


def classify(outcome: Reply | CloudError, mark: str) -> Verdict:
    """The verdict on an attempt that sent ``mark``. Whatever is not certain is ``Unknown``."""
    if isinstance(outcome, Unreachable):
        return NotExecuted(outcome)
    if isinstance(outcome, CloudError):
        return Unknown(outcome)
    if outcome.is_good:
        job = _job_with(outcome, mark)
        return Final(job) if job else Unknown(bad_reply(_WHAT, outcome, say("does not name our job")))
    error = refusal(_WHAT, outcome, "submit")
    if not isinstance(error, Rejected) or not _is_the_services(outcome):
        return Unknown(error)
    if outcome.status >= 500 or outcome.status in MAY_HAVE_RUN:
        return Unknown(error)
    if outcome.status == 429 or error.code in _WAITS:
        return NotExecuted(error)
    return Refused(error)


def _is_the_services(reply: Reply) -> bool:
    """An error body of the service itself: a Code and a request id, in the body or beside it."""
    fault = fault_of(reply)
    return fault is not None and bool(fault.code) and bool(fault.request_id or reply.request_id)


def _job_with(reply: Reply, mark: str) -> Job | None:
    try:
        jobs = read_jobs(reply.body).jobs
    except BadInput:
        return None
    return next((job for job in jobs if job.mark == mark and job.job_id), None)
