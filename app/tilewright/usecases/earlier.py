"""What an earlier job means for a wish that is about to be noted."""

from __future__ import annotations

import contextlib
import logging
import time

from ..cloud.outdated import outdated_of
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


def is_outdated(intent: Intent, ledger: Ledger, service: Service) -> bool:
    """Whether a finished job of the local cloud does not answer an equal wish any more: its result is no longer there,
    or is another's, or what the job read was put anew since, or its templates contain something else. Then it is made
    anew, for free.

    A job of an account costs money: nobody asks, it is only named, and ``--again`` decides.
    """
    if not service.target.local or not intent.target.local:
        return False
    if is_gone(intent, ledger, service):
        return True
    if not intent.job_id:
        return False
    try:
        return bool(outdated_of(service.client, intent.job_id))
    except CloudError as error:
        log.info("%s: whether it is as it was cannot be told now: %s", intent.id, error)
        return False  # what was made is not made again for that


def is_gone(intent: Intent, ledger: Ledger, service: Service) -> bool:
    """Whether the result of a finished job is no longer in the local cloud's bucket: then it is made again, for free.

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
        return False  # nobody can tell now: what was made is not made again for that
    told = "absent" if facts is None else "there"
    keep_heard(ledger, [intent.id], *keep_each(service.client, reply, asked, "head", told))
    return facts is None
