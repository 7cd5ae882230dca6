"""Where only even pixels are wanted, whatever gives a tile a place or a size comes to such, by whatever means."""

from __future__ import annotations

import random

import pytest

from support.builders import composition, known, source, tile
from tilewright.layout.adding import add_tiles
from tilewright.layout.frame import PRESETS, resize_frame
from tilewright.model.composition import Composition, Tile
from tilewright.ui.commands import arrange, clipboard, edit, grouping, layouts, relations, tiles
from tilewright.ui.workbench import Workbench
from ui.conftest import OpenBench

START = composition(
    tile("a", 21, 20, 201, 123),
    tile("b", 150, 91, 200, 121),
    tile("c", 401, 201, 41, 21, locked=True),
    tile("d", 3, 5, None, None),
    tile("e", 333, 7, 99, 55, group="g1"),
    tile("f", 444, 70, 98, 57, group="g1"),
    size=(640, 360),
)
FACTS = known(a=source(640, 361), b=source(360, 641), c=source(99, 101), d=source(319, 181), e=source(640, 360))
ELSEWHERE = {"edit.undo", "edit.redo", "edit.rename", "layout.gallery", "arrange.gap-across", "arrange.gap-down"}
"""The first two bring back what was; the others ask for something first."""

PASTE = "composition.paste-videos"
"""Tiles too, where those lie on the clipboard."""

KINDS = ("arrange.", "edit.", "layout.", PASTE)
MOST = 10


def numbers(one: Tile) -> tuple[int, ...]:
    return tuple(number or 0 for number in (one.x, one.y, one.width, one.height))


def odd(start: Composition, now: Composition) -> list[Tile]:
    """The tiles that were touched since ``start`` and are not even."""
    was = {one.id: numbers(one) for one in start.tiles}
    return [one for one in now.tiles if was.get(one.id) != numbers(one) and any(n % 2 for n in numbers(one))]


class Work:
    """Does things to a composition as people do, at random."""

    def __init__(self, bench: Workbench, rng: random.Random) -> None:
        self.bench, self.rng = bench, rng
        self.document, self.session = bench.session.document, bench.session
        self.document.reset(START)
        self.ids = [one.id for one in bench.commands.all() if one.id.startswith(KINDS) and one.id not in ELSEWHERE]

    def step(self) -> str:
        there = [one.id for one in self.session.composition.tiles]
        self.session.select(self.rng.sample(there, min(len(there), self.rng.randrange(4))))
        match self.rng.randrange(12):
            case 0:
                width, height, name = self.rng.choice(PRESETS)
                spacing = self.bench.arranging.spacing
                facts = self.session.known
                self.bench.edit(
                    lambda now: resize_frame(now, facts, width, height, scales_tiles=True, spacing=spacing), "Frame"
                )
                return name
            case 1 if len(there) < MOST:
                after = add_tiles(self.session.composition, self.session.known, ["https://a.org/new.mp4"], even=True)
                self.document.apply(after, "Add")
                return "add"
        command = self.rng.choice(self.ids)
        if len(there) < MOST or command not in {"edit.duplicate", PASTE}:
            self.bench.commands.run(command)
        return command


@pytest.fixture
def worker(make_bench: OpenBench) -> Workbench:
    bench = make_bench(START)
    for group in (edit, clipboard, grouping, tiles, arrange, relations, layouts):
        bench.commands.add(group.commands(bench))
    bench.session.learn(FACTS)
    return bench


def do_anything(bench: Workbench, seeds: range, steps: int) -> set[str]:
    done: set[str] = set()
    for rng in map(random.Random, seeds):
        work = Work(bench, rng)
        start = work.document.composition
        for _ in range(steps):
            done.add(work.step())
            assert odd(start, work.document.composition) == [], done
        work.document.finish()
    return done


def test_that_random_commands_leave_only_even_numbers(worker: Workbench) -> None:
    worker.preferences.set("even", True)
    assert {"arrange.fit-cell", PASTE, "edit.duplicate"} <= do_anything(worker, range(6), 40)


@pytest.mark.full
def test_that_many_more_random_commands_leave_only_even_numbers(worker: Workbench) -> None:
    worker.preferences.set("even", True)
    do_anything(worker, range(10, 60), 60)


def test_that_without_the_wish_numbers_are_odd(worker: Workbench) -> None:
    with pytest.raises(AssertionError):
        do_anything(worker, range(2), 40)


def test_that_fit_fill_and_stretch_come_back_to_the_same_even_pixels(worker: Workbench) -> None:
    worker.preferences.set("even", True)
    worker.session.select(["a"])
    places = []
    for _ in range(2):
        for command in ("fit", "fill", "stretch"):
            worker.commands.run(f"arrange.{command}-cell")
            places.append(numbers(worker.session.composition.tile("a")))
    assert places[:3] == places[3:]
    assert len(set(places)) == 3


def test_that_undo_redo_and_exact_edits_bring_what_was_odd(worker: Workbench) -> None:
    document = worker.session.document
    worker.session.select(["a"])
    worker.commands.run("arrange.move-down")
    document.finish()
    moved = document.composition
    worker.preferences.set("even", True)
    document.undo()
    assert document.composition == START
    document.redo()
    assert document.composition == moved
    exact = START.with_tile(START.tile("b").replace(x=77))
    document.apply(exact, "Exact", is_exact=True)
    assert document.composition == exact
