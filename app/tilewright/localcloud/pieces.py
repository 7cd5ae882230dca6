"""How a result is called, and how many pieces it may have: answers name each of them, and a listing that nobody can
read is no listing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from ..model.composition import Composition
from ..model.options import Output
from ..wire import xml
from ..wire.jobs import LARGEST_PAGE, ResultFile, size_of_echo, size_of_results
from ..wire.playlists import read_playlist
from .container import Kind, beside, fill_in, kind_of, piece_seconds
from .job_failed import JobFailed
from .queue import QueuedJob
from .store import Place

MOST_PIECES: Final = 10_000
"""Of one result (A74)."""

MOST_NAMES: Final = xml.LARGEST * 3 // 4
"""Bytes that the names of its files and their sums may take of an answer (A74)."""


MOST_OF_AN_ANSWER: Final = LARGEST_PAGE
"""Bytes that they may take together with what is echoed of the request (A74)."""


def result_of(job: QueuedJob, wanted: Composition) -> tuple[Place, str]:
    """Bucket and key of what the job makes; of a result in pieces those of its playlist."""
    wish = wanted.output or Output()
    place = Place(wish.bucket or job.place.bucket, wish.region or job.place.region)
    return place, key_of_result(wish.object or "${jobid}.${ext}", job.id, kind_of(wanted.transcode))


def key_of_result(written: str, job_id: str, kind: Kind) -> str:
    """The key that `Output.Object` names: without what would make it begin with a slash."""
    return fill_in(written, job_id, kind.ending).lstrip("/")


def check_before(job: QueuedJob, wanted: Composition, seconds: float, streams: int) -> None:
    """Raise ``JobFailed`` as ``check_names``, for a result of so many seconds, if it certainly has too many or too long
    names: so nobody waits for it. ``streams`` are its pictures and its sound.
    """
    place, key = result_of(job, wanted)
    check_count(seconds / piece_seconds(wanted.transcode))
    check_names(place, _expected(job.id, key, wanted, seconds, streams), size_of_echo(job.request))


def _expected(job_id: str, key: str, wanted: Composition, seconds: float, streams: int) -> Iterator[str]:
    """The keys of the playlist and its pieces, rather one too few."""
    yield key
    is_dash = kind_of(wanted.transcode).name == "dash"
    for number in range(max(1, math.ceil(seconds / piece_seconds(wanted.transcode)) - 1)):
        if not is_dash:
            yield beside(key, f"{job_id}-{number:05d}.ts")
            continue
        for stream in range(streams):
            yield beside(key, f"{job_id}-{stream}-{number:05d}.m4s")


def check_count(pieces: float) -> None:
    """Raise ``JobFailed`` when a result has more pieces than it may."""
    if pieces > MOST_PIECES:
        raise JobFailed("InvalidArgument", f"The result has more than {MOST_PIECES} pieces. Ask for longer ones.")


def check_names(place: Place, keys: Iterable[str], echo: int) -> None:
    """Raise ``JobFailed`` when an answer cannot name all files of a result, the playlist and its pieces, beside the
    request, which takes ``echo`` bytes of it.
    """
    files = [ResultFile(*place, key, md5="0" * 32) for key in keys]
    check_count(len(files) - 1)
    if (size := size_of_results(files)) > MOST_NAMES or size + echo > MOST_OF_AN_ANSWER:
        told = "The names of all pieces are too long for an answer. Ask for longer pieces, or for a shorter name."
        raise JobFailed("InvalidArgument", told)


def check_whole(playlist: Path) -> None:
    """Raise ``JobFailed`` when a piece that the ``playlist`` names is not beside it."""
    for name in read_playlist(playlist.read_bytes(), playlist.name).beside:
        if not (playlist.parent / name).is_file():
            raise JobFailed("InternalError", f"FFmpeg did not write {name}, a piece that its playlist names.")
