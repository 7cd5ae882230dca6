"""Where the tiles of new videos go."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import WrongUse
from ..model.composition import Composition, Frame, Tile, new_tile_ids
from ..model.paths import usual_encoding
from ..model.source import Known, frame_in_force
from .applying import apply_layout, proportion_of
from .even import even_rect
from .place import Placed, place
from .rect import Rect

CASCADE = 24
"""Pixels by which a tile moves aside that would lie exactly over another one."""

USUAL_FRAME = (1920, 1080)


def add_tiles(
    composition: Composition,
    known: Known,
    urls: Sequence[str],
    gap: int = 0,
    margin: int = 0,
    *,
    even: bool = False,
    at: tuple[int, int] | None = None,
) -> Composition:
    """``composition`` with one new tile on top for each of ``urls``.

    The first videos of a composition are laid out at once, as ``auto`` does with ``gap`` and ``margin``. Later ones lie
    with their middle ``at`` that pixel of the frame, or at its own middle, in their own proportion within half of the
    frame and never beyond it, each a little aside of the one before, and move nothing. With ``even`` all new ones lie
    at even pixels. A composition that has neither tiles nor a frame gets that of 1920 × 1080; where a template tells
    the frame and is not known yet, 1920 × 1080 serves as the measure.
    """
    if not composition.tiles and not composition.transcode_template_id and composition.inline_frame == Frame():
        encoding = composition.transcode or usual_encoding()
        composition = composition.replace(transcode=encoding).with_frame(*USUAL_FRAME)
    new_ids = new_tile_ids(tile.id for tile in composition.tiles)
    new = [Tile(id=tile_id, url=url) for tile_id, url in zip(new_ids, urls, strict=False)]
    if not composition.tiles:
        try:
            return apply_layout(composition.replace(tiles=tuple(new)), known, "auto", gap, margin, even=even)
        except WrongUse:  # the frame of a template is not known yet, or it is too small for them all
            pass
    taken = {(placed.rect.x, placed.rect.y) for placed in place(composition, known).tiles if isinstance(placed, Placed)}
    size = frame_in_force(composition, known).size or USUAL_FRAME
    made = list(composition.tiles)
    for tile in new:
        rect = _around(at, size, proportion_of(known.sources.get(tile.url)))
        rect = _aside(even_rect(rect), size, taken, 2) if even else _aside(rect, size, taken)
        taken.add((rect.x, rect.y))
        made.append(tile.replace(x=rect.x, y=rect.y, width=rect.width, height=rect.height))
    return composition.replace(tiles=tuple(made))


def _around(point: tuple[int, int] | None, size: tuple[int, int], proportion: float) -> Rect:
    """A tile of that proportion with its middle at ``point``, as far as that leaves it in the frame; else amid it."""
    width = max(1, min(size[0] / 2, size[1] / 2 * proportion))
    height = max(1, width / proportion)
    wide, high = max(1, round(width)), max(1, round(height))
    across, down = size[0] - wide, size[1] - high
    x, y = (point[0] - wide // 2, point[1] - high // 2) if point else (across // 2, down // 2)
    return Rect(max(0, min(x, across)), max(0, min(y, down)), wide, high)


def _aside(rect: Rect, size: tuple[int, int], taken: set[tuple[int, int]], unit: int = 1) -> Rect:
    """``rect`` where no other one begins, at multiples of ``unit``. It stays in the frame: what would leave it goes on
    at the other side.
    """
    room = size[0] - rect.width + 1, size[1] - rect.height + 1
    for step in range(room[0] * room[1]):
        x, y = (rect.x + CASCADE * step) % room[0], (rect.y + CASCADE * step) % room[1]
        x, y = x - x % unit, y - y % unit
        if (x, y) not in taken:
            return rect._replace(x=x, y=y)
    return rect
