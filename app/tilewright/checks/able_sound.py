"""What the local cloud can do of `Audio`, and of background music (`AudioMix`)."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.codecs import (
    channels_for,
    codecs_for,
    sample_formats_for,
    sample_rates_for,
    usual_sample_rate,
)
from ..model.composition import Composition
from ..model.music import MOST_PIECES, heard_pieces
from ..model.options import Audio, AudioMix, EffectConfig, Transcode
from ..model.ranges import SOUND_BITRATE, Range
from ..text import say
from .able import IS_OFF, Able, Beyond, beyond, is_exactly, is_word
from .asked import audio_codec_of, container_of, has_picture, has_sound, video_codec_of

_MODES = ("Repeat", "Once")

_FADES = (
    ("enable_start_fadein", "start_fadein_time", say("a fade at the start without its time")),
    ("enable_end_fadeout", "end_fadeout_time", say("a fade at the end without its time")),
    ("enable_bgm_fade", "bgm_fade_time", say("a fade between pieces without its time")),
)

_ADTS = frozenset({"hls", "ts", "aac", "adts"})
"""Kinds of files in which aac has headers of its own (ADTS); FFmpeg writes none for eight channels (A49)."""

_FLV_RATE = 44100
"""Hz of more than two channels of aac in flv without a picture: what FFmpeg takes for it whatever it is (seen with
9.0.2), so that nobody can play others (A49).
"""

_VORBIS = {
    8000: (12, 80),
    11025: (16, 100),
    12000: (16, 100),
    16000: (24, 200),
    22050: (32, 176),
    24000: (32, 176),
    32000: (36, 350),
    44100: (48, 500),
    48000: (48, 500),
}
"""kbps in stereo by Hz that libvorbis takes (tried with 1.3.7); above 48000 Hz it wants a quality, no bitrate."""


def bitrates(codec: str, rate: int, channels: int) -> Range | None:
    """kbps that FFmpeg's encoder of ``codec`` keeps to at ``rate`` Hz; others it refuses, or takes another instead.

    ``None`` where none can be chosen. Of mp3 and amr the next one that the format has is taken (assumed, A50).
    """
    if codec == "Vorbis":
        found = _VORBIS.get(rate)
        return Range(*found) if found else None
    if codec == "opus":
        return Range(8, 256 * channels)  # libopus: at most 256 kbps a channel
    if codec == "mp3":  # ISO 11172-3 and 13818-3, and the half rates of MPEG 2.5
        return Range(32, 320) if rate >= 32000 else Range(8, 160 if rate >= 16000 else 64)
    if codec == "amr":
        return Range(8, 12)
    if codec == "aac":  # at most 6144 bits for 1024 samples of a channel
        return Range(8, min(SOUND_BITRATE.high, 6 * rate * channels // 1000))
    return SOUND_BITRATE


def beyond_sound(transcode: Transcode) -> Iterator[Beyond]:
    """Nothing where the sound is left out: what is said of it then has no effect (ci-templates §4)."""
    audio = transcode.audio
    if audio is None or not has_sound(transcode):
        return
    path, container = "transcode.audio", container_of(transcode) or "mp4"
    codec = audio_codec_of(transcode)
    held = codecs_for(container).audio
    if codec is None or codec not in held:
        what = say("the sound codec {codec} in {container}", codec=audio.codec, container=container)
        yield Beyond(f"{path}.codec", what, held[0])
        return
    rates, channels = sample_rates_for(codec, container), channels_for(codec, container)
    if codec == "aac" and container in _ADTS:
        channels = tuple(number for number in channels if number != 8)
    if codec == "aac" and container == "flv" and not has_picture(transcode) and (audio.channels or 2) > 2:
        rates = (_FLV_RATE,)
    table = [
        Able("samplerate", say("the sample rate"), is_exactly(*rates)),
        Able("channels", say("the number of channels"), is_exactly(*channels), 2 if 2 in channels else channels[0]),
    ]
    if video_codec_of(transcode) != "H.265":  # with it these have no effect (ci-templates §4)
        table += [
            Able(
                "switch_track",
                say("switching sound tracks (SwitchTrack)"),
                IS_OFF,
                why=say("No document says what is switched."),
            ),
            Able("sample_format", say("the sample format"), is_word(*sample_formats_for(codec))),
        ]
    yield from beyond(path, audio, table)
    yield from _beyond_bitrate(audio, codec, rates)


_OF_TWO_TRACKS = ("mp4", "mov", "mkv", "ts", "avi", "WebM", "hls")
"""Kinds of files in which FFmpeg writes a second sound track that players find."""


def beyond_tracks(composition: Composition, transcode: Transcode) -> Iterator[Beyond]:
    """Both tracks of one video are kept (A94); where nothing of the videos is heard there is none to keep."""
    keeps = transcode.audio is not None and transcode.audio.keep_two_tracks and composition.keep_audio_track
    if not keeps or not has_sound(transcode) or video_codec_of(transcode) == "H.265":
        return
    container = container_of(transcode) or _OF_TWO_TRACKS[0]
    why = ""
    if len({tile.url for tile in composition.shown}) > 1:
        why = say("The sounds of several videos become one track, and no document says which two would be kept.")
    elif heard_pieces(transcode):
        why = say("No document says with which of them background music would be heard.")
    elif container not in _OF_TWO_TRACKS:
        why = say("Players find both in {kinds} files.", kinds=", ".join(_OF_TWO_TRACKS))
    if why:
        yield Beyond("transcode.audio.keep_two_tracks", say("keeping two sound tracks (KeepTwoTracks)"), why=why)


def _beyond_bitrate(audio: Audio, codec: str, rates: tuple[int, ...]) -> Iterator[Beyond]:
    usual = usual_sample_rate(codec)
    rate = audio.samplerate or (usual if usual in rates else rates[0])
    possible = bitrates(codec, rate, audio.channels or 2)
    if audio.bitrate is not None and (possible is None or not possible.holds(audio.bitrate)):
        what = say(
            "the bitrate of the sound ({value} kbps as {codec} at {rate} Hz)",
            value=audio.bitrate,
            codec=codec,
            rate=rate,
        )
        yield Beyond("transcode.audio.bitrate", what, possible.nearest(audio.bitrate) if possible else None)


def beyond_music(transcode: Transcode) -> Iterator[Beyond]:
    """Nothing where the sound is left out, which silences music, too (ci-templates §7)."""
    pieces = heard_pieces(transcode)
    if len(pieces) > MOST_PIECES:
        yield Beyond("transcode.audio_mix_array", say("more than two pieces of background music"), ())
        return
    for path, piece in pieces:
        yield from beyond(path, piece, (Able("mix_mode", say("the mix mode"), is_word(*_MODES), _MODES[0]),))
        yield from _beyond_fades(path, piece)


def _beyond_fades(path: str, piece: AudioMix) -> Iterator[Beyond]:
    effects = piece.effect_config or EffectConfig()
    for switch, time, what in _FADES:
        if getattr(effects, switch) and not (getattr(effects, time) or 0) > 0:
            yield Beyond(f"{path}.effect_config.{time}", what, 1)
