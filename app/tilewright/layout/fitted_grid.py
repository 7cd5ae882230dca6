"""Videos fitted into the equal cells of a grid: what the layout ``auto`` must not cover less than."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from .cells import close, grid, round_half_up
from .rect import Rect


@dataclass(frozen=True, slots=True)
class FittedGrid:
    """So many ``columns`` and rows of equal cells in ``area``, ``gap`` pixels apart; each video is as large as its
    proportion lets it be in a cell of ``width`` × ``height`` pixels, before anything is rounded. Together the videos
    cover ``covered`` pixels. The last cells of the last row may be empty.
    """

    covered: float
    columns: int
    width: float
    height: float
    area: Rect
    gap: int

    def areas(self, proportions: Sequence[float]) -> list[float]:
        """Of each video, in pixels before anything is rounded."""
        width, height = self.width, self.height
        return [min(width * width / each, height * height * each) for each in proportions]

    def lay(self, proportions: Sequence[float]) -> list[Rect]:
        """In whole pixels, each video in the middle of its cell, and a last row that is not full in the middle, too."""
        rows = -(-len(proportions) // self.columns)
        cells = grid(self.area, self.columns, rows, self.gap)[: len(proportions)]
        left_over = (self.area.right - cells[-1].right) // 2
        first_of_last = (rows - 1) * self.columns
        return [
            self._fit(cell._replace(x=cell.x + left_over) if number >= first_of_last else cell, each)
            for number, (cell, each) in enumerate(zip(cells, proportions, strict=True))
        ]

    def _fit(self, cell: Rect, proportion: float) -> Rect:
        """Not by the whole pixels of ``cell``: those of narrow cells would be rounded twice."""
        width, height = cell.width, cell.height
        if self.width >= self.height * proportion:
            width = min(width, max(1, round_half_up(self.height * proportion)))
        else:
            height = min(height, max(1, round_half_up(self.width / proportion)))
        x, y = cell.x + (cell.width - width) // 2, cell.y + (cell.height - height) // 2
        return close(Rect(x, y, width, height), cell)


def best_grid(area: Rect, proportions: Sequence[float], gap: int = 0) -> FittedGrid | None:
    """The one in which the videos cover the most, of all rows and columns; ``None`` where no cell would have a pixel.

    More rows than the videos need make the cells lower and nothing else, so there is one for each number of columns.
    """
    return max(_grids(area, proportions, gap), key=lambda each: each.covered, default=None)


def _grids(area: Rect, proportions: Sequence[float], gap: int) -> Iterator[FittedGrid]:
    ordered, count = sorted(proportions), len(proportions)
    narrow = list(accumulate(ordered, initial=0.0))  # of the first ones
    wide = list(accumulate((1 / each for each in ordered), initial=0.0))
    for columns in range(1, count + 1):
        rows = -(-count // columns)
        width, height = (area.width - gap * (columns - 1)) / columns, (area.height - gap * (rows - 1)) / rows
        if width < 1 or height < 1:
            continue
        at = bisect_left(
            ordered, width / height
        )  # from there on they reach both sides of a cell, before top and bottom
        covered = height * height * narrow[at] + width * width * (wide[-1] - wide[at])
        yield FittedGrid(covered, columns, width, height, area, gap)
