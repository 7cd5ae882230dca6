"""The room that the local cloud takes on the disk: what it has, what may go, and cleaning up."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import BadReply, CloudError, Damaged, WrongUse
from ..jobs.history import History
from ..jobs.intent import Intent
from ..jobs.wanted import Wanted
from ..model.composition import Composition
from ..model.states import State
from ..model.target import Target
from ..text import Text, say
from ..wire.playlists import is_playlist
from .copies import is_copy, is_there
from .named_objects import Named, ObjectName, named_objects
from .scratch import Left, left_parts, remove_left
from .workplace import Service, Workplace

if TYPE_CHECKING:
    from ..cloud.room import Kept, KeptBucket

log = logging.getLogger(__name__)

# Late imports: listing needs them, starting the program does not.

UNUSED_SECONDS = 30 * 24 * 3600
"""What nobody wrote, read or rendered for so long, and nothing names any more, may go."""

_MADE_NOTHING = frozenset({State.FAILED, State.CANCELLED, State.NOT_SENT})


@dataclass(frozen=True, slots=True)
class Candidate:
    """An object that may go. ``own`` says that the local cloud keeps its content, else that is a file of the user,
    which stays. ``copy`` is the file that the result was fetched to, ``None`` for what is just not used. ``version``
    tells it from the same content put again; empty where it is not known.
    """

    bucket: str
    region: str
    key: str
    size: int
    own: bool
    etag: str
    copy: Path | None = None
    version: str = ""

    @property
    def frees(self) -> int:
        """Bytes of the disk that are free when it is gone."""
        return self.size if self.own else 0

    @property
    def why(self) -> Text:
        if self.copy is not None:
            return say("the result is in {path}", path=self.copy)
        if not self.own:
            return say("not used for 30 days; your file stays")
        return say("not used for 30 days")

    def as_record(self) -> dict[str, Any]:
        return {
            "bucket": self.bucket,
            "region": self.region,
            "key": self.key,
            "size": self.size,
            "frees": self.frees,
            "why": str(self.why),
            "copy": str(self.copy) if self.copy else None,
        }


@dataclass(frozen=True, slots=True)
class Filled:
    """A bucket: ``size`` are the bytes that the local cloud itself keeps for it, of which ``frees`` may go. So many
    ``templates`` that rehearsals brought go as it is empty then.
    """

    bucket: str
    region: str
    size: int
    frees: int
    templates: int = 0

    def as_record(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Removable:
    """What may go, the largest first, and the buckets that were looked at. While there are ``unread`` files, which may
    name objects, only results that were fetched are among it; ``listed`` are those of them that the user can take off
    the list of recent files. ``left`` are parts of objects of accounts that rehearsals
    had fetched when they ended: others would go on with them for a day.
    """

    candidates: tuple[Candidate, ...]
    unread: tuple[Path, ...] = ()
    buckets: tuple[Filled, ...] = ()
    left: tuple[Left, ...] = ()
    listed: tuple[Path, ...] = ()

    @property
    def frees(self) -> int:
        return sum(one.frees for one in self.candidates) + self.left_size

    @property
    def left_size(self) -> int:
        """Bytes of ``left``."""
        return sum(one.size for one in self.left)

    @property
    def templates(self) -> int:
        return sum(one.templates for one in self.buckets)

    @property
    def has_any(self) -> bool:
        return bool(self.candidates or self.templates or self.left)


@dataclass(frozen=True, slots=True)
class Removed:
    """The object is gone, and with it ``frees`` bytes."""

    bucket: str
    region: str
    key: str
    frees: int


@dataclass(frozen=True, slots=True)
class Stays:
    """The object is still there: a job needs it, or it or its copy is not as it was."""

    bucket: str
    region: str
    key: str
    why: Text


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A template that a rehearsal brought is gone, as its bucket is empty."""

    bucket: str
    region: str
    template: str


@dataclass(frozen=True, slots=True)
class Cleared:
    """A part that a rehearsal left is gone, and with it ``frees`` bytes."""

    frees: int


Cleaned = Removed | Stays | Forgotten | Cleared


