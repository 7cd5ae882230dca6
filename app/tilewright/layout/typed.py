"""What a number that is typed about a tile or the frame may name: ``w*9/16`` is of the tile's own width."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..model.composition import Composition
from ..model.source import Known
from .place import Earlier, place
from .rect import Rect

Names = tuple[tuple[str, float], ...]

_LETTER = re.compile(r"[^\W\d]")


def names_of(frame: Rect | None, rect: Rect | None = None) -> Names:
    """``x``, ``y``, ``w`` and ``h`` of the tile at ``rect``, ``fw`` and ``fh`` of the frame; of the frame alone ``w``
    and ``h`` as well. What is not known has no name.
    """
    sides = () if frame is None else (("fw", float(frame.width)), ("fh", float(frame.height)))
    of = rect if rect is not None else frame
    if of is None:
        return sides
    places = () if rect is None else (("x", float(rect.x)), ("y", float(rect.y)))
    return (*places, ("w", float(of.width)), ("h", float(of.height)), *sides)


def names_at(
    text: str, composition: Composition, known: Known, paths: Sequence[str], earlier: Earlier | None = None
) -> Iterator[Names]:
    """The names for each of ``paths``, fields of tiles or of the frame; none as long as ``text`` names nothing."""
    if not _LETTER.search(text):
        yield from ((),) * len(paths)
        return
    placement = place(composition, known, earlier)
    rects = {found.tile_id: found.drawn for found in placement.tiles}
    for path in paths:
        names = path.split(".")
        yield names_of(placement.frame, rects.get(names[1]) if names[0] == "tiles" else None)
