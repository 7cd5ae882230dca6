"""Rules about how the sound is encoded: what goes with which codec (ci-templates §4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..model import codecs
from ..model.options import Audio
from ..model.problem import Fix, Problem
from ..model.ranges import SAMPLE_RATES
from ..text import say
from .asked import audio_codec_of, container_of, has_sound, video_codec_of
from .mending import leave_out, set_field
from .registry import View, rule

_RATE = "transcode.audio.samplerate"
_CHANNELS = "transcode.audio.channels"
_FORMAT = "transcode.audio.sample_format"

_LOSSLESS = ("flac", "pcm_s16le")
_MOST = {"mp3": 320, "amr": 12, "opus": 510}
"""kbit/s beyond which the format itself has nothing."""

_SETTINGS = ("codec", "samplerate", "bitrate", "channels", "keep_two_tracks", "switch_track", "sample_format")


def _audio(view: View) -> Audio | None:
    """The sound options while there is sound; what is left out anyway is not judged."""
    return view.inline.audio if view.inline and has_sound(view.inline) else None


def _nearest(value: int, possible: tuple[int, ...]) -> int:
    return min(possible, key=lambda one: (abs(one - value), -one))


def _listed(values: tuple[int, ...]) -> str:
    return ", ".join(str(value) for value in values)


@rule("samplerate-unknown", "samplerate-codec")
def find_bad_sample_rate(view: View) -> Iterator[Problem]:
    audio = _audio(view)
    if not audio or not view.inline or audio.samplerate is None:
        return
    codec, container = audio_codec_of(view.inline), container_of(view.inline)
    possible = codecs.sample_rates_for(codec, container)
    if audio.samplerate in possible:
        return
    values: dict[str, Any] = {"value": audio.samplerate, "possible": _listed(possible)}
    if audio.samplerate not in SAMPLE_RATES:
        code = "samplerate-unknown"
        told = say("The sample rate is {value} Hz (Samplerate); possible are {possible}.", **values)
    elif codec == "mp3" and container:
        code = "samplerate-codec"
        told = say(
            "Sound as mp3 in {container} has no sample rate of {value} Hz (Samplerate); it has {possible}.",
            container=container,
            **values,
        )
    else:
        code = "samplerate-codec"
        told = say(
            "Sound as {codec} has no sample rate of {value} Hz (Samplerate); it has {possible}.", codec=codec, **values
        )
    good = _nearest(audio.samplerate, possible)
    yield Problem(code, _RATE, "error", told, Fix(say("Make it {good} Hz", good=good), set_field(_RATE, good)))


@rule("samplerate-missing")
def find_missing_sample_rate(view: View) -> Iterator[Problem]:
    """What the service takes by itself is 44100 Hz, which amr has not (ci-templates §4.1)."""
    audio = _audio(view)
    if not audio or not view.inline or audio.samplerate is not None:
        return
    codec = audio_codec_of(view.inline)
    possible = codecs.sample_rates_for(codec, container_of(view.inline))
    usual = codecs.usual_sample_rate(codec)
    if codec and usual not in possible:
        yield Problem(
            "samplerate-missing",
            _RATE,
            "error",
            say(
                "Sound as {codec} needs a sample rate of {good} Hz (Samplerate); without one it gets {usual}.",
                codec=codec,
                good=possible[0],
                usual=usual,
            ),
            Fix(say("Make it {good} Hz", good=possible[0]), set_field(_RATE, possible[0])),
        )


@rule("channels-unknown", "channels-codec", "channels-dash")
def find_bad_channels(view: View) -> Iterator[Problem]:
    """Never 3 or 7; the rest depends on the codec, and dash has no 8 (ci-templates §4.3)."""
    audio = _audio(view)
    if not audio or not view.inline or audio.channels is None:
        return
    codec, container = audio_codec_of(view.inline), container_of(view.inline)
    possible = codecs.channels_for(codec, container)
    if audio.channels in possible:
        return
    values: dict[str, Any] = {"value": audio.channels, "possible": _listed(possible)}
    if audio.channels not in codecs.EVERY_CHANNELS:
        code, told = "channels-unknown", say("Sound in {value} channels is not possible; {possible} are.", **values)
    elif audio.channels in codecs.channels_for(codec):
        code, told = "channels-dash", say("A dash file has no sound in 8 channels; {possible} are possible.", **values)
    else:
        code = "channels-codec"
        told = say("Sound as {codec} has no {value} channels; it has {possible}.", codec=codec, **values)
    good = _nearest(audio.channels, possible)
    yield Problem(code, _CHANNELS, "error", told, Fix(say("Make it {good}", good=good), set_field(_CHANNELS, good)))


@rule("channels-many")
def find_unusual_channels(view: View) -> Iterator[Problem]:
    """Four of them stand in the samples of the service, and hardly anybody has the loudspeakers (ci-templates §4.3)."""
    audio = _audio(view)
    most = max((source.channels for source in view.facts), default=0) if audio and audio.channels else 0
    if audio and audio.channels and most and audio.channels > max(2, most) and audio.channels in codecs.EVERY_CHANNELS:
        good = 2 if most <= 2 else most
        fix = Fix(say("Make it {good}", good=good), set_field(_CHANNELS, good))
        yield Problem(
            "channels-many",
            _CHANNELS,
            "warning",
            say(
                "The sound shall have {value} channels, and no video has more than {most}.",
                value=audio.channels,
                most=most,
            ),
            fix if good in codecs.EVERY_CHANNELS else None,
        )


@rule("sample-format-codec", "sample-format-h265")
def find_bad_sample_format(view: View) -> Iterator[Problem]:
    audio = _audio(view)
    if not audio or not view.inline or not audio.sample_format:
        return
    codec = audio_codec_of(view.inline)
    possible = codecs.sample_formats_for(codec)
    every = [word for words in codecs.SAMPLE_FORMATS.values() for word in words]
    if not codecs.spelled(audio.sample_format, possible) and codecs.spelled(audio.sample_format, every):
        told = say(
            "Sound as {codec} has no sample format “{value}” (SampleFormat); it has {possible}.",
            codec=codec,
            value=audio.sample_format,
            possible=", ".join(possible),
        )
        yield Problem("sample-format-codec", _FORMAT, "error", told, leave_out(_FORMAT))
    elif video_codec_of(view.inline) == "H.265":
        told = say("With H.265 the service ignores the sample format (SampleFormat).")
        yield Problem("sample-format-h265", _FORMAT, "error", told, leave_out(_FORMAT))


@rule("tracks-h265")
def find_tracks_without_effect(view: View) -> Iterator[Problem]:
    audio = _audio(view)
    if not audio or not view.inline or video_codec_of(view.inline) != "H.265":
        return
    for field, told in (
        ("keep_two_tracks", say("With H.265 the service does not keep two sound tracks (KeepTwoTracks).")),
        ("switch_track", say("With H.265 the service does not switch sound tracks (SwitchTrack).")),
    ):
        if getattr(audio, field):
            path = f"transcode.audio.{field}"
            yield Problem("tracks-h265", path, "error", told, Fix("Switch it off", set_field(path, None)))


@rule("tracks-both")
def find_both_ways_of_tracks(view: View) -> Iterator[Problem]:
    """What switching does is not documented, nor what both do (ci-templates §4)."""
    audio = _audio(view)
    if audio and audio.keep_two_tracks and audio.switch_track:
        yield Problem(
            "tracks-both",
            "transcode.audio.switch_track",
            "note",
            "Two sound tracks shall be kept (KeepTwoTracks) and switched (SwitchTrack); what both do is not known.",
            Fix("Do not switch them", set_field("transcode.audio.switch_track", None)),
            "A23",
        )


@rule("tracks-several")
def find_tracks_of_several(view: View) -> Iterator[Problem]:
    audio = _audio(view)
    if audio and audio.keep_two_tracks and len(view.shown) > 1:
        yield Problem(
            "tracks-several",
            "transcode.audio.keep_two_tracks",
            "note",
            "Which two sound tracks are kept (KeepTwoTracks) is not known where several videos are heard together.",
            Fix("Switch it off", set_field("transcode.audio.keep_two_tracks", None)),
            "A23",
        )


@rule("sound-bitrate-lossless", "sound-bitrate-codec")
def find_useless_bitrate(view: View) -> Iterator[Problem]:
    audio = _audio(view)
    codec = audio_codec_of(view.inline) if audio and view.inline else None
    if not audio or audio.bitrate is None or codec is None:
        return
    path, most = "transcode.audio.bitrate", _MOST.get(codec)
    if codec in _LOSSLESS:
        told = say("Sound as {codec} loses nothing; its bitrate cannot be chosen.", codec=codec)
        yield Problem("sound-bitrate-lossless", path, "warning", told, leave_out(path))
    elif most and most < audio.bitrate <= 1000:
        told = say(
            "Sound as {codec} goes up to {most} kbps; {value} is too much.", codec=codec, most=most, value=audio.bitrate
        )
        mend = Fix(say("Make it {good} kbps", good=most), set_field(path, most))
        yield Problem("sound-bitrate-codec", path, "warning", told, mend)


@rule("sound-settings-unused")
def find_settings_of_no_sound(view: View) -> Iterator[Problem]:
    """A warning: who leaves the sound out gets what was asked for (ADR 0017)."""
    audio = view.inline.audio if view.inline else None
    if audio is None or not audio.remove:
        return
    used = [name for name in _SETTINGS if name != "codec" and getattr(audio, name) not in {None, False}]
    if used:
        yield Problem(
            "sound-settings-unused",
            "transcode.audio",
            "warning",
            "The sound is left out (Remove), so its other settings are ignored.",
            Fix("Remove them", set_field("transcode.audio", audio.replace(**dict.fromkeys(used)))),
        )
