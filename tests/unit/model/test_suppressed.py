"""Suppressed problems: kept in the file, and gone with the tile that they are about."""

from __future__ import annotations

import json

from support.builders import LOCAL, composition, known, source, tile, transcode, url
from support.watermarks import text_mark
from tilewright.checks import check_all
from tilewright.checks.suppression import suppress, tell_again
from tilewright.model.composition import Composition, new_tile_id
from tilewright.model.differences import differences
from tilewright.model.document import decode, encode
from tilewright.model.options import AudioMix
from tilewright.model.suppressed import Suppressed
from tilewright.wire.request import read_request, write_request

KNOWN = known(a=source(), b=source())
HIDDEN = Suppressed(code="tile-hidden", path="tiles.b.hidden", reason="for the longer film")
TWO = composition(tile("a", 0, 0, 1280, 720), tile("b", hidden=True), suppressed=(HIDDEN,))


def quiet(made: Composition) -> list[tuple[str, str, str | None]]:
    return [(p.code, p.path, p.reason) for p in check_all(made, KNOWN, LOCAL).suppressed]


def test_that_a_suppressed_problem_is_listed_apart_with_its_reason() -> None:
    assert check_all(TWO, KNOWN, LOCAL).problems == ()
    assert quiet(TWO) == [("tile-hidden", "tiles.b.hidden", "for the longer film")]


def test_that_it_is_told_again_when_that_is_taken_back() -> None:
    (problem,) = check_all(TWO, KNOWN, LOCAL).suppressed
    again = tell_again(problem)(TWO)
    assert again.suppressed == ()
    (told,) = check_all(again, KNOWN, LOCAL).problems
    assert suppress(told, "for the longer film")(again) == TWO
    assert suppress(told, "another reason")(TWO).suppressed == (HIDDEN.replace(reason="another reason"),)


def test_that_it_stays_with_a_tile_that_moves_in_the_list() -> None:
    moved = TWO.replace(tiles=TWO.tiles[::-1])
    assert moved.suppressed == TWO.suppressed
    assert len(quiet(moved)) == 1


def test_that_it_goes_with_its_tile_and_is_not_the_next_one_s() -> None:
    made = composition(tile("t1", 0, 0, 1280, 720), tile("t2", hidden=True))
    made = made.replace(suppressed=(HIDDEN.replace(path="tiles.t2.hidden"), Suppressed(code="x", path="tiles")))
    gone = made.replace(tiles=made.tiles[:1])
    assert [one.path for one in gone.suppressed] == ["tiles"]
    again = new_tile_id(each.id for each in gone.tiles)
    assert again == "t2"
    back = gone.replace(tiles=(*gone.tiles, tile(again, hidden=True)))
    assert "tile-hidden" in {problem.code for problem in check_all(back, KNOWN, LOCAL).problems}


def test_that_it_stays_at_its_watermark_when_another_one_goes() -> None:
    marks = tuple(text_mark(text) for text in ("a", "b", "c"))
    one = Suppressed(code="watermark-text", path="watermarks.1.text.text", reason="so")
    made = composition(watermarks=marks, suppressed=(one,))
    assert made.replace(watermarks=marks[1:]).suppressed == (one.replace(path="watermarks.0.text.text"),)
    assert made.replace(watermarks=(marks[1], marks[0])).suppressed == (one.replace(path="watermarks.0.text.text"),)
    edited = made.replace(watermarks=(marks[0], text_mark("d"), marks[2]))
    assert edited.suppressed == (one,)
    assert made.replace(watermarks=(marks[0], marks[2])).suppressed == ()


def test_that_it_stays_at_its_music_when_another_piece_goes() -> None:
    pieces = tuple(AudioMix(audio_source=url(name)) for name in ("a", "b"))
    one = Suppressed(code="music-replaces", path="transcode.audio_mix_array.1.replace_original", reason="so")
    listed = Suppressed(code="music-void", path="transcode.audio_mix_array")
    encoding = transcode().replace(audio_mix_array=pieces)
    made = composition(transcode=encoding, suppressed=(one, listed))
    first = one.replace(path="transcode.audio_mix_array.0.replace_original")
    assert made.replace(transcode=encoding.replace(audio_mix_array=pieces[1:])).suppressed == (first, listed)
    assert made.replace(transcode=encoding.replace(audio_mix_array=pieces[:1])).suppressed == (listed,)
    assert made.replace(transcode=None).suppressed == (listed,)
    edited = encoding.replace(audio_mix_array=(pieces[0], pieces[1].replace(replace_original=True)))
    assert made.replace(transcode=edited).suppressed == (one, listed)


def test_that_an_error_is_told_whatever_the_file_says() -> None:
    wrong = composition(job_level=7, suppressed=(Suppressed(code="job-level", path="job_level", reason="no"),))
    assert [problem.code for problem in check_all(wrong, KNOWN, LOCAL).problems] == ["job-level"]
    assert quiet(wrong) == []


def test_that_the_file_keeps_it_and_older_files_open() -> None:
    assert decode(encode(TWO)) == TWO
    tree = json.loads(encode(TWO))
    assert tree["composition"]["suppressed"] == [
        {"code": "tile-hidden", "path": "tiles.b.hidden", "reason": "for the longer film"}
    ]
    del tree["composition"]["suppressed"]
    assert decode(json.dumps(tree).encode()) == TWO.replace(suppressed=())


def test_that_a_file_names_no_tile_that_it_has_not() -> None:
    tree = json.loads(encode(TWO))
    tree["composition"]["suppressed"].append({"code": "tile-hidden", "path": "tiles.t9.hidden"})
    assert decode(json.dumps(tree).encode()) == TWO


def test_that_no_request_and_no_comparison_knows_of_it() -> None:
    plain = TWO.replace(suppressed=())
    assert differences(plain, TWO) == ()
    assert write_request(TWO) == write_request(plain)
    assert read_request(write_request(TWO)).composition.suppressed == ()
