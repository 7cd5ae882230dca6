"""Watermarks over the finished picture, as a part of FFmpeg's graph: pure text from values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from ..layout.rect import Rect
from ..layout.watermarks import Way
from ..media.animation import Pace
from ..media.kinds import location

PIXELS = "yuv444p"
"""Watermarks are laid over pixels of which each has its own colour: in 4:2:0 odd places move by a pixel."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """A picture with transparency that lies over the result, or between the black ground and the tiles: ``path`` holds
    RGBA pixels without padding, as many as ``rect`` has; ``start`` and ``end`` are seconds of the result, ``None`` is
    its end. Of one that moves on a ``way``, ``rect`` is where it is when it appears. Of one whose picture changes,
    ``path`` holds all pictures, which follow each other at a ``pace`` from when it appears.
    """

    path: Path
    rect: Rect
    start: float = 0.0
    end: float | None = None
    is_beneath: bool = False
    way: Way | None = None
    pace: Pace | None = None


Numbered = Sequence[tuple[int, Overlay]]
"""Watermarks with FFmpeg's numbers of their inputs."""


def overlay_inputs(overlays: Sequence[Overlay], seconds: float) -> list[str]:
    """FFmpeg's arguments that open the pictures for a result so long. They are ours, so nothing is guessed from their
    content.
    """
    arguments = []
    for overlay in overlays:
        size = f"{overlay.rect.width}x{overlay.rect.height}"
        kind = ["-f", "rawvideo", "-pixel_format", "rgba", "-video_size", size, "-framerate", "1"]
        again = _times(overlay.pace, seconds) - 1
        arguments += ["-stream_loop", str(again)] if again else []
        arguments += [*kind, "-protocol_whitelist", "file", "-i", location(overlay.path)]
    return arguments


def _times(pace: Pace | None, seconds: float) -> int:
    """How often the pictures are needed; a finite number, as FFmpeg sometimes does not stop an endless input."""
    if pace is None:
        return 1
    needed = max(1, math.ceil(seconds * 1_000_000 / pace.length))
    return min(needed, pace.plays) if pace.plays else needed


@dataclass(frozen=True, slots=True)
class Ground:
    """What watermarks are laid over: a picture that begins at 0 seconds, the size of ``frame``, in ``pixels``.

    ``matrix`` is that of its colours by the name that `scale` knows, ``label`` names them as the picture does. The
    result begins with its picture ``first``, and ends before its picture ``end``.
    """

    frame: Rect
    pixels: str
    rate: Fraction
    matrix: str
    label: str
    first: int
    end: int


def is_small(overlays: Sequence[Overlay], frame: Rect) -> bool:
    """Whether it is cheaper to turn the watermarks' own parts of a picture in 4:2:0 into 4:4:4 than all of it."""
    if any(overlay.way for overlay in overlays):
        return False
    return 2 * sum(_even(overlay.rect, frame).area for overlay in overlays) < frame.area


def lay_over(overlays: Numbered, ground: Ground) -> str:
    """From an open pad of the picture to another one: each watermark over it, a later one over an earlier one.

    Of a picture in 4:2:0, only the part that a watermark needs is turned into
    `PIXELS` and back: the rest is left as it is.
    """
    return "".join(_lay_one(number, overlay, ground) for number, overlay in overlays)


def _lay_one(number: int, overlay: Overlay, ground: Ground) -> str:
    colours = f"scale=out_color_matrix={ground.matrix}:out_range=tv:flags=accurate_rnd+full_chroma_int"
    pixels = ground.pixels.replace("yuv420", "yuv444")  # as many bits
    timed = _timed(overlay, ground)
    mark = f"[{number}:v:0]{timed}{colours},format={pixels.replace('yuv', 'yuva')},{ground.label}[mark{number}];"
    under, rect = f"[under{number}]", overlay.rect
    if ground.pixels == pixels:
        return f"{under};{mark}{under}{_laid(number, overlay, (rect.x, rect.y), pixels, ground)}"
    box = _even(rect, ground.frame)
    part, whole, done = f"[part{number}]", f"[whole{number}]", f"[done{number}]"
    crop = f"crop={box.width}:{box.height}:{box.x}:{box.y}:exact=1,format={pixels}"
    laid = _laid(number, overlay, (rect.x - box.x, rect.y - box.y), pixels, ground)
    back = f"overlay=x={box.x}:y={box.y}:eval=init:format={ground.pixels.removesuffix('p')}"
    return (
        f",split{whole}{part};{mark}{part}{crop}{under};{under}{laid},format={ground.pixels}{done};{whole}{done}{back}"
    )


