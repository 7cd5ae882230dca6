"""What people call the place of a problem."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.builders import composition, tile
from tilewright.checks import check
from tilewright.model.source import Known
from tilewright.ui.inspector.page import page_of
from tilewright.ui.problems.places import place_of, tile_id_of

SCENE = composition(tile("a"), tile("b"))
PAGES = {"tile", "frame", "video", "sound", "watermarks", "output", "callback", "advanced"}


@pytest.mark.parametrize(
    ("path", "place", "page"),
    [
        ("tiles.b.width", "Tile 2 · Width", "tile"),
        ("tiles.a", "Tile 1", "tile"),
        ("tiles", "Tiles", "tile"),
        ("tiles.gone.x", "A tile that is gone · X", "tile"),
        ("transcode.video.crf", "Video · Quality (CRF)", "video"),
        ("transcode.video.height", "Frame · Height", "frame"),
        ("transcode.audio", "Sound", "sound"),
        ("transcode.audio_mix_array", "Sound · Background music", "sound"),
        ("transcode.trans_config.is_hdr2sdr", "Advanced · Turn HDR into SDR", "advanced"),
        ("transcode_template_id", "Video · Template id", "video"),
        ("watermarks.1.text.font_size", "Watermark 2 · Font size", "watermarks"),
        ("watermarks", "Watermarks", "watermarks"),
        ("output", "Output", "output"),
        ("output.object", "Output · Destination filename", "output"),
        ("callback", "Callback & priority · Callback URL", "callback"),
        ("job_level", "Callback & priority · Priority", "callback"),
        ("watermarks.0.text.transparency", "Watermark 1 · Opacity", "watermarks"),
        ("watermarks.0.dx", "Watermark 1 · Horizontal offset", "watermarks"),
        ("watermark_template_ids", "Watermarks · Watermark template ids", "watermarks"),
        ("transcode.audio.remove", "Sound · Leave the sound out", "sound"),
        ("transcode.audio.bitrate", "Sound · Audio bitrate", "sound"),
        ("transcode.video.fps", "Frame · Video frame rate", "frame"),
        ("transcode.time_interval.start", "Video · Kept part: start", "video"),
        ("transcode.audio_mix_array.1.effect_config.enable_start_fadein", "Sound · Fade in", "sound"),
        ("transcode.audio_mix_array.0", "Sound · Background music", "sound"),
        ("transcode.trans_config.reso_adj_method", "Advanced · Check source resolution: then", "advanced"),
        ("transcode.trans_config.hls_encrypt.IsHlsEncrypt", "Advanced · Encrypt hls", "advanced"),
        ("transcode.trans_config", "Advanced", "advanced"),
        ("kept", "Advanced · Kept", "advanced"),
    ],
)
def test_that_a_path_is_a_place_on_a_page(path: str, place: str, page: str) -> None:
    assert (place_of(path, SCENE), page_of(path)) == (place, page)


def test_that_only_paths_of_tiles_name_one() -> None:
    assert tile_id_of("tiles.b.width") == "b"
    assert tile_id_of("tiles") == ""
    assert tile_id_of("output.object") == ""


@given(st.lists(st.sampled_from(["tiles", "a", "7", "transcode", "video", "watermarks", "kept", ""]), max_size=4))
def test_that_every_path_has_a_place_and_a_page(parts: list[str]) -> None:
    path = ".".join(parts)
    assert place_of(path, SCENE) or not path
    assert page_of(path) in PAGES


def test_that_what_the_checks_find_has_a_place() -> None:
    broken = composition(tile("a", 9000, 0, 0, None, name="a b"), size=(1921, 5)).replace(output=None)
    for problem in check(broken, Known(), None):
        assert place_of(problem.path, broken)
        assert page_of(problem.path) in PAGES
