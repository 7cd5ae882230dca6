"""What a change of the tiles comes to in words."""

from __future__ import annotations

import pytest

from support.builders import composition, tile
from tilewright.layout.stack import Order, remove, reorder
from tilewright.model.composition import Composition, Tile
from tilewright.model.source import Known
from tilewright.ui.canvas.spoken import seen, spoken

THREE = composition(*(tile(name, 10 * number) for number, name in enumerate("abc")))


def told(after: Composition, *chosen: str, before: Composition = THREE) -> str:
    return spoken(seen(before, Known()), seen(after, Known()), chosen)


def changed(name: str, **fields: object) -> Tile:
    return THREE.tile(name).replace(**fields)


def test_that_one_tile_says_where_it_lies_now_and_several_how_many_they_are() -> None:
    assert told(THREE) == ""
    assert told(THREE.with_tile(changed("b", x=40, width=600))) == "b.mp4: 600 × 360 at 40, 0"
    moved = [tile.replace(x=9, y=8) for tile in THREE.tiles]
    resized = [tile.replace(width=100) for tile in THREE.tiles]
    both = [tile.replace(x=9, width=100) for tile in THREE.tiles]
    assert told(THREE.with_tiles(moved)) == "3 tiles moved"
    assert told(THREE.with_tiles(resized)) == "3 tiles resized"
    assert told(THREE.with_tiles(both)) == "3 tiles moved and resized"


@pytest.mark.parametrize(
    ("name", "order", "text"),
    [
        ("a", "front", "a.mp4 is number 3 of 3"),
        ("a", "forward", "a.mp4 is number 2 of 3"),
        ("b", "backward", "b.mp4 is number 1 of 3"),
        ("c", "back", "c.mp4 is number 1 of 3"),
    ],
)
def test_that_a_new_order_names_the_tile_that_was_moved_in_it(name: str, order: Order, text: str) -> None:
    assert told(reorder(THREE, [name], order), name) == text


def test_that_of_two_that_were_exchanged_one_is_named_and_of_more_none() -> None:
    assert told(reorder(THREE, ["a"], "front")) == "a.mp4 is number 3 of 3"
    turned = THREE.replace(tiles=tuple(reversed(THREE.tiles)))
    assert told(turned, "a") == "The tiles have another order"


def test_that_what_came_went_was_locked_or_hidden_is_told() -> None:
    assert told(remove(THREE, ["b"])) == "b.mp4 deleted"
    assert told(remove(THREE, ["b", "c"])) == "2 tiles deleted"
    assert told(THREE, before=remove(THREE, ["b"])) == "b.mp4 added"
    locked = THREE.with_tile(changed("a", locked=True))
    assert told(locked) == "a.mp4 locked"
    assert told(THREE, before=locked) == "a.mp4 unlocked"
    hidden = THREE.with_tiles(tile.replace(hidden=True) for tile in THREE.tiles)
    assert told(hidden) == "3 tiles hidden"
    assert told(THREE, before=hidden) == "3 tiles shown"
    assert told(locked.with_tile(changed("b", x=0))) == "b.mp4: 640 × 360 at 0, 0. a.mp4 locked"
