from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.builders import composition, output, tile
from tilewright.errors import WrongUse
from tilewright.jobs.wish import make_wish, numbered_key, plain_key, wish_hash
from tilewright.wire.mark import is_mark
from tilewright.wire.request import read_request


def test_that_the_request_carries_the_mark_and_the_numbered_output() -> None:
    wish = make_wish(composition(user_data="lesson 4"))
    reading = read_request(wish.request)
    assert is_mark(wish.mark)
    assert reading.mark == wish.mark
    assert reading.composition.user_data == "lesson 4"
    assert wish.output.object == f"output/lesson-{wish.short_id}.${{ext}}"
    assert reading.composition.output is not None
    assert reading.composition.output.object == wish.output.object


def test_that_the_intent_is_named_after_the_mark_and_begins_with_the_short_id() -> None:
    wish = make_wish(composition())
    assert wish.intent_id.startswith(wish.short_id)
    assert wish.mark.lower().endswith(wish.intent_id)


@pytest.mark.parametrize("user_data", [None, "", "lesson 4", "a tw1: b", " blanks "])
def test_that_the_same_composition_is_the_same_wish(user_data: str | None) -> None:
    first = make_wish(composition(user_data=user_data))
    second = make_wish(composition(user_data=user_data))
    assert first.mark != second.mark
    assert first.request != second.request
    assert first.hash == second.hash


@pytest.mark.parametrize(
    "other",
    [
        composition(tile("a", x=1)),
        composition(user_data="lesson 5"),
        composition(output=output("output/other.${ext}")),
        composition(keep_audio_track=False),
    ],
)
def test_that_another_composition_is_another_wish(other: object) -> None:
    assert make_wish(composition()).hash != make_wish(other).hash  # type: ignore[arg-type]


def test_that_a_hidden_tile_changes_no_wish() -> None:
    shown, hidden = tile("a"), tile("b", hidden=True)
    assert make_wish(composition(shown)).hash == make_wish(composition(shown, hidden)).hash


def test_that_the_hash_of_sent_bytes_is_that_of_the_wish() -> None:
    wish = make_wish(composition(user_data="x"))
    assert wish_hash(wish.request) == wish.hash


@pytest.mark.parametrize(
    ("key", "numbered"),
    [
        ("output/lesson.${ext}", "output/lesson-3f9a2b1c.${ext}"),
        ("lesson.mp4", "lesson-3f9a2b1c.mp4"),
        ("out.put/lesson", "out.put/lesson-3f9a2b1c"),
        ("a/${jobid}.${ext}", "a/${jobid}-3f9a2b1c.${ext}"),
        ("a/.mp4", "a/.mp4-3f9a2b1c"),
        ("课/第一课.mp4", "课/第一课-3f9a2b1c.mp4"),
    ],
)
def test_that_the_number_stands_before_the_extension(key: str, numbered: str) -> None:
    assert numbered_key(key, "3f9a2b1c") == numbered
    assert plain_key(numbered, "3f9a2b1c") == key


@given(st.text(alphabet="ab/.-${}e", min_size=1, max_size=20))
def test_that_taking_the_number_out_undoes_putting_it_in(key: str) -> None:
    assert plain_key(numbered_key(key, "3f9a2b1c"), "3f9a2b1c") == key


def test_that_a_composition_without_output_is_no_wish() -> None:
    with pytest.raises(WrongUse):
        make_wish(composition(output=None))