def removable(
    service: Service, workplace: Workplace, now: float | None = None, shown: Composition | None = None
) -> Removable:
    """What may go of the buckets of the local cloud behind ``service``; nothing is changed. ``now`` are Unix seconds.
    ``shown`` is what the window has open, whether its file is a recent one or not.

    That are results whose file is where it was fetched to, in its whole length, and objects that were not used for 30
    days and that nothing names: no composition that was opened last or is not saved, no job that is not at its end or
    was made in this time, no template. Templates that rehearsals brought may go where nothing names them and all
    objects of their bucket may go. Results that were never fetched stay, and videos in pieces with everything beside
    them. Of a local cloud that is not the one inside the program others may use buckets: only those are looked at to
    which this home submitted. Raises ``WrongUse`` for an account, and the errors of the cloud.
    """
    from ..cloud.room import kept_objects

    _require_local(service)
    since = _since(now)
    found: list[Candidate] = []
    buckets: list[Filled] = []
    with ExitStack() as held, workplace.history() as history:
        hosted = _hosted(service, history, held)
        kept = [list(kept_objects(one.client)) for one, _ in hosted]  # first: what is brought from now on is not in it
        named = named_objects([(one, its.templates) for one, its in hosted], workplace, history, since, shown)
        results = _results(history, service)
    for (at, its), objects in zip(hosted, kept, strict=True):
        here = list(_candidates(at.target, objects, named, results, since))
        templates = len(_unnamed(its, named)) if len(here) == len(objects) else 0
        if templates or not its.is_empty:
            frees = sum(one.frees for one in here)
            buckets.append(Filled(at.target.bucket, at.target.region, its.size, frees, templates))
        found += here
    found.sort(key=lambda one: (-one.frees, one.bucket, one.region, one.key))
    left = tuple(one for one in left_parts(workplace.home) if one.size)
    listed = tuple(path for path in named.unread if path in named.recent)
    return Removable(tuple(found), tuple(named.unread), tuple(buckets), left, listed)


def _hosted(service: Service, history: History, held: ExitStack) -> list[tuple[Service, KeptBucket]]:
    """Each bucket that is to be looked at as a service, open until ``held`` is closed; and what it has."""
    from ..cloud.room import kept_buckets

    may_use = places_to_use(service, history)
    found = []
    for one in kept_buckets(service.client):
        target = service.target.replace(bucket=one.bucket, region=one.region)
        if may_use(target):
            found.append((held.enter_context(service.at(target)), one))
    return found


def places_to_use(service: Service, history: History) -> Callable[[Target], bool]:
    """Whether a bucket of the local cloud is ours to change: of one that is not inside the program those are to which
    this home submitted, and that of the profile. Others may use the rest.
    """
    mine = {(one.bucket, one.region) for one in history.places() if one.local and one.service == service.target.service}
    return lambda at: service.is_embedded or at == service.target or (at.bucket, at.region) in mine


def _since(now: float | None) -> float:
    return (time.time() if now is None else now) - UNUSED_SECONDS


def _candidates(
    target: Target, kept: Sequence[Kept], named: Named, results: Mapping[ObjectName, Intent], since: float
) -> Iterator[Candidate]:
    """Those of the objects ``kept`` of one bucket that may go."""
    with_pieces = {_folder(one.key) for one in kept if is_playlist(one.key)}
    for one in kept:
        name = ObjectName(target.bucket, target.region, one.key)
        intent = results.get(name)
        if name in named.used or is_playlist(one.key):
            continue
        if intent is not None and intent.delivered is not None and is_there(Path(intent.delivered_path), one.size):
            yield Candidate(*name, one.size, one.own, one.etag, Path(intent.delivered_path), one.version)
        elif (
            one.used < since
            and not named.unread
            and one.key not in named.written
            and _folder(one.key) not in with_pieces
            and (intent is None or intent.delivered is not None)
        ):
            yield Candidate(*name, one.size, one.own, one.etag, version=one.version)


