"""What a template contains, as lines for people: each field is called as the form calls it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..text import Text, say
from .labels import FieldWords, words_of
from .options import Transcode, Watermark
from .template import Template
from .value import Element
from .value_words import word_of_value
from .watermark_words import image_mode_of, is_in_percent

YES, NO = say("yes"), say("no")


@dataclass(frozen=True, slots=True)
class Content:
    """One line: what it is about, and the value in words. ``path`` is the field's, as problems name it; ``raw`` is the
    value as the request has it.
    """

    path: str
    label: Text
    value: str
    raw: Any


_FRAME = say("Frame")


def contents(template: Template) -> tuple[Content, ...]:
    """What ``template`` sets, in the order of the request; nothing for one that was not read.

    Keys of an encryption, and where they are, are never among it.
    """
    if template.transcode is not None:
        return tuple(_of_transcode(template.transcode))
    return tuple(_leaves(template.watermark, "", template.watermark)) if template.watermark is not None else ()


def told_frame(width: int | None, height: int | None) -> Text:
    """A frame in words; a side that nobody states follows the sources, which `VideoSynthesis` does not take."""
    if width is None and height is None:
        return say("not stated")
    if height is None:
        return say("{width} px wide, height not stated", width=width)
    if width is None:
        return say("{height} px high, width not stated", height=height)
    return say("{width} × {height}", width=width, height=height)


def _of_transcode(transcode: Transcode) -> Iterator[Content]:
    yield from _leaves(transcode.container, "container", None)
    video = transcode.video
    if video is not None:
        yield Content("video.width", _FRAME, told_frame(video.width, video.height), video.width)
        yield from _leaves(video.replace(width=None, height=None), "video", None)
    yield from _leaves(transcode.audio, "audio", None)
    config = transcode.trans_config
    if config is not None:
        yield from _leaves(
            config.replace(hls_encrypt=None, dash_encrypt=None, aigc_metadata=None), "trans_config", None
        )
        if config.hls_encrypt is not None and config.hls_encrypt.is_hls_encrypt:
            yield Content("trans_config.hls_encrypt", _label("trans_config.hls_encrypt"), YES, raw=True)
        if config.dash_encrypt is not None and config.dash_encrypt.is_encrypt:
            yield Content("trans_config.dash_encrypt", _label("trans_config.dash_encrypt"), YES, raw=True)
        if config.aigc_metadata is not None:
            path, label = "trans_config.aigc_metadata", config.aigc_metadata.label
            yield Content(path, _label(path), label or YES, label or True)
    yield from _leaves(transcode.time_interval, "time_interval", None)
    for music in (transcode.audio_mix, *transcode.audio_mix_array):
        if music is not None:
            yield Content("audio_mix", _label("audio_mix"), music.audio_source or YES, music.audio_source or True)
            yield from _leaves(music.replace(audio_source=None), "audio_mix", None)


def _leaves(value: Element | None, path: str, watermark: Watermark | None) -> Iterator[Content]:
    """The fields of ``value`` that are set, those of its members among them."""
    if value is None:
        return
    for name in value.__struct_fields__:
        found, at = getattr(value, name), f"{path}.{name}".lstrip(".")
        if isinstance(found, Element):
            yield from _leaves(found, at, watermark)
        elif found is not None and _words(at, watermark) is not None:
            yield Content(at, _label(at, watermark), _told(at, found, watermark), found)


def _words(path: str, watermark: Watermark | None) -> FieldWords | None:
    return words_of(_whole(path, watermark))


def _whole(path: str, watermark: Watermark | None) -> str:
    return f"watermarks.*.{path}" if watermark is not None else f"transcode.{path}"


def _label(path: str, watermark: Watermark | None = None) -> Text:
    words = _words(path, watermark)
    return words.name if words else Text(path)


def _told(path: str, value: Any, watermark: Watermark | None) -> str:
    word = word_of_value(_whole(path, watermark), value)
    if word is not None:
        return word
    if isinstance(value, bool):
        return YES if value else NO
    number = f"{value:g}" if isinstance(value, float) else str(value)
    return _with_unit(path, number, watermark) if isinstance(value, int | float) else number


def _with_unit(path: str, number: str, watermark: Watermark | None) -> str:
    if path.endswith("bitrate") or path == "video.maxrate":
        return say("{number} kbit/s", number=number)
    if path == "audio.samplerate":
        return say("{number} Hz", number=number)
    if path == "video.fps":
        return say("{number} per second", number=number)
    if path == "video.bufsize":
        return say("{number} kbit", number=number)
    if path == "video.rotate":
        return say("{number}°", number=number)
    if path in {"dx", "dy"}:
        is_share = watermark is not None and is_in_percent(watermark)
        return say("{number} %", number=number) if is_share else say("{number} px", number=number)
    if path in {"image.width", "image.height"}:
        is_share = watermark is not None and image_mode_of(watermark) == "Proportion"
        return say("{number} %", number=number) if is_share else say("{number} px", number=number)
    if path.endswith("transparency"):
        return say("{number} %", number=number)
    if path == "text.font_size":
        return say("{number} px", number=number)
    return say("{number} s", number=number) if path.endswith(("duration", "start", "_time")) else number
