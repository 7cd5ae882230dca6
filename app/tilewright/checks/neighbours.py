"""Rules about tiles that nearly meet: seams of a few pixels are slips of the hand (ci-jobs §1.3: whole pixels)."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ..layout.place import Placed
from ..layout.rect import Rect
from ..model.composition import Tile
from ..model.problem import Fix, Problem
from ..text import Text, say
from .mending import set_tile
from .registry import View, rule
from .shapes import does_harm

SEAM = 3
"""Pixels up to which a gap or an overlap is nobody's wish."""

Way = Literal["across", "down"]
_ORDERS = tuple(range(1, SEAM + 1)), tuple(range(-1, -SEAM - 1, -1))
"""Widths of gaps and of overlaps, narrow ones first."""

_LENGTH: dict[Way, Literal["width", "height"]] = {"across": "width", "down": "height"}
_START: dict[Way, Literal["x", "y"]] = {"across": "x", "down": "y"}


@dataclass(frozen=True, slots=True)
class _Seam:
    """``tile`` ends ``pixels`` before ``other`` begins; below 0 they overlap by so many."""

    tile: Tile
    rect: Rect
    other: Tile
    pixels: int
    way: Way

    @property
    def path(self) -> str:
        return f"tiles.{self.tile.id}.{_LENGTH[self.way]}"

    def close(self, view: View, text: Text) -> Fix | None:
        """Let the tile end where the other one begins."""
        name = _LENGTH[self.way]
        return _resized(view, self.tile, self.rect, text, **{name: getattr(self.rect, name) + self.pixels})


def _resized(view: View, tile: Tile, rect: Rect, text: Text, **changes: int) -> Fix | None:
    """The fix that changes sides of a tile; none where that would squeeze a small video, or blow it up."""
    return None if does_harm(view, tile, rect, rect._replace(**changes)) else Fix(text, set_tile(tile.id, **changes))


def _placed(view: View) -> list[tuple[Tile, Rect]]:
    """The tiles that are seen, and where they lie. Of those in the same place only one."""
    pairs = zip(view.composition.tiles, view.placement.tiles, strict=True)
    shown = ((tile, placed) for tile, placed in pairs if not tile.hidden)
    seen = {placed.rect: tile for tile, placed in shown if isinstance(placed, Placed) and placed.visible}
    return [(tile, rect) for rect, tile in seen.items()]


def _seams(view: View) -> Iterator[_Seam]:
    """Where one tile ends nearly where a neighbour begins. For each tile and way the narrowest one.

    Tiles are looked up by where they begin, and among those that begin there by the other side, so that of a thousand
    each is compared with the few that can be its neighbours.
    """
    placed = _placed(view)
    for way in _LENGTH:
        starts = _by_start(placed, way)
        for tile, rect in placed:
            if _turned(rect, way)[1] <= 2 * SEAM:  # all of it would be a seam
                continue
            for order in _ORDERS:
                seam = next(_of_tile(tile, rect, way, starts, order), None)
                if seam is not None:
                    yield seam


@dataclass(slots=True)
class _Column:
    """Tiles that begin at the same line, by where they begin along it; ``longest`` bounds the search backwards."""

    members: list[tuple[int, int, int, Tile]]
    longest: int = 0


def _by_start(placed: list[tuple[Tile, Rect]], way: Way) -> dict[int, _Column]:
    columns: dict[int, _Column] = defaultdict(lambda: _Column([]))
    for number, (tile, rect) in enumerate(placed):
        start, _, along, thick = _turned(rect, way)
        column = columns[start]
        column.members.append((along, number, thick, tile))
        column.longest = max(column.longest, thick)
    for column in columns.values():
        column.members.sort(key=lambda member: member[:2])
    return columns


def _turned(rect: Rect, way: Way) -> tuple[int, int, int, int]:
    """Start and length in the direction looked at, then start and length across it."""
    return (rect.x, rect.width, rect.y, rect.height) if way == "across" else (rect.y, rect.height, rect.x, rect.width)


def _of_tile(tile: Tile, rect: Rect, way: Way, starts: dict[int, _Column], order: tuple[int, ...]) -> Iterator[_Seam]:
    start, length, along, thick = _turned(rect, way)
    for pixels in order:
        column = starts.get(start + length + pixels)
        if column is None:
            continue
        members = column.members
        at = bisect_left(members, along - column.longest, key=lambda member: member[0])
        while at < len(members) and members[at][0] < along + thick:
            other_along, _, other_thick, other = members[at]
            at += 1
            shared = min(along + thick, other_along + other_thick) - max(along, other_along)
            if shared > SEAM and other is not tile:
                yield _Seam(tile, rect, other, pixels, way)
                break


@rule("tile-gap", "tile-overlap")
def find_seams(view: View) -> Iterator[Problem]:
    """What is bare is black (A6); what is under another one is not seen (A5)."""
    seams = list(_seams(view))
    meeting = {(seam.tile.id, seam.way) for seam in seams if seam.pixels < 0}
    for seam in seams:
        names = {"tile": view.label(seam.tile), "other": view.label(seam.other)}
        if seam.pixels < 0:
            told = say(
                "{tile} and {other} overlap by {pixels} px; a thin strip of one of them would not be seen.",
                pixels=-seam.pixels,
                **names,
            )
            yield Problem("tile-overlap", seam.path, "warning", told, seam.close(view, say("Let them meet")), "A5")
        elif (seam.tile.id, seam.way) not in meeting:
            told = say(
                "Between {tile} and {other} is a gap of {pixels} px; a thin line would be seen there.",
                pixels=seam.pixels,
                **names,
            )
            yield Problem("tile-gap", seam.path, "warning", told, seam.close(view, say("Close the gap")), "A6")


_AT_EDGE: dict[str, Text] = {
    "x": say("the left edge"),
    "width": say("the right edge"),
    "y": say("the upper edge"),
    "height": say("the lower edge"),
}


@rule("tile-edge-gap")
def find_gaps_at_edges(view: View) -> Iterator[Problem]:
    """1 to 3 bare pixels between a tile and the frame's edge."""
    frame = view.placement.frame
    if frame is None:
        return
    placed = _placed(view)
    for way in _LENGTH:
        starts = _by_start(placed, way)
        for tile, rect in placed:
            start, length, _, _ = _turned(rect, way)
            before, after = start, getattr(frame, _LENGTH[way]) - start - length
            if 0 < before <= SEAM:
                changes: dict[str, int] = {_START[way]: 0, _LENGTH[way]: length + before}
                yield _at_edge(view, tile, rect, _START[way], before, changes)
            if 0 < after <= SEAM:
                longer: dict[str, int] = {_LENGTH[way]: length + after}
                is_met = next(_of_tile(tile, rect, way, starts, tuple(range(after))), None) is not None
                yield _at_edge(view, tile, rect, _LENGTH[way], after, {} if is_met else longer)


def _at_edge(view: View, tile: Tile, rect: Rect, field: str, pixels: int, changes: dict[str, int]) -> Problem:
    """``changes`` close the gap; none where the tile would slip over another one that begins in it."""
    told = say(
        "Between {tile} and {edge} of the frame is a gap of {pixels} px; a thin line would be seen there.",
        tile=view.label(tile),
        edge=_AT_EDGE[field],
        pixels=pixels,
    )
    fix = _resized(view, tile, rect, say("Close the gap"), **changes) if changes else None
    return Problem("tile-edge-gap", f"tiles.{tile.id}.{field}", "warning", told, fix, "A6")
