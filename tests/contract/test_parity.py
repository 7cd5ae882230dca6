"""What is placed is what is rendered: every visible edge of every tile is found where ``layout.place`` says, from the
first picture to the last, and each source is heard from when to when it should be, at its own level.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import pytest
from PIL import Image, ImageChops

from support.clips import Card, Colour, card, noise
from support.clips_sound import OWN_LEVEL, heard, level, onset
from support.long import Budget
from support.pictures import (
    away_from_edges,
    largest_difference,
    paint_cards,
    pixels_apart,
    read_bands,
    read_levels,
    shown_quadrants,
)
from support.rendering import EXACT, compose, render
from tilewright.layout.place import Placed, place
from tilewright.layout.rect import Rect
from tilewright.localcloud.render import result_duration
from tilewright.media.ffmpeg import encoders, find_ffmpeg
from tilewright.media.probe import probe
from tilewright.model.options import Audio, Container, TimeInterval, Video
from tilewright.model.source import Known

FAST = range(12)
FULL = range(12, 72)
USUAL = Video()
"""What is encoded where nothing is said: 4:2:0, with some loss."""

SHOWN = 0.2
"""Seconds at which a picture of the usual encoding is looked at; every source still lasts then."""

LEVELS = 3
"""The colour of a tile's interior may differ by so much from its source's, in any channel."""

NEAREST = 24
"""Levels; our colours differ by at least twice that, so a pixel this near to its own colour has no other."""

LOST = 4
"""Pixels of a picture that the loss of the usual encoding may bring farther away: an edge is longer."""

RATES = (Fraction(10), Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(60))

LOUD = Audio(bitrate=320)
"""So that the encoder changes no level."""

_PALETTE: tuple[Colour, ...] = (
    (200, 40, 40),
    (40, 180, 60),
    (50, 70, 210),
    (210, 190, 50),
    (40, 180, 190),
    (190, 60, 180),
    (230, 230, 230),
    (120, 120, 120),
    (240, 130, 40),
    (90, 50, 20),
)


@dataclass(frozen=True)
class Layout:
    """A random composition: the frame, and cards with their places."""

    frame: tuple[int, int]
    tiles: tuple[tuple[Card, Rect], ...]


def random_layout(seed: int) -> Layout:
    """Even, odd, negative, overflowing, overlapping and huge tiles of turned and anamorphic cards, by ``seed``."""
    chance = random.Random(seed)
    frame = (128, 128) if seed % 6 == 0 else (chance.randrange(128, 400, 2), chance.randrange(128, 300, 2))
    is_even = seed % 4 == 1
    tiles = tuple(
        (_random_card(chance, 400 + 250 * number), _random_rect(chance, frame, is_even))
        for number in range(chance.randint(1, 5))
    )
    return Layout(frame, tiles)


def _random_card(chance: random.Random, pitch: int) -> Card:
    first, second, third, fourth = chance.sample(_PALETTE, 4)
    return Card(
        width=chance.choice([160, 120, 90]),
        height=chance.choice([120, 160, 68]),
        colours=(first, second, third, fourth),
        seconds=chance.choice([0.3, 0.5, 0.8]),
        rate=chance.choice(RATES),
        pitch=pitch if chance.random() < 0.8 else None,
        rotation=chance.choice([0, 0, 90, 180, 270]),
        sample_aspect=chance.choice([Fraction(1), Fraction(1), Fraction(4, 3), Fraction(8, 9)]),
        codec=chance.choice(["h264", "h264", "hevc10"]),
    )


def _random_rect(chance: random.Random, frame: tuple[int, int], is_even: bool) -> Rect:
    width, height = chance.randint(9, frame[0]), chance.randint(9, frame[1])
    x, y = chance.randint(-width + 8, frame[0] - 8), chance.randint(-height + 8, frame[1] - 8)
    if chance.random() < 0.15:  # a tile far larger than the frame, one of its edges inside
        width, height = chance.randint(1000, 3000), chance.randint(1000, 3000)
        x, y = chance.choice([17, 30 - width]), chance.choice([-height // 2, 21])
    rect = Rect(x, y, width, height)
    return Rect(*(side // 2 * 2 for side in rect)) if is_even else rect


def test_that_the_random_layouts_hold_every_kind_of_tile() -> None:
    tiles = [(layout.frame, rect, made) for layout in map(random_layout, FAST) for made, rect in layout.tiles]
    assert any(side % 2 for _, rect, _ in tiles for side in rect)
    assert any(rect.x < 0 or rect.y < 0 for _, rect, _ in tiles)
    assert any(rect.right > frame[0] for frame, rect, _ in tiles)
    assert any(rect.area > 4 * frame[0] * frame[1] for frame, rect, _ in tiles)
    assert {made.rotation for _, _, made in tiles} == {0, 90, 180, 270}
    assert any(made.sample_aspect != 1 for _, _, made in tiles)
    assert any(made.codec == "hevc10" for _, _, made in tiles)
    assert {made.rate for _, _, made in tiles} == set(RATES)
    assert {made.seconds for _, _, made in tiles} == {0.3, 0.5, 0.8}
    assert {made.pitch is None for _, _, made in tiles} == {True, False}
    assert sum(map(_is_overlapping, map(random_layout, FAST))) >= 5


def _is_overlapping(layout: Layout) -> bool:
    """Whether a tile hides a part of another in the frame, and not all of it."""
    rects = [part for _, rect in layout.tiles if (part := rect.cut(Rect(0, 0, *layout.frame)))]
    return any(upper.cut(lower) not in {None, lower} for n, upper in enumerate(rects) for lower in rects[:n])


def _expect(layout: Layout, rects: Sequence[Rect]) -> list[tuple[Rect, Sequence[Colour]]]:
    """The cards as they look in their own videos, which the encoder of the test clip has changed a little."""
    seen = [shown_quadrants(_stored_colours(made), made.rotation) for made, _ in layout.tiles]
    return list(zip(rects, seen, strict=True))


def _stored_colours(made: Card) -> list[Colour]:
    picture = read_levels(card(made))
    right, down = made.width * 3 // 4, made.height * 3 // 4
    left, top = made.width // 4, made.height // 4
    corners = [(left, top), (right, top), (left, down), (right, down)]
    return [pixel for corner in corners if isinstance(pixel := picture.getpixel(corner), tuple)]


def check_exact(layout: Layout, output: Path) -> None:
    """Render close to lossless: each pixel has its tile's colour, and away from edges within ``LEVELS``; the length is
    right to a picture, and so is the sound.
    """
    tiles = [(card(made), rect) for made, rect in layout.tiles]
    composition, inputs = compose(layout.frame, tiles, video=EXACT, sound=True, audio=LOUD)
    placement = place(composition, Known(sources={url: found.source for url, found in inputs.items()}))
    rects = [placed.rect for placed in placement.tiles if isinstance(placed, Placed)]
    assert rects == [rect for _, rect in layout.tiles]
    length = result_duration(composition, inputs)
    render(composition, inputs, output)
    # Halved colours stretched by a cubic ring over two of their rows: over four of the card's where its colours meet.
    # What is masked there is that ring alone: `test_that_the_inner_lines_of_a_card_are_stretched_by_a_cubic`.
    expected, mask = paint_cards(layout.frame, _expect(layout, rects), blur=4)
    interior = ImageChops.darker(mask, away_from_edges(expected, 2))
    count, rate = count_pictures(output)
    assert rate == max(made.rate for made, _ in layout.tiles)
    assert count == pytest.approx(float(length * rate), abs=1)
    for number in {0, count // 2, count - 1}:
        picture = read_levels(output, float(number / rate))
        assert picture.size == layout.frame
        assert largest_difference(picture, expected, mask) < NEAREST, number
        assert largest_difference(picture, expected, interior) <= LEVELS, number
    check_sound(layout, output, length)


def check_sound(layout: Layout, output: Path, length: float) -> None:
    """Each tone begins at once, has its own level until its source ends, and is not heard afterwards."""
    sounding = {made.pitch: made.seconds for made, _ in layout.tiles if made.pitch is not None}
    assert probe(output).has_sound == bool(sounding)
    for channel in heard(output) if sounding else ():
        assert onset(channel, least=0.002) < 0.001
        for pitch, seconds in sounding.items():
            assert level(channel, pitch, 0.05, seconds - 0.05) == pytest.approx(OWN_LEVEL, abs=0.2), pitch
            if seconds + 0.2 < length:
                assert level(channel, pitch, seconds + 0.1, length - 0.05) < -50, pitch


def count_pictures(path: Path) -> tuple[int, Fraction]:
    """How many there are, and how many a second."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert stream.average_rate is not None
        return stream.frames, stream.average_rate


