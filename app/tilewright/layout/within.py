"""Laying out some of the tiles anew, in the room that they take now; all others stay where they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from ..errors import WrongUse
from ..model.composition import Composition, Tile
from ..model.source import Known
from ..text import say
from .applying import proportion_of
from .auto import arrange_auto
from .cells import NoRoom
from .place import place
from .rect import Rect
from .resize import bounding_box, set_rect
from .sizing import with_cell


def taking_part(chosen: Iterable[Tile]) -> tuple[Tile, ...]:
    """Those of the ``chosen`` tiles that are laid out anew: locked ones stay, and so do hidden ones, whose places would
    be holes in the result, unless all the others are hidden.
    """
    free = tuple(tile for tile in chosen if not tile.locked)
    return tuple(tile for tile in free if not tile.hidden) or free


def arrange_within(
    composition: Composition, known: Known, ids: Collection[str], gap: int = 0, *, even: bool = False
) -> Composition:
    """Put the tiles ``ids`` into the best rows or columns that their own bounding box has room for, in the order of
    the list and in the proportions of their sources, ``gap`` pixels apart; those of them that are `taking_part`.

    With ``even`` all numbers are even; of a box that begins or ends at an odd pixel that one stays empty. What has no
    known size takes a place, as in every layout, but counts for no box. Unchanged where fewer than two tiles are left
    or none of them has a known place; raises `WrongUse` where the box is too small for them and their gaps.
    """
    placement, chosen = place(composition, known), frozenset(ids)
    free = taking_part(tile for tile in composition.tiles if tile.id in chosen)
    places = {there.tile_id: there for there in placement.tiles if there.tile_id in chosen}
    box = bounding_box([rect for tile in free if (rect := places[tile.id].certain) is not None])
    if box is None or len(free) < 2:
        return composition
    try:
        rects = _places(box, [proportion_of(known.sources.get(tile.url)) for tile in free], gap, unit=2 if even else 1)
    except NoRoom:
        raise WrongUse(
            say(
                "{width} × {height} pixels have no room for {count} videos with a gap of {gap} pixels.",
                width=box.width,
                height=box.height,
                count=len(free),
                gap=gap,
            ),
            "Make the gap smaller, or one of the tiles larger.",
        ) from None
    return composition.with_tiles(
        _at(tile, places[tile.id].certain, rect) for tile, rect in zip(free, rects, strict=True)
    )


def _places(box: Rect, proportions: Sequence[float], gap: int, unit: int) -> list[Rect]:
    """In multiples of ``unit``; raises `NoRoom`."""
    left, top = -(-box.x // unit), -(-box.y // unit)
    area = Rect(left, top, box.right // unit - left, box.bottom // unit - top)
    if min(area.width, area.height) < 1:
        raise NoRoom
    return [Rect(*(unit * side for side in rect)) for rect in arrange_auto(area, proportions, -(-gap // unit))]


def _at(tile: Tile, there: Rect | None, rect: Rect) -> Tile:
    """With all four numbers where it had no known place: one that is left out would be the source's. That is its cell
    from now on.
    """
    if there is not None:
        return with_cell(set_rect(tile, there, rect), rect, rect)
    return tile.replace(x=rect.x, y=rect.y, width=rect.width, height=rect.height, cell=None)
