"""Whether a job that succeeded would make another video today, or its result is another's by now.

The service has no such question, and the queue knows of no wishes: it is for whoever was about to name an earlier job
in the place of a new one (sending-once, rule 6).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ..errors import Absent, BadInput, Damaged
from ..model.composition import Composition
from ..model.music import heard_pieces
from ..model.watermark_words import is_image
from ..wire.address import IMAGE_HOSTS, read_address
from ..wire.request import read_request
from .exchange import Fault
from .queue import SUCCESS, QueuedJob, Result
from .store import Entry, Place, Store
from .submission import resolve_again
from .sums import is_sum
from .templates import Templates

ResultNow = Literal["own", "gone", "replaced"]


@dataclass(frozen=True, slots=True)
class Outdated:
    """``sources`` are the keys of what the job read and what was put anew since; ``has_templates``: those that it
    named contain something else now.
    """

    result: ResultNow = "own"
    sources: tuple[str, ...] = ()
    has_templates: bool = False


def look_at(job: QueuedJob, store: Store, templates: Templates) -> Outdated:
    """What changed since ``job``; nothing of one that made no video. ``templates`` are those of its bucket.

    What is gone since is no change: the video is still that of then, and could not be made anew.
    """
    if job.state != SUCCESS:
        return Outdated()
    with store.database.read():  # one moment for all of it
        states = {_result_now(result, job, store) for result in job.results}
        sources = tuple(dict.fromkeys(_put_since(job, store)))
    now: ResultNow = "gone" if "gone" in states else "replaced" if "replaced" in states else "own"
    return Outdated(now, sources, _has_other_templates(job, templates))


def _result_now(result: Result, job: QueuedJob, store: Store) -> ResultNow:
    entry = store.find(result.place, result.key)
    if entry is None or not _has_content(entry, store):
        return "gone"
    if is_sum(entry.etag) == is_sum(result.md5):
        return "own" if entry.etag == result.md5 else "replaced"
    return "own" if entry.modified <= (job.ended or 0.0) else "replaced"  # its ETag is none of the two: see `sums`


def _has_content(entry: Entry, store: Store) -> bool:
    """A file of the user is another's in any case, and may lie on a disk that does not answer."""
    if entry.blob.file is not None:
        return True
    try:
        store.blobs.path(entry.blob)
    except (Absent, Damaged):
        return False
    return True


def _put_since(job: QueuedJob, store: Store) -> Iterator[str]:
    """Keys of what may have been put after the job began to read."""
    for place, key in _read_by(read_request(job.wanted).composition):
        entry = store.find(place, key)
        if entry is not None and entry.modified > (job.started or job.created):
            yield key


def _read_by(composition: Composition) -> Iterator[tuple[Place, str]]:
    """Each object that a job of ``composition`` reads (`gathering`)."""
    addresses = [read_address(tile.url) for tile in composition.shown if tile.url]
    addresses += [read_address(piece.audio_source or "") for _, piece in heard_pieces(composition.transcode)]
    addresses += [
        read_address(watermark.image.url or "", IMAGE_HOSTS)
        for watermark in composition.watermarks
        if is_image(watermark) and watermark.image is not None
    ]
    for address in addresses:
        if address is not None:
            yield Place(address.bucket, address.region), address.key


def _has_other_templates(job: QueuedJob, templates: Templates) -> bool:
    if not job.resolved:
        return False
    try:
        return resolve_again(job.request, templates) != job.resolved
    except (BadInput, Fault):
        return False  # one is gone, or cannot be used any more
