"""What a tile's size does to its video, and sizes that do it no harm.

A fix that changes a size for another reason must not give a tile what another fix takes away again: so they end,
however often they are applied, and in whatever order.
"""

from __future__ import annotations

from collections.abc import Callable

from ..layout.even import LEAST_SIDE
from ..layout.rect import Rect
from ..model.composition import Tile
from ..model.source import Source
from .registry import View

SQUEEZE_LIMIT = 0.01
"""A video may be drawn this part wider or narrower than it is before anybody sees it."""

BLOWN_UP = 1.5
"""A video may be drawn so many times as large as it is before it is said."""


def source_of(view: View, tile: Tile) -> Source | None:
    """The facts of a tile's video, when they are known and it has a picture."""
    source = view.known.sources.get(tile.url)
    return source if source is not None and min(source.width, source.height) >= 1 else None


def is_squeezed(rect: Rect, source: Source) -> bool:
    """Whether the video is stretched by more than rounding to a pixel explains."""
    if min(rect.width, rect.height) < 1:
        return False
    proportion = source.width / source.height
    stretch = rect.width / rect.height / proportion
    off = min(abs(rect.width - rect.height * proportion), abs(rect.height - rect.width / proportion))
    return max(stretch, 1 / stretch) - 1 > SQUEEZE_LIMIT and off > 1


def times_as_large(rect: Rect, source: Source) -> float:
    """How many times as large as it is the video is drawn, by the side that grows more."""
    return max(rect.width / source.width, rect.height / source.height)


def does_harm(view: View, tile: Tile, before: Rect, after: Rect) -> bool:
    """Whether the video of ``tile`` is squeezed or blown up by what makes ``after`` of ``before``."""
    source = source_of(view, tile)
    if source is None:
        return False

    def comes(is_so: Callable[[Rect], bool]) -> bool:
        return is_so(after) and not is_so(before)

    return comes(lambda rect: is_squeezed(rect, source)) or comes(lambda rect: times_as_large(rect, source) > BLOWN_UP)


def fit_even(area: Rect, source: Source) -> Rect | None:
    """The largest rectangle of the video's shape in the middle of ``area`` whose sides are even, begun at even pixels;
    ``None`` where none of at least 2 × 2 fits.

    The shorter side is the even number nearest to what the longer one asks for, so it is off by a pixel at most.
    """
    is_wide = source.width >= source.height
    longer, shorter = (area.width, area.height) if is_wide else (area.height, area.width)
    ratio = min(source.width, source.height) / max(source.width, source.height)
    long = min(longer, int((shorter + 1) / ratio)) // 2 * 2
    while long >= LEAST_SIDE:
        short = int(long * ratio / 2 + 0.5) * 2
        if short < LEAST_SIDE:
            return None
        if short <= shorter:
            width, height = (long, short) if is_wide else (short, long)
            x, y = area.x + (area.width - width) // 2, area.y + (area.height - height) // 2
            return Rect(x - x % 2, y - y % 2, width, height)
        long -= 2
    return None
