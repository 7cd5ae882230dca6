"""Giving a tile the size of something: of the frame, of its source, or one side with the other following."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import Any, Literal

from ..model.composition import Cell, Composition, Tile
from ..model.source import Known, Source
from .cells import fit
from .place import Placed, Unplaced, place
from .rect import Rect
from .resize import set_rect

Wish = Literal["fit", "fill", "stretch", "source"]
Area = Literal["frame", "cell"]
"""Of the frame, or of the tile's own place in a layout: see `cell_of`."""
Side = Literal["width", "height"]
Proportion = Literal["tile", "source"]


def resize_to(
    composition: Composition, known: Known, ids: Collection[str], wish: Wish, area: Area = "frame"
) -> Composition:
    """Resize the tiles ``ids`` in the proportions of their sources. Each remembers its cell, whatever is wished.

    ``fit``: as large as the ``area`` allows; ``fill``: so that it is covered, and of the frame what overhangs is cut
    off; both in its middle. ``stretch``: exactly the ``area``, in its proportion. ``source``: the source's own size,
    the top left corner stays. A tile whose source or frame is not known stays as it is.
    """
    placement, chosen = place(composition, known), frozenset(ids)

    def wished(tile: Tile, rect: Rect, source: Source | None) -> Rect | None:
        room = cell_of(tile, rect) if area == "cell" else placement.frame
        if wish == "stretch":
            return room
        if source is None:
            return None
        if wish == "source":
            return Rect(rect.x, rect.y, source.width, source.height)
        if room is None:
            return None
        proportion = source.width / source.height
        return fit(room, proportion) if wish == "fit" else cover(room, proportion)

    def resized(tile: Tile, placed: Placed | Unplaced) -> Tile:
        source = known.sources.get(tile.url)
        if source is not None and min(source.width, source.height) < 1:
            source = None
        rect = _rect(placed)
        if rect is None and source is not None:  # its size cannot be: whatever is wished is one
            after = wished(tile, Rect(0, 0, source.width, source.height), source)
            return tile if after is None else tile.replace(**after._asdict())
        after = None if rect is None else wished(tile, rect, source)
        if rect is None or after is None:
            return tile
        return with_cell(set_rect(tile, rect, after), after, cell_of(tile, rect))

    return composition.replace(
        tiles=tuple(
            resized(tile, placed) if tile.id in chosen else tile
            for tile, placed in zip(composition.tiles, placement.tiles, strict=True)
        )
    )


def cell_of(tile: Tile, rect: Rect) -> Rect:
    """The place of ``tile``, which lies at ``rect``: the one that the layout applied last gave it; without a layout
    its own before it was fitted first. It goes along when the tile is moved, and another size makes another place.
    """
    cell = tile.cell
    return rect if cell is None else Rect(cell.x, cell.y, cell.width, cell.height)


def with_cell(tile: Tile, rect: Rect, cell: Rect) -> Tile:
    """``tile``, which lies at ``rect``, with that cell; where both are the same it needs not to be remembered."""
    remembered = None if cell == rect else Cell(x=cell.x, y=cell.y, width=cell.width, height=cell.height)
    return tile if tile.cell == remembered else tile.replace(cell=remembered)


def cover(area: Rect, proportion: float) -> Rect:
    """The smallest rectangle of ``proportion`` (width / height) that covers ``area``, centred on it."""
    if area.width >= area.height * proportion:
        width, height = area.width, math.ceil(area.width / proportion - 0.5)
    else:
        width, height = math.ceil(area.height * proportion - 0.5), area.height
    width, height = max(area.width, width), max(area.height, height)
    return Rect(area.x + (area.width - width) // 2, area.y + (area.height - height) // 2, width, height)


def set_sides(
    composition: Composition, known: Known, lengths: Mapping[str, int | None], side: Side, *, keeps: Proportion | None
) -> Composition:
    """Give one side of each tile in ``lengths`` another length, ``None`` for the source's own.

    The other side follows in the proportion that ``keeps`` names, as far as that is known and there is a length: of the
    tile as it was, or of its source, without which it is the tile's. A tile that does not exist changes nothing.
    """
    other: Side = "height" if side == "width" else "width"
    places = place(composition, known).tiles if keeps else (None,) * len(composition.tiles)

    def resized(tile: Tile, placed: Placed | Unplaced | None) -> Tile:
        length = lengths[tile.id]
        changes: dict[str, Any] = {side: length}
        rect = _rect(placed) if placed is not None and length is not None and length >= 1 else None
        if rect is not None and length is not None and min(rect.width, rect.height) >= 1:
            source = known.sources.get(tile.url) if keeps == "source" else None
            of = source if source is not None and min(source.width, source.height) >= 1 else rect
            follows = max(1, math.floor(getattr(of, other) * length / getattr(of, side) + 0.5))
            if follows != getattr(rect, other):
                changes[other] = follows
        return tile.replace(**changes)

    return composition.replace(
        tiles=tuple(
            resized(tile, placed) if tile.id in lengths else tile
            for tile, placed in zip(composition.tiles, places, strict=True)
        )
    )


def _rect(found: Placed | Unplaced) -> Rect | None:
    if isinstance(found, Placed):
        return found.rect
    return found.guess if found.reason == "frame-unknown" else None
