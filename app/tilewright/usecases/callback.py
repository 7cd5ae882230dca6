"""What became of the callback of a job of the local cloud."""

from __future__ import annotations

from ..cloud.callbacks import callback_of
from ..jobs.intent import Intent
from .jobs import service_of
from .workplace import Workplace


def host_not_allowed(intent: Intent, workplace: Workplace) -> str:
    """The host that the end of the job was not told to, as nobody had allowed it; empty for any other reason and for
    jobs of accounts. Raises ``WrongUse`` at another local cloud, and the errors of the cloud.
    """
    if not intent.target.local or not intent.job_id:
        return ""
    with service_of(intent, workplace) as service:
        host = callback_of(service.client, intent.job_id).get("not_allowed")
    return host if isinstance(host, str) else ""
