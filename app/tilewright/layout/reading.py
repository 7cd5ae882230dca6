"""The order in which tiles are read, row by row as a page, and which one is the next in a direction."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Literal

from .rect import Rect

Way = Literal["left", "right", "up", "down"]
WAYS: tuple[Way, ...] = ("left", "right", "up", "down")

ASIDE = 2
"""How much more a pixel counts by which a tile lies aside of the way than one by which it lies ahead."""


def reading_order(rects: Mapping[str, Rect]) -> list[str]:
    """The ids of ``rects`` by rows, each from left to right.

    The topmost tile that is left begins a row. Those belong to it that lie beside it with half of the lower one's
    height or more, as long as no tile of a row lies wholly above another: what is wholly above is read before. Of two
    at one corner the larger is first; what has the same place and size keeps the order given.
    """
    left = deque(sorted(rects.items(), key=lambda found: (found[1].y, found[1].x, -found[1].height, -found[1].width)))
    order: list[str] = []
    while left:
        row = _take_row(left)
        order += [tile_id for tile_id, _ in sorted(row, key=lambda found: (found[1].x, found[1].y))]
    return order


def _take_row(left: deque[tuple[str, Rect]]) -> list[tuple[str, Rect]]:
    """Take the row out that the first of ``left`` begins; they come from above."""
    row = [left.popleft()]
    first = row[0][1]
    end, others = first.bottom, list[tuple[str, Rect]]()
    while left and left[0][1].y < end:  # all that follow lie below, too
        found = left.popleft()
        rect = found[1]
        shared = min(first.bottom, rect.bottom) - rect.y
        if 2 * shared >= min(first.height, rect.height):
            row.append(found)
            end = min(end, rect.bottom)
        else:
            others.append(found)
    left.extendleft(reversed(others))
    return row


def neighbour(rects: Mapping[str, Rect], tile_id: str, way: Way) -> str:
    """The tile that one comes to from ``tile_id`` in that direction; empty when none has its middle there.

    The nearest one is meant, where what lies aside of the way counts double. Of equally near ones the first is.
    """
    start = rects.get(tile_id)
    if start is None:
        return ""
    best, found = 0, ""
    for other_id, rect in rects.items():
        ahead = _ahead(start, rect, way)
        if ahead > 0:
            cost = ahead + 2 * ASIDE * _aside(start, rect, way)
            if not found or cost < best:
                best, found = cost, other_id
    return found


def _ahead(start: Rect, rect: Rect, way: Way) -> int:
    """Twice the pixels by which the middle of ``rect`` lies further in that direction; 0 or less for none."""
    if way in {"left", "right"}:
        further = 2 * (rect.x - start.x) + rect.width - start.width
    else:
        further = 2 * (rect.y - start.y) + rect.height - start.height
    return further if way in {"right", "down"} else -further


def _aside(start: Rect, rect: Rect, way: Way) -> int:
    """The pixels between what both cover across that direction; 0 when they share some."""
    if way in {"left", "right"}:
        return max(0, start.y - rect.bottom + 1, rect.y - start.bottom + 1)
    return max(0, start.x - rect.right + 1, rect.x - start.right + 1)
