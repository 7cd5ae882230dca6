"""The place that a tile is fitted into: the cell that a layout gave it, or its own rectangle before it was fitted."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from support.builders import composition, known, source, tile
from support.canvas import ALT, CanvasHand
from tilewright.files.compositions import open_composition, save
from tilewright.layout.rect import Rect
from tilewright.wire.request import write_request

from .conftest import OpenCanvas

A, A_FIT, A_FILL = Rect(0, 0, 320, 360), Rect(0, 60, 320, 240), Rect(-80, 0, 480, 360)
"""The cell of ``a``, and its video of 4:3 in it."""


@pytest.fixture
def canvas(open_canvas: OpenCanvas) -> CanvasHand:
    """Two tiles that a layout put into halves of the frame, and a third that lies by itself.

    ┌─(0, 0)────┬───────────┐
    │           │           │       a: 320 × 360 at 0, 0        its video 4:3
    │     a     │     b     │       b: 320 × 360 at 320, 0      its video 8:9
    │           │   ┌c┐     │       c: 100 × 60 at 500, 250     its video 1:1
    └───────────┴───────────┘
    """
    start = composition(tile("a", 9, 9, 40, 40), tile("b", 60, 9, 40, 40), size=(640, 360))
    hand = open_canvas(start)
    hand.session.learn(known(a=source(640, 480), b=source(640, 720), c=source(90, 90)))
    hand.bench.commands.run("layout.side-by-side")
    document = hand.document
    document.apply(document.composition.replace(tiles=(*document.composition.tiles, tile("c", 500, 250, 100, 60))), "c")
    hand.canvas.setFocus()
    return hand


def run(canvas: CanvasHand, name: str, *commands: str) -> Rect:
    """Where the tile ``name`` lies once these were run for it."""
    canvas.session.select([name])
    for command in commands:
        canvas.bench.commands.run(f"arrange.{command}")
    return canvas.rect(name)


def test_that_fit_fill_and_stretch_are_about_the_cell_of_the_layout_however_often(canvas: CanvasHand) -> None:
    for _ in range(2):
        assert run(canvas, "a", "fit-cell") == A_FIT
        assert run(canvas, "a", "fit-cell") == A_FIT
        assert run(canvas, "a", "fill-cell") == A_FILL
        assert run(canvas, "a", "stretch-cell") == A
    assert run(canvas, "a", "fill-cell") == A_FILL
    canvas.bench.commands.run("layout.2x2")
    assert run(canvas, "a", "stretch-cell") == Rect(0, 0, 320, 180), "another layout gives other cells"
    assert run(canvas, "a", "fit-cell") == Rect(40, 0, 240, 180)
    assert run(canvas, "a", "stretch-cell") == Rect(0, 0, 320, 180)


def test_that_without_a_layout_the_cell_is_where_the_tile_lay_before(canvas: CanvasHand) -> None:
    assert run(canvas, "c", "fill-cell") == Rect(500, 230, 100, 100)
    assert run(canvas, "c", "fit-cell") == Rect(520, 250, 60, 60)
    assert run(canvas, "c", "stretch-cell") == Rect(500, 250, 100, 60)


def test_that_a_tile_that_filled_the_frame_finds_back_to_its_cell(canvas: CanvasHand) -> None:
    for command in ("fit", "fill", "stretch", "source"):
        assert run(canvas, "a", command, "fit-cell") == A_FIT, command


def test_that_the_cell_goes_along_when_the_tile_is_moved(canvas: CanvasHand) -> None:
    run(canvas, "a", "fit-cell")
    canvas.key(Qt.Key.Key_Right, times=3).key(Qt.Key.Key_Down)
    assert run(canvas, "a", "fill-cell") == A_FILL._replace(x=-77, y=1)
    canvas.bench.canvas.toggle_snap()
    canvas.press((20, 20)).drag(40, 10).release()
    assert run(canvas, "a", "stretch-cell") == A._replace(x=43, y=11)


def test_that_another_size_makes_another_cell(canvas: CanvasHand) -> None:
    run(canvas, "a", "fit-cell")
    canvas.key(Qt.Key.Key_Left, ALT, times=2)
    assert canvas.rect("a") == A_FIT._replace(width=318)
    assert run(canvas, "a", "stretch-cell") == A_FIT._replace(width=318)
    canvas.document.undo()
    assert run(canvas, "a", "stretch-cell") == A, "undo brings back the cell, too"


def test_that_a_copy_has_a_cell_beside_that_of_its_original(canvas: CanvasHand) -> None:
    run(canvas, "a", "fit-cell")
    canvas.bench.commands.run("edit.duplicate")
    (copy,) = canvas.session.selection
    assert run(canvas, copy, "stretch-cell") == A._replace(x=24, y=24)
    assert run(canvas, "a", "stretch-cell") == A


def test_that_tiles_that_are_swapped_swap_their_cells(canvas: CanvasHand) -> None:
    run(canvas, "a", "fit-cell")
    canvas.session.select(["a", "b"])
    canvas.bench.commands.run("arrange.swap")
    assert run(canvas, "b", "stretch-cell") == A
    assert run(canvas, "a", "fit-cell") == Rect(320, 60, 320, 240)


def test_that_the_fix_of_a_stretched_video_remembers_the_cell(canvas: CanvasHand) -> None:
    canvas.bench.findings.refresh()
    found = {one.path: one for one in canvas.bench.findings.problems if one.code == "tile-squeezed"}
    canvas.bench.mend(found["tiles.a.width"])
    assert canvas.rect("a") == A_FIT
    assert run(canvas, "a", "fill-cell") == A_FILL


def test_that_cells_are_saved_and_are_no_part_of_the_request(canvas: CanvasHand, tmp_path: Path) -> None:
    before = canvas.document.composition
    run(canvas, "a", "fit-cell")
    made, cell = canvas.document.composition, canvas.document.composition.tile("a").cell
    assert cell is not None
    bare = made.with_tile(made.tile("a").replace(cell=None))
    assert write_request(made) == write_request(bare) != write_request(before)
    path = tmp_path / "lesson.tilewright"
    save(path, made, replace=False)
    canvas.document.reset(open_composition(str(path)).composition)
    assert run(canvas, "a", "fill-cell") == A_FILL
