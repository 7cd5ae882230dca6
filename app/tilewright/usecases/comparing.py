"""What differs between two submissions, and between the open composition and what was submitted of it last."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import AppError
from ..jobs.intent import Intent
from ..model.composition import Composition
from ..model.differences import Difference, differences
from ..model.source import Source
from ..model.states import State
from ..model.target import Target
from ..wire.request import read_request, write_request
from .jobs import reopen
from .names import readable
from .result_facts import result_facts
from .workplace import Workplace

LATELY = 200
"""So many of the newest submissions are looked through, and can be compared."""


@dataclass(frozen=True)
class Compared:
    """Two compositions as the service sees them, and what differs. ``results`` are the facts about the video that each
    made, ``None`` where there is none or it cannot be looked at.
    """

    before: Composition
    after: Composition
    differences: tuple[Difference, ...]
    results: tuple[Source | None, Source | None] = (None, None)


@dataclass(frozen=True)
class Since:
    """What changed in a composition since ``last`` was submitted; ``compared`` is ``None`` if it never was."""

    last: Intent | None = None
    compared: Compared | None = None


def submitted_lately(workplace: Workplace) -> tuple[Intent, ...]:
    """What can be compared, newest first."""
    with workplace.history() as history:
        return tuple(history.newest(LATELY))


def compare(before: Intent | Composition, after: Intent | Composition, workplace: Workplace) -> Compared:
    """What differs, with the results of those that are jobs. Raises ``BadInput`` for a request that cannot be read."""
    one, other = _as_sent(before, workplace), _as_sent(after, workplace)
    results = _result(before, workplace), _result(after, workplace)
    return Compared(one, other, differences(one, other), results)


def changed_since(
    composition: Composition, name: str, target: Target, workplace: Workplace, *, not_before: float = 0.0
) -> Since:
    """What changed in ``composition``, called ``name``, since it was submitted last to the place of ``target``, and no
    earlier than ``not_before`` (Unix seconds of our clock).
    """
    called = readable(name)
    for intent in submitted_lately(workplace):
        is_it = intent.name == called and intent.target.place == target.place and intent.created >= not_before
        if is_it and not (intent.is_resolved and intent.state is State.NOT_SENT):
            one, other = _as_sent(intent, workplace), _as_sent(composition, workplace)
            return Since(intent, Compared(one, other, differences(one, other)))
    return Since()


def _as_sent(wanted: Intent | Composition, workplace: Workplace) -> Composition:
    """As the service sees it: what no request carries is not there."""
    if isinstance(wanted, Intent):
        return reopen(wanted, workplace).composition
    return read_request(write_request(wanted)).composition


def _result(wanted: Intent | Composition, workplace: Workplace) -> Source | None:
    if isinstance(wanted, Composition) or wanted.state is not State.SUCCESS:
        return None
    try:
        return result_facts(wanted, workplace)
    except AppError:  # it is gone, or its service is away: the requests are compared all the same
        return None
