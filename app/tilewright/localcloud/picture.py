"""The picture of a result as an FFmpeg graph: every tile where ``layout.place`` says, to the pixel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..layout.rect import Rect, is_covered
from .arrange import Studio, hold, stack
from .colours import colours_of
from .finishing import NO_FINISHING, Finishing
from .layers import Layer
from .overlay import PIXELS as OVERLAY_PIXELS
from .overlay import Numbered, Overlay, is_small, lay_over
from .timing import Span


def draw_picture(
    frame: Rect,
    layers: Sequence[Layer],
    order: Mapping[str, int],
    span: Span,
    pixels: str,
    *,
    is_full_range: bool,
    overlays: Sequence[Overlay] = (),
    finishing: Finishing = NO_FINISHING,
) -> str:
    """A graph from the inputs' pictures to ``[picture]``: ``pixels`` is the format of the result.

    ``order`` numbers the inputs by Url; those of ``overlays`` follow them; ``finishing`` comes last. It works in 4:2:0
    only where that can be exact: for a result in 4:2:0 with all edges of tiles even, but for the parts of it over which
    watermarks lie. Otherwise in 4:4:4, where every pixel is one of its own. With ten bits when the result has them.
    """
    beneath, above = _parted(overlays, len(order), frame, layers)
    is_simple = pixels in {"yuv420p", "yuv420p10"} and finishing.is_even and all(map(_is_even, layers))
    is_simple = is_simple and is_small([overlay for _, overlay in (*beneath, *above)], frame)
    deep = "p10" if pixels.endswith("p10") else "p"
    work = pixels if is_simple else OVERLAY_PIXELS.removesuffix("p") + deep
    studio = Studio(frame, work, colours_of([layer.source for layer in layers], frame), span)
    first, end = span.frames
    finish = [f"{hold(end)},trim=start_frame={first}:end_frame={end},setpts=PTS-STARTPTS"]
    finish[0] += lay_over(above, studio.ground(0))
    finish += finishing.filters
    if is_full_range:
        finish.append("scale=in_range=tv:out_range=pc")
    if work != pixels or is_full_range:
        finish.append(f"format={pixels}")
    finish += finishing.marks
    return f"{stack(studio, layers, order, beneath)}{','.join(finish)}[picture]"


def _parted(overlays: Sequence[Overlay], first: int, frame: Rect, layers: Sequence[Layer]) -> tuple[Numbered, Numbered]:
    """Those beneath the tiles, if anything of them can be seen, and those above; ``first`` numbers the first."""
    numbered = list(enumerate(overlays, first))
    is_ground_seen = not is_covered(frame, (layer.visible for layer in layers))
    beneath = [one for one in numbered if one[1].is_beneath and is_ground_seen]
    return beneath, [one for one in numbered if not one[1].is_beneath]


def _is_even(layer: Layer) -> bool:
    return not any(side % 2 for rect in (layer.rect, layer.visible) for side in rect)
