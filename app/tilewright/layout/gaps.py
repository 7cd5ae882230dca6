"""Places that make gaps equal: between two neighbours, and beside one that has the same gap on its other side."""

from __future__ import annotations

import math

from .attraction import RANK
from .distance import Row
from .lines import Part, Pulled
from .rect import Rect


def moves(row: Row, rect: Rect, reach: float, step: int) -> list[Pulled]:
    """How far to move ``rect`` along ``row`` for its gaps to be equal, nothing beyond ``reach``.

    Between two neighbours whose distance leaves an odd pixel, the gap before is the smaller one.
    """
    before, after = _neighbours(row, rect, reach)
    width, places = rect.width, []
    if before is not None:
        free = before.x + before.width
        if after is not None and after.x - free > width:
            places.append((free + after.x - width) // 2)
        if gap := _behind(row, before, is_before=True):
            places.append(free + gap)
    if after is not None and (gap := _behind(row, after, is_before=False)):
        places.append(after.x - gap - width)
    return _within([place - rect.x for place in places], reach, step)


def pulls(row: Row, rect: Rect, reach: float, part: Part, step: int) -> list[Pulled]:
    """How far to move one edge of ``rect`` for its gap to be equal to the one on the other side or behind."""
    before, after = _neighbours(row, rect, reach)
    places = []
    if part == "start" and before is not None:
        if after is not None and after.x > rect.right:
            places.append(before.right + after.x - rect.right)
        if gap := _behind(row, before, is_before=True):
            places.append(before.right + gap)
        return _within([place - rect.x for place in places], reach, step)
    if part == "end" and after is not None:
        if before is not None and before.right < rect.x:
            places.append(after.x - (rect.x - before.right))
        if gap := _behind(row, after, is_before=False):
            places.append(after.x - gap)
    return _within([place - rect.right for place in places], reach, step)


def _neighbours(row: Row, rect: Rect, reach: float) -> tuple[Rect | None, Rect | None]:
    """Also those that ``rect`` lies upon a little now, and will not when it is where it is drawn to."""
    slimmer = min(math.ceil(reach), (rect.width - 1) // 2)
    return row.neighbours(Rect(rect.x + slimmer, rect.y, rect.width - 2 * slimmer, rect.height))


def _behind(row: Row, other: Rect, *, is_before: bool) -> int:
    """The gap on the far side of a neighbour; 0 for none."""
    further = row.neighbours_of(other)[0 if is_before else 1]
    if further is None:
        return 0
    return other.x - further.right if is_before else further.x - other.right


def _within(ways: list[int], reach: float, step: int) -> list[Pulled]:
    return [Pulled(way, RANK["gaps"]) for way in ways if abs(way) <= reach and way % step == 0]
