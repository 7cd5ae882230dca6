"""Pictures of sources and of watermarks, for canvas and lists.

Those of sources are kept in the home, so that a composition opens with its pictures.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from ..cloud.objects import changed
from ..durable import make_private, write_whole
from ..errors import Absent, AppError, BadInput, Refused
from ..model.watermark_words import is_image
from ..text import say
from ..wire.address import IMAGE_HOSTS
from .names import key_of

if TYPE_CHECKING:
    from ..media.picture import Picture
    from ..media.stamp import Stamp
    from ..model.options import Watermark
    from .workplace import Service

log = logging.getLogger(__name__)

CACHE_LIMIT = 200 * 1024 * 1024
"""Bytes of pictures that are kept; the oldest go first."""


def picture_of(url: str, service: Service, home: Path, longest: int, etag: str = "") -> Picture:
    """A picture of the video at ``url``: the first that shows something, its longer side at most ``longest`` pixels.

    Only for sources in the profile's own bucket (security 3); ``Refused`` for others. Raises what opening it raises,
    and with ``etag`` ``Damaged`` for another version.
    """
    from ..media.frames import first_picture

    key = key_of(service.target, url)
    if key is None:
        raise Refused("Pictures are shown of videos in the profile's own bucket only.")
    facts = service.client.head(key)
    if etag and facts is not None and facts.etag != etag:
        raise changed(key)
    cache = _Cache(home, f"{url}\n{facts.etag if facts else ''}\n{facts.size if facts else 0}\n{longest}")
    cached = cache.read()
    if cached is not None:
        return cached
    with service.client.open(key, facts) as file:
        picture = first_picture(file, key, longest=longest)
    cache.write(picture)
    return picture


def image_of(url: str, service: Service) -> Picture:
    """What an image watermark shows, in its own size: the object at ``url`` of the profile's own bucket.

    ``Refused`` for other addresses (security 3) and for what is no image within the limits, ``Damaged``, ``Absent``,
    or the errors of the cloud.
    """
    from ..media.image_picture import MOST_BYTES, read_image

    key = _image_key(url, service)
    facts = service.client.head(key)
    if facts is None:
        raise Absent(say("There is no image {key} in the bucket.", key=key), "Choose it again.")
    if facts.size > MOST_BYTES:
        raise Refused(say("{key} is larger than 20 MB.", key=key), "Make the image smaller.")
    with service.client.open(key) as file:
        return read_image(file.read(), key)


def image_tag(url: str, service: Service) -> str:
    """What changes when another image is put at ``url``: its ETag; empty when there is none. Raises as `image_of`."""
    facts = service.client.head(_image_key(url, service))
    return facts.etag if facts is not None else ""


def _image_key(url: str, service: Service) -> str:
    key = key_of(service.target, url, IMAGE_HOSTS)
    if key is None:
        raise Refused("Images are shown of the profile's own bucket only.", "Bring the image into the bucket.")
    return key


def watermark_picture(
    watermark: Watermark, frame: tuple[int, int], service: Service | None = None, image: Picture | None = None
) -> Stamp:
    """The watermark in a frame of that size: the very picture that the local cloud renders, and where it lies.

    For an image it needs ``service``, or ``image`` as `image_of` gave it. The picture depends on nothing but the text
    or image and the frame: while a watermark is being moved, ``layout.watermarks.locate`` with the size of
    the picture tells where it lies. ``BadInput`` when there is nothing to show, and what `image_of` raises.
    """
    from ..media.stamp import make_stamp

    if is_image(watermark) and image is None:
        if service is None or watermark.image is None or not watermark.image.url:
            raise BadInput("The watermark has no image.", "Give it the address of one.")
        image = image_of(watermark.image.url, service)
    return make_stamp(watermark, frame, image)


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
