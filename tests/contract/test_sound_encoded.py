"""Every way of encoding sound that a request can name is what the file then holds, or is refused before."""

from __future__ import annotations

import re
from pathlib import Path

import av
import pytest

from support.clips import clip, ffmpeg
from support.clips_sound import OWN_LEVEL, heard, level, tune
from tilewright.checks.able_sound import beyond_sound, bitrates
from tilewright.localcloud.sound import mix
from tilewright.media.ffmpeg import find_ffmpeg, run
from tilewright.media.media_info import describe
from tilewright.model.codecs import AUDIO_CODECS, CHANNELS, SAMPLE_FORMATS, sample_rates_for
from tilewright.model.options import Audio, Container, Transcode, Video
from tilewright.model.source import Source

CONTAINER_OF = {"aac": "mp4", "mp3": "mkv", "flac": "flac", "amr": "amr", "opus": "WebM", "Vorbis": "WebM"}
CONTAINER_OF["pcm_s16le"] = "wav"
MUXERS = {"amr": "amr", "wav": "wav", "mp4": "mp4"}
NAMES = {"Vorbis": "vorbis", "amr": "amr_nb"}
EVERY = [
    (codec, rate, channels)
    for codec in AUDIO_CODECS
    for rate in sample_rates_for(codec, CONTAINER_OF[codec])
    for channels in CHANNELS[codec]
]
SOME = [("mp3", 44100, 2), ("flac", 48000, 4), ("Vorbis", 96000, 2), ("opus", 48000, 1), ("amr", 8000, 1)]
SOME += [("pcm_s16le", 22050, 2), ("aac", 8000, 1)]


def encoded(audio: Audio, folder: Path, source: Path | None = None, channels: int = 2) -> Path:
    """The sound of half a second as ``audio`` says, in a file of a kind that may hold it."""
    container = CONTAINER_OF[audio.codec or "aac"]
    transcode = Transcode(container=Container(format=container), audio=audio)
    assert list(beyond_sound(transcode)) == []
    sound = mix({0: Source(64, 64, 0.5, channels=channels)}, transcode, 0, 0.5)
    out = folder / f"out.{container.lower()}"
    muxer = MUXERS.get(container, "matroska")
    arguments = ["-y", "-i", str(source or tune(400, 1)), "-filter_complex", sound.graph, *sound.arguments]
    out.with_suffix(".log").write_text(run(find_ffmpeg(), [*arguments, "-f", muxer, str(out)]))
    return out


def check_encoded(codec: str, rate: int, channels: int, folder: Path) -> None:
    out = encoded(Audio(codec=codec, samplerate=rate, channels=channels), folder)
    with av.open(str(out)) as container:
        found = container.streams.audio[0].codec_context
        assert found.codec.canonical_name == NAMES.get(codec, codec)
        assert (found.sample_rate, found.channels) == (48000 if codec == "opus" else rate, channels)
    if codec != "amr":
        assert level(heard(out)[0], 400, 0.15, 0.4) == pytest.approx(OWN_LEVEL, abs=0.3)


@pytest.mark.parametrize(("codec", "rate", "channels"), SOME)
def test_that_sound_is_encoded_as_asked(codec: str, rate: int, channels: int, tmp_path: Path) -> None:
    check_encoded(codec, rate, channels, tmp_path)


@pytest.mark.full
@pytest.mark.parametrize(("codec", "rate", "channels"), [one for one in EVERY if one not in SOME])
def test_that_sound_is_encoded_in_every_way(codec: str, rate: int, channels: int, tmp_path: Path) -> None:
    check_encoded(codec, rate, channels, tmp_path)


@pytest.mark.full
@pytest.mark.parametrize(("codec", "wish"), [(codec, wish) for codec in AUDIO_CODECS for wish in SAMPLE_FORMATS[codec]])
def test_that_every_sample_format_is_written(codec: str, wish: str, tmp_path: Path) -> None:
    rate = 8000 if codec == "amr" else 48000
    out = encoded(Audio(codec=codec, samplerate=rate, sample_format=wish), tmp_path)
    if codec == "flac":
        with av.open(str(out)) as container:
            found = container.streams.audio[0].codec_context.format
            assert found is not None
            assert found.name == wish.removesuffix("p")


@pytest.mark.full
@pytest.mark.parametrize("codec", ["aac", "mp3", "Vorbis", "opus", "amr"])
def test_that_the_lowest_and_the_highest_bitrate_are_what_the_encoder_takes(codec: str, tmp_path: Path) -> None:
    """FFmpeg says so when it takes another one."""
    for rate in sample_rates_for(codec, CONTAINER_OF[codec]):
        for channels in CHANNELS[codec][:2]:
            possible = bitrates(codec, rate, channels)
            for bitrate in (possible.low, possible.high) if possible else ():
                audio = Audio(codec=codec, samplerate=rate, channels=channels, bitrate=bitrate)
                said = encoded(audio, tmp_path).with_suffix(".log").read_text()
                assert codec == "amr" or not re.search("bit.?rate|clamp|too many bits", said, re.IGNORECASE), said


