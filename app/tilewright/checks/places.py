"""Rules about where tiles lie: inside the frame, and not under others (ci-jobs §13, A3 and A5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
    edges = [(rect, rect.x, rect.y, rect.right, rect.bottom) for _, rect in tiles]
    for number, (tile, visible) in enumerate(tiles):
        left, top, right, bottom = edges[number][1:]
        # Of a thousand tiles few meet: plain comparisons find those, and the pieces are cut for them alone.
        covers = [
            rect
            for rect, x, y, end, foot in edges[number + 1 :]
            if x < right and left < end and y < bottom and top < foot
        ]
        if _has_corners(visible, covers) and _is_covered(visible, covers):
            yield Problem(
                "tile-covered",
                f"tiles.{tile.id}",
                "warning",
                say("{tile} lies wholly behind other videos and would not be seen.", tile=view.label(tile)),
                Fix("Bring it to the front", bring_to_front(tile.id)),
                "A5",
            )


def _has_corners(rect: Rect, covers: list[Rect]) -> bool:
    """Whether each corner of ``rect`` lies under one of ``covers``: without it, it cannot be under them together."""
    right, bottom = rect.right - 1, rect.bottom - 1
    corners = ((rect.x, rect.y), (right, rect.y), (rect.x, bottom), (right, bottom))
    return all(any(cover.x <= x < cover.right and cover.y <= y < cover.bottom for cover in covers) for x, y in corners)


def _is_covered(rect: Rect, covers: Iterable[Rect]) -> bool:
    left = [rect]
    for cover in covers:
        left = [piece for part in left for piece in _without(part, cover)]
        if not left:
            return True
    return False


def _without(rect: Rect, cover: Rect) -> list[Rect]:
    """What of ``rect`` is not under ``cover``: up to four rectangles."""
    both = rect.cut(cover)
    if both is None:
        return [rect]
    pieces = (
        Rect(rect.x, rect.y, rect.width, both.y - rect.y),
        Rect(rect.x, both.bottom, rect.width, rect.bottom - both.bottom),
        Rect(rect.x, both.y, both.x - rect.x, both.height),
        Rect(both.right, both.y, rect.right - both.right, both.height),
    )
    return [piece for piece in pieces if piece.width > 0 and piece.height > 0]
