"""Sizes of the frame, and what becomes of the tiles when it changes."""

from __future__ import annotations

from typing import NamedTuple

from ..errors import WrongUse
from ..model.composition import Composition, Tile
from ..model.paths import usual_encoding
from ..model.ranges import FRAME_SIDE
from ..model.source import Known, frame_in_force
from .applying import apply_layout, lay_out_again, matching_layout
from .cells import fit
from .gallery import LAYOUTS, Layout
from .place import Placed, Unplaced, place
from .rect import Rect
from .resize import scale_rect, set_rect
from .sizing import cell_of, place_of, with_cell
from .watermarks import scale_offsets

USUAL_SHORT = 1080

PRESETS: tuple[tuple[int, int, str], ...] = (
    (1920, 1080, "1080p"),
    (1280, 720, "720p"),
    (3840, 2160, "4K"),
    (2560, 1440, "1440p"),
    (854, 480, "480p"),
    (1080, 1920, "9:16"),
    (1080, 1080, "1:1"),
    (1080, 1350, "4:5"),
    (2520, 1080, "21:9"),
)
"""Width, height and what people call it."""

ASPECTS: tuple[tuple[int, int], ...] = ((16, 9), (9, 16), (1, 1), (4, 5), (21, 9))

SAME_SHAPE = 0.01
"""Two proportions that differ by less are one: a side is rounded to an even number."""


def with_aspect(size: tuple[int, int] | None, aspect: tuple[int, int]) -> tuple[int, int]:
    """The frame of that aspect with the short side of ``size``; both sides even and within the service's range."""
    short = min(size) if size else USUAL_SHORT
    across, down = aspect
    scale = short / min(across, down)
    scale = min(scale, FRAME_SIDE.high / max(across, down))
    return _even(across * scale), _even(down * scale)


def has_aspect(size: tuple[int, int] | None, aspect: tuple[int, int]) -> bool:
    return size is not None and abs(size[0] / size[1] / (aspect[0] / aspect[1]) - 1) < SAME_SHAPE


class Spacing(NamedTuple):
    """How layouts are laid out now; of ``layouts``, ``layout`` is the one that counts where several give the same
    places.
    """

    gap: int = 0
    margin: int = 0
    layout: str = ""
    even: bool = False
    layouts: tuple[Layout, ...] = LAYOUTS


def resize_frame(
    composition: Composition,
    known: Known,
    width: int | None,
    height: int | None,
    *,
    scales_tiles: bool,
    spacing: Spacing = Spacing(),  # noqa: B008 - a value
) -> Composition:
    """Give the frame another size, and with ``scales_tiles`` bring tiles, watermarks and ruler guides along.

    Tiles that lie in a layout lie in the same layout of the new frame. Others are scaled in a frame of the same shape.
    In one of another shape each tile keeps its own shape, in the middle of the place that it would have been stretched
    to. Tiles whose place is not known stay as they are. A composition without any encoding gets the usual one.
    """
    if composition.transcode is None:
        composition = composition.replace(transcode=usual_encoding())  # a bare frame would drop the sound
    before = frame_in_force(composition, known).size
    after = composition.with_frame(width, height)
    new = after.inline_frame.size
    if not scales_tiles or before is None or new is None or before == new:
        return after
    old_frame, new_frame = Rect(0, 0, *before), Rect(0, 0, *new)
    is_same_shape = has_aspect(new, before)
    placement = place(composition, known)

    def scaled(tile: Tile, placed: Placed | Unplaced) -> Tile:
        if not isinstance(placed, Placed):
            return tile
        rect = scale_rect(placed.rect, old_frame, new_frame)
        if not is_same_shape:
            rect = fit(rect, placed.rect.width / placed.rect.height)
        cell = scale_rect(cell_of(tile, placed.rect), old_frame, new_frame) if tile.cell is not None else rect
        return with_cell(set_rect(tile, placed.rect, rect), rect, cell, is_fitted=tile.cell is not None)

    after = after.replace(
        tiles=tuple(map(scaled, composition.tiles, placement.tiles)),
        watermarks=tuple(scale_offsets(mark, before, new) for mark in composition.watermarks),
        ruler_guides=composition.ruler_guides.scaled(new[0] / before[0], new[1] / before[1]),
    )
    return _laid_out(composition, after, known, spacing)


def _laid_out(before: Composition, after: Composition, known: Known, spacing: Spacing) -> Composition:
    """``after`` in the layout in which its tiles lay ``before``; as it is where they lay in none."""
    name = layout_to_keep(before, known, spacing)
    if name is None:
        return after
    try:
        gap, margin, _, even, layouts = spacing
        return lay_out_again(after, known, name, gap, margin, even=even, layouts=layouts, before=before)
    except WrongUse:  # the new frame has no room for it
        return after


def layout_to_keep(composition: Composition, known: Known, spacing: Spacing) -> str | None:
    """The layout in which the tiles lie, all of those that it would move at their places; ``None`` for none."""
    gap, margin, preferred, even, layouts = spacing
    name = matching_layout(composition, known, gap, margin, preferred, even=even, layouts=layouts)
    if name is None:
        return None
    try:
        there = apply_layout(composition, known, name, gap, margin, even=even, layouts=layouts)
    except WrongUse:
        return None
    if any(place_of(one) != place_of(other) for one, other in zip(there.tiles, composition.tiles, strict=True)):
        return None  # the locked ones lie in it, too: they stay with the others
    return name


def _even(side: float) -> int:
    return max(FRAME_SIDE.low, min(FRAME_SIDE.high, 2 * round(side / 2)))
