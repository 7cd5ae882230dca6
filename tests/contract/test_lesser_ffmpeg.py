"""A local cloud whose FFmpeg lacks something: a job that needs it is refused when it is submitted, with a sentence."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import av
import pytest

from support.builders import composition, tile, transcode
from support.clips import clip
from support.gate import Gate
from support.lesser_ffmpeg import lesser_ffmpeg
from support.local_cloud import Caller, local_cloud
from support.watermarks import text_mark
from tilewright.failures.explain import explain
from tilewright.localcloud.at_hand import filters_in, what_is_missing
from tilewright.media.ffmpeg import filters, find_ffmpeg, muxers
from tilewright.model.codecs import CONTAINERS, PIXEL_FORMATS
from tilewright.model.composition import Composition
from tilewright.model.options import Container, Transcode
from tilewright.wire.jobs import Job
from tilewright.wire.queues import read_queues

OTHERS = (
    "matroska", "mov", "webm", "flv", "mpegts", "avi", "hls", "dash", "adts", "ipod", "mp3", "flac", "amr", "wav",
)  # fmt: skip
"""All muxers that the local cloud uses, but for mp4."""


@pytest.fixture
def produce(gate: Gate) -> Gate:
    """What is taken is not rendered."""
    return gate


class Lesser:
    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._path, self._patch = folder / "ffmpeg", monkeypatch

    def lacks(self, *without: str, **lists: str) -> None:
        """The FFmpeg at hand has none of these from now on."""
        self._patch.setenv("IMAGEIO_FFMPEG_EXE", lesser_ffmpeg(self._path, *without, **lists).path)


@pytest.fixture
def lesser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lesser:
    return Lesser(tmp_path, monkeypatch)


def of_kind(kind: str, codec: str = "") -> Composition:
    usual = transcode()
    assert usual.video is not None
    assert usual.audio is not None
    holds = CONTAINERS[kind]
    audio = usual.audio.replace(codec=holds.audio[0], samplerate=8000 if kind == "amr" else None)
    video = usual.video.replace(codec=codec or (holds.video[0] if holds.video else None))
    made = Transcode(container=Container(format=kind), video=video, audio=audio)
    return composition(transcode=made)


def test_that_the_ffmpeg_at_hand_tells_what_it_can_write_and_its_filters() -> None:
    found = find_ffmpeg()
    assert {*OTHERS, "mp4"} <= muxers(found)
    assert not {"matroska,webm", "=", "Muxing"} & muxers(found)
    assert {"xstack", "overlay", "amix", "color"} <= filters(found)


def test_that_a_kind_of_file_that_the_ffmpeg_at_hand_does_not_write_is_refused(caller: Caller, lesser: Lesser) -> None:
    lesser.lacks(*OTHERS, lists="-muxers")  # some encoders are called so, too
    assert caller.submit_composition(of_kind("mp4")).state == "Submitted"
    for kind in CONTAINERS:
        if kind != "mp4":
            told = caller.refusal(of_kind(kind))
            assert told.startswith(f"The FFmpeg of this computer cannot write {kind} files (it has no muxer "), told
            assert told.endswith("Choose another kind of file, or another FFmpeg.")


BESIDE = composition(tile("a", 0, 0, 640, 720), tile("b", 640, 0, 640, 720))
ABOVE = composition(tile("a", 0, 0, 1280, 720), tile("b", 640, 0, 640, 360))


@pytest.mark.parametrize(
    ("name", "asked", "other"),
    [
        ("xstack", BESIDE, ABOVE),
        ("overlay", ABOVE, BESIDE),
        ("aresample", of_kind("mp3"), composition()),
        ("transpose", composition(transcode=transcode(rotate=90)), composition()),
        ("crop", composition(tile("a", -100, 0, 1280, 720)), ABOVE),
        ("overlay", composition(watermarks=(text_mark(),)), composition()),
        ("setfield", composition(transcode=transcode(interlaced=True)), composition()),
    ],
)
def test_that_a_filter_that_the_ffmpeg_at_hand_has_not_is_told_by_name(
    name: str, asked: Composition, other: Composition, caller: Caller, lesser: Lesser
) -> None:
    lesser.lacks(name)
    assert caller.refusal(asked) == (
        f"The FFmpeg of this computer cannot put this video together: it has no filter {name}. Use another FFmpeg."
    )
    assert caller.submit_composition(other).state == "Submitted"


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("amix", BESIDE),
        ("amix", of_kind("mp3").replace(tiles=BESIDE.tiles)),
        ("pan", of_kind("mp3")),
        ("xstack", composition(tile("a", 0, 0, None, None), tile("b", 640, 0, None, None))),
        ("crop", composition(watermarks=(text_mark(),))),
    ],
    ids=["silent", "one is silent", "stereo", "apart by their size", "large watermark"],
)
def test_that_nothing_is_refused_that_only_the_sources_tell(
    name: str, asked: Composition, caller: Caller, lesser: Lesser
) -> None:
    lesser.lacks(name)
    assert caller.submit_composition(asked).state == "Submitted"


def test_that_an_ffmpeg_that_tells_nothing_of_itself_is_no_reason_to_refuse(
    caller: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = tmp_path / "ffmpeg"
    silent.write_text("#!/bin/sh\necho ffmpeg version 7.1\n")
    silent.chmod(0o700)
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(silent))
    assert caller.submit_composition(of_kind("mkv")).state == "Submitted"


@pytest.fixture
def renderer(tmp_path: Path) -> Iterator[Caller]:
    with local_cloud(tmp_path / "renderer") as cloud:
        yield Caller(cloud.endpoint)


def test_that_a_filter_that_only_a_source_needs_fails_the_job_by_name(renderer: Caller, lesser: Lesser) -> None:
    """That a source has one channel only is known when the job begins."""
    lesser.lacks("pan")
    assert renderer.put("input/a.mp4", clip("mono").read_bytes()).status == 200
    job = renderer.wait(renderer.submit_composition(composition(size=(320, 180))).job_id)
    assert (job.state, job.code) == ("Failed", "InternalError")
    assert "it has no filter pan." in job.message
    assert explain(job.code, job.message, where="job").id == "filter-missing"


def test_that_an_encoder_of_sound_is_missed_only_where_a_source_has_some(renderer: Caller, lesser: Lesser) -> None:
    """That is known when the job begins."""
    lesser.lacks("libmp3lame")
    for name in ("short", "silent"):
        assert renderer.put(f"input/{name}.mp4", clip(name).read_bytes()).status == 200
    usual = transcode((320, 180))
    assert usual.audio is not None
    options = usual.replace(audio=usual.audio.replace(codec="mp3"))

    def made_of(name: str) -> Job:
        asked = composition(tile(name, 0, 0, 320, 180), size=(320, 180), transcode=options)
        return renderer.wait(renderer.submit_composition(asked).job_id)

    assert made_of("silent").state == "Success"
    job = made_of("short")
    assert (job.state, job.code) == ("Failed", "InternalError")
    assert "no encoder for mp3 (libmp3lame)" in job.message
    assert explain(job.code, job.message, where="job").id == "encoder-missing"


@pytest.mark.parametrize("without", [("libsvtav1",), ("libsvtav1", "libaom-av1")], ids=["libaom", "rav1e"])
def test_that_av1_is_made_by_another_encoder_where_svt_is_missing(
    without: tuple[str, ...], renderer: Caller, lesser: Lesser
) -> None:
    lesser.lacks(*without)
    assert renderer.put("input/a.mp4", clip("short").read_bytes()).status == 200
    asked = composition(size=(128, 128), transcode=transcode((128, 128), codec="AV1", preset="5"))
    job = renderer.wait(renderer.submit_composition(asked).job_id)
    assert job.state == "Success", job.message
    made = renderer.get(job.result_keys[0]).body
    with av.open(io.BytesIO(made)) as container:
        assert container.streams.video[0].codec_context.codec.canonical_name == "av1"
        assert len(list(container.decode(video=0))) > 1
    assert b"SVT-AV1" not in made


def test_that_av1_is_refused_where_there_is_no_encoder_for_it(caller: Caller, lesser: Lesser) -> None:
    lesser.lacks("libsvtav1", "libaom-av1", "librav1e")
    told = caller.refusal(composition(transcode=transcode(codec="AV1")))
    assert "no encoder for AV1 (libsvtav1, libaom-av1, librav1e)" in told


def test_that_what_rav1e_cannot_keep_to_is_refused(caller: Caller, lesser: Lesser) -> None:
    lesser.lacks("libsvtav1", "libaom-av1")
    most = composition(transcode=transcode(codec="AV1", crf=30, maxrate=900))
    assert caller.refusal(most) == (
        "The FFmpeg of this computer encodes AV1 by librav1e alone, which keeps to no highest bitrate (Maxrate). "
        "Remove it, or choose another FFmpeg."
    )
    even = composition(transcode=transcode(codec="AV1", bitrate=900, bufsize=1800))
    assert "has no buffer (Bufsize)" in caller.refusal(even)
    assert caller.submit_composition(composition(transcode=transcode(codec="AV1", bitrate=900))).state == "Submitted"


@pytest.mark.parametrize(
    ("without", "told"),
    [
        (("libsvtav1", "libaom-av1"), "librav1e alone, which keeps to no highest bitrate"),
        (("libsvtav1", "libaom-av1", "librav1e"), "no encoder for AV1"),
    ],
)
def test_that_a_job_that_was_taken_with_a_better_ffmpeg_fails_by_name(
    without: tuple[str, ...], told: str, renderer: Caller, lesser: Lesser
) -> None:
    """Nothing of what it asked for is left out silently."""
    assert renderer.put("input/a.mp4", clip("silent").read_bytes()).status == 200
    (queue,) = read_queues(renderer.call("GET", "/queue", host=renderer.ci_host).body).queues

    def set_state(state: str) -> None:
        body = f"<Request><State>{state}</State></Request>".encode()
        assert renderer.call("PUT", f"/queue/{queue.id}", body=body, host=renderer.ci_host).status == 200

    set_state("Paused")
    asked = composition(size=(128, 128), transcode=transcode((128, 128), codec="AV1", crf=30, maxrate=900))
    job_id = renderer.submit_composition(asked).job_id
    lesser.lacks(*without)
    set_state("Active")
    job = renderer.wait(job_id)
    assert (job.state, job.code) == ("Failed", "InternalError")
    assert told in job.message
    assert explain(job.code, job.message, where="job").id == "encoder-missing"


def test_that_a_pixel_format_that_the_encoder_at_hand_has_not_is_refused(
    caller: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """x265 can be built for eight bits alone."""
    real, eight = find_ffmpeg().path, tmp_path / "ffmpeg"
    eight.write_text(
        f"""#!/bin/sh
