from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tilewright.wire.mark import MARK_LENGTH, find_mark, is_mark, new_mark, short_id, with_mark, without_mark

OWN = st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=60).filter(
    lambda text: "tw1:" not in text
)


def test_that_marks_have_their_length_and_never_repeat() -> None:
    marks = {new_mark() for _ in range(1_000)}
    assert len(marks) == 1_000
    assert all(len(mark) == MARK_LENGTH and is_mark(mark) for mark in marks)


def test_that_a_mark_with_one_wrong_character_is_no_mark() -> None:
    mark = new_mark()
    for place in range(4, len(mark)):
        for letter in "0123456789ABCDEFGHJKMNPQRSTVWXYZ":
            changed = mark[:place] + letter + mark[place + 1 :]
            assert is_mark(changed) == (changed == mark)


@given(OWN)
def test_that_the_users_own_text_comes_back_when_the_mark_is_stripped(own: str) -> None:
    mark = new_mark()
    marked = with_mark(own, mark)
    assert find_mark(marked) == mark
    assert marked.count("tw1:") == 1
    assert (without_mark(marked) or "") == own


def test_that_an_old_mark_is_replaced_not_kept() -> None:
    first, second = new_mark(), new_mark()
    assert with_mark(with_mark("lesson 12", first), second) == f"lesson 12 {second}"


def test_that_a_part_of_a_mark_is_left_alone() -> None:
    for text in (new_mark()[:-1], f"x{new_mark()}", f"{new_mark()}Z", "tw1:hello"):
        assert find_mark(text) is None
        assert without_mark(text) == text


def test_that_nothing_but_a_mark_leaves_no_user_data() -> None:
    assert without_mark(new_mark()) is None
    assert without_mark(None) is None
    assert find_mark(None) is None


def test_that_the_short_id_is_eight_characters_of_the_mark() -> None:
    mark = new_mark()
    assert short_id(mark) == mark[4:12].lower()
