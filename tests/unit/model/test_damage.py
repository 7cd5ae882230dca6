"""A damaged composition file is told in people's words: which field, what stands there, and what should."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.builders import composition
from support.forker import run
from tilewright.errors import Damaged
from tilewright.model.document import decode, encode


def inside(text: str) -> str:
    return f'{{"format": 1, "composition": {{{text}}}}}'


@pytest.mark.parametrize(
    ("text", "told", "cure"),
    [
        (
            inside('"tiles": [{"id": "a"}, {"id": "b", "x": "left"}]'),
            "cannot be read: “X” (composition.tiles[1].x) is a text, where a whole number is expected.",
            "take the field out",
        ),
        (
            inside('"tiles": [{"id": "a", "x": 1.5}]'),
            "“X” (composition.tiles[0].x) is a number with decimals, where a whole number is expected.",
            "take the field out",
        ),
        (
            inside('"transcode": {"video": {"fps": {}}}'),
            "“Video frame rate” (composition.transcode.video.fps) is a group of fields, where a number is expected.",
            "take the field out",
        ),
        (
            inside('"transcode": {"video": {"bitrate": []}}'),
            "(composition.transcode.video.bitrate) is a list, where a whole number or a text is expected.",
            "take the field out",
        ),
        (inside('"keep_audio_track": "yes"'), "is a text, where true or false is expected.", "take the field out"),
        (inside('"tiles": 5'), "“composition.tiles” is a whole number, where a list is expected.", "Mend it"),
        (inside('"tiles": [{"x": 1}]'), "“composition.tiles[0]” lacks the field “id”.", "Mend it"),
        (inside(f'"tiles": [{{"id": "a", "x": {10**16}}}]'), "is more than 1000000000000000.", "Mend it"),
        (inside(f'"tiles": [{{"id": "a", "x": {-(10**16)}}}]'), "is less than -1000000000000000.", "Mend it"),
        (
            inside('"transcode": {"video": {"hight": 1}}'),
            "“composition.transcode.video” has no field “hight”.",
            "Did you mean “height”?",
        ),
        (inside('"tiles": [{"id": "a", "ulr": ""}]'), "has no field “ulr”.", "Did you mean “url”?"),
        (inside('"layers": []'), "“composition” has no field “layers”.", "Mend it"),
        ('{"format": 1, "composition": {}, "zoom": 2}', "the file has no field “zoom”.", "Mend it"),
        ('{"hello": 1}', "a.tilewright is no composition: it has no field “format”.", ".tilewright"),
        ('{"format": 1}', "a.tilewright is no composition: it has no field “composition”.", ".tilewright"),
        ('{"format": "1"}', "“format” is a text, where a whole number is expected.", "Mend it"),
        ('{"format": 1, "composition": null}', "“composition” is null, where a group of fields", "Mend it"),
        ('{"format": -4, "composition": {}}', "has the format -4, which never existed.", "copy that is whole"),
        ('{\n  "format": 1,\n  "é": 2 3}', "line 3 is no JSON from sign 10 on.", "Mend it"),
        ('{"format": 1', "its end is missing.", "copy that is whole"),
    ],
)
def test_that_damage_is_told_by_field_and_by_what_is_expected(text: str, told: str, cure: str) -> None:
    with pytest.raises(Damaged) as caught:
        decode(text.encode(), "a.tilewright")
    assert caught.value.message.startswith("a.tilewright ")
    assert told in caught.value.message
    assert cure in caught.value.hint
    for word in ("Expected", "int", "null |", "got ", "Object", "`"):
        assert word not in caught.value.message.replace("is null", "")


def test_that_a_name_from_a_stranger_s_file_is_told_in_part_when_it_is_long() -> None:
    with pytest.raises(Damaged) as caught:
        decode(inside(f'"{"tiles" * 100_000}": []').encode(), "a.tilewright")
    assert "has no field “tilestiles" in caught.value.message
    assert len(caught.value.message) < 200


def test_that_a_file_cut_anywhere_is_told_in_a_sentence_of_ours() -> None:
    whole = encode(composition()).rstrip()
    for end in range(1, len(whole)):
        with pytest.raises(Damaged, match="its end is missing"):
            decode(whole[:end], "a.tilewright")


def test_that_import_tells_it_too(tmp_path: Path) -> None:
    path = tmp_path / "hello.json"
    path.write_text('{"hello": 1}')
    done = run("import", path, "-o", tmp_path / "b.tilewright").expect(2)
    assert "hello.json is no composition: it has no field “format”." in done.err
