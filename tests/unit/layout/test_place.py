"""Where tiles lie."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from support.builders import composition, known, source, tile
from support.compositions import compositions
from tilewright.layout.place import Earlier, Placed, Unplaced, place
from tilewright.layout.rect import Rect
from tilewright.model.composition import Composition
from tilewright.model.source import Known


def test_that_parts_outside_the_frame_are_not_visible() -> None:
    placed = place(composition(tile("a", -10, 700, 100, 50)), Known()).of("a")
    assert placed == Placed("a", Rect(-10, 700, 100, 50), Rect(0, 700, 90, 20))


def test_that_what_is_absent_comes_from_the_source() -> None:
    start = composition(tile("a", None, None, 640, None))
    assert place(start, known(a=source(1280, 720))).of("a").drawn == Rect(0, 0, 640, 720)


def test_that_a_source_that_is_not_known_is_guessed_and_said() -> None:
    placed = place(composition(tile("a", 4, 5, 640, None)), Known()).of("a")
    assert placed == Unplaced("a", "source-unknown", Rect(4, 5, 640, 360))
    assert placed.drawn == Rect(4, 5, 640, 360)


@given(compositions(), compositions(), st.booleans())
def test_that_an_earlier_placement_never_changes_the_answer(one: Composition, other: Composition, more: bool) -> None:
    facts = Known() if more else Known().with_source(other.tiles[0].url, source()) if other.tiles else Known()
    mixed = other.replace(tiles=tuple(t if n % 2 else t.replace(x=7) for n, t in enumerate(one.tiles)))
    for start in (one, other):
        earlier = Earlier(start, facts, place(start, facts))
        for after in (one, other, mixed):
            assert place(after, facts, earlier) == place(after, facts)
            assert place(after, Known(), earlier) == place(after, Known())
