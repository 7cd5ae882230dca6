"""The line below a field: a hint, why it is off, or a problem with the link that mends it.

One line is as high with a link as without, so that a problem takes the room of the hint. What needs more room, or less,
waits for it while the pointer aims at something below.
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ..theme import icons
from ..theme.fonts import font
from ..widgets.focus import RingMixin, restyle
from ..widgets.labels import Label, breakable
from ..widgets.tips import set_tip
from .aim import Aim

Level = Literal["hint", "off", "note", "warning", "error"]

_LINK_HEIGHT = 24
_ABOVE, _BELOW = 4, 5
"""Around the words: one line of 15 is as high as a link."""
_ICON = 20
_TONES = {"hint": "3", "off": "2"}


class Link(RingMixin, QPushButton):
    """A few words that do something, in a line of text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(font("caption_strong"))
        self.setProperty("kind", "link")
        self.setFixedHeight(_LINK_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def say(self, text: str, about: str) -> None:
        """``about`` is the field it mends: its name for assistive tools says both."""
        self.setText(text)
        self.setAccessibleName(f"{text}: {about}")

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 10, _LINK_HEIGHT)


class Message(QWidget):
    """Takes no room while it has nothing to say. ``pressed`` comes from its link, with who spoke at that moment."""

    pressed = Signal(object)

    def __init__(self, about: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._about = about
        self.speaker: object | None = None
        """Of those that share the line, the one that has something to say which the others may not talk over."""
        self._level: Level = "hint"
        self._text = ""
        self._waits = False
        """For room of its own: until it may move what lies below, it does with the room there is."""
        self._aim = Aim(self)
        self._aim.passed.connect(self.settle)
        self.words = Label("", "caption", "3", self, wraps=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.link = Link(self)
        self.link.say("", about)
        self.link.clicked.connect(lambda: self.pressed.emit(self.speaker))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    @property
    def text(self) -> str:
        return self._text

    @property
    def level(self) -> Level:
        return self._level

    def say(self, level: Level, text: str, link: str = "") -> None:
        """Show ``text`` in the manner of ``level``; ``link`` are the words that mend it."""
        if (level, text, link) == (self._level, self._text, self.link.text()):
            return
        self._level = level
        self._text = text
        self.words.setAccessibleName(text)
        restyle(self.words, "tone", _TONES.get(level, level))
        self.link.say(link, self._about)
        self._waits = self._wanted() != self._given() and self._aim.is_on()
        if not self._waits:
            self.settle()
        else:
            self._arrange()
        self.update()

    def settle(self) -> None:
        """Take the room that what it says needs, whatever that moves."""
        self._waits = False
        self.setVisible(bool(self._text))
        self.updateGeometry()
        self._arrange()
        self.update()

    def _wanted(self) -> int:
        return self._height(self.width()) if self._text else 0

    def _given(self) -> int:
        return 0 if self.isHidden() else self.height()

    @property
    def _indent(self) -> int:
        return _ICON if self._level in {"off", "note"} else 0

    def _plan(self, width: int) -> tuple[QRect, QRect]:
        """Where words and link go: side by side when both fit into a line, else the link below."""
        metrics = self.words.fontMetrics()
        room = max(40, width - self._indent)
        link = self.link.sizeHint()
        has_link = bool(self.link.text())
        own = metrics.horizontalAdvance(self._text)
        if has_link and own + link.width() <= room:
            words = QRect(self._indent, _ABOVE, own + 1, metrics.height())
            return words, QRect(words.right() + 1, 0, link.width(), _LINK_HEIGHT)
        words = QRect(self._indent, _ABOVE, room, self._words_height(self._text, room))
        if not has_link:
            return words, QRect()
        return words, QRect(self._indent - 5, words.bottom() + 1, min(link.width(), room + 5), _LINK_HEIGHT)

    def _words_height(self, text: str, room: int) -> int:
        flags = int(Qt.TextFlag.TextWordWrap)
        return self.words.fontMetrics().boundingRect(QRect(0, 0, room, 10_000), flags, breakable(text)).height()

    def _height(self, width: int) -> int:
        words, link = self._plan(width)
        return max(words.bottom() + 1 + (0 if link.y() > 0 else _BELOW), link.bottom() + 1, _LINK_HEIGHT)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._given() if self._waits else self._height(width)

    def sizeHint(self) -> QSize:
        width = max(40, self.width())
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(40, _LINK_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        if not self._waits and self._given() and self._wanted() != self._given():
            self.updateGeometry()  # it was given what it needed at the width before

    def _arrange(self) -> None:
        words, link = self._plan(self.width())
        text = self._text
        if self._waits and self._wanted() > self._given():
            room = self._given() - _ABOVE - _BELOW
            words, link = QRect(words.x(), _ABOVE, max(40, self.width() - self._indent), room), QRect()
            text = self._cut(words)
        self.words.setText(breakable(text))
        set_tip(self.words, self._text if text != self._text else "")
        self.words.setGeometry(words)
        self.link.setGeometry(link)
        self.link.setVisible(not link.isEmpty())

    def _cut(self, words: QRect) -> str:
        """As much of what it says as there is room for."""
        parts = self._text.split(" ")
        while len(parts) > 1 and self._words_height(" ".join(parts) + "…", words.width()) > words.height():
            parts.pop()
        cut = " ".join(parts) + "…"
        if self._words_height(cut, words.width()) <= words.height():
            return cut
        return self.words.fontMetrics().elidedText(cut, Qt.TextElideMode.ElideRight, words.width())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._indent:
            icons.paint(QPainter(self), "info", QRectF(0, _ABOVE + 0.5, 14, 14), tokens_of(self._level))


def tokens_of(level: Level) -> str:
    """The colour of a level's icon."""
    return {"off": "text_2", "hint": "text_3"}.get(level, level)
