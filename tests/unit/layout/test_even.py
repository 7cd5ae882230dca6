"""Even pixels for whatever is given a place or a size."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from support.builders import composition, known, source, tile
from tilewright.layout.even import even_rect, even_where_changed
from tilewright.layout.move import move_tiles
from tilewright.layout.rect import Rect
from tilewright.layout.sizing import Wish, resize_to
from tilewright.model.composition import Cell, Composition, Tile

ODD = composition(tile("a", 3, 5, 7, 9), tile("b", 11, 13, 15, 17), tile("c", 19, 21, 23, 25))


def numbers(one: Tile) -> tuple[int | None, ...]:
    return one.x, one.y, one.width, one.height


def landed(start: Composition, *tiles: Tile) -> Composition:
    return even_where_changed(start, start.replace(tiles=tiles))


@given(st.integers(-99, 99), st.integers(-99, 99), st.integers(1, 99), st.integers(1, 99))
def test_that_each_edge_moves_by_a_pixel_at_most_and_what_is_even_stays(
    x: int, y: int, width: int, height: int
) -> None:
    rect = Rect(x, y, width, height)
    even = even_rect(rect)
    assert not any(number % 2 for number in even)
    assert min(even.width, even.height) >= 2
    for one, other in zip((*rect[:2], rect.right, rect.bottom), (*even[:2], even.right, even.bottom), strict=True):
        assert abs(one - other) <= 1
    assert even_rect(even) == even
    if not any(number % 2 for number in rect):
        assert even == rect


@given(st.integers(-50, 50), st.lists(st.integers(4, 60), min_size=2, max_size=8))
def test_that_what_touched_still_touches(start: int, widths: list[int]) -> None:
    spans = [Rect(start + sum(widths[:number]), 0, width, 9) for number, width in enumerate(widths)]
    assume(all(span.right != 1 for span in spans))  # a single pixel within the frame becomes two
    for one, other in pairwise(map(even_rect, spans)):
        assert one.right == other.x


def test_that_what_is_new_or_lies_elsewhere_is_even_and_the_rest_stays_odd() -> None:
    a, b, c = ODD.tiles
    after = landed(ODD, a.replace(x=4), b.replace(name="other"), c)
    assert [numbers(one) for one in after.tiles] == [(4, 4, 6, 10), numbers(b), numbers(c)]
    assert after.tiles[2] is c
    after = landed(ODD, c, a, tile("d", 1, 1, 1, 1))
    assert [numbers(one) for one in after.tiles] == [numbers(c), numbers(a), (0, 0, 2, 2)]
    after = landed(ODD, b.replace(height=18), a)
    assert [numbers(one) for one in after.tiles] == [(10, 12, 16, 18), numbers(a)]
    assert landed(ODD, a.replace(x=2, y=2, width=2, height=2), b, c).tiles[0].width == 2


def test_that_nothing_is_made_anew_where_all_is_even() -> None:
    a, b, c = ODD.tiles
    after = ODD.replace(tiles=(a, b.replace(locked=True), c.replace(x=2, y=4, width=6, height=8)))
    assert even_where_changed(ODD, after) is after
    assert even_where_changed(after, after.replace(user_data="u")).tiles is after.tiles


def test_that_what_is_absent_stays_absent_and_a_cell_where_it_is() -> None:
    cell = Cell(x=1, y=3, width=101, height=57)
    start = composition(tile("a", None, 3, None, 9, cell=cell), tile("b", 0, 0, 0, -3))
    after = landed(start, start.tiles[0].replace(y=5, cell=cell), start.tiles[1].replace(x=7))
    assert numbers(after.tiles[0]) == (None, 4, None, 10)
    assert after.tiles[0].cell == cell
    assert numbers(after.tiles[1]) == (6, 0, 0, -3)


def test_that_a_tile_is_fitted_to_the_same_even_pixels_however_often_and_wherever_it_was_moved() -> None:
    start, facts = composition(tile("a", 21, 20, 201, 123)), known(a=source(640, 361))

    def wished(now: Composition, *wishes: Wish) -> Composition:
        for wish in wishes:
            now = even_where_changed(now, resize_to(now, facts, ["a"], wish, "cell"))
        return now

    fitted = wished(start, "fit")
    assert wished(fitted, "fill", "stretch", "fit", "fit") == fitted
    moved = even_where_changed(fitted, move_tiles(fitted, ["a"], 33, -17))
    again = wished(moved, "fill", "stretch", "fit")
    assert numbers(again.tiles[0]) == numbers(moved.tiles[0]) == numbers(move_tiles(fitted, ["a"], 32, -18).tiles[0])
    assert again == moved
