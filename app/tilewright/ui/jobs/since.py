"""What changed in the open composition since it was submitted last, in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ...model.composition import Composition
from ..background import Wait
from ..widgets.buttons import PlainButton
from ..widgets.labels import Label, breakable
from ..words import tr
from .wording import begun, started_text

if TYPE_CHECKING:
    from ..workbench import Workbench


def look(bench: Workbench, composition: Composition | None, then: Callable[[str], None]) -> None:
    """Find out in the background what changed in ``composition``, called as the open one; ``then`` gets the sentence,
    an empty one when it was never submitted or nobody can tell.
    """
    made = composition or Composition()
    files, target, workplace = bench.files, bench.session.target, bench.workplace
    name, since = files.standing.name, 0.0 if files.path is not None else files.standing.since

    def work(_: Wait) -> Iterator[object]:
        from ...usecases.comparing import changed_since

        yield changed_since(made, name, target, workplace, not_before=since)

    bench.background.run(
        work, on_event=lambda found: then(sentence_of(found)), on_failed=lambda _: then(""), lane="compare"
    )


def sentence_of(since: object) -> str:
    """In words; empty without an earlier submission."""
    from ...usecases.comparing import Since
    from .changes import in_a_sentence

    if not isinstance(since, Since) or since.last is None or since.compared is None:
        return ""
    when = started_text(begun(since.last))
    changed = in_a_sentence(since.compared)
    if not changed:
        return tr("Nothing has changed since it was submitted ({time}).").format(time=when)
    return tr("Changed since it was submitted ({time}): {changes}.").format(time=when, changes=changed)


class SinceLine(QWidget):
    """The sentence, and a button that shows all of it; not there without an earlier submission. It is looked for only
    while somebody can see it.
    """

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._is_stale, self._is_looking = True, False
        self.said = Label("", "caption", "2", wraps=True)
        self.show_all = PlainButton(tr("Compare…"), "link", height=24)
        self.show_all.setAccessibleName(tr("What changed since it was submitted"))
        self.show_all.clicked.connect(lambda: bench.commands.run("composition.changes"))
        self._parts = QWidget(self)
        row = QHBoxLayout(self._parts)
        row.setContentsMargins(16, 6, 16, 0)
        row.setSpacing(8)
        row.addWidget(self.said, 1)
        row.addWidget(self.show_all)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._parts)
        self._parts.hide()
        for news in (bench.session.settled, bench.session.target_changed, bench.files.opened, bench.jobs.changed):
            news.connect(self._on_news)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    def _on_news(self) -> None:
        self._is_stale = True
        self._refresh()

    def _refresh(self) -> None:
        if self._is_stale and not self._is_looking and self.isVisible():
            self._is_stale, self._is_looking = False, True
            look(self._bench, self._bench.session.document.wished, self._show)

    def _show(self, said: str) -> None:
        self._is_looking = False
        self.said.setText(breakable(said))
        self._parts.setVisible(bool(said))
        self._refresh()
