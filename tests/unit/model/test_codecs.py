"""What goes together, as the service's tables have it (ci-templates §2–§4)."""

from __future__ import annotations

import pytest

from tilewright.model import codecs as c
from tilewright.model.ranges import SAMPLE_RATES


@pytest.mark.parametrize(
    ("container", "video", "audio"),
    [
        ("mp4", "H.264 H.265 AV1", "aac mp3"),
        ("HLS", "H.264 H.265", "aac mp3"),
        ("dash", "H.264", "aac"),
        ("webm", "VP8 VP9 AV1", "Vorbis opus"),
        ("wav", "", "pcm_s16le"),
    ],
)
def test_that_a_kind_of_file_holds_what_its_row_says(container: str, video: str, audio: str) -> None:
    found = c.codecs_for(container)
    assert found == (tuple(video.split()), tuple(audio.split()))
    assert c.is_audio_only(container) == (not video)


def test_that_of_what_is_not_known_nothing_is_ruled_out() -> None:
    assert c.codecs_for(None) == (c.VIDEO_CODECS, c.AUDIO_CODECS)
    assert c.profiles_for("H.266") == c.PROFILES
    assert "realtime" in c.presets_for(None)
    assert c.channels_for(None) == (1, 2, 4, 5, 6, 8)


@pytest.mark.parametrize(
    ("codec", "container", "rates"),
    [
        ("mp3", "flv", (22050, 44100)),
        ("mp3", "mp4", (16000, 22050, 24000, 32000, 44100, 48000)),
        ("mp3", "ts", (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000)),
        ("opus", "WebM", (8000, 16000, 24000, 48000)),
        ("amr", "amr", (8000,)),
        ("AAC", "mp4", SAMPLE_RATES),
    ],
)
def test_that_sample_rates_depend_on_codec_and_file(codec: str, container: str, rates: tuple[int, ...]) -> None:
    assert c.sample_rates_for(codec, container) == rates


def test_that_dash_has_no_eight_channels() -> None:
    assert c.channels_for("aac", "dash") == (1, 2, 4, 5, 6)
    assert c.channels_for("aac", "mp4") == (1, 2, 4, 5, 6, 8)
    assert c.channels_for("Vorbis", "WebM") == (2,)


@pytest.mark.parametrize(
    ("codec", "without"),
    [
        ("H.264", ""),
        ("H.265", "preset profile crop interlaced"),
        ("VP8", "profile pixfmt bufsize maxrate long_short_mode roi"),
        ("VP9", "preset profile pixfmt bufsize maxrate long_short_mode roi"),
        ("av1", "preset profile pixfmt long_short_mode crop interlaced"),
    ],
)
def test_that_each_codec_is_without_what_its_column_denies(codec: str, without: str) -> None:
    fields = ("preset", "profile", "pixfmt", *c.NOT_FOR, "fps")
    assert {field for field in fields if not c.takes(codec, field)} == set(without.split())


def test_that_what_the_service_takes_by_itself_fits_its_file() -> None:
    for container, holds in c.CONTAINERS.items():
        if holds.video:
            assert c.usual_video_codec(container) in holds.video
            assert c.usual_audio_codec(container) in holds.audio
            assert c.usual_sample_rate(c.usual_audio_codec(container)) in c.sample_rates_for(
                c.usual_audio_codec(container), container
            )
