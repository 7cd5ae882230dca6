"""What a media file is made of; the calls that tell it are in `contract/test_media_calls.py`."""

from __future__ import annotations

import contextlib
import io
import random
from collections.abc import Iterable
from pathlib import Path

import pytest

from support.clips import clip, ffmpeg
from support.pictures import read_sound
from tilewright.errors import BadInput, Refused
from tilewright.media.frames import first_picture
from tilewright.media.media_info import describe
from tilewright.media.opening import opened_video
from tilewright.media.probe import probe
from tilewright.media.snapshot import Snapshot, take_snapshot


@pytest.mark.parametrize(
    ("name", "codec", "encoder"),
    [("a.mp3", "mp3", "libmp3lame"), ("a.flac", "flac", "flac"), ("a.aac", "aac", "aac"), ("a.wav", "pcm_s16le", "")],
)
def test_that_sounds_are_described_but_are_no_videos(name: str, codec: str, encoder: str, tmp_path: Path) -> None:
    file = tmp_path / name
    ffmpeg("-i", str(clip("sound-only")), *(["-c:a", encoder] if encoder else []), str(file))
    about, sound = describe(file)
    assert dict(about.values)["NumStream"] == "1"
    told = dict(sound.values)
    assert (sound.part, told["CodecName"], told["SampleRate"], told["Channel"]) == ("Audio", codec, "48000", "2")
    with pytest.raises(Refused), opened_video(file, name):
        pass


def test_that_colours_and_interlaced_pictures_are_named(tmp_path: Path) -> None:
    file = tmp_path / "tv.mp4"
    colours = "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv"
    lines = f"tinterlace=interleave_top,fieldorder=tff,{colours}"
    interlaced = ["-flags", "+ilme+ildct", "-x264-params", "tff=1"]
    ffmpeg("-i", str(clip("plain")), "-vf", lines, "-c:v", "libx264", *interlaced, "-an", str(file))
    told = dict(describe(file)[1].values)
    assert (told["ColorPrimaries"], told["ColorTransfer"], told["ColorRange"]) == ("bt709", "bt709", "tv")
    assert told["FieldOrder"] in {"tt", "tb"}
    assert dict(describe(clip("ten-bit"))[1].values)["PixFormat"] == "yuv420p10le"


def with_codec(before: bytes, tmp_path: Path) -> Path:
    """The plain clip, with a track of a kind that nobody knows."""
    file = tmp_path / "strange.mp4"
    data = clip("plain").read_bytes().replace(before, b"zzzz")
    file.write_bytes(data.replace(b"\x40\x15", b"\xfe\x15") if before == b"mp4a" else data)  # it says so twice
    return file


def test_that_a_track_that_nobody_can_read_is_named_without_facts(tmp_path: Path) -> None:
    file, video, audio = describe(with_codec(b"avc1", tmp_path))
    assert (dict(file.values)["NumStream"], video.part, video.values) == ("2", "Video", (("Index", "0"),))
    assert dict(audio.values)["CodecName"] == "aac"
    _, video, audio = describe(with_codec(b"mp4a", tmp_path))
    assert (audio.part, audio.values, dict(video.values)["CodecName"]) == ("Audio", (("Index", "1"),), "h264")


def test_that_a_video_that_nobody_can_read_is_refused_and_such_a_sound_is_none(tmp_path: Path) -> None:
    for use in (probe, first, shot):
        with pytest.raises(Refused, match="no moving picture"):
            use(with_codec(b"avc1", tmp_path))
    assert probe(with_codec(b"mp4a", tmp_path)).audio_codec == ""


def first(path: Path) -> object:
    return first_picture(path, longest=64)


def shot(opened: Path | io.BytesIO) -> object:
    return take_snapshot(opened, Snapshot(0.5))


KINDS = ("plain", "matroska", "transport", "flash", "avi", "webm", "ogg", "program")


@pytest.mark.parametrize("name", KINDS)
def test_that_damaged_files_are_told_as_far_as_they_go_or_refused(name: str) -> None:
    look_at_damaged(name, range(8))


@pytest.mark.full
@pytest.mark.parametrize("name", KINDS)
def test_that_many_more_damaged_files_are(name: str) -> None:
    look_at_damaged(name, range(8, 250))


def look_at_damaged(name: str, seeds: Iterable[int]) -> None:
    """Whatever is wrong is told as an error of ours."""
    whole = clip(name).read_bytes()
    for seed in seeds:
        rng = random.Random(seed)
        data = bytearray(whole[: rng.randrange(100, len(whole))] if rng.random() < 0.3 else whole)
        for _ in range(rng.choice((1, 5, 30, 300))):
            data[rng.randrange(min(len(data), rng.choice((3000, len(whole)))))] = rng.randrange(256)
        for use in (describe, shot):
            with contextlib.suppress(BadInput):
                use(io.BytesIO(data))


@pytest.mark.parametrize("bitrate", [32, 64, 160])
def test_that_a_sound_in_a_transport_stream_is_as_long_as_it_is_heard(bitrate: int, tmp_path: Path) -> None:
    """Its last part holds many frames where few bits are needed."""
    path = tmp_path / "a.ts"
    ffmpeg("-f", "lavfi", "-t", "2", "-i", "sine=440:r=44100", "-c:a", "aac", "-b:a", f"{bitrate}k", str(path))
    heard = len(read_sound(path)[1][0]) / 44100
    told = [dict(one.values) for one in describe(path)]
    assert [float(one["Duration"]) for one in told] == pytest.approx([heard, heard], abs=0.001)
    assert float(told[0]["Bitrate"]) == pytest.approx(path.stat().st_size * 8 / heard / 1000, rel=0.001)
