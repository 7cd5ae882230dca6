"""The checks of many tiles: a thousand cost no more than ten times a hundred, and none of them is noticed."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable

import pytest

from support.builders import LOCAL, composition, source, tile
from tilewright.checks import check_all
from tilewright.model.composition import Composition, Tile
from tilewright.model.source import Known

pytestmark = pytest.mark.bench

SIZE = (3840, 2160)

MORE = 2.5
"""What is allowed above ten times a hundred: sorting, and tiles that reach over many lines of others."""

AT_MOST = 0.15
"""Seconds of a thousand tiles, wherever they lie: within that all rules shall have been asked after the last change."""


def in_a_grid(count: int, seam: int = 0) -> Composition:
    """Tiles side by side, all of one size; with ``seam`` every one has problems."""
    columns = 40
    return composition(
        *[tile(f"t{n}", n % columns * 96, n // columns * 54, 96 - seam, 54 - seam) for n in range(count)], size=SIZE
    )


def with_seams(count: int) -> Composition:
    return in_a_grid(count, 1)


def in_a_pile(count: int) -> Composition:
    """Every tile meets all others; each reaches a little further than those on top of it."""
    return composition(*[tile(f"t{n}", n, n, 2000, 1000) for n in range(count)], size=SIZE)


def anywhere(count: int) -> Composition:
    chance = random.Random(count)

    def one(number: int) -> Tile:
        width, height = chance.randrange(20, 700), chance.randrange(20, 500)
        return tile(f"t{number}", chance.randrange(0, 3500), chance.randrange(0, 2000), width, height)

    return composition(*map(one, range(count)), size=SIZE)


def known(made: Composition) -> Known:
    return Known(sources={each.url: source(96, 54, 5 + number % 3) for number, each in enumerate(made.tiles)})


def seconds(made: Composition, facts: Known) -> float:
    """Of this thread, in the middle of nine checks."""
    times = []
    for _ in range(9):
        begin = time.thread_time()
        check_all(made, facts, LOCAL)
        times.append(time.thread_time() - begin)
    return statistics.median(times)


@pytest.mark.parametrize("arranged", [in_a_grid, with_seams, in_a_pile, anywhere])
def test_that_a_thousand_tiles_take_no_more_than_ten_times_a_hundred(
    arranged: Callable[[int], Composition], told: Callable[[str], None]
) -> None:
    small, large = arranged(100), arranged(1000)
    few, many = seconds(small, known(small)), seconds(large, known(large))
    found = f"{arranged.__name__}: 100 tiles take {few * 1000:.1f} ms, 1,000 tiles {many * 1000:.1f} ms"
    told(found)
    assert many <= MORE * 10 * few, found
    assert many <= AT_MOST, found
