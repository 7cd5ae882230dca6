"""Which intents in doubt are worth a look in passing: what was looked for in vain is left for ever longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.states import State
from .intent import Intent
from .ledger import Ledger
from .pace import Pace
from .reconcile import ATTEMPTS, CONTROL_SECONDS, certain_from, sendings

if TYPE_CHECKING:
    from ..cloud.client import Client


def is_worth_a_look(ledger: Ledger, intent: Intent, client: Client, pace: Pace) -> bool:
    """Whether asking now may tell more of ``intent`` than it did last.

    Until the listing must show its job, it may at any time. One that was looked for in vain after that is worth it
    again when it has been in doubt for twice as long: a dozen times until the service forgets it. Doubt begins where
    the signature ends; that of what was taken over ends anew. Or at once, when the user no longer wants it, or when
    the first job is known that can show that a list is complete.
    """
    if intent.state is not State.UNKNOWN or intent.cancel_wished or client.service_now <= certain_from(intent):
        return True
    looked, now = ledger.listed_at(intent.id), pace.now()
    begun = intent.created if intent.signature_end is None else intent.signature_end - client.offset
    if looked is None or looked > now or now - looked >= looked - begun:
        return True
    if intent.attempts >= ATTEMPTS:
        return False
    known = ledger.known_jobs(intent.target, max(sendings(intent, client)) - CONTROL_SECONDS)
    return bool(known) and known <= ledger.known_jobs(intent.target, looked + client.offset)
