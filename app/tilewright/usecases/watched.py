"""What watching all jobs tells, besides the events of each job. Values only: the window reads them early."""

from __future__ import annotations

import logging
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field

from ..errors import AppError, KeysGone
from ..jobs.contact import Answered, NoContact
from ..jobs.events import Event
from ..jobs.intent import Intent
from ..jobs.lost import as_lost
from ..model.states import Kind
from ..text import say

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Delivered(Event):
    """The result is in the file ``path``."""

    kind = "delivered"
    path: str

    def describe(self) -> str:
        return say("The video is in {path}.", path=self.path)


@dataclass(frozen=True)
class Delivering(Event):
    """The result is on its way: ``done`` of ``total`` bytes."""

    kind = "delivering"
    done: int
    total: int

    def describe(self) -> str:
        return say("{done} of {total} bytes of the video are there.", done=self.done, total=self.total)


@dataclass(frozen=True)
class NotDelivered(Event):
    """The result could not be put beside the composition; it is still in the bucket, and tried again at the next
    start.
    """

    kind = "not-delivered"
    message: str
    hint: str

    def describe(self) -> str:
        return say("{message} {hint}", message=self.message, hint=self.hint) if self.hint else self.message

    @classmethod
    def of(cls, intent_id: str, error: AppError) -> NotDelivered:
        return cls(intent_id, error.message, error.hint)


@dataclass(frozen=True)
class JobsChanged:
    """The ledger is not as it was told last: intents that were made or changed since, newest first; at first the
    newest, and all that are open. ``counts`` are of all intents there are.
    """

    intents: tuple[Intent, ...]
    counts: Mapping[Kind, int] = field(default_factory=dict)


@dataclass(frozen=True)
class AnswersKept:
    """Something else was noted in the ledger, mostly answers that moved nothing."""


@dataclass(frozen=True)
class Resting:
    """These intents cannot be asked about until something is changed; it is tried again when the user wants to know.
    ``needs_keys``: they are lost until the keys of then are back.
    """

    intents: tuple[str, ...]
    message: str
    hint: str
    needs_keys: bool = False

    @classmethod
    def of(cls, intents: tuple[str, ...], error: AppError) -> Resting:
        log.info("Not asked about for now: %s: %s", ", ".join(intents), error)
        return cls(intents, error.message, error.hint, needs_keys=isinstance(error, KeysGone))


Place = tuple[str, str, str]
"""Profile, place and hash of the key's id: what is asked together."""


@dataclass(frozen=True)
class OnlyLookedAt:
    """The jobs of this home are not sent from here, nor asked about: why, and whether they can be taken over."""

    message: str
    hint: str
    can_take_over: bool


@dataclass(frozen=True)
class PlacesOpen:
    """These places have something that is not at its end; no other."""

    places: tuple[Place, ...]


def shown(intents: Iterable[Intent], without_keys: Container[str]) -> tuple[Intent, ...]:
    """``intents`` for showing: those that are open and ``without_keys`` as lost (sending-once, rule 8)."""
    return tuple(as_lost(it) if it.id in without_keys and not it.is_resolved else it for it in intents)


Watched = Event | Answered | NoContact | Resting
