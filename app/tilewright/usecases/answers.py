"""The answers of the service to one job, to be read: what each says, laid out, and the moments that it names."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import replace

from ..errors import BadInput
from ..jobs.intent import Answer, Intent
from ..model.secrets import without_keys
from ..model.states import State, state_of_service
from ..text import say
from ..wire import xml
from ..wire.faults import read_fault
from ..wire.jobs import Job, read_jobs
from ..wire.results import read_media
from .heard import Heard, ReadAnswer
from .workplace import Workplace

_FIRST_LINE = 120
"""Letters of an answer that is not the service's which are told."""


def heard_of(intent: Intent, workplace: Workplace) -> Heard:
    """The request of ``intent``, without encryption keys, and what the service said of its job."""
    with workplace.history() as history:
        answers = history.answers(intent.id)
        older = history.answer_count(intent.id) - len(answers)
        request = history.request(intent.id)
    shown = without_keys(request.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
    return replace(read_answers(answers, intent.job_id), request=shown, older=older)


_REFUSED = "BadReply"
"""What is noted of an answer that was not believed: nothing that stands in it is told of the job."""


def read_answers(answers: Iterable[Answer], job_id: str) -> Heard:
    """Read ``answers``; what is said of other jobs than ``job_id`` does not count, unless that is empty."""
    read, started, ended = [], None, None
    media_info: tuple[tuple[str, str, str], ...] = ()
    for answer in answers:
        job = None if answer.told == _REFUSED else _job_in(answer.body, "" if answer.call == "twin" else job_id)
        says = _sentence(answer, job)
        seen = answer.call, answer.times, answer.latest, answer.again
        read.append(ReadAnswer(answer.asked, answer.request_id, answer.status, says, _text(answer), *seen))
        if job is not None and answer.call != "twin":
            started = job.started.timestamp() if job.started else started
            ended = job.ended.timestamp() if job.ended else ended
            media_info = _facts_of(job) or media_info
    return Heard(tuple(read), started, ended, media_info)


def _job_in(body: bytes, job_id: str) -> Job | None:
    try:
        jobs = read_jobs(body).jobs
    except BadInput:
        return None
    return next((job for job in jobs if not job_id or job.job_id == job_id), None)


def _sentence(answer: Answer, job: Job | None) -> str:
    if job is not None:
        return _of_job(job)
    if not answer.body:
        return _of_told(answer)
    fault = read_fault(answer.body)
    if fault is not None:
        return say("Refused: {code}. {message}", code=fault.code, message=fault.message)
    with contextlib.suppress(BadInput):
        read_jobs(answer.body)
        return say("The job is not among those that the service names.")
    first = without_keys(answer.body.decode("utf-8", "replace")).strip().partition("\n")[0][:_FIRST_LINE]
    return say("Not an answer of the service: {first}", first=first)


def _of_job(job: Job) -> str:
    state = state_of_service(job.state)
    if state is State.RUNNING and job.progress is not None:
        return say("The job runs, {percent} %.", percent=job.progress)
    if state is State.FAILED and (job.code or job.message):
        return say("The job failed: {code}. {message}", code=job.code, message=job.message)
    mark = job.digital_watermark
    if state is State.SUCCESS and mark is not None and mark.state not in {"", "Success"}:
        return say("The video is made; the state of its digital watermark is {state}.", state=mark.state)
    return _STATES[state]


def _of_told(answer: Answer) -> str:
    """Of what it said only the gist was kept (`Answer.told`)."""
    word, _, percent = answer.told.partition(" ")
    if answer.call == "list" and word.isdecimal():
        return say("The list of jobs, or a page of it: {count}.", count=word)
    if (answer.call, word) in _GISTS:
        return _GISTS[answer.call, word]
    if answer.status == 0:
        return say("No answer came ({reason}).", reason=answer.told) if answer.told else say("No answer came.")
    if word == State.RUNNING and percent:
        return say("The job runs, {percent} %.", percent=percent)
    state = next((state for state in _STATES if state == word), None)
    if state is not None:
        return _STATES[state]
    return say("Refused: {code}.", code=answer.told) if answer.told else say("An answer without words.")


_STATES = {
    State.SUBMITTED: say("The job waits for its turn."),
    State.RUNNING: say("The job runs."),
    State.PAUSED: say("The queue of the job is paused."),
    State.SUCCESS: say("The video is made."),
    State.FAILED: say("The job failed."),
    State.CANCELLED: say("The job was cancelled."),
}


_GISTS = {
    ("head", "there"): say("The output is in the bucket."),
    ("head", "absent"): say("The output is not in the bucket."),
    ("name", "there"): say("The bucket has a file already under another name that was considered for the result."),
    ("name", "absent"): say("Another name that was considered for the result is free in the bucket."),
    ("list", "others"): say("A page of the list of jobs, which names others."),
    ("cancel", "accepted"): say("The service took the wish to cancel."),
    ("cancel-twin", "accepted"): say("The service took the wish to cancel."),
    ("query", "absent"): say("The job is not among those that the service names."),
    ("twin", "absent"): say("The job is not among those that the service names."),
}


def _text(answer: Answer) -> str:
    with contextlib.suppress(BadInput):
        return without_keys(xml.to_bytes(xml.parse(answer.body, say("The answer")), pretty=True).decode())
    return without_keys(answer.body.decode("utf-8", "replace").strip())


def _facts_of(job: Job) -> tuple[tuple[str, str, str], ...]:
    """Part, name and value of each fact: ``Format``, and the streams ``Video`` and ``Audio`` (ci-templates §9); also
    the state of an invisible watermark, which is not that of the job.
    """
    info = xml.parse(job.media_info, say("The answer")) if job.media_info else None
    facts = [(facts.part, name, value) for facts in read_media(info) for name, value in facts.values]
    if job.digital_watermark is not None and job.digital_watermark.state:
        facts.append(("DigitalWatermark", "State", job.digital_watermark.state))
    return tuple(facts)
