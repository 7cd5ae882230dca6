"""What a local cloud tells about media files: `videoinfo`, `POST /mediainfo`, and what a job says of its result."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.clips import clip, ffmpeg
from support.local_cloud import Caller, Reply, job_request, local_cloud
from tilewright.media.probe import probe
from tilewright.wire.faults import read_fault
from tilewright.wire.jobs import read_jobs
from tilewright.wire.media_buckets import MediaBucketsReply, read_media_bucket, read_media_buckets
from tilewright.wire.results import read_media
from tilewright.wire.xml import child, parse

REFERENCE = Path(__file__).resolve().parents[1] / "golden" / "reference"
NEVER_TOLD = {"RefFrames"}
"""What the samples have and no reader of ours can find out: any node may be missing (ci-jobs §5)."""


@pytest.fixture(scope="module")
def caller(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    with local_cloud(tmp_path_factory.mktemp("cloud")) as running:
        yield Caller(running.endpoint)


def mediainfo(caller: Caller, key: str) -> Reply:
    body = f"<Request><Input><Object>{key}</Object></Input></Request>".encode()
    return caller.call("POST", "/mediainfo", body=body, host=caller.ci_host)


def videoinfo(caller: Caller, key: str) -> Reply:
    return caller.call("GET", f"/{key}", {"ci-process": "videoinfo"})


def told(body: bytes) -> dict[str, list[dict[str, str]]]:
    """Names and values by `Format`, `Video`, `Audio`, `Subtitle`."""
    found: dict[str, list[dict[str, str]]] = {}
    for facts in read_media(child(parse(body, "the answer"), "MediaInfo")):
        found.setdefault(facts.part, []).append(dict(facts.values))
    return found


def refusal(reply: Reply) -> tuple[int, str]:
    fault = read_fault(reply.body)
    assert fault is not None, reply
    return reply.status, fault.code


@pytest.mark.parametrize("name", ["plain", "anamorphic", "ten-bit", "matroska", "transport", "flash", "avi", "webm"])
def test_that_a_video_is_told_as_it_is(name: str, caller: Caller) -> None:
    caller.put(name, clip(name).read_bytes())
    source = probe(clip(name))
    reply = videoinfo(caller, name)
    assert (reply.status, reply.header("content-type")) == (200, "application/xml")
    assert reply.header("x-cos-request-id")
    info = told(reply.body)
    (file,), (video,) = info["Format"], info["Video"]
    assert int(file["Size"]) == clip(name).stat().st_size
    assert float(file["Duration"]) == pytest.approx(source.duration, abs=0.1)
    assert float(file["Bitrate"]) == pytest.approx(int(file["Size"]) * 8 / float(file["Duration"]) / 1000, rel=0.01)
    assert int(file["NumStream"]) == 1 + bool(source.audio_codec)
    assert (int(video["Width"]), int(video["Height"])) == (source.coded_width, source.coded_height)
    assert (video["CodecName"], video["PixFormat"]) == (source.video_codec, source.pixel_format)
    top, _, bottom = video["AvgFps"].partition("/")
    assert int(top) / int(bottom) == pytest.approx(source.fps, abs=0.01)
    width, _, height = video["Sar"].partition(":")
    assert int(width) / int(height) == pytest.approx(float(source.sample_aspect))
    if source.audio_codec:
        (audio,) = info["Audio"]
        assert (audio["CodecName"], int(audio["Channel"])) == (source.audio_codec, source.channels)
        assert int(audio["SampleRate"]) == source.samplerate


def test_that_both_calls_tell_the_same_and_name_what_the_recorded_answers_name(caller: Caller) -> None:
    caller.put("plain.mp4", clip("plain").read_bytes())
    one, other = videoinfo(caller, "plain.mp4"), mediainfo(caller, "plain.mp4")
    assert one.body == other.body
    assert other.header("x-ci-request-id")
    ours = told(one.body)
    for name in ("videoinfo.xml", "mediainfo-post.xml"):
        recorded = told((REFERENCE / "jobs" / name).read_bytes())
        for part in ("Format", "Audio", "Video"):
            assert set(recorded[part][0]) - set(ours[part][0]) <= NEVER_TOLD, part
    assert b"<Subtitle/>" in one.body


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_that_a_turned_video_has_its_stored_size_and_the_angle(degrees: int, caller: Caller) -> None:
    name = "rotated" if degrees == 90 else f"rotated-{degrees}"
    caller.put(name, clip(name).read_bytes())
    (video,) = told(videoinfo(caller, name).body)["Video"]
    assert (video["Width"], video["Height"], video["Rotation"]) == ("320", "240", f"{degrees}.000000")


def test_that_a_file_with_sound_only_is_told_too(caller: Caller) -> None:
    caller.put("song.m4a", clip("sound-only").read_bytes())
    reply = videoinfo(caller, "song.m4a")
    assert told(reply.body).keys() == {"Format", "Audio"}
    assert b"<Video/>" in reply.body


def test_that_every_stream_is_told(tmp_path: Path, caller: Caller) -> None:
    words = tmp_path / "words.srt"
    words.write_text("1\n00:00:00,000 --> 00:00:01,000\nHello\n", "utf-8")
    file = tmp_path / "many.mp4"
    ffmpeg(
        "-i", str(clip("plain")), "-i", str(clip("mono")), "-i", str(words), "-map", "0", "-map", "1", "-map", "2",
        "-c", "copy", "-c:s", "mov_text", "-metadata:s:s:0", "language=eng", str(file),
    )  # fmt: skip
    caller.put("many.mp4", file.read_bytes())
    info = told(videoinfo(caller, "many.mp4").body)
    assert [len(info[part]) for part in ("Video", "Audio", "Subtitle")] == [2, 2, 1]
    assert info["Format"][0]["NumStream"] == "5"
    assert info["Subtitle"][0]["Language"] == "eng"
    assert {one["Channel"] for one in info["Audio"]} == {"1", "2"}


HOSTILE: dict[str, Any] = {
    "text": b"hello",
    "empty": b"",
    "playlist": b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n/etc/passwd\n",
    "cut": lambda: clip("plain").read_bytes()[:2000],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_that_what_is_no_media_file_is_refused(name: str, caller: Caller) -> None:
    data = HOSTILE[name]
    caller.put(f"bad/{name}", data() if callable(data) else data)
    for reply in (videoinfo(caller, f"bad/{name}"), mediainfo(caller, f"bad/{name}")):
        assert refusal(reply) == (400, "ResourceNotSupported")


def test_that_an_object_that_is_missing_is_told_as_each_service_does(tmp_path: Path, caller: Caller) -> None:
    assert refusal(videoinfo(caller, "nobody.mp4")) == (404, "NoSuchKey")
    assert refusal(mediainfo(caller, "nobody.mp4")) == (400, "ResourceNotFound")
    file = tmp_path / "mine.mp4"
    file.write_bytes(clip("plain").read_bytes())
    assert caller.adopt("mine.mp4", file).status == 200
    file.unlink()
    file.write_bytes(b"other")
    answers = videoinfo(caller, "mine.mp4"), mediainfo(caller, "mine.mp4")
    if answers[0].status != 200:  # a disk that clones keeps what the file was
        assert [refusal(one) for one in answers] == [(409, "ObjectChanged"), (400, "ResourceDownloadFailed")]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "MissingContent"),
        (b"<Request", "InvalidContent"),
        (b"<Other/>", "InvalidContent"),
        (b"<Request/>", "InvalidArgument"),
        (b"<Request><Input><Object>../../etc/passwd</Object></Input></Request>", "ResourceNotFound"),
    ],
)
def test_that_a_body_that_names_no_object_is_refused(body: bytes, code: str, caller: Caller) -> None:
    assert refusal(caller.call("POST", "/mediainfo", body=body, host=caller.ci_host)) == (400, code)


def test_that_other_processing_is_not_there_and_an_unsigned_call_is_not_let_in(caller: Caller) -> None:
    caller.put("plain.mp4", clip("plain").read_bytes())
    assert refusal(caller.call("GET", "/plain.mp4", {"ci-process": "pm3u8"})) == (501, "NotImplemented")
    assert caller.call("HEAD", "/plain.mp4", {"ci-process": "videoinfo"}).status == 501
    assert caller.send("GET", "/plain.mp4?ci-process=videoinfo", headers={"Host": caller.cos_host}).status == 403


def test_that_a_job_tells_of_its_result_what_the_file_says(caller: Caller) -> None:
    caller.put("in.mp4", clip("short").read_bytes())
    job = caller.submit(job_request(caller.url("in.mp4"), key="out/told.mp4"))
    assert job.media_info == b""
    done = caller.wait(job.job_id)
    assert done.state == "Success"
    info = told(b"<R>" + done.media_info + b"</R>")
    assert info["Video"][0]["AvgFps"] == "25.000000"
    asked = told(videoinfo(caller, "out/told.mp4").body)
    assert asked["Video"][0]["AvgFps"] == "25/1"
    for part, streams in asked.items():
        for one, other in zip(streams, info[part], strict=True):
            assert {**one, "AvgFps": ""} == {**other, "AvgFps": ""}
    (recorded,) = read_jobs(
        (REFERENCE / "templates" / "job-transcode-success-mediainfo.response.xml").read_bytes()
    ).jobs
    named = told(b"<R>" + recorded.media_info + b"</R>")["Video"][0].keys()
    assert named - info["Video"][0].keys() <= NEVER_TOLD


# Media buckets


def mediabuckets(caller: Caller, host: str = "", **params: str) -> MediaBucketsReply:
    reply = caller.call("GET", "/mediabucket", params, host=host or f"ci.{caller.region}.myqcloud.com")
    assert reply.status == 200, reply
    assert reply.header("x-ci-request-id")
    return read_media_buckets(reply.body)


def test_that_every_hosted_bucket_can_process_media(tmp_path: Path) -> None:
    with local_cloud(tmp_path) as running:
        caller = Caller(running.endpoint)
        for bucket, region in (("films-1250000000", "ap-beijing"), ("films-2-1250000000", "ap-tokyo")):
            Caller(running.endpoint, bucket, region).put("a", b"x")
        assert [one.bucket for one in mediabuckets(caller).buckets] == [
            "films-1250000000", "films-2-1250000000", "studio-1250000000",
        ]  # fmt: skip
        own = f"127.0.0.1:{running.endpoint.port}"
        for params, names in (
            ({"regions": "ap-tokyo,local"}, ["films-2-1250000000", "studio-1250000000"]),
            ({"regions": "All", "bucketName": "films-2"}, ["films-2-1250000000"]),
            ({"bucketNames": "films-1250000000,nobody-1"}, ["films-1250000000"]),
            ({"pageNumber": "2", "pageSize": "2"}, ["studio-1250000000"]),
        ):
            for host in ("", own, caller.cos_host, caller.ci_host):
                found = mediabuckets(caller, host, **params)
                assert [one.bucket for one in found.buckets] == names
        assert (mediabuckets(caller, pageSize="1").total, mediabuckets(caller, pageSize="1").size) == (3, 1)
        assert caller.call("GET", "/mediabucket", {"pageSize": "0"}, host=caller.ci_host).status == 400


def test_that_enabling_hosts_a_bucket_once(tmp_path: Path) -> None:
    with local_cloud(tmp_path) as running:
        new = Caller(running.endpoint, "new-1250000000", "ap-beijing")
        made = read_media_bucket(new.call("POST", "/mediabucket", host=new.ci_host).body)
        assert (made.bucket, made.region) == ("new-1250000000", "ap-beijing")
        assert refusal(new.call("POST", "/mediabucket", host=new.ci_host)) == (403, "MediaBucketAlreadyBinded")
        assert made.bucket in [one.bucket for one in mediabuckets(new).buckets]


def test_that_an_object_called_mediabucket_is_still_an_object(caller: Caller) -> None:
    assert caller.get("mediabucket").status == 404
    caller.put("mediabucket", b"mine")
    assert caller.call("GET", "/mediabucket", {"bucketName": "x"}).body == b"mine"
    caller.call("DELETE", "/mediabucket")
