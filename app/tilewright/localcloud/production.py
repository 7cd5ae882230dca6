"""From an accepted job to its video: sources found and probed, FFmpeg run, failures told by name."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from ..errors import Absent, BadInput, Damaged, DiskFull, FfmpegFailed
from ..failures.explain import telling_line
from ..media.ffmpeg import find_ffmpeg, run
from ..media.gaps import missing_seconds
from ..media.image_picture import MOST_BYTES, read_image
from ..media.kinds import location
from ..media.picture import Picture
from ..media.probe import probe
from ..model.composition import Composition, Tile
from ..model.source import Known, transcode_in_force
from ..model.span import kept_span
from ..wire.address import IMAGE_HOSTS, read_address
from ..wire.request import read_request
from .blobs import Blob
from .damage import MOST_BROKEN, Damage, input_numbers
from .overlay import Overlay
from .queue import QueuedJob
from .render import Input, render_args, result_duration
from .store import Place, Store
from .watermarks import prepare


class JobFailed(Exception):
    """A job ends without a result; ``code`` is one of ci-jobs §9.2, the message a sentence, ``log`` that of FFmpeg."""

    def __init__(self, code: str, message: str, log: str = "") -> None:
        super().__init__(message)
        self.code, self.log = code, log


def produce(
    job: QueuedJob,
    store: Store,
    output: Path,
    *,
    on_progress: Callable[[float], None],
    on_start: Callable[[int], None],
    should_stop: Callable[[], bool],
) -> str:
    """Render ``job`` to ``output``, an mp4. ``on_progress`` gets the part that is done, 0 to 1. What FFmpeg said comes
    back, with the names of the sources in the place of paths.

    Raises ``JobFailed``, or ``Stopped`` when the service ends.
    """
    inputs: dict[str, Input] = {}
    used: dict[str, Blob] = {}
    try:
        composition = read_request(job.wanted).composition
        with ExitStack() as held:
            inputs = _gather(composition, store, held, used)
            overlays = _prepare_watermarks(composition, store, held)
            duration = result_duration(composition, inputs)
            args, damage = render_args(composition, inputs, output, overlays), Damage()
            said = run(
                find_ffmpeg(),
                args,
                duration=duration,
                on_progress=lambda seconds: on_progress(seconds / duration if duration else 0.0),
                should_stop=should_stop,
                on_start=on_start,
                on_message=damage.note,
            )
            _require_unchanged(used, store)
            _require_whole(composition, inputs, damage, args, _told(said, inputs, output))
            return _told(said, inputs, output)
    except FfmpegFailed as error:
        _require_unchanged(used, store)
        told = _with_sources(error, composition, inputs)
        raise JobFailed("InternalError", told, _told(error.log, inputs, output)) from error
    except DiskFull as error:
        raise JobFailed("InternalError", str(error)) from error
    except BadInput as error:
        raise JobFailed("InvalidArgument", str(error)) from error


def _told(log: str, inputs: Mapping[str, Input], output: Path) -> str:
    """What FFmpeg said, as a stranger may read it: the keys of objects and no path of this computer."""
    keys = {str(found.path): address.key for url, found in inputs.items() if (address := read_address(url))}
    for path, name in {**keys, str(output): "the video"}.items():
        log = log.replace(path, name)
    return log.replace(f"{output.parent}{os.sep}", "").replace(str(output.parent.parent), "…")


def _require_unchanged(used: Mapping[str, Blob], store: Store) -> None:
    """No file of the user may have changed while it was read. One that went is whole: FFmpeg had opened it."""
    for url, blob in used.items():
        try:
            store.blobs.path(blob)
        except Absent:
            continue
        except Damaged as error:
            raise JobFailed(
                "ResourceDownloadFailed", f"The source {_name(url)} changed while it was rendered."
            ) from error


def _require_whole(
    composition: Composition, inputs: Mapping[str, Input], damage: Damage, args: Sequence[str], said: str
) -> None:
    """No source may have lost more than a little (A69); ``said`` are FFmpeg's words without paths."""
    transcode = transcode_in_force(composition, Known())
    _, end = kept_span(transcode, [found.source.duration for found in inputs.values()])
    numbers = input_numbers(args)
    for url, found in inputs.items():
        number = numbers.get(location(found.path))
        loss = None if number is None else damage.loss(number, found.source, end)
        if loss is not None:
            what = "pictures" if loss.kind == "v" else "pieces of sound"
            told = f"The source {_name(url)} is damaged: {loss.broken} of about {loss.of} {what} cannot be decoded."
            raise JobFailed("ResourceDownloadFailed", told, said)
        if number is not None and damage.may_have_holes(number):
            missing = missing_seconds(found.path, _name(url), end)
            if missing > MOST_BROKEN * min(end, found.source.duration):
                told = f"The source {_name(url)} is damaged: {missing:.1f} seconds in it are missing."
                raise JobFailed("ResourceDownloadFailed", told, said)


def _gather(composition: Composition, store: Store, held: ExitStack, used: dict[str, Blob]) -> dict[str, Input]:
    """The sources by Url; their contents stay until ``held`` is closed, whatever happens to the objects. ``used`` gets
    the contents by Url.
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


def _prepare_watermarks(composition: Composition, store: Store, held: ExitStack) -> list[Overlay]:
    """The watermarks as files, which go when ``held`` is closed."""

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


def _with_sources(error: FfmpegFailed, composition: Composition, inputs: Mapping[str, Input]) -> str:
    """The sentence of a failed run, with what FFmpeg said and with the sources: one of them may be the reason."""
    names = {tile.url: _name(tile.url) for tile in composition.shown}
    said = telling_line(error.log)
    for url, source in inputs.items():  # where we keep a file says nothing to anybody
        said = said.replace(str(source.path), names.get(url, url))
    shown = ", ".join(list(names.values())[:10]) + (", …" if len(names) > 10 else "")
    return " ".join(filter(None, (error.message, said and f"FFmpeg says: {said}.", f"The sources were {shown}.")))


def _name(url: str) -> str:
    address = read_address(url)
    return address.key if address else url
