"""What a composition carries without knowing it: where it lies, and how it goes."""

from __future__ import annotations

from support.builders import composition, tile
from support.effort import calls_of
from tilewright.model.composition import Composition, Kept
from tilewright.model.kept import UnknownPart, unknown, without_unknown
from tilewright.model.options import Transcode, Video
from tilewright.wire.request import read_request, write_request

VIDEO = Video(codec="H.264", kept=("Codec", "<New>1</New>", "#word"))


def strange() -> Composition:
    made = composition(tile("a", 0, 0, 640, 360).replace(kept=("<Mask/>", "Url")))
    return made.replace(transcode=Transcode(video=VIDEO), kept=Kept(operation=("<More>2</More>",)))


def test_that_each_unknown_part_is_told_with_its_place() -> None:
    assert unknown(strange()) == (
        UnknownPart("tiles.a.kept", 0, "<Mask/>"),
        UnknownPart("transcode.video.kept", 1, "<New>1</New>"),
        UnknownPart("transcode.video.kept", 2, "word"),
        UnknownPart("kept.operation", 0, "<More>2</More>"),
    )


def test_that_a_comment_inside_a_value_is_told_and_goes() -> None:
    data = write_request(composition()).replace(b">H.264<", b">H.<!-- why -->264<")
    before = read_request(data).composition
    (part,) = unknown(before)
    assert (part.path, part.text) == ("transcode.video.kept", "<!-- why -->")
    after = without_unknown(before, part)
    assert unknown(after) == ()
    assert b">H.264<" in write_request(after)


def test_that_one_part_goes_and_the_others_stay() -> None:
    before = strange()
    for part in unknown(before):
        after = without_unknown(before, part)
        assert [one.text for one in unknown(after)] == [one.text for one in unknown(before) if one != part]
        assert after.tiles[0].url == before.tiles[0].url


def test_that_a_part_that_is_not_there_any_more_changes_nothing() -> None:
    gone = UnknownPart("transcode.video.kept", 7, "<New>1</New>")
    other = UnknownPart("transcode.video.kept", 1, "<Old/>")
    assert without_unknown(strange(), gone) == strange()
    assert without_unknown(strange(), other) == strange()


def test_that_what_was_removed_is_in_no_request() -> None:
    before = read_request(write_request(strange())).composition
    assert b"<New>1</New>" in write_request(before)
    (part,) = [one for one in unknown(before) if one.text == "<New>1</New>"]
    written = write_request(without_unknown(before, part))
    assert b"New" not in written
    assert b"<More>2</More>" in written


def test_that_a_thousand_tiles_without_any_cost_nothing() -> None:
    tiles = [tile(f"t{at}") for at in range(1000)]
    assert calls_of(lambda: unknown(composition(*tiles))) < 200
    last = tile("last").replace(kept=("<Mask/>",))
    assert unknown(composition(*tiles, last)) == (UnknownPart("tiles.last.kept", 0, "<Mask/>"),)


def test_that_no_key_and_no_signature_is_listed_and_the_part_goes_all_the_same() -> None:
    entries = ("<PlainText>SECRET</PlainText>", "<!--https://a.example/1.mp4?q-signature=SECRET -->", "#sign SECRET")
    before = Composition(transcode=Transcode(video=VIDEO.replace(kept=entries)))
    parts = unknown(before)
    assert [part.text for part in parts] == [
        "<PlainText>HIDDEN</PlainText>",
        "<!--https://a.example/1.mp4? -->",
        "sign SECRET",
    ]
    assert without_unknown(before, parts[0]).transcode == Transcode(video=VIDEO.replace(kept=entries[1:]))
