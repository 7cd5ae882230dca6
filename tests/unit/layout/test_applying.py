"""Applying a layout to a composition, and finding out which one its tiles lie in."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from support.builders import composition, known, source, tile
from tilewright.errors import WrongUse
from tilewright.layout import applying
from tilewright.layout.applying import (
    apply_layout,
    lay_out_again,
    likely_spacing,
    matching_layout,
    movable,
    require_places,
)
from tilewright.layout.even import even_where_changed
from tilewright.layout.frame import Spacing, resize_frame
from tilewright.layout.gallery import LAYOUTS
from tilewright.layout.move import move_tiles
from tilewright.layout.own import layout_of, save_layout
from tilewright.layout.sizing import Wish, resize_to
from tilewright.model.composition import Composition
from tilewright.model.source import Known

NAMES = [layout.name for layout in LAYOUTS]
FOUR = composition(tile("a", 5, 5), tile("b", 7, 7), tile("c", 9, 9), tile("d", 11, 11))


def places(made: Composition) -> list[tuple[int | None, ...]]:
    return [(each.x, each.y, each.width, each.height) for each in made.tiles]


@st.composite
def scenes(draw: st.DrawFn) -> tuple[Composition, Known]:
    count = draw(st.integers(1, 9))
    names = [chr(ord("a") + number) for number in range(count)]
    flags = st.sampled_from([(False, False), (False, False), (True, False), (False, True)])
    tiles = []
    for number, name in enumerate(names):
        locked, hidden = draw(flags)
        tiles.append(tile(name, 3 * number, 5 * number, 70 + number, 50, locked=locked, hidden=hidden))
    sides = st.integers(16, 2000)
    facts = {name: source(draw(sides), draw(sides)) for name in names if draw(st.booleans())}
    size = draw(st.tuples(st.integers(200, 2000), st.integers(200, 2000)))
    return composition(*tiles, size=size), known(**facts)


def test_that_the_tiles_take_the_places_in_the_order_of_the_list() -> None:
    made = apply_layout(FOUR, Known(), "2x2")
    assert places(made) == [(0, 0, 640, 360), (640, 0, 640, 360), (0, 360, 640, 360), (640, 360, 640, 360)]


def test_that_gap_and_margin_are_kept_free() -> None:
    made = apply_layout(FOUR, Known(), "2x2", gap=10, margin=20)
    assert places(made)[0] == (20, 20, 615, 335)
    assert places(made)[3] == (645, 365, 615, 335)


def test_that_a_layout_without_room_is_tried_once_and_refused_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    tried, arrange = [], applying.arrange
    monkeypatch.setattr(applying, "arrange", lambda *args, **named: (tried.append(args[0]), arrange(*args, **named))[1])
    for _ in range(3):
        with pytest.raises(WrongUse, match=r"has no room .* a gap of 711 and a margin of 13 pixels") as refusal:
            require_places(FOUR, Known(), "auto", 711, 13)
        assert refusal.value.hint == "Make the gap and the margin smaller, or the frame larger."
    assert len(tried) <= 1, "none where it was tried before this test"


def test_that_locked_and_hidden_tiles_stay_and_take_no_place() -> None:
    scene = composition(
        tile("ground", 0, 0, 1280, 720, locked=True), tile("a"), tile("gone", 1, 2, 3, 4, hidden=True), tile("b")
    )
    made = apply_layout(scene, Known(), "side-by-side")
    assert places(made) == [(0, 0, 1280, 720), (0, 0, 640, 720), (1, 2, 3, 4), (640, 0, 640, 720)]
    assert matching_layout(made, Known()) == "side-by-side"


def test_that_a_tile_locked_after_laying_out_leaves_the_layout_recognised() -> None:
    made = apply_layout(FOUR, Known(), "1+3", gap=8)
    locked = made.with_tile(made.tiles[0].replace(locked=True))
    assert matching_layout(locked, Known(), gap=8) == "1+3"


def test_that_known_proportions_decide_the_places_of_auto() -> None:
    two = composition(tile("a"), tile("b"))
    made = apply_layout(two, known(a=source(360, 640), b=source(360, 640)), "auto")
    assert places(made) == [(235, 0, 405, 720), (640, 0, 405, 720)]


def test_that_the_preferred_name_wins_where_two_layouts_are_the_same() -> None:
    made = apply_layout(FOUR, Known(), "2x2")
    assert matching_layout(made, Known()) == "2x2"
    assert matching_layout(made, Known(), prefer="auto") == "auto"


FACTS = known(a=source(640, 480), b=source(360, 640))
WAYS: list[Wish] = ["fit", "fill"]


@pytest.mark.parametrize("wish", WAYS)
def test_that_tiles_that_are_fitted_into_their_cells_lie_in_the_layout_still(wish: Wish) -> None:
    laid = apply_layout(FOUR, FACTS, "2x2", 8, 20)
    made = resize_to(laid, FACTS, "ab", wish, "cell")
    assert places(made) != places(laid)
    assert matching_layout(made, FACTS, 8, 20) == "2x2"
    assert matching_layout(made, FACTS, 7, 20) is None
    assert likely_spacing(made, FACTS) == (8, 20)
    assert matching_layout(move_tiles(made, "a", 0, 3), FACTS, 8, 20) is None
    assert matching_layout(resize_to(made, FACTS, "a", "fill"), FACTS, 8, 20) is None, "that covers the others"
    assert matching_layout(resize_to(made, FACTS, "a", "source"), FACTS, 8, 20) is None


def test_that_the_layout_that_was_taken_counts_where_fitted_tiles_lie_in_another_one_too() -> None:
    two = composition(tile("a"), tile("b"))
    made = resize_to(apply_layout(two, FACTS, "side-by-side"), FACTS, "ab", "fit", "cell")
    mine = layout_of(save_layout(made, FACTS, "own-1", "Mine"))
    assert matching_layout(made, FACTS, layouts=(*LAYOUTS, mine)) == "side-by-side", "what was saved is a copy of it"
    assert matching_layout(made, FACTS, prefer="Mine", layouts=(*LAYOUTS, mine)) == "Mine", "it has the very places"
    moved = move_tiles(made, "a", 0, 3)
    mine = layout_of(save_layout(moved, FACTS, "own-1", "Mine"))
    assert matching_layout(moved, FACTS, layouts=(*LAYOUTS, mine)) == "Mine"


def test_that_the_layout_into_whose_places_tiles_are_fitted_counts_before_one_that_has_theirs() -> None:
    wide = known(a=source(1280, 720), b=source(1280, 720))
    two = composition(tile("a"), tile("b"))
    made = resize_to(apply_layout(two, wide, "side-by-side"), wide, "ab", "fit", "cell")
    assert places(made) == places(apply_layout(two, wide, "auto"))
    assert matching_layout(made, wide) == "side-by-side"
    assert matching_layout(made, wide, prefer="auto") == "auto"


@pytest.mark.parametrize("wish", WAYS)
def test_that_tiles_of_the_shape_of_their_cells_stay_fitted_when_those_get_another(wish: Wish) -> None:
    wide = known(**{name: source(1280, 720) for name in "abcd"})
    laid = apply_layout(FOUR.with_frame(1280, 720), wide, "2x2")
    made = resize_to(laid, wide, "abcd", wish, "cell")
    assert places(made) == places(laid)
    assert matching_layout(made, wide) == "2x2"
    other = lay_out_again(made, wide, "2x2", 100)
    fitted = other.tile("a")
    assert (fitted.x, fitted.y, fitted.width, fitted.height) == (19, 0, 551, 310)
    assert lay_out_again(lay_out_again(other, wide, "2x2"), wide, "2x2", 100) == other
    stretched = resize_to(made, wide, "abcd", "stretch", "cell")
    assert stretched == laid, "what is stretched is nothing to remember"
    assert places(lay_out_again(stretched, wide, "2x2", 100)) == places(apply_layout(laid, wide, "2x2", 100))
    smaller = resize_frame(made, wide, 640, 360, scales_tiles=True)
    assert lay_out_again(smaller, wide, "2x2", 50) == resize_to(
        apply_layout(smaller, wide, "2x2", 50), wide, "abcd", "fit", "cell"
    )


@pytest.mark.parametrize("even", [False, True])
@pytest.mark.parametrize("wish", WAYS)
def test_that_another_gap_or_frame_leaves_tiles_fitted(wish: Wish, *, even: bool) -> None:
    def wished(made: Composition) -> Composition:
        after = resize_to(made, FACTS, "ab", wish, "cell")
        return even_where_changed(made, after) if even else after

    laid = apply_layout(FOUR, FACTS, "2x2", even=even)
    made, wider = wished(laid), apply_layout(FOUR, FACTS, "2x2", 15, 9, even=even)
    assert lay_out_again(made, FACTS, "2x2", 15, 9, even=even) == wished(wider)
    assert lay_out_again(made, Known(), "2x2", 15, 9, even=even).tile("d") == wider.tile("d")
    other = resize_frame(made, FACTS, 700, 998, scales_tiles=True, spacing=Spacing(even=even))
    assert other == wished(apply_layout(FOUR.with_frame(700, 998), FACTS, "2x2", even=even))


def test_that_a_tile_one_pixel_off_is_in_no_layout() -> None:
    made = apply_layout(FOUR, Known(), "2x2")
    assert matching_layout(made.with_tile(made.tiles[1].replace(x=641)), Known()) is None


def test_that_other_gaps_are_another_placement() -> None:
    assert matching_layout(apply_layout(FOUR, Known(), "2x2", gap=10), Known(), gap=12) is None


@pytest.mark.parametrize(
    ("scene", "name", "sentence"),
    [
        (FOUR, "side-by-side", "holds 2 videos, not 4"),
        (FOUR, "3-by-3", "There is no layout"),
        (composition(tile("a"), size=None), "single", "size of the frame is not known"),
        (composition(tile("a", 3, 3, locked=True)), "single", "no tile to lay out"),
        (Composition(), "single", "size of the frame is not known"),
    ],
)
def test_that_what_cannot_be_laid_out_is_refused_with_the_reason(scene: Composition, name: str, sentence: str) -> None:
    with pytest.raises(WrongUse, match=sentence):
        apply_layout(scene, Known(), name)
    assert matching_layout(scene, Known()) is None


@given(scenes(), st.sampled_from(NAMES), st.integers(0, 12), st.integers(0, 12))
def test_that_an_applied_layout_is_recognised_again(
    scene: tuple[Composition, Known], name: str, gap: int, margin: int
) -> None:
    before, facts = scene
    try:
        made = apply_layout(before, facts, name, gap, margin)
    except WrongUse:
        assume(False)
    assert matching_layout(made, facts, gap, margin, prefer=name) == name
    found = matching_layout(made, facts, gap, margin)
    assert found is not None
    assert apply_layout(made, facts, found, gap, margin) == made


@given(scenes(), st.sampled_from(NAMES))
def test_that_only_the_places_of_movable_tiles_change(scene: tuple[Composition, Known], name: str) -> None:
    before, facts = scene
    try:
        made = apply_layout(before, facts, name)
    except WrongUse:
        assume(False)
    moved = {each.id for each in movable(before)}
    size = before.inline_frame.size
    assert size is not None
    for old, new in zip(before.tiles, made.tiles, strict=True):
        if old.id not in moved:
            assert new == old
            continue
        assert old.replace(x=None, y=None, width=None, height=None) == new.replace(
            x=None, y=None, width=None, height=None
        )
        assert new.x is not None
        assert new.width is not None
        assert new.x >= 0
        assert new.x + new.width <= size[0]


@pytest.mark.parametrize("name", ["2x2", "3x3", "1+3", "1+5", "film-strip", "portrait-stack"])
def test_that_the_distances_of_a_layout_are_found_out_again(name: str) -> None:
    made = apply_layout(FOUR, Known(), name, gap=24, margin=40)
    assert likely_spacing(made, Known()) == (24, 40)


def test_that_tiles_over_the_edge_were_laid_out_by_nobody() -> None:
    assert likely_spacing(composition(tile("a", -5, 0)), Known()) is None
    assert likely_spacing(composition(tile("a"), size=None), Known()) is None
