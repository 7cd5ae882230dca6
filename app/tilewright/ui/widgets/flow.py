"""A row that goes on in the next line where there is no more room."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class Flow(QLayout):
    """Places its widgets from left to right at their usual sizes, line by line, ``gap`` pixels apart both ways."""

    def __init__(self, gap: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gap = gap
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return sum(height + self._gap for _, height in self._lines(width)) - self._gap if self._items else 0

    def sizeHint(self) -> QSize:
        return QSize(*self._size_of(self._items))

    def minimumSize(self) -> QSize:
        """Of the widest one: the others have lines of their own then."""
        return QSize(max((item.sizeHint().width() for item in self._items), default=0), self._size_of(self._items)[1])

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        y = rect.y()
        for line, height in self._lines(rect.width()):
            x = rect.x()
            for item in line:
                item.setGeometry(QRect(QPoint(x, y), item.sizeHint()))
                x += item.sizeHint().width() + self._gap
            y += height + self._gap

    def _lines(self, width: int) -> list[tuple[list[QLayoutItem], int]]:
        """What stands in each line, and how high it is."""
        lines: list[list[QLayoutItem]] = []
        for item in self._items:
            if lines and self._size_of([*lines[-1], item])[0] <= width:
                lines[-1].append(item)
            else:
                lines.append([item])
        return [(line, self._size_of(line)[1]) for line in lines]

    def _size_of(self, line: list[QLayoutItem]) -> tuple[int, int]:
        hints = [item.sizeHint() for item in line]
        width = sum(hint.width() for hint in hints) + self._gap * max(0, len(hints) - 1)
        return width, max((hint.height() for hint in hints), default=0)
