"""What a job of the service means for its intent: the columns to write and the events to tell."""

from __future__ import annotations

from datetime import datetime

from ..model.states import State, state_of_service
from ..wire.jobs import Job
from .events import Ended
from .intent import Intent


def facts_of(intent: Intent, job: Job, now: float) -> tuple[State, dict[str, object]]:
    """State and columns of ``intent`` after ``job``. Progress never falls; ``now`` is our clock, Unix seconds."""
    state = state_of_service(job.state)
    changes: dict[str, object] = {
        "job_id": job.job_id,
        "job_created": _seconds(job.created) or intent.job_created or intent.sending_at,
        "progress": _progress(intent, job, state),
    }
    if state.is_final:
        is_failure = state is not State.SUCCESS
        changes |= {
            "code": job.code if is_failure else "",
            "message": job.message if is_failure else "",
            "ended": now,
        }
    if state is State.SUCCESS:
        changes |= {
            "result_bucket": job.output.bucket or intent.output_bucket,
            "result_region": job.output.region or intent.output_region,
            "result_key": _result_key(intent, job),
        }
    return state, changes


def _seconds(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None


def _progress(intent: Intent, job: Job, state: State) -> int | None:
    if state is State.SUCCESS:
        return 100
    told = [value for value in (intent.progress, job.progress) if value is not None]
    return min(max(0, *told), 100) if told else None


def _result_key(intent: Intent, job: Job) -> str:
    """The key that the reply names; without one, ours when it has no variable but the job's id (ci-jobs §1.6)."""
    if job.result_keys:
        return job.result_keys[0]
    key = (job.output.object or intent.output_key).replace("${jobid}", job.job_id)
    return "" if "${" in key else key


def ended(intent: Intent) -> Ended:
    """The last event of a resolved intent."""
    return Ended(
        intent=intent.id,
        job_id=intent.job_id,
        state=intent.state,
        code=intent.code,
        message=intent.message,
        result=intent.result_key,
    )
