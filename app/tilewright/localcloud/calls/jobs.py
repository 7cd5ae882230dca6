"""Jobs: submit, query, list, cancel (ci-jobs §1 to §3)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from werkzeug.wrappers import Response

from ...errors import DiskFull
from ...model.service_queue import USUAL_CATEGORY
from ...wire.jobs import parse_time, write_answer, write_jobs, write_page
from ...wire.own_names import CALLBACK_PARAMETER, LOG_PARAMETER, OUTDATED_PARAMETER, WAITS_HEADER
from ..exchange import Call, Fault, answer, xml_answer
from ..outdated import look_at
from ..parts import CiCall, Parts
from ..pausing import SUBMITTED, queue_id
from ..queue import STATES, TAG, NoSuchJob, NotWaiting, Queue, QueueFull, Wanted
from ..records import record_of
from ..submission import read_submission
from ..templates import Templates

IDS_MOST = 10
"""Ids that one query or cancel may name (A16)."""

NOT_WAITING = (400, "InvalidArgument")
"""The answer to cancelling a job that runs or has ended (A9): no page says it, only that it cannot be done."""

_IDS = re.compile(r"/jobs/(?P<ids>[A-Za-z0-9]{1,64}(?:,[A-Za-z0-9]{1,64})*)")
_JOB_IDS = re.compile(r"/jobs/j[0-9a-f]{32}(?:,j[0-9a-f]{32})*")


def _has_shape(call: Call) -> bool:
    is_ci_host = call.kind == "ci"
    if call.path == "/jobs":
        return call.method == "POST" or (call.method == "GET" and (is_ci_host or "tag" in call.params))
    ids = _IDS.fullmatch(call.path) if is_ci_host else _JOB_IDS.fullmatch(call.path)
    return ids is not None and (call.method == "GET" or (call.method == "PUT" and "cancel" in call.params))


def _serve(parts: Parts, call: Call, still_valid: Callable[[], None]) -> Response:
    queue = parts.queue
    if call.path == "/jobs":
        return _submit(queue, parts.templates, call, still_valid) if call.method == "POST" else _list(queue, call)
    ids = list(dict.fromkeys(call.path.removeprefix("/jobs/").split(",")))
    if len(ids) > IDS_MOST:
        raise Fault(400, "InvalidArgument", f"A call may name {IDS_MOST} jobs at most.")
    if call.method == "GET" and LOG_PARAMETER in call.params:
        return _log(queue, call, ids[0])
    if call.method == "GET" and CALLBACK_PARAMETER in call.params:
        return _told(parts, call, ids[0])
    if call.method == "GET" and OUTDATED_PARAMETER in call.params:
        return _outdated(parts, call, ids[0])
    return _query(parts, call, ids) if call.method == "GET" else _cancel(queue, call, ids)


def _submit(queue: Queue, templates: Templates, call: Call, still_valid: Callable[[], None]) -> Response:
    body = call.document()
    submission = read_submission(body, templates.of(call.place))
    try:
        job = queue.accept(call.place, body, submission.level, still_valid, resolved=submission.resolved)
    except QueueFull as error:
        raise Fault(403, "QueueSaturated", str(error)) from error
    except DiskFull as error:  # nothing of it holds, which a 5xx would leave open (sending-once, rule 4; A108)
        raise Fault(403, "DiskFull", str(error)) from error
    return xml_answer(write_jobs([record_of(job)]))


def _query(parts: Parts, call: Call, ids: list[str]) -> Response:
    found = parts.queue.find(call.place, ids)
    missing = [job_id for job_id in ids if job_id not in found]
    response = xml_answer(write_answer((record_of(found[job_id]) for job_id in ids if job_id in found), missing))
    if any(job.state == SUBMITTED for job in found.values()) and (shortage := parts.room.shortage()):
        response.headers[WAITS_HEADER] = shortage
    return response


def _log(queue: Queue, call: Call, job_id: str) -> Response:
    """What FFmpeg said of one job. The service has no such call: it is the local cloud's own."""
    try:
        text = queue.log(call.place, job_id)
    except NoSuchJob as error:
        raise Fault(400, "ResourceNotFound", str(error)) from error
    return answer(200, text.encode(), {"Content-Type": "text/plain; charset=utf-8"})


