"""Watches all jobs of the home for the window: clears up, asks, tells, and brings results to their places.

One watch looks at the ledger, and one each at every place with something open. The ledger is the truth: whenever it
changed, whoever changed it, its rows are told as ``JobsChanged``. The other events say what the ledger does not know:
that an answer came, that none comes, what is being done.
"""

from __future__ import annotations

from collections.abc import Callable, Generator

from ..jobs.history import History
from ..jobs.intent import Intent
from ..jobs.ledger import Ledger
from ..jobs.pace import LOOK_SECONDS, Pace, Rests
from ..model.target import Target
from .jobs import Wait
from .station import Station
from .watched import AnswersKept, JobsChanged, OnlyLookedAt, Place, PlacesOpen, Watched
from .workplace import Workplace

SHOWN = 100
"""How many of the newest intents are told at first."""

BUSY_LOOK_SECONDS = 0.05
"""The same while something is open: what the other watches note is shown at once. A look costs some microseconds."""


def watch_ledger(
    workplace: Workplace, wait: Wait
) -> Generator[JobsChanged | AnswersKept | PlacesOpen | OnlyLookedAt, None, None]:
    """The rows whenever they changed, else that something was noted, and which places have something open, until
    ``wait`` says to stop. No service is asked: each place has a `watch_place` of its own, so that one that is silent
    holds up no other.

    Raises only what makes the ledger unreadable.
    """
    pace = Pace(wait)
    told: tuple[int, int] | None = None
    mark: int | None = None
    open_at: tuple[Place, ...] | None = None
    with workplace.history() as history:
        if reason := history.not_ours:
            yield OnlyLookedAt(reason.message, reason.hint, reason.can_take_over)
        while True:
            version = history.version()
            if version != told:
                told = version
                is_first = mark is None
                mark, changed = _changed(history, mark)
                if not (changed or is_first):
                    yield AnswersKept()
                    continue
                yield JobsChanged(changed, history.counts())
                places = tuple(dict.fromkeys(place_of(target) for target in history.awaited_targets()))
                if places != open_at:
                    open_at = places
                    yield PlacesOpen(() if history.not_ours else places)
            pause = BUSY_LOOK_SECONDS if open_at else LOOK_SECONDS
            if pace.wait(0.0 if history.version() != told else pause):
                return


def _changed(history: History, mark: int | None) -> tuple[int, tuple[Intent, ...]]:
    """The mark of the ledger as it is, and what is to be told of it; at first the newest, and all that is open."""
    if mark is None:
        mark = history.mark()
        found = {intent.id: intent for intent in (*history.newest(SHOWN), *history.awaited())}
    else:
        found = {}
        while True:
            mark, changed = history.changed_since(mark)
            if not changed:
                break
            found |= {intent.id: intent for intent in changed}
    return mark, tuple(sorted(found.values(), key=lambda intent: (intent.created, intent.number), reverse=True))


def _never() -> bool:
    return False


def watch_place(
    place: Place,
    workplace: Workplace,
    wait: Wait,
    *,
    pace: Pace | None = None,
    is_asked: Callable[[], bool] = _never,
) -> Generator[Watched, None, None]:
    """What happens to the jobs at ``place``, until ``wait`` says to stop; with ``pace`` by other clocks than ours.
    ``is_asked`` says whether the user wants to know now, since it was called last.

    What earlier runs left behind is cleared up first; what they did not send is sent, after a look. The local cloud is
    started only when it has something that is not at its end. Raises only what makes the ledger unreadable.
    """
    pace = pace or Pace(wait)
    rests = Rests(pace)
    seen: tuple[int, int] | None = None
    station: Station | None = None
    with workplace.ledger() as ledger:
        try:
            while True:
                version = ledger.version()
                if version != seen:
                    seen = version
                    intents = [intent for intent in _open(ledger) if place_of(intent.target) == place]
                    if intents and station is None:
                        station = Station(intents[0], ledger, workplace, pace)
                    if station is not None:
                        station.take(intents)
                if is_asked() and station is not None:
                    station.begin_anew()
                if station is not None and station.due_in <= 0:
                    yield from station.step()
                    seen = _after_own_changes(seen, ledger.version())
                if station is not None and station.is_idle:
                    station.close()
                    station = None
                due = min(LOOK_SECONDS, station.due_in) if station is not None else LOOK_SECONDS
                slept = rests.rest(0.0 if ledger.version() != seen else max(0.0, due))
                if slept.is_stopped:
                    return
                if slept.is_woken and station is not None:
                    station.wake()
        finally:
            if station is not None:
                station.close()


def _after_own_changes(seen: tuple[int, int], now: tuple[int, int]) -> tuple[int, int]:
    """The version up to which a station knows the ledger after a step: it need not read anew what it wrote itself."""
    return now if now[0] == seen[0] else seen


def place_of(target: Target) -> Place:
    """Intents of one service that the same keys reach are asked about together."""
    return target.profile, target.place, target.key_id_hash


def _open(ledger: Ledger) -> list[Intent]:
    """What is not at its end, whose result is not in its place, or of which another job is to be cancelled."""
    found = (*ledger.open_intents(), *ledger.undelivered(), *ledger.with_waiting_twins())
    return list({intent.id: intent for intent in found}.values())
