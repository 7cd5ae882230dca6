"""Words on panels."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from ..theme.fonts import font


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
        at_signs = re.sub(r"(?<=[/.&?=_-])(?=.)", "\u200b", word[0])
        return re.sub(r"[^\u200b]{24}(?=[^\u200b])", lambda part: part[0] + "\u200b", at_signs)

    return re.sub(r"\S{24,}", cut, text)


class ElidedLabel(Label):
    """One line that is cut in the middle when there is no room; the whole text is in its tooltip then."""

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
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideMiddle, room)
        self.setText(shown)
        self.setAccessibleName(self._whole)
        self.setToolTip(self._whole if shown != self._whole else "")


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
