"""Each preset of the program as a job of the local cloud, over real HTTP: a video, or a sentence that says why not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.builders import composition, tile
from support.clips import clip
from support.local_cloud import Caller, local_cloud
from tilewright.checks.local_cloud import unsupported
from tilewright.layout.following import apply_preset
from tilewright.localcloud.server import LocalCloud
from tilewright.media.probe import probe
from tilewright.model.built_in import BUILT_IN
from tilewright.model.options import Output
from tilewright.model.preset import Preset
from tilewright.model.source import Known
from tilewright.wire.faults import read_fault
from tilewright.wire.request import write_request


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[LocalCloud]:
    with local_cloud(tmp_path / "cloud") as started:
        yield started


@pytest.mark.full
@pytest.mark.parametrize("preset", BUILT_IN, ids=lambda preset: preset.id)
def test_that_the_video_is_what_the_preset_says_or_the_refusal_names_it(
    cloud: LocalCloud, tmp_path: Path, preset: Preset
) -> None:
    caller = Caller(cloud.endpoint)
    for name in ("a", "b"):
        assert caller.adopt(f"input/{name}.mp4", clip("short")).status == 200
    tiles = tile("a", 0, 0, 160, 120), tile("b", 160, 0, 160, 120)
    start = composition(
        *tiles, size=(320, 180), output=Output(region="local", bucket=caller.bucket, object="out.${ext}")
    )
    made = apply_preset(preset, start, Known(), scales_tiles=True)
    refused = unsupported(made)
    if refused:
        reply = caller.call(
            "POST", "/jobs", body=write_request(made), headers={"Content-Type": "application/xml"}, host=caller.ci_host
        )
        assert reply.status == 400
        fault = read_fault(reply.body)
        assert fault is not None
        assert refused[0].sentence in fault.message
        return
    job = caller.wait(caller.submit(write_request(made)).job_id)
    assert job.state == "Success", job
    file = tmp_path / "out.mp4"
    file.write_bytes(caller.get("out.mp4").body)
    facts = probe(file)
    assert (facts.width, facts.height) == (preset.size or (320, 180))
    assert (facts.video_codec, facts.pixel_format) == ("h264", "yuv420p")
    assert (facts.audio_codec, facts.channels, facts.samplerate) == ("aac", 2, 48000)
