"""Where a watermark lies: pure geometry in pixels of the frame (ci-templates §8)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from ..model.options import Watermark
from ..model.ranges import Range, moves_across, offset_range
from ..model.watermark_words import POSITIONS, image_mode_of, is_image, is_in_percent, position_of
from .rect import Rect

LARGEST = 4096
"""Pixels of the longest side that the service makes (ci-templates §8.3)."""

Side = Literal["start", "middle", "end"]

_ACROSS: dict[str, Side] = {
    "TopLeft": "start", "Left": "start", "BottomLeft": "start",
    "Top": "middle", "Center": "middle", "Bottom": "middle",
    "TopRight": "end", "Right": "end", "BottomRight": "end",
}  # fmt: skip
_DOWN: dict[str, Side] = {
    "TopLeft": "start", "Top": "start", "TopRight": "start",
    "Left": "middle", "Center": "middle", "Right": "middle",
    "BottomLeft": "end", "Bottom": "end", "BottomRight": "end",
}  # fmt: skip

_POSITIONS = {(_ACROSS[name], _DOWN[name]): name for name in POSITIONS}


def size_watermark(watermark: Watermark, frame: tuple[int, int], natural: tuple[int, int]) -> tuple[int, int]:
    """Width and height in the frame. ``natural`` is the picture's own size; a text is never scaled.

    Of an image, `Original` keeps it, `Fixed` gives pixels, `Proportion` parts of the frame in percent; one side
    alone keeps the proportion. Both missing is no size by the documents; the picture's own is taken (assumed).
    """
    image = watermark.image
    mode = image_mode_of(watermark)
    if not is_image(watermark) or image is None or mode not in {"Fixed", "Proportion"}:
        return natural
    base = (100, 100) if mode == "Fixed" else frame
    width = _share(image.width, base[0])
    height = _share(image.height, base[1])
    if width is None and height is None:
        return natural
    if width is None and height is not None:
        width = height * natural[0] / natural[1]
    if height is None and width is not None:
        height = width * natural[1] / natural[0]
    return _whole(width or 1), _whole(height or 1)


def _share(value: float | None, base: int) -> float | None:
    return None if value is None else float(value) * base / 100


def _whole(side: float) -> int:
    return max(1, _nearest(min(LARGEST, side)))


def _nearest(pixels: float) -> int:
    """The nearest whole pixel; a half goes to the right and down (how the service rounds is not documented)."""
    return math.floor(pixels + 0.5)


def place_watermark(watermark: Watermark, frame: tuple[int, int], natural: tuple[int, int]) -> Rect:
    """Where the watermark lies; parts of it may be outside the frame. ``natural`` is the picture's own size."""
    return locate(watermark, frame, size_watermark(watermark, frame, natural))


def locate(watermark: Watermark, frame: tuple[int, int], size: tuple[int, int]) -> Rect:
    """Where the watermark lies when it has ``size`` in the frame.

    `Dx` and `Dy` count from the side that `Pos` names, inwards; they have no effect along an axis in whose middle it
    lies (ci-templates §8.1).
    """
    width, height = size
    position = position_of(watermark)
    relative = is_in_percent(watermark)
    x = _along(_ACROSS[position], frame[0], width, watermark.dx, relative=relative)
    y = _along(_DOWN[position], frame[1], height, watermark.dy, relative=relative)
    return Rect(x, y, width, height)


@dataclass(frozen=True, slots=True)
class Way:
    """How a watermark moves (A57): from ``start`` on by ``step`` pixels with each picture of the result, right and
    down; after ``pictures`` of them it has left the frame, and comes again. 0 for one that never leaves.
    """

    start: tuple[int, int]
    step: tuple[int, int]
    pictures: int

    def at(self, picture: int) -> tuple[int, int]:
        """Its left and top in that picture, counted from 0 where it appears."""
        number = picture % self.pictures if self.pictures else 0
        return self.start[0] + self.step[0] * number, self.start[1] + self.step[1] * number


