"""The picture of a result as an FFmpeg graph: every tile where ``layout.place`` says, to the pixel."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from ..errors import BadInput
from ..layout.rect import Rect
from ..model.source import Source
from ..text import say
from .overlay import PIXELS as OVERLAY_PIXELS
from .overlay import Overlay, lay_over

MAX_RATE: Final = 60
DEFAULT_RATE: Final = 25
"""Frames a second when no source tells a rate."""

_COMMON_RATES: Final = tuple(
    Fraction(*rate)
    for rate in ((24000, 1001), (24, 1), (25, 1), (30000, 1001), (30, 1), (50, 1), (60000, 1001), (60, 1))
)

_MAX_SCALED: Final = 32768
"""Pixels; the longest side a tile may have while it is being scaled."""

_SD_MATRICES: Final = ("", "bt470bg", "smpte170m")
"""What a source says of its colours when they are BT.601 or it says nothing."""


_WITH_ALPHA: Final = ("yuva", "gbrap", "rgba", "argb", "bgra", "abgr", "ya", "pal8")
"""Beginnings of FFmpeg's names of pixel formats that may be transparent."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A visible tile: ``rect`` as wished and ``visible``, its part in the frame, in pixels of the frame."""

    url: str
    source: Source
    rect: Rect
    visible: Rect


@dataclass(frozen=True, slots=True)
class Span:
    """The part of the composition that is kept, in seconds, at ``rate`` frames a second."""

    start: float
    end: float
    rate: Fraction

    @property
    def frames(self) -> tuple[int, int]:
        """First frame, and the first one after the end; at least one frame lies between."""
        first = round(self.start * self.rate)
        return first, max(first + 1, round(self.end * self.rate))


def output_rate(wish: float | None, sources: Sequence[Source]) -> Fraction:
    """Frames a second: ``Fps`` if given, else the highest average of the sources, at most 60 (assumed).

    A source of variable rate counts as the next common rate, so that its quick parts stay smooth.
    """
    if wish:
        return min(_tidy(float(wish)), Fraction(MAX_RATE))
    rates = [
        _next_common(source.fps) if source.variable_rate else _tidy(source.fps) for source in sources if source.fps > 0
    ]
    return min(max(rates, default=Fraction(DEFAULT_RATE)), Fraction(MAX_RATE))


def _tidy(rate: float) -> Fraction:
    for common in _COMMON_RATES:
        if abs(rate - common) < 0.005:
            return common
    return max(Fraction(rate).limit_denominator(1001), Fraction(1, 1001))


def _next_common(rate: float) -> Fraction:
    return next((common for common in _COMMON_RATES if common >= rate - 0.05), Fraction(MAX_RATE))


def shown_layers(layers: Sequence[Layer]) -> list[Layer]:
    """``layers`` without those that one later tile hides altogether: nobody sees them, so nobody decodes them."""
    return [
        layer
        for number, layer in enumerate(layers)
        if not any(later.visible.contains(layer.visible) for later in layers[number + 1 :])
    ]


def draw_picture(
    frame: Rect,
    layers: Sequence[Layer],
    order: Mapping[str, int],
    span: Span,
    pixels: str,
    *,
    is_full_range: bool,
    overlays: Sequence[Overlay] = (),
) -> str:
    """A graph from the inputs' pictures to ``[picture]``: ``pixels`` is the format of the result.

    ``order`` numbers the inputs by Url; those of ``overlays`` follow them. It works in 4:2:0 only when that can be
    exact: for a result in 4:2:0 whose edges are all even and over which nothing lies. Otherwise in 4:4:4, where every
    pixel is one of its own.
    """
    is_simple = pixels == "yuv420p" and not overlays and all(map(_is_even, layers))
    work = "yuv420p" if is_simple else OVERLAY_PIXELS
    studio = _Studio(frame, work, _work_matrix([layer.source for layer in layers]), span)
    first, end = span.frames
    finish = [f"{_hold(end)},trim=start_frame={first}:end_frame={end},setpts=PTS-STARTPTS"]
    if overlays:
        matrix = studio.matrix or ("bt709" if _is_hd(frame) else "smpte170m")  # what players guess for the result
        finish[0] += lay_over(overlays, len(order), span.rate, _SCALE_NAMES.get(matrix, matrix), studio.label)
    if is_full_range:
        finish.append("scale=in_range=tv:out_range=pc")
    if work != pixels or is_full_range:
        finish.append(f"format={pixels}")
    return f"{_stack(studio, layers, order)}{','.join(finish)}[picture]"


def _is_even(layer: Layer) -> bool:
    return not any(side % 2 for rect in (layer.rect, layer.visible) for side in rect)


def _work_matrix(sources: Sequence[Source]) -> str:
    """The colour matrix of the result: BT.709, unless every source is BT.601 or says nothing.

    Then the numbers stay as they are, and the result says as little: players guess for it what they guess for
    the sources.
    """
    matrices = {source.matrix for source in sources}
    if not matrices.issubset(_SD_MATRICES):
        return "bt709"
    return "" if "" in matrices or not matrices else "smpte170m"


