"""Reading and writing the place of a tile as one line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilewright.layout.expression import Unreadable
from tilewright.layout.rect import Rect
from tilewright.ui.problem_index import Mark
from tilewright.ui.tiles.words import read_place, rect_words

HERE, FRAME = Rect(1440, 685, 440, 242), Rect(0, 0, 1920, 1080)
coordinates = st.integers(-5000, 5000)
sides = st.integers(1, 5000)


@given(st.builds(Rect, coordinates, coordinates, sides, sides))
def test_that_what_the_table_shows_can_be_typed_back(rect: Rect) -> None:
    assert read_place(rect_words(rect), HERE, FRAME) == rect._asdict()


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("320x180 @ 10, 20", {"width": 320, "height": 180, "x": 10, "y": 20}),
        ("320 X 180", {"width": 320, "height": 180}),
        ("at -5; 20", {"x": -5, "y": 20}),
        ("50% × 1080/3 AT +=16, 0", {"width": 960, "height": 360, "x": 1456, "y": 0}),
    ],
)
def test_that_parts_and_sums_are_understood(text: str, fields: dict[str, int]) -> None:
    assert read_place(text, HERE, FRAME) == fields


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write it as in 440 × 242 at 1440, 685."),
        ("440 by 242", "Write it as in"),
        ("440 × 242 at 1440", "Write it as in"),
        ("0 × 242", "at least 1 pixel"),
        ("440 × ", "A number is missing."),
    ],
)
def test_that_what_is_no_place_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        read_place(text, HERE, FRAME)


@given(st.text(max_size=40))
def test_that_nothing_typed_does_more_than_set_fields_or_be_refused(text: str) -> None:
    try:
        fields = read_place(text, HERE, FRAME)
    except Unreadable:
        return
    assert fields
    assert set(fields) <= {"x", "y", "width", "height"}


def test_that_problems_are_counted_in_words() -> None:
    assert Mark(0, 1).words == "one warning"
    assert Mark(2, 3).words == "2 errors, 3 warnings"
    assert Mark().words == ""
