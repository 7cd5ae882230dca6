"""The picture of a result as an FFmpeg graph: every tile where ``layout.place`` says, to the pixel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..layout.rect import Rect
from .arrange import Studio, hold, stack
from .colours import colours_of
from .finishing import NO_FINISHING, Finishing
from .layers import Layer
from .overlay import PIXELS as OVERLAY_PIXELS
from .overlay import Overlay, lay_over
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
    only when that can be exact: for a result in 4:2:0 whose edges are all even and over which nothing lies. Otherwise
    in 4:4:4, where every pixel is one of its own. With ten bits when the result has them.
    """
    is_simple = pixels in {"yuv420p", "yuv420p10"} and not overlays and finishing.is_even
    is_simple = is_simple and all(map(_is_even, layers))
    deep = "p10" if pixels.endswith("p10") else "p"
    work = pixels if is_simple else OVERLAY_PIXELS.removesuffix("p") + deep
    colours = colours_of([layer.source for layer in layers], frame)
    studio = Studio(frame, work, colours, span)
    first, end = span.frames
    finish = [f"{hold(end)},trim=start_frame={first}:end_frame={end},setpts=PTS-STARTPTS"]
    if overlays:
        finish[0] += lay_over(overlays, len(order), span.rate, colours, work)
    finish += finishing.filters
    if is_full_range:
        finish.append("scale=in_range=tv:out_range=pc")
    if work != pixels or is_full_range:
        finish.append(f"format={pixels}")
    finish += finishing.marks
    return f"{stack(studio, layers, order)}{','.join(finish)}[picture]"


def _is_even(layer: Layer) -> bool:
    return not any(side % 2 for rect in (layer.rect, layer.visible) for side in rect)
