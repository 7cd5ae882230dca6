"""What an earlier job means for a wish that is about to be noted."""

from __future__ import annotations

import contextlib
import time

from ..errors import CloudError
from ..jobs.intent import Intent
from ..jobs.keeping import keep_each, keep_heard
from ..jobs.ledger import Ledger
from ..jobs.pace import Pace
from ..jobs.watch import refresh
from .workplace import Service


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
