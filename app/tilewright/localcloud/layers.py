"""Tiles as they are seen, and how a source becomes one: stretched to its size, cut to what lies in the frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ..errors import BadInput
from ..layout.rect import Rect, is_covered, uncovered
from ..model.source import Source
from ..text import say
from .cutting import Cut, Stretch

_MAX_SCALED: Final = 32768
"""Pixels; the longest side a tile may have while it is being scaled."""

_WITH_ALPHA: Final = ("yuva", "gbrap", "rgba", "argb", "bgra", "abgr", "ya", "pal8")
"""Beginnings of FFmpeg's names of pixel formats that may be transparent."""

_PLAIN: Final = ("yuv420", "yuv422", "yuv444", "yuvj42", "yuvj444", "yuva42", "yuva444", "nv12", "p010", "gray", "gbr")
"""Beginnings of names of formats in which a colour stands for at most two pixels, along each axis."""


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

    @property
    def upright(self) -> tuple[int, int]:
        """Width and height of the pictures that FFmpeg's graph is given: turned, but not stretched."""
        width, height = self.source.coded_width, self.source.coded_height
        return (height, width) if self.source.rotation % 180 else (width, height)

    @property
    def can_be_cut(self) -> bool:
        """Whether a part of its source can be scaled as it would be in the whole."""
        return self.source.pixel_format.startswith(_PLAIN)


def shown_layers(layers: Sequence[Layer]) -> list[Layer]:
    """``layers`` without those that later tiles hide together: nobody sees them, so nobody decodes them."""
    return [
        layer
        for number, layer in enumerate(layers)
        if not is_covered(layer.visible, (later.visible for later in layers[number + 1 :]))
    ]


def without_hidden_parts(layers: Sequence[Layer]) -> list[Layer]:
    """Each reduced to the box around what later ones leave of it, where that saves enough. Those that look alike, which
    are made once, stay alike.
    """
    boxes: dict[_Look, Rect] = {}
    for number, layer in enumerate(layers):
        box, look = _seen_box(layer.visible, [later.visible for later in layers[number + 1 :]]), _look(layer)
        moved = Rect(box.x - layer.visible.x, box.y - layer.visible.y, box.width, box.height)
        boxes[look] = moved.joined(boxes.get(look, moved))
    return [_reduced(layer, boxes[_look(layer)]) for layer in layers]


_Look = tuple[str, int, int, Rect]


def _look(layer: Layer) -> _Look:
    """What two layers have in common whose pixels are the same."""
    rect, visible = layer.rect, layer.visible
    return layer.url, rect.width, rect.height, visible._replace(x=visible.x - rect.x, y=visible.y - rect.y)


def _seen_box(visible: Rect, covers: Sequence[Rect]) -> Rect:
    """The smallest rectangle around what ``covers`` leave of it, or all of it where that is hardly less."""
    box: Rect | None = None
    for part in uncovered(visible, covers, most=5_000):
        box = part if box is None else box.joined(part)
        if not _is_worth(box.area, visible.area):
            return visible
    return box or visible


def _reduced(layer: Layer, part: Rect) -> Layer:
    """With ``part``, counted from the corner of its visible part, as all that is visible."""
    visible = layer.visible
    if not _is_worth(part.area, visible.area):
        return layer
    return replace(layer, visible=part._replace(x=part.x + visible.x, y=part.y + visible.y))


def _is_worth(part: int, whole: int) -> bool:
    """Whether a part of so many pixels costs enough less than the whole: a cut and another way of putting tiles
    together cost something, too.
    """
    return 4 * part <= 3 * whole


def fit(layer: Layer, frame: Rect, colours: str, grain: int) -> list[str]:
    """Stretch the source to the tile's size exactly (A4) and keep the visible part (A3); ``grain`` pixels of the result
    share one colour, along each axis. Of a tile of which much is not seen only a part of the source is scaled.
    """
    rect, visible = layer.rect, layer.visible
    if rect == visible:
        return [f"scale={rect.width}:{rect.height}:{colours}"]
    across, down = _cuts(layer, frame, grain)
    scale = f"scale={across.scaled}:{down.scaled}:{colours}"
    rest = f"crop={visible.width}:{visible.height}:{across.offset}:{down.offset}:exact=1"
    width, height = layer.upright
    if (across.length, down.length) == (width, height):
        return [scale, rest]
    # `crop` does not follow a source that changes its size on the way, and would read beyond a smaller picture. This
    # `scale` does, and does nothing to all others.
    steady = f"scale={width}:{height}"
    return [steady, f"crop={across.length}:{down.length}:{across.start}:{down.start}:exact=1", scale, rest]


def _cuts(layer: Layer, frame: Rect, grain: int) -> tuple[Cut, Cut]:
    """Across and down. A huge tile is cut in any case, where pixels nearly meet: it would take too much memory."""
    rect, visible = layer.rect, layer.visible
    width, height = layer.upright
    across = Stretch(width, rect.width, visible.x - rect.x, visible.width, grain)
    down = Stretch(height, rect.height, visible.y - rect.y, visible.height, grain)
    cuts = (across.exact(), down.exact()) if layer.can_be_cut else (across.whole(), down.whole())
    area = cuts[0].scaled * cuts[1].scaled
    if area > 4 * frame.area:
        cuts = across.nearest(), down.nearest()
        longest = max(cuts[0].scaled, cuts[1].scaled)
        if longest > _MAX_SCALED:
            raise BadInput(
                say("A tile is {wished} pixels long.", wished=max(rect.width, rect.height)), "Make it smaller."
            )
    elif not _is_worth(area, rect.area):
        return across.whole(), down.whole()
    return cuts
