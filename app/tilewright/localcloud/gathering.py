"""What a job is made of, out of the store: its sources, which are held and probed, and its watermarks as files."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from ..errors import Absent, BadInput, Damaged
from ..media.image_picture import MOST_BYTES, read_image
from ..media.picture import Picture
from ..media.probe import probe
from ..model.composition import Composition, Tile
from ..wire.address import IMAGE_HOSTS, read_address
from .blobs import Blob
from .job_failed import JobFailed
from .overlay import Overlay
from .render import Input
from .store import Place, Store
from .watermarks import prepare


def gather(composition: Composition, store: Store, held: ExitStack, used: dict[str, Blob]) -> dict[str, Input]:
    """The sources by Url; their contents stay until ``held`` is closed, whatever happens to the objects. ``used`` gets
    the contents by Url.

    Raises ``JobFailed``.
    """
    inputs: dict[str, Input] = {}
    for tile in composition.shown:
        if tile.url not in inputs:
            inputs[tile.url] = _fetch(tile, store, held, used)
    return inputs


def _fetch(tile: Tile, store: Store, held: ExitStack, used: dict[str, Blob]) -> Input:
    address = read_address(tile.url)
    if address is None:
        raise JobFailed(
            "ResourceNotFound",
            f"The source {tile.url} is not the address of an object"
            " (https://<bucket>.cos.<region>.myqcloud.com/<key>).",
        )
    place, key = Place(address.bucket, address.region), address.key
    entry = held.enter_context(store.pinned(place, key))
    if entry is None:
        raise JobFailed("ResourceNotFound", f"The source {key} is not in the bucket {place.bucket}.")
    try:
        path = store.blobs.path(entry.blob)
        used[tile.url] = entry.blob
        return Input(path, probe(path, key))
    except Absent as error:
        raise JobFailed("ResourceNotFound", f"The source {key} cannot be read: {error.message}") from error
    except Damaged as error:
        raise JobFailed("ResourceDownloadFailed", f"The source {key} is damaged: {error.message}") from error
    except BadInput as error:
        raise JobFailed("ResourceNotSupported", f"The source {key} cannot be used: {error.message}") from error


def gather_watermarks(composition: Composition, store: Store, held: ExitStack) -> list[Overlay]:
    """The watermarks as files, which go when ``held`` is closed. Raises ``JobFailed``, and what ``prepare`` does."""

    def new_file() -> Path:
        path = store.blobs.temporary(".rgba")
        held.callback(path.unlink, missing_ok=True)
        return path

    frame = composition.inline_frame.size
    return prepare(composition.watermarks, frame, lambda url: _read_image(url, store), new_file) if frame else []


def _read_image(url: str, store: Store) -> Picture:
    address = read_address(url, IMAGE_HOSTS)
    if address is None:
        raise JobFailed("ResourceNotFound", f"The watermark's image {url} is not the address of an object.")
    key = address.key
    try:
        found = store.open(Place(address.bucket, address.region), key)
        if found is None:
            raise JobFailed("ResourceNotFound", f"The watermark's image {key} is not in the bucket {address.bucket}.")
        with found[1] as file:
            return read_image(file.read(MOST_BYTES + 1), key)
    except Absent as error:
        raise JobFailed("ResourceNotFound", f"The watermark's image cannot be read: {error.message}") from error
    except Damaged as error:
        raise JobFailed("ResourceDownloadFailed", f"The watermark's image cannot be read: {error.message}") from error
    except BadInput as error:
        raise JobFailed("ResourceNotSupported", f"The watermark's image cannot be used: {error.message}") from error
