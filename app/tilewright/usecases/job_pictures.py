"""Small pictures of jobs: of the result where there is one, else of the first source that can be shown."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ..cloud.retry import is_passing
from ..durable import make_private, write_whole
from ..errors import AppError, CloudError
from ..jobs.intent import Intent
from ..media.frames import first_picture
from ..media.picture_file import read_jpeg, write_jpeg
from ..model.states import State
from ..model.target import Target
from ..wire.playlists import MOST_BYTES, is_playlist, read_playlist
from .jobs import reopen, service_of
from .know import urls_of
from .names import url_of
from .own_result import open_own, require_own
from .pictures import picture_of
from .workplace import Service, Workplace

if TYPE_CHECKING:
    from ..media.picture import Picture

log = logging.getLogger(__name__)

LONGEST = 128
"""Pixels of the longer side: sharp at 200 % in a row of a list."""

TRIES = 3
"""Sources that are tried for a job without a result."""


@dataclass(frozen=True)
class JobPicture:
    """``None`` when nothing can be shown for now."""

    intent: str
    picture: Picture | None


def pictures_of_jobs(intents: Sequence[Intent], workplace: Workplace) -> Iterator[JobPicture]:
    """A picture for each. Those of jobs at their end are kept in the home: for them no service is asked again."""
    services: dict[Target, Service | None] = {}
    try:
        for intent in intents:
            picture = _kept(intent, workplace) or _of_file(intent) or _made(intent, workplace, services)
            if picture is not None and intent.is_resolved:
                _keep(picture, intent, workplace)
            yield JobPicture(intent.id, picture)
    finally:
        for service in services.values():
            if service is not None:
                service.close()


def _made(intent: Intent, workplace: Workplace, services: dict[Target, Service | None]) -> Picture | None:
    target = intent.target
    if target not in services:
        try:
            services[target] = service_of(intent, workplace)
        except AppError as error:
            log.info("No pictures of jobs of %s: %s", target.profile, error)
            services[target] = None
    service = services[target]
    if service is None:
        return None
    for number, (url, etag) in enumerate(_candidates(intent, workplace, service)):
        try:
            return picture_of(url, service, workplace.home, LONGEST, etag)
        except AppError as error:
            log.debug("No picture of %s: %s", url, error)
            if number == 0 and isinstance(error, CloudError) and is_passing(error):
                return None  # what is less good would be kept for good
    return None


def _of_file(intent: Intent) -> Picture | None:
    """From the result beside its composition: no service has to be there for it."""
    if intent.delivered is None or not intent.delivered_path:
        return None
    path = Path(intent.delivered_path)
    try:
        if is_playlist(path.name):
            with path.open("rb") as file:
                path = path.parent / _first_piece(file, path.name)
        with path.open("rb") as file:
            return first_picture(file, path.name, longest=LONGEST)
    except (OSError, AppError) as error:
        log.debug("No picture of %s: %s", path, error)
        return None


def _first_piece(playlist: BinaryIO, name: str) -> str:
    """Playlists are opened by nobody here (security 1), their pieces are videos; the first one shows the beginning."""
    named = read_playlist(playlist.read(MOST_BYTES + 1), name).beside
    return next((piece for piece in named if piece.lower().endswith(".ts")), "")


def _candidates(intent: Intent, workplace: Workplace, service: Service) -> Iterator[tuple[str, str]]:
    """Addresses of what can be shown, the best first, and the ETags of those that are not to be another version."""
    if intent.state is State.SUCCESS and intent.result_key:
        target = intent.target.replace(bucket=intent.result_bucket, region=intent.result_region)
        try:
            if is_playlist(intent.result_key):
                yield url_of(target, _first_piece_of(intent, service)), ""
            else:
                yield url_of(target, intent.result_key), require_own(intent, service.client)
        except AppError as error:
            log.info("The result of %s cannot be shown: %s", intent.id, error)
            if isinstance(error, CloudError) and is_passing(error):
                return  # as `_made` says
    try:
        yield from ((url, "") for url in urls_of(reopen(intent, workplace).composition)[:TRIES])
    except AppError as error:
        log.info("The request of %s cannot be read: %s", intent.id, error)


def _first_piece_of(intent: Intent, service: Service) -> str:
    """The object that has pictures of a result that is a playlist."""
    folder, slash, name = intent.result_key.rpartition("/")
    with open_own(intent, service.client) as file:
        return f"{folder}{slash}{_first_piece(file, name)}"


def _path(intent: Intent, workplace: Workplace) -> Path:
    return make_private(workplace.home / "cache" / "jobs") / f"{intent.id}.jpg"


def _kept(intent: Intent, workplace: Workplace) -> Picture | None:
    if not intent.is_resolved:
        return None
    try:
        return read_jpeg(_path(intent, workplace).read_bytes())
    except (OSError, AppError):
        return None


def _keep(picture: Picture, intent: Intent, workplace: Workplace) -> None:
    path = _path(intent, workplace)
    if path.exists():
        return
    try:
        write_whole(path, write_jpeg(picture), mode=0o600)
    except (OSError, AppError) as error:
        log.info("A picture was not kept: %s", error)
