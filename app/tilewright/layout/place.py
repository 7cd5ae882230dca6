"""Where each tile lies: the only answer, used by canvas, preview, checks and renderer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..model.composition import Composition, Tile, changed_at
from ..model.source import Known, frame_in_force
from ..text import say
from .rect import Rect

Reason = Literal["frame-unknown", "source-unknown", "size-invalid"]

SOURCE_UNKNOWN = say("The size of the video is not known yet.")

_SENTENCES: dict[Reason, str] = {
    "frame-unknown": say("The size of the frame is not known yet."),
    "source-unknown": SOURCE_UNKNOWN,
    "size-invalid": say("Width and height must be at least 1 pixel."),
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A tile whose place is known: ``rect`` as wished, ``visible`` the part inside the frame, or ``None``."""

    tile_id: str
    rect: Rect
    visible: Rect | None

    @property
    def drawn(self) -> Rect:
        """Where to draw it."""
        return self.rect

    @property
    def certain(self) -> Rect:
        """Its place and size as they are known."""
        return self.rect


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A tile whose place is not known, why, and the best ``guess`` to draw, if there is one."""

    tile_id: str
    reason: Reason
    guess: Rect | None

    @property
    def drawn(self) -> Rect | None:
        """Where to draw it, as far as that can be told."""
        return self.guess

    @property
    def certain(self) -> Rect | None:
        """Its place and size, where only the frame is not known; no guess of a size."""
        return self.guess if self.reason == "frame-unknown" else None

    @property
    def sentence(self) -> str:
        return _SENTENCES[self.reason]


@dataclass(frozen=True, slots=True)
class Placement:
    """``frame`` with origin (0, 0), or ``None`` while unknown; ``tiles`` in stacking order, hidden ones too."""

    frame: Rect | None
    tiles: tuple[Placed | Unplaced, ...]

    def of(self, tile_id: str) -> Placed | Unplaced:
        """The place of one tile; ``KeyError`` if the composition has no such tile."""
        for tile in self.tiles:
            if tile.tile_id == tile_id:
                return tile
        raise KeyError(tile_id)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A placement and what it was worked out from: a window asks anew at each move of the hand."""

    composition: Composition
    known: Known
    placement: Placement


def place(composition: Composition, known: Known, earlier: Earlier | None = None) -> Placement:
    """Tell where each tile of ``composition`` lies, given what is known.

    Of ``earlier`` the places of tiles are taken over that cannot have changed; the result is the same without it.

    A missing X or Y is 0; a missing Width or Height is the source's own displayed side, not scaled to proportion
    (ci-jobs §1.3 and A4). Parts outside the frame are cut off (A3); later tiles lie on top (A5).
    """
    size = frame_in_force(composition, known).size
    frame = Rect(0, 0, *size) if size else None
    if earlier is None or earlier.known is not known or earlier.placement.frame != frame:
        return Placement(frame, tuple(_place_tile(tile, frame, known) for tile in composition.tiles))
    old = earlier.composition.tiles
    if len(old) != len(composition.tiles):
        return place(composition, known)
    places = list(earlier.placement.tiles)
    for index in changed_at(old, composition.tiles):
        places[index] = _place_tile(composition.tiles[index], frame, known)
    return Placement(frame, tuple(places))


def _place_tile(tile: Tile, frame: Rect | None, known: Known) -> Placed | Unplaced:
    x, y = tile.x or 0, tile.y or 0
    source = known.sources.get(tile.url)
    width = tile.width if tile.width is not None else (source.width if source else None)
    height = tile.height if tile.height is not None else (source.height if source else None)
    if width is None or height is None:
        return Unplaced(tile.id, "source-unknown", _guess(x, y, width, height))
    if width < 1 or height < 1:
        return Unplaced(tile.id, "size-invalid", None)
    rect = Rect(x, y, width, height)
    if frame is None:
        return Unplaced(tile.id, "frame-unknown", rect)
    return Placed(tile.id, rect, rect.cut(frame))


def _guess(x: int, y: int, width: int | None, height: int | None) -> Rect | None:
    """With one side known most videos are 16:9; with none there is nothing to draw."""
    if width is not None and width > 0:
        return Rect(x, y, width, max(1, round(width * 9 / 16)))
    if height is not None and height > 0:
        return Rect(x, y, max(1, round(height * 16 / 9)), height)
    return None
