"""Where copied tiles come to lie."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from support.builders import composition, tile
from tilewright.layout.pasting import paste, paste_places
from tilewright.layout.stack import COPY_OFFSET, remove
from tilewright.model.clipping import Clipping, Place
from tilewright.model.composition import Tile

PLACES = st.tuples(*[st.integers(0, 3).map(lambda n: n * COPY_OFFSET)] * 2)
TILES = st.lists(PLACES, min_size=1, max_size=6).map(
    lambda places: tuple(tile(f"t{number}", x, y, 640, 360) for number, (x, y) in enumerate(places, 1))
)


def places(tiles: tuple[Tile, ...]) -> set[tuple[int | None, ...]]:
    return {(one.x, one.y, one.width, one.height) for one in tiles}


@given(TILES, TILES)
def test_that_what_is_pasted_keeps_its_shape_and_lies_on_no_tile_exactly(
    there: tuple[Tile, ...], copied: tuple[Tile, ...]
) -> None:
    after, ids = paste(composition(*there), copied)
    pasted = after.tiles[len(there) :]
    assert after.tiles[: len(there)] == there
    assert tuple(one.id for one in pasted) == ids
    assert len({one.id for one in after.tiles}) == len(after.tiles)
    assert not places(there) & places(pasted)
    ways = {((new.x or 0) - (old.x or 0), (new.y or 0) - (old.y or 0)) for new, old in zip(pasted, copied, strict=True)}
    assert len(ways) == 1
    assert {across % COPY_OFFSET for across, _ in ways} == {0}


def test_that_each_paste_in_place_goes_a_step_further() -> None:
    first = composition(tile("a", 10, 20, 100, 50))
    once, _ = paste(first, first.tiles)
    twice, _ = paste(once, first.tiles)
    assert [(one.x, one.y) for one in twice.tiles] == [(10, 20), (34, 44), (58, 68)]


def test_that_what_was_cut_returns_to_its_place_with_its_lock() -> None:
    before = composition(tile("a", 10, 20, 100, 50, locked=True, hidden=True), tile("b", 200, 0))
    after, _ = paste(remove(before, ["a"]), before.tiles[:1])
    assert (after.tiles[1].x, after.tiles[1].locked, after.tiles[1].hidden) == (10, True, True)
    copy, _ = paste(before, before.tiles[:1])
    assert (copy.tiles[2].x, copy.tiles[2].locked, copy.tiles[2].hidden) == (34, False, True)


def test_that_places_go_to_the_chosen_tiles_in_order_and_locked_ones_use_up_none() -> None:
    before = composition(
        tile("a", 0, 0), tile("b", 1, 1, locked=True), tile("c", 2, 2), tile("d", 3, 3), tile("e", 4, 4)
    )
    copied = Clipping(
        tiles=(tile("x", 50, 60, 70, 80), tile("y", None, None, None, None)), places=(None, Place(9, 8, 7, 6))
    )
    after = paste_places(before, ["a", "b", "c", "d"], copied)
    assert [(one.x, one.y, one.width, one.height) for one in after.tiles] == [
        (50, 60, 70, 80),
        (1, 1, 640, 360),
        (9, 8, 7, 6),
        (3, 3, 640, 360),
        (4, 4, 640, 360),
    ]
    assert [one.url for one in after.tiles] == [one.url for one in before.tiles]
