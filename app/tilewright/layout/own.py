"""Layouts of the user's own: what a composition gives one, and what it gives a composition of another frame."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..errors import WrongUse
from ..model.composition import Composition, Tile
from ..model.names import told_names
from ..model.own_layout import FARTHEST, OwnLayout, Place
from ..model.source import Known
from ..text import say
from .applying import FRAME_UNKNOWN, movable
from .gallery import LAYOUTS, Layout
from .place import Placed, place
from .rect import Rect
from .resize import scale_rect


@dataclass(frozen=True, slots=True)
class _Scaled:
    """The places of a layout in another frame. Edges are scaled, not sides: tiles that touched still touch.

    It takes no gap: the distances between the places are a part of what was saved.
    """

    own: OwnLayout

    def __call__(self, area: Rect, proportions: Sequence[float], gap: int) -> list[Rect]:
        frame = Rect(0, 0, self.own.width, self.own.height)
        places = self.own.places[: len(proportions)]  # no more than is asked for: there may be many such layouts
        return [scale_rect(Rect(each.x, each.y, each.width, each.height), frame, area) for each in places]


def layout_of(own: OwnLayout) -> Layout:
    """``own`` as one of the gallery: for a frame of the size in which it was made, it gives the very places saved."""
    title = say("Your own, made in {width} × {height}", width=own.width, height=own.height)
    return Layout(own.name, title, len(own.places), _Scaled(own), is_own=True)


def gallery(own: Iterable[OwnLayout]) -> tuple[Layout, ...]:
    """The layouts of the program, and behind them the user's ``own``."""
    return (*LAYOUTS, *map(layout_of, own))


def saved_tiles(composition: Composition) -> tuple[Tile, ...]:
    """The tiles of which a layout keeps the places: those that it would move, so that applying what was just saved
    changes nothing; where all are locked, those that are shown.
    """
    return movable(composition) or composition.shown


def save_layout(composition: Composition, known: Known, layout_id: str, name: str) -> OwnLayout:
    """The places of the `saved_tiles` as a layout.

    Raises `WrongUse` when there is none, when the frame or one of the places is not known, and when one lies more than
    1,000,000 pixels away.
    """
    placement = place(composition, known)
    frame = placement.frame
    if frame is None:
        raise WrongUse(FRAME_UNKNOWN, "Set the width and height of the frame first.")
    if max(frame.width, frame.height) > FARTHEST:
        told = say("A frame of {width} × {height} pixels is too large.", width=frame.width, height=frame.height)
        raise WrongUse(told, "Make the frame smaller.")
    tiles = {tile.id for tile in saved_tiles(composition)}
    if not tiles:
        raise WrongUse(
            "There is no tile whose place could be saved: all are hidden, or there is none yet.",
            "Show a tile, or add a video.",
        )
    places = []
    for placed in placement.tiles:
        if placed.tile_id not in tiles:
            continue
        if not isinstance(placed, Placed):
            called = told_names(composition.tiles)[placed.tile_id]
            told = say("The place of {tile} cannot be saved. {reason}", tile=called, reason=placed.sentence)
            raise WrongUse(told, "Type its width and height, or hide it.")
        if any(abs(number) > FARTHEST for number in placed.rect):
            called = told_names(composition.tiles)[placed.tile_id]
            told = say("The place of {tile} cannot be saved: it lies too far from the frame.", tile=called)
            raise WrongUse(told, "Move it into the frame, or hide it.")
        places.append(Place(**placed.rect._asdict()))
    return OwnLayout(id=layout_id, name=name, width=frame.width, height=frame.height, places=tuple(places))
