"""Finding commands by a few letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilewright.ui.windows.matching import Entry, find

ENTRIES = [
    Entry("same-width", "Same width"),
    Entry("same-size", "Same size", "width height"),
    Entry("same-gap", "Same gap across", "width", can_run=False),
    Entry("save", "Save"),
    Entry("save-as", "Save as…"),
    Entry("layout", "Layout 2×2", "2x2 Grid of four"),
    Entry("align", "Align left"),
    Entry("dark", "Look: Élégant"),
    Entry("priority", "Callback & priority"),
    Entry("corner", "Layout Corner", "pip-top-left Picture in picture"),
]


def ids(query: str, recent: tuple[str, ...] = ()) -> list[str]:
    return [found.entry.id for found in find(query, ENTRIES, recent)]


def shown(query: str, entry_id: str) -> str:
    """The entry's text with its fitting letters in capitals and the others small."""
    found = next(found for found in find(query, ENTRIES) if found.entry.id == entry_id)
    return "".join(
        letter.upper() if place in found.letters else letter.lower() for place, letter in enumerate(found.entry.text)
    )


def test_that_every_word_has_to_fit_and_what_cannot_run_comes_last() -> None:
    assert ids("same w") == ["same-width", "same-size", "same-gap"]
    assert shown("same w", "same-width") == "SAME Width"
    assert shown("same w", "same-size") == "SAME size"


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("sav", "save"),
        ("save a", "save-as"),
        ("sw", "same-width"),
        ("left", "align"),
        ("2x2", "layout"),
        ("ele", "dark"),
        ("pri", "priority"),
        ("pip", "corner"),
    ],
)
def test_that_the_best_comes_first(query: str, first: str) -> None:
    assert ids(query)[0] == first


def test_that_initials_are_found_at_beginnings_of_words() -> None:
    assert shown("al", "align") == "ALign left"
    assert shown("agl", "align") == "AliGn Left"


def test_that_nothing_is_found_for_what_nothing_has() -> None:
    assert ids("zebra") == []
    assert ids("same zebra") == []


def test_that_recent_ones_come_first() -> None:
    assert ids("", ("align", "save"))[:3] == ["align", "save", "same-width"]
    assert ids("sa", ("save-as",))[0] == "save-as"
    assert ids("") == [entry.id for entry in ENTRIES]


texts = st.text("abc XYZéß2×.", max_size=12)


@given(texts, st.lists(texts, max_size=6))
def test_that_marked_letters_are_in_the_text_and_in_order(query: str, names: list[str]) -> None:
    entries = [Entry(str(number), name) for number, name in enumerate(names)]
    for found in find(query, entries):
        assert list(found.letters) == sorted(set(found.letters))
        assert all(0 <= place < len(found.entry.text) for place in found.letters)


@given(st.lists(texts, min_size=1, max_size=6), st.data())
def test_that_any_beginning_of_a_text_finds_it(names: list[str], data: st.DataObject) -> None:
    entries = [Entry(str(number), name) for number, name in enumerate(names)]
    chosen = data.draw(st.sampled_from(entries))
    beginning = chosen.text[: data.draw(st.integers(0, len(chosen.text)))]
    assert chosen in [found.entry for found in find(beginning, entries)]
