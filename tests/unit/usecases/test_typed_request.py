"""The text of a request as an edit of its composition: what is ours alone survives, what cannot be read is placed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import settings as examples

from support.builders import composition, tile, url
from support.compositions import compositions
from tilewright.model.composition import Composition
from tilewright.model.options import HlsEncrypt, Transcode, TransConfig
from tilewright.model.secrets import without_keys
from tilewright.usecases.make import request_text
from tilewright.usecases.typed_request import Shown, TextUnreadable
from tilewright.wire.documents import read_document

MADE = composition(
    tile("h0", hidden=True),
    tile("a", 0, 0, 640, 360, locked=True),
    tile("h1", hidden=True),
    tile("b", 640, 0, 640, 360, name="board"),
    tile("c", 0, 360, 640, 360, url=url("a")),
    user_data="lesson",
    exact_name=True,
)


def text_of(made: Composition) -> str:
    return request_text(made, pretty=True).decode()


def shown(made: Composition = MADE) -> Shown:
    return Shown(made, text_of(made))


def read(edit: Callable[[str], str], now: Composition | None = None) -> Composition:
    before = shown()
    text = edit(before.text)
    assert text != before.text
    return before.read(text, now=now).composition


def ids(made: Composition) -> list[str]:
    return [one.id for one in made.tiles]


def test_that_the_text_as_it_is_changes_nothing_at_all() -> None:
    assert shown().read(shown().text).composition is MADE


def test_that_white_space_between_the_elements_changes_nothing() -> None:
    assert read(lambda text: text.replace("  ", "\t").replace(">\n", ">\n\n")) is MADE


def test_that_one_number_changes_one_field_and_leaves_all_other_values_the_same_objects() -> None:
    made = read(lambda text: text.replace("<X>640</X>", "<X>700</X>"))
    assert made == MADE.with_tile(MADE.tile("b").replace(x=700))
    assert all(made.tile(name) is MADE.tile(name) for name in ("h0", "a", "h1", "c"))
    assert made.transcode is MADE.transcode


def test_that_an_option_can_be_added_and_taken_out() -> None:
    made = read(lambda text: text.replace("<UserData>lesson</UserData>", "<JobLevel>2</JobLevel>"))
    assert (made.user_data, made.job_level, made.exact_name) == (None, 2, True)


def block(text: str, number: int) -> str:
    """The SpliceInfo of that number."""
    parts = text.split("<SpliceInfo>")
    found = "<SpliceInfo>" + parts[number].partition("</SpliceInfo>")[0] + "</SpliceInfo>"
    assert found in text
    return found


def test_that_hidden_tiles_stay_behind_those_they_stood_behind_when_one_goes() -> None:
    assert ids(read(lambda text: text.replace(block(text, 1), ""))) == ["h0", "h1", "b", "c"]
    assert ids(read(lambda text: text.replace(block(text, 2), ""))) == ["h0", "a", "h1", "c"]


def test_that_a_copied_tile_is_a_new_one_and_the_old_one_stays() -> None:
    made = read(lambda text: text.replace(block(text, 1), block(text, 1) + block(text, 1)))
    assert ids(made) == ["h0", "a", "h1", "t1", "b", "c"]
    assert made.tile("a").locked
    assert not made.tile("t1").locked


def test_that_tiles_that_change_places_keep_what_is_theirs() -> None:
    made = read(lambda text: text.replace(block(text, 1), "").replace(block(text, 2), block(text, 2) + block(text, 1)))
    assert ids(made) == ["h0", "b", "a", "h1", "c"]


def test_that_a_tile_with_another_video_in_another_place_is_still_the_same_one() -> None:
    made = read(lambda text: text.replace(url("b"), url("other")).replace("<X>640</X>", "<X>1</X>"))
    assert ids(made) == ids(MADE)
    assert (made.tile("b").url, made.tile("b").x) == (url("other"), 1)


def test_that_what_changed_meanwhile_elsewhere_is_not_lost() -> None:
    now = MADE.with_tile(MADE.tile("b").replace(y=50, locked=True)).replace(job_level=1)
    now = now.replace(tiles=(*(one for one in now.tiles if one.id != "c"), tile("new")))
    made = read(lambda text: text.replace("<X>640</X>", "<X>700</X>").replace(">lesson<", ">exam<"), now)
    assert made == now.with_tile(now.tile("b").replace(x=700)).replace(user_data="exam")


def test_that_unknown_elements_are_kept_where_they_were_typed() -> None:
    made = read(lambda text: text.replace("<Y>360</Y>", "<Y>360</Y><Later>1</Later>"))
    assert "<Y>360</Y><Later>1</Later>" in request_text(made).decode()


def test_that_an_inner_value_that_nobody_touched_is_the_same_object() -> None:
    deep = MADE.replace(transcode=Transcode(video=MADE.transcode and MADE.transcode.video, trans_config=TransConfig()))
    before = shown(deep)
    made = before.read(before.text.replace("<Width>1280</Width>", "<Width>1920</Width>")).composition
    assert made.inline_frame.size == (1920, 720)
    assert made.tiles is deep.tiles


def test_that_the_mark_of_a_job_and_a_signature_are_left_out_and_told() -> None:
    before = shown()
    marked = request_text(MADE, with_mark=True, pretty=True).decode()
    typed = before.read(marked.replace("input/b.mp4", "input/b.mp4?q-ak=AKID&amp;q-signature=5ec4e7"))
    assert typed.composition.user_data == "lesson"
    assert typed.composition.tile("b").url == url("b")
    assert len(typed.notes) == 2
    assert "5ec4e7" not in repr(typed)


@pytest.mark.parametrize(
    ("edit", "place", "word"),
    [
        (lambda text: text.replace("<X>640</X>", "<X>640</Y>"), "<X>640</Y>", "</Y> stands where <X> of line"),
        (lambda text: text.replace("<Y>360</Y>", "<Y>3 & 4</Y>"), "<Y>3 & 4</Y>", "&amp;"),
        (lambda text: "<!DOCTYPE a [<!ENTITY b 'c'>]>\n" + text, "<!DOCTYPE", "DTD"),
        (lambda text: text.replace(">VideoSynthesis</Tag>", ">Snapshot</Tag>"), "<Tag>Snapshot", "Snapshot"),
        (lambda text: "\n" + text.replace("Request>", "Answer>"), "<Answer>", "Answer"),
        (lambda text: text.replace("Operation>", "Operations>"), "<Request>", "Operation"),
        (lambda text: text.replace("</Request>", ""), "", "<Request> of line 1 is not closed"),
        (lambda text: text.replace("<X>640</X>", "<X>640<</X>"), "<X>640<</X>", "&lt;"),
        (lambda text: "", "", "Line 1"),
        (lambda text: text.replace("lesson", "\ud800"), "\ud800", "Line"),
    ],
)
def test_that_what_cannot_be_read_is_told_with_its_line(edit: Callable[[str], str], place: str, word: str) -> None:
    text = edit(shown().text)
    with pytest.raises(TextUnreadable, match=word) as caught:
        shown().read(text)
    assert place in text.split("\n")[caught.value.line - 1]
    assert caught.value.column >= 1
    assert "take back your text" in caught.value.hint


def test_that_what_a_text_says_of_its_encoding_does_not_matter() -> None:
    made = read(lambda text: "<?xml version='1.0' encoding='gbk'?>" + text.replace("lesson", "수업"))
    assert made.user_data == "수업"


@examples(max_examples=15)
@given(made=compositions())
def test_that_the_text_of_any_composition_changes_nothing(made: Composition) -> None:
    assert shown(made).read(text_of(made)).composition is made


@examples(max_examples=15)
@given(made=compositions(), other=compositions())
def test_that_whatever_is_typed_is_what_is_sent_then(made: Composition, other: Composition) -> None:
    typed = shown(made).read(text_of(other)).composition
    sent, wished = (read_document(data).composition for data in (request_text(typed), request_text(other)))
    assert sent == wished
    hidden = [sorted((one for one in side.tiles if one.hidden), key=lambda one: one.id) for side in (typed, made)]
    assert hidden[0] == hidden[1]  # each of them behind the tile it stood behind
    assert len({tile.id for tile in typed.tiles}) == len(typed.tiles)


def test_that_a_key_that_was_hidden_in_a_copied_text_stays_the_key() -> None:
    config = TransConfig(hls_encrypt=HlsEncrypt(uri_key="SECRET"), kept=("<PlainText>SECRET</PlainText>",))
    made = MADE.replace(transcode=Transcode(trans_config=config))
    before = shown(made)
    copied = without_keys(before.text)
    assert "SECRET" not in copied
    assert before.read(copied.replace("<UserData>lesson", "<UserData>other")).composition == made.replace(
        user_data="other"
    )
