"""A result as a plain file beside its composition: once for each intent, never over another file."""

from __future__ import annotations

import itertools
import logging
import time
from collections.abc import Generator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ..errors import Absent, Damaged, OutputExists, StorageError
from ..files.compositions import SUFFIX
from ..jobs.intent import Intent
from ..jobs.keeping import keep_each, keep_heard
from ..jobs.ledger import Ledger
from ..settings import videos_folder
from ..text import say
from .events import Fetching
from .fetch_files import fetch_result
from .names import numbered, readable, safe_name
from .own_result import require_own
from .watched import Delivered, Delivering

if TYPE_CHECKING:
    from ..cloud.client import Client

log = logging.getLogger(__name__)

_SUFFIXES = {SUFFIX, ".xml", ".json"}


Delivery = Generator[Delivering | Delivered, None, None]


def place_beside(composition: Path | None, name: str) -> str:
    """Where the result of a composition goes, without the extension that only the result has: beside its file, or in
    the folder for videos when it was never saved, or lies in a folder whose name is no text: the ledger keeps text.
    """
    if composition is None:
        return str(videos_folder() / safe_name(name, "composition"))
    called = readable(composition.stem if composition.suffix in _SUFFIXES else composition.name)
    folder = composition.parent
    return str((folder if readable(str(folder)) == str(folder) else videos_folder()) / called)


def deliver(intent_id: str, ledger: Ledger, client: Client) -> Delivery:
    """Bring the result of a fulfilled intent to where its user wants it; nothing happens when that was done already,
    or when another process is at it.

    A folder that is gone or may not be written is replaced by that for videos. Raises ``Absent`` when the bucket has
    no such result any more, or certainly something else by its name, ``LocalTrouble``, and the errors of the cloud.
    """
    lock = ledger.delivery_lock(intent_id)
    if not lock.acquire():
        return
    try:
        intent = ledger.get(intent_id)
        if intent.delivered is None and intent.result_path:
            yield from _deliver_locked(intent, ledger, client)
    finally:
        if ledger.get(intent_id).delivered is not None:
            lock.path.unlink(missing_ok=True)  # nobody delivers it again, whoever has the lock
        lock.release()


def _deliver_locked(intent: Intent, ledger: Ledger, client: Client) -> Delivery:
    asked = time.time()
    reply, facts = client.look_at(intent.result_key)
    if facts is None:  # the last word on this job
        keep_heard(ledger, [intent.id], *keep_each(client, reply, asked, "head", "absent"))
        _give_up(intent, ledger)
        raise Absent(
            say("The result {name} is no longer in the bucket.", name=intent.result_key),
            "Submit the composition again.",
        )
    chosen = Path(intent.delivered_path)
    if intent.delivered_path and chosen.is_file() and chosen.stat().st_size == facts.size:
        ledger.note_delivered(intent.id)  # it was made, and then whoever made it ended before it was noted
        yield Delivered(intent.id, str(chosen))
        return
    etag = _own_etag(intent, ledger, client)
    try:
        path = yield from _to_its_place(intent, ledger, client, etag)
    except Damaged:
        _own_etag(intent, ledger, client)  # which says so if another job wrote it since
        raise
    ledger.note_delivered(intent.id)
    log.info("%s: result put to %s", intent.id, path)
    yield Delivered(intent.id, str(path))


def _own_etag(intent: Intent, ledger: Ledger, client: Client) -> str:
    """As ``require_own``; what is another's is never delivered."""
    try:
        return require_own(intent, client)
    except Absent:
        _give_up(intent, ledger)
        raise


def _to_its_place(intent: Intent, ledger: Ledger, client: Client, etag: str) -> Generator[Delivering, None, Path]:
    """Where the result is now: in the folder that is wished for, else in that for videos."""
    wished = Path(intent.result_path)
    name = safe_name(wished.name + PurePosixPath(intent.result_key).suffix)
    try:
        return (yield from _into(wished.parent, name, intent, ledger, client, etag))
    except (Absent, StorageError) as error:
        log.info("%s: not to %s: %s", intent.id, wished.parent, error)
        try:
            videos_folder().mkdir(parents=True, exist_ok=True)
        except OSError:
            raise error from None
        return (yield from _into(videos_folder(), name, intent, ledger, client, etag))


def _give_up(intent: Intent, ledger: Ledger) -> None:
    """There is nothing to deliver, now or later."""
    ledger.choose_delivery(intent.id, "")
    ledger.note_delivered(intent.id)


def _into(
    folder: Path, name: str, intent: Intent, ledger: Ledger, client: Client, etag: str
) -> Generator[Delivering, None, Path]:
    """The first path in ``folder`` by that name that was free, and is the result now."""
    numbers = itertools.count(1)
    while True:
        path = folder / numbered(name, next(numbers))
        if path.exists() or path.is_symlink():
            continue
        ledger.choose_delivery(intent.id, str(path))
        try:
            for event in fetch_result(client, intent.result_key, path, replace=False, etag=etag):
                if isinstance(event, Fetching):
                    yield Delivering(intent.id, event.done, event.total)
        except OutputExists as error:
            if path.exists():
                continue
            raise StorageError(error.message, error.hint) from error  # a piece's place, which no other name frees
        return path
