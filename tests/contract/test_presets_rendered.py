"""Each preset of the program as a job of the local cloud, over real HTTP: the video that it promises."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from support.builders import composition, tile
from support.clips import clip
from support.local_cloud import Caller, local_cloud
from tilewright.layout.following import apply_preset
from tilewright.localcloud.server import LocalCloud
from tilewright.media.probe import probe
from tilewright.model.built_in import BUILT_IN
from tilewright.model.endings import ENDINGS
from tilewright.model.options import Output
from tilewright.model.preset import Preset
from tilewright.model.source import Known
from tilewright.wire.playlists import is_playlist


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[LocalCloud]:
    with local_cloud(tmp_path / "cloud") as started:
        yield started


NAMES = {"H.264": "h264", "H.265": "hevc", "VP8": "vp8", "VP9": "vp9", "Vorbis": "vorbis"}


@pytest.mark.full
@pytest.mark.parametrize("preset", BUILT_IN, ids=lambda preset: preset.id)
def test_that_the_video_is_what_the_preset_says(cloud: LocalCloud, tmp_path: Path, preset: Preset) -> None:
    caller = Caller(cloud.endpoint)
    for name in ("a", "b"):
        assert caller.adopt(f"input/{name}.mp4", clip("short")).status == 200
    tiles = tile("a", 0, 0, 160, 120), tile("b", 160, 0, 160, 120)
    start = composition(
        *tiles, size=(320, 180), output=Output(region="local", bucket=caller.bucket, object="out.${ext}")
    )
    made = apply_preset(preset, start, Known(), scales_tiles=True)
    assert made.transcode is not None
    assert made.transcode.video is not None
    assert made.transcode.audio is not None
    job = caller.wait(caller.submit_composition(made).job_id)
    assert job.state == "Success", job
    key = next(key for key in job.result_keys if not is_playlist(key))  # a piece is a video
    assert preset.container.format is not None
    whole = ENDINGS[preset.container.format.lower()]
    assert PurePosixPath(key).suffix[1:] in (("ts",) if preset.id == "hls" else whole)
    file = tmp_path / PurePosixPath(key).name
    file.write_bytes(caller.get(key).body)
    facts = probe(file)
    assert (facts.width, facts.height) == (preset.size or (320, 180))
    codec, sound = made.transcode.video.codec or "", made.transcode.audio.codec or ""
    assert (facts.video_codec, facts.pixel_format) == (NAMES[codec], "yuv420p")
    assert (facts.audio_codec, facts.channels, facts.samplerate) == (NAMES.get(sound, sound), 2, 48000)
