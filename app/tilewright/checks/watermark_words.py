"""Rules about the words of watermarks: the kind, those of which the service knows a fixed list, and colours."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.codecs import spelled
from ..model.names import shortened
from ..model.problem import Fix, Problem
from ..model.watermark_words import kind_of
from ..text import Text, say
from . import watermark_fields as fields
from .registry import View, rule
from .watermarks import found, put

_COLOUR = re.compile("0x[0-9A-Fa-f]{6}")
_COLOUR_LIKE = re.compile("(?:#|0[xX])?([0-9A-Fa-f]{6})")


@rule("watermark-type")
def find_bad_types(view: View) -> Iterator[Problem]:
    for number, watermark in view.inline_watermarks:
        if known := kind_of(watermark):
            if known != watermark.type:
                yield _other_case("watermark-type", number, "type", say("kind"), str(watermark.type), known)
        else:
            fits = "Image" if watermark.image is not None and watermark.text is None else "Text"
            fix = Fix(say("Make it of the kind {fits}", fits=fits), put(number, "type", fits))
            yield found(
                "watermark-type",
                number,
                "type",
                "Watermark {number} is of the kind {kind}; it must be Text or Image."
                if watermark.type
                else "Watermark {number} does not say of which kind it is; it must be Text or Image.",
                fix,
                kind=shortened(watermark.type or ""),
            )


def _other_case(code: str, number: int, field: str, what: Text, value: str, known: str) -> Problem:
    """A word in another case: whether the service minds is not documented (ci-templates §16)."""
    return found(
        code,
        number,
        field,
        "Watermark {number} has the {what} “{value}”; the service writes it {known}. Whether it minds is not known.",
        Fix(say("Use {value}", value=known), put(number, field, known)),
        "note",
        "A97",
        what=what,
        value=shortened(value),
        known=known,
    )


def _stem(word: str) -> str:
    """``simfang`` of ``simfang.ttf``."""
    return word.strip().lower().partition(".")[0]


@rule("watermark-word")
def find_unknown_words(view: View) -> Iterator[Problem]:
    for number, written in view.inline_watermarks:
        watermark = fields.folded(written)
        if watermark.type not in {"Text", "Image"}:
            continue
        for word in fields.words_of(watermark):
            value = fields.value_of(written, word.field)
            if value and (known := spelled(value, word.words)):
                if known != value:
                    yield _other_case("watermark-word", number, word.field, word.what, value, known)
            elif value:
                good = next((known for known in word.words if _stem(known) == _stem(value)), word.usual)
                fix = Fix(say("Make it {good}", good=good), put(number, word.field, good))
                yield found(
                    "watermark-word",
                    number,
                    word.field,
                    "Watermark {number} has the {what} {value}, which the service does not know.",
                    fix,
                    what=word.what,
                    value=shortened(value),
                )
        colour = fields.value_of(watermark, "text.font_color") if fields.is_text(watermark) else None
        if colour and not _COLOUR.fullmatch(colour):
            good = "0x" + match[1] if (match := _COLOUR_LIKE.fullmatch(colour.strip())) else "0xFFFFFF"
            white, other = say("Make it white"), say("Make it {good}", good=good)
            fix = Fix(other if match else white, put(number, "text.font_color", good))
            yield found(
                "watermark-word",
                number,
                "text.font_color",
                "Watermark {number} has the colour {colour}; it must be 0x and six hexadecimal digits, for example "
                "0xFF8000.",
                fix,
                colour=shortened(colour),
            )
