"""The list of problems, with a button in each row that can be mended."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QRect, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStackedLayout, QWidget

from ...model.problem import Problem
from ..jobs.menu import ReasonMenu
from ..theme import tokens
from ..widgets.buttons import PlainButton
from ..widgets.card import EmptyState
from ..words import tell, tr
from ..workbench import Workbench
from .delegate import RIGHT, ProblemDelegate, button_text, button_width
from .going import go_to
from .model import ProblemModel
from .suppressing import ask_to_suppress, tell_again, why_not_suppress

ROWS_AT_ONCE = 100
"""Rows that are laid out in one turn of the loop."""


class ProblemList(QListView):
    """Enter or a click goes to the problem, Ctrl+Enter or the button mends it, Delete asks not to be told again, and
    tells again what was suppressed. Rows are laid out some at a turn of the loop.
    """

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self.setObjectName("problemList")
        self.setAccessibleName(tr("Problems"))
        self._model = ProblemModel(bench, self)
        self._buttons: list[PlainButton] = []
        self._rows: dict[PlainButton, int] = {}
        self._current: Problem | None = None
        self.setModel(self._model)
        self.setItemDelegate(ProblemDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(ROWS_AT_ONCE)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._place_buttons)
        self.verticalScrollBar().valueChanged.connect(self._place_buttons)
        self.verticalScrollBar().rangeChanged.connect(self._soon.start)
        self.clicked.connect(self._on_clicked)
        self._model.modelAboutToBeReset.connect(self._remember)
        self._model.modelReset.connect(self._on_reset)
        bench.session.changed.connect(self.viewport().update)  # a place tells a tile's number

    def problem(self) -> Problem | None:
        """The one that the keyboard is at."""
        index = self.currentIndex()
        return self._model.at(index.row()) if index.isValid() else None

    # Staying at the same problem

    def _remember(self) -> None:
        self._current = self.problem()

    def _on_reset(self) -> None:
        row = self._model.row_of(self._current) if self._current else -1
        if row >= 0:
            self.setCurrentIndex(self._model.index(row))
        self._soon.start()

    # Buttons

    def _place_buttons(self) -> None:
        """Give each row in view that can be mended its button. Widgets, so that everything can press them."""
        self._rows.clear()
        height = tokens.size("button_small")
        view = self.viewport().rect()
        used = 0
        first = self.indexAt(view.topLeft())
        row = first.row() if first.isValid() else self._model.rowCount()
        while row < self._model.rowCount():
            rect = self.visualRect(self._model.index(row))
            if rect.y() > view.bottom() or rect.isEmpty():  # empty: not laid out yet
                break
            text = button_text(self._model.at(row))
            if text:
                button = self._button(used)
                used += 1
                width = button_width(text)
                button.setText(text)
                button.setAccessibleName(f"{text}. {tell(self._model.at(row).sentence)}")
                top = rect.y() + (rect.height() - 1 - height) // 2
                button.setGeometry(QRect(view.right() + 1 - RIGHT - width, top, width, height))
                button.show()
                self._rows[button] = row
            row += 1
        for button in self._buttons[used:]:
            button.hide()

    def _button(self, number: int) -> PlainButton:
        while len(self._buttons) <= number:
            button = PlainButton("", height=tokens.size("button_small"), parent=self.viewport())
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Ctrl+Enter is its key
            button.clicked.connect(self._on_mend)
            self._buttons.append(button)
        return self._buttons[number]

    def _on_mend(self) -> None:
        button = self.sender()
        if isinstance(button, PlainButton) and button in self._rows:
            self._do(self._model.at(self._rows[button]))

    def _do(self, problem: Problem) -> None:
        """What the button of its row does."""
        if problem.is_suppressed:
            tell_again(self._bench, problem)
        else:
            self._bench.mend(problem)

    # What is not told again

    def ask_to_suppress(self) -> None:
        """Of the problem that the keyboard is at."""
        problem = self.problem()
        if problem is not None:
            ask_to_suppress(self._bench, problem, self.window())

    def menu(self, problem: Problem) -> ReasonMenu:
        """What can be done about ``problem``."""
        menu = ReasonMenu(self)
        menu.setObjectName("problemMenu")
        menu.setAccessibleName(tr("What can be done about this problem"))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Go there"), lambda: go_to(self._bench, problem))
        if problem.is_suppressed:
            menu.addAction(tr("Tell me again"), lambda: tell_again(self._bench, problem))
            return menu
        if problem.fix:
            menu.addAction(tell(problem.fix.text), lambda: self._bench.mend(problem))
        menu.addSeparator()
        quiet = menu.addAction(tr("Don't tell me again here…"), self.ask_to_suppress)
        reason = why_not_suppress(problem)
        quiet.setEnabled(not reason)
        quiet.setStatusTip(reason)
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if is_by_key else self.indexAt(event.pos())
        if not index.isValid():
            return
        self.setCurrentIndex(index)
        at = self.visualRect(index).center() if is_by_key else event.pos()
        self.menu(self._model.at(index.row())).popup(self.viewport().mapToGlobal(at))
        event.accept()

    # Events

    def _go_to(self, problem: Problem) -> None:
        go_to(self._bench, problem)

    def _on_clicked(self, index: QModelIndex) -> None:
        go_to(self._bench, self._model.at(index.row()))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_mending(event):
            event.accept()  # here it mends, elsewhere it submits
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        problem = self.problem()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if problem is not None:
                (self._do if _is_mending(event) else self._go_to)(problem)
            event.accept()
        elif event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            if problem is not None and problem.is_suppressed:
                tell_again(self._bench, problem)
            else:
                self.ask_to_suppress()
            event.accept()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
        self._soon.start()

    def showEvent(self, event: QEvent) -> None:
        self._soon.start()


def _is_mending(event: QKeyEvent) -> bool:
    return (
        event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        and event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.ControlModifier
    )


class ProblemPanel(QWidget):
    """The list, or the good news."""

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.list = ProblemList(bench)
        self.empty = EmptyState(
            "circle-check", tr("No problems"), tr("What would stop or surprise you is listed here before you submit.")
        )
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.setSpacing(0)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        self.setFocusProxy(self.list)
        self.list.model().modelReset.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        has_problems = self.list.model().rowCount() > 0
        self._stack.setCurrentWidget(self.list if has_problems else self.empty)
