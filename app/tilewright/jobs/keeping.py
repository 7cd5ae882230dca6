"""What the ledger keeps of the service's answers: made from them here, and never in the way of anything else."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from ..cloud.reply import Reply
from ..errors import CloudError, DiskFull, StorageError
from .intent import Answer

if TYPE_CHECKING:
    from ..cloud.client import Client
    from .ledger import Ledger

log = logging.getLogger(__name__)

FAILURE_LIMIT = 4 * 1024
"""Bytes that are kept of an answer that was no good one: the same one may be kept for each of thousands of jobs."""


def code_of(error: CloudError) -> str:
    """The service's code, or the kind of failure."""
    return str(getattr(error, "code", "")) or type(error).__name__


def keep(client: Client, outcome: Reply | CloudError, asked: float, call: str, told: str = "") -> Answer:
    """The answer to ``call`` in the form that the ledger keeps; ``asked`` is when the question was asked first. Of a
    failure its code, status and request id, and the beginning of what it said.
    """
    asked += outcome.after
    if isinstance(outcome, Reply):
        return Answer(asked, outcome.request_id, outcome.status, client.redact(outcome.body), call, told)
    status, body = int(getattr(outcome, "status", 0)), client.redact(outcome.body)[:FAILURE_LIMIT]
    return Answer(asked, outcome.request_id, status, body, call, told or code_of(outcome))


def keep_gist(client: Client, reply: Reply, asked: float, call: str, told: str) -> Answer:
    """A good answer of which only what it said is kept."""
    return replace(keep(client, reply, asked, call, told), body=b"")


def keep_before(client: Client, outcome: Reply | CloudError, asked: float, call: str) -> tuple[Answer, ...]:
    """What came of the same question until then, where it was asked several times, oldest first."""
    return tuple(keep(client, failure, asked, call) for failure in outcome.before)


def keep_each(
    client: Client, outcome: Reply | CloudError, asked: float, call: str, told: str = ""
) -> tuple[Answer, ...]:
    """Every answer to one question, however often it was asked: the last is ``outcome``."""
    return (*keep_before(client, outcome, asked, call), keep(client, outcome, asked, call, told))


def keep_heard(ledger: Ledger, intents: Iterable[str], *answers: Answer) -> None:
    """Keep ``answers``, each for all ``intents``; they move nothing. Where that fails, nothing else is lost."""
    kept = [(intent_id, answer) for intent_id in intents for answer in answers]
    if not kept:
        return
    try:
        ledger.keep_answers(kept)
    except (DiskFull, StorageError) as error:
        log.info("What came of a question was not kept: %s", error)
