"""What a media file is made of; the calls that tell it are in `contract/test_media_calls.py`."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.clips import clip, ffmpeg
from tilewright.errors import Refused
from tilewright.media.media_info import describe
from tilewright.media.opening import opened_video


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
