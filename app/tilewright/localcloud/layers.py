"""Tiles as they are seen, and how a source becomes one: stretched to its size, cut to what lies in the frame."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ..errors import BadInput
from ..layout.rect import Rect, is_covered
from ..model.source import Source
from ..text import say

_MAX_SCALED: Final = 32768
"""Pixels; the longest side a tile may have while it is being scaled."""

_WITH_ALPHA: Final = ("yuva", "gbrap", "rgba", "argb", "bgra", "abgr", "ya", "pal8")
"""Beginnings of FFmpeg's names of pixel formats that may be transparent."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A visible tile: ``rect`` as wished and ``visible``, its part in the frame, in pixels of the frame."""

    url: str
    source: Source
    rect: Rect
    visible: Rect

    @property
    def may_be_transparent(self) -> bool:
        return self.source.pixel_format.startswith(_WITH_ALPHA)


def shown_layers(layers: Sequence[Layer]) -> list[Layer]:
    """``layers`` without those that later tiles hide together: nobody sees them, so nobody decodes them."""
    return [
        layer
        for number, layer in enumerate(layers)
        if not is_covered(layer.visible, (later.visible for later in layers[number + 1 :]))
    ]


def fit(layer: Layer, frame: Rect, colours: str) -> list[str]:
    """Stretch the source to the tile's size exactly (A4) and keep the visible part (A3)."""
    rect, visible = layer.rect, layer.visible
    if rect == visible:
        return [f"scale={rect.width}:{rect.height}:{colours}"]
    width, height = layer.source.coded_width, layer.source.coded_height
    if layer.source.rotation % 180:
        width, height = height, width
    is_huge = rect.area > 4 * frame.area
    across = _cut_axis(rect.width, visible.x - rect.x, visible.width, width if is_huge else 0)
    down = _cut_axis(rect.height, visible.y - rect.y, visible.height, height if is_huge else 0)
    cut = f"crop={across.length}:{down.length}:{across.start}:{down.start}:exact=1"
    scale = f"scale={across.scaled}:{down.scaled}:{colours}"
    rest = f"crop={visible.width}:{visible.height}:{across.offset}:{down.offset}:exact=1"
    return [*([cut] if is_huge else []), scale, rest]


@dataclass(frozen=True, slots=True)
class _Axis:
    """A cut tile along one axis: source pixels kept (``start``, ``length``), their ``scaled`` length, ``offset``."""

    start: int
    length: int
    scaled: int
    offset: int


def _cut_axis(wished: int, hidden: int, seen: int, source: int) -> _Axis:
    """Cut a tile ``wished`` long, ``seen`` after ``hidden`` pixels; ``source`` is its source's side, 0 to keep all.

    Of a huge tile only the source pixels that are seen, and some around them, are scaled. Edges of the tile
    that are seen stay exact, since the ends of the source are the ends of the tile.
    """
    if not source:
        return _Axis(0, 0, wished, hidden)
    start = max(0, hidden * source // wished - 3) // 2 * 2
    end = min(source, math.ceil((hidden + seen) * source / wished) + 3)
    end = min(source, end + end % 2)
    before, after = round(start * wished / source), round(end * wished / source)
    if after - before > _MAX_SCALED:
        raise BadInput(say("A tile is {wished} pixels long.", wished=wished), "Make it smaller.")
    return _Axis(start, end - start, after - before, hidden - before)
