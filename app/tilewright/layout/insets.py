"""Arrangements with one main picture and smaller ones beside, below or upon it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .cells import NARROW, NoRoom, close, empty_before, fit, fit_size, nearly, round_half_up, split, split_by
from .rect import Rect

SPEAKER = 16 / 9
"""Proportion of a speaker's place: what nearly every camera delivers."""

SMALL = 4
"""A column, strip or inset takes one part in this many of the frame's side."""

INSET_MARGIN = 20
"""An inset keeps 5 % of the frame's shorter side, one part in this many, away from the edges, at least 1 pixel."""

Arrangement = Callable[[Rect, Sequence[float], int], list[Rect]]


def speaker_side(*, right: bool) -> Arrangement:
    """Content in its own proportion, large at one side; speakers in a narrow column at the other."""

    def places(area: Rect, proportions: Sequence[float], gap: int) -> list[Rect]:
        if right:
            large, column = split_by(area.x, area.width, (SMALL - 1, 1), gap)
        else:
            column, large = split_by(area.x, area.width, (1, SMALL - 1), gap)
        room = Rect(large[0], area.y, large[1], area.height)
        content = close(fit(room, proportions[0]), room, to_end=right)
        count = len(proportions) - 1
        stack = _stack(area.height, column[1] / SPEAKER, count, gap)
        height = (stack - gap * (count - 1)) // max(1, count)
        width = nearly(min(column[1], max(1, round_half_up(height * SPEAKER))), column[1]) if count else 1
        x = column[0] + empty_before(column[1] - width, at_start=not right)
        top = area.y + empty_before(area.height - stack)
        spans = split(top, stack, count, gap) if count else []
        return [content, *(Rect(x, y, width, high) for y, high in spans)]

    return places


def speaker_bottom(area: Rect, proportions: Sequence[float], gap: int) -> list[Rect]:
    """Content in its own proportion on top; speakers in a low row below, in the middle."""
    large, strip = split_by(area.y, area.height, (SMALL - 1, 1), gap)
    room = Rect(area.x, large[0], area.width, large[1])
    fitted = close(fit(room, proportions[0]), room)
    content = fitted._replace(y=room.bottom - fitted.height) if room.height - fitted.height < NARROW else fitted
    count = len(proportions) - 1
    row = _stack(area.width, strip[1] * SPEAKER, count, gap)
    width = (row - gap * (count - 1)) // max(1, count)
    height = nearly(min(strip[1], max(1, round_half_up(width / SPEAKER))), strip[1]) if count else 1
    y = strip[0] + empty_before(strip[1] - height)
    left = area.x + empty_before(area.width - row)
    spans = split(left, row, count, gap) if count else []
    return [content, *(Rect(x, y, wide, height) for x, wide in spans)]


def _stack(room: int, wished: float, count: int, gap: int) -> int:
    """Length of ``count`` places of ``wished`` pixels with gaps, at most ``room``."""
    if not count:
        return 0
    length = round_half_up(wished) * count + gap * (count - 1)
    if room - gap * (count - 1) < count:
        raise NoRoom
    return nearly(max(count + gap * (count - 1), min(room, length)), room)


def film_strip(area: Rect, proportions: Sequence[float], gap: int) -> list[Rect]:
    """The first on top over the whole width; the others side by side in a strip below it."""
    large, strip = split_by(area.y, area.height, (SMALL - 1, 1), gap)
    first = Rect(area.x, large[0], area.width, large[1])
    count = len(proportions) - 1
    spans = split(area.x, area.width, count, gap) if count else []
    return [first, *(Rect(x, strip[0], width, strip[1]) for x, width in spans)]


def inset(*, right: bool, bottom: bool) -> Arrangement:
    """The first fills the area; the others, in their own proportions, lie upon it, stacked from one corner.

    Insets lie ``gap`` pixels apart, without a gap as far as they stay away from the edge.
    """

    def places(area: Rect, proportions: Sequence[float], gap: int) -> list[Rect]:
        count = len(proportions) - 1
        if not count:
            return [area]
        edge = max(1, min(area.width, area.height) // INSET_MARGIN)
        between = gap or edge
        room = (area.height - 2 * edge - between * (count - 1)) // count
        box = min(area.width // SMALL, area.width - 2 * edge), min(area.height // SMALL, room)
        if min(box) < 1:
            raise NoRoom
        rects = [area]
        at = area.bottom - edge if bottom else area.y + edge
        for proportion in proportions[1:]:
            width, height = fit_size(*box, proportion)
            x = area.right - edge - width if right else area.x + edge
            rects.append(Rect(x, at - height if bottom else at, width, height))
            at += -(height + between) if bottom else height + between
        return rects

    return places
