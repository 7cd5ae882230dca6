"""The layout ``auto``: every video keeps its proportion, and the typical video is as large as it can be.

That is the geometric mean of their areas: what all of them cover together, made less by how unequal they are. To be
twice as large counts as much for a small video as for a large one, so none becomes tiny for the little that others
gain. Only what covers no less than the best grid of equal cells counts, each video fitted into its cell; where neither
rows nor columns do, it is that grid.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .cells import NoRoom, empty_before, nearly, round_half_up, split_by
from .fitted_grid import best_grid
from .rect import Rect

TRY_ALL = 16
"""Up to this many videos the best of all ways to break the list into lines is found."""

PRICES = (0.05, 0.3, 0.6, 0.8, 1.0)
"""What a pixel of height may cost, in shares of what it costs where no line reaches both sides: see `_Bounds`."""

SAME = 1e-6
"""Sums of logarithms that differ by less are of ways that are equally good."""

HARDLY = 1e-9
"""Such a share less is not covered less: of equal videos a grid is one of the ways."""

Lines = list[Sequence[float]]
Score = tuple[float, float]
"""Logarithms of the typical area and of that of the first video, in pixels before anything is rounded."""


@dataclass(frozen=True, slots=True)
class _Side:
    """Rows of videos with the proportions ``values``, or columns, which are rows of the turned ``area``."""

    is_column: bool
    area: Rect
    values: Sequence[float]
    gap: int


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to break the videos into ``lines``."""

    score: Score
    side: _Side
    lines: Lines


def arrange_auto(area: Rect, proportions: Sequence[float], gap: int = 0) -> list[Rect]:
    """Break the videos into rows or columns, in their order, so that the typical video is as large as it can be while
    all together cover no less than in the best grid of equal cells, or fit them into that grid where it is better.

    All videos of a row have one height, those of a column one width; a line that does not reach both sides lies in the
    middle. Among the best ways that were found the one whose first video is largest wins, then rows, then long first
    lines; columns that are only as good as the best rows need not be found. Raises `NoRoom` when none of the ways that
    were found gives every video a pixel.
    """
    turned = Rect(area.y, area.x, area.height, area.width)
    sides = [_Side(False, area, proportions, gap), _Side(True, turned, [1 / each for each in proportions], gap)]
    fitted = best_grid(area, proportions, gap)
    known = _score(fitted.areas(proportions)) if fitted is not None else (-math.inf, -math.inf)
    least = fitted.covered * (1 - HARDLY) if fitted is not None else 0.0
    ways = [way for side in sides for way in _even_ways(side, least)]
    if len(proportions) <= TRY_ALL:
        ways = _best_ways(sides, max([known, *(way.score for way in ways)])[0], least) + ways
    for way in sorted(ways, key=lambda way: way.score, reverse=True):  # what is as good stays in that order
        if way.score < known:
            break
        try:
            rects = _lay(way.side.area, way.lines, gap)
        except NoRoom:
            continue
        return [Rect(r.y, r.x, r.height, r.width) for r in rects] if way.side.is_column else rects
    if fitted is None:
        raise NoRoom
    return fitted.lay(proportions)


def _even_ways(side: _Side, least: float) -> Iterator[_Way]:
    """Good ways: lines of about equal lengths, for each number of lines that may be best."""
    count = len(side.values)
    ideal = math.sqrt(sum(side.values) * side.area.height / side.area.width)
    first = max(1, min(count, math.floor(ideal)) - 3)
    for number in range(first, min(count, first + 7) + 1):
        way = _way(side, _even_lines(side.values, number), least)
        if way is not None:
            yield way


def _best_ways(sides: list[_Side], known: float, least: float) -> list[_Way]:
    """The best rows, and the best columns if they are better; both also with the lengths of their lines in reverse.
    None that are less good than what is ``known``.
    """
    count = len(sides[0].values)
    best = known * count - SAME
    ways = []
    for side in sides:
        own = sum(map(math.log, side.values))
        search = _Search(side, best - own, least)
        places = search.run()
        if places is None:
            continue
        best = search.best + own
        for breaks in (places, [count - place for place in reversed(places)]):
            way = _way(side, _break_at(side.values, breaks), least)
            if way is not None:
                ways.append(way)
    return ways


class _Bounds:
    """How good lines can become, at most, when a pixel of the height costs ``price`` (a multiplier of Lagrange).

    ``line[a][b]`` is what the values from ``a`` to before ``b`` are worth as one line of the height that pays most for
    it, less the price of that height and of a gap; ``rest[a]`` the most that the values from ``a`` on are worth. No way
    that fits into the height is worth more than `total`, whatever the price.
    """

    def __init__(self, highest: list[list[float]], height: int, gap: int, price: float) -> None:
        count = len(highest)
        self.room = price * (height + gap)
        self.line = [[-math.inf] * (count + 1) for _ in range(count)]
        self.rest = [0.0] * (count + 1)
        for start in range(count - 1, -1, -1):
            most = -math.inf
            for end in range(start + 1, count + 1):
                high = highest[start][end]
                if not high:
                    break
                twice = 2 * (end - start)
                high = min(high, height, twice / price)
                worth = twice * math.log(high) - price * (high + gap)
                self.line[start][end] = worth
                most = max(most, worth + self.rest[end])
            self.rest[start] = most

    @property
    def total(self) -> float:
        return self.room + self.rest[0]


