"""The request of the open composition, as it would be sent: read, edited, copied."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from ...errors import AppError
from ..background import Wait
from ..commands.request import COPIES
from ..jobs.since import SinceLine
from ..report import without_commands
from ..theme import tokens
from ..widgets.buttons import PlainButton
from ..widgets.field import Field
from ..widgets.labels import Label
from ..widgets.switch import Switch
from ..widgets.tips import set_tip
from ..words import tell, tr
from ..workbench import Workbench
from .copies import missing
from .editor import RequestEditor
from .trouble import TroubleLine
from .typed import AT_ONCE, Typing

FIND_WIDTH = 150


class RequestPane(QWidget):
    """Written in the background whenever the composition settles, as long as somebody can see it. Problems are no
    hindrance. It is laid out to be read, and to be edited: `Typing`. ``shown`` tells that it is up to date.
    """

    shown = Signal()

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._is_stale, self._is_writing = True, False
        self.text = RequestEditor()
        self.text.set_editable(editable=False)
        self.typing = Typing(bench, self.text)
        self.trouble = TroubleLine()
        self.tools = RequestTools(bench, self)  # until it is put beside the tabs
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
        column.addWidget(self.trouble)
        self.setFocusProxy(self.text)
        self.text.find_wanted.connect(self._on_find_wanted)
        self.typing.changed.connect(self._on_trouble)
        self.typing.shown_wanted.connect(self._on_stale)
        self.trouble.go_wanted.connect(self._on_go)
        bench.unread.text_wanted.connect(self._on_go)
        self.trouble.take_back_wanted.connect(self._on_take_back)
        self.tools.mark.toggled.connect(self._on_mark)
        self.tools.field.textEdited.connect(self._on_find)
        self.tools.field.accepted.connect(self._on_find_next)
        self.tools.field.cancelled.connect(self._end_find)
        bench.session.settled.connect(self._on_stale)
        bench.files.opened.connect(self._on_stale)
        bench.theme.changed.connect(self.text.take_look)

    # Writing

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._end_find()
        self.text.finished.emit()

    def _on_mark(self, is_on: bool) -> None:
        """With an example of a mark the text is not the composition's: it is only read."""
        self._bench.copies.with_mark = is_on
        self._bench.when_settled(self._take_mark, once="mark")

    def _take_mark(self) -> None:
        self.typing.let_go()
        self._on_stale()

    def _on_stale(self) -> None:
        self._is_stale = True
        self._refresh()

    def _refresh(self) -> None:
        if not self._is_stale or self._is_writing or not self.isVisible():
            return
        composition, with_mark = self._bench.session.document.wished, self.tools.mark.isChecked()
        if self.typing.holds(composition):
            self._is_stale = False
            self.shown.emit()
            return
        self._is_stale, self._is_writing = False, True

        def work(_: Wait) -> Iterator[object]:
            from ...usecases.make import request_text
            from ...usecases.typed_request import Shown

            text = request_text(composition, pretty=True, with_mark=with_mark).decode()
            shown = Shown(composition, text.replace("\u2029", "&#8233;"))  # to Qt this letter is the end of a line
            if len(text) <= AT_ONCE:
                shown.prepare()  # what is typed is read in the UI thread then
            yield shown

        self._bench.background.run(
            work, on_event=lambda shown: self._show(shown, with_mark), on_done=self._go_on, on_failed=self._fail
        )

    def _show(self, shown: Any, with_mark: bool) -> None:
        self._problem.hide()
        told = tr("Laid out to be read.") if with_mark else tr("Laid out to be read and edited.")
        sent = tr("It is sent without these line breaks.")
        self._said.setText(f"{told} {sent} {missing(with_mark=with_mark)}")
        self._said.show()
        if self.typing.take(shown):
            self.text.set_editable(editable=not with_mark)
            self.text.mark_all(self.tools.field.text())

    def _fail(self, error: AppError) -> None:
        self._problem.setText(f"{tell(error.message)} {without_commands(tell(error.hint))}".strip())
        self._problem.show()
        self._said.hide()
        self.typing.drop()
        self.text.show_text("")
        self.text.set_editable(editable=False)
        self._go_on()

    def _go_on(self) -> None:
        self._is_writing = False
        if self._is_stale:
            self._refresh()
        else:
            self.shown.emit()

    # What cannot be read

    def _on_trouble(self) -> None:
        self.trouble.say(self.typing.trouble)
        self.tools.mark.setEnabled(not self.typing.trouble)

    def _on_go(self) -> None:
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        self.text.go_to_error()

    def _on_take_back(self) -> None:
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        self.typing.take_back()

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

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        said = Label(tr("With the mark"), "label", "2")
        self.mark = Switch(tr("With the mark"))
        set_tip(
            self.mark,
            tr(
                "Each job gets a mark in UserData and a number in its output's name, by which it is found again.\n"
                "Here is an example of both."
            ),
        )
        said.setBuddy(self.mark)
        self.field = Field(tr("Find in the request"), icon_name="search")
        self.field.setPlaceholderText(tr("Find"))
        self.field.setFixedWidth(FIND_WIDTH)
        self.copy = PlainButton(tr("Copy…"), icon_name="copy", height=tokens.size("button_small"))
        self.copy.setAccessibleName(tr("Copy the request"))
        set_tip(self.copy, tr("Copy the request: as XML, for curl, for Python, or as FFmpeg's command"))
        self.copy.clicked.connect(self.open_menu)
        for widget in (said, self.mark, self.field, self.copy):
            row.addWidget(widget)

    def open_menu(self) -> None:
        """The forms that can be copied, with their keys."""
        menu = QMenu(self)
        menu.setObjectName("requestCopies")
        menu.setAccessibleName(tr("Copy the request"))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for command_id in COPIES:
            menu.addAction(self._bench.commands.action(command_id))
        menu.popup(self.copy.mapToGlobal(self.copy.rect().bottomLeft()))
