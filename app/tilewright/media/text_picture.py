"""A line of text as a picture: what the canvas shows and what the renderer lays over the video are this same one.

Which typefaces stand in for those of the service, `typefaces` says. A text's box is its line (assumed):
as wide as its letters advance, and as what of the first and the last one reaches beyond that; as high as ascent and
descent of the typefaces used.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from ..assets import resource
from .picture import Picture
from .typefaces import find_cjk_font, latin_file

_COLOUR = re.compile(r"(?:0x|#)?([0-9A-Fa-f]{6})")
WHITE = (255, 255, 255)

LONGEST_TEXT = 200
"""Characters that are drawn; the service takes 64."""

LARGEST_SIZE = 400
"""Pixels of the largest letters that are drawn; the service takes 100."""

_FIRST_CJK = 0x1100


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    font: ImageFont.FreeTypeFont


@functools.lru_cache(maxsize=64)
def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size)


def parse_colour(text: str | None) -> tuple[int, int, int]:
    """Red, green and blue of ``0xRRGGBB``; white for anything else."""
    match = _COLOUR.fullmatch(text or "")
    if match is None:
        return WHITE
    number = int(match[1], 16)
    return number >> 16, number >> 8 & 255, number & 255


def draw_text(
    text: str, size: int, colour: tuple[int, int, int], opacity_percent: float, typeface: str | None = None
) -> Picture:
    """``text`` on one transparent line; ``size`` is that of the letters in pixels of the frame, ``typeface`` the word
    of the service for their face (`FontType`).

    An empty text is a picture of one transparent pixel.
    """
    size = max(1, min(LARGEST_SIZE, size))
    runs = _runs(_line(text), size, typeface)
    if not runs:
        return Picture(1, 1, bytes(4), has_alpha=True)
    ascent = max(run.font.getmetrics()[0] for run in runs)
    descent = max(run.font.getmetrics()[1] for run in runs)
    left = max(0.0, -_ink(runs[0])[0])
    length = sum(run.font.getlength(run.text) for run in runs)
    beyond = max(0.0, _ink(runs[-1])[1] - runs[-1].font.getlength(runs[-1].text))
    mask = Image.new("L", (max(1, math.ceil(left + length + beyond)), ascent + descent))
    pen = ImageDraw.Draw(mask)
    x = left
    for run in runs:
        pen.text((x, ascent), run.text, fill=255, font=run.font, anchor="ls")
        x += run.font.getlength(run.text)
    share = max(0.0, min(100.0, opacity_percent)) / 100
    image = Image.new("RGBA", mask.size, (*colour, 0))
    image.putalpha(mask.point([round(level * share) for level in range(256)]))
    return Picture(image.width, image.height, image.tobytes(), has_alpha=True)


def _ink(run: _Run) -> tuple[float, float]:
    """Where its letters begin and end, from its own beginning."""
    left, _, right, _ = run.font.getbbox(run.text, anchor="ls")
    return left, right


def _line(text: str) -> str:
    return " ".join(text.split())[:LONGEST_TEXT]


def _runs(text: str, size: int, typeface: str | None) -> list[_Run]:
    """``text`` in pieces of one typeface each."""
    usual = _font(resource("fonts", latin_file(typeface)), size)
    path = find_cjk_font(typeface) if has_cjk(text) else None
    other = _font(path, size) if path else usual
    groups = itertools.groupby(text, key=_is_cjk)
    return [_Run("".join(letters), other if is_cjk else usual) for is_cjk, letters in groups]


def has_cjk(text: str) -> bool:
    """Whether the line has letters that need a CJK typeface of the system."""
    return any(map(_is_cjk, _line(text)))


def _is_cjk(letter: str) -> bool:
    """Above U+1100, but for punctuation, signs and currencies that Inter has."""
    return ord(letter) >= _FIRST_CJK and not 0x1E00 <= ord(letter) < 0x2E80
