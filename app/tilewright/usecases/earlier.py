"""What an earlier job means for a wish that is about to be noted."""

from __future__ import annotations

import contextlib
import logging
import time

from ..cloud.outdated import Outdated, outdated_of
from ..errors import CloudError
from ..jobs.intent import Intent
from ..jobs.keeping import keep_each, keep_heard
from ..jobs.ledger import Ledger
from ..jobs.pace import Pace
from ..jobs.watch import refresh
from .workplace import Service

log = logging.getLogger(__name__)


def has_ended(writer: str, ledger: Ledger, service: Service, pace: Pace, *, cancels: bool = True) -> bool:
    """Whether the intent ``writer`` turns out to be at its end when its service is asked. Where the user wished to
    cancel it, that is told the service on the way, if this ``cancels``.
    """
    if not writer:
        return False
    with contextlib.suppress(CloudError):
        for _ in refresh(ledger, service.client, pace, only=writer, cancels=cancels):
            pass
    return ledger.get(writer).is_resolved


def ended_unseen(intent: Intent, ledger: Ledger, service: Service, pace: Pace) -> bool:
    """Whether a job of the local cloud that is noted as under way is at its end by now. It is asked, as one that ended
    while nobody watched may be outdated; a job of an account is joined, whatever became of it.
    """
    is_asked = service.target.local and intent.target.local and intent.state.is_with_service
    return is_asked and has_ended(intent.id, ledger, service, pace, cancels=False)


def changes_since(intent: Intent, ledger: Ledger, service: Service) -> Outdated:
    """What makes that a finished job of the local cloud does not answer an equal wish any more: its result is no longer
    there, or is another's, or what the job read was put anew since, or its templates contain something else. Then it is
    made anew, for free.

    A job of an account costs money: nobody asks, it is only named, and ``--again`` decides.
    """
    if not service.target.local or not intent.target.local:
        return Outdated()
    gone = is_gone(intent, ledger, service)
    if gone:
        return Outdated(has_result=False)
    if gone is None or not intent.job_id:
        return Outdated()
    try:
        return outdated_of(service.client, intent.job_id)
    except CloudError as error:
        log.info("%s: whether it is as it was cannot be told now: %s", intent.id, error)
        return Outdated()  # what was made is not made again for that


def is_gone(intent: Intent, ledger: Ledger, service: Service) -> bool | None:
    """Whether the result of a finished job is no longer in the local cloud's bucket: then it is made again, for free.
    ``None``: nobody can tell now.

    A job of an account costs money: it is only named, and ``--again`` decides. What is in another bucket is not asked.
    """
    target = service.target
    is_asked = target.local and (intent.result_bucket, intent.result_region) == (target.bucket, target.region)
    if not is_asked or not intent.result_key:
        return False
    asked = time.time()
    try:
        reply, facts = service.client.look_at(intent.result_key)
    except CloudError as error:
        keep_heard(ledger, [intent.id], *keep_each(service.client, error, asked, "head"))
        return None  # what was made is not made again for that
    told = "absent" if facts is None else "there"
    keep_heard(ledger, [intent.id], *keep_each(service.client, reply, asked, "head", told))
    return facts is None
