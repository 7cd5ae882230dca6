"""A job whose keys are gone (sending-once, rule 8): shown as lost, with what it needs, until they are back.

The ledger keeps the state in which the job was left, so that it is taken up from there and an equal wish joins it.
"""

from __future__ import annotations

from dataclasses import replace

from ..errors import KeysGone
from ..model.states import State
from ..text import say
from .intent import Intent


def as_lost(intent: Intent) -> Intent:
    """``intent`` for showing only. Not resolved: ``ended`` stays empty."""
    message = say("The job needs the keys of {profile}.", profile=intent.target.profile)
    return replace(intent, state=State.LOST, code="KeysGone", message=message)


def keys_gone(intent: Intent, instead: str = "") -> KeysGone:
    """What to say when nobody can ask about ``intent``; ``instead`` says what is there in their place."""
    name = intent.job_id or intent.short_id
    told: dict[str, object] = {"name": name, "profile": intent.target.profile}
    sentence = say("The job {name} needs the keys of {profile}.", **told)
    if instead:
        sentence = say("The job {name} needs the keys of {profile}; {instead}.", instead=instead, **told)
    return KeysGone(
        sentence,
        say(
            "Put them back in the environment or the keyring. `tilewright status {name} --wait` then takes it up "
            "again.",
            name=name,
        ),
    )
