"""The history for a view that shows parts of it: which jobs are wanted, and those that are in sight."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from ..jobs.intent import Intent
from ..jobs.wanted import Wanted
from ..model.target import Target
from .workplace import Workplace

FIRST = 64
"""How many of a list are read with it."""


@dataclass(frozen=True)
class Listed:
    """``numbers`` of the jobs that are wanted, newest first, and the ``first`` of them whole."""

    numbers: array[int]
    first: tuple[Intent, ...]


def list_numbers(wanted: Wanted, workplace: Workplace) -> Listed:
    """The jobs that are wanted; of 100,000 in some 100 ms."""
    with workplace.history() as history:
        numbers = history.numbers(wanted)
        return Listed(numbers, tuple(history.rows(numbers[:FIRST])))


def list_places(workplace: Workplace) -> tuple[Target, ...]:
    """A target of each place that jobs were made for; the local cloud first."""
    with workplace.history() as history:
        return tuple(sorted(history.places(), key=lambda target: (not target.local, target.profile, target.place)))


def read_rows(numbers: Sequence[int], workplace: Workplace) -> tuple[Intent, ...]:
    """The jobs of these numbers, at most some hundred, newest first."""
    with workplace.history() as history:
        return tuple(history.rows(numbers))
