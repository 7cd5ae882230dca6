"""The line below a field: a hint, why it is off, or a problem with the link that mends it."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ..theme import icons
from ..theme.fonts import font
from ..widgets.focus import RingMixin, restyle
from ..widgets.labels import Label, breakable

Level = Literal["hint", "off", "note", "warning", "error"]

_LINK_HEIGHT = 24
_ICON = 20
_ICON_HEIGHT = 16
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
        self.words = Label("", "caption", "3", self, wraps=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.link = Link(self)
        self.link.clicked.connect(lambda: self.pressed.emit(self.speaker))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.say("hint", "")

    @property
    def text(self) -> str:
        return self._text

    @property
    def level(self) -> Level:
        return self._level

    def say(self, level: Level, text: str, link: str = "") -> None:
        """Show ``text`` in the manner of ``level``; ``link`` are the words that mend it."""
        if (level, text, link) == (self._level, self.text, self.link.text()) and self.isHidden() != bool(text):
            return
        self._level = level
        self._text = text
        self.words.setText(breakable(text))
        self.words.setAccessibleName(text)
        restyle(self.words, "tone", _TONES.get(level, level))
        self.link.say(link, self._about)
        self.link.setVisible(bool(link))
        self.setVisible(bool(text))
        self.updateGeometry()
        self._arrange()
        self.update()

    @property
    def _indent(self) -> int:
        return _ICON if self._level in {"off", "note"} else 0

    def _plan(self, width: int) -> tuple[QRect, QRect]:
        """Where words and link go: side by side when both fit into a line, else the link below."""
        metrics = self.words.fontMetrics()
        room = max(40, width - self._indent)
        link = self.link.sizeHint()
        has_link = bool(self.link.text())
        own = metrics.horizontalAdvance(self.text)
        line = metrics.height()
        if has_link and own + link.width() <= room:
            words = QRect(self._indent, (_LINK_HEIGHT - line) // 2, own + 1, line)
            return words, QRect(words.right() + 1, 0, link.width(), _LINK_HEIGHT)
        flags = int(Qt.TextFlag.TextWordWrap)
        height = metrics.boundingRect(QRect(0, 0, room, 10_000), flags, self.words.text()).height()
        words = QRect(self._indent, 0, room, height)
        if not has_link:
            return words, QRect()
        return words, QRect(self._indent - 5, height, min(link.width(), room + 5), _LINK_HEIGHT)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        words, link = self._plan(width)
        return max(words.bottom() + 1, link.bottom() + 1, _ICON_HEIGHT if self._indent else 0)

    def sizeHint(self) -> QSize:
        width = max(40, self.width())
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(40, 15)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        words, link = self._plan(self.width())
        self.words.setGeometry(words)
        self.link.setGeometry(link)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._indent:
            icons.paint(QPainter(self), "info", QRectF(0, 0.5, 14, 14), tokens_of(self._level))


def tokens_of(level: Level) -> str:
    """The colour of a level's icon."""
    return {"off": "text_2", "hint": "text_3"}.get(level, level)
