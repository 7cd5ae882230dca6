"""So many tiles that they are shown in turns of the loop."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from support.builders import composition, tile, url
from support.effort import calls_of
from tilewright.ui.canvas.stage import MOST_AT_ONCE, Stage
from ui.conftest import OpenBench

MANY = 3 * MOST_AT_ONCE


def test_that_pictures_that_arrive_while_the_tiles_are_being_shown_reach_all_of_them(
    make_bench: OpenBench, qtbot: QtBot
) -> None:
    names = [f"t{number}" for number in range(MANY)]
    bench = make_bench(composition(*(tile(name) for name in names), size=(1920, 1080)))
    stage = Stage(bench, bench)
    assert len(stage.tiles) == MOST_AT_ONCE
    QCoreApplication.processEvents()  # some of the others
    image = QImage(16, 9, QImage.Format.Format_RGB32)
    image.fill(0)
    for name in names:
        bench.pictures._keep(url(name), image)
    bench.pictures.arrived.emit(frozenset(map(url, names)))
    qtbot.waitUntil(lambda: len(stage.tiles) == MANY)
    qtbot.waitUntil(lambda: {item.face.state for item in stage.tiles.values()} == {"picture"})


def test_that_tiles_that_are_gone_meanwhile_are_not_shown(make_bench: OpenBench, qtbot: QtBot) -> None:
    bench = make_bench(composition(*(tile(f"t{number}") for number in range(MANY)), size=(1920, 1080)))
    stage = Stage(bench, bench)
    few = bench.session.composition.replace(tiles=bench.session.composition.tiles[:5])
    bench.session.document.apply(few, "Edit")
    qtbot.wait(50)
    assert list(stage.tiles) == ["t0", "t1", "t2", "t3", "t4"]


def test_that_tiles_that_only_lie_elsewhere_cost_little_each(make_bench: OpenBench, qtbot: QtBot) -> None:
    tiles = [tile(f"t{number}", number, 7, 320, 180) for number in range(MANY)]
    bench = make_bench(composition(*tiles, size=(1920, 1080)))
    stage = Stage(bench, bench)
    qtbot.waitUntil(lambda: len(stage.tiles) == MANY)
    session = bench.session

    def cost(**fields: int) -> float:
        after = session.composition.with_tiles(one.replace(**fields) for one in session.composition.tiles)
        session.placement()
        return calls_of(lambda: session.document.preview(after)) / MANY

    assert cost(y=8) < 16
    assert {item.pos().y() for item in stage.tiles.values()} == {8}
    assert cost(width=640) < 25
    assert {item.rect().width() for item in stage.tiles.values()} == {640}
    assert {item.face.rect[1:] for item in stage.tiles.values()} == {(8, 640, 180)}
    session.document.rollback()
    assert [item.face.rect for item in stage.tiles.values()] == [(number, 7, 320, 180) for number in range(MANY)]
