"""What attracts a rectangle that is moved or resized."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal[
    "ruler-guides", "frame", "centre", "tiles", "gaps", "sizes", "source", "thirds", "quarters", "safe", "grid"
]
"""``ruler-guides`` are the user's own lines, dragged from the rulers. ``frame`` are its edges, ``centre`` its centre
lines, ``tiles`` the edges and centres of the others, ``gaps`` equal ones between and beside them, ``sizes`` their
widths and heights, ``source`` the size and the proportion of the tile's own source, ``safe`` the areas for action (93
%) and titles (90 %).
"""

KINDS: tuple[Kind, ...] = get_args(Kind)
"""In the order in which they win where two are equally near. The grid comes last in any case: where its lines are close
together it would be nearest everywhere, so it attracts only where nothing else does.
"""

RANK: dict[Kind, int] = {kind: number for number, kind in enumerate(KINDS)}

ACTION, TITLE = 93, 90
"""Percent of both sides that are safe to show action and titles in (EBU R 95)."""


@dataclass(frozen=True, slots=True)
class Attraction:
    """``kinds`` are those that attract, ``grid`` the pixels from line to line of the grid, 0 for none. With a ``step``
    of 2 a rectangle goes only to even pixels.
    """

    kinds: frozenset[Kind] = frozenset(KINDS)
    grid: int = 0
    step: int = 1


def landed(start: int, way: float, step: int) -> int:
    """``way`` in whole pixels, such that ``start`` gets to a multiple of ``step``; what does not move stays."""
    whole = round(way)
    if step == 1 or not way:
        return whole
    return step * round((start + way) / step) - start


def stepped(start: int, way: int, step: int) -> int:
    """``way`` of a key, and as much farther as it is to a multiple of ``step``."""
    there = start + way
    return way + (-there % step if way > 0 else -(there % step)) if way else 0
