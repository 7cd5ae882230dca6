"""From an accepted job to its video: sources found and probed, FFmpeg run, failures told by name."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final, TypeVar

from ..checks.asked import has_picture
from ..durable import make_private
from ..errors import Absent, BadInput, Damaged, DiskFull, FfmpegFailed
from ..failures.explain import telling_line
from ..media.clocks import PATIENT, Clock, read_clock
from ..media.ffmpeg import Ffmpeg, Stopped, encoders, filters, find_ffmpeg, run
from ..media.gaps import MOST_SECONDS, missing_seconds
from ..media.kinds import location
from ..media.workers import side_by_side
from ..model.composition import Composition
from ..model.options import Transcode
from ..model.source import Known, transcode_in_force
from ..model.span import kept_span
from ..wire.address import read_address
from ..wire.request import read_request
from .at_hand import missing_filters, missing_sound, what_is_missing
from .blobs import Blob
from .colours import what_is_missing as cannot_turn
from .container import as_known_to, kind_of
from .damage import MOST_BROKEN, Damage, input_numbers
from .decoding import processors
from .gathering import gather, gather_music, gather_watermarks
from .job_failed import JobFailed
from .locking import write_lock
from .music import Music
from .pieces import check_before
from .queue import QueuedJob
from .render import Input, render_args, result_duration
from .store import Store

log = logging.getLogger(__name__)

LOOK_SECONDS: Final = 10.0
"""For looking at the files of the user once more when the result is there: their disk may have gone to sleep."""

_Looked = TypeVar("_Looked")


def produce(
    job: QueuedJob,
    store: Store,
    output: Path,
    *,
    on_progress: Callable[[float], None],
    on_start: Callable[[int], None],
    on_end: Callable[[], None],
    should_stop: Callable[[], bool],
) -> str:
    """Render ``job`` to ``output``: a file or, where it is a playlist with pieces, a folder in which they are, named by
    the job's id. ``on_progress`` gets the part that is done, 0 to 1, ``on_start`` the id of FFmpeg's process, and
    ``on_end`` is called when that has ended well. What FFmpeg said comes back, with the names of the sources in the
    place of paths.

    Raises ``JobFailed``, or ``Stopped`` when the service ends.
    """
    inputs: dict[str, Input] = {}
    used: dict[str, Blob] = {}
    music: list[Music] = []
    try:
        composition = read_request(job.wanted).composition
        with ExitStack() as held:
            inputs = gather(composition, store, held, used, should_stop)
            is_seen = has_picture(composition.transcode or Transcode())
            overlays = gather_watermarks(composition, store, held, should_stop) if is_seen else []
            duration = result_duration(composition, inputs)
            music = gather_music(composition, store, held, duration, used, should_stop)
            target, folder = _target(output, composition, job)
            lock = write_lock(composition.transcode, f"{job.id}.key", store, held)
            ffmpeg, damage = find_ffmpeg(), Damage()
            args = render_args(composition, inputs, target, overlays, music, lock, encoders(ffmpeg), processors())
            args = as_known_to(ffmpeg, args)
            if kind_of(composition.transcode).has_pieces:
                check_before(job, composition, duration, args.count("-map"))  # not after hours of work
            if lacking := _lacking(ffmpeg, composition, args, inputs if is_seen else {}):
                raise JobFailed("InternalError", lacking)
            said = run(
                ffmpeg,
                [*_patience(composition, inputs, args, used, store, should_stop), *args],
                duration=duration,
                on_progress=lambda seconds: on_progress(seconds / duration if duration else 0.0),
                should_stop=should_stop,
                on_start=on_start,
                on_message=damage.note,
                folder=folder,
            )
            on_end()
            _require_unchanged(used, store, should_stop)
            told = _told(said, _files(inputs, music), output)
            _require_whole(composition, inputs, damage, args, told, should_stop)
            return told
    except FfmpegFailed as error:
        _require_unchanged(used, store, should_stop)
        files = _files(inputs, music)
        told = _with_sources(error, composition, files)
        raise JobFailed("InternalError", told, _told(error.log, files, output)) from error
    except DiskFull as error:
        raise JobFailed("InternalError", str(error)) from error
    except BadInput as error:
        raise JobFailed("InvalidArgument", str(error)) from error


def _lacking(ffmpeg: Ffmpeg, composition: Composition, args: Sequence[str], seen: Mapping[str, Input]) -> str:
    """What FFmpeg has not that the job needs, as when it was taken (it may be another FFmpeg by now), and what only now
    is known: the filters that ``args`` need, or one of the sources that are ``seen``, and an encoder for the sound
    where there is some; empty for what it does not tell.
    """
    if lack := what_is_missing(composition, ffmpeg):
        return lack.sentence
    told = missing_sound(composition.transcode or Transcode(), args, encoders(ffmpeg))
    there = filters(ffmpeg)
    if told or not there:
        return told
    return cannot_turn((found.source for found in seen.values()), there) or missing_filters(args, there)


def _target(output: Path, composition: Composition, job: QueuedJob) -> tuple[Path | str, Path | None]:
    """What FFmpeg is told to write, and in which folder it runs: a playlist is named without one, as FFmpeg takes some
    folders' names for patterns.
    """
    kind = kind_of(composition.transcode)
    if not kind.has_pieces:
        return output, None
    return f"file:{job.id}.{kind.ending}", make_private(output)


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


def _require_unchanged(used: Mapping[str, Blob], store: Store, should_stop: Callable[[], bool]) -> None:
    """No file of the user may have changed while it was read. One that went is whole: FFmpeg had opened it; so is one
    whose disk does not answer any more. Each disk has one look at a time: what hangs on one hides nothing on another,
    and keeps one thread.
    """
    changed: list[str] = []
    by_disk: dict[int, list[tuple[str, Blob]]] = {}
    for url, blob in used.items():
        by_disk.setdefault(blob.device, []).append((url, blob))

    def look(there: list[tuple[str, Blob]]) -> None:
        for url, blob in there:
            try:
                store.blobs.path(blob)
            except Absent:
                pass
            except Damaged:
                changed.append(url)

    _look_within(LOOK_SECONDS, look, [*by_disk.values()], should_stop)
    for url in used:
        if url in changed:
            raise JobFailed("ResourceDownloadFailed", f"The source {_name(url)} changed while it was rendered.")


def _look_within(
    seconds: float, look: Callable[[_Looked], None], given: Sequence[_Looked], should_stop: Callable[[], bool]
) -> None:
    """``look`` at each, all at a time, for so long at most: what is found out by then counts. Raises ``Stopped`` soon
    after ``should_stop()``.
    """
    end = time.monotonic() + seconds
    try:
        side_by_side(look, given, lambda: should_stop() or time.monotonic() > end, len(given))
    except Stopped:
        if should_stop():
            raise
        log.warning("A disk did not answer within %.0f seconds; the result counts all the same.", seconds)


def _require_whole(
    composition: Composition,
    inputs: Mapping[str, Input],
    damage: Damage,
    args: Sequence[str],
    said: str,
    should_stop: Callable[[], bool],
) -> None:
    """No source may have lost more than a little (A69); ``said`` are FFmpeg's words without paths."""
    start, end = _kept(composition, inputs)
    numbers = input_numbers(args)
    for url, found in inputs.items():
        number = numbers.get(location(found.path))
        loss = None if number is None else damage.loss(number, found.source, end)
        if loss is not None:
            what = "pictures" if loss.kind == "v" else "pieces of sound"
            how = "are decoded with errors" if loss.is_concealed else "cannot be decoded"
            told = f"The source {_name(url)} is damaged: {loss.broken} of about {loss.of} {what} {how}."
            raise JobFailed("ResourceDownloadFailed", told, said)
        if number is not None and damage.may_have_holes(number):
            missing = _missing_seconds(found.path, _name(url), start, end, should_stop)
            if missing > MOST_BROKEN * min(end, found.source.duration):
                told = f"The source {_name(url)} is damaged: {missing:.1f} seconds in it are missing."
                raise JobFailed("ResourceDownloadFailed", told, said)


