"""The tiles of a result put together in FFmpeg's graph: beside each other where they can be, else one over another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..layout.rect import Rect
from .colours import Colours, tone_map
from .layers import Layer, fit
from .overlay import Ground, Numbered, lay_over
from .timing import Span


@dataclass(frozen=True, slots=True)
class Studio:
    """What all parts of one graph share: the frame, the pixel format and colours they work in, the span."""

    frame: Rect
    pixels: str
    colours: Colours
    span: Span

    @property
    def grain(self) -> int:
        """How many pixels share one colour, along each axis."""
        return 2 if self.pixels.startswith("yuv420p") else 1

    def ground(self, first: int) -> Ground:
        """For watermarks over a picture that becomes the result from its picture ``first`` on."""
        begin, end = self.span.frames
        return Ground(
            self.frame,
            self.pixels,
            self.span.rate,
            self.colours.name_for_scale,
            self.colours.label,
            first,
            first + end - begin,
        )

    def black(self, width: int, height: int) -> str:
        return f"color=c=black:s={width}x{height}:r={_text(self.span.rate)},format={self.pixels},{self.colours.label}"

    def chain(self, layer: Layer, pixels: str) -> str:
        """From a decoded source to the visible part of its tile, in step with the frame rate of the result."""
        # A source that ends within its first picture of the result is that picture all the same.
        rate = f"fps={_text(self.span.rate)}:start_time=0:eof_action=pass"
        steps = [*fit(layer, self.frame, self.colours.options_for(layer.source), self.grain), "setsar=1"]
        steps += tone_map(layer.source)
        if layer.may_be_transparent or layer.source.is_hdr:
            steps.append(f"format={self.pixels}")  # a tile is opaque, wherever it lies
        steps += [f"format={pixels}", self.colours.label]
        is_thinned = layer.source.fps > self.span.rate  # drop pictures before the work, repeat them after it
        return ",".join([rate, *steps] if is_thinned else [*steps, rate])


def stack(studio: Studio, layers: Sequence[Layer], order: Mapping[str, int], beneath: Numbered = ()) -> str:
    """The tiles put together, ending in an open pad for the filters that follow.

    Those that lie on no earlier one are the ground, the others are laid on it in order; with images ``beneath`` them
    all are laid on those.
    """
    ground, upper = _split(layers) if not beneath else ([], list(layers))
    chains = _Chains(studio, order)
    if len(ground) == 1 and ground[0].visible == studio.frame:
        base = chains.text_of(ground[0], studio.pixels)
    elif not beneath and (beside := _side_by_side(chains, ground)):
        base = beside
    else:
        ground, upper = [], list(layers)
        base = studio.black(studio.frame.width, studio.frame.height)
    if upper or not ground:
        end = studio.span.frames[1]
        base += f",{hold(end)},trim=end_frame={end}" if ground else f",trim=end_frame={end}"
    base += lay_over(beneath, studio.ground(studio.span.frames[0]))
    laid = _laid(chains, upper)
    return f"{chains.made()}{base}{laid},"


def _split(layers: Sequence[Layer]) -> tuple[list[Layer], list[Layer]]:
    """The tiles that lie on no earlier one, which share no pixel, and the rest."""
    ground: list[Layer] = []
    upper: list[Layer] = []
    for number, layer in enumerate(layers):
        is_free = not any(layer.visible.overlaps(earlier.visible) for earlier in layers[:number])
        (ground if is_free else upper).append(layer)
    return ground, upper


class _Chains:
    """The tiles' chains of filters: what several tiles have in common is decoded, scaled and cut once."""

    def __init__(self, studio: Studio, order: Mapping[str, int]) -> None:
        self.studio, self._order = studio, order
        self._pads: dict[str, list[str]] = {}
        self._count = 0

    def text_of(self, layer: Layer, pixels: str) -> str:
        return f"[{self._order[layer.url]}:V:{layer.source.picture_track}]{self.studio.chain(layer, pixels)}"

    def add(self, layer: Layer, pixels: str) -> str:
        """The pad that gives the tile in ``pixels``."""
        return self.add_text(self.text_of(layer, pixels))

    def add_text(self, text: str) -> str:
        pad = f"[t{self._count}]"
        self._count += 1
        self._pads.setdefault(text, []).append(pad)
        return pad

    def made(self) -> str:
        """All chains that were asked for; those of one text are one, which is split."""
        split = {text: f",split={len(pads)}" if len(pads) > 1 else "" for text, pads in self._pads.items()}
        return "".join(f"{text}{split[text]}{''.join(pads)};" for text, pads in self._pads.items())


def _side_by_side(chains: _Chains, layers: Sequence[Layer]) -> str | None:
    """Tiles that share no pixel are copied into one picture, the cheapest way; ``None`` if fewer than two parts."""
    studio = chains.studio
    grain = studio.grain
    corner = Rect(studio.frame.right - grain, studio.frame.bottom - grain, grain, grain)
    # The picture reaches as far as its parts: a black corner keeps the size of the frame.
    is_reached = any(layer.visible.cut(corner) for layer in layers)
    rects = [*(layer.visible for layer in layers), *(() if is_reached else (corner,))]
    if len(rects) < 2:
        return None
    pads = "".join(chains.add(layer, studio.pixels) for layer in layers)
    if not is_reached:
        pads += chains.add_text(f"{studio.black(grain, grain)},trim=end_frame=1")
    places = "|".join(f"{rect.x}_{rect.y}" for rect in rects)
    is_covered = sum(rect.area for rect in rects) == studio.frame.area
    return f"{pads}xstack=inputs={len(rects)}:layout={places}{'' if is_covered else ':fill=black'}"


def _laid(chains: _Chains, layers: Sequence[Layer]) -> str:
    """Tiles laid in order on what an open pad gives, leaving another one open."""
    pixels = chains.studio.pixels
    clear = pixels.replace("yuv", "yuva")
    return "".join(
        f"[b{number}];[b{number}]{chains.add(layer, clear)}overlay=x={layer.visible.x}:y={layer.visible.y}"
        f":eval=init:format={pixels.removesuffix('p')}"
        for number, layer in enumerate(layers)
    )


def hold(frames: int) -> str:
    """Repeat the last picture, up to ``frames`` times: without an end FFmpeg may go on for ever."""
    return f"tpad=stop={frames}:stop_mode=clone"


def _text(rate: Fraction) -> str:
    return f"{rate.numerator}/{rate.denominator}"
