"""Numbers as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilewright.layout.expression import LARGEST, MOST_CHARACTERS, Unreadable, evaluate, round_whole

FRAME = {"w": 1920, "h": 1080}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("440", 440),
        (" 440 ", 440),
        ("1 920", 1920),
        ("1\u202f920", 1920),
        ("12.5", 12.5),
        (".5", 0.5),
        ("-8", -8),
        ("- -8", 8),
        ("1920/3", 640),
        ("2+3*4", 14),
        ("(2+3)*4", 20),
        ("10-3-2", 5),
        ("100/5/2", 10),
        ("2*-3", -6),
        ("50%", 960),
        ("50% - 8", 952),
        ("w/2", 960),
        ("W - h", 840),
        ("w*50%", 960),
        ("50%*w", 960),
        ("50% * 2", 1),
        ("(w+h)/2", 1500),
        ("640 × 2", 1280),
        ("640−40", 600),
        ("+=16", 116),
        ("+= 10%", 110),
        ("-=8", 92),
        ("-=10%", 90),
        ("*=2", 200),
        ("*=50%", 50),
        ("/=4", 25),
        ("/=3", 100 / 3),
    ],
)
def test_that_what_people_type_has_the_value_they_mean(text: str, value: float) -> None:
    assert evaluate(text, current=100, whole=1920, names=FRAME) == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There is no number here."),
        ("+=", "There is no number here."),
        ("1920/", "A number is missing at the end."),
        ("*3", "A number is missing before “*”."),
        ("()", "A number is missing before “)”."),
        ("(2", "A bracket is not closed."),
        ("2)", "A bracket is closed that was not opened."),
        ("1/0", "Nothing can be divided by 0."),
        ("/=0", "Nothing can be divided by 0."),
        ("2 w", "Between two numbers a sign is missing, before “w”."),
        ("12,5", "Write decimals with a point, as in 12.5."),
        ("12$", "“$” cannot stand in a number."),
        ("¹", "“¹” is not a number. Beside numbers, this takes w, h."),
        ("width", "“width” is not a number. Beside numbers, this takes w, h."),
        ("9" * 20, "This number is too large."),
        ("1" + "+1" * 100, "This is longer than 200 characters."),
        ("(" * 30 + "1" + ")" * 30, "There are too many brackets."),
        ("__import__('os')", "“'” cannot stand in a number."),
        ("__import__", "“__import__” is not a number. Beside numbers, this takes w, h."),
    ],
)
def test_that_what_cannot_be_read_is_told_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(Unreadable) as caught:
        evaluate(text, current=100, whole=1920, names=FRAME)
    assert str(caught.value) == sentence
    assert caught.value.sentence == sentence
    assert "{" in caught.value.sentence.template or not caught.value.sentence.values


def test_that_a_percentage_needs_a_whole_and_a_change_needs_a_value() -> None:
    with pytest.raises(Unreadable, match="nothing here to be a part of"):
        evaluate("50%")
    with pytest.raises(Unreadable, match="no value yet"):
        evaluate("+=3")
    with pytest.raises(Unreadable, match="is not a number"):
        evaluate("abc")


def test_that_halves_are_rounded_up_below_zero_too() -> None:
    assert [round_whole(number) for number in (0.5, 1.5, -0.5, -1.5, 2.4)] == [1, 2, 0, -1, 2]


@given(st.text(max_size=MOST_CHARACTERS + 20))
def test_that_any_text_is_read_or_refused(text: str) -> None:
    try:
        value = evaluate(text, current=10, whole=100, names=FRAME)
    except Unreadable as refusal:
        assert str(refusal).endswith(".")  # noqa: PT017 - both ends are fine
    else:
        assert abs(value) <= LARGEST


@given(st.text(alphabet="0123456789+-*/()%.wh =", max_size=60))
def test_that_any_text_of_the_grammars_signs_is_read_or_refused(text: str) -> None:
    try:
        value = evaluate(text, current=10, whole=100, names=FRAME)
    except Unreadable as refusal:
        assert "{" not in str(refusal)  # noqa: PT017 - both ends are fine
    else:
        assert abs(value) <= LARGEST


_LEAVES = st.integers(0, 999).map(lambda number: (str(number), number))


def _join(parts: st.SearchStrategy[tuple[str, int]]) -> st.SearchStrategy[tuple[str, int]]:
    def make(left: tuple[str, int], sign: str, right: tuple[str, int]) -> tuple[str, int]:
        value = {"+": left[1] + right[1], "-": left[1] - right[1], "*": left[1] * right[1]}[sign]
        return f"({left[0]}{sign}{right[0]})", value

    return st.builds(make, parts, st.sampled_from("+-*"), parts)


@given(st.recursive(_LEAVES, _join, max_leaves=4))
def test_that_sums_and_products_of_whole_numbers_are_exact(expression: tuple[str, int]) -> None:
    text, value = expression
    if len(text) <= MOST_CHARACTERS and abs(value) < LARGEST:
        assert evaluate(text) == value


@given(st.integers(-(10**6), 10**6), st.integers(-5000, 5000))
def test_that_adding_and_taking_away_the_same_ends_where_it_began(value: int, step: int) -> None:
    there = evaluate(f"+={step}", current=value)
    assert evaluate(f"-={step}", current=there) == value
