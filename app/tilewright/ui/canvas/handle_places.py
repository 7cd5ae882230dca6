"""Where the handles of a box lie, in pixels of the canvas, and which of them a pointer takes hold of."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator

from ...layout.rect import Rect
from ...layout.resize import HANDLES, Handle, bounding_box
from ..theme import tokens

OUTWARD = 48
"""A selection shorter than this on the screen has its handles outside, so that it can still be taken hold of."""

AWAY = 12
"""How far outside, at least: farther where the handles of the sides would otherwise lie upon those of the corners."""

CORNER = tokens.size("handle_corner")
HIT = tokens.size("handle_hit")


_PLACES: tuple[tuple[Handle, float, float, int, int], ...] = tuple(
    (
        name,
        0.0 if "left" in name else 1.0 if "right" in name else 0.5,
        0.0 if "top" in name else 1.0 if "bottom" in name else 0.5,
        CORNER if "-" in name else 8 if name in {"left", "right"} else 16,
        CORNER if "-" in name else 16 if name in {"left", "right"} else 8,
    )
    for name in HANDLES
)
"""Name, place along both sides of the box, and size of each handle."""


def handles(box: Rect) -> Iterator[tuple[Handle, Rect]]:
    """Where the handles are drawn."""
    x, y, width, height = box
    for name, across, down, wide, high in handles_of(width, height):
        yield name, Rect(x + across, y + down, wide, high)


def outward(side: int) -> int:
    """How far beyond both ends of a side its handles lie, so that each has the pixels of its hit box for itself, and
    the tile has as many between them.
    """
    return max(AWAY, (2 * HIT - side + 1) // 2) if side < OUTWARD else 0


def corners(box: Rect) -> Iterator[tuple[Handle, Rect]]:
    return (one for one in handles(box) if "-" in one[0])


def reach_of(box: Rect) -> Rect:
    """What the box and its handles cover."""
    x, y, width, height = box
    left, top, wide, high = _reach_of_size(width, height)
    return Rect(x + left, y + top, wide, high)


@functools.lru_cache(maxsize=64)
def _reach_of_size(width: int, height: int) -> Rect:
    reach = bounding_box([Rect(0, 0, width, height), *(rect for _, rect in handles(Rect(0, 0, width, height)))])
    return reach or Rect(0, 0, width, height)


@functools.lru_cache(maxsize=64)
def handles_of(width: int, height: int) -> tuple[tuple[Handle, int, int, int, int], ...]:
    """Name, place and size of the handles of a box of that size, which stays while something is moved."""
    left, top = -outward(width), -outward(height)
    width, height = width - 2 * left, height - 2 * top
    return tuple(
        (name, round(left + along * width - wide / 2), round(top + below * height - high / 2), wide, high)
        for name, along, below, wide, high in _PLACES
    )


@functools.lru_cache(maxsize=64)
def boxed_handles(width: int, height: int) -> tuple[Rect, ...]:
    """Where the handles are drawn in a box of that size."""
    return tuple([rect for _, rect in handles(Rect(0, 0, width, height))])


def handle_at(handles: Iterable[tuple[Handle, Rect]], x: float, y: float) -> Handle | None:
    """The handle whose 24 × 24 pixels hold the point; corners before sides."""
    half = HIT / 2
    found: Handle | None = None
    for name, rect in handles:
        if abs(rect.x + rect.width / 2 - x) <= half and abs(rect.y + rect.height / 2 - y) <= half:
            if "-" in name:
                return name
            found = found or name
    return found
