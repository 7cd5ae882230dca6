"""A thousand tiles are checked in steps of their number, and what is told is what a plain look at all pairs tells."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from support.builders import LOCAL, composition, tile
from support.effort import calls_of
from tilewright.checks import check
from tilewright.checks.registry import View
from tilewright.checks.tiles import find_names_twice
from tilewright.layout.rect import Rect
from tilewright.model.source import Known

COUNT = 1000
SIDE = 40
positions, lengths = st.integers(0, 24), st.integers(1, 14)
rects = st.lists(st.builds(Rect, positions, positions, lengths, lengths), min_size=2, max_size=12)


def test_that_a_thousand_tiles_of_one_name_get_their_names_one_after_the_other() -> None:
    view = View(composition(*(tile(f"t{at}", name="same") for at in range(COUNT))), Known(), LOCAL)
    _ = view.label(view.composition.tiles[0])
    problems = list(find_names_twice(view))
    assert calls_of(lambda: list(find_names_twice(view))) < 30 * COUNT
    fixed = [problem.fix.text for problem in problems if problem.fix]
    assert fixed == [f"Call it “same-{number}”" for number in range(2, COUNT + 1)]


@given(rects)
def test_that_seams_are_those_of_all_pairs(rects: list[Rect]) -> None:
    made = composition(*(tile(f"t{at}", *rect) for at, rect in enumerate(rects)), size=(SIDE, SIDE))
    codes = ("tile-gap", "tile-overlap")
    found = {(problem.code, problem.path) for problem in check(made, Known(), LOCAL) if problem.code in codes}
    assert found == _seams({rect: at for at, rect in enumerate(rects)})


def _seams(places: dict[Rect, int]) -> set[tuple[str, str]]:
    """One rectangle ends 1 to 3 pixels from where another one begins, and they share more than 3 along it."""
    told = set()
    for rect, at in places.items():
        for axis, field in ((0, "width"), (1, "height")):
            off = {
                other[axis] - rect[axis] - rect[axis + 2]
                for other in places
                if other != rect and rect[axis + 2] > 6 and _shared(rect, other, 1 - axis) > 3
            }
            if off & {-1, -2, -3}:
                told.add(("tile-overlap", f"tiles.t{at}.{field}"))
            elif off & {1, 2, 3}:
                told.add(("tile-gap", f"tiles.t{at}.{field}"))
    return told


def _shared(one: Rect, other: Rect, axis: int) -> int:
    end = min(one[axis] + one[axis + 2], other[axis] + other[axis + 2])
    return end - max(one[axis], other[axis])
