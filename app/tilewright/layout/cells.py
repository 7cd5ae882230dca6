"""Cutting a rectangle into cells of whole pixels: shared edges, exact gaps, remainders spread."""

from __future__ import annotations

from collections.abc import Sequence

from .rect import Rect

Span = tuple[int, int]
"""First pixel and length along one axis."""


class NoRoom(Exception):
    """Less than one pixel would be left for a cell."""


def split(start: int, length: int, parts: int, gap: int = 0) -> list[Span]:
    """Cut ``length`` pixels from ``start`` into ``parts`` that differ by at most one pixel, ``gap`` between them.

    Raises `NoRoom` when a part would be empty.
    """
    return split_by(start, length, [1] * parts, gap)


def split_by(start: int, length: int, weights: Sequence[float], gap: int = 0) -> list[Span]:
    """Cut like `split`, in proportion to ``weights``; every edge is within half a pixel of the exact one."""
    left = length - gap * (len(weights) - 1)
    total = sum(weights)
    spans: list[Span] = []
    done, at = 0.0, 0
    for number, weight in enumerate(weights):
        done += weight
        end = left if number == len(weights) - 1 else round_half_up(left * done / total)
        if end - at < 1:
            raise NoRoom
        spans.append((start + at + gap * number, end - at))
        at = end
    return spans


def round_half_up(number: float) -> int:
    """Round halves up, so that equal parts get their remainders at regular distances."""
    return int(number + 0.5)


CLOSE = 2
"""Pixels that are not left empty beside a picture: a hairline is seen, and so little stretching is not."""

NARROW = 6
"""Less than that is left at one side, not half of it at each."""


def nearly(length: int, room: int) -> int:
    """``length``, or ``room`` where that is hardly more: `CLOSE` pixels, or less than a hundredth."""
    return room if 0 <= room - length <= max(CLOSE, room // 128) else length


def empty_before(left: int, *, at_start: bool = False) -> int:
    """How many of ``left`` pixels stay empty before what needs that much less than there is: half of them, or of a few
    none, and all where ``at_start`` says that the empty ones shall be there.
    """
    if left >= NARROW:
        return left // 2
    return left if at_start else 0


def close(rect: Rect, area: Rect, *, to_end: bool = False) -> Rect:
    """``rect`` in ``area``, up to its edges where these are nearly reached; with ``to_end`` a few pixels that are left
    lie at its left.
    """
    width, height = nearly(rect.width, area.width), nearly(rect.height, area.height)
    x, y = empty_before(area.width - width, at_start=to_end), empty_before(area.height - height)
    return Rect(area.x + x, area.y + y, width, height)


def grid(area: Rect, columns: int, rows: int, gap: int = 0) -> list[Rect]:
    """The cells of a grid in reading order."""
    across = split(area.x, area.width, columns, gap)
    down = split(area.y, area.height, rows, gap)
    return [Rect(x, y, width, height) for y, height in down for x, width in across]


def span(first: Rect, last: Rect) -> Rect:
    """The rectangle from the top left of ``first`` to the bottom right of ``last``."""
    return Rect(first.x, first.y, last.right - first.x, last.bottom - first.y)


def shrink(rect: Rect, margin: int) -> Rect:
    """``rect`` without ``margin`` pixels on each side; raises `NoRoom` when nothing is left."""
    width, height = rect.width - 2 * margin, rect.height - 2 * margin
    if width < 1 or height < 1:
        raise NoRoom
    return Rect(rect.x + margin, rect.y + margin, width, height)


def fit(area: Rect, proportion: float) -> Rect:
    """The largest rectangle of ``proportion`` (width / height) in the middle of ``area``, at least 1 × 1."""
    width, height = fit_size(area.width, area.height, proportion)
    return Rect(area.x + (area.width - width) // 2, area.y + (area.height - height) // 2, width, height)


def fit_size(width: int, height: int, proportion: float) -> tuple[int, int]:
    """The largest size of ``proportion`` that is at most ``width`` × ``height``."""
    if width >= height * proportion:
        return min(width, max(1, round_half_up(height * proportion))), height
    return width, min(height, max(1, round_half_up(width / proportion)))
