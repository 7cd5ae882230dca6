"""What FFmpeg said while the local cloud made a video."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QShowEvent

from ...errors import AppError
from ...jobs.intent import Intent
from ..background import Wait
from ..report import without_commands
from ..words import tell, tr
from ..workbench import Workbench
from .parts import TextPart
from .wording import title_of


class LogPart(TextPart):
    """Asks the local cloud once somebody can see it, and again when the job has moved on."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench, tr("Log"), "jobLog")
        self._intent: Intent | None = None
        self._asked_of: tuple[object, ...] = ()

    def show_of(self, intent: Intent) -> None:
        """The log of ``intent``."""
        self._intent = intent
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    def _refresh(self) -> None:
        intent = self._intent
        if intent is None or not self.isVisible():
            return
        asked_of = (intent.id, intent.job_id, intent.is_resolved)
        if asked_of == self._asked_of:
            return
        self._asked_of = asked_of
        if not intent.is_resolved or not intent.job_id:
            self.show_part(tr("It is written when the job ends."), "")
            return
        self.show_part(tr("Looking…"), "")
        workplace = self._bench.workplace

        def work(_: Wait) -> Iterator[object]:
            from ...usecases.job_log import job_log

            yield job_log(intent, workplace)

        def show(text: object) -> None:
            if asked_of == self._asked_of:
                self._show(intent, str(text))

        def failed(error: AppError) -> None:
            if asked_of == self._asked_of:
                self.show_part(f"{tell(error.message)} {without_commands(tell(error.hint))}".strip(), "")

        self._bench.background.run(work, on_event=show, on_failed=failed, lane="answers")

    def _show(self, intent: Intent, text: str) -> None:
        if text:
            self.show_part(tr("What FFmpeg said"), text, text.encode(), f"{title_of(intent)}-{intent.short_id}.txt")
        else:
            self.show_part(tr("FFmpeg had nothing to say."), "")
