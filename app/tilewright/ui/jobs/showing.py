"""From the failure of a job to the field of the composition that it is about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ...errors import AppError
from ...failures.entry import Failure
from ...jobs.explained import failure_of
from ...jobs.intent import Intent
from ...model.composition import Composition
from ...usecases.failing import field_of, has_field
from ..background import Wait
from ..files.standing import Standing
from ..words import tr
from .wording import title_of

if TYPE_CHECKING:
    from ..workbench import Workbench
    from .jobs import Jobs


def show_place(bench: Workbench, path: str) -> None:
    """Choose the tile that ``path`` is about, if it is, and show its field in the inspector."""
    parts = path.split(".")
    if parts[0] == "tiles" and len(parts) > 1:
        bench.session.select(parts[1:2])
    bench.page_wanted.emit("", path)


class FieldShowing(QObject):
    """Goes there in the composition that is open, where the job is of that one; else the job's own is put in first."""

    def __init__(self, bench: Workbench, jobs: Jobs) -> None:
        super().__init__(jobs)
        self._bench, self._jobs = bench, jobs

    def why_not(self, intent: Intent | None) -> str:
        if intent is None:
            return tr("No job is chosen")
        failure = failure_of(intent)
        return "" if failure is not None and has_field(failure) else tr("What went wrong is about no field")

    def show(self, intent_id: str) -> None:
        """Show the field that the failure of this job is about."""
        intent = self._jobs.get(intent_id)
        failure = failure_of(intent) if intent is not None else None
        if intent is None or failure is None:
            return
        self._bench.when_settled(lambda: self._look(intent, failure), once="show field")

    def _look(self, intent: Intent, failure: Failure) -> None:
        now, workplace = self._bench.session.document.committed, self._bench.workplace
        is_its_file = self._bench.files.path is not None and self._bench.files.standing.name == intent.name

        def work(_: Wait) -> Iterator[object]:
            from ...usecases.jobs import reopen

            is_open = is_its_file or _is_wish(now, intent)
            yield now if is_open else reopen(intent, workplace).composition

        self._bench.background.run(
            work,
            on_event=lambda made: self._on_found(intent, failure, made, is_open=made is now),
            on_failed=self._bench.report.error,
        )

    def _on_found(self, intent: Intent, failure: Failure, made: object, *, is_open: bool) -> None:
        if not isinstance(made, Composition):
            return
        if is_open:
            self._go_to(failure)
        else:
            self._bench.files.leave(lambda: self._put_in(intent, failure, made))

    def _put_in(self, intent: Intent, failure: Failure, made: Composition) -> None:
        self._bench.files.put(Standing(title_of(intent), made), made)
        self._go_to(failure)

    def _go_to(self, failure: Failure) -> None:
        composition = self._bench.session.document.committed
        path = field_of(failure, composition)
        if path != "tiles":
            show_place(self._bench, path)
            return
        tiles = composition.shown  # which of them, nothing tells: all that it may be
        self._bench.session.select([tile.id for tile in tiles])
        self._bench.page_wanted.emit("tile", f"tiles.{tiles[0].id}.url" if tiles else "")


def _is_wish(composition: Composition, intent: Intent) -> bool:
    """Whether this is what the job was submitted for; what cannot be submitted now is not."""
    from ...jobs.wish import make_wish

    try:
        return make_wish(composition).hash == intent.wish
    except AppError:
        return False
