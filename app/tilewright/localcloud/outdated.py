"""Whether a job that succeeded would make another video today, or its result is another's by now.

The service has no such question, and the queue knows of no wishes: it is for whoever was about to name an earlier job
in the place of a new one (sending-once, rule 6).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..errors import Absent, BadInput, Damaged
from .exchange import Fault
from .queue import SUCCESS, QueuedJob, Result
from .readings import changed_since
from .store import Entry, Store
from .submission import resolve_again
from .sums import is_sum
from .templates import Templates

ResultNow = Literal["own", "gone", "replaced"]


@dataclass(frozen=True, slots=True)
class Outdated:
    """``sources`` are the keys of what the job read and what is another now; ``has_templates``: those that it named
    contain something else now. ``etag`` is that of the result, where it is the job's own: of a playlist, not its
    pieces.
    """

    result: ResultNow = "own"
    etag: str = ""
    sources: tuple[str, ...] = ()
    has_templates: bool = False


def look_at(job: QueuedJob, store: Store, templates: Templates) -> Outdated:
    """What changed since ``job``; nothing of one that made no video. ``templates`` are those of its bucket.

    What is gone since is no change: the video is still that of then, and could not be made anew.
    """
    if job.state != SUCCESS:
        return Outdated()
    with store.database.read():  # one moment for all of it
        there = [store.find(result.place, result.key) for result in job.results]
        states = {_result_now(result, entry, job, store) for result, entry in zip(job.results, there, strict=True)}
        sources = tuple(dict.fromkeys(changed_since(job, store)))
    now: ResultNow = "gone" if "gone" in states else "replaced" if "replaced" in states else "own"
    first = there[0] if there and now == "own" else None
    return Outdated(now, first.etag if first else "", sources, _has_other_templates(job, templates))


def _result_now(result: Result, entry: Entry | None, job: QueuedJob, store: Store) -> ResultNow:
    """Of a job of earlier versions the ETag may not be kept: there the sum tells, or the clock."""
    if entry is None or not _has_content(entry, store):
        return "gone"
    if result.etag:
        return "own" if entry.etag == result.etag else "replaced"
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


def _has_other_templates(job: QueuedJob, templates: Templates) -> bool:
    if not job.resolved:
        return False
    try:
        return resolve_again(job.request, templates) != job.resolved
    except (BadInput, Fault):
        return False  # one is gone, or cannot be used any more
