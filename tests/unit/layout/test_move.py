"""Moving several tiles together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from support.builders import composition, tile
from support.compositions import compositions
from tilewright.layout.move import move_tiles, one_axis
from tilewright.model.composition import Composition

STEP = st.integers(-2000, 2000)


def test_that_chosen_tiles_move_and_the_others_do_not() -> None:
    start = composition(tile("a", 10, 20), tile("b", 30, 40), tile("c", 0, 0))
    moved = move_tiles(start, {"a", "b"}, 5, -7)
    assert [(t.x, t.y) for t in moved.tiles] == [(15, 13), (35, 33), (0, 0)]
    assert moved.tiles[2] is start.tiles[2]


def test_that_locked_tiles_stay() -> None:
    start = composition(tile("a", 10, 20, locked=True), tile("b", 30, 40))
    moved = move_tiles(start, {"a", "b"}, 5, 5)
    assert moved.tile("a") is start.tile("a")
    assert moved.tile("b").x == 35


def test_that_absent_sizes_stay_absent() -> None:
    moved = move_tiles(composition(tile("a", None, None, None, None)), {"a"}, 5, 6).tile("a")
    assert (moved.x, moved.y, moved.width, moved.height) == (5, 6, None, None)


def test_that_a_position_that_does_not_change_stays_absent() -> None:
    moved = move_tiles(composition(tile("a", None, None)), {"a"}, 5, 0).tile("a")
    assert (moved.x, moved.y) == (5, None)


def test_that_shift_takes_the_longer_way() -> None:
    assert one_axis(10, -3) == (10, 0)
    assert one_axis(2, -3) == (0, -3)


@given(compositions(), st.sets(st.sampled_from(["t1", "t2", "t3"])), STEP, STEP, STEP, STEP)
def test_that_two_moves_are_one_longer_move(
    start: Composition, ids: set[str], dx: int, dy: int, more_x: int, more_y: int
) -> None:
    twice = move_tiles(move_tiles(start, ids, dx, dy), ids, more_x, more_y)
    once = move_tiles(start, ids, dx + more_x, dy + more_y)
    assert [(t.x or 0, t.y or 0) for t in twice.tiles] == [(t.x or 0, t.y or 0) for t in once.tiles]
    assert once.replace(tiles=start.tiles) == start
