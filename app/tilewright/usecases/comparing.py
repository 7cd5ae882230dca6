"""What differs between two submissions, and between the open composition and what was submitted of it last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..errors import AppError
from ..jobs.intent import Intent
from ..jobs.wanted import Wanted
from ..model.composition import Composition
from ..model.differences import Difference, differences
from ..model.hiding import hidden_keys, without_keys_in
from ..model.secrets import hide_address, is_encryption_key, without_keys
from ..model.source import Source
from ..model.states import State
from ..model.target import Target
from ..model.value import Element
from ..text import say
from ..wire.request import read_request, write_request
from .jobs import reopen
from .names import readable
from .result_facts import result_facts
from .workplace import Workplace

NEWEST = 50
"""So many of the newest submissions can be compared with any other."""

NEAR = 75
"""So many before and after a job can be compared with it."""

NAMESAKES = 20
"""So many earlier ones of the same name, however long ago."""


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


@dataclass(frozen=True)
class Choices:
    """``jobs`` that can be compared, newest first; ``before`` is the id of the one to begin with: of the same name, or
    the one before, whatever it is called. Empty where nothing was submitted earlier.
    """

    jobs: tuple[Intent, ...]
    before: str


def choices_around(intent_id: str, workplace: Workplace) -> Choices:
    """What a job can be compared with, however old it is. Raises ``UnknownJob``."""
    with workplace.history() as history:
        intent = history.get(intent_id)
        namesakes = history.called(intent.name, intent.target.place, NAMESAKES, before=intent)
        older = history.page(Wanted(), NEAR, intent)
        newer = (*history.newest(NEWEST), *history.newer(intent, NEAR))
    return _choices((*newer, intent, *namesakes, *older), namesakes or older)


def choices_for_open(name: str, target: Target, workplace: Workplace, *, not_before: float = 0.0) -> Choices:
    """What the open composition, called ``name``, can be compared with; its own submissions are those that
    `changed_since` looks for.
    """
    with workplace.history() as history:
        own = history.called(readable(name), target.place, NAMESAKES, since=not_before)
        newest = history.newest(NEWEST + NEAR)
    return _choices((*newest, *own), own or newest)


def _choices(found: Iterable[Intent], earlier: Sequence[Intent]) -> Choices:
    different = {intent.id: intent for intent in found}.values()
    jobs = sorted(different, key=lambda intent: (intent.created, intent.number), reverse=True)
    return Choices(tuple(jobs), earlier[0].id if earlier else "")


def compare(before: Intent | Composition, after: Intent | Composition, workplace: Workplace) -> Compared:
    """What differs, with the results of those that are jobs. Raises ``BadInput`` for a request that cannot be read."""
    one, other = _as_sent(before, workplace), _as_sent(after, workplace)
    results = _result(before, workplace), _result(after, workplace)
    return _compared(one, other, results)


def _compared(
    one: Composition, other: Composition, results: tuple[Source | None, Source | None] = (None, None)
) -> Compared:
    """What differs, where an encryption key is told to be another one, never which."""
    found = tuple(map(_without_keys, differences(one, other)))
    return Compared(hidden_keys(one), hidden_keys(other), found, results)


def _without_keys(difference: Difference) -> Difference:
    before, after = difference.before, difference.after
    if difference.path.endswith(".uri_key"):
        return replace(
            difference,
            before=say("a key that is not shown") if is_encryption_key(before) else before and hide_address(before),
            after=_told_key(before, after),
        )
    return replace(difference, before=_hidden(before), after=_hidden(after))


def _told_key(before: str | None, after: str | None) -> str | None:
    if not is_encryption_key(after):
        told = after and hide_address(after)
        return say("another key") if told and before and told == hide_address(before) else told
    return say("another key") if is_encryption_key(before) else say("a key that is not shown")


def _hidden(value: Any) -> Any:
    """A value of a difference: what a reader kept may hold a key, and so may a whole element."""
    if isinstance(value, Element):
        return without_keys_in(value)
    if isinstance(value, tuple):
        return tuple(map(_hidden, value))
    return without_keys(value) if isinstance(value, str) else value


def changed_since(
    composition: Composition, name: str, target: Target, workplace: Workplace, *, not_before: float = 0.0
) -> Since:
    """What changed in ``composition``, called ``name``, since it was submitted last to the place of ``target``, and no
    earlier than ``not_before`` (Unix seconds of our clock).
    """
    with workplace.history() as history:
        found = history.called(readable(name), target.place, 1, since=not_before)
    if not found:
        return Since()
    one, other = _as_sent(found[0], workplace), _as_sent(composition, workplace)
    return Since(found[0], _compared(one, other))


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
