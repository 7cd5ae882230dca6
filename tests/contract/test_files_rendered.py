"""Every kind of file as a job of the local cloud, over real HTTP: what comes back is one, whole, and called so."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import av
import pytest

from support.builders import ACCOUNT, LOCAL, composition, known, source, tile, transcode
from support.clips import clip
from support.clips_sound import heard, level
from support.local_cloud import Caller, local_cloud
from support.pictures import read_levels
from tilewright.checks import check, unsupported
from tilewright.localcloud.container import kind_of
from tilewright.localcloud.exchange import Fault
from tilewright.localcloud.server import LocalCloud
from tilewright.localcloud.submission import read_submission
from tilewright.localcloud.templates import Templates
from tilewright.model.codecs import AUDIO_CODECS, CLIPPED_CONTAINERS, CONTAINERS, VIDEO_CODECS
from tilewright.model.composition import Composition
from tilewright.model.options import Audio, Container, Output, Video
from tilewright.wire.request import write_request

NAMES = {
    "mp4": "mov,mp4,m4a,3gp,3g2,mj2",
    "mov": "mov,mp4,m4a,3gp,3g2,mj2",
    "mkv": "matroska,webm",
    "WebM": "matroska,webm",
    "ts": "mpegts",
}
"""What FFmpeg calls a file of a kind where that is not the service's word."""

CODECS = {"H.264": "h264", "H.265": "hevc", "VP8": "vp8", "VP9": "vp9", "AV1": "av1"}
SOUNDS = {"Vorbis": "vorbis", "amr": "amr_nb"}

WHOLE = {name: codecs for name, codecs in CONTAINERS.items() if name not in CLIPPED_CONTAINERS}
ALL = [(name, video, audio) for name, (videos, audios) in WHOLE.items() for video in videos for audio in audios]
ALL += [("mkv", "AV1", audio) for audio in CONTAINERS["mkv"].audio]
QUICK = [("mkv", "H.264", "aac"), ("ts", "H.264", "aac"), ("flv", "H.264", "aac"), ("avi", "H.264", "aac")]


SOUND = [(name, audio) for name, (videos, audios) in CONTAINERS.items() if not videos for audio in audios]


@pytest.fixture
def caller(tmp_path: Path) -> Iterator[Caller]:
    with local_cloud(tmp_path / "cloud") as started:
        yield with_sources(started)


def with_sources(cloud: LocalCloud) -> Caller:
    caller = Caller(cloud.endpoint)
    for name, named in (("a", "short"), ("b", "silent")):
        assert caller.adopt(f"input/{name}.mp4", clip(named)).status == 200
    return caller


def of_kind(caller: Caller, container: str, video: Video, audio: Audio | None) -> Composition:
    made = transcode((160, 128)).replace(container=Container(format=container), audio=audio)
    made = made.replace(video=video.replace(width=160, height=128))
    output = Output(region=caller.region, bucket=caller.bucket, object="out/ a lesson.${ext}")
    return composition(tile("a", 0, 0, 160, 128), transcode=made, output=output)


def cases(chosen: list[tuple[str, str, str]]) -> list[object]:
    return [pytest.param(*case, id="-".join(case)) for case in chosen]


def check_file(caller: Caller, folder: Path, container: str, video: str, audio: str) -> None:
    rate = 48000 if audio in {"opus", "mp3"} and container != "flv" else 44100
    wanted = of_kind(caller, container, Video(codec=video), Audio(codec=audio, samplerate=rate))
    file = fetch(caller, wanted, folder)
    with av.open(str(file)) as opened:
        assert opened.format.name == NAMES.get(container, container)
        seen, sound = opened.streams.video[0], opened.streams.audio[0]
        assert (len(opened.streams.video), len(opened.streams.audio)) == (1, 1)
        assert seen.codec_context.codec.canonical_name == CODECS[video]
        assert sound.codec_context.codec.canonical_name == SOUNDS.get(audio, audio)
        assert sum(1 for _ in opened.decode(video=0)) == pytest.approx(30, abs=1)
    assert read_levels(file).size == (160, 128)
    check_sound(file, rate)


def fetch(caller: Caller, wanted: Composition, folder: Path) -> Path:
    job = caller.wait(caller.submit_composition(wanted).job_id)
    assert job.state == "Success", job
    ending = kind_of(wanted.transcode).ending
    assert job.result_keys == (f"out/ a lesson.{ending}",)
    reply = caller.get(job.result_keys[0])
    assert reply.header("Content-Type") == kind_of(wanted.transcode).content_type
    file = folder / f"out.{ending}"
    file.write_bytes(reply.body)
    return file


def check_sound(file: Path, rate: int, tolerance: float = 0.5) -> None:
    with av.open(str(file)) as opened:
        assert opened.streams.audio[0].codec_context.sample_rate == rate
    left = heard(file, rate)[0]
    assert len(left) / rate == pytest.approx(1.0, abs=0.1)
    assert level(left, 660, 0.2, 0.8, rate) == pytest.approx(-18.06, abs=tolerance)


