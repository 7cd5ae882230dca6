"""The fields of the page Sound (ci-jobs §1.3, ci-templates §4, §7), called as in the service's console (§13)."""

from __future__ import annotations

from ...checks.registry import View
from ...model import codecs
from ...model.ranges import SAMPLE_RATES, SOUND_BITRATE
from ..words import tr
from .encoding import audio_codec_of, container_of, off_until, off_with_h265, off_without_sound, words
from .entry import Entry, Pair, label_of, off_by_template
from .kinds import Address, Flag, Number, Option, choice, worded


def whether() -> tuple[Entry, Entry]:
    """Whether anything is heard."""
    keep = Entry(
        "keep_audio_track",
        kind=Flag(),
        hint=tr("All are heard together. That they are mixed without lowering them is assumed."),
        element="VideoSynthesis.KeepAudioTrack",
    )
    remove = Entry(
        "transcode.audio.remove",
        kind=Flag(),
        hint=tr("The result has no sound track."),
        element="Transcode.Audio.Remove",
        off=off_by_template,
    )
    return keep, remove


def _channels(count: int) -> str:
    return {1: tr("1, mono"), 2: tr("2, stereo"), 6: tr("6, as in 5.1")}.get(count, str(count))


def _rates(view: View) -> tuple[Option, ...]:
    rates = codecs.sample_rates_for(audio_codec_of(view), container_of(view))
    return tuple(Option(rate, tr("{rate} Hz").format(rate=rate)) for rate in rates)


def _counts(view: View) -> tuple[Option, ...]:
    counts = codecs.channels_for(audio_codec_of(view), container_of(view))
    return tuple(Option(count, _channels(count)) for count in counts)


def encoding() -> tuple[Pair, Pair]:
    """What most people set."""
    codec = Entry(
        "transcode.audio.codec",
        kind=choice(*codecs.AUDIO_CODECS, absent=tr("Default")),
        hint=tr("Default: aac, or Vorbis in WebM"),
        element="Transcode.Audio.Codec",
        choices=lambda view: words(codecs.codecs_for(container_of(view)).audio),
        off=off_without_sound,
    )
    channels = Entry(
        "transcode.audio.channels",
        kind=choice(*((count, _channels(count)) for count in codecs.channels_for(None)), absent=tr("Default")),
        hint=tr("2 play everywhere."),
        element="Transcode.Audio.Channels",
        choices=_counts,
        off=off_without_sound,
    )
    samplerate = Entry(
        "transcode.audio.samplerate",
        kind=choice(*((rate, tr("{rate} Hz").format(rate=rate)) for rate in SAMPLE_RATES), absent=tr("Default")),
        hint=tr("Default: 44100 Hz, 48000 Hz for opus"),
        element="Transcode.Audio.Samplerate",
        choices=_rates,
        off=off_without_sound,
    )
    rate = Number(is_whole=True).within(SOUND_BITRATE)
    bitrate = Entry(
        "transcode.audio.bitrate",
        kind=rate,
        unit=tr("kbit/s"),
        hint=tr("Higher sounds better. {range}").format(range=rate.range_words()),
        default=tr("Default"),
        element="Transcode.Audio.Bitrate",
        off=off_without_sound,
    )
    return Pair(codec, channels), Pair(samplerate, bitrate)


def tracks() -> tuple[Entry, Entry, Entry]:
    """What few people set."""
    keeps, switches, form = (f"transcode.audio.{name}" for name in ("keep_two_tracks", "switch_track", "sample_format"))
    both = Entry(
        keeps,
        kind=Flag(),
        hint=tr("Keeps two sound tracks, instead of one that has both."),
        element="Transcode.Audio.KeepTwoTracks",
        off=off_with_h265(keeps),
        is_advanced=True,
    )
    switch = Entry(
        switches,
        kind=Flag(),
        hint=tr("Converts and exchanges the tracks. More is not documented."),
        element="Transcode.Audio.SwitchTrack",
        off=off_with_h265(switches),
        is_advanced=True,
    )
    samples = Entry(
        form,
        kind=choice(*codecs.sample_formats_for(None), absent=tr("Default: what the encoding takes")),
        hint=tr("How finely each moment of the sound is measured."),
        element="Transcode.Audio.SampleFormat",
        choices=lambda view: words(codecs.sample_formats_for(audio_codec_of(view))),
        off=off_with_h265(form),
        is_advanced=True,
    )
    return both, switch, samples


class MusicFields:
    """Those of one piece of background music, which lies at ``path`` and is ``called`` so."""

    def __init__(self, path: str, element: str, called: str) -> None:
        self._path, self._element, self._called = path, element, called

    def _name(self, path: str) -> str:
        return tr("{piece}: {field}").format(piece=self._called, field=label_of(path))

    def source(self) -> Entry:
        path = f"{self._path}.audio_source"
        return Entry(
            path,
            name=self._name(path),
            kind=Address(),
            hint=tr("A sound or video in the bucket of the sources."),
            element=f"{self._element}.AudioSource",
            icon="music",
            off=off_without_sound,
        )

    def how(self) -> tuple[Entry, Entry]:
        mode = Entry(
            f"{self._path}.mix_mode",
            name=self._name(f"{self._path}.mix_mode"),
            kind=worded("transcode.audio_mix.mix_mode", absent=tr("Default: loop")),
            hint=tr("What happens when it is shorter than the video."),
            element=f"{self._element}.MixMode",
            off=off_without_sound,
        )
        replace = Entry(
            f"{self._path}.replace_original",
            name=self._name(f"{self._path}.replace_original"),
            kind=Flag(),
            hint=tr("Only the music is heard, not the videos."),
            element=f"{self._element}.Replace",
            off=off_without_sound,
        )
        return mode, replace

    def fades(self) -> tuple[Entry, ...]:
        """A switch and a time for each."""
        return (
            *self._fade("start_fadein", tr("It begins softly."), "StartFadein"),
            *self._fade("end_fadeout", tr("It ends softly."), "EndFadeout"),
            *self._fade("bgm_fade", tr("The next one begins softly."), "BgmFade"),
        )

    def _fade(self, field: str, hint: str, element: str) -> tuple[Entry, Entry]:
        switch_path, time_path = (
            f"{self._path}.effect_config.enable_{field}",
            f"{self._path}.effect_config.{field}_time",
        )
        switch = Entry(
            switch_path,
            name=self._name(switch_path),
            kind=Flag(),
            hint=hint,
            element=f"{self._element}.EffectConfig.Enable{element}",
            off=off_without_sound,
            is_advanced=True,
        )
        length = Entry(
            time_path,
            name=self._name(time_path),
            kind=Number(low=0, is_open=True, is_time=True),
            unit=tr("s"),
            hint=tr("How long that takes."),
            element=f"{self._element}.EffectConfig.{element}Time",
            off=off_until(switch_path, time_path, off_without_sound),
            is_advanced=True,
        )
        return switch, length
