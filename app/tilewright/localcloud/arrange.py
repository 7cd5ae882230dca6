"""The tiles of a result put together in FFmpeg's graph: beside each other where they can be, else one over another."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..layout.rect import Rect
from .colours import Colours
from .layers import Layer, fit
from .timing import Span


@dataclass(frozen=True, slots=True)
class Studio:
    """What all parts of one graph share: the frame, the pixel format and colours they work in, the span."""

    frame: Rect
    pixels: str
    colours: Colours
    span: Span

    def black(self, width: int, height: int) -> str:
        return f"color=c=black:s={width}x{height}:r={_text(self.span.rate)},format={self.pixels},{self.colours.label}"

    def chain(self, layer: Layer, pixels: str) -> str:
        """From a decoded source to the visible part of its tile, in step with the frame rate of the result."""
        # A source that ends within its first picture of the result is that picture all the same.
        rate = f"fps={_text(self.span.rate)}:start_time=0:eof_action=pass"
        steps = [*fit(layer, self.frame, self.colours.options_for(layer.source)), "setsar=1"]
        if layer.may_be_transparent:
            steps.append(f"format={self.pixels}")  # a tile is opaque, wherever it lies
        steps += [f"format={pixels}", self.colours.label]
        is_thinned = layer.source.fps > self.span.rate  # drop pictures before the work, repeat them after it
        return ",".join([rate, *steps] if is_thinned else [*steps, rate])


def stack(studio: Studio, layers: Sequence[Layer], order: Mapping[str, int]) -> str:
    """The tiles put together, ending in an open pad for the filters that follow."""
    if layers and layers[0].visible == studio.frame and len(layers) == 1:
        return f"[{order[layers[0].url]}:V:0]{studio.chain(layers[0], studio.pixels)},"
    is_disjoint = not any(a.visible.cut(b.visible) for a, b in itertools.combinations(layers, 2))
    beside = _side_by_side(studio, layers, order) if is_disjoint else None
    return beside or _over_each_other(studio, layers, order)


def _side_by_side(studio: Studio, layers: Sequence[Layer], order: Mapping[str, int]) -> str | None:
    """Tiles that share no pixel are copied into one picture, the cheapest way; ``None`` if fewer than two parts."""
    parts = [(f"[{order[layer.url]}:V:0]{studio.chain(layer, studio.pixels)}", layer.visible) for layer in layers]
    grain = 2 if studio.pixels.startswith("yuv420p") else 1
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


def _over_each_other(studio: Studio, layers: Sequence[Layer], order: Mapping[str, int]) -> str:
    """Tiles that overlap are laid on a base, in order; the base is black or the tile that fills the frame."""
    is_filled = bool(layers) and layers[0].visible == studio.frame
    end = studio.span.frames[1]
    if is_filled:
        base = f"[{order[layers[0].url]}:V:0]{studio.chain(layers[0], studio.pixels)},{hold(end)},trim=end_frame={end}"
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


def hold(frames: int) -> str:
    """Repeat the last picture, up to ``frames`` times: without an end FFmpeg may go on for ever."""
    return f"tpad=stop={frames}:stop_mode=clone"


def _text(rate: Fraction) -> str:
    return f"{rate.numerator}/{rate.denominator}"
