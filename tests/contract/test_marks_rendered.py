"""Marks of generated content (`AIGCMetadata`) in results of the local cloud, where readers of files look for them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import av
import pytest

from support.builders import composition, tile, transcode
from support.clips import clip
from support.local_cloud import Caller, local_cloud
from tilewright.model.options import AigcMetadata, Audio, Container, Output, TransConfig

MARKS = AigcMetadata(
    label="1", content_producer='A "lesson" = 7; 100%', produce_id="x'{}[]", reserved_code1="QQ==", propagate_id="-y"
)
WRITTEN = (
    '{"Label":"1","ContentProducer":"A \\"lesson\\" = 7; 100%","ProduceID":"x\'{}[]","ReservedCode1":"QQ==",'
    '"PropagateID":"-y"}'
)


@pytest.fixture
def caller(tmp_path: Path) -> Iterator[Caller]:
    with local_cloud(tmp_path / "cloud") as cloud:
        caller = Caller(cloud.endpoint)
        assert caller.adopt("input/a.mp4", clip("short")).status == 200
        yield caller


def rendered(caller: Caller, folder: Path, container: str, marks: AigcMetadata | None) -> Path:
    made = transcode((160, 128)).replace(container=Container(format=container), audio=Audio())
    codec = "VP8" if container == "WebM" else None
    made = made.replace(video=made.video and made.video.replace(codec=codec))
    made = made.replace(trans_config=TransConfig(aigc_metadata=marks))
    output = Output(region=caller.region, bucket=caller.bucket, object="out/lesson.${ext}")
    wanted = composition(tile("a", 0, 0, 160, 128), transcode=made, output=output)
    job = caller.wait(caller.submit_composition(wanted).job_id)
    assert job.state == "Success", job
    file = folder / f"out.{container}"
    file.write_bytes(caller.get(job.result_keys[0]).body)
    return file


OTHERS = ("mov", "mkv", "WebM", "flv", "m4a", "mp3", "flac")


@pytest.mark.parametrize("container", ["mp4", *(pytest.param(name, marks=pytest.mark.full) for name in OTHERS)])
def test_that_the_marks_are_in_the_file_as_the_standard_has_them(
    caller: Caller, tmp_path: Path, container: str
) -> None:
    file = rendered(caller, tmp_path, container, MARKS)
    with av.open(str(file)) as opened:
        found = {**opened.metadata, **(opened.streams[0].metadata if container == "flac" else {})}
    assert found["AIGC"] == WRITTEN
    assert json.loads(found["AIGC"])["ContentProducer"] == MARKS.content_producer
    data = file.read_bytes()
    assert container not in {"mp4", "mov", "m4a"} or data.index(b"moov") < data.index(b"mdat")


def test_that_a_file_without_marks_has_none(caller: Caller, tmp_path: Path) -> None:
    assert b"AIGC" not in rendered(caller, tmp_path, "mp4", None).read_bytes()
