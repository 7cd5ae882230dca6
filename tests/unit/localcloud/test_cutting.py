"""What of a source is scaled when only a part of its tile is seen: nothing that is seen may change by it."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.effort import lines_of
from tilewright.layout.rect import Rect
from tilewright.localcloud.cutting import Cut, Stretch
from tilewright.localcloud.layers import Layer, fit, without_hidden_parts
from tilewright.model.source import Source

FRAME = Rect(0, 0, 1280, 720)


@st.composite
def stretches(draw: st.DrawFn) -> Stretch:
    """Of any sizes, and of such whose pixels often meet."""
    unit, of_source, of_tile = draw(st.integers(1, 300)), draw(st.integers(1, 12)), draw(st.integers(1, 12))
    source = draw(st.one_of(st.just(unit * of_source), st.integers(1, 4096)))
    tile = draw(st.one_of(st.just(unit * of_tile), st.integers(1, 6000)))
    hidden = draw(st.integers(0, tile - 1))
    return Stretch(source, tile, hidden, draw(st.integers(1, tile - hidden)), draw(st.sampled_from([1, 2])))


def needed(wish: Stretch, kept: int) -> tuple[Fraction, Fraction]:
    """From where to where the pixels of the source reach that a bicubic takes for what is seen, where ``kept`` pixels
    have one sample: the samples up to two away from a pixel's middle, more when it shrinks.
    """
    samples = Fraction(-(-wish.source // kept))
    step = samples / wish.tile
    reach = 2 * max(Fraction(1), step * (1 if kept == 1 else wish.grain)) + Fraction(1, 2)
    first = wish.hidden * step - reach
    return max(Fraction(0), first * kept), min(Fraction(wish.source), ((wish.hidden + wish.seen) * step + reach) * kept)


@given(stretches())
def test_that_a_cut_holds_all_that_the_scaler_looks_at(wish: Stretch) -> None:
    cut = wish.exact()
    end = cut.start + cut.length
    assert 0 <= cut.start < end <= wish.source
    assert cut.offset >= 0
    assert cut.offset + wish.seen <= cut.scaled <= wish.tile
    for kept in (1, 2):
        first, last = needed(wish, kept)
        assert cut.start <= first
        assert end >= last


@given(stretches())
def test_that_a_cut_lies_where_pixels_and_their_colours_meet(wish: Stretch) -> None:
    cut = wish.exact()
    if cut == wish.whole():
        return
    before = wish.hidden - cut.offset
    for at, place in ((cut.start, before), (cut.start + cut.length, before + cut.scaled)):
        assert at % 2 == 0
        assert place % wish.grain == 0
        assert abs(at - Fraction(place * wish.source, wish.tile)) <= Fraction(1, 512)


@given(stretches())
def test_that_the_scaler_has_enough_to_reach_as_far_as_ever(wish: Stretch) -> None:
    """With fewer samples than it has taps and two more, swscale takes fewer taps."""
    cut = wish.exact()
    ratio = max(Fraction(1), Fraction(wish.source, wish.tile))
    assert cut == wish.whole() or cut.length // 2 >= math.ceil(4 * ratio) + 3


@given(st.integers(1, 60), st.integers(1, 12), st.integers(1, 12), st.data())
def test_that_no_more_is_kept_than_the_next_places_where_pixels_meet(
    count: int, of_source: int, of_tile: int, data: st.DataObject
) -> None:
    source, tile = 2 * count * of_source, 2 * count * of_tile
    hidden = data.draw(st.integers(0, tile - 1))
    wish = Stretch(source, tile, hidden, data.draw(st.integers(1, tile - hidden)), 2)
    ratio = max(1.0, of_source / of_tile)
    around = 2 * (4 * ratio + 3) + 4 + 2 * 2 * of_source  # taps of colours, and a step on each side
    assert wish.exact().length <= wish.seen * of_source / of_tile + 1 + around


@pytest.mark.parametrize(
    ("wish", "cut"),
    [
        (Stretch(1280, 1920, 960, 320, 2), Cut(632, 228, 342, 12)),
        (Stretch(1920, 1280, 640, 640, 2), Cut(948, 972, 648, 8)),
        (Stretch(3840, 3840, 1920, 1920, 2), Cut(1914, 1926, 1926, 6)),
        (Stretch(1280, 853, 400, 453), Cut(0, 1280, 853, 400)),  # no pixels meet
        (Stretch(1279, 2558, 1279, 1279), Cut(0, 1279, 2558, 1279)),  # its last colour is of one pixel
    ],
)
def test_that_a_cut_is_short_where_pixels_meet(wish: Stretch, cut: Cut) -> None:
    assert wish.exact() == cut


@given(stretches())
def test_that_a_short_cut_between_pixels_keeps_colours_together_and_the_ends_where_they_are(wish: Stretch) -> None:
    cut = wish.nearest()
    before = wish.hidden - cut.offset
    assert 0 <= cut.start < cut.start + cut.length <= wish.source
    assert cut.offset >= 0
    assert cut.offset + wish.seen <= cut.scaled
    assert cut.start % 2 == before % wish.grain == 0
    assert (cut.start == 0) <= (before == 0)
    if cut.start + cut.length == wish.source:
        assert before + cut.scaled == wish.tile
    else:
        assert (before + cut.scaled) % wish.grain == 0


def test_that_a_short_cut_lies_where_pixels_nearly_meet() -> None:
    """Of the pixels of the tile, not of the source: a tenth of one away at most."""
    wish = Stretch(1280, 7001, 3000, 1280)
    cut = wish.nearest()
    for at, place in ((cut.start, 3000 - cut.offset), (cut.start + cut.length, 3000 - cut.offset + cut.scaled)):
        assert abs(at * wish.tile - place * wish.source) < 0.1 * wish.source


def layer(rect: Rect, visible: Rect | None = None, name: str = "u", **facts: object) -> Layer:
    facts = {"coded_width": 1280, "coded_height": 720, "pixel_format": "yuv420p", **facts}
    found = Source(width=1280, height=720, duration=1.0, **facts)  # type: ignore[arg-type]  # names are its own
    return Layer(name, found, rect, visible or rect.cut(FRAME) or rect)


HALF_OUTSIDE = Rect(-960, 0, 1920, 1080)


def test_that_a_tile_is_cut_only_where_that_saves_a_quarter() -> None:
    assert len(fit(layer(HALF_OUTSIDE), FRAME, "", 2)) == 4
    assert len(fit(layer(Rect(-96, 0, 960, 720)), FRAME, "", 2)) == 2
    assert len(fit(layer(Rect(0, 0, 1280, 720)), FRAME, "", 2)) == 1


@pytest.mark.parametrize("pixels", ["pal8", "yuv411p", "yuv410p", "uyvy422", "monow", ""])
def test_that_pictures_of_other_kinds_are_scaled_whole(pixels: str) -> None:
    assert len(fit(layer(HALF_OUTSIDE, pixel_format=pixels), FRAME, "", 2)) == 2


def test_that_a_turned_source_is_cut_as_it_is_upright() -> None:
    steps = fit(layer(Rect(-540, 0, 1080, 1920), rotation=90), FRAME, "", 2)
    assert steps[0] == "scale=720:1280"
    assert steps[1] == "crop=368:488:352:0:exact=1"


def test_that_only_the_box_of_what_is_seen_of_a_tile_is_left() -> None:
    base = layer(FRAME)
    strip = [layer(Rect(320 * n, 480, 320, 240), name=f"s{n}") for n in range(4)]
    assert without_hidden_parts([base, *strip])[0].visible == Rect(0, 0, 1280, 480)
    gap = without_hidden_parts([base, *strip[:3]])
    assert gap[0].visible == FRAME
    low = [layer(Rect(0, 600, 1280, 120), name="low")]
    assert without_hidden_parts([base, *low])[0].visible == FRAME  # too little to be worth it


def test_that_tiles_that_are_made_once_are_cut_alike_or_not_at_all() -> None:
    left, right = layer(Rect(0, 0, 640, 360)), layer(Rect(640, 0, 640, 360))
    over_left = layer(Rect(0, 0, 320, 360), name="over")
    over_right = layer(Rect(640, 0, 320, 360), name="over")
    assert [one.visible for one in without_hidden_parts([left, right, over_left])] == [
        left.visible,
        right.visible,
        over_left.visible,
    ]
    assert [one.visible for one in without_hidden_parts([left, right, over_left, over_right])][:2] == [
        Rect(320, 0, 320, 360),
        Rect(960, 0, 320, 360),
    ]


_RECTS = st.builds(Rect, st.integers(0, 5), st.integers(0, 5), st.integers(1, 6), st.integers(1, 6))


@given(st.lists(_RECTS, min_size=1, max_size=7), st.sampled_from(["u", ""]))
def test_that_no_pixel_that_is_seen_is_lost(rects: list[Rect], same: str) -> None:
    layers = [layer(rect, rect, same or f"u{number}") for number, rect in enumerate(rects)]
    tops: dict[tuple[int, int], int] = {}
    for number, rect in enumerate(rects):
        tops |= {(x, y): number for x in range(rect.x, rect.right) for y in range(rect.y, rect.bottom)}
    kept = without_hidden_parts(layers)
    assert all(before.rect == after.rect for before, after in zip(layers, kept, strict=True))
    assert all(before.visible.contains(after.visible) for before, after in zip(layers, kept, strict=True))
    for (x, y), number in tops.items():
        assert kept[number].visible.holds(x, y)


def test_that_tiles_in_a_pile_are_soon_looked_at() -> None:
    pile = [layer(Rect(n % 37 * 20, n % 41 * 10, 400, 300), name=f"u{n}") for n in range(200)]
    grid = [layer(Rect(n % 16 * 60, n // 16 * 60, 60, 60), name=f"g{n}") for n in range(192)]
    assert lines_of(lambda: without_hidden_parts(pile)) < 500_000
    assert without_hidden_parts([layer(FRAME), *grid])[0].visible == Rect(960, 0, 320, 720)
