"""Groups of tiles."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from support.builders import composition, tile
from tilewright.layout.groups import group, members, ungroup, whole
from tilewright.layout.pasting import paste
from tilewright.layout.stack import duplicate, remove
from tilewright.model.composition import Composition, Tile
from tilewright.model.document import decode, encode
from tilewright.wire.request import write_request

ALL = ["t1", "t2", "t3", "t4", "t5", "t6"]
IDS = st.sets(st.sampled_from(ALL))


@st.composite
def compositions(draw: st.DrawFn) -> Composition:
    made = composition(*(tile(name, number, 0) for number, name in enumerate(ALL)))
    for _ in range(draw(st.integers(0, 3))):
        made = group(made, draw(st.sets(st.sampled_from(ALL), min_size=2)))
    return made


def has_none_alone(tiles: tuple[Tile, ...]) -> bool:
    return {one.group for one in tiles} - {None} == set(members(tiles))


@given(compositions(), IDS, IDS)
def test_that_nobody_is_left_alone_in_a_group_and_copies_have_groups_of_their_own(
    before: Composition, some: set[str], others: set[str]
) -> None:
    for after, ids in (duplicate(before, some), paste(before, [one for one in before.tiles if one.id in some])):
        assert has_none_alone(after.tiles)
        new = [one for one in after.tiles if one.id in ids]
        old = [one for one in before.tiles if one.id in some]
        assert not {one.group for one in new} & {one.group for one in before.tiles} - {None}
        for one, its in zip(new, old, strict=True):
            together = {other for other, was in zip(ids, old, strict=True) if was.group and was.group == its.group}
            assert set(whole(after, [one.id])) == (together if len(together) > 1 else {one.id})
    assert has_none_alone(remove(before, some).tiles)
    assert has_none_alone(group(before, some | others | {"t1", "t2"}).tiles)
    assert not members(ungroup(before, ALL).tiles)


@given(compositions(), IDS)
def test_that_a_choice_made_whole_is_whole(before: Composition, some: set[str]) -> None:
    once = whole(before, some)
    assert some <= once
    assert whole(before, once) == once


def test_that_within_a_group_a_tile_is_meant_alone() -> None:
    made = group(composition(*(tile(name) for name in ALL)), ["t1", "t2", "t3"])
    assert whole(made, ["t2"]) == {"t1", "t2", "t3"}
    assert whole(made, ["t2"], chosen=["t1"]) == {"t2"}
    assert whole(made, ["t2"], chosen=["t1", "t4"]) == {"t1", "t2", "t3"}
    assert whole(made, ["t2"], chosen=["t1", "t2", "t3"]) == {"t1", "t2", "t3"}
    assert whole(made, ["t2", "t4"], chosen=["t1"]) == {"t1", "t2", "t3", "t4"}


def test_that_a_group_is_kept_in_the_file_and_no_request_says_it() -> None:
    before = composition(tile("a"), tile("b"), tile("c"))
    made = group(before, ["a", "b"])
    assert decode(encode(made)) == made
    assert write_request(made) == write_request(before)
