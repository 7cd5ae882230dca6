"""Tiles as text on a clipboard."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.builders import tile
from tilewright.errors import AppError, Damaged, NewerFormat, Refused
from tilewright.model.clipping import LARGEST, Place, decode, encode, is_clipping

HEAD = '{"tilewright":"tiles","format":1,"tiles":'


def test_that_tiles_come_back_as_they_went() -> None:
    tiles = (tile("a", 1, 2, 3, 4, name="Ada", hidden=True), tile("b", None, None, None, None, locked=True))
    text = encode(tiles, (Place(1, 2, 3, 4), None)).decode()
    assert is_clipping(text)
    assert decode(f"\n {text}\r\n").tiles == tiles
    assert decode(text).places == (Place(1, 2, 3, 4), None)


def test_that_no_secret_lies_on_the_clipboard() -> None:
    signed = tile("a", url="https://u:pass@a.invalid/b.mp4?q-sign-algorithm=sha1&q-ak=AKID&q-signature=abc")
    kept = ("Url=https://a.invalid/b.mp4?q-signature=abc", "<X><UriKey>0123456789abcdef</UriKey></X>", "X")
    text = encode([signed.replace(kept=kept)], ()).decode()
    assert decode(text).tiles[0].url == "https://a.invalid/b.mp4"
    assert decode(text).tiles[0].kept == ("X",)
    assert not any(secret in text for secret in ("pass", "AKID", "abc"))


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (HEAD, Damaged),
        (HEAD + "[]}", Damaged),
        (HEAD + '[{"id":"a","x":0.5}]}', Damaged),
        (HEAD + '[{"id":"a","surprise":1}]}', Damaged),
        (HEAD + "[" * 100_000, Damaged),
        (HEAD + '[{"id":"a","url":"\ud800"}]}', Damaged),
        (HEAD + "[" + ",".join(['{"id":"a"}'] * 1001) + "]}", Refused),
        (HEAD + " " * LARGEST, Refused),
        ('{"tilewright":"tiles","format":2,"all":"new"}', NewerFormat),
    ],
)
def test_that_a_damaged_or_huge_text_is_refused_with_a_sentence(text: str, error: type[AppError]) -> None:
    assert is_clipping(text)
    with pytest.raises(error) as caught:
        decode(text)
    assert caught.value.message.endswith(".")


@given(st.text())
def test_that_no_text_raises_anything_else(text: str) -> None:
    for one in (text, HEAD + text):
        with suppress(AppError):
            decode(one)
