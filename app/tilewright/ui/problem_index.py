"""Problems by what they are about, for views that ask at every change of a hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from ..model.problem import Found, Problem
from .words import tr


@lru_cache(maxsize=32_768)
def fold(path: str) -> str:
    """Paths of problems about unreadable values have the service's spelling of the last name."""
    return path.replace("_", "").lower()


class Mark(NamedTuple):
    """The problems of one tile: how many errors and how many warnings."""

    errors: int = 0
    warnings: int = 0

    @property
    def severity(self) -> Literal["", "warning", "error"]:
        return "error" if self.errors else ("warning" if self.warnings else "")

    @property
    def words(self) -> str:
        """As it is heard: ``one warning``, ``2 errors``; empty without a problem."""
        parts = []
        if self.errors:
            parts.append(tr("one error") if self.errors == 1 else tr("{count} errors").format(count=self.errors))
        if self.warnings:
            parts.append(
                tr("one warning") if self.warnings == 1 else tr("{count} warnings").format(count=self.warnings)
            )
        return ", ".join(parts)


NO_MARK = Mark()

_TILES = "tiles"


class ProblemIndex:
    """Of thousands of problems each question looks only at those that answer it. The answers come worst first.

    ``marks`` are those of the tiles that have any. It is made where the checks run: with many tiles in the background.
    """

    def __init__(self, found: Found) -> None:
        self._problems = found.problems
        self._at: dict[str, list[int]] = defaultdict(list)
        self._below: dict[str, list[int]] = defaultdict(list)
        self._places: dict[str, list[int]] = defaultdict(list)
        """By path, all tiles at one: of those there are a thousand, and one page answers for them."""
        for number, problem in enumerate(found.problems):
            path = fold(problem.path)
            self._at[path].append(number)
            root = path.partition(".")[0]
            self._places[root if root == _TILES else path].append(number)
            while path:
                self._below[path].append(number)
                path = path.rpartition(".")[0]
        self.marks = _marks(found.problems)
        self._rows: dict[tuple[str, str], int] = {}
        for row, problem in enumerate((*found.problems, *found.suppressed)):
            self._rows.setdefault((problem.code, problem.path), row)

    def by_field(self, path: str) -> tuple[Problem, ...]:
        """The problems of the field ``path`` itself."""
        return self.by_fields((path,))

    def by_fields(self, paths: Iterable[str]) -> tuple[Problem, ...]:
        """The problems of any of these fields themselves."""
        return self._chosen(self._at, {fold(path) for path in paths})

    def of_fields(self, prefixes: Iterable[str]) -> tuple[Problem, ...]:
        """The problems of these fields and of what lies below them."""
        return self._chosen(self._below, {fold(path) for path in prefixes})

    def of_places(self, is_meant: Callable[[str], bool]) -> tuple[Problem, ...]:
        """The problems whose path is meant; all tiles are one place, ``tiles``."""
        return self._chosen(self._places, filter(is_meant, self._places))

    def worst(self) -> Iterator[tuple[str, Problem]]:
        """The worst problem of each such place, the worst of all first."""
        for path, numbers in self._places.items():
            yield path, self._problems[numbers[0]]

    def mark(self, tile_id: str) -> Mark:
        """How many errors and warnings that tile has."""
        return self.marks.get(tile_id, NO_MARK)

    def row_of(self, code: str, path: str) -> int:
        """Where that problem stands among those that are told and, after these, those that are suppressed; -1 when
        there is none.
        """
        return self._rows.get((code, path), -1)

    def find(self, code: str, path: str) -> Problem | None:
        """The problem of that code and path that is told now."""
        row = self.row_of(code, path)
        return self._problems[row] if 0 <= row < len(self._problems) else None

    def _chosen(self, index: dict[str, list[int]], paths: Iterable[str]) -> tuple[Problem, ...]:
        numbers = {number for path in paths for number in index.get(path, ())}
        return tuple(self._problems[number] for number in sorted(numbers))


def _marks(problems: Sequence[Problem]) -> dict[str, Mark]:
    counts: dict[str, list[int]] = {}
    for problem in problems:
        root, _, rest = problem.path.partition(".")
        if root == _TILES and rest and problem.severity != "note":
            counts.setdefault(rest.partition(".")[0], [0, 0])[problem.severity == "warning"] += 1
    return {tile_id: Mark(*both) for tile_id, both in counts.items()}
