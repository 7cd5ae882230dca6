"""Fetching results and objects, never over an existing file unless asked."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Generator
from pathlib import Path

from ..durable import make_private
from ..errors import JobEnded, LocalTrouble, UnknownJob
from ..jobs.intent import Intent
from ..jobs.ledger import Ledger
from ..model.states import State
from ..text import say
from .events import Fetched, Fetching
from .jobs import service_of
from .names import readable, safe_name
from .own_result import fetch_own
from .workplace import Workplace

log = logging.getLogger(__name__)

KEPT_BYTES = 2 * 1024**3
"""Of results that were fetched to be opened, besides the one that is wanted."""


def fetch_job(
    name: str, path: Path, workplace: Workplace, *, replace: bool
) -> Generator[Fetching | Fetched, None, None]:
    """Write the result of a job to ``path``. ``name`` as in ``Ledger.find``.

    Raises ``UnknownJob``, ``JobEnded`` when the job made nothing, ``Absent`` when its result is another's by now, where
    that is certain.
    """
    with workplace.ledger() as ledger:
        intent = ledger.find(name)
    require_result(intent)
    with service_of(intent, workplace) as service:
        yield from fetch_own(intent, service.client, path, replace=replace)
    with workplace.ledger() as ledger:
        note_fetched(intent, path, ledger)


def note_fetched(intent: Intent, path: Path, ledger: Ledger) -> None:
    """Note that the user has the result in ``path``, where jobs may be noted and the ledger can keep its name: text.
    Where that fails the file is there all the same, which is what was asked for.
    """
    whole = str(path.absolute())
    if ledger.not_ours is not None or readable(whole) != whole:
        return
    try:
        ledger.note_fetched(intent.id, whole)
    except LocalTrouble as error:
        log.info("%s: that the result is in %s was not noted: %s", intent.id, whole, error.message)


def result_file(name: str, workplace: Workplace) -> Generator[Fetching | Fetched, None, None]:
    """A file with the result of a job, to be opened: the one that was delivered if it is still there, else one that is
    fetched into the cache of the home. Raises as ``fetch_job``.
    """
    with workplace.ledger() as ledger:
        intent = ledger.find(name)
    require_result(intent)
    if intent.delivered_path and Path(intent.delivered_path).is_file():
        yield Fetched(Path(intent.delivered_path))
        return
    results = make_private(workplace.home / "cache" / "results")
    folder = make_private(results / intent.id)
    path = folder / safe_name(intent.result_key)
    if path.is_file():
        yield Fetched(path)
        return
    _trim(results, folder)
    with service_of(intent, workplace) as service:
        yield from fetch_own(intent, service.client, path, replace=True)


def _trim(results: Path, kept: Path) -> None:
    """Make room: of the results that were fetched to be opened, the oldest go. They can be fetched again."""
    folders = sorted((one for one in results.iterdir() if one != kept), key=lambda one: one.stat().st_mtime)
    sizes = {one: sum(file.stat().st_size for file in one.rglob("*") if file.is_file()) for one in folders}
    left = sum(sizes.values())
    for folder in folders:
        if left <= KEPT_BYTES:
            return
        shutil.rmtree(folder, ignore_errors=True)
        left -= sizes[folder]


def require_result(intent: Intent) -> None:
    """Raise unless the job of ``intent`` has a result to fetch."""
    if intent.state is State.SUCCESS and intent.result_key:
        return
    if intent.is_resolved:
        raise JobEnded(
            say(
                "The job {id} has no result: it ended as {state}.",
                id=intent.job_id or intent.short_id,
                state=intent.state.word,
            ),
            intent.message or "Submit it again.",
        )
    raise UnknownJob(
        say(
            "The job {id} has no result yet: it is {state}.",
            id=intent.job_id or intent.short_id,
            state=intent.state.word,
        ),
        say("Wait for it with `tilewright status {id} --wait`.", id=intent.short_id),
    )
