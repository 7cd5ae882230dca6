"""What the ledger keeps of the service's answers: made from them here, and never in the way of anything else."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..cloud.reply import Reply
from ..errors import CloudError, DiskFull, StorageError
from .intent import Answer

if TYPE_CHECKING:
    from ..cloud.client import Client
    from .ledger import Ledger

log = logging.getLogger(__name__)


def code_of(error: CloudError) -> str:
    """The service's code, or the kind of failure."""
    return str(getattr(error, "code", "")) or type(error).__name__


def keep(client: Client, outcome: Reply | CloudError, asked: float, call: str, told: str = "") -> Answer:
    """The answer to ``call`` in the form that the ledger keeps; of a failure its code, status and request id."""
    if isinstance(outcome, Reply):
        return Answer(asked, outcome.request_id, outcome.status, client.redact(outcome.body), call, told)
    request_id, status = str(getattr(outcome, "request_id", "")), int(getattr(outcome, "status", 0))
    return Answer(asked, request_id, status, b"", call, told or code_of(outcome))


def keep_heard(ledger: Ledger, intents: Iterable[str], *answers: Answer) -> None:
    """Keep ``answers``, each for all ``intents``; they move nothing. Where that fails, nothing else is lost."""
    kept = [(intent_id, answer) for intent_id in intents for answer in answers]
    if not kept:
        return
    try:
        ledger.keep_answers(kept)
    except (DiskFull, StorageError) as error:
        log.info("What came of a question was not kept: %s", error)
