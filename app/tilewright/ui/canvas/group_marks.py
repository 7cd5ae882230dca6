"""A thin box around each group of which something is chosen: it tells what a click takes along."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from ...layout.groups import members
from ...layout.rect import Rect
from ...layout.resize import bounding_box
from ...model.composition import Tile
from .face import Face
from .hand import Hand

AWAY = 9
"""Pixels of the screen from the tiles to the box: the outlines of tiles, of focus and of a selection lie nearer."""


class GroupMarks:
    """Where those boxes lie. Who belongs together is not looked up while a hand drags tiles: it makes no groups."""

    def __init__(self, hand: Hand, face_of: Callable[[str], Face | None]) -> None:
        self._hand, self._face_of = hand, face_of
        self._chosen: tuple[str, ...] = ()
        self._tiles: tuple[Tile, ...] = ()
        self._groups: tuple[tuple[str, ...], ...] = ()

    def boxes(self) -> tuple[Rect, ...]:
        """In pixels of the canvas; the group whose first tile lies lowest comes first."""
        chosen, tiles = self._hand.session.selection, self._hand.session.composition.tiles
        if chosen is not self._chosen or (tiles is not self._tiles and not self._hand.is_busy):
            self._chosen, self._tiles = chosen, tiles
            groups = members(tiles) if chosen else {}
            self._groups = tuple(ids for ids in groups.values() if not frozenset(chosen).isdisjoint(ids))
        return tuple([box for ids in self._groups if (box := self._box(ids)) is not None])

    def _box(self, ids: tuple[str, ...]) -> Rect | None:
        box = bounding_box([face.rect for tile_id in ids if (face := self._face_of(tile_id)) is not None])
        return self._hand.lens.pixels(box).grown(AWAY) if box is not None else None


def joined(near: Rect, boxes: Iterable[Rect]) -> Rect:
    """``near``, which covers what is chosen, with the boxes of groups that are chosen whole: painted as one."""
    for box in boxes:
        if near.grown(AWAY).contains(box):
            near = near.joined(box.grown(2))
    return near


def changed(now: Iterable[Rect], before: Iterable[Rect], painted: Collection[Rect]) -> list[Rect]:
    """The sides that have to be painted anew, as far as they do not lie in what is ``painted`` anyway: of a group of
    which one tile is dragged, most of the sides stay.
    """
    sides = {side for box in now for side in _sides(box)} ^ {side for box in before for side in _sides(box)}
    return [side for side in sides if not any(area.contains(side) for area in painted)]


def _sides(box: Rect) -> tuple[Rect, ...]:
    """What is covered by the sides of a box that is drawn one pixel wide, with its halo."""
    left, top, width, height = box.x - 1, box.y - 1, box.width + 3, box.height + 3
    return (
        Rect(left, top, width, 3),
        Rect(left, top + height - 3, width, 3),
        Rect(left, top, 3, height),
        Rect(left + width - 3, top, 3, height),
    )
