"""Layouts of the user's own: what was saved comes back, in any frame."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.builders import composition, known, source, tile
from tilewright.errors import WrongUse
from tilewright.layout.applying import apply_layout, matching_layout, require_places
from tilewright.layout.frame import Spacing, resize_frame
from tilewright.layout.gallery import LAYOUTS, arrange, find_layout
from tilewright.layout.own import gallery, layout_of, save_layout
from tilewright.layout.rect import Rect
from tilewright.model.composition import Composition
from tilewright.model.own_layout import FARTHEST, OwnLayout, Place
from tilewright.model.source import Known

FREE = composition(
    tile("a", 0, 0, 901, 720), tile("b", 901, 0, 379, 333), tile("c", 901, 333, 379, 500), tile("d", -40, 700, 77, 99)
)

frames = st.tuples(st.integers(128, 4096), st.integers(128, 4096))


def saved(scene: Composition, name: str = "Mine", facts: Known = Known()) -> OwnLayout:  # noqa: B008 - a value
    return save_layout(scene, facts, "own-1", name)


def rects(scene: Composition) -> list[tuple[int | None, ...]]:
    return [(each.x, each.y, each.width, each.height) for each in scene.tiles]


@st.composite
def scenes(draw: st.DrawFn) -> Composition:
    """Tiles anywhere, parts of them outside, some locked or hidden, in any frame."""
    size = draw(frames)
    sides, ways = st.integers(1, 5000), st.integers(-3000, 5000)
    tiles = [
        tile(f"t{number}", *draw(st.tuples(ways, ways, sides, sides)), locked=draw(st.booleans()), hidden=number == 2)
        for number in range(draw(st.integers(1, 6)))
    ]
    return composition(*tiles, size=size)


@given(scenes(), st.integers(0, 60), st.integers(0, 60))
def test_that_a_layout_that_was_just_saved_changes_nothing(scene: Composition, gap: int, margin: int) -> None:
    """Whatever gap and margin: it has its own distances."""
    layouts = gallery([saved(scene)])
    if any(not each.locked and not each.hidden for each in scene.tiles):
        assert apply_layout(scene, Known(), "Mine", gap, margin, layouts=layouts) == scene
    assert matching_layout(scene, Known(), gap, margin, "Mine", layouts=layouts) == "Mine"


def test_that_other_videos_come_to_lie_where_those_lay_that_were_saved() -> None:
    layouts = gallery([saved(FREE)])
    others = composition(*(tile(name, 7, 7, 50, 50) for name in "wxy"))
    assert rects(apply_layout(others, Known(), "Mine", layouts=layouts)) == rects(FREE)[:3]
    five = composition(*(tile(name) for name in "vwxyz"))
    with pytest.raises(WrongUse, match="“Mine” holds 4 videos, not 5"):
        require_places(five, Known(), "Mine", layouts=layouts)


@given(frames, frames, st.data())
def test_that_tiles_that_touched_still_touch_in_any_frame(
    before: tuple[int, int], after: tuple[int, int], data: st.DataObject
) -> None:
    """Three columns that fill the frame, the last of two rows; each wide enough for a pixel in the smallest frame."""
    wide, high = before
    first = data.draw(st.integers(wide // 8, wide // 3))
    second = data.draw(st.integers(first + wide // 8, wide - wide // 4))
    middle = data.draw(st.integers(high // 4, high - high // 4))
    scene = composition(
        tile("a", 0, 0, first, high),
        tile("b", first, 0, second - first, high),
        tile("c", second, 0, wide - second, middle),
        tile("d", second, middle, wide - second, high - middle),
        size=before,
    )
    layouts = gallery([saved(scene)])
    a, b, c, d = arrange("Mine", after, [1.0] * 4, 9, 9, layouts=layouts)
    assert (a.x, a.right, b.right) == (0, b.x, c.x)
    assert (c.x, c.right, d.right) == (d.x, *(after[0],) * 2)
    assert (a.y, a.bottom, b.y, b.bottom) == (0, after[1], 0, after[1])
    assert (c.y, c.bottom, d.bottom) == (0, d.y, after[1])
    for rect, place in zip((a, b, c, d), layouts[-1].places(Rect(0, 0, *before), [1.0] * 4, 0), strict=True):
        assert abs(rect.x - place.x * after[0] / wide) <= 0.5
        assert abs(rect.bottom - place.bottom * after[1] / high) <= 0.5
    for rect in arrange("Mine", after, [1.0] * 4, even=True, layouts=layouts):
        assert all(number % 2 == 0 for number in rect)


def test_that_another_frame_keeps_its_tiles_in_the_layout_and_the_way_back_gives_the_same() -> None:
    layouts = gallery([saved(FREE)])
    spacing = Spacing(12, 30, "Mine", layouts=layouts)
    upright = resize_frame(FREE, Known(), 720, 1280, scales_tiles=True, spacing=spacing)
    assert rects(upright)[0] == (0, 0, 507, 1280)
    assert matching_layout(upright, Known(), 12, 30, layouts=layouts) == "Mine"
    back = resize_frame(upright, Known(), 1280, 720, scales_tiles=True, spacing=spacing)
    assert back.tiles == FREE.tiles


def test_that_a_layout_saved_anew_under_its_name_is_the_one_that_is_applied() -> None:
    old, new = saved(FREE), saved(composition(*reversed(FREE.tiles)))
    scene = composition(*(tile(name) for name in "wxyz"))
    assert rects(apply_layout(scene, Known(), "Mine", layouts=gallery([old]))) == rects(FREE)
    assert rects(apply_layout(scene, Known(), "Mine", layouts=gallery([new]))) == rects(FREE)[::-1]


def test_that_no_own_layout_hides_one_of_the_gallery() -> None:
    layouts = gallery([saved(FREE, "2x2"), saved(FREE, "Wall")])
    assert find_layout("2x2", layouts) is LAYOUTS[3]
    with pytest.raises(WrongUse, match="mean “Wall”"):
        find_layout("Wal", layouts)


def test_that_what_is_saved_is_what_a_layout_would_move() -> None:
    scene = composition(tile("back", 0, 0, 1280, 720, locked=True), tile("a", 5, 6, 7, 8), tile("b", hidden=True))
    assert saved(scene).places == (Place(x=5, y=6, width=7, height=8),)
    fixed = composition(tile("a", 5, 6, 7, 8, locked=True), tile("b", hidden=True))
    assert saved(fixed).places == (Place(x=5, y=6, width=7, height=8),)


def test_that_a_side_that_the_source_tells_is_saved_as_it_is_known() -> None:
    scene = composition(tile("a", None, 20, 640, None))
    assert saved(scene, facts=known(a=source(640, 360))).places == (Place(x=0, y=20, width=640, height=360),)


@pytest.mark.parametrize(
    ("scene", "sentence"),
    [
        (composition(tile("a"), size=None), "size of the frame is not known"),
        (composition(tile("a", hidden=True)), "no tile whose place could be saved"),
        (composition(tile("a", width=None)), r"a\.mp4 cannot be saved. The size of the video is not known"),
        (composition(tile("a", height=0)), r"a\.mp4 cannot be saved. Width and height must be"),
        (composition(tile("a", x=FARTHEST + 1)), "too far from the frame"),
        (composition(tile("a"), size=(FARTHEST + 1, 9)), "too large"),
    ],
)
def test_that_what_cannot_be_saved_is_refused_with_the_reason(scene: Composition, sentence: str) -> None:
    with pytest.raises(WrongUse, match=sentence) as caught:
        saved(scene)
    assert caught.value.hint


def test_that_a_layout_of_a_thousand_is_passed_over_at_a_glance() -> None:
    wall = OwnLayout(
        id="own-1", name="Wall", width=100, height=100, places=(Place(x=0, y=0, width=9, height=9),) * 1000
    )
    asked: list[int] = []
    layout = layout_of(wall)

    def places(area: Rect, proportions: Sequence[float], gap: int) -> list[Rect]:
        asked.append(len(proportions))
        return layout.places(area, proportions, gap)

    scene = composition(*(tile(str(number), 3, 3, 5, 5) for number in range(1000)), size=(100, 100))
    counted = dataclasses.replace(layout, places=places)
    assert matching_layout(scene, Known(), layouts=(counted,)) is None
    assert asked == [1]