@pytest.mark.parametrize("seed", FAST)
def test_that_every_edge_is_where_it_was_placed(seed: int, tmp_path: Path) -> None:
    check_exact(random_layout(seed), tmp_path / "out.mp4")


@pytest.mark.full
@pytest.mark.parametrize("seed", FULL)
def test_that_every_edge_of_more_layouts_is_where_it_was_placed(seed: int, tmp_path: Path) -> None:
    check_exact(random_layout(seed), tmp_path / "out.mp4")


@pytest.mark.long
def test_that_every_edge_of_layouts_without_end_is_where_it_was_placed(budget: Budget, tmp_path: Path) -> None:
    for seed in budget:
        check_exact(random_layout(FULL.stop + seed), tmp_path / "out.mp4")


@pytest.mark.parametrize("seed", FAST)
def test_that_the_usual_encoding_moves_no_edge_by_more_than_a_pixel(seed: int, tmp_path: Path) -> None:
    check_near(random_layout(seed), USUAL, tmp_path / "out.mp4")


@pytest.mark.full
@pytest.mark.parametrize("seed", FULL)
def test_that_the_usual_encoding_moves_no_edge_of_more_layouts(seed: int, tmp_path: Path) -> None:
    check_near(random_layout(seed), USUAL, tmp_path / "out.mp4")


