"""Problems by the fields that they are about, for views that ask at every change of a hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ..model.problem import Problem


@lru_cache(maxsize=32_768)
def fold(path: str) -> str:
    """Paths of problems about unreadable values have the service's spelling of the last name."""
    return path.replace("_", "").lower()


class ProblemIndex:
    """Of thousands of problems each question looks only at those that answer it. The answers come worst first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self._problems = problems
        self._at: dict[str, list[int]] = defaultdict(list)
        self._below: dict[str, list[int]] = defaultdict(list)
        for number, problem in enumerate(problems):
            path = fold(problem.path)
            self._at[path].append(number)
            while path:
                self._below[path].append(number)
                path = path.rpartition(".")[0]

    def by_field(self, path: str) -> tuple[Problem, ...]:
        """The problems of the field ``path`` itself."""
        return self.by_fields((path,))

    def by_fields(self, paths: Iterable[str]) -> tuple[Problem, ...]:
        """The problems of any of these fields themselves."""
        return self._chosen(self._at, paths)

    def of_fields(self, prefixes: Iterable[str]) -> tuple[Problem, ...]:
        """The problems of these fields and of what lies below them."""
        return self._chosen(self._below, prefixes)

    def _chosen(self, index: dict[str, list[int]], paths: Iterable[str]) -> tuple[Problem, ...]:
        numbers = {number for path in {fold(path) for path in paths} for number in index.get(path, ())}
        return tuple(self._problems[number] for number in sorted(numbers))
