"""What differs between two compositions: told by field, and by what a tile shows, not by its id."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from support.builders import composition, output, tile, url
from support.compositions import compositions
from tilewright.model.composition import Cell, Composition
from tilewright.model.differences import Difference, differences
from tilewright.model.options import Audio, Transcode, Watermark, WatermarkText
from tilewright.model.paths import read_path
from tilewright.wire.request import read_request, write_request

TWO = composition(tile("a", 0, 0, 640, 360), tile("b", 640, 0, 640, 360))


def changed(before: Composition, after: Composition) -> list[tuple[str, object, object]]:
    return [(found.path, found.before, found.after) for found in differences(before, after)]


def test_that_each_changed_field_is_told_with_both_values() -> None:
    video = TWO.transcode.video if TWO.transcode else None
    assert video is not None
    after = TWO.with_tile(TWO.tile("b").replace(x=600, width=None)).with_frame(1920, 720)
    after = after.replace(keep_audio_track=False, output=output("output/other.${ext}"))
    assert changed(TWO, after) == [
        ("tiles.b.x", 640, 600),
        ("tiles.b.width", 640, None),
        ("keep_audio_track", True, False),
        ("transcode.video.width", 1280, 1920),
        ("output.object", "output/lesson.${ext}", "output/other.${ext}"),
    ]


def test_that_tiles_are_known_again_by_what_they_show() -> None:
    as_sent = composition(tile("t1", 0, 0, 640, 360, url=url("b")), tile("t2", 640, 0, 640, 360, url=url("a")))
    after = composition(tile("x", 0, 0, 640, 360, url=url("b")), tile("y", 640, 0, 600, 360, url=url("a")))
    assert changed(as_sent, after) == [("tiles.y.width", 640, 600)]


def test_that_a_replaced_source_is_a_changed_address() -> None:
    after = TWO.with_tile(TWO.tile("b").replace(url=url("new")))
    assert changed(TWO, after) == [("tiles.b.url", url("b"), url("new"))]


def test_that_tiles_that_came_and_went_are_told_whole() -> None:
    new = tile("c", 10, 20, 30, 40)
    after = TWO.replace(tiles=(TWO.tiles[1], new))
    assert differences(TWO, after) == (
        Difference("tiles.c", None, new),
        Difference("tiles.a", TWO.tiles[0], None, "before"),
    )


def test_that_another_order_of_the_tiles_is_one_difference() -> None:
    first, second = TWO.tiles
    assert changed(TWO, TWO.replace(tiles=(second, first))) == [("tiles", (first, second), (second, first))]


@pytest.mark.parametrize(
    "ours", [{"locked": True}, {"group": "g1"}, {"id": "z"}, {"cell": Cell(x=1, y=2, width=3, height=4)}]
)
def test_that_what_no_request_has_makes_no_difference(ours: dict[str, object]) -> None:
    assert changed(TWO, TWO.replace(tiles=(TWO.tiles[0].replace(**ours), TWO.tiles[1]))) == []


def test_that_a_hidden_tile_is_gone() -> None:
    after = TWO.with_tile(TWO.tile("a").replace(hidden=True))
    assert [(found.path, found.side) for found in differences(TWO, after)] == [("tiles.a", "before")]


def test_that_what_is_absent_as_a_whole_is_told_by_its_fields() -> None:
    bare = TWO.replace(transcode=None)
    paths = [found.path for found in differences(bare, TWO)]
    assert "transcode.video.width" in paths
    assert "transcode" not in paths


def test_that_an_element_that_means_something_by_being_there_is_told() -> None:
    before, after = Composition(transcode=Transcode()), Composition(transcode=Transcode(audio=Audio()))
    assert changed(before, after) == [("transcode.audio", None, Audio())]


def test_that_watermarks_are_compared_by_their_number() -> None:
    one, other = (Watermark(type="Text", text=WatermarkText(text=text)) for text in ("A", "B"))
    before, after = TWO.replace(watermarks=(one,)), TWO.replace(watermarks=(other, one))
    assert changed(before, after) == [("watermarks.0.text.text", "A", "B"), ("watermarks.1", None, one)]


def test_that_unknown_parts_are_told_but_not_how_ours_were_spelled() -> None:
    before = TWO.with_tile(TWO.tile("a").replace(kept=("Url", "X=000", "<Later>1</Later>")))
    after = TWO.with_tile(TWO.tile("a").replace(kept=("X", "Url", "<Later>2</Later>")))
    assert changed(before, after) == [("tiles.a.kept", ("<Later>1</Later>",), ("<Later>2</Later>",))]
    assert changed(TWO, TWO.with_tile(TWO.tile("a").replace(kept=("X=000",)))) == []


@given(compositions())
def test_that_nothing_differs_from_itself_and_from_what_is_read_back(made: Composition) -> None:
    assert differences(made, made) == ()
    assert differences(made, read_request(write_request(made)).composition) == ()


def as_sent(made: Composition) -> Composition:
    """Without what no request says: names and locks of tiles, and tiles that are hidden."""
    return made.replace(tiles=tuple(tile.replace(id="", locked=False) for tile in made.shown))


@settings(max_examples=30)
@given(compositions(), compositions())
def test_that_every_difference_lies_where_it_says(one: Composition, other: Composition) -> None:
    found = differences(one, other)
    assert as_sent(one) == as_sent(other) or found
    for difference in found:
        assert difference.before != difference.after
        side = other if difference.side == "after" else one
        value = difference.after if difference.side == "after" else difference.before
        if difference.path != "tiles":
            assert read_path(side, difference.path) == value
