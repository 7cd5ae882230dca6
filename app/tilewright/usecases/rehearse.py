"""Rehearsing a job of an account: what it needs is brought into a bucket of the same name in the local cloud, and the
request that the account would get is posted there. The account is only read.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Generator, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Unpack

from ..checks import check
from ..cloud.objects import ObjectFacts, require_content
from ..cloud.progress import follow
from ..cloud.putting import TAKEN, How
from ..cloud.templates import bring_template
from ..errors import Damaged, OutputExists, Rejected, WrongUse
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
from .check import require_no_errors
from .events import Bringing, Brought
from .jobs import Wait
from .know import know, urls_of
from .names import key_of, safe_name, url_of
from .needed_room import room_on_disk
from .submit import Asked, Submission, submit_to
from .templates import know_templates, look_up
from .workplace import Service, Workplace

ASKED_ABOVE = 200_000_000
"""Bytes up to which they are fetched unasked: an account pays for what leaves it."""

_RACES = 20
"""How often another one may be quicker with a name before we give up."""

_SCRATCH = "rehearsal-"
_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Needed:
    """What of the account is not in the local cloud yet: ``files`` of ``size`` bytes in all, and templates.
    ``elsewhere`` are addresses outside the profile's bucket: nothing is fetched from there.
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
    one that was brought, empty without one.
    """

    key: str
    facts: ObjectFacts
    instead_of: str


Rehearsal = Needed | StandsIn | Bringing | Brought | Submission


def rehearse(
    composition: Composition,
    workplace: Workplace,
    wait: Wait,
    *,
    profile: str | None = None,
    may_bring_much: bool = False,
    **asked: Unpack[Asked],
) -> Generator[Rehearsal, None, None]:
    """As ``submit`` to the account of ``profile``, but the job goes to the local cloud inside the program: the same
    bytes to the same `Host`, in a bucket of the same name. Its checks and names are those of the account as well.

    The same job that is done counts as another one when a file or template that it had was changed since.
    ``result_path`` and ``is_watched`` are those of ``submit``.
    ``may_bring_much``: more than ``ASKED_ABOVE`` bytes may be fetched. Raises as ``submit`` does, and ``WrongUse`` for
    a profile of the local cloud, and before more is fetched than may be.
    """
    workplace.require_ours()
    if workplace.target(profile).local:
        raise WrongUse(
            "The profile is the local cloud itself: there is nothing to rehearse.",
            say("Choose the account with `--profile`, or submit without `--rehearse`."),
        )
    with workplace.service(profile) as account, workplace.mirror(account.target) as mirror:
        yield from rehearse_on(account, mirror, composition, workplace, wait, may_bring_much=may_bring_much, **asked)


def rehearse_on(
    account: Service,
    mirror: Service,
    composition: Composition,
    workplace: Workplace,
    wait: Wait,
    *,
    may_bring_much: bool = False,
    **asked: Unpack[Asked],
) -> Generator[Rehearsal, None, None]:
    """``rehearse`` with both services open: ``mirror`` is the local cloud with the bucket of ``account``."""
    known = know_computer(composition, know_templates(composition, account.client, Known()))
    for service in (account, mirror):  # what is wrong whatever the files are is told before any is fetched
        require_no_errors(check(composition, known, service.target), account.profile.name)
    _require_free(composition, asked.get("naming") or naming_of(composition), account)
    addresses = list(dict.fromkeys(_addresses(composition, known)))
    keys = dict.fromkeys(key for url, hosts in addresses if (key := key_of(account.target, url, hosts)))
    elsewhere = tuple(dict.fromkeys(url for url, hosts in addresses if not key_of(account.target, url, hosts)))
    lacking = list(_lacking_objects(keys, account, mirror))
    wanted = _templates_of(known, account)
    size = sum(one.facts.size for one in lacking)
    yield Needed(len(lacking), len(_lacking_templates(wanted, mirror)), size, elsewhere)
    if size > ASKED_ABOVE and not may_bring_much:
        raise WrongUse(
            say("{size} MB would be fetched from the account; nothing was fetched.", size=_megabytes(size)),
            say("`--yes` fetches them. The account may be charged for the traffic."),
        )
    if lacking:  # each comes by way of a file
        largest = max(one.facts.size for one in lacking)
        yield from room_on_disk(mirror, workplace, size + largest, "copies")
    yield StandsIn(mirror.target.ci_host)
    yield from _bring_all(lacking, account, mirror, workplace.home / "cache")
    known = know(urls_of(composition), mirror.client, known, workplace.kept_facts)
    require_no_errors(check(composition, known, account.target), account.profile.name)
    _bring_templates(wanted, mirror)
    yield from submit_to(mirror, composition, workplace, wait, **asked)


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}"


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


def _lacking_objects(keys: Iterable[str], account: Service, mirror: Service) -> Iterator[_Lacking]:
    """Raises ``Absent`` for what the account has not, whatever the local cloud has of that name, and ``OutputExists``
    where that is somebody else's.
    """
    for key in keys:
        facts = require_content(account.client.head(key), key, account.target.bucket)
        there = mirror.client.head(key)
        if there is None:
            yield _Lacking(key, facts, "")
        elif _is_copy(there, facts):
            continue
        elif there.origin:
            yield _Lacking(key, facts, there.etag)
        else:
            raise _not_a_copy(key, mirror)


def _is_copy(there: ObjectFacts, facts: ObjectFacts) -> bool:
    """Whether what is there in the local cloud is what the account has."""
    return there.size == facts.size and facts.etag in {there.etag, there.origin}


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


def _bring_all(
    lacking: Iterable[_Lacking], account: Service, mirror: Service, cache: Path
) -> Generator[Bringing | Brought, None, None]:
    cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in cache.glob(f"{_SCRATCH}*"):  # by one that was killed
        if left.stat().st_mtime < time.time() - _DAY:
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=cache) as folder:
        for one in lacking:
            yield from _bring(one, account, mirror, Path(folder))


def _bring(one: _Lacking, account: Service, mirror: Service, folder: Path) -> Generator[Bringing | Brought, None, None]:
    """By way of a file, as a transfer goes on where it broke; nothing is half there."""
    name = safe_name(one.key)
    path = folder / "file"
    for done, total in follow(lambda report: account.client.get_file(one.key, path, report)):
        yield Bringing(name, done, total)
    if account.client.head(one.key) != one.facts:
        raise Damaged(say("{key} changed in the bucket while it was fetched.", key=one.key), "Rehearse again.")
    is_new = _put(one, path, mirror)
    path.unlink()
    yield Brought(name, one.key, url_of(mirror.target, one.key), is_new=is_new)


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
