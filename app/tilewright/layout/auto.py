"""The layout ``auto``: every video keeps its proportion, and as little of the frame as possible stays empty."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .cells import NoRoom, empty_before, nearly, round_half_up, split_by
from .rect import Rect

TRY_ALL = 16
"""Up to this many videos the best of all ways to break the list into lines is found."""

Lines = list[Sequence[float]]
Score = tuple[float, float]
"""Pixels that are covered, and those of the smallest video, before anything is rounded."""

_NOTHING: Score = (0.0, 0.0)


def arrange_auto(area: Rect, proportions: Sequence[float], gap: int = 0) -> list[Rect]:
    """Break the videos into rows or columns, in their order, so that they cover the most of ``area``.

    All videos of a row have one height, those of a column one width; among equally good ways the one whose
    smallest video is largest wins, rows before columns. Raises `NoRoom` when none gives every video a pixel.
    """
    turned = [1 / proportion for proportion in proportions]
    ways: list[tuple[Score, bool, Lines]] = []
    for is_column, values in ((False, proportions), (True, turned)):
        inner = Rect(area.y, area.x, area.height, area.width) if is_column else area
        ways += [(score, is_column, lines) for score, lines in _ways(values, inner, gap)]
    ways.sort(key=lambda way: way[0], reverse=True)  # rows stay before columns that are as good
    for _, is_column, lines in ways:
        inner = Rect(area.y, area.x, area.height, area.width) if is_column else area
        try:
            rects = _justify(inner, lines, gap)
        except NoRoom:
            continue
        return [Rect(r.y, r.x, r.height, r.width) for r in rects] if is_column else rects
    raise NoRoom


def _ways(values: Sequence[float], area: Rect, gap: int) -> Iterator[tuple[Score, Lines]]:
    """Good ways to break ``values`` into lines with what each covers; of few values the best one is among them."""
    count = len(values)
    ideal = math.sqrt(sum(values) * area.height / area.width)
    first = max(1, min(count, math.floor(ideal)) - 3)
    best, found = _NOTHING, None
    for number in range(first, min(count, first + 7) + 1):
        lines = _even_lines(values, number)
        score = _covered(area, lines, gap)
        if score > _NOTHING:
            yield score, lines
        best = max(best, score)
    if count <= TRY_ALL:
        found = _Search(values, area, gap, best).run()
    if found is not None:
        yield found


@dataclass(frozen=True, slots=True)
class _Part:
    """Lines that are laid already: how many, how high together and how much they cover at full width, and the least
    of one video's pixels. ``first`` is the value with which the next line begins, ``before`` the lines before the last.
    """

    first: int = 0
    count: int = 0
    height: float = 0.0
    covered: float = 0.0
    least: float = math.inf
    before: _Part | None = None


class _Search:
    """Looks at every way that can still be better than the best. Higher lines can only be made smaller, so whatever
    begins too high is not followed: of 32,768 ways with 16 videos a few hundred are left.
    """

    def __init__(self, values: Sequence[float], area: Rect, gap: int, best: Score) -> None:
        self._values, self._area, self._gap = values, area, gap
        self._sums = list(itertools.accumulate(values, initial=0.0))
        self._best = best
        self._found: _Part | None = None

    def run(self) -> tuple[Score, Lines] | None:
        """The best way, if it is better than what was known before."""
        left = [_Part()]
        while left:
            part = left.pop()
            if part.first == len(self._values):
                self._judge(part)
            elif self._can_be_better(part):
                left += self._longer(part)
        if self._found is None:
            return None
        places: list[int] = []
        before = self._found.before
        while before is not None and before.first:
            places.append(before.first)
            before = before.before
        return self._best, _break_at(self._values, places[::-1])

    def _longer(self, part: _Part) -> Iterator[_Part]:
        """With one line more, of each length: long lines, which are low, are followed first."""
        for end in range(part.first + 1, len(self._values) + 1):
            width = self._area.width - self._gap * (end - part.first - 1)
            if width < 1:
                return
            height = width / (self._sums[end] - self._sums[part.first])
            least = min(self._values[part.first : end]) * height * height
            yield _Part(
                end,
                part.count + 1,
                part.height + height,
                part.covered + height * width,
                min(part.least, least),
                part,
            )

    def _can_be_better(self, part: _Part) -> bool:
        rest = self._sums[-1] - self._sums[part.first]
        least = part.height + (self._area.width - self._gap * (len(self._values) - part.first - 1)) / rest
        room = self._area.height - self._gap * part.count
        if room < 1:
            return False
        return least <= room or room * room * self._area.width / least >= self._best[0]

    def _judge(self, part: _Part) -> None:
        score = _score(self._area, self._gap, part)
        if score > self._best:
            self._best, self._found = score, part


def _score(area: Rect, gap: int, part: _Part) -> Score:
    room = area.height - gap * (part.count - 1)
    if room < 1:
        return _NOTHING
    scale = min(1.0, room / part.height) ** 2
    return round(part.covered * scale, 3), round(part.least * scale, 3)


def _covered(area: Rect, lines: Lines, gap: int) -> Score:
    part = _Part()
    for line in lines:
        width = area.width - gap * (len(line) - 1)
        if width < 1:
            return _NOTHING
        height = width / sum(line)
        least = min(part.least, min(line) * height * height)
        part = _Part(0, part.count + 1, part.height + height, part.covered + height * width, least)
    return _score(area, gap, part)


def _break_at(values: Sequence[float], places: Sequence[int]) -> Lines:
    edges = [0, *places, len(values)]
    return [values[start:end] for start, end in itertools.pairwise(edges)]


def _even_lines(values: Sequence[float], number: int) -> Lines:
    """Break ``values`` into ``number`` lines of about equal sums, none of them empty."""
    share = sum(values) / number
    places: list[int] = []
    done = 0.0
    for at, value in enumerate(values):
        missing = number - 1 - len(places)
        wanted = done + value / 2 >= share * (len(places) + 1)
        if missing and at and at not in places[-1:] and (wanted or len(values) - at == missing):
            places.append(at)
        done += value
    return _break_at(values, places)


def _justify(area: Rect, lines: Lines, gap: int) -> list[Rect]:
    """Lay ``lines`` as rows of full width; if they are too high together, all of them smaller, in the middle."""
    heights = []
    for line in lines:
        width = area.width - gap * (len(line) - 1)
        if width < 1:
            raise NoRoom
        heights.append(width / sum(line))
    room = area.height - gap * (len(lines) - 1)
    if room < 1:
        raise NoRoom
    scale = min(1.0, room / sum(heights))
    used = nearly(min(room, round_half_up(sum(heights) * scale)), room)
    top = area.y + empty_before(room - used)
    rects: list[Rect] = []
    rows = split_by(top, used + gap * (len(lines) - 1), heights, gap)
    for line, exact, (y, height) in zip(lines, heights, rows, strict=True):
        gaps = gap * (len(line) - 1)
        width = nearly(min(area.width, round_half_up(exact * scale * sum(line)) + gaps), area.width)
        x = area.x + empty_before(area.width - width)
        rects += [Rect(left, y, wide, height) for left, wide in split_by(x, width, line, gap)]
    return rects
