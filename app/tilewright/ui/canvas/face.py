"""What a tile looks like: everything the canvas shows of it, as one value that can be compared."""

from __future__ import annotations

from typing import Literal, NamedTuple

from ...layout.place import Placed, Unplaced
from ...layout.rect import Rect
from ...model.composition import Tile
from ..names import tile_label
from ..words import tell, tr
from ..workbench import Workbench


class Face(NamedTuple):
    """``picture`` identifies the picture, 0 while there is none. ``failure`` and ``unplaced`` are sentences."""

    rect: Rect
    name: str
    state: Literal["picture", "loading", "failed"]
    picture: int = 0
    failure: str = ""
    unplaced: str = ""
    problem: Literal["", "warning", "error"] = ""
    is_hidden: bool = False
    is_locked: bool = False

    def moved(self, before: Tile, tile: Tile, there: Placed | Unplaced) -> Face | None:
        """This face, which was that of ``before``, where ``tile`` lies; ``None`` when more changed than that. With a
        thousand tiles in the hand that is all there is time for.
        """
        if (
            not isinstance(there, Placed)
            or self.unplaced
            or before.url != tile.url
            or before.name != tile.name
            or before.hidden != tile.hidden
            or before.locked != tile.locked
        ):
            return None
        return Face(there.rect, *self[1:])

    @property
    def needs_marks(self) -> bool:
        """Whether there is more to draw than a picture and a name."""
        return self.state != "picture" or bool(self.unplaced or self.problem or self.is_hidden)

    @property
    def icon(self) -> str:
        return "eye-off" if self.is_hidden else "lock" if self.is_locked else ""

    @property
    def size(self) -> str:
        return f"{self.rect.width} × {self.rect.height}"


class Faces:
    """Makes faces from the session, the pictures and the findings."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench

    def of(self, tile: Tile, number: int, there: Placed | Unplaced) -> Face | None:
        """The face of a tile, ``None`` for one that has no place at all."""
        rect = there.drawn
        if rect is None:
            return None
        pictures = self._bench.pictures
        name = tile_label(tile, number)
        image = pictures.of(tile.url)
        failure = ""
        if image is None and (pictures.has_failed(tile.url) or not tile.url):
            trouble = self._bench.session.known.troubles.get(tile.url)
            failure = tell(trouble.sentence) if trouble else tr("{name} cannot be shown").format(name=name)
        return Face(
            rect,
            name,
            "picture" if image is not None else "failed" if failure else "loading",
            image.cacheKey() if image is not None else 0,
            failure,
            tell(there.sentence) if isinstance(there, Unplaced) else "",
            self._bench.findings.index.mark(tile.id).severity,
            tile.hidden,
            tile.locked,
        )
