"""Finding a command by a few of its letters. Pure: knows no Qt and no commands."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_AT_WORD, _INSIDE, _CALLED, _SCATTERED, _ELSEWHERE = 100, 60, 50, 40, 25
"""What a word of the query is worth: where a word of the text begins with it, where it stands inside one, where one of
the other words of an entry begins with it, where its letters come one after another in the text, and where it stands
only inside one of the other words."""

_CANNOT_RUN = 15
"""What an entry loses that cannot be run now."""

_RECENT = 10
"""What the entry gains that was used last; the ones before it gain less."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to find by ``text``, or by ``more``: words that are not shown. ``can_run`` ones come first."""

    id: str
    text: str
    more: str = ""
    can_run: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """An entry, how well it fits, and the places of its text's letters that fit."""

    entry: Entry
    score: float
    letters: tuple[int, ...] = ()


def find(query: str, entries: Iterable[Entry], recent: Sequence[str] = ()) -> list[Found]:
    """Those of ``entries`` that fit all words of ``query``, the best first, those used recently before others.

    With an empty query all of them: the recent ones first, newest first, then in their own order.
    """
    words = [_fold(word) for word in query.split()]
    found = [fit for entry in entries if (fit := match(words, entry)) is not None]
    newest = {entry_id: place for place, entry_id in enumerate(recent)}
    if not words:
        return sorted(found, key=lambda fit: newest.get(fit.entry.id, len(newest)))

    def worth(fit: Found) -> float:
        bonus = max(0.0, _RECENT - newest[fit.entry.id]) if fit.entry.id in newest else 0.0
        return fit.score + bonus - (0 if fit.entry.can_run else _CANNOT_RUN)

    return sorted(found, key=lambda fit: -worth(fit))


def match(words: Sequence[str], entry: Entry) -> Found | None:
    """How well folded ``words`` fit an entry; ``None`` when one of them does not."""
    text, more = _fold(entry.text), _fold(entry.more)
    score, letters = 0.0, set[int]()
    for word in words:
        worth, places = _match_word(word, text)
        if worth < _CALLED and _begins_word(word, more):
            worth, places = _CALLED, ()
        elif not worth:
            if word not in more:
                return None
            worth = _ELSEWHERE
        score += worth
        letters.update(places)
    length = len(text) / 100  # of two that fit equally well the shorter one is meant
    return Found(entry, score - length, tuple(sorted(letters)))


def _begins_word(word: str, text: str) -> bool:
    begin = -1
    while (begin := text.find(word, begin + 1)) >= 0:
        if _is_start(text, begin):
            return True
    return False


def _match_word(word: str, text: str) -> tuple[float, Sequence[int]]:
    begin = 0
    while (begin := text.find(word, begin)) >= 0:
        if _is_start(text, begin):
            return _AT_WORD - begin / 10, range(begin, begin + len(word))
        begin += 1
    inside = text.find(word)
    if inside >= 0:
        return _INSIDE - inside / 10, range(inside, inside + len(word))
    places = _scattered(word, text)
    if not places:
        return 0, ()
    gaps = places[-1] - places[0] + 1 - len(places)
    return max(1.0, _SCATTERED - gaps), places


def _scattered(word: str, text: str) -> list[int]:
    """Places of the letters of ``word`` in their order, at beginnings of words where possible; empty for none.

    The first letter begins a word, else nearly everything would fit.
    """
    starts = [place for place, letter in enumerate(text) if letter == word[0] and _is_start(text, place)]
    for start in starts:
        for prefers_starts in (True, False):
            places = [start]
            for letter in word[1:]:
                after = places[-1] + 1
                following = [place for place in range(after, len(text)) if text[place] == letter]
                better = [place for place in following if place == after or _is_start(text, place)]
                if not following:
                    break
                places.append((better or following)[0] if prefers_starts else following[0])
            if len(places) == len(word):
                return places
    return []


def _is_start(text: str, place: int) -> bool:
    return place == 0 or not text[place - 1].isalnum()


def _fold(text: str) -> str:
    """Without case and accents, letter by letter, so that places stay what they are."""
    return "".join((unicodedata.normalize("NFD", letter)[0].casefold() or letter)[0] for letter in text)
