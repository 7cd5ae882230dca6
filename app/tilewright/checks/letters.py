"""What is told of letters that no typeface of this computer has: before submission, and by the local cloud."""

from __future__ import annotations

import unicodedata
from typing import Final

from ..text import Text, say

NO_TYPEFACE: Final = say("Install one, on Debian: fonts-wqy-microhei or fonts-noto-cjk.")
"""The cure where no typeface has Chinese, Japanese and Korean letters."""

OTHERS: Final = say("Use others, or an image of the text.")
"""The cure for letters that no typeface has which the local cloud looks for."""

MOST_NAMED: Final = 20


def cure_for(letters: str) -> Text:
    return NO_TYPEFACE if _has_cjk(letters) else OTHERS


def told_of_letters(number: int, letters: str) -> Text:
    """The sentence for the watermark ``number``, from 1, whose ``letters`` would be boxes."""
    if _has_cjk(letters):
        return say(
            "Watermark {number} has Chinese, Japanese or Korean letters, which no typeface of this computer has. "
            "{cure}",
            number=number,
            cure=NO_TYPEFACE,
        )
    return say(
        "Watermark {number} has letters that no typeface of the local cloud has: {letters}. {cure}",
        number=number,
        letters=" ".join(letters[:MOST_NAMED]),
        cure=OTHERS,
    )


def without_letters(text: str, letters: str) -> str:
    """``text`` without ``letters``, which are composed (NFC) while the text may have them in pieces. What stays is as
    it was typed, but where it is Hangul in pieces.
    """
    parts: list[str] = []
    for letter in text:
        if parts and unicodedata.combining(letter):
            parts[-1] += letter
        else:
            parts.append(letter)
    rest = "".join(_part_without(part, letters) for part in parts)
    if _has_any(rest, letters):
        return "".join(letter for letter in unicodedata.normalize("NFC", text) if letter not in letters)
    return rest


def _part_without(part: str, letters: str) -> str:
    """``part`` is a letter with its marks: perhaps only one of these is missing."""
    rest = "".join(letter for letter in part if letter not in letters)
    return "" if _has_any(rest, letters) else rest


def _has_any(text: str, letters: str) -> bool:
    return any(letter in letters for letter in unicodedata.normalize("NFC", text))


def _has_cjk(letters: str) -> bool:
    """Whether a typeface with Chinese, Japanese and Korean letters would have some of them: emoji it has not."""
    return any(
        unicodedata.east_asian_width(letter) in {"W", "F", "H"} and not unicodedata.category(letter).startswith("S")
        for letter in letters
    )