@pytest.mark.parametrize(
    ("audio", "field", "instead"),
    [
        (Audio(codec="opus", bitrate=520), "bitrate", 512),
        (Audio(codec="opus", channels=1, bitrate=500), "bitrate", 256),
        (Audio(codec="Vorbis", samplerate=96000, bitrate=128), "bitrate", None),
        (Audio(codec="Vorbis", samplerate=8000, bitrate=128), "bitrate", 80),
        (Audio(codec="mp3", samplerate=44100, bitrate=1000), "bitrate", 320),
        (Audio(codec="amr", bitrate=64), "bitrate", 12),
        (Audio(codec="amr", samplerate=44100), "samplerate", None),
        (Audio(codec="opus", samplerate=44100), "samplerate", None),
        (Audio(codec="Vorbis", channels=1), "channels", 2),
        (Audio(codec="opus", sample_format="fltp"), "sample_format", None),
    ],
)
def test_that_what_an_encoder_would_change_is_refused(audio: Audio, field: str, instead: int | None) -> None:
    container = Container(format=CONTAINER_OF[audio.codec or "aac"])
    (found,) = beyond_sound(Transcode(container=container, audio=audio))
    assert (found.path, found.instead) == (f"transcode.audio.{field}", instead)


@pytest.mark.parametrize("container", ["hls", "ts", "aac", "adts"])
def test_that_eight_channels_are_refused_where_aac_has_headers_of_its_own(container: str) -> None:
    """FFmpeg: “channelConfiguration > 7 is not supported in ADTS”."""
    (found,) = beyond_sound(Transcode(container=Container(format=container), audio=Audio(channels=8)))
    assert (found.path, found.instead) == ("transcode.audio.channels", 2)
    assert not list(beyond_sound(Transcode(container=Container(format="mp4"), audio=Audio(channels=8))))


@pytest.mark.parametrize(("codec", "lowered"), [("Vorbis", 32), ("mp3", 7), ("amr", 5)])
def test_that_a_bitrate_lowered_to_that_of_a_source_is_one_that_the_encoder_takes(
    codec: str, lowered: int, tmp_path: Path
) -> None:
    """A comparison with the source is no wish of the user's: nothing says before that it is too low (A42)."""
    container = CONTAINER_OF[codec]
    wish = Transcode(container=Container(format=container), audio=Audio(codec=codec, bitrate=lowered))
    sound = mix({0: Source(64, 64, 0.5, channels=2)}, wish, 0, 0.5)
    out = tmp_path / f"out.{container.lower()}"
    arguments = ["-y", "-i", str(tune(400, 1)), "-filter_complex", sound.graph, *sound.arguments]
    run(find_ffmpeg(), [*arguments, "-f", MUXERS.get(container, "matroska"), str(out)])
    assert f"{bitrates(codec, 8000 if codec == 'amr' else 44100, 2).low}k" in sound.arguments


@pytest.mark.parametrize("channels", [4, 8])
def test_that_many_channels_alone_in_flv_have_the_one_rate_that_players_find(channels: int, tmp_path: Path) -> None:
    wish = Transcode(video=Video(remove=True), container=Container(format="flv"), audio=Audio(channels=channels))
    assert wish.audio is not None
    (found,) = beyond_sound(wish.replace(audio=wish.audio.replace(samplerate=48000)))
    assert found.path == "transcode.audio.samplerate"
    assert not list(beyond_sound(wish))
    sound = mix({0: Source(64, 64, 0.5, channels=2)}, wish, 0, 0.5)
    out = tmp_path / "out.flv"
    ffmpeg("-i", str(tune(400, 1)), "-filter_complex", sound.graph, *sound.arguments, "-f", "flv", str(out))
    assert [dict(one.values).get("SampleRate") for one in describe(out)] == [None, "44100"]


def test_that_nothing_is_said_of_sound_that_is_left_out() -> None:
    assert list(beyond_sound(Transcode(audio=Audio(codec="flac", channels=7, remove=True)))) == []


def test_that_surround_keeps_its_places(tmp_path: Path) -> None:
    surround = tmp_path / "surround.wav"
    voices = "|".join(f"sin(2*PI*{pitch}*t)/8" for pitch in (400, 500, 600, 50, 800, 900))
    ffmpeg("-f", "lavfi", "-i", f"aevalsrc={voices}:s=44100:c=5.1:d=1", str(surround))
    channels = heard(encoded(Audio(channels=6, bitrate=600), tmp_path, surround, 6))
    for channel, pitch in zip(channels, (400, 500, 600, 50, 800, 900), strict=True):
        assert level(channel, pitch, 0.1, 0.4) == pytest.approx(OWN_LEVEL, abs=0.3), pitch


@pytest.mark.parametrize(("name", "channels", "pitch"), [("plain", 2, 440), ("mono", 1, 880)])
def test_that_two_channels_or_one_are_heard_left_and_right_of_many(
    name: str, channels: int, pitch: int, tmp_path: Path
) -> None:
    left, right, *others = heard(encoded(Audio(channels=6), tmp_path, clip(name), channels))
    for channel in (left, right):
        assert level(channel, pitch, 0.1, 0.4) == pytest.approx(OWN_LEVEL, abs=0.3)
    for channel in others:
        assert level(channel, pitch, 0.1, 0.4) < -60


@pytest.mark.parametrize("bitrate", [64, 192, 224, 320])
def test_that_mp3_keeps_the_level_at_every_bitrate(bitrate: int, tmp_path: Path) -> None:
    """LAME lowers what it encodes by up to 0.45 dB, the less the higher the bitrate."""
    out = encoded(Audio(codec="mp3", bitrate=bitrate), tmp_path)
    assert level(heard(out)[0], 400, 0.15, 0.4) == pytest.approx(OWN_LEVEL, abs=0.1)