def _laid(number: int, overlay: Overlay, corner: tuple[int, int], pixels: str, ground: Ground) -> str:
    begin = ground.first + _picture(overlay.start, ground.rate)
    x, y = corner
    place = f"x={x}:y={y}:eval=init"
    if (way := overlay.way) and way.pictures:
        now = f"floor(t*{ground.rate.numerator}/{ground.rate.denominator}+0.5)"  # `n` counts from 1 in some releases
        moved = f"mod({now}-{begin},{way.pictures})"
        place = f"x='{x}+{way.step[0]}*{moved}':y='{y}+{way.step[1]}*{moved}':eval=frame"
    return f"[mark{number}]overlay={place}:format={pixels.removesuffix('p')}{_when(overlay, begin, ground)}"


def _timed(overlay: Overlay, ground: Ground) -> str:
    """Filters, with a comma behind them, that give each picture of an animated one its time, whatever FFmpeg takes that
    of its file for; empty for one picture. None comes after the last picture of the ground: `overlay` would go on.
    """
    if overlay.pace is None:
        return ""
    pace, count = overlay.pace, len(overlay.pace.starts)
    begin = _microseconds(ground.first + _picture(overlay.start, ground.rate), ground.rate)
    unit = math.gcd(pace.length, *pace.starts)  # shorter numbers
    within = _looked_up([start // unit for start in pace.starts])
    times = f"st(0,mod(N,{count}));{begin}+{unit}*(floor(N/{count})*{pace.length // unit}+{within})"
    return f"settb=1/1000000,setpts='{times}',trim=end_pts={_microseconds(ground.end - 1, ground.rate) + 1},"


def _microseconds(picture: int, rate: Fraction) -> int:
    """The last one before that picture is shown, or its own."""
    return math.floor(1_000_000 * picture / rate)


def _looked_up(starts: Sequence[int], first: int = 0) -> str:
    """The expression that gives, for a number in FFmpeg's variable 0, that of ``starts``, which begin with ``first``:
    halved until what is left goes on in equal steps.
    """
    step = starts[1] - starts[0] if len(starts) > 1 else 0
    if all(start == starts[0] + number * step for number, start in enumerate(starts)):
        return f"({starts[0] - first * step}+{step}*ld(0))"
    half = len(starts) // 2
    below, above = _looked_up(starts[:half], first), _looked_up(starts[half:], first + half)
    return f"if(lt(ld(0),{first + half}),{below},{above})"


def _even(rect: Rect, frame: Rect) -> Rect:
    """The smallest part of ``frame`` around ``rect`` that pictures in 4:2:0 can be cut to."""
    left, top = rect.x // 2 * 2, rect.y // 2 * 2
    right, bottom = rect.right + rect.right % 2, rect.bottom + rect.bottom % 2
    around = Rect(left, top, right - left, bottom - top)
    return around.cut(frame) or around


def _when(overlay: Overlay, begin: int, ground: Ground) -> str:
    """From the picture ``begin`` on, the first one at or after the start, up to the last one before the end."""
    parts = []
    if begin > 0:
        parts.append(f"gte(t,{_border(begin, ground.rate)})")
    if overlay.end is not None:
        parts.append(f"lt(t,{_border(ground.first + _picture(overlay.end, ground.rate), ground.rate)})")
    return f":enable='{'*'.join(parts)}'" if parts else ""


def _picture(seconds: float, rate: Fraction) -> int:
    """The number of the first picture at or after that time."""
    return math.ceil(Fraction(str(seconds)) * rate)


def _border(picture: int, rate: Fraction) -> str:
    """Half a picture before that one, out of reach of how FFmpeg rounds times."""
    return f"{float((picture - Fraction(1, 2)) / rate):.6f}"