class _Search:
    """Looks at every way to break ``values`` that can be better than ``best``, a sum of logarithms of squared heights.
    What `_Bounds` say cannot be is not followed, nor what has no room for the gaps between its lines and those that
    must still come: of 32,768 ways with 16 videos a few hundred are left. None covers less than ``least`` pixels.
    """

    def __init__(self, side: _Side, best: float, least: float) -> None:
        values, area, gap = side.values, side.area, side.gap
        self._height, self._gap = area.height, gap
        self.best, self._least = best, least
        count, sums = len(values), list(itertools.accumulate(values, initial=0.0))
        self._sums = sums
        self._highest = [[0.0] * (count + 1) for _ in range(count)]
        for start, end in itertools.combinations(range(count + 1), 2):
            width = area.width - gap * (end - start - 1)
            if width >= 1:
                self._highest[start][end] = width / (sums[end] - sums[start])
        longest = min(count, (area.width - 1) // gap + 1) if gap else count  # values in a line
        self._still = [math.ceil((count - start) / longest) for start in range(count + 1)]
        """The fewest lines that the values from there on take."""
        self._most = (area.height - 1) // gap + 1 if gap else count
        """The most lines that have room for the gaps between them."""
        usual = 2 * count / (area.height + gap)
        tried = (_Bounds(self._highest, area.height, gap, price * usual) for price in PRICES)
        self._bounds = min(tried, key=lambda bounds: bounds.total)

    def run(self) -> list[int] | None:
        """Where the best way breaks the values, if it is better than what was known before. Long first lines are
        looked at first, and stay where others are as good.
        """
        line, rest, count = self._bounds.line, self._bounds.rest, len(self._highest)
        found: tuple[int, ...] | None = None
        left: list[tuple[float, tuple[int, ...]]] = [(self._bounds.room, (0,))]
        while left:
            worth, edges = left.pop()
            start = edges[-1]
            if worth + rest[start] <= self.best:
                continue
            if start == count:
                found = edges if self._is_better(edges) else found
                continue
            for end in range(start + 1, count + 1):
                longer = worth + line[start][end]
                if longer + rest[end] > self.best and len(edges) + self._still[end] <= self._most:
                    left.append((longer, (*edges, end)))
        return None if found is None else list(found[1:-1])

    def _is_better(self, edges: tuple[int, ...]) -> bool:
        lines = list(itertools.pairwise(edges))
        room = self._height - self._gap * (len(lines) - 1)
        heights = _grown([self._highest[start][end] for start, end in lines], room)
        logs = sum(2 * (end - start) * math.log(height) for (start, end), height in zip(lines, heights, strict=True))
        if logs <= self.best + SAME / 1000:
            return False
        sums = self._sums
        if sum(h * h * (sums[end] - sums[start]) for (start, end), h in zip(lines, heights, strict=True)) < self._least:
            return False
        self.best = logs
        return True


def _way(side: _Side, lines: Lines, least: float) -> _Way | None:
    """``None`` where it has no room or covers less than ``least`` pixels, before anything is rounded."""
    heights = _heights(side.area, lines, side.gap)
    if heights is None:
        return None
    areas = [height * height * value for line, height in zip(lines, heights, strict=True) for value in line]
    return _Way(_score(areas), side, lines) if sum(areas) >= least else None


def _score(areas: Sequence[float]) -> Score:
    return round(sum(map(math.log, areas)) / len(areas), 9), round(math.log(areas[0]), 9)


def _heights(area: Rect, lines: Lines, gap: int) -> list[float] | None:
    """How high the lines are, before anything is rounded; ``None`` where there is no room."""
    room = area.height - gap * (len(lines) - 1)
    widths = [area.width - gap * (len(line) - 1) for line in lines]
    if room < 1 or min(widths) < 1:
        return None
    return _grown([width / sum(line) for width, line in zip(widths, lines, strict=True)], room)


def _grown(highest: Sequence[float], room: float) -> list[float]:
    """Each line grows until it is as high as it can be, or all that still grow, which are equally high, have used up
    the room. No heights that are in proportion to the ``highest`` cover more.
    """
    if sum(highest) <= room:
        return list(highest)
    limit, growing = room, len(highest)
    for height in sorted(highest):
        limit = room / growing
        if height >= limit:
            break
        room, growing = room - height, growing - 1
    return [min(height, limit) for height in highest]


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


def _lay(area: Rect, lines: Lines, gap: int) -> list[Rect]:
    """The rows in whole pixels; what they leave empty lies around them."""
    heights = _heights(area, lines, gap)
    if heights is None:
        raise NoRoom
    room = area.height - gap * (len(lines) - 1)
    used = nearly(min(room, round_half_up(sum(heights))), room)
    top = area.y + empty_before(room - used)
    rects: list[Rect] = []
    rows = split_by(top, used + gap * (len(lines) - 1), heights, gap)
    for line, exact, (y, height) in zip(lines, heights, rows, strict=True):
        gaps = gap * (len(line) - 1)
        width = nearly(min(area.width, round_half_up(exact * sum(line)) + gaps), area.width)
        x = area.x + empty_before(area.width - width)
        rects += [Rect(left, y, wide, height) for left, wide in split_by(x, width, line, gap)]
    return rects
