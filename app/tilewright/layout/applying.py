"""Giving the tiles of a composition the places of a layout, and telling which layout they lie in.

What a layout moves: the tiles that are neither hidden nor locked, in the order of the list. The first of them takes
the first place, so in a picture-in-picture layout the lowest tile fills the frame. A hidden tile is not in the
picture and a locked one was told to stay: both keep their place and take none from the others, so four cameras over
a locked background are four tiles for a layout.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from ..errors import WrongUse
from ..model.composition import Composition, Tile
from ..model.source import Known, Source, frame_in_force
from ..text import say
from .gallery import LAYOUTS, Layout, arrange, find_layout
from .rect import Rect
from .sizing import fit_again, place_of

USUAL_PROPORTION = 16 / 9
"""Width / height of a video nobody has looked at yet."""

MOST_COMPARED = 40
"""Tiles that are looked at to find out gap and margin: no layout people use has more."""

FRAME_UNKNOWN = say("The size of the frame is not known yet.")
NOTHING_TO_MOVE = say("There is no tile to lay out: all are locked or hidden, or there is none yet.")


def proportion_of(source: Source | None) -> float:
    """Width / height of a video as displayed."""
    if source is None or source.width < 1 or source.height < 1:
        return USUAL_PROPORTION
    return source.width / source.height


def movable(composition: Composition) -> tuple[Tile, ...]:
    """The tiles that a layout would move, in the order in which they take places."""
    return tuple(tile for tile in composition.tiles if not tile.hidden and not tile.locked)


def apply_layout(
    composition: Composition,
    known: Known,
    name: str,
    gap: int = 0,
    margin: int = 0,
    *,
    even: bool = False,
    layouts: Sequence[Layout] = LAYOUTS,
) -> Composition:
    """``composition`` with its tiles in the places of the one of ``layouts`` that is called ``name``, with ``even`` all
    at even pixels.

    Raises `WrongUse` when the layout does not hold that many tiles, the frame is unknown or too small, or there is
    nothing to move.
    """
    layout = find_layout(name, layouts)
    tiles = movable(composition)
    size, proportions = _shapes(composition, tiles, known)
    places = _places(size, proportions, layout, gap, margin, even=even)
    rects = dict(zip((tile.id for tile in tiles), places, strict=True))
    return composition.replace(
        tiles=tuple(_at(tile, rects[tile.id]) if tile.id in rects else tile for tile in composition.tiles)
    )


def lay_out_again(
    composition: Composition,
    known: Known,
    name: str,
    gap: int = 0,
    margin: int = 0,
    *,
    even: bool = False,
    layouts: Sequence[Layout] = LAYOUTS,
    before: Composition | None = None,
) -> Composition:
    """`apply_layout` for tiles that lie in the layout already: as in another frame, or with another gap.

    Those that were fitted into their cells ``before`` (in ``composition`` if that is absent), or filled them, are so in
    the new ones.
    """
    after = apply_layout(composition, known, name, gap, margin, even=even, layouts=layouts)
    return fit_again(before or composition, after, known, even=even)


def matching_layout(
    composition: Composition,
    known: Known,
    gap: int = 0,
    margin: int = 0,
    prefer: str = "",
    *,
    even: bool = False,
    layouts: Sequence[Layout] = LAYOUTS,
) -> str | None:
    """The name of the one of ``layouts`` in which the tiles lie to the pixel, ``None`` for none.

    Different layouts may give the same places (``2x2`` and ``auto`` for four videos of 16:9): ``prefer`` wins, then
    those of the program, as the user's own are copies of what once lay there, else the gallery's order. A tile that was
    fitted into its cell there, or fills it, lies in the layout still, which comes before one of which the tiles
    themselves have the places. Applied first and locked afterwards counts as well: when the tiles that can move lie in
    no layout, all that are shown are compared.
    """
    shown = composition.shown
    groups = [movable(composition)]
    if len(shown) != len(groups[0]):
        groups.append(shown)
    for tiles in groups:
        exact = tuple((tile.x, tile.y, tile.width, tile.height) for tile in tiles)
        cells = tuple(map(place_of, tiles))
        try:
            size, proportions = _shapes(composition, tiles, known)
        except WrongUse:
            continue
        ways = [(layout, cells) for layout in layouts]
        if cells != exact:
            ways += [(layout, exact) for layout in layouts]
        for layout, rects in sorted(ways, key=lambda way: (way[0].name != prefer, way[0].is_own)):
            if layout.holds is not None and len(tiles) > layout.holds:
                continue
            counts = (1, len(tiles)) if layout.is_own else (len(tiles),)  # of many own ones few need more than a glance
            try:
                if all(
                    rects[:count] == _places(size, proportions[:count], layout, gap, margin, even=even)
                    for count in counts
                ):
                    return layout.name
            except WrongUse:
                continue
    return None


def likely_spacing(composition: Composition, known: Known) -> tuple[int, int] | None:
    """Gap and margin as they seem to have been wished, for a composition that comes from a file.

    The gap is the least distance between neighbours, the margin the least distance from the frame; ``None`` when
    nobody can have wished them so.
    """
    size = frame_in_force(composition, known).size
    places = map(place_of, composition.shown[:MOST_COMPARED])
    rects = [
        Rect(x, y, width, height)
        for x, y, width, height in places
        if x is not None and y is not None and width and height
    ]
    if size is None or not rects:
        return None
    frame = Rect(0, 0, *size)
    margin = min(min(r.x, r.y, frame.right - r.right, frame.bottom - r.bottom) for r in rects)
    gaps = [gap for one in rects for other in rects if (gap := _distance(one, other)) is not None]
    return (min(gaps, default=0), margin) if margin >= 0 else None


def recognised_spacing(
    composition: Composition, known: Known, most: int, *, even: bool = False
) -> tuple[int, int] | None:
    """`likely_spacing`, if that is no more than ``most`` and with it the tiles lie in a layout of the program."""
    likely = likely_spacing(composition, known)
    if likely is None or max(likely) > most or matching_layout(composition, known, *likely, even=even) is None:
        return None
    return likely


def _distance(one: Rect, other: Rect) -> int | None:
    """How far ``other`` lies to the right of or below ``one``, if they face each other; else ``None``."""
    if one.right <= other.x and one.y < other.bottom and other.y < one.bottom:
        return other.x - one.right
    if one.bottom <= other.y and one.x < other.right and other.x < one.right:
        return other.y - one.bottom
    return None


def require_places(
    composition: Composition,
    known: Known,
    name: str,
    gap: int = 0,
    margin: int = 0,
    *,
    even: bool = False,
    layouts: Sequence[Layout] = LAYOUTS,
) -> None:
    """Raise like `apply_layout` where that would."""
    layout, tiles = find_layout(name, layouts), movable(composition)
    if layout.holds is not None and len(tiles) <= layout.holds and layout.is_own:
        tiles = tiles[:1]  # where one finds its place, all do
    size, proportions = _shapes(composition, tiles, known)
    _places(size, proportions, layout, gap, margin, even=even)


def _shapes(composition: Composition, tiles: Sequence[Tile], known: Known) -> tuple[tuple[int, int], tuple[float, ...]]:
    """The size of the frame, and the proportions of the ``tiles``. Raises `WrongUse` where there is none."""
    size = frame_in_force(composition, known).size
    if size is None:
        raise WrongUse(FRAME_UNKNOWN, "Set the width and height of the frame first.")
    if not tiles:
        raise WrongUse(NOTHING_TO_MOVE, "Unlock or show a tile, or add a video.")
    return size, tuple(proportion_of(known.sources.get(tile.url)) for tile in tiles)


def _places(
    size: tuple[int, int], proportions: tuple[float, ...], layout: Layout, gap: int, margin: int, *, even: bool = False
) -> tuple[Rect, ...]:
    if layout.is_own:  # quicker than to remember: its places are there, and need only be scaled
        return tuple(arrange(layout.name, size, proportions, gap, margin, even=even, layouts=(layout,)))
    return _arranged(layout, size, proportions, gap, margin, even=even)


def _at(tile: Tile, rect: Rect) -> Tile:
    if (tile.x, tile.y, tile.width, tile.height) == rect and tile.cell is None:
        return tile
    return tile.replace(x=rect.x, y=rect.y, width=rect.width, height=rect.height, cell=None)


def _arranged(
    layout: Layout, size: tuple[int, int], proportions: tuple[float, ...], gap: int, margin: int, *, even: bool
) -> tuple[Rect, ...]:
    """`arrange`, remembered: a gallery asks for the same places again and again, and ``auto`` has much to try."""
    places, reason = _remembered(layout, size, proportions, gap, margin, even=even)
    if reason is not None:
        raise WrongUse(*reason)
    return places


@lru_cache(maxsize=512)
def _remembered(
    layout: Layout, size: tuple[int, int], proportions: tuple[float, ...], gap: int, margin: int, *, even: bool
) -> tuple[tuple[Rect, ...], tuple[str, str] | None]:
    """The places, or none and why there is no room: that is asked for as often."""
    try:
        return tuple(arrange(layout.name, size, proportions, gap, margin, even=even, layouts=(layout,))), None
    except WrongUse as error:
        return (), (error.message, error.hint)
