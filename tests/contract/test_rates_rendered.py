"""Sources of even and of varying rates in results of any rate: each picture is shown in its time, to half a picture."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.clips import clip, ffmpeg
from support.pictures import read_pictures
from support.rendering import EXACT, compose, render
from tilewright.layout.rect import Rect
from tilewright.media.probe import probe

FRAME = (128, 128)
STEP = 8
"""Levels between a picture and the next one."""

UNEVEN = (0, 2, 3, 10, 11, 12, 18, 30, 31, 39)
"""Of two seconds at 20 pictures a second, those that a camera of a varying rate took."""


def counted(path: Path, numbers: tuple[int, ...], rate: int, *options: str) -> Path:
    """Picture number n of ``rate`` a second is grey, lighter by ``STEP`` the more there were before it."""
    kept = "+".join(f"eq(n,{number})" for number in numbers)
    source = f"color=s=64x64:r={rate}:d={(numbers[-1] + 1) / rate}"
    grey = f"format=yuv420p,select='{kept}',geq=lum='24+{STEP}*N':cb=128:cr=128"
    ffmpeg("-f", "lavfi", "-i", source, "-vf", grey, "-fps_mode", "vfr", *options, "-c:v", "libx264", "-crf", "1",
           str(path))  # fmt: skip
    return path


def shown_numbers(result: Path) -> list[int]:
    """The number of the picture of the source that each one of the result shows."""
    pixels = [picture.getpixel((64, 64)) for _, picture in read_pictures(result)]
    greys = [16 + pixel[1] * 219 / 255 for pixel in pixels if isinstance(pixel, tuple)]
    return [round((grey - 24) / STEP) for grey in greys]


def assert_in_time(result: Path, times: list[float], length: float) -> None:
    """``times`` are those of the source's pictures, ``length`` that of the result, in seconds."""
    rate = probe(result).fps
    shown = shown_numbers(result)
    assert len(shown) == pytest.approx(rate * length, abs=1)
    for number, seen in enumerate(shown):
        now, half = number / rate, 0.5 / rate + 0.001
        until = times[seen + 1] if seen + 1 < len(times) else length
        assert times[seen] <= now + half, (number, seen)
        assert until >= now - half, (number, seen)


QUICK = [("mp4", None), ("mkv", 29.97), ("mp4", 10)]
OTHERS = [(ending, wish) for ending in ("mp4", "mkv") for wish in (None, 10, 20, 29.97, 60)]


@pytest.mark.parametrize(
    ("ending", "wish"),
    [pytest.param(*case, marks=() if case in QUICK else pytest.mark.full) for case in OTHERS],
)
def test_that_each_picture_of_a_varying_rate_is_shown_in_its_time(
    ending: str, wish: float | None, tmp_path: Path
) -> None:
    source = counted(tmp_path / f"uneven.{ending}", UNEVEN, 20)
    assert probe(source).variable_rate
    tiles = [(source, Rect(0, 0, *FRAME))]
    result = render(*compose(FRAME, tiles, video=EXACT.replace(fps=wish)), tmp_path / "out.mp4")
    assert not probe(result).variable_rate
    assert_in_time(result, [number / 20 for number in UNEVEN], probe(source).duration)


@pytest.mark.parametrize(
    ("rate", "wish"),
    [
        pytest.param(rate, wish, marks=() if (rate, wish) in {(24, 50), (25, 10)} else pytest.mark.full)
        for rate in (10, 24, 25)
        for wish in (10, 25, 50)
    ],
)
def test_that_another_rate_shows_each_picture_in_its_time(rate: int, wish: int, tmp_path: Path) -> None:
    """Twenty-five greys at the most: one for each tenth, or every second or third picture."""
    every = {10: 1, 24: 2, 25: 2}[rate]
    numbers = tuple(range(0, 2 * rate, every))
    source = counted(tmp_path / "even.mp4", numbers, rate)
    tiles = [(source, Rect(0, 0, *FRAME))]
    result = render(*compose(FRAME, tiles, video=EXACT.replace(fps=wish)), tmp_path / "out.mp4")
    assert_in_time(result, [number / rate for number in numbers], probe(source).duration)


def test_that_a_varying_rate_beside_an_even_one_stays_in_its_time(tmp_path: Path) -> None:
    source = counted(tmp_path / "uneven.mp4", UNEVEN, 20)
    tiles = [(source, Rect(0, 0, 128, 100)), (clip("plain"), Rect(0, 100, 128, 28))]
    result = render(*compose(FRAME, tiles, video=EXACT), tmp_path / "out.mp4")
    assert probe(result).fps == 30
    assert_in_time(result, [number / 20 for number in UNEVEN], probe(source).duration)
