"""Submitting a composition, once; and making its video on the local cloud."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, TypedDict, Unpack

from ..checks import check
from ..errors import JobEnded, NameTaken
from ..failures.clock import clock_words
from ..jobs.events import AlreadyDone, ClockApart, Event, Found, IntentMade, Joined, Sent
from ..jobs.explained import failure_of
from ..jobs.intent import Intent
from ..jobs.ledger import Ledger
from ..jobs.line import paced
from ..jobs.naming import Naming
from ..jobs.pace import Pace
from ..jobs.reserved import Look, look_before
from ..jobs.wish import make_wish, naming_of
from ..jobs.wished import Intended
from ..media.ffmpeg import find_ffmpeg
from ..model.composition import Composition
from ..model.problem import Problem
from ..model.span import known_length
from ..model.states import State
from ..text import say
from .at_hand import know_computer
from .check import require_no_errors
from .dry_run import DryRun, try_out
from .earlier import changes_since, ended_unseen, has_ended
from .events import Fetched, Fetching
from .fetch import note_fetched, require_result
from .jobs import Wait, clear_up, follow_reviving, reopen, service_to_repeat
from .know import know, urls_of
from .names import readable
from .needed_room import RoomNeeded, room_needed
from .own_result import fetch_own
from .templates import know_templates_if_told
from .workplace import Service, Workplace


@dataclass(frozen=True, slots=True)
class Checked:
    """The composition was checked; errors would have stopped it."""

    problems: tuple[Problem, ...]

    def describe(self) -> str:
        warnings = [problem for problem in self.problems if problem.severity == "warning"]
        return "\n".join(f"Warning: {problem.sentence}" for problem in warnings)

    def as_record(self) -> dict[str, Any]:
        return {"event": "checked", "problems": [problem.code for problem in self.problems]}


@dataclass(frozen=True, slots=True)
class Renumbered:
    """Something in the bucket, or another job, had the name ``key`` already: the result gets another number."""

    key: str

    def describe(self) -> str:
        return say("There is {key} already; the result gets another number.", key=self.key)

    def as_record(self) -> dict[str, Any]:
        return {"event": "name-taken", "key": self.key}


TRIES_FOR_A_NUMBER = 5
"""Numbers that are tried: two in a row that are taken are no chance any more."""

Submission = Checked | RoomNeeded | DryRun | Renumbered | Event


class Asked(TypedDict, total=False):
    """What may be asked for with a composition, in a rehearsal as well.

    ``name`` is what lists show; with ``to_end`` the job is watched until it ends; ``again`` makes a new job although
    the same one was done in the last 24 hours; ``naming`` is another one than the composition's. ``result_path`` is
    where the result of the local cloud shall be put by whoever watches (``deliver.place_beside``). ``is_watched``:
    whoever watches the place clears up what is in doubt, of this wish and of earlier ones.
    """

    name: str
    to_end: bool
    again: bool
    naming: Naming | None
    result_path: str
    is_watched: bool


class AskedToSubmit(Asked, total=False):
    """``dry_run``: nothing is sent."""

    dry_run: bool


def submit(
    composition: Composition,
    workplace: Workplace,
    wait: Wait,
    *,
    profile: str | None = None,
    **asked: Unpack[AskedToSubmit],
) -> Generator[Submission, None, None]:
    """Check, note the wish durably, send once, and with ``to_end`` watch until the job ends.

    Raises ``ProblemsFound``, the errors of the cloud, ``NotTheOwner`` before anything is done, and with ``to_end``
    ``JobEnded`` for a job that did not succeed.
    """
    if not asked.get("dry_run"):
        workplace.require_ours()
    with workplace.service(profile) as service:
        yield from submit_to(service, composition, workplace, wait, **asked)


def submit_again(
    intent: Intent,
    workplace: Workplace,
    wait: Wait,
    *,
    again: bool = False,
    in_doubt: bool = False,
    naming: Naming | None = None,
    is_watched: bool = False,
) -> Generator[Submission, None, None]:
    """Submit what ``intent`` was made of once more, under its name and to the place it was made for, whatever became of
    its profile. ``in_doubt``: although what became of it is unknown; it is not wanted any more then. ``naming``:
    another one than of then; what was replaced once is not replaced again unasked. ``is_watched`` as for ``submit``.

    Raises as ``submit`` does, and ``KeysGone`` without the keys of that place.
    """
    workplace.require_ours()
    with service_to_repeat(intent, workplace) as service:
        yield from submit_to(
            service,
            reopen(intent, workplace).composition,
            workplace,
            wait,
            name=intent.name,
            to_end=False,
            again=again or in_doubt,
            result_path=intent.result_path,
            instead_of=intent.id if in_doubt else "",
            naming=naming or ("numbered" if intent.naming == "numbered" else "exact"),
            is_watched=is_watched,
        )


def submit_to(
    service: Service,
    composition: Composition,
    workplace: Workplace,
    wait: Wait,
    *,
    name: str = "",
    to_end: bool = False,
    again: bool = False,
    dry_run: bool = False,
    result_path: str = "",
    instead_of: str = "",
    naming: Naming | None = None,
    is_watched: bool = False,
    renders: bool = False,
) -> Generator[Submission, None, None]:
    """``submit`` to a service that is open already; the last event tells the intent. ``instead_of`` is an intent that
    is not wanted any more. ``renders``: the user asked for the video, not for a submission.
    """
    known = know(urls_of(composition), service.client, kept=workplace.kept_facts)
    known = know_templates_if_told(composition, service.client, known)
    if dry_run and service.target.local:  # else the local cloud itself tells it, before it has taken anything
        known = know_computer(composition, known)
    problems = check(composition, known, service.target)
    require_no_errors(problems, service.profile.name, renders=renders)
    yield Checked(tuple(problems))
    yield from room_needed(service, composition, known, workplace, is_fetched=renders or bool(result_path))
    naming = naming or naming_of(composition)
    if dry_run:
        yield try_out(make_wish(composition, naming), service, workplace, Pace(wait), again=again)
        return
    with workplace.ledger() as ledger:
        pace = paced(Pace(wait), service.target.schedule.few_a_minute)
        if not is_watched:
            yield from clear_up(ledger, service, pace)
        wanted = result_path if service.target.local else ""
        how = _How(readable(name), wanted, again, instead_of)
        length = known_length(composition, known)
        while True:
            intended, is_outdated = yield from _answer(ledger, composition, naming, service, how, pace, length)
            intent = intended.intent
            if intended.how == "joined" and wanted:
                ledger.want_result(intent.id, wanted)
            yield _told(intended, is_outdated)
            if intended.how == "finished":
                break
            is_new = intended.how == "new"
            course = follow_reviving(
                ledger, intent.id, service, pace, fresh=is_new, to_end=to_end, is_watched=is_watched
            )
            yield from _with_clock(course, intent.id, service)
            after = ledger.get(intent.id)
            if is_new or not to_end or after.state is not State.SUCCESS or not changes_since(after, ledger, service):
                break
            how = replace(how, again=False, instead_of="")  # what was joined was made of something else than is wished
        if to_end:
            require_success(ledger.get(intent.id))


def _with_clock(course: Iterable[Event], intent_id: str, service: Service) -> Generator[Event, None, None]:
    """``course``, and once that our clock is wrong: as soon as the service has the job, else at the end."""
    is_told = False
    for event in course:
        yield event
        if isinstance(event, Sent | Found) and not is_told:
            yield from _clock_apart(intent_id, service)
            is_told = True
    if not is_told:
        yield from _clock_apart(intent_id, service)


def _clock_apart(intent_id: str, service: Service) -> Generator[Event, None, None]:
    if clock_words(-service.client.offset):
        yield ClockApart(intent_id, -service.client.offset)


@dataclass(frozen=True)
class _How:
    """How a wish is noted: as ``Ledger.intend`` takes it."""

    name: str
    result_path: str
    again: bool
    instead_of: str
    passed_over: str = ""


def _answer(
    ledger: Ledger,
    composition: Composition,
    naming: Naming,
    service: Service,
    how: _How,
    pace: Pace,
    length: float | None,
) -> Generator[Submission, None, tuple[Intended, bool]]:
    """What answers the wish, and whether that is outdated although it does: a result whose exact name another one would
    replace. A job of the local cloud that ended unseen is no longer under way, and one that is outdated no answer.
    """
    outdated: Intended | None = None
    while True:
        try:
            intended = yield from _intend(ledger, composition, naming, service, how, pace, length)
        except NameTaken as error:
            if outdated is None or naming != "exact" or error.writer:
                raise
            return outdated, True
        if intended.how == "joined" and ended_unseen(intended.intent, ledger, service, pace):
            continue
        changes = changes_since(intended.intent, ledger, service) if intended.how == "finished" else None
        if not changes:
            return intended, False
        outdated = intended if changes.has_result else None
        how = replace(how, again=False, instead_of="", passed_over=intended.intent.id)


def _intend(
    ledger: Ledger,
    composition: Composition,
    naming: Naming,
    service: Service,
    how: _How,
    pace: Pace,
    length: float | None,
) -> Generator[Submission, None, Intended]:
    """Note the wish; its result lasts ``length`` seconds. A number that is taken gives way to another one; a job that
    seems to write the name is asked about first: it may have ended while nobody watched.
    """
    earlier: list[Look] = []
    for left in reversed(range(TRIES_FOR_A_NUMBER)):
        wish = replace(make_wish(composition, naming), length=length)
        look = look_before(wish, service.client)
        try:
            return ledger.intend(wish, service.target, look=look, earlier=earlier, **asdict(how))
        except NameTaken as error:
            if not left or (naming != "numbered" and not has_ended(error.writer, ledger, service, pace)):
                raise
            earlier.append(look)
            if naming == "numbered":
                yield Renumbered(error.key)
    raise AssertionError("the last try returns or raises")


def _told(intended: Intended, is_outdated: bool) -> Event:
    intent = intended.intent
    if intended.how == "new":
        return IntentMade(intent.id, intent.name, intent.output_key)
    if intended.how == "joined":
        return Joined(intent.id, intent.state)
    return AlreadyDone(intent.id, intent.job_id, intent.result_key, is_outdated)


WITHOUT_RESULT = frozenset({State.FAILED, State.CANCELLED, State.LOST})
"""How a job ends that made nothing."""


def require_success(intent: Intent) -> None:
    """Raise ``JobEnded`` when the job is over without a result; one that goes on is fine."""
    if intent.state in WITHOUT_RESULT:
        told: dict[str, object] = {"id": intent.job_id or intent.short_id, "ended": _ENDINGS[intent.state]}
        failure = failure_of(intent)
        if failure is None:
            raise JobEnded(say("The job {id} {ended}.", **told), say("Submit it again if you want."))
        told |= {"what": failure.what, "words": failure.words}
        sentence = say("The job {id} {ended}. {what}", **told)
        if failure.words:
            sentence = say("The job {id} {ended}. {what} ({words})", **told)
        raise JobEnded(sentence, failure.cure, code=intent.code or "NoSuchJob", service_message=intent.message)


_ENDINGS = {
    State.FAILED: say("failed"),
    State.CANCELLED: say("was cancelled"),
    State.LOST: say("was lost"),
}


def render(
    composition: Composition, workplace: Workplace, wait: Wait, path: Path, *, name: str, replace: bool
) -> Generator[Submission | Fetching | Fetched, None, None]:
    """Make the video on the local cloud and write it to ``path``; the last event is ``Fetched``.

    Raises as ``submit`` and ``fetch`` do.
    """
    workplace.require_ours()
    with workplace.service("local") as service:
        yield from render_on(service, composition, workplace, wait, path, name=name, replace=replace)


def render_on(
    service: Service,
    composition: Composition,
    workplace: Workplace,
    wait: Wait,
    path: Path,
    *,
    name: str,
    replace: bool,
) -> Generator[Submission | Fetching | Fetched, None, None]:
    """``render`` on a service that is open already."""
    if service.is_embedded:
        find_ffmpeg()  # without one the job would fail; told before anything is submitted
    intent_id = ""
    events = submit_to(service, composition, workplace, wait, name=name, to_end=True, naming="numbered", renders=True)
    for event in events:
        if isinstance(event, IntentMade | Joined | AlreadyDone):
            intent_id = event.intent
        yield event
    with workplace.ledger() as ledger:
        intent = ledger.get(intent_id)
    require_result(intent)
    yield from fetch_own(intent, service.client, path, replace=replace)
    with workplace.ledger() as ledger:
        note_fetched(intent, path, ledger)
