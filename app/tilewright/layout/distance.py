"""How far a tile is from its neighbours and from the edges of the frame, as far as that is worth telling."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from .rect import Rect

Side = Literal["left", "right", "top", "bottom"]

NEAR = 8
"""A distance of more than one part in this many of the frame's side is not told: it means nothing to the eye."""


class Distance(NamedTuple):
    """Empty pixels from ``start`` to ``end`` along ``axis``, drawn at ``across`` on the other axis.

    ``is_equal`` tells that the same gap lies on the other side of the neighbour, or of the tile itself.
    """

    axis: Literal["x", "y"]
    start: int
    end: int
    across: float
    is_equal: bool = False

    @property
    def length(self) -> int:
        return self.end - self.start


def measure(rect: Rect, others: Sequence[Rect], frame: Rect | None) -> tuple[Distance, ...]:
    """The distances around ``rect``: to the nearest neighbour that lies beside it, else to the edge of the frame.

    Where the neighbour has the same gap to the next one, that gap is told as well.
    """
    across = _along("x", rect, others, frame)
    turned = _along("y", _turn(rect), [_turn(other) for other in others], _turn(frame) if frame else None)
    return (*across, *turned)


def _along(axis: Literal["x", "y"], rect: Rect, others: Sequence[Rect], frame: Rect | None) -> tuple[Distance, ...]:
    """The distances to the left and to the right; for the other axis everything is turned first."""
    limit = frame.width // NEAR if frame else None
    before, after = neighbours(rect, others)
    gaps: list[Distance] = []
    for other, is_before in ((before, True), (after, False)):
        start, end, middle = _gap(rect, other, frame, is_before=is_before)
        if start is None or end is None or end - start < 1 or (limit is not None and end - start > limit):
            continue
        gaps.append(Distance(axis, start, end, middle))
        if other is not None:
            further = neighbours(other, others)[0 if is_before else 1]
            if further is not None:
                next_start, next_end, next_middle = _gap(other, further, None, is_before=is_before)
                if next_start is not None and next_end is not None and next_end - next_start == end - start:
                    gaps[-1] = gaps[-1]._replace(is_equal=True)
                    gaps.append(Distance(axis, next_start, next_end, next_middle, is_equal=True))
    if before and after and len(gaps) == 2 and gaps[0].length == gaps[1].length:
        gaps = [gap._replace(is_equal=True) for gap in gaps]
    return tuple(gaps)


def neighbours(rect: Rect, others: Iterable[Rect]) -> tuple[Rect | None, Rect | None]:
    """The nearest of ``others`` wholly to the left and wholly to the right that share a row of pixels with ``rect``."""
    left, top, right, bottom = rect.x, rect.y, rect.right, rect.bottom
    before: Rect | None = None
    after: Rect | None = None
    most, least = -(10**18), 10**18
    for other in others:
        x, y, width, height = other
        if y >= bottom or y + height <= top:
            continue
        if x + width <= left:
            if x + width > most:
                before, most = other, x + width
        elif x >= right and x < least:
            after, least = other, x
    return before, after


def _gap(
    rect: Rect, other: Rect | None, frame: Rect | None, *, is_before: bool
) -> tuple[int | None, int | None, float]:
    """From where to where the gap beside ``rect`` goes, and the middle of what both share on the other axis."""
    if other is None:
        middle = rect.y + rect.height / 2
        if frame is None:
            return None, None, middle
        return (frame.x, rect.x, middle) if is_before else (rect.right, frame.right, middle)
    middle = (max(rect.y, other.y) + min(rect.bottom, other.bottom)) / 2
    return (other.right, rect.x, middle) if is_before else (rect.right, other.x, middle)


def _turn(rect: Rect) -> Rect:
    """Columns for rows."""
    return Rect(rect.y, rect.x, rect.height, rect.width)