def remove(
    service: Service,
    workplace: Workplace,
    candidates: Sequence[Candidate],
    now: float | None = None,
    left: Iterable[Left] = (),
    shown: Composition | None = None,
) -> Generator[Cleaned, None, None]:
    """Delete ``candidates``, each looked at once more, and none that a job needs which waits or runs. What is named is
    looked up anew: hours may have passed since ``removable`` listed them. ``now`` and ``shown`` are as there.

    Templates that rehearsals brought go last: those that nothing names, of buckets that are empty then. They can be
    brought again, and what hinders it is no failure of cleaning up. Those of ``left`` go that are as they were.
    """
    _require_local(service)
    yield from (Cleared(one.size) for one in left if remove_left(one))
    with ExitStack() as held, workplace.history() as history:
        found = _hosted(service, history, held)
        hosted = [(at.target, its) for at, its in found]
        named = named_objects([(at, its.templates) for at, its in found], workplace, history, _since(now), shown)
    by_bucket: dict[tuple[str, str], list[Candidate]] = {}
    for one in candidates:
        by_bucket.setdefault((one.bucket, one.region), []).append(one)
    for (bucket, region), here in by_bucket.items():
        with service.at(service.target.replace(bucket=bucket, region=region)) as at:
            for one in here:
                name = ObjectName(bucket, region, one.key)
                why = _why_named(name, one, named) or _remove(at, one)
                yield Removed(*name, one.frees) if why is None else Stays(*name, why)
    try:
        for target, its in hosted:
            yield from _forget_templates(service, target, _unnamed(its, named))
    except CloudError as error:
        log.warning("Templates that rehearsals brought stay for now: %s", error)


def _unnamed(its: KeptBucket, named: Named) -> list[str]:
    """The ids of the brought templates of a bucket that nothing names, as far as that can be read."""
    return [] if named.unread else sorted(its.templates - named.words)


def _forget_templates(service: Service, target: Target, ids: Iterable[str]) -> Iterator[Forgotten]:
    """Those of a bucket that has objects stay."""
    from ..cloud.room import forget_template

    with service.at(target) as at:
        for template_id in ids:
            if forget_template(at.client, template_id):
                yield Forgotten(target.bucket, target.region, template_id)


def _why_named(name: ObjectName, one: Candidate, named: Named) -> Text | None:
    """Why it may not go any more; ``None`` when nothing names it."""
    if name in named.used or (one.copy is None and one.key in named.written):
        return say("it is in use by now")
    if one.copy is None and named.unread:
        return say("{path} may name it, and cannot be read now", path=named.unread[0])
    return None


def _remove(service: Service, one: Candidate) -> Text | None:
    """Why it stays; ``None`` when it is gone."""
    from ..cloud.room import delete_unless_used

    there = service.client.head(one.key)
    if there is None or there.etag != one.etag:
        return say("it is not as it was")
    try:
        if one.copy is not None and not is_copy(one.copy, service.client, one.key, there):
            return say("{path} is not as it was", path=one.copy)
    except Damaged as error:
        log.info("%s stays: %s", one.key, error)
        return say("it is not as it was")
    kept = delete_unless_used(service.client, one.key, one.etag, one.version)
    if kept == "used":
        return say("a job needs it")
    return say("it is not as it was") if kept else None


def own_bytes(service: Service, prefix: str = "") -> int | None:
    """Bytes that the local cloud itself keeps of the objects whose key begins with ``prefix``: contents in files of the
    user are not among them. ``None`` where that is not told. Raises the errors of the cloud but for an odd answer.
    """
    from ..cloud.room import kept_objects

    if not service.target.local:
        return None
    try:
        return sum(one.size for one in kept_objects(service.client) if one.own and one.key.startswith(prefix))
    except BadReply as error:  # a local cloud from before it told that
        log.info("What the objects take is not told: %s", error.message)
        return None


def megabytes(size: int) -> str:
    """``18.2 MB``, of a million bytes each."""
    return say("{size} MB", size=f"{size / 1_000_000:.1f}")


def _require_local(service: Service) -> None:
    if not service.target.local:
        raise WrongUse(
            "Only the local cloud is cleaned up from here.",
            "`--profile local` cleans up its buckets, those of rehearsals, too. Objects of an account are deleted in"
            " the service's console.",
        )


def _folder(key: str) -> str:
    return key.rpartition("/")[0]


def _results(history: History, service: Service) -> dict[ObjectName, Intent]:
    """By its name the newest job that made the object, or may have."""
    newest = dict[ObjectName, Intent]()
    wanted = Wanted(places=frozenset(one.place for one in history.places() if one.local))
    for intent in history.each(wanted) if wanted.places else ():
        made_nothing = intent.is_resolved and intent.state in _MADE_NOTHING
        if made_nothing or (intent.target.service and intent.target.service != service.target.service):
            continue
        key = intent.result_key or intent.reserved or intent.output_key
        bucket, region = intent.result_bucket or intent.output_bucket, intent.result_region or intent.output_region
        newest.setdefault(ObjectName(bucket, region, key), intent)
    return newest
