"""Where the parts of a row lie. Pixels here are those of the screen, not of the frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPoint, QRect

WIDE_FROM = 380
"""Device-independent pixels from which X, Y, width and height are columns of their own."""

COLUMN_WIDTH = 40
PICTURE_SIZE = (50, 29)
EYE = 28

Part = Literal["", "name", "place", "eye", "x", "y", "width", "height"]
COLUMNS: tuple[Part, ...] = ("x", "y", "width", "height")


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one row. ``place`` is the second line, or all four columns of a wide row."""

    ground: QRect
    number: QRect
    picture: QRect
    name: QRect
    place: QRect
    eye: QRect
    columns: tuple[QRect, ...]

    def at(self, point: QPoint) -> Part:
        """What lies under ``point``; empty for what is only there to be chosen."""
        if self.eye.contains(point):
            return "eye"
        for column, rect in zip(COLUMNS, self.columns, strict=False):
            if rect.contains(point):
                return column
        if self.place.contains(point):
            return "place"
        return "name" if self.name.contains(point) else ""


def is_wide(width: int) -> bool:
    return width >= WIDE_FROM


def parts_of(row: QRect) -> Parts:
    """Lay out a row."""
    ground = row.adjusted(4, 1, -4, -1)
    number = QRect(row.x() + 1, row.y(), 29, row.height())
    width, height = PICTURE_SIZE
    picture = QRect(row.x() + 32, row.y() + (row.height() - height) // 2, width, height)
    eye = QRect(row.right() - 10 - EYE, row.y() + (row.height() - EYE) // 2, EYE, EYE)
    left = picture.right() + 10
    if not is_wide(row.width()):
        room = max(0, eye.x() - 4 - left)
        name = QRect(left, row.y() + 7, room, 19)
        return Parts(ground, number, picture, name, QRect(left, row.y() + 27, room, 17), eye, ())
    first = eye.x() - 4 - COLUMN_WIDTH * len(COLUMNS)
    name = QRect(left, row.y(), max(0, first - left), row.height())
    columns = tuple(QRect(first + COLUMN_WIDTH * at, row.y(), COLUMN_WIDTH, row.height()) for at in range(len(COLUMNS)))
    place = QRect(first, row.y(), COLUMN_WIDTH * len(COLUMNS), row.height())
    return Parts(ground, number, picture, name, place, eye, columns)
