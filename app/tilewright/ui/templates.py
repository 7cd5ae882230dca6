"""Finding out what the templates contain that the open composition names, in the background."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ..model.source import Known
from .background import Background, Task, Wait
from .session import Session

if TYPE_CHECKING:
    from ..usecases.workplace import Workplace


class Templates(QObject):
    """Watches for ids that nobody has looked up yet, looks, and lets the session learn.

    Ids that are being typed are left alone. A service that does not tell is left alone, too, without a word: that
    nothing is known of a template is a problem of its own, and the chooser tells why. What it told some other time
    holds until then. `look_again` tries anew.
    """

    def __init__(
        self, workplace: Workplace, session: Session, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace, self._session, self._background = workplace, session, background
        self._asked: set[str] = set()
        self._task: Task | None = None
        session.settled.connect(self.look)
        session.target_changed.connect(self._on_target)

    def look(self) -> None:
        """Look up every id of which nothing is known and nobody has asked yet."""
        composition = self._session.document.committed
        if not composition.transcode_template_id and not composition.watermark_template_ids:
            return
        from ..usecases.templates import unknown_ids  # late: a window opens without it

        ids = tuple(one for one in unknown_ids(composition, self._session.known) if one not in self._asked)
        if ids:
            self._asked.update(ids)
            self._ask(ids)

    def look_again(self) -> None:
        """Look up once more what could not be looked up."""
        self._asked.clear()
        self.look()

    def _on_target(self) -> None:
        """Another account has other templates."""
        if self._task is not None:
            self._task.cancel()
        known = self._session.known
        if known.templates or known.watermark_templates or known.absent_templates:
            self._session.learn(known.without_templates())
        self.look_again()

    def _ask(self, ids: tuple[str, ...]) -> None:
        workplace, target = self._workplace, self._session.target

        def work(_: Wait) -> Iterator[object]:
            from ..usecases.templates import look_up

            kept = workplace.kept_templates
            if earlier := kept.find(target, ids):
                yield Known().with_templates(earlier)
            with workplace.service(target.profile) as service:
                found, absent = look_up(service.client, ids)
            kept.keep(target, found, absent)
            yield Known().with_templates(found, absent)

        def on_known(found: object) -> None:
            assert isinstance(found, Known)  # noqa: S101 - what `work` yields
            if target == self._session.target:
                self._session.learn(self._session.known.joined(found))

        self._task = self._background.run(work, on_event=on_known, lane="templates")
