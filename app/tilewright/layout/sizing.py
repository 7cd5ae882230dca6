"""Giving a tile the size of something: of the frame, of its source, or one side with the other following."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import Any, Literal

from ..model.composition import Cell, Composition, Tile
from ..model.source import Known, Source
from .cells import CLOSE, fit
from .even import even_rect
from .place import Placed, Unplaced, place
from .rect import Rect
from .resize import set_rect

Wish = Literal["fit", "fill", "stretch", "source"]
Area = Literal["frame", "cell"]
"""Of the frame, or of the tile's own place in a layout: see `cell_of`."""
Side = Literal["width", "height"]
Proportion = Literal["tile", "source"]
Numbers = tuple[int | None, int | None, int | None, int | None]
"""X, Y, width and height of a tile; what is absent is ``None``."""


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
        is_fitted = wish in {"fit", "fill"} and (area == "cell" or tile.cell is not None)
        return with_cell(set_rect(tile, rect, after), after, cell_of(tile, rect), is_fitted=is_fitted)

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


def with_cell(tile: Tile, rect: Rect, cell: Rect, *, is_fitted: bool = False) -> Tile:
    """``tile``, which lies at ``rect``, with that cell. Where both are the same it needs not to be remembered, but for
    one that `is_fitted`: in another cell it is to be so again.
    """
    remembered = (
        None if cell == rect and not is_fitted else Cell(x=cell.x, y=cell.y, width=cell.width, height=cell.height)
    )
    return tile if tile.cell == remembered else tile.replace(cell=remembered)


def place_of(tile: Tile) -> Numbers:
    """Where a layout sees ``tile``: at its cell while it is fitted into that or fills it, else at its own numbers."""
    cell = tile.cell
    if cell is not None and _lies_in_cell(tile) is not None:
        return cell.x, cell.y, cell.width, cell.height
    return tile.x, tile.y, tile.width, tile.height


def fit_again(before: Composition, after: Composition, known: Known, *, even: bool = False) -> Composition:
    """``after``, in which a layout gave the tiles new cells: each that was fitted into its cell ``before``, or filled
    it, is so in its new one; with ``even`` at even pixels. Both have the same tiles.
    """

    def again(was: Tile, tile: Tile) -> Tile:
        wish = _lies_in_cell(was)
        if wish is None or tile.cell is not None:  # one that the layout did not move has its cell still
            return tile
        new, source = _numbers(tile), known.sources.get(tile.url)
        shape = source if source is not None and min(source.width, source.height) >= 1 else _numbers(was)
        proportion = shape.width / shape.height
        rect = fit(new, proportion) if wish == "fit" else cover(new, proportion)
        rect = even_rect(rect) if even else rect
        return with_cell(tile.replace(**rect._asdict()), rect, new, is_fitted=True)

    return after.replace(tiles=tuple(map(again, before.tiles, after.tiles)))


def _lies_in_cell(tile: Tile) -> Literal["fit", "fill"] | None:
    """Whether it is in the middle of its cell and as wide or as high; ``None`` too where it remembers none. One that
    covers its cell to the pixel counts as fitted.

    Within `CLOSE` pixels, as what lies at even pixels is a little smaller.
    """
    cell, rect = tile.cell, _numbers(tile)
    if cell is None or min(rect.width, rect.height) < 1:
        return None
    wider, higher = rect.width - cell.width, rect.height - cell.height
    aside, above = rect.x - cell.x + wider / 2, rect.y - cell.y + higher / 2
    if max(abs(aside), abs(above), min(abs(wider), abs(higher))) > CLOSE:
        return None
    return "fit" if wider + higher <= 0 else "fill"


def _numbers(tile: Tile) -> Rect:
    return Rect(tile.x or 0, tile.y or 0, tile.width or 0, tile.height or 0)


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