def way_of(watermark: Watermark, frame: tuple[int, int], size: tuple[int, int]) -> Way | None:
    """The way of a watermark that has ``size`` in the frame; ``None`` for one that stands still.

    The unit of the speeds is not documented, nor where it begins (ci-templates §8.5): it comes from outside on the
    left, at the top, or from above where it does not move to the right.
    """
    slide = watermark.slide_config
    if slide is None or not moves_across(watermark):
        return None
    across, down = (max(0, int(speed or 0)) for speed in (slide.x_slide_speed, slide.y_slide_speed))
    start = (-size[0], 0) if across else (0, -size[1] if down else 0)
    until = [math.ceil((side - at) / step) for side, at, step in zip(frame, start, (across, down), strict=True) if step]
    return Way(start, (across, down), min(until, default=0))


def _along(side: Side, frame: int, length: int, offset: float | None, *, relative: bool) -> int:
    if side == "middle":
        return (frame - length) // 2
    pixels = _nearest(frame * float(offset or 0) / 100 if relative else float(offset or 0))
    return pixels if side == "start" else frame - length - pixels


def is_in_the_middle(watermark: Watermark, offset: str) -> bool:
    """Whether ``offset``, ``dx`` or ``dy``, has no effect."""
    sides = _ACROSS if offset == "dx" else _DOWN
    return sides[position_of(watermark)] == "middle"


def move_watermark(watermark: Watermark, frame: tuple[int, int], rect: Rect) -> Watermark:
    """``watermark`` with the offsets that bring it to ``rect``: whole pixels, or the nearest whole percent.

    Whether the service takes parts of a percent is not documented (ci-templates §8.2). One that leaves the middle of
    an axis, where offsets do nothing, is placed from the nearer side from then on. Offsets stay within what the
    service takes.
    """
    position = position_of(watermark)
    relative = is_in_percent(watermark)
    across = _side(_ACROSS[position], frame[0], rect.x, rect.width)
    down = _side(_DOWN[position], frame[1], rect.y, rect.height)
    if (across, down) != (_ACROSS[position], _DOWN[position]):
        position = _POSITIONS[across, down]
        watermark = watermark.replace(pos=position)
    dx, dy, takes = watermark.dx, watermark.dy, offset_range(watermark)
    if across != "middle":
        dx = _offset(rect.x if across == "start" else frame[0] - rect.right, frame[0], takes, relative=relative)
    if down != "middle":
        dy = _offset(rect.y if down == "start" else frame[1] - rect.bottom, frame[1], takes, relative=relative)
    return watermark.replace(dx=dx, dy=dy)


def scale_offsets(watermark: Watermark, before: tuple[int, int], after: tuple[int, int]) -> Watermark:
    """``watermark`` for a frame of the size ``after``: offsets in pixels go along, those in percent do so anyway."""
    if is_in_percent(watermark):
        return watermark
    takes = offset_range(watermark)

    def scaled(offset: float | None, old: int, new: int) -> float | None:
        if offset is None or old < 1 or not takes.holds(offset):
            return offset
        return _within(takes, _nearest(offset * new / old))

    dx = scaled(watermark.dx, before[0], after[0])
    return watermark.replace(dx=dx, dy=scaled(watermark.dy, before[1], after[1]))


def _side(side: Side, frame: int, at: int, length: int) -> Side:
    """The side to place from along an axis: the middle holds only what lies in it."""
    if side != "middle" or at == (frame - length) // 2:
        return side
    return "start" if 2 * at + length <= frame else "end"


def _offset(pixels: int, frame: int, takes: Range, *, relative: bool) -> int:
    return _within(takes, _nearest(pixels * 100 / frame) if relative else pixels)


def _within(takes: Range, offset: int) -> int:
    return max(takes.low, min(takes.high, offset))
