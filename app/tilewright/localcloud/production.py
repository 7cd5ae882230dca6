"""From an accepted job to its video: sources found and probed, FFmpeg run, failures told by name."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from ..errors import BadInput, DiskFull, FfmpegFailed
from ..failures.explain import telling_line
from ..media.ffmpeg import find_ffmpeg, run
from ..model.composition import Composition
from ..wire.address import read_address
from ..wire.request import read_request
from .gathering import gather, gather_music, gather_watermarks
from .job_failed import JobFailed
from .music import Music
from .queue import QueuedJob
from .render import Input, render_args, result_duration
from .store import Store


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
    music: list[Music] = []
    try:
        composition = read_request(job.wanted).composition
        with ExitStack() as held:
            inputs = gather(composition, store, held)
            overlays = gather_watermarks(composition, store, held)
            duration = result_duration(composition, inputs)
            music = gather_music(composition, store, held, duration)
            said = run(
                find_ffmpeg(),
                render_args(composition, inputs, output, overlays, music),
                duration=duration,
                on_progress=lambda seconds: on_progress(seconds / duration if duration else 0.0),
                should_stop=should_stop,
                on_start=on_start,
            )
            return _told(said, _files(inputs, music), output)
    except FfmpegFailed as error:
        files = _files(inputs, music)
        told = _with_sources(error, composition, files)
        raise JobFailed("InternalError", told, _told(error.log, files, output)) from error
    except DiskFull as error:
        raise JobFailed("InternalError", str(error)) from error
    except BadInput as error:
        raise JobFailed("InvalidArgument", str(error)) from error


def _files(inputs: Mapping[str, Input], music: Sequence[Music]) -> dict[str, Path]:
    """What FFmpeg read, by address."""
    files = {url: found.path for url, found in inputs.items()}
    return files | {piece.wish.audio_source or "": piece.path for piece in music}


def _told(log: str, files: Mapping[str, Path], output: Path) -> str:
    """What FFmpeg said, as a stranger may read it: the keys of objects and no path of this computer."""
    keys = {str(path): address.key for url, path in files.items() if (address := read_address(url))}
    for path, name in {**keys, str(output): "the video"}.items():
        log = log.replace(path, name)
    return log.replace(f"{output.parent}{os.sep}", "").replace(str(output.parent.parent), "…")


def _with_sources(error: FfmpegFailed, composition: Composition, files: Mapping[str, Path]) -> str:
    """The sentence of a failed run, with what FFmpeg said and with the sources: one of them may be the reason."""
    names = {url: _name(url) for url in (*(tile.url for tile in composition.shown), *files)}
    said = telling_line(error.log)
    for url, path in files.items():  # where we keep a file says nothing to anybody
        said = said.replace(str(path), names[url])
    shown = ", ".join(list(names.values())[:10]) + (", …" if len(names) > 10 else "")
    return " ".join(filter(None, (error.message, said and f"FFmpeg says: {said}.", f"The sources were {shown}.")))


def _name(url: str) -> str:
    address = read_address(url)
    return address.key if address else url