@pytest.mark.parametrize(("container", "video", "audio"), cases(QUICK))
def test_that_a_video_is_of_the_kind_that_was_asked_for(
    caller: Caller, tmp_path: Path, container: str, video: str, audio: str
) -> None:
    check_file(caller, tmp_path, container, video, audio)


@pytest.mark.full
@pytest.mark.parametrize(("container", "video", "audio"), cases([case for case in ALL if case not in QUICK]))
def test_that_every_kind_of_file_holds_every_codec_of_its_own(
    caller: Caller, tmp_path: Path, container: str, video: str, audio: str
) -> None:
    check_file(caller, tmp_path, container, video, audio)


EVERY = [*itertools.product(CONTAINERS, VIDEO_CODECS, AUDIO_CODECS)]


@pytest.mark.parametrize("cases", [EVERY[::4], pytest.param(EVERY, marks=pytest.mark.full)], ids=["one of four", "all"])
def test_that_every_other_codec_is_refused_for_a_kind_of_file_with_a_sentence(
    cases: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    """The rest of kinds × codecs of picture × codecs of sound: either it is among those that are rendered here and in
    `test_pieces_rendered`, or nothing is done.
    """
    rendered = {(name, video, audio) for name, video, audio in ALL}
    for name, (videos, audios) in CONTAINERS.items():
        rendered |= {(name, video, audio) for video in videos or VIDEO_CODECS for audio in audios}
    rendered |= {("hls", "AV1", audio) for audio in CONTAINERS["hls"].audio}
    templates = Templates(tmp_path)
    for case in cases:
        container, video, audio = case
        rate, channels = {"amr": 8000, "opus": 48000}.get(audio, 44100), 1 if audio == "amr" else 2
        made = transcode((160, 128), codec=video)
        sound = Audio(codec=audio, samplerate=rate, channels=channels)
        made = made.replace(container=Container(format=container), audio=sound)
        request = write_request(composition(tile("a", 0, 0, 160, 128), size=(160, 128), transcode=made))
        if case in rendered:
            taken = read_submission(request, templates).composition.transcode
            assert taken is not None
        else:
            with pytest.raises(Fault, match=r"cannot be in a file of the kind|cannot do the") as refused:
                read_submission(request, templates)
            assert container in refused.value.message


@pytest.mark.parametrize(
    ("container", "audio"),
    [pytest.param(*one, marks=() if one[0] in {"m4a", "mp3", "wav"} else pytest.mark.full) for one in SOUND],
)
def test_that_a_file_of_sound_alone_holds_the_sound_of_the_composition(
    caller: Caller, tmp_path: Path, container: str, audio: str
) -> None:
    rate = 8000 if audio == "amr" else 44100
    wanted = of_kind(caller, container, Video(), Audio(samplerate=rate))
    file = fetch(caller, wanted, tmp_path)
    with av.open(str(file)) as opened:
        assert len(opened.streams.video) == 0
        assert opened.streams.audio[0].codec_context.codec.canonical_name == SOUNDS.get(audio, audio)
    check_sound(file, rate, 3 if audio == "amr" else 0.5)  # a codec for speech keeps no pure tone


@pytest.mark.parametrize("container", ["mp4", pytest.param("ts", marks=pytest.mark.full)])
def test_that_a_video_without_its_picture_is_its_sound(caller: Caller, tmp_path: Path, container: str) -> None:
    file = fetch(caller, of_kind(caller, container, Video(remove=True), Audio()), tmp_path)
    with av.open(str(file)) as opened:
        assert [stream.type for stream in opened.streams] == ["audio"]
    check_sound(file, 44100)


def test_that_neither_picture_nor_sound_is_refused_and_can_be_mended(caller: Caller) -> None:
    wanted = of_kind(caller, "m4a", Video(), None)
    assert "neither picture nor sound" in caller.refusal(wanted)
    (problem,) = unsupported(wanted)
    assert problem.fix is not None
    assert caller.wait(caller.submit_composition(problem.fix.apply(wanted)).job_id).state == "Success"


def test_that_the_sound_of_silent_videos_is_a_failure_with_its_reason(caller: Caller) -> None:
    wanted = of_kind(caller, "m4a", Video(), Audio()).replace(tiles=(tile("b", 0, 0, 160, 128),))
    job = caller.wait(caller.submit_composition(wanted).job_id)
    assert (job.state, job.code) == ("Failed", "InvalidArgument")
    assert "neither picture nor sound" in job.message


@pytest.mark.parametrize("other", [{"container": Container(format="m4a")}, {"video": Video(remove=True)}])
def test_that_only_an_account_wants_a_picture(other: dict[str, object]) -> None:
    made = transcode((640, 360))
    video = other.get("video", Video()).replace(width=640, height=360)  # type: ignore[attr-defined]
    wanted = composition(size=(640, 360), transcode=made.replace(**{**other, "video": video}))
    codes = {"container-video", "video-removed"}
    assert {problem.code for problem in check(wanted, known(a=source()), ACCOUNT)} & codes
    assert not {p.code for p in check(wanted, known(a=source()), LOCAL) if p.severity == "error"}
