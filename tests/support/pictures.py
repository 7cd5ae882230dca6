"""Pictures and sounds of results, decoded with PyAV and measured with Pillow and plain arithmetic."""

from __future__ import annotations

import array
import cmath
import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import av
from PIL import Image, ImageChops, ImageFilter

from support.clips import Colour, draw_card
from tilewright.layout.rect import Rect

BLACK = (16, 128, 128)
"""Levels of Y, Cb and Cr in limited range."""


def read_levels(path: Path, at: float = 0.0) -> Image.Image:
    """The picture at ``at`` seconds as it is stored: three bands of 8-bit Y, Cb and Cr, all of full size.

    Measured so, since conversions to RGB round by themselves, each pixel format in another way.
    """
    with av.open(str(path)) as container:
        frames = container.decode(video=0)
        shown = next(frames)
        for frame in frames:
            if float(frame.time or 0) > at + 1e-6:
                break
            shown = frame
        return Image.merge("RGB", [_read_band(shown, number) for number in range(3)])


def read_bands(path: Path) -> list[Image.Image]:
    """Y, Cb and Cr of the first picture, each as large as it is stored; 8 bits, of ten the nearest."""
    with av.open(str(path)) as container:
        frame = next(container.decode(video=0))
        return [_stored_band(frame, number) for number in range(3)]


def _read_band(frame: av.VideoFrame, number: int) -> Image.Image:
    return _stored_band(frame, number).resize((frame.width, frame.height), Image.Resampling.NEAREST)


def _stored_band(frame: av.VideoFrame, number: int) -> Image.Image:
    plane = frame.planes[number]
    size = (plane.width, plane.height)
    if frame.format.components[0].bits == 10:
        wide = array.array("H", bytes(plane))
        data = bytes(min(255, (value + 2) // 4) for value in wide)
        return Image.frombytes("L", size, data, "raw", "L", plane.line_size // 2)
    return Image.frombytes("L", size, bytes(plane), "raw", "L", plane.line_size)


def read_pictures(path: Path) -> Iterator[tuple[float, Image.Image]]:
    """Each picture of a video with its time in seconds."""
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            yield float(frame.time or 0), frame.to_image()


def read_picture(path: Path, at: float = 0.0) -> Image.Image:
    """The picture that is shown at ``at`` seconds."""
    shown: Image.Image | None = None
    for time, picture in read_pictures(path):
        if shown is not None and time > at + 1e-6:
            break
        shown = picture
    assert shown is not None, f"{path} has no picture"
    return shown


def shown_quadrants(colours: Sequence[Colour], rotation: int) -> tuple[Colour, Colour, Colour, Colour]:
    """The quadrants of a stored picture after it was turned clockwise."""
    top_left, top_right, bottom_left, bottom_right = colours
    for _ in range(rotation // 90 % 4):
        top_left, top_right, bottom_left, bottom_right = bottom_left, top_left, bottom_right, top_right
    return top_left, top_right, bottom_left, bottom_right


def paint_cards(
    frame: tuple[int, int], tiles: Sequence[tuple[Rect, Sequence[Colour]]], blur: int
) -> tuple[Image.Image, Image.Image]:
    """What a frame with cards looks like on black, in levels, and a mask: black where scaling may blur inner lines.

    ``blur`` pixels on each side of the inner lines of a card are masked, measured in pixels of its source.
    """
    picture = Image.new("RGB", frame, BLACK)
    mask = Image.new("L", frame, 255)
    for rect, colours in tiles:
        top_left, top_right, bottom_left, bottom_right = colours
        card = draw_card(2, 2, (top_left, top_right, bottom_left, bottom_right))
        visible = rect.cut(Rect(0, 0, *frame))
        if visible is None:
            continue
        box = (visible.x - rect.x, visible.y - rect.y, visible.right - rect.x, visible.bottom - rect.y)
        sides = (visible.width, visible.height)
        stretch = (box[0] / rect.width * 2, box[1] / rect.height * 2, box[2] / rect.width * 2, box[3] / rect.height * 2)
        picture.paste(card.resize(sides, Image.Resampling.NEAREST, stretch), (visible.x, visible.y))
        mask.paste(255, (visible.x, visible.y, visible.right, visible.bottom))
        across, down = math.ceil(blur * max(1, rect.width / 80)), math.ceil(blur * max(1, rect.height / 60))
        middle, centre = rect.x + rect.width / 2, rect.y + rect.height / 2
        _blacken(mask, Rect(math.floor(middle) - across, visible.y, 2 * across + 1, visible.height), visible)
        _blacken(mask, Rect(visible.x, math.floor(centre) - down, visible.width, 2 * down + 1), visible)
    return picture, mask


def _blacken(mask: Image.Image, area: Rect, visible: Rect) -> None:
    inside = area.cut(visible)
    if inside:
        mask.paste(0, (inside.x, inside.y, inside.right, inside.bottom))


def largest_difference(picture: Image.Image, expected: Image.Image, mask: Image.Image) -> int:
    """Levels, in any channel, over the white part of ``mask``."""
    difference = ImageChops.difference(picture, expected)
    masked = Image.composite(difference, Image.new(picture.mode, picture.size), mask)
    return max(int(band.getextrema()[1]) for band in masked.split())


def pixels_apart(picture: Image.Image, expected: Image.Image, mask: Image.Image, levels: int) -> int:
    """How many pixels in the white part of ``mask`` differ by so many levels or more in any channel."""
    differs = Image.new("L", picture.size)
    for band in ImageChops.difference(picture, expected).split():
        differs = ImageChops.lighter(differs, band.point(lambda level: 255 if level >= levels else 0))
    return ImageChops.darker(differs, mask.convert("L")).histogram()[255]


def away_from_edges(expected: Image.Image, pixels: int) -> Image.Image:
    """A mask that is white where no other colour of ``expected`` is within ``pixels``, at least 1."""
    low, high = expected.filter(ImageFilter.MinFilter(3)), expected.filter(ImageFilter.MaxFilter(3))
    channels = ImageChops.difference(low, high).split()
    spread = ImageChops.lighter(ImageChops.lighter(channels[0], channels[1]), channels[2])
    near = spread.point(lambda level: 255 if level else 0)
    for _ in range(pixels - 1):  # a small neighbourhood several times: a large one takes as long as it is square
        near = near.filter(ImageFilter.MaxFilter(3))
    return ImageChops.invert(near)


def read_sound(path: Path) -> tuple[int, list[array.array[float]]]:
    """Samples a second, and the samples of each channel."""
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        rate, count = stream.codec_context.sample_rate, stream.codec_context.channels
        channels = [array.array("f") for _ in range(count)]
        for frame in container.decode(stream):
            assert frame.format.name == "fltp", frame.format.name
            for samples, plane in zip(channels, frame.planes, strict=True):
                samples.frombytes(bytes(plane)[: 4 * frame.samples])
    return rate, channels


def tone_level(samples: Sequence[float], rate: int, pitch: float) -> float:
    """The level of a pure tone in dB, 0 for amplitude 1 (Goertzel's sum, written plainly)."""
    turn = cmath.exp(-2j * math.pi * pitch / rate)
    phase, total = 1 + 0j, 0j
    for sample in samples:
        total += sample * phase
        phase *= turn
    return 20 * math.log10(max(2 * abs(total) / max(1, len(samples)), 1e-9))
