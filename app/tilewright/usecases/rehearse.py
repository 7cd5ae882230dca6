"""Rehearsing a job of an account: what it needs is brought into a bucket of the same name in the local cloud, and the
request that the account would get is posted there. The account is only read.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, Unpack

from ..checks import check
from ..cloud.objects import ObjectFacts, require_content
from ..cloud.progress import follow
from ..cloud.putting import SINGLE_LIMIT, TAKEN, How
from ..cloud.templates import bring_template
from ..durable import storage_error
from ..errors import Damaged, DiskFull, OutputExists, Rejected, WrongUse
from ..jobs.naming import Naming
from ..jobs.reserved import look_before, require_free
from ..jobs.wish import make_wish, naming_of
from ..model.composition import Composition
from ..model.music import pieces_of
from ..model.source import Known, transcode_in_force
from ..model.template import Template, watermarks_in_force
from ..model.watermark_words import is_image
from ..text import say
from ..wire.address import IMAGE_HOSTS, VIDEO_HOSTS
from .at_hand import know_computer
from .bring import is_content, is_of_parts
from .check import require_no_errors
from .events import Bringing, Brought
from .jobs import Wait
from .know import know, urls_of
from .names import key_of, safe_name, url_of
from .needed_room import room_on_disk
from .scratch import Part, clear_old_parts, part_name, part_of
from .submit import Asked, Submission, submit_to
from .templates import know_templates, look_up
from .workplace import Service, Workplace

ASKED_ABOVE = 200_000_000
"""Bytes up to which they are fetched unasked: an account pays for what leaves it."""

_RACES = 20
"""How often another one may be quicker with a name before we give up."""


@dataclass(frozen=True, slots=True)
class Needed:
    """What of the account is not in the local cloud yet: ``files``, of which ``size`` bytes in all are to be fetched,
    and templates. ``elsewhere`` are addresses outside the profile's bucket: nothing is fetched from there.
    """

    files: int
    templates: int
    size: int
    elsewhere: tuple[str, ...] = ()

    def describe(self) -> str:
        told = say("The local cloud has all of the bucket that the job needs.")
        if self.files or self.templates:
            told = say(
                "To be brought into the local cloud: files: {files} ({size} MB), templates: {templates}.",
                files=self.files,
                size=_megabytes(self.size),
                templates=self.templates,
            )
        if not self.elsewhere:
            return told
        return say(
            "{told} Not brought, as they lie outside the bucket: {elsewhere}",
            told=told,
            elsewhere=", ".join(self.elsewhere),
        )

    def as_record(self) -> dict[str, Any]:
        return {"event": "needed", **asdict(self)}


@dataclass(frozen=True, slots=True)
class StandsIn:
    """From now on the local cloud is ``host`` for this job: later events name that, and mean it."""

    host: str

    def describe(self) -> str:
        return say("The local cloud stands in for {host}: the account does not get the job.", host=self.host)

    def as_record(self) -> dict[str, Any]:
        return {"event": "stands-in", "host": self.host}


@dataclass(frozen=True, slots=True)
class _Lacking:
    """An object of the account that is not in the local cloud as it is there; ``instead_of`` is the ETag of an earlier
    one that was brought, empty without one. It comes to ``part``, which is ours from before anything is told until it
    has come: what was told is what is fetched.
    """

    key: str
    facts: ObjectFacts
    instead_of: str
    part: Part

    @property
    def lacks(self) -> int:
        """Bytes that are to be fetched."""
        return self.facts.size - self.part.came


Rehearsal = Needed | StandsIn | Bringing | Brought | Submission


def rehearse(
    composition: Composition,
    workplace: Workplace,
    wait: Wait,
    *,
    profile: str | None = None,
    may_bring: int = ASKED_ABOVE,
    may_be_short: bool = False,
    **asked: Unpack[Asked],
) -> Generator[Rehearsal, None, None]:
    """As ``submit`` to the account of ``profile``, but the job goes to the local cloud inside the program: the same
    bytes to the same `Host`, in a bucket of the same name. Its checks and names are those of the account as well.

    The same job that is done counts as another one when a file or template that it had was changed since.
    ``result_path`` and ``is_watched`` are those of ``submit``.
    ``may_bring``: so many bytes may be fetched; ``may_be_short``: also where the disk has too little room for them.
    Raises as ``submit`` does, ``WrongUse`` for a profile of the local cloud, and that or ``DiskFull`` before anything
    is fetched that may not be.
    """
    workplace.require_ours()
    if workplace.target(profile).local:
        raise WrongUse(
            "The profile is the local cloud itself: there is nothing to rehearse.",
            say("Choose the account with `--profile`, or submit without `--rehearse`."),
        )
    with workplace.service(profile) as account, workplace.mirror(account.target) as mirror:
        yield from rehearse_on(
            account,
            mirror,
            composition,
            workplace,
            wait,
            may_bring=may_bring,
            may_be_short=may_be_short,
            **asked,
        )


def rehearse_on(
    account: Service,
    mirror: Service,
    composition: Composition,
    workplace: Workplace,
    wait: Wait,
    *,
    may_bring: int = ASKED_ABOVE,
    may_be_short: bool = False,
    **asked: Unpack[Asked],
) -> Generator[Rehearsal, None, None]:
    """``rehearse`` with both services open: ``mirror`` is the local cloud with the bucket of ``account``."""
    known = know_computer(composition, know_templates(composition, account.client, Known()))
    for service in (account, mirror):  # what is wrong whatever the files are is told before any is fetched
        require_no_errors(check(composition, known, service.target), account.profile.name)
    _require_free(composition, asked.get("naming") or naming_of(composition), account)
    mirror.revive()  # it ends by itself when nobody needs it, and the account may answer slowly
    addresses = list(dict.fromkeys(_addresses(composition, known)))
    keys = dict.fromkeys(key for url, hosts in addresses if (key := key_of(account.target, url, hosts)))
    elsewhere = tuple(dict.fromkeys(url for url, hosts in addresses if not key_of(account.target, url, hosts)))
    clear_old_parts(workplace.home)
    with ExitStack() as held:
        lacking = list(_lacking_objects(keys, account, mirror, workplace.home, held))
        wanted = _templates_of(known, account)
        size = sum(one.lacks for one in lacking)
        yield Needed(len(lacking), len(_lacking_templates(wanted, mirror)), size, elsewhere)
        _require_may_bring(size, may_bring)
        for room in room_on_disk(mirror, workplace, _room_for(lacking), "copies") if lacking else ():
            yield room
            if room.is_short and not may_be_short:
                raise DiskFull(
                    "The disk has too little room for what the rehearsal needs; nothing was fetched.",
                    "Free some space, then rehearse again.",
                )
        yield StandsIn(mirror.target.ci_host)
        for one in lacking:
            yield from _bring(one, account, mirror)
    mirror.revive()
    known = know(urls_of(composition), mirror.client, known, workplace.kept_facts)
    require_no_errors(check(composition, known, account.target), account.profile.name)
    _bring_templates(wanted, mirror)
    yield from submit_to(mirror, composition, workplace, wait, **asked)


def _require_may_bring(size: int, may_bring: int) -> None:
    if size > may_bring:
        raise WrongUse(
            say("{size} MB would be fetched from the account; nothing was fetched.", size=_megabytes(size)),
            say("`--yes` fetches them. The account may be charged for the traffic."),
        )


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}"


def _room_for(lacking: Iterable[_Lacking]) -> int:
    """Bytes of the disk that are taken beside what has come, while they are brought: each comes by way of a file, and a
    long one lies there in parts, too, until these are joined.
    """
    most = there = 0
    for one in lacking:
        size = one.facts.size
        most = max(most, there - one.part.came + size * (2 if size <= SINGLE_LIMIT else 3))
        there += one.lacks
    return most


def _require_free(composition: Composition, naming: Naming, account: Service) -> None:
    """Raise ``NameTaken`` or ``NameUnsure`` as a submission to the account would: its bucket counts as well."""
    if naming != "exact":
        return
    wish = make_wish(composition, naming)
    require_free(wish, (), look_before(wish, account.client))


def _addresses(composition: Composition, known: Known) -> Iterator[tuple[str, frozenset[str]]]:
    """All that a job reads, also what only its templates name, and on which hosts it may lie."""
    for tile in composition.shown:
        if tile.url:
            yield tile.url, VIDEO_HOSTS
    for watermark in watermarks_in_force(composition, known.watermark_templates):
        if watermark is not None and is_image(watermark) and watermark.image is not None and watermark.image.url:
            yield watermark.image.url, IMAGE_HOSTS
    for _, piece in pieces_of(transcode_in_force(composition, known)):
        if piece.audio_source:
            yield piece.audio_source, VIDEO_HOSTS


def _lacking_objects(
    keys: Iterable[str], account: Service, mirror: Service, home: Path, held: ExitStack
) -> Iterator[_Lacking]:
    """Their parts are ours until ``held`` is closed. Raises ``Absent`` for what the account has not, whatever the local
    cloud has of that name, and ``OutputExists`` where that is somebody else's.
    """
    for key in keys:
        facts = require_content(account.client.head(key), key, account.target.bucket)
        there = mirror.client.head(key)
        if there is not None and _is_copy(there, facts):
            continue
        if there is not None and not there.origin and not _was_copy(there, facts):
            raise _not_a_copy(key, mirror)
        name = part_name(account.target.cos_host, key, facts)
        part = held.enter_context(part_of(home, name, safe_name(key)))  # refusals tell the name of the file
        yield _Lacking(key, facts, there.etag if there is not None else "", part)


def _is_copy(there: ObjectFacts, facts: ObjectFacts) -> bool:
    """Whether what is there in the local cloud is what the account has."""
    return not there.is_lost and there.size == facts.size and facts.etag in {there.etag, there.origin}


def _was_copy(there: ObjectFacts, facts: ObjectFacts) -> bool:
    """Whether the local cloud lost the content of what was the same, whoever put it there."""
    return there.is_lost and there.etag == facts.etag


def _not_a_copy(key: str, mirror: Service) -> OutputExists:
    return OutputExists(
        say(
            "The local cloud has another file {key} in its bucket {bucket}; it was not replaced.",
            key=key,
            bucket=mirror.target.bucket,
        ),
        "A rehearsal replaces only what an earlier one brought. Give the file in the account another name.",
    )


def _templates_of(known: Known, account: Service) -> tuple[Template, ...]:
    """Those of the account that the job names, as they are now."""
    return look_up(account.client, (*known.templates, *known.watermark_templates))[0]


def _lacking_templates(wanted: Iterable[Template], mirror: Service) -> list[Template]:
    """Those that the local cloud has not, or with other values."""
    wanted = tuple(wanted)
    there = {one.id: one for one in look_up(mirror.client, tuple(one.id for one in wanted))[0]}
    lacking = []
    for template in wanted:
        has = there.get(template.id)
        if has is None or (has.transcode, has.watermark) != (template.transcode, template.watermark):
            lacking.append(template)
    return lacking


def _bring_templates(wanted: Iterable[Template], mirror: Service) -> None:
    """They come last, and are looked at anew: files may take minutes, and nothing names a template meanwhile, so that
    it may be cleaned up.
    """
    for template in _lacking_templates(wanted, mirror):
        bring_template(mirror.client, template)


def _bring(one: _Lacking, account: Service, mirror: Service) -> Generator[Bringing | Brought, None, None]:
    """By way of a file, as a transfer goes on where it broke; nothing is half there."""
    path = one.part.path
    try:
        yield from _fetch(one, account)
    except Damaged:
        one.part.drop()  # another try with it would end no better
        raise
    mirror.revive()  # a large file takes longer than it waits for callers
    is_new = _put(one, path, mirror)
    one.part.drop()
    yield Brought(path.name, one.key, url_of(mirror.target, one.key), is_new=is_new)


def _fetch(one: _Lacking, account: Service) -> Generator[Bringing, None, None]:
    path = one.part.path
    with closing(follow(partial(account.client.get_rest, one.key, one.facts, path))) as steps:
        for done, total in steps:
            yield Bringing(path.name, done, total)
    if account.client.head(one.key) != one.facts:
        raise Damaged(say("{key} changed in the bucket while it was fetched.", key=one.key), "Rehearse again.")
    if one.part.came and not _is_whole(path, one.facts):
        raise Damaged(say("{key} arrived damaged.", key=one.key), "Rehearse again: all of it is fetched then.")


def _is_whole(path: Path, facts: ObjectFacts) -> bool:
    """Whether what came at several times is the object, where its ETag tells. What came at once is not asked: an ETag
    that only looks like an MD5 would keep the object from ever being brought.
    """
    try:
        return is_of_parts(facts) or is_content(path, facts)
    except OSError as error:
        raise storage_error(error, say("read"), path) from error


def _put(one: _Lacking, path: Path, mirror: Service) -> bool:
    """Whether it was put: another rehearsal, also one that was stopped, may have been quicker with the same file."""
    instead_of, races = one.instead_of, 0
    while True:
        try:
            mirror.client.put_file(one.key, path, how=How(False, instead_of, one.facts.etag))
        except Rejected as error:
            races += 1
            if error.code not in TAKEN or races > _RACES:
                raise
            there = mirror.client.head(one.key)
            if there is not None and _is_copy(there, one.facts):
                return False
            if there is not None and not there.origin:
                raise _not_a_copy(one.key, mirror) from error  # the user put it meanwhile
            instead_of = there.etag if there is not None else ""
        else:
            return True