def _told(parts: Parts, call: Call, job_id: str) -> Response:
    """What was told of the end of a job; ``{}`` while it has not ended, or when nobody is told."""
    if job_id not in parts.queue.find(call.place, [job_id]):
        raise Fault(400, "ResourceNotFound", f"There is no job {job_id} in the bucket {call.place.bucket}.")
    found = parts.callbacks.find(job_id)
    told = found.as_record() if found else {}
    return answer(200, json.dumps(told).encode(), {"Content-Type": "application/json"})


def _outdated(parts: Parts, call: Call, job_id: str) -> Response:
    """Whether the same job would make another video now. The service has no such call: it is the local cloud's own."""
    job = parts.queue.find(call.place, [job_id]).get(job_id)
    if job is None:
        raise Fault(400, "ResourceNotFound", f"There is no job {job_id} in the bucket {call.place.bucket}.")
    found = look_at(job, parts.store, parts.templates.of(call.place))
    told = {"result": found.result, "etag": found.etag, "sources": found.sources, "templates": found.has_templates}
    return answer(200, json.dumps(told).encode(), {"Content-Type": "application/json"})


def _cancel(queue: Queue, call: Call, ids: list[str]) -> Response:
    try:
        queue.cancel(call.place, ids)
    except NoSuchJob as error:
        raise Fault(400, "ResourceNotFound", str(error)) from error
    except NotWaiting as error:
        raise Fault(*NOT_WAITING, str(error)) from error
    return answer()


def _list(queue: Queue, call: Call) -> Response:
    tag = call.params.get("tag", "")
    if not tag:
        raise Fault(400, "InvalidArgument", "tag is required.")
    wanted = _wanted(call)
    if tag != TAG or _wants_others(call):
        return xml_answer(write_jobs([]))
    jobs, more = queue.list(call.place, wanted)
    return xml_answer(write_page(((record_of(job), str(job.number)) for job in jobs), is_last=more is None))


def _wants_others(call: Call) -> bool:
    """Whether it asks for jobs of a kind that nobody can have here: all are in the bucket's one queue, made by no
    workflow and no inventory, and without an Input. Of queueId and queueType the first wins (ci-jobs §3.2).
    """
    if any(call.params.get(name) for name in ("workflowId", "inventoryTriggerJobId", "inputObject")):
        return True
    if wanted := call.params.get("queueId"):
        return wanted != queue_id(call.place)
    return (call.params.get("queueType") or USUAL_CATEGORY) != USUAL_CATEGORY


def _wanted(call: Call) -> Wanted:
    order = call.params.get("orderByTime") or "Desc"
    if order not in {"Asc", "Desc"}:
        raise Fault(400, "InvalidArgument", "orderByTime must be Desc or Asc.")
    words = [word for word in (call.params.get("states") or "All").split(",") if word]
    if unknown := [word for word in words if word != "All" and word not in STATES]:
        raise Fault(400, "InvalidArgument", f"{unknown[0][:40]} is no state of a job.")
    return Wanted(
        states=frozenset(STATES if "All" in words else words),
        order="Asc" if order == "Asc" else "Desc",
        start=_moment(call, "startCreationTime"),
        end=_moment(call, "endCreationTime"),
        after=call.number("nextToken", 0, 0, 999_999_999) or None,
        size=call.number("size", 10, 1, 100),
    )


def _moment(call: Call, name: str) -> float | None:
    text = call.params.get(name, "")
    if not text:
        return None
    moment = parse_time(text.replace(" ", "+"))  # a plus sign that was not encoded
    if moment is None:
        raise Fault(400, "InvalidArgument", f"{name} must be a time like 2022-06-27T14:44:10+0800.")
    return moment.timestamp()


CALL = CiCall("jobs", _has_shape, _serve)
