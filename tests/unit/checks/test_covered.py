"""A tile is told to be behind others exactly when no pixel of it can be seen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from support.builders import LOCAL, composition, tile
from tilewright.checks import check
from tilewright.layout.rect import Rect
from tilewright.model.source import Known

SIDE = 12
positions = st.integers(-3, SIDE)
lengths = st.integers(1, 8)
rects = st.lists(st.builds(Rect, positions, positions, lengths, lengths), min_size=1, max_size=12)


@given(rects)
def test_that_a_tile_is_covered_when_the_later_ones_take_every_pixel(rects: list[Rect]) -> None:
    frame = Rect(0, 0, SIDE, SIDE)
    tiles = [tile(f"t{number}", *rect) for number, rect in enumerate(rects)]
    found = check(composition(*tiles, size=(SIDE, SIDE)), Known(), LOCAL)
    told = {problem.path for problem in found if problem.code == "tile-covered"}
    pixels = [_pixels(rect.cut(frame)) for rect in rects]
    hidden = {
        f"tiles.t{number}" for number, mine in enumerate(pixels) if mine and mine <= set().union(*pixels[number + 1 :])
    }
    assert told == hidden


def _pixels(rect: Rect | None) -> set[tuple[int, int]]:
    if rect is None:
        return set()
    return {(x, y) for x in range(rect.x, rect.right) for y in range(rect.y, rect.bottom)}
