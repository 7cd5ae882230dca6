"""Facts about videos, from friendly and unfriendly files."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from contextlib import AbstractContextManager
from fractions import Fraction
from pathlib import Path

import av
import pytest
from PIL import Image

from support.clips import NAMES, Card, card, clip, ffmpeg
from tilewright.errors import Absent, BadInput, Damaged, Refused
from tilewright.media import probe as reading
from tilewright.media.probe import displayed_size, probe
from tilewright.media.workers import Memory


def test_that_the_facts_of_a_plain_video_are_read() -> None:
    source = probe(clip("plain"))
    assert (source.width, source.height, source.duration, source.fps) == (320, 240, 2.0, 30.0)
    assert (source.video_codec, source.pixel_format, source.bit_depth) == ("h264", "yuv420p", 8)
    assert (source.audio_codec, source.channels, source.samplerate) == ("aac", 2, 48000)
    assert (source.container, source.size) == ("mp4", clip("plain").stat().st_size)
    assert (source.rotation, source.sample_aspect, source.variable_rate) == (0, 1, False)


def test_that_bitrates_are_those_of_the_streams_or_else_of_the_file() -> None:
    plain, matroska = probe(clip("plain")), probe(clip("matroska"))
    whole = plain.size * 8 / plain.duration / 1000
    assert 0.9 * whole < plain.video_bitrate + plain.audio_bitrate < whole
    assert plain.audio_bitrate > 30
    whole = matroska.size * 8 / matroska.duration / 1000
    assert matroska.video_bitrate == matroska.audio_bitrate == pytest.approx(whole, rel=0.05)


@pytest.mark.parametrize("name", ["plain", "rotated", "variable", "matroska", "transport", "flash", "ten-bit"])
def test_that_a_file_object_tells_the_same_as_a_path(name: str) -> None:
    with clip(name).open("rb") as file:
        assert probe(file, clip(name).name) == probe(clip(name))


@pytest.mark.parametrize("name", [name for name in NAMES if name != "sound-only"])
def test_that_one_picture_tells_what_several_would(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = probe(clip(name))
    monkeypatch.setattr(reading, "_read_alone", lambda packet, video: None)
    assert found == probe(clip(name))


def test_that_the_facts_come_from_later_pictures_where_the_first_is_broken(tmp_path: Path) -> None:
    with av.open(str(clip("plain"))) as container:
        first = container.streams.video[0].index_entries[0]
        place, size = first.pos, first.size
    data = bytearray(clip("plain").read_bytes())
    data[place : place + size] = bytes(size)
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(data)
    assert probe(broken) == probe(clip("plain"))


@pytest.mark.parametrize(("name", "rotation"), [("rotated", 90), ("rotated-180", 180), ("rotated-270", 270)])
def test_that_rotation_is_clockwise_and_turns_the_displayed_size(name: str, rotation: int) -> None:
    source = probe(clip(name))
    assert source.rotation == rotation
    assert (source.coded_width, source.coded_height) == (320, 240)
    assert (source.width, source.height) == ((320, 240) if rotation == 180 else (240, 320))


def test_that_pixels_that_are_not_square_widen_the_displayed_size() -> None:
    source = probe(clip("anamorphic"))
    assert (source.coded_width, source.width, source.height) == (240, 320, 240)
    assert source.sample_aspect == Fraction(4, 3)


def test_that_the_aspect_is_applied_before_the_rotation() -> None:
    source = probe(card(Card(width=40, height=60, rotation=90, sample_aspect=Fraction(2))))
    assert (source.width, source.height) == (60, 80)
    assert displayed_size(720, 576, Fraction(16, 15), 0) == (768, 576)


def test_that_silence_mono_and_ten_bits_are_told() -> None:
    assert not probe(clip("silent")).has_sound
    assert (probe(clip("mono")).channels, probe(clip("mono")).samplerate) == (1, 22050)
    assert (probe(clip("ten-bit")).bit_depth, probe(clip("ten-bit")).video_codec) == (10, "hevc")


@pytest.mark.parametrize("name", ["plain", "long", "matroska", "webm", "transport", "flash", "avi", "program"])
def test_that_an_even_rate_is_not_variable(name: str) -> None:
    assert not probe(clip(name)).variable_rate


def test_that_a_variable_rate_is_told() -> None:
    assert probe(clip("variable")).variable_rate


@pytest.mark.parametrize(
    ("name", "seconds"),
    [
        ("long-sound", 3.0),
        ("late-picture", 2.0),
        ("transport", 2.0),
        ("matroska", 2.0),
        ("flash", 2.0),
        ("webm", 2.0),
        ("ogg", 2.0),
    ],
)
def test_that_the_length_reaches_the_end_of_the_last_picture_or_sound(name: str, seconds: float) -> None:
    assert probe(clip(name)).duration == pytest.approx(seconds, abs=0.05)


@pytest.mark.parametrize("seconds", [0.5, 500.0])
def test_that_a_lying_header_does_not_count(seconds: float, tmp_path: Path) -> None:
    data = bytearray(clip("plain").read_bytes())
    for name, scale_at, duration_at in ((b"mvhd", 16, 20), (b"mdhd", 16, 20)):
        start = data.find(name)
        while start >= 0:
            scale = struct.unpack_from(">I", data, start + scale_at)[0]
            struct.pack_into(">I", data, start + duration_at, int(seconds * scale))
            start = data.find(name, start + 4)
    lying = tmp_path / "lying.mp4"
    lying.write_bytes(data)
    assert probe(lying).duration == pytest.approx(2.0, abs=0.05)


def test_that_a_header_without_a_length_does_not_matter(tmp_path: Path) -> None:
    live = tmp_path / "live.mkv"
    ffmpeg("-i", str(clip("plain")), "-c", "copy", "-live", "1", str(live))
    assert probe(live).duration == pytest.approx(2.0, abs=0.05)
    pieces = tmp_path / "pieces.mp4"
    ffmpeg("-i", str(clip("plain")), "-c", "copy", "-movflags", "frag_keyframe+empty_moov", str(pieces))
    assert probe(pieces).duration == pytest.approx(2.0, abs=0.05)


def test_that_a_recording_that_was_cut_off_is_as_long_as_what_is_there(tmp_path: Path) -> None:
    data = clip("matroska").read_bytes()
    part = tmp_path / "part.mkv"
    part.write_bytes(data[: len(data) // 2])
    assert 0.7 < probe(part).duration < 1.4


@pytest.mark.parametrize("kept", [0.3, 0.9, 0.999])
@pytest.mark.parametrize("options", [[], ["-movflags", "+faststart"]], ids=["contents at the end", "contents first"])
def test_that_a_truncated_mp4_is_damaged(kept: float, options: list[str], tmp_path: Path) -> None:
    whole, part = tmp_path / "whole.mp4", tmp_path / "part.mp4"
    ffmpeg("-i", str(clip("plain")), "-c", "copy", *options, str(whole))
    data = whole.read_bytes()
    part.write_bytes(data[: int(len(data) * kept)])
    with pytest.raises(Damaged, match=r"part\.mp4"):
        probe(part)


def write_bad(folder: Path, name: str) -> Path:
    path = folder / name
    if name == "picture.mp4":
        Image.new("RGB", (64, 64)).save(path, "PNG")
    elif name == "photo.mp4":
        Image.new("RGB", (64, 64)).save(path, "JPEG")
    elif name == "folder.mp4":
        path.mkdir()
    elif name == "pipe.mp4":
        os.mkfifo(path)
    elif name == "song.mp4":
        ffmpeg("-i", str(clip("sound-only")), "-f", "mp3", str(path))
    return path


_PLAYLISTS = {
    "hls": "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{target}\n#EXT-X-ENDLIST\n",
    "concat": "ffconcat version 1.0\nfile '{target}'\n",
    "dash": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period/></MPD>',
    "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n",
}


@pytest.mark.parametrize("kind", _PLAYLISTS)
def test_that_a_playlist_named_like_a_video_is_refused(kind: str, tmp_path: Path) -> None:
    lure = tmp_path / "lesson.mp4"
    lure.write_text(_PLAYLISTS[kind].format(target=clip("transport")))
    with pytest.raises(Refused, match=r"lesson\.mp4 is a playlist"):
        probe(lure)
    with lure.open("rb") as file, pytest.raises(Refused):
        probe(file, "lesson.mp4")


@pytest.mark.parametrize(
    ("name", "error", "word"),
    [
        ("picture.mp4", Refused, "picture"),
        ("photo.mp4", Refused, "picture"),
        ("folder.mp4", Refused, "not a file"),
        ("pipe.mp4", Refused, "not a file"),
        ("song.mp4", Refused, "sound"),
        ("nowhere.mp4", Absent, "cannot be read"),
    ],
)
def test_that_what_is_no_video_is_told_by_name(name: str, error: type[BadInput], word: str, tmp_path: Path) -> None:
    with pytest.raises(error, match=word) as caught:
        probe(write_bad(tmp_path, name))
    assert name in caught.value.message
    assert caught.value.hint


def test_that_sound_alone_is_refused() -> None:
    with pytest.raises(Refused, match="no moving picture"):
        probe(clip("sound-only"))


def test_that_the_cover_of_a_song_is_no_video(tmp_path: Path) -> None:
    Image.new("RGB", (64, 64)).save(tmp_path / "cover.png")
    song = tmp_path / "song.m4a"
    ffmpeg(
        *("-i", str(clip("sound-only")), "-i", str(tmp_path / "cover.png"), "-map", "0", "-map", "1", "-c", "copy"),
        *("-disposition:v:0", "attached_pic", str(song)),
    )
    with pytest.raises(Refused, match="no moving picture"):
        probe(song)


@pytest.mark.parametrize("data", [b"", b"Dear diary,\n" * 500, bytes(5000), b"\0\0\0\x18ftypmp42" + bytes(200)])
def test_that_rubbish_is_damaged_or_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "rubbish.mp4"
    path.write_bytes(data)
    with pytest.raises((Damaged, Refused), match=r"rubbish\.mp4"):
        probe(path)
    with path.open("rb") as file, pytest.raises((Damaged, Refused), match=r"rubbish\.mp4"):
        probe(file, "rubbish.mp4")


def test_that_too_large_a_picture_is_refused(tmp_path: Path) -> None:
    wide = tmp_path / "wide.mkv"
    ffmpeg("-f", "lavfi", "-i", "color=s=8200x16:r=1:d=1", "-c:v", "ffv1", str(wide))
    with pytest.raises(Refused, match="8200 × 16"):
        probe(wide)


def test_that_too_many_streams_are_refused(tmp_path: Path) -> None:
    many = tmp_path / "many.mkv"
    ffmpeg("-i", str(clip("plain")), *(["-map", "0:a"] * 70), "-map", "0:v", "-c", "copy", str(many))
    with pytest.raises(Refused, match="71 streams"):
        probe(many)


def test_that_an_error_of_the_reader_comes_through() -> None:
    class Lost(Exception):
        pass

    class Reader:
        def read(self, size: int = -1) -> bytes:
            raise Lost

        def seek(self, offset: int, whence: int = 0) -> int:
            return 0

        def tell(self) -> int:
            return 0

    with pytest.raises(Lost):
        probe(Reader(), "far.mp4")  # type: ignore[arg-type]  # only what probe uses of a file


PEAK = """
import sys
from pathlib import Path
from tilewright.media.probe import probe
from tilewright.media.workers import side_by_side
side_by_side(probe, [Path(sys.argv[1])] * 4)
status = Path("/proc/self/status").read_text()
print(next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")))
"""


@pytest.mark.full
def test_that_the_largest_videos_are_not_all_in_memory_at_once(tmp_path: Path) -> None:
    """A picture of this one takes 192 MiB: four of them take 850 MiB and more."""
    video = tmp_path / "large.mov"
    source = ("-f", "lavfi", "-i", "color=gray:s=8192x8192:r=25:d=0.08")
    ffmpeg(*source, "-c:v", "mjpeg", "-pix_fmt", "yuvj444p", "-strict", "unofficial", str(video))
    told = subprocess.run([sys.executable, "-c", PEAK, str(video)], capture_output=True, check=True, timeout=120)
    assert 150_000 < int(told.stdout) < 550_000, "KiB"


def test_that_a_video_takes_its_part_of_the_memory_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    class Noted(Memory):
        def taken(self, size: int) -> AbstractContextManager[None]:
            asked.append(size)
            return super().taken(size)

    monkeypatch.setattr(reading, "_MEMORY", Noted(1))
    assert [probe(clip(name)).width for name in ("plain", "ten-bit")] == [320, 320]
    assert asked == [2 * 320 * 240 * bits // 8 for bits in (12, 24)]
