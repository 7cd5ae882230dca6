"""What a job is made of, out of the store: its sources and its music, which are held and probed, and its
watermarks as files.

Where contents lie, and what is in them, is asked by ``side_by_side`` alone: a file of the user may be on a disk that
does not answer, and the job must be able to stop all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from ..errors import Absent, BadInput, Damaged
from ..media.image_picture import MOST_BYTES, read_image
from ..media.picture import Picture
from ..media.probe import probe
from ..media.sound_probe import probe_sound
from ..media.workers import side_by_side
from ..model.composition import Composition
from ..model.music import heard_pieces
from ..model.options import AudioMix
from ..model.source import Source
from ..wire.address import IMAGE_HOSTS, read_address
from .blobs import Blob
from .job_failed import JobFailed
from .music import Music
from .overlay import Overlay
from .render import Input
from .store import Place, Store
from .watermarks import prepare


def gather(
    composition: Composition, store: Store, held: ExitStack, used: dict[str, Blob], should_stop: Callable[[], bool]
) -> dict[str, Input]:
    """The sources by Url; their contents stay until ``held`` is closed, whatever happens to the objects. ``used`` gets
    the contents by Url.

    Raises ``JobFailed``, and ``Stopped`` soon after ``should_stop()``.
    """
    urls = list(dict.fromkeys(tile.url for tile in composition.shown))
    contents = [_hold(url, store, held, used) for url in urls]

    def read(content: _Content) -> Input:
        with _told_as_failed("source", content.key):
            path = store.blobs.path(content.blob)
            return Input(path, _facts(path, content.key))

    return dict(zip(urls, side_by_side(read, contents, should_stop), strict=True))


class _Content(NamedTuple):
    blob: Blob
    key: str


def _hold(url: str, store: Store, held: ExitStack, used: dict[str, Blob]) -> _Content:
    address = read_address(url)
    if address is None:
        raise JobFailed(
            "ResourceNotFound",
            f"The source {url} is not the address of an object (https://<bucket>.cos.<region>.myqcloud.com/<key>).",
        )
    place, key = Place(address.bucket, address.region), address.key
    entry = held.enter_context(store.pinned(place, key))
    if entry is None:
        raise JobFailed("ResourceNotFound", f"The source {key} is not in the bucket {place.bucket}.")
    used[url] = entry.blob
    return _Content(entry.blob, key)


def _facts(path: Path, key: str) -> Source:
    """As ``probe``, which takes most of the time before FFmpeg starts: a file is read once while it stays as it is."""
    try:
        found = path.stat()
    except OSError:
        return probe(path, key)  # which says what is wrong
    return _facts_of(path, key, found.st_ino, found.st_size, found.st_mtime_ns)


@lru_cache(maxsize=1000)
def _facts_of(path: Path, key: str, inode: int, size: int, mtime_ns: int) -> Source:
    return probe(path, key)


@contextmanager
def _told_as_failed(what: str, key: str) -> Iterator[None]:
    """What is wrong with the file of an object, as a job tells it."""
    try:
        yield
    except Absent as error:
        raise JobFailed("ResourceNotFound", f"The {what} {key} cannot be read: {error.message}") from error
    except Damaged as error:
        raise JobFailed("ResourceDownloadFailed", f"The {what} {key} is damaged: {error.message}") from error
    except BadInput as error:
        raise JobFailed("ResourceNotSupported", f"The {what} {key} cannot be used: {error.message}") from error


def gather_music(
    composition: Composition,
    store: Store,
    held: ExitStack,
    length: float,
    used: dict[str, Blob],
    should_stop: Callable[[], bool],
) -> list[Music]:
    """The pieces that are heard, in order, for a result of ``length`` seconds; held as sources are, and in ``used``.

    Raises as ``gather``.
    """
    pieces = [piece for _, piece in heard_pieces(composition.transcode)]
    contents = [_hold_music(piece, store, held, used) for piece in pieces]

    def read(found: tuple[AudioMix, _Content]) -> Music:
        piece, content = found
        with _told_as_failed("background music", content.key):
            path = store.blobs.path(content.blob)
            return Music(path, probe_sound(path, content.key, length), piece)

    return side_by_side(read, [*zip(pieces, contents, strict=True)], should_stop)


def _hold_music(piece: AudioMix, store: Store, held: ExitStack, used: dict[str, Blob]) -> _Content:
    address = read_address(piece.audio_source or "")
    if address is None:
        wrong = f"The background music {piece.audio_source or '(no address)'} is not the address of an object."
        raise JobFailed("ResourceNotFound", wrong)
    entry = held.enter_context(store.pinned(Place(address.bucket, address.region), address.key))
    if entry is None:
        raise JobFailed(
            "ResourceNotFound", f"The background music {address.key} is not in the bucket {address.bucket}."
        )
    used[piece.audio_source or ""] = entry.blob
    return _Content(entry.blob, address.key)


def gather_watermarks(
    composition: Composition, store: Store, held: ExitStack, should_stop: Callable[[], bool]
) -> list[Overlay]:
    """The watermarks as files, which go when ``held`` is closed. Raises ``JobFailed``, and what ``prepare`` does."""

    def new_file() -> Path:
        path = store.blobs.temporary(".rgba")
        held.callback(path.unlink, missing_ok=True)
        return path

    frame = composition.inline_frame.size
    if not frame:
        return []
    return prepare(
        composition.watermarks,
        frame,
        lambda url: _read_image(url, store, should_stop),
        new_file,
        should_stop,
        store.blobs.check_room,
    )


def _read_image(url: str, store: Store, should_stop: Callable[[], bool]) -> Picture:
    address = read_address(url, IMAGE_HOSTS)
    if address is None:
        raise JobFailed("ResourceNotFound", f"The watermark's image {url} is not the address of an object.")
    key = address.key

    def read(blob: Blob) -> Picture:
        with store.blobs.open(blob) as file:
            return read_image(file.read(MOST_BYTES + 1), key)

    try:
        with store.pinned(Place(address.bucket, address.region), key) as entry:
            if entry is not None:
                return side_by_side(read, [entry.blob], should_stop)[0]
        raise JobFailed("ResourceNotFound", f"The watermark's image {key} is not in the bucket {address.bucket}.")
    except Absent as error:
        raise JobFailed("ResourceNotFound", f"The watermark's image cannot be read: {error.message}") from error
    except Damaged as error:
        raise JobFailed("ResourceDownloadFailed", f"The watermark's image cannot be read: {error.message}") from error
    except BadInput as error:
        raise JobFailed("ResourceNotSupported", f"The watermark's image cannot be used: {error.message}") from error