@pytest.mark.long
def test_that_the_usual_encoding_moves_no_edge_of_layouts_without_end(budget: Budget, tmp_path: Path) -> None:
    for seed in budget:
        check_near(random_layout(FULL.stop + seed), USUAL, tmp_path / "out.mp4")


RINGING = (
    (Card(120, 68, _PALETTE[:4]), (158, 118)),
    (Card(160, 120, _PALETTE[4:8], codec="hevc10"), (75, 201)),
    (Card(90, 160, _PALETTE[2:6]), (301, 97)),
)
"""The first one rings by four levels beyond three rows of what its colours are stored in."""


@pytest.mark.parametrize(("wish", "size"), RINGING)
def test_that_the_inner_lines_of_a_card_are_stretched_by_a_cubic(
    wish: Card, size: tuple[int, int], tmp_path: Path
) -> None:
    """Also where the layouts above are not compared: each row and column of a tile is what a cubic, reckoned here from
    the levels that the source stores, makes of it.
    """
    width, height = size
    frame = (width + width % 2, height + height % 2)
    made, inputs = compose(frame, [(card(wish), Rect(0, 0, width, height))], video=EXACT)
    stored, shown = read_bands(card(wish)), read_bands(render(made, inputs, tmp_path / "out.mp4"))
    for source, result in zip(stored, shown, strict=True):
        ratio = wish.width / source.width
        for at in (0.25, 0.75):  # away from where the colours meet along the other axis
            column = [grey(source, int(at * source.width), y) for y in range(source.height)]
            found = [grey(result, int(at * width), y) for y in range(height)]
            assert stretched(column, height, wish.height / ratio) == pytest.approx(found, abs=2)
            row = [grey(source, x, int(at * source.height)) for x in range(source.width)]
            found = [grey(result, x, int(at * height)) for x in range(width)]
            assert stretched(row, width, wish.width / ratio) == pytest.approx(found, abs=2)


@pytest.mark.parametrize("rect", [Rect(-620, -500, 1572, 1372), Rect(-640, -500, 1451, 1373)])
def test_that_the_inner_lines_of_a_huge_tile_are_where_a_cubic_has_them(rect: Rect, tmp_path: Path) -> None:
    """Only a part of its source is scaled, from whole pixels to whole pixels, where these nearly meet."""
    wish = Card(160, 160, _PALETTE[:4])
    made, inputs = compose((320, 240), [(card(wish), rect)], video=EXACT)
    stored, shown = read_bands(card(wish)), read_bands(render(made, inputs, tmp_path / "out.mp4"))
    spread = []
    for source, result in zip(stored, shown, strict=True):
        row = [grey(source, x, int((5 - rect.y) * source.height / rect.height)) for x in range(source.width)]
        wanted = stretched(row, rect.width, source.width)[-rect.x : 320 - rect.x]
        assert [grey(result, x, 5) for x in range(320)] == pytest.approx(wanted, abs=2)
        spread.append(max(wanted) - min(wanted))
    assert max(spread) > 50


