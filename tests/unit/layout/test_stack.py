"""The order of tiles: moving some of them up, down and to a place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.builders import composition, tile
from tilewright.layout.stack import put_at, reorder
from tilewright.model.composition import Composition


def scene(names: str) -> Composition:
    return composition(*(tile(name) for name in names))


def names(made: Composition) -> str:
    return "".join(each.id for each in made.tiles)


@pytest.mark.parametrize(
    ("ids", "index", "order"),
    [("a", 3, "bcad"), ("d", 0, "dabc"), ("bd", 0, "bdac"), ("ac", 4, "bdac"), ("b", 1, "abcd"), ("b", 2, "abcd")],
)
def test_that_tiles_land_in_the_gap_they_were_dropped_into(ids: str, index: int, order: str) -> None:
    assert names(put_at(scene("abcd"), ids, index)) == order


@pytest.mark.parametrize(
    ("ids", "up", "down"),
    [("a", "bacd", "abcd"), ("d", "abcd", "abdc"), ("bc", "adbc", "bcad"), ("cd", "abcd", "acdb")],
)
def test_that_tiles_go_one_step_together_and_stop_at_the_end(ids: str, up: str, down: str) -> None:
    assert names(reorder(scene("abcd"), ids, "forward")) == up
    assert names(reorder(scene("abcd"), ids, "backward")) == down


def test_that_an_order_that_stays_is_the_same_composition() -> None:
    before = scene("abc")
    assert put_at(before, "b", 1) is before
    assert put_at(before, "b", 2) is before


@given(st.permutations("abcdef"), st.sets(st.sampled_from("abcdef")), st.integers(0, 6))
def test_that_no_tile_is_lost_or_doubled(order: list[str], ids: set[str], index: int) -> None:
    made = put_at(scene("".join(order)), ids, index)
    assert sorted(names(made)) == sorted(order)
    assert [name for name in names(made) if name in ids] == [name for name in order if name in ids]
    assert [name for name in names(made) if name not in ids] == [name for name in order if name not in ids]
