"""Rules about sound (ci-jobs §1.4 and §1.5, ci-templates §4 and §7)."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.music import MOST_PIECES
from ..model.options import Audio
from ..model.problem import Fix, Problem
from ..model.ranges import SOUND_BITRATE
from ..model.source import transcode_in_force
from ..text import say
from .mending import set_field
from .registry import View, rule


@rule("sound-missing")
def find_no_sound(view: View) -> Iterator[Problem]:
    """Said only when every video was looked at."""
    sources = [view.known.sources.get(tile.url) for tile in view.shown]
    mixed = view.inline and (view.inline.audio_mix or view.inline.audio_mix_array)
    if not view.composition.keep_audio_track or not sources or mixed:
        return
    if all(source and not source.has_sound for source in sources):
        yield Problem(
            "sound-missing",
            "keep_audio_track",
            "warning",
            "The sound of the videos shall be kept, but none of them has any: the result will be silent.",
            assumption="A23",
        )


@rule("sound-twice")
def find_sound_twice(view: View) -> Iterator[Problem]:
    """All sounds are mixed (A22): a video that is shown twice is heard twice as loud."""
    if not view.composition.keep_audio_track:
        return
    seen: dict[str, str] = {}
    for tile in view.shown:
        source = view.known.sources.get(tile.url)
        if source is None or not source.has_sound:
            continue
        if tile.url in seen:
            yield Problem(
                "sound-twice",
                f"tiles.{tile.id}.url",
                "note",
                say(
                    "{tile} shows the same video as {other}; its sound is mixed in twice.",
                    tile=view.label(tile),
                    other=seen[tile.url],
                ),
                assumption="A22",
            )
        else:
            seen[tile.url] = view.label(tile)


@rule("sound-dropped")
def find_dropped_sound(view: View) -> Iterator[Problem]:
    """Leaving out `Audio` drops the sound (ci-jobs §1.4). A warning: it may be meant, as every new composition keeps
    the sound (ADR 0017).
    """
    transcode = transcode_in_force(view.composition, view.known)
    if not view.composition.keep_audio_track or transcode is None:
        return
    if transcode.audio is not None and not transcode.audio.remove:
        return
    fix = None
    if view.inline is not None:
        container = (view.inline.container and view.inline.container.format) or "mp4"
        usual = Audio() if container.lower() == "webm" else Audio(codec="aac")
        audio = transcode.audio.replace(remove=None) if transcode.audio else usual
        fix = Fix("Keep the sound", set_field("transcode.audio", audio))
    yield Problem(
        "sound-dropped",
        "transcode.audio",
        "warning",
        "The sound of the videos shall be kept, but the encoding leaves it out: the result will be silent.",
        fix,
    )


@rule("sound-silent")
def find_silent_settings(view: View) -> Iterator[Problem]:
    """Somebody chose how the sound shall be, but no sound is kept and none is added (A22)."""
    inline = view.inline
    audio = inline.audio if inline else None
    if not inline or not audio or audio.remove or inline.audio_mix or inline.audio_mix_array:
        return
    if view.composition.keep_audio_track or not (audio.samplerate or audio.bitrate or audio.channels):
        return
    yield Problem(
        "sound-silent",
        "keep_audio_track",
        "note",
        "How the sound is encoded is set, but the sound of the videos is not kept (KeepAudioTrack): the result will be "
        "silent.",
        Fix("Keep the sound", set_field("keep_audio_track", True)),
        "A22",
    )


@rule("audio-mix-too-many")
def find_too_many_mixes(view: View) -> Iterator[Problem]:
    if view.inline and len(view.inline.audio_mix_array) > MOST_PIECES:
        yield Problem(
            "audio-mix-too-many",
            "transcode.audio_mix_array",
            "error",
            say(
                "There are {count} pieces of background music; at most {most} are possible.",
                count=len(view.inline.audio_mix_array),
                most=MOST_PIECES,
            ),
            Fix(
                say("Keep the first {most}", most=MOST_PIECES),
                set_field("transcode.audio_mix_array", view.inline.audio_mix_array[:MOST_PIECES]),
            ),
            "A27",
        )


@rule("audio-mix-hides-array")
def find_hidden_mixes(view: View) -> Iterator[Problem]:
    if view.inline and view.inline.audio_mix and view.inline.audio_mix_array:
        yield Problem(
            "audio-mix-hides-array",
            "transcode.audio_mix_array",
            "error",
            "There is a single piece of background music and a list of them; the list is ignored.",
            Fix("Remove the list", set_field("transcode.audio_mix_array", ())),
        )


@rule("sound-bitrate-range")
def find_bad_bitrate(view: View) -> Iterator[Problem]:
    """8 to 1000 kbit/s (ci-templates §4)."""
    audio = view.inline.audio if view.inline else None
    value = audio.bitrate if audio else None
    if value is None or SOUND_BITRATE.holds(value):
        return
    good = SOUND_BITRATE.nearest(value)
    yield Problem(
        "sound-bitrate-range",
        "transcode.audio.bitrate",
        "error",
        say(
            "The bitrate of the sound is {value} kbps; it must be {low} to {high}.",
            value=value,
            low=SOUND_BITRATE.low,
            high=SOUND_BITRATE.high,
        ),
        Fix(say("Make it {good} kbps", good=good), set_field("transcode.audio.bitrate", good)),
    )
