"""XML to read: selected, copied and searched; `editor` has the one that is edited."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from ...model.secrets import clean_address, part_without_keys
from ..theme import tokens
from ..theme.fonts import font
from ..words import tr
from .highlight import XmlColours

COLOURED_LINES = 1500
"""A longer text stays plain: colouring it would hold up the hand."""

MOST_FOUND = 500
"""Places that are marked at once: more would hold up the hand."""


class RequestText(QPlainTextEdit):
    """``find_wanted`` comes with Ctrl+F."""

    find_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours: XmlColours | None = None
        self._found: list[QTextEdit.ExtraSelection] = []
        self.setObjectName("requestText")
        self.setAccessibleName(tr("Request"))
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setProperty("flat", True)
        self.setFont(font("mono"))

    def plain_text(self) -> str:
        """The text letter for letter: what Qt tells itself has spaces for those that may not break."""
        return self.document().toRawText().replace("\u2029", "\n")

    def show_text(self, text: str) -> None:
        """Another text in the place of this one. Only lines that differ are put in anew: what is marked stays marked,
        and what is in sight stays in sight. It cannot be taken back in the text itself.
        """
        was = self.plain_text()
        if text == was:
            return
        places = self.verticalScrollBar().value(), self.horizontalScrollBar().value()
        is_short = text.count("\n") < COLOURED_LINES
        if not is_short and self._colours is not None:
            self._colours.setDocument(None)
            self._colours = None
        could_undo = self.isUndoRedoEnabled()
        self.setUndoRedoEnabled(False)
        shift = self._replace_lines(was.split("\n"), text.split("\n"), places[0])
        self.setUndoRedoEnabled(could_undo)
        if is_short and self._colours is None:
            self._colours = XmlColours(self.document())
        self.verticalScrollBar().setValue(places[0] + shift)
        self.horizontalScrollBar().setValue(places[1])

    def _replace_lines(self, was: list[str], lines: list[str], top: int) -> int:
        """Put ``lines`` in the place of ``was``; by how many lines what is seen at ``top`` moved down."""
        first = _alike(was, lines)
        most = min(len(was), len(lines)) - first
        last = min(_alike(was[::-1], lines[::-1]), most)
        if not last:
            self.setPlainText("\n".join(lines))
            return 0
        cursor = QTextCursor(self.document())
        cursor.setPosition(self.document().findBlockByNumber(first).position())
        cursor.setPosition(
            self.document().findBlockByNumber(len(was) - last).position(), QTextCursor.MoveMode.KeepAnchor
        )
        cursor.insertText("".join(f"{line}\n" for line in lines[first : len(lines) - last]))
        return len(lines) - len(was) if len(was) - last <= top else 0

    def mend_text(self, text: str) -> None:
        """The same text with some other words: what is marked stays marked, and what is in sight in sight."""
        was = self.toPlainText()
        first = _alike(was, text)
        rest = _alike(was[first:][::-1], text[first:][::-1])
        cursor = QTextCursor(self.document())
        cursor.setPosition(_places(was[:first]))
        cursor.setPosition(_places(was[: len(was) - rest]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text[first : len(text) - rest])

    def take_look(self) -> None:
        """Use the colours of the look in force."""
        if self._colours is not None:
            self._colours.take_look()

    def find_next(self, text: str, *, from_start: bool = False) -> bool:
        """Go to the next place where ``text`` stands, after the last one to the first; whether there is one."""
        if not text:
            return False
        if from_start:
            self.moveCursor(QTextCursor.MoveOperation.Start)
        if self.find(text):
            return True
        self.moveCursor(QTextCursor.MoveOperation.Start)
        return self.find(text)

    def mark_all(self, text: str) -> int:
        """Give the places where ``text`` stands another ground, the first `MOST_FOUND`; how many have it."""
        found: list[QTextEdit.ExtraSelection] = []
        look = QTextCharFormat()
        look.setBackground(tokens.colour("warning_soft"))
        look.setForeground(tokens.colour("warning"))
        cursor = QTextCursor(self.document())
        while text and not (cursor := self.document().find(text, cursor, QTextDocument.FindFlag(0))).isNull():
            place = QTextEdit.ExtraSelection()
            place.cursor, place.format = cursor, look
            found.append(place)
            if len(found) == MOST_FOUND:
                break
        self._found = found
        self.show_marks()
        return len(found)

    def show_marks(self) -> None:
        """Mark anew what is to be marked."""
        self.setExtraSelections([*self.other_marks(), *self._found])

    def other_marks(self) -> list[QTextEdit.ExtraSelection]:
        """What is marked beside what was looked for."""
        return []

    def createMimeDataFromSelection(self) -> QMimeData:
        """What is copied, cut or dragged away, as all that is copied, without keys and without what signs addresses."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return super().createMimeDataFromSelection()
        rest = QTextCursor(self.document())
        rest.setPosition(cursor.selectionStart(), QTextCursor.MoveMode.KeepAnchor)
        start = len(rest.selectedText())
        shown = part_without_keys(self.plain_text(), start, start + len(cursor.selectedText()))
        data = QMimeData()
        data.setText(clean_address(shown))
        return data

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.find_wanted.emit()
            event.accept()
            return
        super().keyPressEvent(event)


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many letters, or lines, the two begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _places(text: str) -> int:
    """How many places ``text`` takes in a document of Qt: a letter beyond the first 65,536 takes two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
