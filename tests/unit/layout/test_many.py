"""What is done to many tiles at once: it costs a little for each, and comes to what it does to one after another."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.builders import composition, source, tile, url
from support.effort import lines_of
from tilewright.layout.align import align, distribute
from tilewright.layout.cells import fit
from tilewright.layout.frame import resize_frame
from tilewright.layout.move import move_tiles
from tilewright.layout.place import Placed, Unplaced, place
from tilewright.layout.rect import Rect
from tilewright.layout.resize import resize_tiles, set_rect
from tilewright.layout.sizing import Side, Wish, cover, resize_to, set_sides
from tilewright.layout.stack import duplicate, put_at, remove, reorder
from tilewright.model.composition import Composition, Tile
from tilewright.model.source import Known


class Chosen(tuple[str, ...]):
    """Ids as a selection has them: to look for one of them is to go through all."""

    looks = 0

    def __contains__(self, wanted: object) -> bool:
        Chosen.looks += 1
        return super().__contains__(wanted)


Act = Callable[[Composition, Known, Chosen], object]

ACTS: dict[str, Act] = {
    "fit": lambda made, facts, ids: resize_to(made, facts, ids, "fit"),
    "fill": lambda made, facts, ids: resize_to(made, facts, ids, "fill"),
    "source": lambda made, facts, ids: resize_to(made, facts, ids, "source"),
    "width": lambda made, facts, ids: set_sides(made, facts, dict.fromkeys(ids, 99), "width", keeps="tile"),
    "align": lambda made, facts, ids: align(made, facts, ids, "left"),
    "distribute": lambda made, facts, ids: distribute(made, facts, ids, "across"),
    "move": lambda made, _, ids: move_tiles(made, ids, 1, 1),
    "resize": lambda made, facts, ids: resize_tiles(
        made, {there.tile_id: there.drawn for there in place(made, facts).tiles if there.drawn}, Rect(0, 0, 9, 9), ids
    ),
    "front": lambda made, _, ids: reorder(made, ids, "front"),
    "backward": lambda made, _, ids: reorder(made, ids, "backward"),
    "put at": lambda made, _, ids: put_at(made, ids, 1),
    "duplicate": lambda made, _, ids: duplicate(made, ids),
    "remove": lambda made, _, ids: remove(made, ids),
    "frame": lambda made, facts, _: resize_frame(made, facts, 1280, 1280, scales_tiles=True),
}


@pytest.mark.parametrize("name", ACTS)
def test_that_three_times_as_many_tiles_cost_three_times_as_much(name: str) -> None:
    def cost(count: int) -> int:
        hidden = name == "frame"  # so that it looks for no layout in which they lie, which costs more than all the rest
        tiles = tuple(tile(f"t{at}", at * 7 % 900, at * 3 % 500, 40, 30, hidden=hidden) for at in range(count))
        made, facts = composition(*tiles), Known(sources={one.url: source(640, 360) for one in tiles})
        ids = Chosen(one.id for one in tiles)
        return lines_of(lambda: ACTS[name](made, facts, ids))

    Chosen.looks = 0
    assert cost(300) < 4 * cost(100)
    assert Chosen.looks == 0


# The old way, one tile after another ----------------------------------------------------------------------------------


def rect_of(made: Composition, facts: Known, tile_id: str) -> Rect | None:
    found = place(made, facts).of(tile_id)
    if isinstance(found, Placed):
        return found.rect
    return found.guess if isinstance(found, Unplaced) and found.reason == "frame-unknown" else None


def resized(made: Composition, facts: Known, tile_id: str, wish: Wish) -> Composition:
    one, frame = made.tile(tile_id), place(made, facts).frame
    about = facts.sources.get(one.url)
    if about is None or about.width < 1 or about.height < 1:
        return made
    there = rect_of(made, facts, tile_id)
    rect = there or Rect(0, 0, about.width, about.height)
    if wish == "source":
        after = rect._replace(width=about.width, height=about.height)
    elif frame is None:
        return made
    else:
        after = (fit if wish == "fit" else cover)(frame, about.width / about.height)
    return made.with_tile(set_rect(one, rect, after) if there else one.replace(**after._asdict()))


def with_side(
    made: Composition, facts: Known, tile_id: str, side: Side, length: int | None, *, keeps: bool
) -> Composition:
    changed = made.with_tile(made.tile(tile_id).replace(**{side: length}))
    rect = rect_of(made, facts, tile_id)
    if not keeps or length is None or length < 1 or rect is None or min(rect.width, rect.height) < 1:
        return changed
    other = "height" if side == "width" else "width"
    follows = max(1, math.floor(getattr(rect, other) * length / getattr(rect, side) + 0.5))
    if follows == getattr(rect, other):
        return changed
    return changed.with_tile(changed.tile(tile_id).replace(**{other: follows}))


SIDES = st.none() | st.integers(-1, 3000)
FACTS = Known(sources={url("a"): source(640, 480), url("b"): source(97, 1080), url("c"): source(0, 9)})


@st.composite
def starts(draw: st.DrawFn) -> Composition:
    tiles = [
        Tile(id=f"t{at}", url=url(draw(st.sampled_from("abcd"))), x=draw(SIDES), width=draw(SIDES), height=draw(SIDES))
        for at in range(draw(st.integers(1, 8)))
    ]
    return composition(*tiles, size=draw(st.sampled_from([None, (1280, 720)])))


@given(starts(), st.data(), st.sampled_from(("fit", "fill", "source")))
def test_that_sizes_of_many_are_those_of_each(made: Composition, data: st.DataObject, wish: Wish) -> None:
    ids = data.draw(st.sets(st.sampled_from([one.id for one in made.tiles])))
    one_by_one = made
    for tile_id in ids:
        one_by_one = resized(one_by_one, FACTS, tile_id, wish)
    after = resize_to(made, FACTS, ids, wish)
    assert after.with_tiles(one.replace(cell=None) for one in after.tiles) == one_by_one


@given(starts(), st.data(), st.sampled_from(("width", "height")), st.booleans())
def test_that_sides_of_many_are_those_of_each(made: Composition, data: st.DataObject, side: Side, keeps: bool) -> None:
    lengths = data.draw(st.dictionaries(st.sampled_from([one.id for one in made.tiles]), SIDES))
    one_by_one = made
    for tile_id, length in lengths.items():
        one_by_one = with_side(one_by_one, FACTS, tile_id, side, length, keeps=keeps)
    assert set_sides(made, FACTS, lengths, side, keeps="tile" if keeps else None) == one_by_one