case "$2" in -h) {real} "$@" | sed 's/ yuv420p10le//' ;; *) exec {real} "$@" ;; esac
"""
    )
    eight.chmod(0o700)
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(eight))
    told = caller.refusal(composition(transcode=transcode(codec="H.265", pixfmt="yuv420p10le")))
    assert told == (
        "The FFmpeg of this computer does not encode yuv420p10 in H.265 (libx265). Choose another pixel format, or "
        "another FFmpeg."
    )
    assert caller.submit_composition(composition(transcode=transcode(codec="H.265"))).state == "Submitted"


@pytest.mark.parametrize("codec", PIXEL_FORMATS)
def test_that_no_pixel_format_is_refused_that_the_ffmpeg_at_hand_has(codec: str) -> None:
    for wish in PIXEL_FORMATS[codec] or (None,):
        asked = composition(transcode=transcode(codec=codec, pixfmt=wish))
        assert what_is_missing(asked, find_ffmpeg()) is None


def test_that_the_filters_of_a_graph_are_read_whatever_is_quoted_in_it() -> None:
    graph = (
        "[0:V:0]scale=64:64:out_range=tv,setsar=1,fps=25/1[t0];[t0][t1]xstack=inputs=2:layout=0_0|64_0,trim=end_frame=5"
        "[under1];[under1][mark1]overlay=x='floor(t*1,2)':enable='gte(t,1);lt(t,2)'[picture];[0:a:0]"
        "aeval=val(ch)*if(lt(n\\,5)\\,1\\,2):c=same,anull[sound]"
    )
    wanted = "scale setsar fps xstack trim overlay aeval anull"
    assert filters_in(graph) == tuple(wanted.split())
