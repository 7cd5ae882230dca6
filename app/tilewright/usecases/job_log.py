"""What FFmpeg said while it made a video, where a service tells that: the local cloud does."""

from __future__ import annotations

from ..cloud.logs import job_log as read_log
from ..jobs.intent import Intent
from .jobs import service_of
from .workplace import Workplace


def job_log(intent: Intent, workplace: Workplace) -> str:
    """The log of the job of ``intent``; empty where nothing was said. Raises ``WrongUse`` at another local cloud,
    and the errors of the cloud. Not to be asked of accounts: the service keeps none.
    """
    if not intent.target.local or not intent.job_id:
        return ""
    with service_of(intent, workplace) as service:
        return read_log(service.client, intent.job_id)
