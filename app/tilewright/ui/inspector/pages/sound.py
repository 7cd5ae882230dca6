"""The page of sound (ci-jobs §1.3, ci-templates §4)."""

from __future__ import annotations

from collections.abc import Sequence

from ....checks.registry import View
from ....model.ranges import SAMPLE_RATES, SOUND_BITRATE
from ...words import tr
from ..entry import Entry, Pair, Section, off_by_template
from ..kinds import Flag, Number, choice
from ..page import Page, register

CODECS = ("aac", "mp3", "flac", "amr", "Vorbis", "opus", "pcm_s16le")
CHANNELS = (1, 2, 4, 5, 6, 8)


def _off(view: View) -> str:
    transcode = view.composition.transcode
    audio = transcode.audio if transcode else None
    if audio is not None and audio.remove:
        return off_by_template(view) or tr("Off because the sound is left out.")
    return off_by_template(view)


@register
class SoundPage(Page):
    id = "sound"
    icon = "music"
    order = 40
    prefixes = ("keep_audio_track", "transcode.audio", "transcode.audio_mix", "transcode.audio_mix_array")

    @classmethod
    def title(cls) -> str:
        return tr("Sound")

    def subtitle(self) -> str:
        return tr("What is heard, and how it is encoded")

    def sections(self) -> Sequence[Section]:
        keep = Entry(
            "keep_audio_track",
            tr("Keep the sound of the sources"),
            Flag(),
            hint=tr("All are heard together. That they are mixed without lowering them is assumed."),
            element="VideoSynthesis.KeepAudioTrack",
        )
        remove = Entry(
            "transcode.audio.remove",
            tr("Leave the sound out"),
            Flag(),
            hint=tr("The result has no sound track."),
            element="Transcode.Audio.Remove",
            off=off_by_template,
        )
        return (
            Section("", (keep, remove)),
            Section(tr("Encoding"), (Pair(*self._codec()), Pair(*self._rates()))),
        )

    def _codec(self) -> tuple[Entry, Entry]:
        codec = Entry(
            "transcode.audio.codec",
            tr("Codec"),
            choice(*CODECS, absent=tr("Default")),
            hint=tr("Default: aac"),
            name=tr("Sound codec"),
            element="Transcode.Audio.Codec",
            off=_off,
        )
        channels = Entry(
            "transcode.audio.channels",
            tr("Channels"),
            choice(*((count, _channels(count)) for count in CHANNELS), absent=tr("Default")),
            element="Transcode.Audio.Channels",
            off=_off,
        )
        return codec, channels

    def _rates(self) -> tuple[Entry, Entry]:
        samplerate = Entry(
            "transcode.audio.samplerate",
            tr("Sample rate"),
            choice(*((rate, tr("{rate} Hz").format(rate=rate)) for rate in SAMPLE_RATES), absent=tr("Default")),
            hint=tr("Default: 44100 Hz"),
            element="Transcode.Audio.Samplerate",
            off=_off,
        )
        rate = Number(is_whole=True).within(SOUND_BITRATE)
        bitrate = Entry(
            "transcode.audio.bitrate",
            tr("Bitrate"),
            rate,
            name=tr("Sound bitrate"),
            unit=tr("kbit/s"),
            hint=rate.range_words,
            default=tr("Default"),
            element="Transcode.Audio.Bitrate",
            off=_off,
        )
        return samplerate, bitrate


def _channels(count: int) -> str:
    return {1: tr("1, mono"), 2: tr("2, stereo")}.get(count, str(count))
