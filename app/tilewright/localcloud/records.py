"""Jobs of the queue as answers and callbacks tell them."""

from __future__ import annotations

from datetime import UTC, datetime

from ..wire.jobs import JobRecord, ResultFile
from .pausing import PAUSE, SUBMITTED
from .queue import RUNNING, SUCCESS, QueuedJob
from .sums import is_sum


def record_of(job: QueuedJob) -> JobRecord:
    return JobRecord(
        job_id=job.id,
        state=job.state,
        code=job.code,
        message=job.message,
        progress=job.progress if job.state in {SUBMITTED, RUNNING, SUCCESS, PAUSE} else None,
        created=datetime.fromtimestamp(job.created, UTC),
        started=datetime.fromtimestamp(job.started, UTC) if job.started else None,
        ended=datetime.fromtimestamp(job.ended, UTC) if job.ended else None,
        queue_id=job.queue_id,
        request=job.request,
        media_info=job.media_info,
        results=tuple(
            ResultFile(*result.place, result.key, result.md5 if is_sum(result.md5) else "") for result in job.results
        ),
    )
