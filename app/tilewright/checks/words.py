"""Rules about words of which the service knows a fixed list (ci-templates §2–§5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..model import codecs
from ..model.paths import read_path
from ..model.problem import Problem
from ..text import Text, say
from .mending import leave_out, use
from .registry import View, rule

_SIGNS = re.compile(r"[^a-z0-9]")
_ZERO_OR_ONE = ("0", "1")
_PRESETS = (*dict.fromkeys(word for words in codecs.PRESETS.values() for word in words), *codecs.DISPUTED_AV1_PRESETS)
_PIXEL_FORMATS = tuple(dict.fromkeys(word for words in codecs.PIXEL_FORMATS.values() for word in words))
_SAMPLE_FORMATS = tuple(dict.fromkeys(word for words in codecs.SAMPLE_FORMATS.values() for word in words))


@dataclass(frozen=True, slots=True)
class Word:
    """A field below `Transcode` with words of the service; ``instead`` stands where none is like what is written.
    While ``switch``, another field, is off, none of them is of use.
    """

    code: str
    field: str
    what: Text
    words: tuple[str, ...]
    instead: str | None = None
    switch: str = ""


WORDS = (
    Word("container-unknown", "container.format", say("file format (Format)"), tuple(codecs.CONTAINERS), "mp4"),
    Word("video-codec-unknown", "video.codec", say("video codec (Codec)"), codecs.VIDEO_CODECS),
    Word("profile-unknown", "video.profile", say("profile (Profile)"), codecs.PROFILES),
    Word("preset-unknown", "video.preset", say("preset (Preset)"), _PRESETS),
    Word("pixfmt-unknown", "video.pixfmt", say("pixel format (Pixfmt)"), _PIXEL_FORMATS),
    Word("roi-unknown", "video.roi", say("extra quality for what matters (Roi)"), codecs.ROI),
    Word("audio-codec-unknown", "audio.codec", say("sound codec (Codec)"), codecs.AUDIO_CODECS),
    Word("sample-format-unknown", "audio.sample_format", say("sample format (SampleFormat)"), _SAMPLE_FORMATS),
    Word(
        "adjust-shape-unknown",
        "trans_config.adj_dar_method",
        say("way to fit another shape (AdjDarMethod)"),
        ("scale", "crop", "pad", "none"),
    ),
    *(
        Word(
            "adjust-method-unknown",
            f"trans_config.{of}_adj_method",
            what,
            _ZERO_OR_ONE,
            None,
            f"trans_config.is_check_{of}",
        )
        for of, what in (
            ("reso", say("way to treat a small picture (ResoAdjMethod)")),
            ("video_bitrate", say("way to treat a low bitrate (VideoBitrateAdjMethod)")),
            ("audio_bitrate", say("way to treat a low bitrate of the sound (AudioBitrateAdjMethod)")),
            ("video_fps", say("way to treat slow pictures (VideoFpsAdjMethod)")),
        )
    ),
)
MIX_MODE = Word("music-mode-unknown", "", say("way to play the music (MixMode)"), ("Repeat", "Once"))


def find_unknown_word(path: str, value: str | None, word: Word, *, is_of_use: bool = True) -> Iterator[Problem]:
    """The problem of a word at ``path`` that is none of the service's. An absent or empty one is not judged."""
    if not value or codecs.spelled(value, word.words):
        return
    like = (_like(value, word.words) or word.instead) if is_of_use else None
    yield Problem(
        word.code,
        path,
        "error",
        say(
            "The {what} is “{value}”, which the service does not know. It knows {words}.",
            what=word.what,
            value=value if len(value) <= 40 else f"{value[:39]}…",
            words=", ".join(dict.fromkeys(word.words)),  # two codecs have a preset of the same name
        ),
        use(path, like) if like else leave_out(path),
    )


def find_spelling(path: str, value: str | None, word: Word) -> Iterator[Problem]:
    """A word in another case: whether the service minds is not documented (ci-templates §16)."""
    known = codecs.spelled(value, word.words)
    if value and known and known != value:
        yield Problem(
            "word-spelling",
            path,
            "note",
            say(
                "The {what} is written “{value}”; the service writes it {known}. Whether it minds is not known.",
                what=word.what,
                value=value,
                known=known,
            ),
            use(path, known),
            "A97",
        )


def _like(value: str, words: tuple[str, ...]) -> str | None:
    """The word that is ``value`` but for dots, dashes and case: ``h264``."""
    folded = _SIGNS.sub("", value.lower())
    return next((word for word in words if _SIGNS.sub("", word.lower()) == folded), None)


def _written(view: View) -> Iterator[tuple[str, str | None, Word]]:
    if view.inline is not None:
        for word in WORDS:
            path = f"transcode.{word.field}"
            yield path, read_path(view.composition, path), word


@rule(*dict.fromkeys(word.code for word in WORDS))
def find_unknown_words(view: View) -> Iterator[Problem]:
    for path, value, word in _written(view):
        is_of_use = not word.switch or bool(read_path(view.composition, f"transcode.{word.switch}"))
        yield from find_unknown_word(path, value, word, is_of_use=is_of_use)


@rule("word-spelling")
def find_other_spellings(view: View) -> Iterator[Problem]:
    for path, value, word in _written(view):
        yield from find_spelling(path, value, word)
    if view.inline is None:
        return
    mixes = [("transcode.audio_mix", view.inline.audio_mix)]
    mixes += [(f"transcode.audio_mix_array.{n}", mix) for n, mix in enumerate(view.inline.audio_mix_array)]
    for path, mix in mixes:
        if mix is not None:
            yield from find_spelling(f"{path}.mix_mode", mix.mix_mode, MIX_MODE)