@dataclass(frozen=True, slots=True)
class _Studio:
    """What all parts of one graph share: the frame, the pixel format and colour matrix they work in, the span."""

    frame: Rect
    pixels: str
    matrix: str
    span: Span

    @property
    def label(self) -> str:
        """Names the colours without touching them, so that FFmpeg inserts no conversion of its own."""
        name = self.matrix or "unknown"
        return f"setparams=range=tv:color_primaries={name}:color_trc={name}:colorspace={name}"

    def black(self, width: int, height: int) -> str:
        return f"color=c=black:s={width}x{height}:r={_text(self.span.rate)},format={self.pixels},{self.label}"

    def chain(self, layer: Layer, pixels: str) -> str:
        """From a decoded source to the visible part of its tile, in step with the frame rate of the result."""
        rate = f"fps={_text(self.span.rate)}:start_time=0"
        fit = [*_fit(layer, self.frame, self._colours(layer.source)), "setsar=1"]
        if layer.source.pixel_format.startswith(_WITH_ALPHA):
            fit.append(f"format={self.pixels}")  # a tile is opaque, wherever it lies
        fit += [f"format={pixels}", self.label]
        is_thinned = layer.source.fps > self.span.rate  # drop pictures before the work, repeat them after it
        return ",".join([rate, *fit] if is_thinned else [*fit, rate])

    def _colours(self, source: Source) -> str:
        """How `scale` has to turn colours; a source that does not say is taken by its size, as players do (assumed)."""
        matrix = source.matrix or ("bt709" if _is_hd(source) else "smpte170m")
        if self.matrix != "bt709" or matrix == "bt709":
            return "out_range=tv"
        given = "" if matrix == "gbr" else f"in_color_matrix={_SCALE_NAMES.get(matrix, 'auto')}:"
        return f"{given}out_color_matrix=bt709:out_range=tv"


_SCALE_NAMES = {
    "bt470bg": "bt601",
    "smpte170m": "bt601",
    "fcc": "fcc",
    "smpte240m": "smpte240m",
    "bt2020nc": "bt2020",
    "bt2020c": "bt2020",
}


def _is_hd(picture: Source | Rect) -> bool:
    return max(picture.width, picture.height) >= 1280 or min(picture.width, picture.height) > 576


def _hold(frames: int) -> str:
    """Repeat the last picture, up to ``frames`` times: without an end FFmpeg may go on for ever."""
    return f"tpad=stop={frames}:stop_mode=clone"


def _text(rate: Fraction) -> str:
    return f"{rate.numerator}/{rate.denominator}"


def _stack(studio: _Studio, layers: Sequence[Layer], order: Mapping[str, int]) -> str:
    """The tiles put together, ending in an open pad for the filters that follow."""
    if layers and layers[0].visible == studio.frame and len(layers) == 1:
        return f"[{order[layers[0].url]}:V:0]{studio.chain(layers[0], studio.pixels)},"
    is_disjoint = not any(a.visible.cut(b.visible) for a, b in itertools.combinations(layers, 2))
    beside = _side_by_side(studio, layers, order) if is_disjoint else None
    return beside or _over_each_other(studio, layers, order)


def _side_by_side(studio: _Studio, layers: Sequence[Layer], order: Mapping[str, int]) -> str | None:
    """Tiles that share no pixel are copied into one picture, the cheapest way; ``None`` if fewer than two parts."""
    parts = [(f"[{order[layer.url]}:V:0]{studio.chain(layer, studio.pixels)}", layer.visible) for layer in layers]
    grain = 2 if studio.pixels == "yuv420p" else 1
    corner = Rect(studio.frame.right - grain, studio.frame.bottom - grain, grain, grain)
    if not any(layer.visible.cut(corner) for layer in layers):
        # The picture reaches as far as its parts: a black corner keeps the size of the frame.
        parts.append((f"{studio.black(grain, grain)},trim=end_frame=1", corner))
    if len(parts) < 2:
        return None
    chains = "".join(f"{chain}[t{number}];" for number, (chain, _) in enumerate(parts))
    pads = "".join(f"[t{number}]" for number in range(len(parts)))
    places = "|".join(f"{rect.x}_{rect.y}" for _, rect in parts)
    is_covered = sum(rect.area for _, rect in parts) == studio.frame.area
    fill = "" if is_covered else ":fill=black"
    return f"{chains}{pads}xstack=inputs={len(parts)}:layout={places}{fill},"


def _over_each_other(studio: _Studio, layers: Sequence[Layer], order: Mapping[str, int]) -> str:
    """Tiles that overlap are laid on a base, in order; the base is black or the tile that fills the frame."""
    is_filled = bool(layers) and layers[0].visible == studio.frame
    end = studio.span.frames[1]
    if is_filled:
        base = f"[{order[layers[0].url]}:V:0]{studio.chain(layers[0], studio.pixels)},{_hold(end)},trim=end_frame={end}"
    else:
        base = f"{studio.black(studio.frame.width, studio.frame.height)},trim=end_frame={end}"
    upper = layers[1:] if is_filled else layers
    clear = studio.pixels.replace("yuv", "yuva")
    chains = "".join(
        f"[{order[layer.url]}:V:0]{studio.chain(layer, clear)}[t{number}];" for number, layer in enumerate(upper)
    )
    overlay = f"eval=init:format={studio.pixels.removesuffix('p')}"
    laid = "".join(
        f"[b{number}];[b{number}][t{number}]overlay=x={layer.visible.x}:y={layer.visible.y}:{overlay}"
        for number, layer in enumerate(upper)
    )
    return f"{chains}{base}{laid},"


def _fit(layer: Layer, frame: Rect, colours: str) -> list[str]:
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
