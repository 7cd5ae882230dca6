"""Rules about background music, `AudioMix` and `AudioMixArray` (ci-templates §7, ci-jobs §1.5)."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.composition import Composition
from ..model.music import pieces_of
from ..model.names import shortened
from ..model.options import Audio, AudioMix, EffectConfig
from ..model.problem import Fix, Problem
from ..text import say
from .asked import has_sound
from .links import bucket_of, host_of
from .mending import Mend, leave_out, set_field
from .registry import View, rule
from .words import MIX_MODE, find_unknown_word

_ONE, _LIST = "transcode.audio_mix", "transcode.audio_mix_array"

_FADES = (
    ("enable_start_fadein", "start_fadein_time", say("fade at the start (StartFadeinTime)")),
    ("enable_end_fadeout", "end_fadeout_time", say("fade at the end (EndFadeoutTime)")),
    ("enable_bgm_fade", "bgm_fade_time", say("fade between pieces (BgmFadeTime)")),
)
LEAST_FADE = 0.01
USUAL_FADE = 1
"""Seconds that a fix gives a fade without a time."""


def _pieces(view: View) -> list[tuple[str, AudioMix]]:
    return pieces_of(view.inline)


def _fades(view: View) -> Iterator[tuple[str, EffectConfig]]:
    for path, mix in _pieces(view):
        if mix.effect_config is not None:
            yield f"{path}.effect_config", mix.effect_config


def _remove(path: str) -> Mend:
    """Take the piece at ``path`` away; of a list, all without an address, as numbers move."""
    if path == _ONE:
        return set_field(path, None)

    def apply(composition: Composition) -> Composition:
        mixes = composition.transcode.audio_mix_array if composition.transcode else ()
        return set_field(_LIST, tuple(mix for mix in mixes if (mix.audio_source or "").strip()))(composition)

    return apply


@rule("music-missing")
def find_missing_music(view: View) -> Iterator[Problem]:
    for path, mix in _pieces(view):
        if not (mix.audio_source or "").strip():
            yield Problem(
                "music-missing",
                f"{path}.audio_source",
                "error",
                "There is background music without an address (AudioSource).",
                Fix("Remove the music", _remove(path)),
            )


@rule("music-address")
def find_bad_address(view: View) -> Iterator[Problem]:
    for path, mix in _pieces(view):
        address = (mix.audio_source or "").strip()
        if address and host_of(address) is None:
            yield Problem(
                "music-address",
                f"{path}.audio_source",
                "error",
                "The address of the background music (AudioSource) is not one of a file on the web. It starts with "
                "https://.",
            )


@rule("music-elsewhere")
def find_foreign_music(view: View) -> Iterator[Problem]:
    """The bucket of the videos, as this kind of job has no other input (ci-templates §7, A13). Wrong
    hosts of that bucket are told by `addresses`.
    """
    if view.target is None:
        return
    for path, mix in _pieces(view):
        host = host_of(mix.audio_source or "")
        own = bucket_of(mix.audio_source or "")
        if host and not (own and own["bucket"] == view.target.bucket):
            yield Problem(
                "music-elsewhere",
                f"{path}.audio_source",
                "error",
                say(
                    "The background music lies at {host}, not in the bucket {bucket}. Bring it into the bucket first.",
                    host=shortened(host),
                    bucket=view.target.bucket,
                ),
                assumption="A13",
            )


@rule(MIX_MODE.code)
def find_unknown_mode(view: View) -> Iterator[Problem]:
    for path, mix in _pieces(view):
        yield from find_unknown_word(f"{path}.mix_mode", mix.mix_mode, MIX_MODE)


@rule("music-void")
def find_music_without_sound(view: View) -> Iterator[Problem]:
    """Music needs an `Audio` that is not removed (ci-templates §7)."""
    inline = view.inline
    if inline is None or has_sound(inline):
        return
    path = next((path for path, _ in _pieces(view)), None)
    if path is None:
        return
    audio = (inline.audio or Audio()).replace(remove=None)
    yield Problem(
        "music-void",
        path.removesuffix(".0"),
        "error",
        "There is background music, but the encoding leaves all sound out: it would not be heard.",
        Fix("Keep the sound", set_field("transcode.audio", audio)),
    )


@rule("music-replaces")
def find_replaced_sound(view: View) -> Iterator[Problem]:
    """What “the original sound” is with several videos is not documented (ci-templates §7)."""
    for path, mix in _pieces(view):
        if mix.replace_original and view.composition.keep_audio_track:
            yield Problem(
                "music-replaces",
                f"{path}.replace_original",
                "note",
                "The music shall replace the sound (Replace), and the sound of the videos shall be kept: which of the "
                "two holds is not known.",
                Fix("Do not replace it", set_field(f"{path}.replace_original", None)),
                "A22",
            )


@rule("fade-time-missing", "fade-time-range")
def find_bad_fade_times(view: View) -> Iterator[Problem]:
    """Seconds above 0, judged while the switch is on: samples send 0 beside ``false`` (ci-templates §15, no. 18)."""
    for path, effects in _fades(view):
        for switch, field, what in _FADES:
            value = getattr(effects, field)
            if not getattr(effects, switch) or (value is not None and value > 0):
                continue
            if value is None:
                code, told = "fade-time-missing", say("The {what} is on, but how long it takes is not said.", what=what)
            else:
                told = say("The {what} takes {value:g} seconds; it must be above 0.", what=what, value=value)
                code = "fade-time-range"
            mend = Fix(say("Make it {good} second", good=USUAL_FADE), set_field(f"{path}.{field}", USUAL_FADE))
            yield Problem(code, f"{path}.{field}", "error", told, mend)


@rule("fade-unused")
def find_fades_that_are_off(view: View) -> Iterator[Problem]:
    """“check the range only when the matching switch is true” (ci-templates §7): never more than a warning."""
    for path, effects in _fades(view):
        for switch, field, what in _FADES:
            if getattr(effects, field) and not getattr(effects, switch):
                yield Problem(
                    "fade-unused",
                    f"{path}.{field}",
                    "warning",
                    say("The {what} has a length, but it is off.", what=what),
                    Fix("Switch it on", set_field(f"{path}.{switch}", True))
                    if getattr(effects, field) > 0
                    else leave_out(f"{path}.{field}"),
                )


@rule("fade-too-long")
def find_long_fades(view: View) -> Iterator[Problem]:
    """Longer than the result, which its longest video and the time interval tell (A21, A24), or both together."""
    length = view.length
    if not length:
        return
    for path, effects in _fades(view):
        lasts = {
            field: float(getattr(effects, field) or 0) if getattr(effects, switch) else 0.0
            for switch, field, _ in _FADES
        }
        for switch, field, what in _FADES:
            others = lasts["start_fadein_time"] if switch == "enable_end_fadeout" else 0.0
            if lasts[field] > 0 and lasts[field] + min(others, length / 2) > length + 0.001:
                good = round(length / 2, 3)
                off = effects.replace(**{switch: None, field: None})
                shorter = Fix(say("Make it {good} seconds", good=good), set_field(f"{path}.{field}", good))
                yield Problem(
                    "fade-too-long",
                    f"{path}.{field}",
                    "warning",
                    say(
                        "The {what} takes {value:g} seconds, and the composition lasts {length:.1f}: the music is "
                        "never heard in full.",
                        what=what,
                        value=lasts[field],
                        length=length,
                    ),
                    shorter if good >= LEAST_FADE else Fix("Switch it off", set_field(path, off)),
                    "A21",
                )
