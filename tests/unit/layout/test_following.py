"""A preset with a size brings the tiles along, as another size of the frame does."""

from __future__ import annotations

import pytest

from support.builders import composition, known, source, tile
from tilewright.layout.following import apply_preset, restore_field
from tilewright.layout.frame import resize_frame
from tilewright.model.built_in import BUILT_IN
from tilewright.model.composition import Composition
from tilewright.model.paths import read_path, write_path
from tilewright.model.preset import apply, deviations

WEB = {preset.id: preset for preset in BUILT_IN}
TWO = composition(tile("a", 0, 0, 640, 360), tile("b", 640, 360, 640, 360), size=(1280, 720))
KNOWN = known(a=source(640, 360), b=source(640, 360))


@pytest.mark.parametrize("preset_id", ["web-1080p", "web-480p", "upright-1080p"])
def test_that_tiles_lie_as_in_a_frame_that_was_given_that_size(preset_id: str) -> None:
    preset = WEB[preset_id]
    assert preset.size is not None
    after = apply_preset(preset, TWO, KNOWN, scales_tiles=True)
    assert after.tiles == resize_frame(TWO, KNOWN, *preset.size, scales_tiles=True).tiles
    assert after.tiles != TWO.tiles
    assert after.inline_frame.size == preset.size
    assert deviations(preset, after) == ()


@pytest.mark.parametrize("preset_id", ["web-720p", "small-h265"])
def test_that_tiles_stay_where_the_frame_does(preset_id: str) -> None:
    after = apply_preset(WEB[preset_id], TWO, KNOWN, scales_tiles=True)
    assert after == apply(WEB[preset_id], TWO)
    assert after.tiles == TWO.tiles


def test_that_tiles_stay_where_nobody_wants_them_scaled() -> None:
    assert apply_preset(WEB["web-1080p"], TWO, KNOWN, scales_tiles=False).tiles == TWO.tiles


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("transcode.video.crf", 40),
        ("transcode.video.fps", 12),
        ("transcode.container.clip.duration", 9),
        ("transcode.audio.channels", 1),
        ("transcode.container", None),
        ("transcode.audio", None),
    ],
)
def test_that_each_field_goes_back_by_itself(path: str, value: object) -> None:
    preset = WEB["web-720p"]
    start = apply(preset, TWO)
    changed = write_path(write_path(start, path, value), "transcode.video.profile", "main")
    found = [difference.path for difference in deviations(preset, changed)]
    assert len(found) > 1
    for number, each in enumerate(found, 1):
        changed = restore_field(preset, changed, each, KNOWN, scales_tiles=True)
        assert len(deviations(preset, changed)) == len(found) - number
    assert changed == start


def test_that_a_side_of_the_frame_goes_back_with_the_tiles() -> None:
    preset = WEB["web-720p"]
    wide = resize_frame(apply(preset, TWO), KNOWN, 1920, 720, scales_tiles=True)
    back = restore_field(preset, wide, "transcode.video.width", KNOWN, scales_tiles=True)
    assert back == resize_frame(wide, KNOWN, 1280, 720, scales_tiles=True)
    assert read_path(back, "transcode.video.width") == 1280


def test_that_a_field_of_a_composition_without_an_encoding_can_be_taken() -> None:
    taken = restore_field(WEB["small-h265"], Composition(), "transcode.video.codec", KNOWN, scales_tiles=True)
    assert read_path(taken, "transcode.video.codec") == "H.265"
