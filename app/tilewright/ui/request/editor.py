"""XML to edit: lines with numbers, and the place where it cannot be read."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from ...model.document import LARGEST
from ..theme import icons, tokens
from ..theme.fonts import font
from ..words import tr
from .text import RequestText

_MARK = 14
_GAP = 6
_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RequestEditor(RequestText):
    """``edited`` comes when anybody but `show_text` changed the text, ``finished`` with Ctrl+Return and when the focus
    leaves, ``too_much`` when more is pasted than a request may have. Tab leaves it; Return begins a line where the last
    one began.
    """

    edited = Signal()
    finished = Signal()
    too_much = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_editable(editable=True)
        self.setAcceptDrops(False)  # files that are dropped on it are for the window
        self.is_held = False
        """Whether there is something to finish: then Ctrl+Return does that, and nothing else."""
        self._told = ""
        self._is_own = False
        self._error: QTextCursor | None = None
        self._gutter = Gutter(self)
        self.blockCountChanged.connect(self._fit_gutter)
        self.updateRequest.connect(self._on_update)
        self.textChanged.connect(self._on_changed)
        self._fit_gutter()

    def set_editable(self, *, editable: bool) -> None:
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(
            flags.TextEditorInteraction if editable else flags.TextSelectableByMouse | flags.TextSelectableByKeyboard
        )

    def show_text(self, text: str) -> None:
        self._is_own = True
        super().show_text(text)
        self._is_own = False
        self._told = self.plain_text()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """What is too much for any request is not put in: to lay it out would hold up the window."""
        cursor = self.textCursor()
        replaced = cursor.selectionEnd() - cursor.selectionStart()
        if self.document().characterCount() - replaced + len(source.text()) > LARGEST:
            self.too_much.emit()
        else:
            super().insertFromMimeData(source)

    def _on_changed(self) -> None:
        text = self.plain_text()  # colours are told as changes, too
        if text != self._told and not self._is_own:
            self._told = text
            self.edited.emit()

    def forget_steps(self) -> None:
        """What was typed so far is a step of the window's history: it is taken back there."""
        self.setUndoRedoEnabled(False)
        self.setUndoRedoEnabled(True)

    # Where it cannot be read

    @property
    def error_line(self) -> int:
        """The marked line, from 1; 0 without one."""
        return self._error.blockNumber() + 1 if self._error is not None else 0

    def mark_error(self, line: int, column: int, sentence: str) -> None:
        """Mark the place, from 1, and tell assistive tools why."""
        block = self._block(line)
        words = block.text().strip()
        start = len(block.text()) - len(block.text().lstrip())
        if start < column - 1 < start + len(words) - 1:  # else the whole line: it is told where its end was met
            start = column - 1
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + min(start, len(block.text())))
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        self._error = cursor
        self.setAccessibleDescription(sentence)
        self.show_marks()
        self._gutter.update()

    def clear_error(self) -> None:
        if self._error is not None:
            self._error = None
            self.setAccessibleDescription("")
            self.show_marks()
            self._gutter.update()

    def go_to_error(self) -> None:
        """Put the cursor there."""
        if self._error is not None:
            place = QTextCursor(self.document())
            place.setPosition(self._error.selectionStart())
            self.setTextCursor(place)
            self.centerCursor()

    def _block(self, line: int) -> QTextBlock:
        block = self.document().findBlockByNumber(line - 1)
        return block if block.isValid() else self.document().lastBlock()

    def other_marks(self) -> list[QTextEdit.ExtraSelection]:
        if self._error is None:
            return []
        ground, wave = QTextEdit.ExtraSelection(), QTextEdit.ExtraSelection()
        look = QTextCharFormat()
        look.setBackground(tokens.colour("error_soft"))
        look.setProperty(QTextFormat.Property.FullWidthSelection, True)
        row = QTextCursor(self._error)
        row.clearSelection()
        ground.cursor, ground.format = row, look
        under = QTextCharFormat()
        under.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        under.setUnderlineColor(tokens.colour("error"))
        wave.cursor, wave.format = self._error, under
        return [ground, wave]

    def take_look(self) -> None:
        super().take_look()
        self.show_marks()
        self._gutter.update()

    # Keys

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._finishes(event):
                event.accept()
                return True
            # Where the text has nothing to take back, Undo and Redo are those of the window.
            undo, redo = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo
            steps = self.document()
            is_ours = (event.matches(undo) and steps.isUndoAvailable()) or (
                event.matches(redo) and steps.isRedoAvailable()
            )
            if (event.matches(undo) or event.matches(redo)) and not is_ours:
                event.ignore()
                return False
        return super().event(event)

    def _finishes(self, event: QKeyEvent) -> bool:
        has_control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        return self.is_held and event.key() in _ENDS and bool(has_control)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._finishes(event):
            self.finished.emit()
            event.accept()
        elif event.key() in _ENDS and not event.modifiers() and not self.isReadOnly():
            before = self.textCursor().block().text()[: self.textCursor().positionInBlock()]
            self.textCursor().insertText("\n" + before[: len(before) - len(before.lstrip())])
            self.ensureCursorVisible()
            event.accept()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.finished.emit()

    # The numbers of the lines

    def gutter_width(self) -> int:
        digits = max(2, len(str(self.blockCount())))
        return _MARK + _GAP + self._gutter.fontMetrics().horizontalAdvance("9") * digits + _GAP

    def _fit_gutter(self) -> None:
        self.setViewportMargins(self.gutter_width(), 0, 0, 0)
        self._place_gutter()

    def _place_gutter(self) -> None:
        view = self.viewport().geometry()
        width = self.gutter_width()
        self._gutter.setGeometry(QRect(view.left() - width, view.top(), width, view.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_gutter()

    def _on_update(self, rect: QRect, dy: int) -> None:
        if dy:
            self._gutter.scroll(0, dy)
        else:
            self._gutter.update(0, rect.y(), self._gutter.width(), rect.height())

    def paint_gutter(self, event: QPaintEvent) -> None:
        """Draw the numbers of the lines in sight, and the mark at that with the error."""
        painter = QPainter(self._gutter)
        painter.setFont(self._gutter.font())
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        while block.isValid() and top <= event.rect().bottom():
            height = self.blockBoundingRect(block).height()
            if top + height >= event.rect().top():
                self._paint_number(painter, block.blockNumber() + 1, QRectF(0, top, self._gutter.width(), height))
            top += height
            block = block.next()

    def _paint_number(self, painter: QPainter, number: int, row: QRectF) -> None:
        is_wrong = number == self.error_line
        if is_wrong:
            side = float(_MARK)
            place = QRectF(row.x(), row.y() + (row.height() - side) / 2, side, side)
            icons.paint(painter, "circle-alert", place, "error")
        painter.setPen(tokens.colour("error" if is_wrong else "text_3"))
        painter.drawText(row.adjusted(0, 0, -_GAP, 0), Qt.AlignmentFlag.AlignRight, str(number))


class Gutter(QWidget):
    """The strip with the numbers; it only belongs to the editor, which draws it."""

    def __init__(self, editor: RequestEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self.setFont(font("mono"))
        self.setAccessibleName(tr("Line numbers"))

    def sizeHint(self) -> QSize:
        return QSize(self._editor.gutter_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._editor.paint_gutter(event)
