"""Fields by the paths that problems name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.builders import composition, tile
from tilewright.model.composition import Composition
from tilewright.model.options import Audio, TimeInterval, Transcode, Video, Watermark, WatermarkText
from tilewright.model.paths import read_path, read_paths, usual_encoding, write_path, write_paths

WHOLE = composition(
    tile("a", 1, 2, 3, 4),
    tile("b", 5, 6, 7, 8),
    watermarks=(Watermark(type="Text", text=WatermarkText(text="Hello")),),
)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("tiles.b.x", 99),
        ("tiles.a.locked", True),
        ("transcode.video.crf", 23),
        ("transcode.trans_config.is_hdr2sdr", True),
        ("transcode.time_interval.start", 1.5),
        ("watermarks.0.text.font_size", 44),
        ("watermarks.0.slide_config.slide_mode", "ScrollFromLeft"),
        ("watermark_template_ids", ("t1abc",)),
        ("output.object", "output/x.${ext}"),
        ("callback_mq.mq_region", "sh"),
        ("keep_audio_track", False),
    ],
)
def test_that_what_is_written_is_read_and_what_is_cleared_is_as_before(path: str, value: object) -> None:
    before = read_path(WHOLE, path)
    written = write_path(WHOLE, path, value)
    assert read_path(written, path) == value
    assert write_path(written, path, before) == WHOLE


def test_that_only_the_tile_that_is_named_changes() -> None:
    written = write_path(WHOLE, "tiles.b.width", 70)
    assert written.tiles[0] is WHOLE.tiles[0]
    assert written.tiles[1].width == 70


def test_that_a_tile_or_watermark_that_is_gone_changes_nothing() -> None:
    assert write_path(WHOLE, "tiles.z.width", 70) is not None
    assert write_path(WHOLE, "tiles.z.width", 70) == WHOLE
    assert write_path(WHOLE, "watermarks.3.dx", 1) == WHOLE
    assert read_path(WHOLE, "tiles.z.width") is None


def test_that_clearing_what_is_absent_makes_nothing() -> None:
    assert write_path(Composition(), "transcode.video.crf", None) == Composition()
    assert write_path(Composition(), "output.object", None) == Composition()


def test_that_a_first_option_brings_an_encoding_that_keeps_picture_and_sound() -> None:
    written = write_path(Composition(), "transcode.video.gop", 50)
    assert written.transcode is not None
    assert written.transcode.audio == Audio(codec="aac")
    assert written.transcode.video == Video(codec="H.264", gop=50)
    assert write_path(written, "transcode.video.gop", None).transcode == usual_encoding()


def test_that_an_element_whose_bare_presence_means_something_stays() -> None:
    silent = Composition(transcode=Transcode(audio=Audio(codec="aac"), time_interval=TimeInterval(start=1)))
    cleared = write_path(write_path(silent, "transcode.audio.codec", None), "transcode.time_interval.start", None)
    assert cleared.transcode == Transcode(audio=Audio())


def test_that_a_name_that_is_no_field_is_refused() -> None:
    with pytest.raises(AttributeError):
        read_path(WHOLE, "tiles.a.colour")


def test_that_the_tiles_of_now_are_read_and_not_those_of_before() -> None:
    swapped = WHOLE.replace(tiles=WHOLE.tiles[::-1])
    assert (read_path(WHOLE, "tiles.a.x"), read_path(swapped, "tiles.a.x")) == (1, 1)
    assert write_path(swapped, "tiles.a.x", 50).tiles[1].x == 50
    assert read_path(WHOLE.replace(tiles=()), "tiles.a.x") is None


def test_that_many_are_read_as_each_of_them_is() -> None:
    paths = (
        "tiles.b.x",
        "tiles.a.name",
        "tiles.none.x",
        "tiles.b",
        "tiles",
        "transcode.video.width",
        "watermarks.7.pos",
    )
    assert read_paths(WHOLE, paths) == tuple(read_path(WHOLE, path) for path in paths)


PLACES = st.sampled_from(("a", "b", "gone")).flatmap(
    lambda name: (
        st.tuples(st.sampled_from((f"tiles.{name}.x", f"tiles.{name}.width")), st.none() | st.integers(0, 9))
        | st.tuples(st.just(f"tiles.{name}.url"), st.sampled_from((None, "https://a.b/c.mp4")))
    )
)
OTHERS = st.tuples(
    st.sampled_from(("transcode.video.crf", "watermarks.0.dx", "job_level")), st.none() | st.integers(0, 9)
)


@given(st.lists(PLACES, max_size=8) | st.lists(PLACES | OTHERS, max_size=8))
def test_that_many_values_are_written_as_one_after_another(values: list[tuple[str, object]]) -> None:
    one_by_one = WHOLE
    for path, value in values:
        one_by_one = write_path(one_by_one, path, value)
    assert write_paths(WHOLE, values) == one_by_one


def test_that_a_name_that_is_no_field_of_a_tile_is_refused_among_many() -> None:
    with pytest.raises(AttributeError):
        write_paths(WHOLE, [("tiles.a.x", 1), ("tiles.b.wide", 2)])
