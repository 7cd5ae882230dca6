"""Words on panels."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QClipboard,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QSizePolicy, QWidget

from ..theme.fonts import font
from ..words import tr
from .tips import set_tip

_CUT = "\u200b"
"""May be cut here; has no width."""


class Label(QLabel):
    """Text of a role of type, in a tone: ``2``, ``3``, accent, error, warning, note, success, or the usual one."""

    def __init__(
        self, text: str = "", role: str = "body", tone: str = "", parent: QWidget | None = None, *, wraps: bool = False
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font(role))
        self.setWordWrap(wraps)
        if tone:
            self.setProperty("tone", tone)


def breakable(text: str) -> str:
    """``text`` where long words may be cut to fit a narrow panel: addresses at their signs, names anywhere."""

    def cut(word: re.Match[str]) -> str:
        at_signs = re.sub(r"(?<=[/.&?=_-])(?=.)", _CUT, word[0])
        return re.sub(rf"[^{_CUT}]{{24}}(?=[^{_CUT}])", lambda part: part[0] + _CUT, at_signs)

    return re.sub(r"\S{24,}", cut, text)


class Sentences(Label):
    """Lines that fit a narrow panel, and are selected and copied as they were."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(breakable(text), parent=parent, wraps=True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def _copy(self, mode: QClipboard.Mode = QClipboard.Mode.Clipboard) -> None:
        selected = self.selectedText().replace("\u2029", "\n").replace(_CUT, "")  # Qt tells lines as paragraphs
        if selected:
            QGuiApplication.clipboard().setText(selected, mode)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if QGuiApplication.clipboard().supportsSelection():
            self._copy(QClipboard.Mode.Selection)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction(tr("Copy"), self._copy)
        copy.setEnabled(self.hasSelectedText())
        menu.addAction(tr("Select all"), lambda: self.setSelection(0, len(self.text())))
        menu.popup(event.globalPos())


class ElidedLabel(Label):
    """One line that is cut in the middle when there is no room; the whole text is in its tooltip then.

    ``cut`` is another place to cut it: at the end, where what comes first matters most.
    """

    cut = Qt.TextElideMode.ElideMiddle

    def __init__(self, text: str = "", role: str = "body", tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", role, tone, parent)
        self._whole = text
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._fit()

    @property
    def whole(self) -> str:
        return self._whole

    def set_whole(self, text: str) -> None:
        self._whole = text
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = max(self.width(), 24)
        shown = self.fontMetrics().elidedText(self._whole, self.cut, room)
        self.setText(shown)
        self.setAccessibleName(self._whole)
        set_tip(self, self._whole if shown != self._whole else "")


def divider(*, vertical: bool = False) -> QFrame:
    """A line of one pixel."""
    line = QFrame()
    line.setFrameShape(QFrame.Shape.NoFrame)
    line.setProperty("line", True)
    if vertical:
        line.setFixedWidth(1)
    else:
        line.setFixedHeight(1)
    return line
