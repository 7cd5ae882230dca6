from __future__ import annotations

import json

import pytest
from hypothesis import given

from support.builders import composition, tile
from support.compositions import compositions
from tilewright.assets import resource
from tilewright.errors import AppError, Damaged, NewerFormat, Refused
from tilewright.model.composition import Composition, new_tile_id
from tilewright.model.document import FORMAT, MIGRATIONS, decode, encode, schema


@given(compositions())
def test_that_saving_then_loading_is_identity(before: Composition) -> None:
    assert decode(encode(before)) == before


def test_that_the_schema_in_resources_is_that_of_the_model() -> None:
    assert resource("schema", f"composition-{FORMAT}.json").read_bytes() == schema()


def test_that_a_file_is_stable_text_with_one_field_a_line() -> None:
    before = composition(tile("a"), tile("b", 640))
    moved = before.with_tile(before.tiles[1].replace(x=700))
    old, new = encode(before).decode().splitlines(), encode(moved).decode().splitlines()
    assert [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]] == [
        ('        "x": 640,', '        "x": 700,')
    ]


def test_that_a_newer_format_is_refused_with_the_cure() -> None:
    data = encode(composition()).replace(b'"format": 1', b'"format": 99')
    with pytest.raises(NewerFormat, match="newer Tilewright") as caught:
        decode(data, "lesson.tilewright")
    assert "Install" in caught.value.hint


def test_that_an_older_format_is_migrated_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MIGRATIONS, 0, lambda tree: {"format": FORMAT, "composition": tree["layout"]})
    assert decode(b'{"format": 0, "layout": {"job_level": 2}}').job_level == 2


@pytest.mark.parametrize(
    ("data", "kind", "word"),
    [
        (b"{", Damaged, "cannot be read"),
        (b'{"composition": {}}', Damaged, "format"),
        (b'{"format": -4, "composition": {}}', Damaged, "never existed"),
        (b'{"format": 1, "composition": {"tiles": [{"id": "a", "x": "left"}]}}', Damaged, "composition.tiles[0].x"),
        (b'{"format": 1, "composition": {"layers": []}}', Damaged, "layers"),
        (b'{"format": 1, "composition": {"tiles": [{"id": "a"}, {"id": "a"}]}}', Damaged, "'a'"),
        (b'{"format": 1, "composition": {"user_data": "\xff"}}', Damaged, "UTF-8"),
        (b'{"format": 1, "x": ' + b"[" * 40 + b"]" * 40 + b"}", Refused, "32"),
        (b" " * (4 * 1024 * 1024 + 1), Refused, "4 MiB"),
    ],
)
def test_that_a_damaged_file_is_told_where(data: bytes, kind: type[AppError], word: str) -> None:
    with pytest.raises(kind) as caught:
        decode(data, "lesson.tilewright")
    assert word in caught.value.message
    assert "lesson.tilewright" in caught.value.message


def test_that_more_than_a_thousand_tiles_are_refused() -> None:
    tiles = [{"id": f"t{number}"} for number in range(1001)]
    data = json.dumps({"format": FORMAT, "composition": {"tiles": tiles}}).encode()
    with pytest.raises(Refused, match="1001"):
        decode(data)


def test_that_brackets_in_text_are_no_depth() -> None:
    before = composition(user_data="[" * 60 + '"' + "{" * 60)
    assert decode(encode(before)) == before


def test_that_new_ids_fill_the_first_gap() -> None:
    assert new_tile_id(["t1", "t3", "x"]) == "t2"
