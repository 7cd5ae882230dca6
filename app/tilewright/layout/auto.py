"""The layout ``auto``: every video keeps its proportion, and as little of the frame as possible stays empty."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence

from .cells import NoRoom, round_half_up, split_by
from .rect import Rect

TRY_ALL = 10
"""Up to this many videos every way to break the list into lines is tried: 2⁹ of them, some 15 ms."""

Lines = list[Sequence[float]]


def arrange_auto(area: Rect, proportions: Sequence[float], gap: int = 0) -> list[Rect]:
    """Break the videos into rows or columns, in their order, so that they cover the most of ``area``.

    All videos of a row have one height, those of a column one width; among equally good ways the one whose
    smallest video is largest wins, rows before columns. Raises `NoRoom` when none gives every video a pixel.
    """
    turned = [1 / proportion for proportion in proportions]
    best: list[Rect] | None = None
    best_score = (0, 0)
    for is_column, values in ((False, proportions), (True, turned)):
        inner = Rect(area.y, area.x, area.height, area.width) if is_column else area
        for lines in _partitions(values, inner):
            try:
                rects = _justify(inner, lines, gap)
            except NoRoom:
                continue
            score = (sum(rect.area for rect in rects), min(rect.area for rect in rects))
            if score > best_score:
                best_score = score
                best = [Rect(r.y, r.x, r.height, r.width) for r in rects] if is_column else rects
    if best is None:
        raise NoRoom
    return best


def _partitions(values: Sequence[float], area: Rect) -> Iterator[Lines]:
    """Ways to break ``values`` into lines: all of them for few values, else the even ones near the ideal number."""
    count = len(values)
    if count <= TRY_ALL:
        for breaks in range(2 ** (count - 1)):
            yield _break_at(values, [n for n in range(1, count) if breaks >> (n - 1) & 1])
        return
    ideal = math.sqrt(sum(values) * area.height / area.width)
    first = max(1, min(count, math.floor(ideal)) - 3)
    for number in range(first, min(count, first + 7) + 1):
        yield _even_lines(values, number)


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
    used = min(room, round_half_up(sum(heights) * scale))
    top = area.y + (room - used) // 2
    rects: list[Rect] = []
    rows = split_by(top, used + gap * (len(lines) - 1), heights, gap)
    for line, exact, (y, height) in zip(lines, heights, rows, strict=True):
        gaps = gap * (len(line) - 1)
        width = min(area.width, round_half_up(exact * scale * sum(line)) + gaps)
        x = area.x + (area.width - width) // 2
        rects += [Rect(left, y, wide, height) for left, wide in split_by(x, width, line, gap)]
    return rects
