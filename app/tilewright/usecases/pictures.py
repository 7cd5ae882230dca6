"""Pictures of sources, for canvas and lists; kept in the home, so that a composition opens with its pictures."""

from __future__ import annotations

import contextlib
import hashlib
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from ..durable import make_private, write_whole
from ..errors import AppError
from .names import key_of

if TYPE_CHECKING:
    from ..media.picture import Picture
    from .workplace import Service

log = logging.getLogger(__name__)

CACHE_LIMIT = 200 * 1024 * 1024
"""Bytes of pictures that are kept; the oldest go first."""


def picture_of(url: str, service: Service, home: Path, longest: int) -> Picture:
    """A picture of the video at ``url``: the first that shows something, its longer side at most ``longest`` pixels.

    Only for sources in the profile's own bucket (security 3); ``Refused`` for others. Raises what opening it raises.
    """
    from ..errors import Refused
    from ..media.frames import first_picture

    key = key_of(service.target, url)
    if key is None:
        raise Refused("Pictures are shown of videos in the profile's own bucket only.")
    facts = service.client.head(key)
    cache = _Cache(home, f"{url}\n{facts.etag if facts else ''}\n{facts.size if facts else 0}\n{longest}")
    cached = cache.read()
    if cached is not None:
        return cached
    with service.client.open(key) as file:
        picture = first_picture(file, key, longest=longest)
    cache.write(picture)
    return picture


class _Cache:
    """One entry of the cache. What is damaged or cannot be written does not matter: it is made again."""

    def __init__(self, home: Path, identity: str) -> None:
        self._folder = make_private(home / "cache" / "pictures")
        self._path = self._folder / f"{hashlib.sha256(identity.encode()).hexdigest()[:32]}.jpg"

    def read(self) -> Picture | None:
        from ..media.picture_file import read_jpeg

        try:
            picture = read_jpeg(self._path.read_bytes())
            self._path.touch()
        except (OSError, AppError):
            return None
        return picture

    def write(self, picture: Picture) -> None:
        from ..media.picture_file import write_jpeg

        try:
            write_whole(self._path, write_jpeg(picture), mode=0o600)
            self._trim()
        except (OSError, AppError) as error:
            log.info("A picture was not kept: %s", error)

    def _trim(self) -> None:
        files = [(path.stat(), path) for path in self._folder.glob("*.jpg")]
        total = sum(facts.st_size for facts, _ in files)
        for facts, path in sorted(files, key=lambda entry: entry[0].st_mtime):
            if total <= CACHE_LIMIT:
                return
            with contextlib.suppress(OSError):
                path.unlink()
            total -= facts.st_size
