"""Exchanging two tiles of a layout."""

from __future__ import annotations

import itertools

import pytest

from support.builders import composition, known, source, tile
from tilewright.layout.applying import apply_layout, matching_layout
from tilewright.layout.frame import Spacing
from tilewright.layout.sizing import resize_to
from tilewright.layout.swapping import swap_in_layout

FACTS = known(a=source(640, 480), b=source(360, 640), c=source(1920, 1080), d=source(640, 640))
FOUR = composition(*(tile(each) for each in "abcd"), size=(1920, 1080))
NAMES = ["2x2", "1+3", "pip-top-left", "speaker-right", "auto", "film-strip"]


@pytest.mark.parametrize("name", NAMES)
def test_that_all_tiles_lie_in_the_layout_still_whatever_the_shapes_of_the_two(name: str) -> None:
    spacing = Spacing(8, 8, name)
    laid = apply_layout(FOUR, FACTS, name, 8, 8)
    for one, other in itertools.combinations("abcd", 2):
        after = swap_in_layout(laid, FACTS, one, other, spacing)
        assert matching_layout(after, FACTS, 8, 8, name) == name, (one, other)
        order = [each.id for each in after.tiles]
        assert (order.index(one), order.index(other)) == ("abcd".index(other), "abcd".index(one))
        assert swap_in_layout(after, FACTS, one, other, spacing) == laid, "the way back"


def test_that_each_is_fitted_in_its_own_shape_into_the_place_that_it_gets() -> None:
    laid = apply_layout(FOUR, FACTS, "2x2")
    after = swap_in_layout(resize_to(laid, FACTS, "ab", "fit", "cell"), FACTS, "a", "b", Spacing(layout="2x2"))
    there = {each.id: (each.x, each.y, each.width, each.height) for each in after.tiles}
    assert (there["a"], there["b"]) == ((1080, 0, 720, 540), (328, 0, 304, 540))
    assert matching_layout(after, FACTS, prefer="2x2") == "2x2"


def test_that_what_stays_where_it_is_keeps_the_others_there_too() -> None:
    laid = apply_layout(FOUR, FACTS, "auto")
    first, *others = laid.tiles
    locked = laid.replace(tiles=(first.replace(locked=True), *others))
    after = swap_in_layout(locked, FACTS, "b", "c", Spacing(layout="auto"))
    assert [after.tile(each) for each in "ad"] == [locked.tile(each) for each in "ad"]
    hidden = laid.replace(tiles=(first.replace(hidden=True), *others))
    seen = apply_layout(hidden, FACTS, "auto")
    after = swap_in_layout(seen, FACTS, "a", "c", Spacing(layout="auto"))
    assert [after.tile(each) for each in "bd"] == [seen.tile(each) for each in "bd"]
    assert (after.tile("c").x, after.tile("c").width) == (seen.tile("a").x, seen.tile("a").width)
