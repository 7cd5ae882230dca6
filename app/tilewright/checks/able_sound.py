"""What the local cloud can do of `Audio`, and of background music (`AudioMix`)."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.options import Transcode
from ..model.ranges import SAMPLE_RATES, SOUND_BITRATE
from ..text import say
from .able import IS_OFF, Able, Beyond, beyond, is_exactly, is_word

CODECS = ("aac",)
"""`Audio.Codec` that the local cloud encodes."""

_AUDIO = (
    Able("codec", say("the sound codec"), is_word(*CODECS), "aac"),
    Able("samplerate", say("the sample rate"), is_exactly(*SAMPLE_RATES)),
    Able("bitrate", say("the bitrate of the sound"), SOUND_BITRATE.holds),
    Able("channels", say("the number of channels"), is_exactly(1, 2), 2),
    Able("keep_two_tracks", say("keeping two sound tracks"), IS_OFF),
    Able("switch_track", say("switching sound tracks"), IS_OFF),
    Able("sample_format", say("the sample format"), is_word("fltp")),
)


def beyond_sound(transcode: Transcode) -> Iterator[Beyond]:
    yield from beyond("transcode.audio", transcode.audio, _AUDIO)


def beyond_music(transcode: Transcode) -> Iterator[Beyond]:
    if transcode.audio_mix:
        yield Beyond("transcode.audio_mix", say("background music"))
    if transcode.audio_mix_array:
        yield Beyond("transcode.audio_mix_array", say("background music"), ())