def _patience(
    composition: Composition,
    inputs: Mapping[str, Input],
    args: Sequence[str],
    used: Mapping[str, Blob],
    store: Store,
    should_stop: Callable[[], bool],
) -> Sequence[str]:
    """Arguments before ``args`` by which FFmpeg believes the pauses of the sources, where all their clocks are steady.
    Raises ``JobFailed`` for a clock that jumps too far.
    """
    clocks = _look_at_clocks(composition, inputs, args, should_stop)
    if jumped := _told_of_jumps(composition, inputs, clocks):
        _require_unchanged(used, store, should_stop)
        raise JobFailed("ResourceDownloadFailed", jumped)
    return PATIENT if all(clock.is_steady for clock in clocks.values()) else ()


def _look_at_clocks(
    composition: Composition, inputs: Mapping[str, Input], args: Sequence[str], should_stop: Callable[[], bool]
) -> dict[str, Clock]:
    """Those of the sources that FFmpeg reads, by Url, as far as they can be read in the time of one search."""
    since, until = _kept(composition, inputs)
    numbers = input_numbers(args)
    clocks = {url: Clock(is_steady=False) for url, found in inputs.items() if location(found.path) in numbers}

    def look(url: str) -> None:
        clocks[url] = read_clock(inputs[url].path, _name(url), since, until, should_stop)

    _look_within(MOST_SECONDS + LOOK_SECONDS, look, [*clocks], should_stop)
    return dict(clocks)


def _told_of_jumps(composition: Composition, inputs: Mapping[str, Input], clocks: Mapping[str, Clock]) -> str:
    """The sentence for a source whose clock jumps by more than may be missing of it (A69); empty for none."""
    since, until = _kept(composition, inputs)
    for url, clock in clocks.items():
        end = min(until, inputs[url].source.duration)
        if clock.back > MOST_BROKEN * end:
            return (
                f"The source {_name(url)} is damaged: its clock goes back by {clock.back:.1f} seconds, as if recordings"
                " had been put one after the other. Join them with a program for videos."
            )
        if clock.missing > MOST_BROKEN * max(0.0, end - since):
            return f"The source {_name(url)} is damaged: {clock.missing:.1f} seconds in it are missing."
    return ""


def _kept(composition: Composition, inputs: Mapping[str, Input]) -> tuple[float, float]:
    """Start and end of what is shown, in seconds of the sources."""
    return kept_span(transcode_in_force(composition, Known()), [found.source.duration for found in inputs.values()])


def _missing_seconds(path: Path, name: str, since: float, until: float, should_stop: Callable[[], bool]) -> float:
    """As ``missing_seconds``, which has an end of its own once the file can be read."""
    found = [0.0]
    _look_within(
        MOST_SECONDS + LOOK_SECONDS,
        lambda path: found.append(missing_seconds(path, name, until, should_stop, since=since)),
        [path],
        should_stop,
    )
    return found[-1]


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
