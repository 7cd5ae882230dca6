"""Giving a tile the size of something: of the frame, of its source, or one side with the other following."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from typing import Literal

from ..model.composition import Composition, Tile
from ..model.source import Known
from .cells import fit
from .place import Placed, Unplaced, place
from .rect import Rect
from .resize import set_rect

Wish = Literal["fit", "fill", "source"]
Side = Literal["width", "height"]


def resize_to(composition: Composition, known: Known, ids: Collection[str], wish: Wish) -> Composition:
    """Resize the tiles ``ids`` in the proportions of their sources.

    ``fit``: as large as the frame allows; ``fill``: so that the frame is covered, what overhangs is cut off; both in
    the middle of the frame. ``source``: the source's own size, the top left corner stays. A tile whose source or
    frame is not known stays as it is.
    """
    placement = place(composition, known)

    def resized(tile: Tile, rect: Rect) -> Rect:
        source = known.sources.get(tile.url)
        if source is None or source.width < 1 or source.height < 1:
            return rect
        if wish == "source":
            return Rect(rect.x, rect.y, source.width, source.height)
        if placement.frame is None:
            return rect
        proportion = source.width / source.height
        return fit(placement.frame, proportion) if wish == "fit" else cover(placement.frame, proportion)

    return _change(composition, known, ids, resized)


def cover(area: Rect, proportion: float) -> Rect:
    """The smallest rectangle of ``proportion`` (width / height) that covers ``area``, centred on it."""
    if area.width >= area.height * proportion:
        width, height = area.width, math.ceil(area.width / proportion - 0.5)
    else:
        width, height = math.ceil(area.height * proportion - 0.5), area.height
    width, height = max(area.width, width), max(area.height, height)
    return Rect(area.x + (area.width - width) // 2, area.y + (area.height - height) // 2, width, height)


def set_side(
    composition: Composition, known: Known, tile_id: str, side: Side, length: int | None, *, keeps_proportion: bool
) -> Composition:
    """Give one side of a tile another length, ``None`` for the source's own.

    With ``keeps_proportion`` the other side follows, as far as both sides were known and there is a length.
    """
    changed = composition.with_tile(composition.tile(tile_id).replace(**{side: length}))
    if not keeps_proportion or length is None or length < 1:
        return changed
    rect = _rect(composition, known, tile_id)
    if rect is None or min(rect.width, rect.height) < 1:
        return changed
    other = "height" if side == "width" else "width"
    follows = max(1, math.floor(getattr(rect, other) * length / getattr(rect, side) + 0.5))
    if follows == getattr(rect, other):
        return changed
    return changed.with_tile(changed.tile(tile_id).replace(**{other: follows}))


def _rect(composition: Composition, known: Known, tile_id: str) -> Rect | None:
    found = place(composition, known).of(tile_id)
    if isinstance(found, Placed):
        return found.rect
    return found.guess if isinstance(found, Unplaced) and found.reason == "frame-unknown" else None


def _change(
    composition: Composition, known: Known, ids: Collection[str], resized: Callable[[Tile, Rect], Rect]
) -> Composition:
    changed = composition
    for tile in composition.tiles:
        if tile.id in ids:
            source = known.sources.get(tile.url)
            usual = Rect(0, 0, source.width, source.height) if source else Rect(0, 0, 1, 1)
            rect = _rect(composition, known, tile.id) or usual
            changed = changed.with_tile(set_rect(tile, rect, resized(tile, rect)))
    return changed
