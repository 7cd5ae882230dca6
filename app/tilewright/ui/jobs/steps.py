"""How one list of jobs becomes another, row by row, so that the chosen row and the place in the list stay."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass

MANY = 400
"""Rows that differ; with more of them the list is another one."""


@dataclass(frozen=True)
class Step:
    """``numbers`` go from ``row`` on, or come before it."""

    row: int
    numbers: array[int]
    is_removal: bool


def steps_between(old: array[int], new: array[int]) -> list[Step] | None:
    """The steps, to be taken one after another; ``None`` when the lists have little in common.

    Both are in the same order, which no job ever changes: what is in both stays where it is.
    """
    start = _common(len(old), len(new), lambda count: old[:count] == new[:count])
    rest = min(len(old), len(new)) - start
    end = _common(rest, rest, lambda count: count == 0 or old[-count:] == new[-count:])
    gone, come = old[start : len(old) - end], new[start : len(new) - end]
    if gone and come and len(gone) + len(come) > MANY:
        return None
    kept = set(gone) & set(come)
    if [number for number in gone if number in kept] != [number for number in come if number in kept]:
        return None
    removals = [Step(start + row, run, True) for row, run in _runs(gone, kept)]
    return [*reversed(removals), *(Step(start + row, run, False) for row, run in _runs(come, kept))]


def _common(one: int, other: int, is_same: Callable[[int], bool]) -> int:
    """The largest count, up to the shorter length, for which ``is_same``; it is for all smaller ones, too."""
    low, high = 0, min(one, other)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if is_same(middle) else (low, middle - 1)
    return low


def _runs(numbers: array[int], kept: set[int]) -> list[tuple[int, array[int]]]:
    """The parts of ``numbers`` between those ``kept``, each with its row."""
    if not kept:
        return [(0, numbers)] if numbers else []
    runs: list[tuple[int, array[int]]] = []
    for row, number in enumerate(numbers):
        if number in kept:
            continue
        if runs and runs[-1][0] + len(runs[-1][1]) == row:
            runs[-1][1].append(number)
        else:
            runs.append((row, array("q", [number])))
    return runs
