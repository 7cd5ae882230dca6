"""Sources whose sound is special in one way each are heard as they should be in the result."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import av
import pytest

from support.clips import RED, Card, card, clip, ffmpeg
from support.clips_sound import (
    OWN_LEVEL,
    flash_and_beep,
    heard,
    late_sound,
    level,
    loudest,
    onset,
    surround,
    telephone,
    two_tracks,
    unknown,
)
from support.pictures import read_pictures
from support.rendering import QUICK, compose, render
from tilewright.layout.rect import Rect
from tilewright.media.ffmpeg import find_ffmpeg
from tilewright.media.probe import probe
from tilewright.model.options import Audio, Container, Video

FRAME = (128, 128)
WHOLE = Rect(0, 0, 128, 128)


def sounded(folder: Path, *sources: Path, audio: Audio | None = None) -> Path:
    composition, inputs = compose(
        FRAME, [(path, WHOLE) for path in sources], video=QUICK, sound=True, audio=audio or Audio()
    )
    return render(composition, inputs, folder / "out.mp4")


def first_light(result: Path) -> float:
    """Seconds until the picture is white."""
    for time, picture in read_pictures(result):
        pixel = picture.getpixel((60, 60))
        if isinstance(pixel, tuple) and pixel[0] > 128:
            return time
    raise AssertionError("It stays dark.")


def test_that_surround_is_folded_to_two_channels_without_its_rumble(tmp_path: Path) -> None:
    left, right = heard(sounded(tmp_path, surround()))
    expected = {400: (0, None), 500: (None, 0), 600: (-3, -3), 800: (-3, None), 900: (None, -3)}
    for pitch, sides in expected.items():
        for channel, lower in zip((left, right), sides, strict=True):
            found = level(channel, pitch, 0.2, 0.8)
            assert found == pytest.approx(OWN_LEVEL + lower, abs=0.2) if lower is not None else found < -50, pitch
    assert max(level(left, 50, 0.2, 0.8), level(right, 50, 0.2, 0.8)) < -50


def test_that_surround_in_one_channel_is_half_of_left_and_right(tmp_path: Path) -> None:
    (only,) = heard(sounded(tmp_path, surround(), audio=Audio(channels=1)))
    for pitch, lower in {400: -6, 500: -6, 600: -3, 800: -9, 900: -9}.items():
        assert level(only, pitch, 0.2, 0.8) == pytest.approx(OWN_LEVEL + lower, abs=0.25), pitch


def test_that_sound_at_a_telephones_rate_keeps_its_level(tmp_path: Path) -> None:
    for channel in heard(sounded(tmp_path, telephone())):
        assert level(channel, 400, 0.2, 0.8) == pytest.approx(OWN_LEVEL, abs=0.2)


def test_that_a_track_of_an_unknown_kind_is_passed_over(tmp_path: Path) -> None:
    """Phones write such beside the sound that everybody can play; of two tracks that are left both can be kept."""
    source = tmp_path / "three.mkv"
    tones = [item for pitch in (300, 400, 500) for item in ("-f", "lavfi", "-i", f"sine={pitch}:d=1,volume=-3dB")]
    ffmpeg("-i", str(card(Card())), *tones, *("-map", "0", "-map", "1", "-map", "2", "-map", "3"),
           *("-c:v", "copy", "-c:a", "aac", "-b:a", "160k", str(source)))  # fmt: skip
    result = sounded(tmp_path, unknown(source, "A_AAC", tmp_path), audio=Audio(keep_two_tracks=True))
    for track, pitch in enumerate((400, 500)):
        alone = tmp_path / f"{track}.mp4"
        ffmpeg("-i", str(result), "-map", f"0:a:{track}", "-c", "copy", str(alone))
        left, _ = heard(alone)
        assert level(left, pitch, 0.2, 0.8) > -30, track
        assert max(level(left, other, 0.2, 0.8) for other in {300, 400, 500} - {pitch}) < -50, track


def test_that_a_picture_of_an_unknown_kind_is_passed_over(tmp_path: Path) -> None:
    source = tmp_path / "two.mkv"
    ffmpeg("-f", "lavfi", "-i", "color=black:s=64x64:d=1", "-i", str(card(Card(colours=(RED, RED, RED, RED)))),
           *("-map", "0", "-map", "1", "-c:0", "ffv1", "-c:1", "copy", str(source)))  # fmt: skip
    codec = "V_FFV1" if b"V_FFV1" in source.read_bytes() else "V_MS/VFW/FOURCC"
    result = sounded(tmp_path, unknown(source, codec, tmp_path))
    _, picture = next(read_pictures(result))
    pixel = picture.getpixel((60, 60))
    assert isinstance(pixel, tuple)
    assert pixel[0] > 150


def test_that_the_first_of_two_sound_tracks_is_heard(tmp_path: Path) -> None:
    left, _ = heard(sounded(tmp_path, two_tracks()))
    assert level(left, 400, 0.2, 0.8) == pytest.approx(OWN_LEVEL, abs=0.2)
    assert level(left, 900, 0.2, 0.8) < -60


@pytest.mark.parametrize(
    "container", ["mp4", *(pytest.param(one, marks=pytest.mark.full) for one in ("mov", "mkv", "ts", "avi", "WebM"))]
)
def test_that_both_sound_tracks_of_a_video_are_kept(container: str, tmp_path: Path) -> None:
    """A94; each at its own level and as long as the picture."""
    made, inputs = compose(FRAME, [(two_tracks(), WHOLE)], sound=True, audio=Audio(keep_two_tracks=True))
    assert made.transcode is not None
    of_webm = {"video": made.transcode.video and made.transcode.video.replace(codec="VP8", preset=None)}
    encoding = made.transcode.replace(container=Container(format=container), **(of_webm if container == "WebM" else {}))
    result = render(made.replace(transcode=encoding), inputs, tmp_path / f"out.{container}")
    assert tracks_of(result) == 2
    for track, pitch, other in ((0, 400, 900), (1, 900, 400)):
        alone = tmp_path / f"{track}.wav"
        ffmpeg("-i", str(result), "-map", f"0:a:{track}", "-ar", "44100", str(alone))
        left, right = heard(alone)
        assert len(left) / 44100 == pytest.approx(1.0, abs=0.1)
        for channel in (left, right):
            assert level(channel, pitch, 0.2, 0.8) == pytest.approx(OWN_LEVEL, abs=0.3)
            assert level(channel, other, 0.2, 0.8) < -50


@pytest.mark.parametrize(("name", "keep"), [("plain", True), ("two", False), ("two", None)])
def test_that_one_sound_track_is_kept_where_there_is_one_or_no_other_is_wanted(
    name: str, keep: bool | None, tmp_path: Path
) -> None:
    source = two_tracks() if name == "two" else clip("plain")
    assert tracks_of(sounded(tmp_path, source, audio=Audio(keep_two_tracks=keep))) == 1


def test_that_with_h265_one_track_is_kept_as_the_service_does(tmp_path: Path) -> None:
    video = Video(codec="H.265", crf=40)
    made, inputs = compose(FRAME, [(two_tracks(), WHOLE)], video=video, sound=True, audio=Audio(keep_two_tracks=True))
    assert tracks_of(render(made, inputs, tmp_path / "out.mp4")) == 1


def tracks_of(result: Path) -> int:
    with av.open(str(result)) as opened:
        return len(opened.streams.audio)


def test_that_sound_that_begins_late_begins_late(tmp_path: Path) -> None:
    left, _ = heard(sounded(tmp_path, late_sound()))
    assert onset(left) == pytest.approx(0.5, abs=0.003)
    assert level(left, 400, 0.6, 0.9) == pytest.approx(OWN_LEVEL, abs=0.2)


def test_that_sound_goes_on_after_the_last_picture(tmp_path: Path) -> None:
    left, _ = heard(sounded(tmp_path, clip("long-sound")))
    assert level(left, 440, 2.2, 2.9) == pytest.approx(OWN_LEVEL, abs=0.2)


def test_that_each_of_three_sources_is_heard_as_long_as_it_lasts(tmp_path: Path) -> None:
    lengths = {400: 0.5, 700: 1.0, 1100: 1.5}
    made = [card(Card(64, 64, (RED,) * 4, seconds=seconds, pitch=pitch)) for pitch, seconds in lengths.items()]
    result = sounded(tmp_path, *made)
    assert probe(result).duration == pytest.approx(1.5, abs=0.1)
    left, _ = heard(result)
    for pitch, seconds in lengths.items():
        assert level(left, pitch, 0.1, seconds - 0.1) == pytest.approx(OWN_LEVEL, abs=0.2)
        if seconds < 1.5:
            assert level(left, pitch, seconds + 0.1, seconds + 0.4) < -50
    assert loudest(left, 1.1, 1.4) == pytest.approx(0.125, abs=0.01)


@pytest.mark.parametrize(
    ("ending", "options"),
    [
        ("mp4", ()),
        ("mkv", ("-output_ts_offset", "5")),
        ("ts", ()),
        ("flv", ()),
        ("mkv", ("-af", "aresample=48000,volume=1", "-bf", "2")),
    ],
    ids=["mp4", "mkv that begins at 5 s", "ts", "flv", "mkv with reordered pictures"],
)
def test_that_picture_and_sound_stay_in_step(ending: str, options: tuple[str, ...], tmp_path: Path) -> None:
    source = flash_and_beep(ending, *options)
    result = sounded(tmp_path, source)
    light = first_light(result)
    left, _ = heard(result)
    beep = onset(left, least=0.03)
    assert beep == pytest.approx(0.5, abs=1024 / 44100 + 0.003)  # ts and flv keep the silence that aac begins with
    assert light == pytest.approx(beep, abs=0.5 / 30 + 0.003)


@pytest.mark.parametrize("codec", ["aac", "mp3"])
@pytest.mark.parametrize(("fps", "samplerate"), [(6, None), (30, None), (30, 8000)])
def test_that_picture_and_sound_stay_in_step_in_a_file_that_has_one_time_for_each(
    fps: int, samplerate: int | None, codec: str, tmp_path: Path
) -> None:
    """An avi has no times for pictures that are shown later than others which come after them, and none for the silence
    that a sound begins with, which is 0.13 s at 8000 Hz.
    """
    audio = Audio(codec=codec, samplerate=samplerate, bitrate=None)
    video = QUICK.replace(preset="medium", fps=fps)
    composition, inputs = compose(FRAME, [(flash_and_beep(), WHOLE)], video=video, sound=True, audio=audio)
    assert composition.transcode is not None
    wanted = composition.replace(transcode=composition.transcode.replace(container=Container(format="avi")))
    result = render(wanted, inputs, tmp_path / "out.avi")
    shown = shown_by_ffmpeg(result)
    assert [time for time, _ in shown] == pytest.approx([number / fps for number in range(fps)], abs=0.001)
    assert next(time for time, is_light in shown if is_light) == pytest.approx(0.5, abs=0.001)
    assert onset(heard(result)[0], least=0.03) == pytest.approx(0.5, abs=0.03)


def shown_by_ffmpeg(video: Path) -> list[tuple[float, bool]]:
    """When each picture is shown, and whether it is light: PyAV makes times of its own for an avi."""
    command = [find_ffmpeg().path, "-v", "error", "-nostdin", "-i", str(video), "-fps_mode", "passthrough", "-vf"]
    command += ["signalstats,metadata=print:file=-:key=lavfi.signalstats.YAVG", "-an", "-f", "null", "-"]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    times = re.findall(r"pts_time:(\S+)", said)
    return [
        (float(time), float(light) > 128) for time, light in zip(times, re.findall(r"YAVG=(\S+)", said), strict=True)
    ]


def test_that_a_picture_that_begins_late_stays_in_step(tmp_path: Path) -> None:
    result = sounded(tmp_path, flash_and_beep("mp4", "-vf", "setpts=PTS+0.2/TB"))
    left, _ = heard(result)
    assert onset(left, least=0.03) == pytest.approx(0.5, abs=0.003)
    assert first_light(result) == pytest.approx(0.7, abs=0.5 / 30 + 0.003)