@pytest.mark.parametrize("width", [3840, 3001], ids=["pixels meet", "pixels nearly meet"])
def test_that_what_is_seen_of_a_wide_tile_is_what_a_cubic_makes_of_all_of_it(width: int, tmp_path: Path) -> None:
    """The scaler is given a part that begins where pixels of the source and of the tile meet, to a 512th."""
    source, seen = noise(size="1280x16"), 600
    made, inputs = compose((seen, 16), [(source, Rect(seen - width, 0, width, 16))], video=EXACT.replace(crf=0))
    stored, shown = read_bands(source)[0], read_bands(render(made, inputs, tmp_path / "out.mp4"))[0]
    wanted = stretched([grey(stored, x, 8) for x in range(1280)], width, 1280)[-seen:]
    wanted = [min(255.0, max(0.0, level)) for level in wanted]
    assert [grey(shown, x, 8) for x in range(seen)] == pytest.approx(wanted, abs=1.5)


def grey(band: Image.Image, x: int, y: int) -> float:
    level = band.getpixel((x, y))
    assert isinstance(level, int | float)
    return level


def stretched(line: Sequence[float], length: int, span: float) -> list[float]:
    """``span`` of the levels of ``line`` at ``length`` places: a cubic with -0.6, as swscale's, wider where it shrinks,
    the ends repeated.
    """
    step = span / length
    wide = max(1.0, step)
    made = []
    for number in range(length):
        centre = (number + 0.5) * step - 0.5
        near = range(math.floor(centre - 2 * wide), math.ceil(centre + 2 * wide) + 1)
        parts = [(line[min(max(place, 0), len(line) - 1)], _cubic((place - centre) / wide)) for place in near]
        made.append(sum(level * part for level, part in parts) / sum(part for _, part in parts))
    return made


def _cubic(away: float, sharp: float = -0.6) -> float:
    away = abs(away)
    if away < 1:
        return (sharp + 2) * away**3 - (sharp + 3) * away**2 + 1
    return sharp * (away**3 - 5 * away**2 + 8 * away - 4) if away < 2 else 0.0


@pytest.mark.full
@pytest.mark.parametrize("codec", ["H.265", "VP8", "VP9", "AV1"])
@pytest.mark.parametrize("seed", [0, 5, 7])
def test_that_no_codec_moves_an_edge_by_more_than_a_pixel(seed: int, codec: str, tmp_path: Path) -> None:
    if codec == "VP8" and "libvpx" not in encoders(find_ffmpeg()):
        pytest.skip("this FFmpeg has no encoder for VP8")
    check_near(
        random_layout(seed), Video(codec=codec, crf=10), tmp_path / ("out.webm" if codec == "VP8" else "out.mp4")
    )


def check_near(layout: Layout, video: Video, output: Path) -> None:
    """As much of it is rendered as is looked at."""
    tiles = [(card(made), rect) for made, rect in layout.tiles]
    composition, inputs = compose(layout.frame, tiles, video=video, interval=TimeInterval(duration=SHOWN + 0.05))
    assert composition.transcode is not None
    kind = Container(format="WebM" if output.suffix == ".webm" else "mp4")
    composition = composition.replace(transcode=composition.transcode.replace(container=kind))
    picture = read_levels(render(composition, inputs, output), SHOWN)
    expected, mask = paint_cards(layout.frame, _expect(layout, [rect for _, rect in layout.tiles]), blur=4)
    inside, beside = (ImageChops.darker(mask, away_from_edges(expected, pixels)) for pixels in (3, 1))
    assert largest_difference(picture, expected, inside) < 2 * NEAREST
    assert pixels_apart(picture, expected, inside, NEAREST) <= LOST
    in_grey = picture.getchannel(0), expected.getchannel(0)
    assert pixels_apart(*in_grey, beside, NEAREST) <= LOST
