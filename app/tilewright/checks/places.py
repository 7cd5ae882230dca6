"""Rules about where tiles lie: inside the frame, and not under others (ci-jobs §13, A3 and A5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..layout.cells import fit_size
from ..layout.place import Placed
from ..layout.rect import Rect
from ..model.composition import Tile
from ..model.problem import Fix, Problem
from ..text import say
from .mending import Mend, bring_to_front, set_tile
from .registry import View, rule


def _placed(view: View) -> Iterator[tuple[Tile, Placed]]:
    """The shown tiles whose place is known, in stacking order."""
    for tile, placed in zip(view.composition.tiles, view.placement.tiles, strict=True):
        if not tile.hidden and isinstance(placed, Placed):
            yield tile, placed


def _move_in(tile: Tile, rect: Rect, frame: Rect) -> Mend:
    """Move the tile into the frame; one that is larger than the frame is made smaller in its own shape."""
    width, height = rect.width, rect.height
    changes = {}
    if width > frame.width or height > frame.height:
        width, height = fit_size(frame.width, frame.height, width / height)
        changes = {"width": width, "height": height}
    x = max(0, min(rect.x, frame.width - width))
    y = max(0, min(rect.y, frame.height - height))
    return set_tile(tile.id, x=x, y=y, **changes)


def _side_outside(rect: Rect, frame: Rect) -> str:
    """The field to look at: ``y`` where only above or below something is outside."""
    return "x" if rect.x < frame.x or rect.right > frame.right else "y"


@rule("tile-outside")
def find_tiles_outside(view: View) -> Iterator[Problem]:
    frame = view.placement.frame
    for tile, placed in _placed(view):
        if frame and placed.visible is None:
            yield Problem(
                "tile-outside",
                f"tiles.{tile.id}.{_side_outside(placed.rect, frame)}",
                "error",
                say("{tile} lies outside the frame and would not be seen.", tile=view.label(tile)),
                Fix("Move it into the frame", _move_in(tile, placed.rect, frame)),
                "A3",
            )


@rule("tile-overhangs")
def find_overhanging_tiles(view: View) -> Iterator[Problem]:
    frame = view.placement.frame
    for tile, placed in _placed(view):
        if frame and placed.visible not in (None, placed.rect):
            yield Problem(
                "tile-overhangs",
                f"tiles.{tile.id}.{_side_outside(placed.rect, frame)}",
                "warning",
                say("{tile} reaches over the edge of the frame; what is outside is cut off.", tile=view.label(tile)),
                Fix("Move it into the frame", _move_in(tile, placed.rect, frame)),
                "A3",
            )


@rule("tile-covered")
def find_covered_tiles(view: View) -> Iterator[Problem]:
    """Under the later tiles together; videos are opaque."""
    tiles = [(tile, placed.visible) for tile, placed in _placed(view) if placed.visible]
    covered = find_covered([visible for _, visible in tiles])
    for (tile, _), is_covered in zip(tiles, covered, strict=True):
        if is_covered:
            yield Problem(
                "tile-covered",
                f"tiles.{tile.id}",
                "warning",
                say("{tile} lies wholly behind other videos and would not be seen.", tile=view.label(tile)),
                Fix("Bring it to the front", bring_to_front(tile.id)),
                "A5",
            )


def find_covered(rects: Sequence[Rect]) -> list[bool]:
    """Of each whether the later ones together cover it.

    The edges of all cut the frame into lines of pieces. From the top down each rectangle looks whether all its pieces
    are taken, and takes them: a line is one number with a bit a piece, so a thousand rectangles are no pairs. The lines
    run the way in which the rectangles lie on fewer of them.
    """
    across = _spans([(rect.x, rect.right) for rect in rects])
    down = _spans([(rect.y, rect.bottom) for rect in rects])
    if sum(end - start for start, end in across) < sum(end - start for start, end in down):
        across, down = down, across
    taken = [0] * max((end for _, end in down), default=0)
    covered = []
    for (left, right), (first, last) in zip(reversed(across), reversed(down), strict=True):
        mine = (1 << right) - (1 << left)
        for line in taken[first:last]:
            if line & mine != mine:
                taken[first:last] = [line | mine for line in taken[first:last]]
                covered.append(False)
                break
        else:
            covered.append(True)
    return covered[::-1]


def _spans(sides: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Starts and ends by their place among all of them."""
    places = {edge: place for place, edge in enumerate(sorted({edge for side in sides for edge in side}))}
    return [(places[start], places[end]) for start, end in sides]
