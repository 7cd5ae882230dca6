"""From an accepted job to its video: sources found and probed, FFmpeg run, failures told by name."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

from ..checks.asked import has_picture
from ..durable import make_private
from ..errors import BadInput, DiskFull, FfmpegFailed
from ..failures.explain import telling_line
from ..media.ffmpeg import find_ffmpeg, run
from ..model.composition import Composition
from ..model.options import Transcode
from ..wire.address import read_address
from ..wire.request import read_request
from .container import kind_of
from .gathering import gather, gather_watermarks
from .job_failed import JobFailed
from .locking import write_lock
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
    """Render ``job`` to ``output``: a file or, where it is a playlist with pieces, a folder in which they are, named by
    the job's id. ``on_progress`` gets the part that is done, 0 to 1. What FFmpeg said comes
    back, with the names of the sources in the place of paths.

    Raises ``JobFailed``, or ``Stopped`` when the service ends.
    """
    inputs: dict[str, Input] = {}
    try:
        composition = read_request(job.wanted).composition
        with ExitStack() as held:
            inputs = gather(composition, store, held)
            is_seen = has_picture(composition.transcode or Transcode())
            overlays = gather_watermarks(composition, store, held) if is_seen else []
            duration = result_duration(composition, inputs)
            target = _target(output, composition, job)
            lock = write_lock(composition.transcode, f"{job.id}.key", store, held)
            said = run(
                find_ffmpeg(),
                render_args(composition, inputs, target, overlays, lock),
                duration=duration,
                on_progress=lambda seconds: on_progress(seconds / duration if duration else 0.0),
                should_stop=should_stop,
                on_start=on_start,
            )
            return _told(said, inputs, output)
    except FfmpegFailed as error:
        told = _with_sources(error, composition, inputs)
        raise JobFailed("InternalError", told, _told(error.log, inputs, output)) from error
    except DiskFull as error:
        raise JobFailed("InternalError", str(error)) from error
    except BadInput as error:
        raise JobFailed("InvalidArgument", str(error)) from error


def _target(output: Path, composition: Composition, job: QueuedJob) -> Path:
    kind = kind_of(composition.transcode)
    if not kind.has_pieces:
        return output
    return make_private(output) / f"{job.id}.{kind.ending}"


def _told(log: str, inputs: Mapping[str, Input], output: Path) -> str:
    """What FFmpeg said, as a stranger may read it: the keys of objects and no path of this computer."""
    keys = {str(found.path): address.key for url, found in inputs.items() if (address := read_address(url))}
    for path, name in {**keys, str(output): "the video"}.items():
        log = log.replace(path, name)
    return log.replace(f"{output.parent}{os.sep}", "").replace(str(output.parent.parent), "…")


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
