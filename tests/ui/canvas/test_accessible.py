"""The canvas as assistive technology sees it."""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from support.effort import calls_of
from tilewright.ui.canvas.view import Canvas
from tilewright.ui.workbench import Workbench

Text = QAccessible.Text
MakeBench = Callable[..., Workbench]


def seen(canvas: Canvas) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(canvas)


def tiles(canvas: Canvas) -> list[QAccessibleInterface]:
    found = seen(canvas)
    children = [found.child(number) for number in range(found.childCount())]
    return [child for child in children if child.role() == QAccessible.Role.Graphic]


def shown(bench: Workbench, qtbot: QtBot, *ids: str) -> Canvas:
    bench.session.document.reset(composition(*(tile(name, 10 * number) for number, name in enumerate(ids))))
    canvas = Canvas(bench)
    qtbot.addWidget(canvas)
    canvas.resize(640, 400)
    canvas.show()
    return canvas


def test_that_the_tiles_are_children_of_the_canvas_as_they_are_read(make_bench: MakeBench, qtbot: QtBot) -> None:
    canvas = shown(make_bench(), qtbot, "a", "b", "c")
    session = canvas.bench.session
    session.document.apply(session.composition.with_tile(tile("a", 10, 600)), "Move tile")
    assert [found.text(Text.Name) for found in tiles(canvas)] == ["2, b.mp4", "3, c.mp4", "1, a.mp4"]
    session.document.undo()
    assert seen(canvas).role() == QAccessible.Role.Canvas
    assert [found.text(Text.Name) for found in tiles(canvas)] == ["1, a.mp4", "2, b.mp4", "3, c.mp4"]
    assert all(found.parent().object() is canvas for found in tiles(canvas))
    assert [seen(canvas).indexOfChild(found) for found in tiles(canvas)] == [0, 1, 2]


def test_that_a_tile_lies_where_it_is_drawn_and_says_where_that_is(make_bench: MakeBench, qtbot: QtBot) -> None:
    canvas = shown(make_bench(), qtbot, "a")
    found = tiles(canvas)[0]
    place = canvas.hand.lens.rect(canvas.stage.tiles["a"].face.rect).toAlignedRect()
    assert found.rect() == QRect(canvas.viewport().mapToGlobal(place.topLeft()), place.size())
    assert found.text(Text.Description).startswith("640 × 360 at 0, 0")
    centre = found.rect().center()
    assert seen(canvas).childAt(centre.x(), centre.y()).text(Text.Name) == "1, a.mp4"


def test_that_pressing_a_tile_chooses_it(make_bench: MakeBench, qtbot: QtBot) -> None:
    bench = make_bench()
    canvas = shown(bench, qtbot, "a", "b")
    tiles(canvas)[1].actionInterface().doAction("Press")
    assert bench.session.selection == ("b",)
    assert [found.state().selected for found in tiles(canvas)] == [0, 1]


def test_that_tiles_may_come_and_go_while_they_are_looked_at(make_bench: MakeBench, qtbot: QtBot) -> None:
    bench = make_bench()
    canvas = shown(bench, qtbot, "a")
    for round_ in range(60):
        ids = [f"t{number}" for number in range(1 + round_ % 7)]
        bench.session.document.apply(composition(*(tile(name) for name in ids)), "Change")
        for found in tiles(canvas):
            assert found.isValid()
            assert found.text(Text.Name)
            assert found.parent().childCount() == len(ids) + 1
        qtbot.wait(0)
        gc.collect()
    assert len(tiles(canvas)) == len(ids)


def test_that_each_child_of_many_is_had_without_looking_at_the_others(make_bench: MakeBench, qtbot: QtBot) -> None:
    canvas = shown(make_bench(), qtbot, *(f"t{number}" for number in range(200)))
    qtbot.waitUntil(lambda: len(canvas.stage.tiles) == 200)
    found = seen(canvas)
    assert found.childCount() == 201
    assert calls_of(lambda: [found.child(number) for number in range(201)]) < 201 * 20
    names = [found.child(number).text(Text.Name) for number in range(200)]
    assert names == [f"{number}, t{number - 1}.mp4" for number in range(1, 201)]
    session = canvas.bench.session
    session.document.apply(session.composition.replace(tiles=session.composition.tiles[1:]), "Delete")
    assert found.childCount() == 200
    assert found.child(0).text(Text.Name) == "1, t1.mp4"
