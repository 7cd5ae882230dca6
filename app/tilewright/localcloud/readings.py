"""Which version of each object a job read, kept with it: a clock that was set tells nothing of what changed since."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator, Mapping

from ..errors import AppError
from ..model.composition import Composition
from ..model.music import heard_pieces
from ..model.watermark_words import is_image
from ..wire.address import IMAGE_HOSTS, read_address
from ..wire.request import read_request
from .queue import QueuedJob
from .store import Entry, Place, Store

log = logging.getLogger(__name__)

Blobs = Mapping[tuple[Place, str], str]
"""The content that each object had, by the id of its blob; empty for one that was not there."""

_UNSURE = ""
"""For an object that was put while the job ran: nobody knows what was read. No object has such an ETag."""

_KEEP = "INSERT OR REPLACE INTO reading (job, bucket, region, key, etag) VALUES (?, ?, ?, ?, ?)"
_KEPT = "SELECT bucket, region, key, etag FROM reading WHERE job = ? ORDER BY bucket, region, key"


def read_by(composition: Composition) -> Iterator[tuple[Place, str]]:
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


def look_before(job: QueuedJob, store: Store) -> Blobs:
    """What is there for the job before it begins to read. Nothing of one that cannot be read: it will fail."""
    try:
        named = list(dict.fromkeys(read_by(read_request(job.wanted).composition)))
        with store.database.read():
            found = {name: store.find(*name) for name in named}
    except AppError as error:
        log.info("What the job %s reads is not noted: %s", job.id, error)
        return {}
    return {name: entry.blob.id if entry else "" for name, entry in found.items()}


def keep(rows: sqlite3.Connection, job_id: str, before: Blobs, store: Store) -> None:
    """Keep what the job read, within the transaction that ends it; ``before`` is what ``look_before`` found."""
    kept = [(job_id, *place, key, _etag_of(store.find(place, key), blob)) for (place, key), blob in before.items()]
    rows.executemany(_KEEP, kept)


def _etag_of(now: Entry | None, blob: str) -> str:
    """It went meanwhile, or was put anew: nobody knows which content was read."""
    return now.etag if now is not None and now.blob.id == blob else _UNSURE


def changed_since(job: QueuedJob, store: Store) -> Iterator[str]:
    """The keys of what the job read and what is another version now; within a reading of the database.

    What is gone is no change, nor is what was put again with the ETag of then. Of a job of earlier versions it is not
    known what it read: there it is all that was put after the job began, by the clock.
    """
    with store.database.read() as rows:
        kept = rows.execute(_KEPT, (job.id,)).fetchall()
    for row in kept:
        entry = store.find(Place(row["bucket"], row["region"]), row["key"])
        if entry is not None and entry.etag != row["etag"]:
            yield row["key"]
    if not kept:
        yield from _put_since(job, store)


def _put_since(job: QueuedJob, store: Store) -> Iterator[str]:
    for place, key in read_by(read_request(job.wanted).composition):
        entry = store.find(place, key)
        if entry is not None and entry.modified > (job.started or job.created):
            yield key
