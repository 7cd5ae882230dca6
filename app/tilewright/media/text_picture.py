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
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from ..assets import resource
from .picture import Picture
from .typefaces import find_cjk_fonts, latin_file

_COLOUR = re.compile(r"(?:0x|#)?([0-9A-Fa-f]{6})")
WHITE = (255, 255, 255)

LONGEST_TEXT = 200
"""Characters that are drawn; the service takes 64."""

LARGEST_SIZE = 400
"""Pixels of the largest letters that are drawn; the service takes 100."""

_FIRST_CJK = 0x1100

_NOBODYS = "\uffff"
"""A code of Unicode that is none of a letter: every typeface draws its box for it."""

_JUDGED_SIZE = 64
"""Pixels of the letters that are compared with the box."""


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
    usual, other = (_font(path, size) for path in _files(text, typeface))
    groups = itertools.groupby(text, key=_is_cjk)
    return [_Run("".join(letters), other if is_cjk else usual) for is_cjk, letters in groups]


def _files(line: str, typeface: str | None) -> tuple[Path, Path]:
    """The files for its Latin and for its CJK letters: of the latter the first one that has all of them, else the
    best; the former where the system has none.
    """
    usual = resource("fonts", latin_file(typeface))
    letters = "".join(filter(_is_cjk, line))
    if not letters:
        return usual, usual
    found = find_cjk_fonts(typeface)
    best = found[0] if found else usual
    return usual, next((path for path in found if not _missing(path, letters)), best)


def letters_without_glyph(text: str, typeface: str | None = None) -> str:
    """Those letters of the line, each once and in its order, in whose place `draw_text` draws a box."""
    line = _line(text)
    usual, other = _files(line, typeface)
    missing = _missing(usual, "".join(letter for letter in line if not _is_cjk(letter)))
    return missing + "".join(
        letter for letter in _missing(other, "".join(filter(_is_cjk, line))) if letter not in missing
    )


def _missing(path: Path, letters: str) -> str:
    """Marks are put together with their letters before they are looked up, as the typeface is asked in either way."""
    joined = dict.fromkeys(unicodedata.normalize("NFC", letters))
    return "".join(
        letter
        for letter in joined
        if not all(_has_glyph(path, part) for part in unicodedata.normalize("NFD", letter))
        and not _has_glyph(path, letter)
    )


@functools.lru_cache(maxsize=4096)
def _has_glyph(path: Path, letter: str) -> bool:
    """Whether it is drawn otherwise than what no typeface has. A space is, and what is not to be seen at all."""
    try:
        return letter.isspace() or _shape(path, letter) != _shape(path, _NOBODYS)
    except OSError:  # a damaged file among those of the system
        return False


def _shape(path: Path, letter: str) -> tuple[float, tuple[int, int], bytes]:
    font = _font(path, _JUDGED_SIZE)
    mask = font.getmask(letter)
    return font.getlength(letter), mask.size, bytes(mask)


def _is_cjk(letter: str) -> bool:
    """Above U+1100, but for punctuation, signs and currencies that Inter has."""
    return ord(letter) >= _FIRST_CJK and not 0x1E00 <= ord(letter) < 0x2E80
