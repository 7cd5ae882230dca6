"""Watermarks over the finished picture, as a part of FFmpeg's graph: pure text from values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from ..layout.rect import Rect
from ..media.kinds import location
from .colours import Colours

PIXELS = "yuv444p"
"""Watermarks are laid over a picture in which every pixel is one of its own: in 4:2:0 odd places move by a pixel."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """A picture with transparency that lies over the result: ``path`` holds RGBA pixels without padding, as many as
    ``rect`` has; ``start`` and ``end`` are seconds of the result, ``None`` is its end.
    """

    path: Path
    rect: Rect
    start: float = 0.0
    end: float | None = None


def overlay_inputs(overlays: Sequence[Overlay]) -> list[str]:
    """FFmpeg's arguments that open the pictures. They are ours, so nothing is guessed from their content."""
    arguments = []
    for overlay in overlays:
        size = f"{overlay.rect.width}x{overlay.rect.height}"
        kind = ["-f", "rawvideo", "-pixel_format", "rgba", "-video_size", size, "-framerate", "1"]
        arguments += [*kind, "-protocol_whitelist", "file", "-i", location(overlay.path)]
    return arguments


def lay_over(overlays: Sequence[Overlay], first_input: int, rate: Fraction, colours: Colours, pixels: str) -> str:
    """From an open pad of the picture to another one: each watermark over it, a later one over an earlier one.

    The picture begins at 0 seconds, in ``pixels``: `PIXELS`, or the same with ten bits. ``first_input`` is FFmpeg's
    number of the first watermark; ``colours`` are the picture's.
    """
    text, clear = "", pixels.replace("yuv", "yuva")
    for number, overlay in enumerate(overlays):
        turned = f"scale=out_color_matrix={colours.name_for_scale}:out_range=tv:flags=accurate_rnd+full_chroma_int"
        text += (
            f"[under{number}];[{first_input + number}:v:0]{turned},format={clear},{colours.label}[mark{number}];"
            f"[under{number}][mark{number}]overlay=x={overlay.rect.x}:y={overlay.rect.y}:eval=init:format={pixels.removesuffix('p')}"
            f"{_when(overlay, rate)}"
        )
    return text


def _when(overlay: Overlay, rate: Fraction) -> str:
    """From the first picture at or after the start, up to the last one before the end.

    The border lies half a picture before its own, out of reach of how FFmpeg rounds times.
    """
    parts = []
    if overlay.start > 0:
        parts.append(f"gte(t,{_border(overlay.start, rate)})")
    if overlay.end is not None:
        parts.append(f"lt(t,{_border(overlay.end, rate)})")
    return f":enable='{'*'.join(parts)}'" if parts else ""


def _border(seconds: float, rate: Fraction) -> str:
    first = math.ceil(Fraction(str(seconds)) * rate)
    return f"{float((first - Fraction(1, 2)) / rate):.6f}"
