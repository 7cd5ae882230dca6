"""About how large a result will be."""

from __future__ import annotations

import pytest

from support.builders import composition, known, source, tile, transcode
from tilewright.model.composition import Composition
from tilewright.model.options import Audio, Container, Transcode
from tilewright.usecases.needed_room import RoomNeeded, result_size


def size(asked: Composition, seconds: float = 100.0, fps: float = 25.0) -> int:
    found = result_size(asked, known(a=source(duration=seconds, fps=fps)))
    assert found is not None
    return found


def asked(**video: object) -> Composition:
    made = transcode((1280, 720), **video)
    return composition(tile("a"), transcode=made)


def test_that_stated_bitrates_tell_it() -> None:
    made = asked(bitrate=2000)
    assert size(made) == (2000 + 128) * 1000 // 8 * 100
    stated = made.transcode.replace(audio=Audio(codec="aac", bitrate=200)) if made.transcode else None
    assert size(made.replace(transcode=stated)) == 2200 * 1000 // 8 * 100
    silent = made.transcode.replace(audio=None) if made.transcode else None
    assert size(made.replace(transcode=silent), 10.0) == 2000 * 1000 // 8 * 10


def test_that_without_one_pixels_pictures_codec_and_quality_tell_it() -> None:
    usual = size(asked())
    assert 10_000_000 < usual < 40_000_000  # 720p in the usual quality: some 2 Mbit/s
    assert size(asked(crf=25)) == usual
    assert size(asked(crf=19)) > 1.8 * usual
    assert size(asked(crf=31)) < 0.6 * usual
    assert size(asked(codec="H.265")) < usual
    assert size(asked(), fps=50.0) > 1.8 * usual
    assert size(asked(fps=50)) > 1.8 * usual
    assert size(asked(maxrate=800)) == (800 + 128) * 1000 // 8 * 100


def test_that_sound_alone_has_no_picture() -> None:
    sound = Transcode(container=Container(format="mp3"), audio=Audio(codec="mp3"))
    assert size(composition(tile("a"), transcode=sound)) == 128 * 1000 // 8 * 100


def test_that_nothing_is_said_of_what_is_not_known() -> None:
    assert result_size(asked(), known()) is None
    named = composition(tile("a"), transcode=None, transcode_template_id="t1")
    assert result_size(named, known(a=source(duration=1.0))) is None


@pytest.mark.parametrize(("free", "is_short"), [(150, False), (149, True)])
def test_that_it_warns_when_what_is_left_alone_would_be_taken(free: int, is_short: bool) -> None:
    told = RoomNeeded(100_000_000, free * 1_000_000, 50_000_000)
    assert (told.is_short, told.as_record()["short"]) == (is_short, is_short)
    words = "The result will take about 100 MB"
    assert told.describe().startswith(f"Warning: {words}, and 149 MB are free" if is_short else f"{words}.")


@pytest.mark.parametrize(("free", "is_short"), [(150, False), (149, True)])
def test_that_what_is_brought_for_a_rehearsal_is_told_as_that(free: int, is_short: bool) -> None:
    told = RoomNeeded(100_000_000, free * 1_000_000, 50_000_000, "copies")
    assert (told.is_short, told.as_record()["what"]) == (is_short, "copies")
    words = "What is brought will take about 100 MB while it is fetched"
    assert told.describe().startswith(f"Warning: {words}, and 149 MB are free" if is_short else f"{words}.")
    assert "`" not in told.sentence
