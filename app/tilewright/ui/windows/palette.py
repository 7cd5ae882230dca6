"""The command palette: type a few letters of what you want to do."""

from __future__ import annotations

import functools

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from ..theme import icons, tokens
from ..theme.fonts import font
from ..widgets.keycap import paint_keycap
from ..widgets.labels import Label
from ..widgets.raised import paint_raised
from ..words import tr
from ..workbench import Workbench
from .matching import Entry, find
from .palette_list import ROW, PaletteDelegate, PaletteModel, Row, group_words

WIDTH, FIELD, BELOW = 560, 44, 72
"""Device-independent pixels: of the palette, of its field, and from the toolbar to it."""

MOST_ROWS = 9
MOST_RECENT = 20

SELF = "help.palette"

_GOING = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: MOST_ROWS - 1,
    Qt.Key.Key_PageUp: 1 - MOST_ROWS,
}


class PaletteField(QLineEdit):
    """Where one types. Keys that go through the list are the palette's."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette)
        self._palette = palette
        self.setProperty("kind", "bare")
        self.setFont(font("body"))
        self.setAccessibleName(tr("Find a command"))
        self.setPlaceholderText(tr("Find a command"))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and not _is_palette_key(event):
            event.accept()  # plain keys are letters here, whatever they are a shortcut of
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._palette.take_key(event):
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason}:
            self._palette.close_palette(gives_back=False)


def _is_palette_key(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_K and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


class Palette(QWidget):
    """Opens over its window, below ``below``; gives the focus back when it closes."""

    def __init__(self, bench: Workbench, window: QWidget, below: QWidget) -> None:
        super().__init__(window)
        self._bench, self._below = bench, below
        self._before: QWidget | None = None
        self.setObjectName("commandPalette")
        self.setAccessibleName(tr("Commands"))
        self.field = PaletteField(self)
        self.field.setGeometry(QRect(42, 0, WIDTH - 100, FIELD))
        self.model = PaletteModel(self)
        self.list = QListView()
        self.list.setAccessibleName(tr("Commands found"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(PaletteDelegate(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setProperty("panel", "raised")
        self.nothing = Label(tr("No command is called that."), tone="2")
        self.nothing.setContentsMargins(14, 0, 14, 0)
        self.nothing.setFixedHeight(ROW)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, FIELD + 1, 1, 6)
        column.setSpacing(0)
        column.addWidget(self.list)
        column.addWidget(self.nothing)
        self.field.textEdited.connect(self._search)
        self.list.clicked.connect(lambda index: self._run(index.row()))
        self.list.selectionModel().currentChanged.connect(self._say)
        self.hide()

    # Opening and closing

    def toggle(self) -> None:
        if self.isVisible():
            self.close_palette()
        else:
            self.open()

    def open(self) -> None:
        """Show all commands, those used last first, and take the focus."""
        self._before = QApplication.focusWidget()
        self.field.clear()
        self._search("")
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        application = QApplication.instance()
        if application:
            application.installEventFilter(self)

    def close_palette(self, *, gives_back: bool = True) -> None:
        if not self.isVisible():
            return
        application = QApplication.instance()
        if application:
            application.removeEventFilter(self)
        before, self._before = self._before, None
        self.hide()
        if gives_back and before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A press outside closes it and still is a press there; its window may change its size."""
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            if not self.rect().contains(self.mapFromGlobal(event.globalPosition().toPoint())):
                self.close_palette()
        elif event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self._place()
        return False

    def _place(self) -> None:
        window = self.window()
        top = self._below.mapTo(window, QPoint(0, self._below.height())).y() + BELOW
        room = (window.height() - top - FIELD - 16) // ROW
        shown = max(1, min(len(self.model.rows), MOST_ROWS, room))
        self.list.setFixedHeight(shown * ROW)
        self.list.setVisible(bool(self.model.rows))
        self.nothing.setVisible(not self.model.rows)
        width = min(WIDTH, window.width() - 32)
        self.setGeometry(QRect((window.width() - width) // 2, top, width, FIELD + shown * ROW + 7))

    # Finding

    def _search(self, query: str) -> None:
        """Show what fits ``query``; the first row is chosen."""
        reasons: dict[str, str] = {}
        entries = []
        commands = {command.id: command for command in self._bench.commands.all() if command.id != SELF}
        for command in commands.values():
            reasons[command.id] = command.off()
            more = f"{command.names} {command.submenu} {group_words(command)}"
            entries.append(Entry(command.id, command.text, more, not reasons[command.id]))
        found = find(query, entries, self._bench.preferences.window.recent_commands)
        self.model.show_rows([Row(commands[fit.entry.id], fit.letters, reasons[fit.entry.id]) for fit in found])
        self._place()
        if self.model.rows:
            self.list.setCurrentIndex(self.model.index(0))
            self.list.scrollToTop()

    def _say(self) -> None:
        """Let assistive tools tell the chosen row, since the focus stays in the field."""
        index = self.list.currentIndex()
        if index.isValid() and self.isVisible():
            words = self.model.rows[index.row()].words
            self.field.setAccessibleDescription(words)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, words))

    def take_key(self, event: QKeyEvent) -> bool:
        """Whether a key of the field was one for the list."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.close_palette()
        elif key in _GOING and self.model.rows:
            count = len(self.model.rows)
            at = self.list.currentIndex().row() + _GOING[key]
            at = at % count if abs(_GOING[key]) == 1 else max(0, min(at, count - 1))
            self.list.setCurrentIndex(self.model.index(at))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._run(self.list.currentIndex().row())
        elif key not in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            return False
        event.accept()
        return True

    def _run(self, row: int) -> None:
        """Do what a row says; one that cannot be done now stays where it is, with its reason."""
        if not 0 <= row < len(self.model.rows) or self.model.rows[row].command.off():
            return
        command_id = self.model.rows[row].command.id
        preferences = self._bench.preferences
        others = [used for used in preferences.window.recent_commands if used != command_id]
        preferences.set("recent_commands", (command_id, *others)[:MOST_RECENT])
        self.close_palette()
        QTimer.singleShot(0, self, functools.partial(self._bench.commands.run, command_id))  # closing takes its time

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_raised(painter, QRectF(self.rect()))
        painter.fillRect(QRect(1, FIELD, self.width() - 2, 1), tokens.colour("divider"))
        icons.paint(painter, "search", QRectF(14, FIELD / 2 - 9, 18, 18), "icon")
        key = QRectF(self.width() - 50, FIELD / 2 - 10, 36, 20)
        paint_keycap(painter, key, tr("Esc"))
