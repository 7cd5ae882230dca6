"""The request of the open composition, as it would be sent."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ...errors import AppError
from ..background import Wait
from ..jobs.since import SinceLine
from ..report import without_commands
from ..theme import tokens
from ..widgets.buttons import PlainButton
from ..widgets.field import Field
from ..widgets.labels import Label
from ..widgets.switch import Switch
from ..words import tell, tr
from ..workbench import Workbench
from .text import RequestText

FIND_WIDTH = 150


class RequestPane(QWidget):
    """Written in the background whenever the composition settles, as long as somebody can see it. Problems are no
    hindrance. It is laid out to be read; Copy takes the bytes as they are sent. ``shown`` tells that it is up to date.
    """

    shown = Signal()

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._is_stale, self._is_writing = True, False
        self._exact = ""
        self.text = RequestText()
        self.tools = RequestTools(self)  # until it is put beside the tabs
        self._problem = Label("", tone="2", wraps=True)
        self._problem.setContentsMargins(16, 12, 16, 12)
        self._problem.hide()
        self._said = Label("", "caption", "3", wraps=True)
        self._said.setContentsMargins(16, 6, 16, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._problem)
        column.addWidget(SinceLine(bench))
        column.addWidget(self._said)
        column.addWidget(self.text, 1)
        self.setFocusProxy(self.text)
        self.text.find_wanted.connect(self._on_find_wanted)
        self.tools.mark.toggled.connect(self._on_stale)
        self.tools.copy.clicked.connect(self.copy)
        self.tools.field.textEdited.connect(self._on_find)
        self.tools.field.accepted.connect(self._on_find_next)
        self.tools.field.cancelled.connect(self._end_find)
        bench.session.settled.connect(self._on_stale)
        bench.files.opened.connect(self._on_stale)
        bench.theme.changed.connect(self.text.take_look)

    def copy(self) -> None:
        """Put the request on the clipboard, byte for byte as it is sent."""
        QGuiApplication.clipboard().setText(self._exact)
        self._bench.report.say(tr("The request is copied as it is sent."), self._missing())

    def _missing(self) -> str:
        """What Submit will add, or will put in the place of."""
        if self.tools.mark.isChecked():
            return tr("Its mark and number are examples: each job gets its own.")
        return tr("The mark of the job, and the number in its output's name, come with Submit.")

    # Writing

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._end_find()

    def _on_stale(self) -> None:
        self._is_stale = True
        self._refresh()

    def _refresh(self) -> None:
        if not self._is_stale or self._is_writing or not self.isVisible():
            return
        self._is_stale, self._is_writing = False, True
        composition, with_mark = self._bench.session.document.wished, self.tools.mark.isChecked()

        def work(_: Wait) -> Iterator[object]:
            from ...usecases.make import request_texts

            readable, exact = request_texts(composition, with_mark=with_mark)
            yield readable.decode(), exact.decode()

        self._bench.background.run(work, on_event=self._show, on_done=self._go_on, on_failed=self._fail)

    def _show(self, texts: object) -> None:
        if not isinstance(texts, tuple):
            return
        readable, self._exact = texts
        self._problem.hide()
        self._said.setText(f"{tr('Laid out to be read. Copy takes it byte for byte as it is sent.')} {self._missing()}")
        self._said.show()
        self.tools.copy.setEnabled(True)
        self.text.show_text(readable)
        self.text.mark_all(self.tools.field.text())

    def _fail(self, error: AppError) -> None:
        self._problem.setText(f"{tell(error.message)} {without_commands(tell(error.hint))}".strip())
        self._problem.show()
        self._said.hide()
        self._exact = ""
        self.tools.copy.setEnabled(False)
        self.text.show_text("")
        self._go_on()

    def _go_on(self) -> None:
        self._is_writing = False
        if self._is_stale:
            self._refresh()
        else:
            self.shown.emit()

    # Finding

    def _on_find_wanted(self) -> None:
        self.tools.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.tools.field.selectAll()

    def _on_find(self, text: str) -> None:
        self.text.mark_all(text)
        self.text.find_next(text, from_start=True)

    def _on_find_next(self) -> None:
        if self.tools.field.hasFocus():  # it also comes when the focus leaves
            self.text.find_next(self.tools.field.text())

    def _end_find(self) -> None:
        had_focus = self.tools.field.hasFocus()
        if self.tools.field.text():
            self.tools.field.clear()
            self.text.mark_all("")
        if had_focus:
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)


class RequestTools(QWidget):
    """What stands beside the tabs while the page is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        said = Label(tr("With the mark"), "label", "2")
        self.mark = Switch(tr("With the mark"))
        self.mark.setToolTip(
            tr(
                "Each job gets a mark in UserData and a number in its output's name, by which it is found again.\n"
                "Here is an example of both."
            )
        )
        said.setBuddy(self.mark)
        self.field = Field(tr("Find in the request"), icon_name="search")
        self.field.setPlaceholderText(tr("Find"))
        self.field.setFixedWidth(FIND_WIDTH)
        self.copy = PlainButton(tr("Copy"), icon_name="copy", height=tokens.size("button_small"))
        self.copy.setAccessibleName(tr("Copy the request"))
        self.copy.setToolTip(tr("Copy the request byte for byte as it is sent, without the line breaks for reading"))
        self.copy.setEnabled(False)
        for widget in (said, self.mark, self.field, self.copy):
            row.addWidget(widget)
