"""A row that goes on in the next line where there is no more room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class Flow(QWidget):
    """Places ``widgets`` from left to right at their usual sizes, line by line, ``gap`` pixels apart both ways.

    A widget, and no layout of its own kind: what a layout holds belongs to Qt, which Python is not told the end of.
    """

    def __init__(self, widgets: Sequence[QWidget], gap: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._widgets, self._gap = tuple(widgets), gap
        for widget in self._widgets:
            widget.setParent(self)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return sum(height + self._gap for _, height in self._lines(width)) - self._gap

    def sizeHint(self) -> QSize:
        return QSize(*_size_of(self._widgets, self._gap))

    def minimumSizeHint(self) -> QSize:
        """Of the widest one: the others have lines of their own then. Where there is less, it is made narrower."""
        return QSize(max(hint.width() for hint in map(_hint, self._widgets)), self.heightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        y = 0
        for line, height in self._lines(self.width()):
            x = 0
            for widget in line:
                widget.setGeometry(QRect(QPoint(x, y), _hint(widget).boundedTo(QSize(self.width(), height))))
                x += widget.width() + self._gap
            y += height + self._gap
        self.updateGeometry()

    def _lines(self, width: int) -> list[tuple[list[QWidget], int]]:
        """What stands in each line, and how high it is."""
        lines: list[list[QWidget]] = []
        for widget in self._widgets:
            if lines and _size_of([*lines[-1], widget], self._gap)[0] <= width:
                lines[-1].append(widget)
            else:
                lines.append([widget])
        return [(line, _size_of(line, self._gap)[1]) for line in lines]


def _hint(widget: QWidget) -> QSize:
    return widget.sizeHint().expandedTo(widget.minimumSize()).boundedTo(widget.maximumSize())


def _size_of(line: Sequence[QWidget], gap: int) -> tuple[int, int]:
    hints = [_hint(widget) for widget in line]
    return sum(hint.width() for hint in hints) + gap * (len(hints) - 1), max(hint.height() for hint in hints)
