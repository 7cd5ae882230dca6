"""Thousands of problems: the list takes no turn of the loop for long, and finds its way."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from support.effort import calls_of
from support.many_problems import TILES, full_of_problems
from tilewright.model.composition import Composition
from tilewright.ui.problems.list import ProblemPanel
from tilewright.ui.problems.model import ProblemModel
from tilewright.ui.windows.main import MainWindow
from tilewright.ui.workbench import Workbench

MakeBench = Callable[[Composition], Workbench]

LIMIT = 0.05
"""Seconds that no event may take of the thread of the window."""


@pytest.fixture
def bench(make_bench: MakeBench) -> Workbench:
    return make_bench(full_of_problems())


@pytest.fixture
def panel(bench: Workbench, qtbot: QtBot) -> ProblemPanel:
    made = ProblemPanel(bench)
    qtbot.addWidget(made)
    made.resize(620, 300)
    made.show()
    return made


def dearest_turn(is_over: Callable[[], bool], first: Callable[[], object]) -> float:
    """Do ``first``, then turn the loop until ``is_over``; the seconds of this thread that the dearest turn took."""
    begin = time.thread_time()
    first()
    worst = time.thread_time() - begin
    end = time.monotonic() + 10
    while not is_over():
        assert time.monotonic() < end, "does not come to an end"
        begin = time.thread_time()
        QCoreApplication.processEvents()
        worst = max(worst, time.thread_time() - begin)
        time.sleep(0.001)
    return worst


def is_laid_out(panel: ProblemPanel) -> bool:
    model = panel.list.model()
    return not panel.list.visualRect(model.index(model.rowCount() - 1, 0)).isEmpty()


def test_that_thousands_of_problems_hold_up_no_event(panel: ProblemPanel, bench: Workbench) -> None:
    model = panel.list.model()

    def shown() -> bool:
        return model.rowCount() > 3 * TILES and is_laid_out(panel)

    assert dearest_turn(shown, bench.findings.release) < LIMIT
    count = model.rowCount()
    other = full_of_problems(shift=4)
    before = bench.findings.problems

    def is_new() -> bool:
        return bench.findings.problems is not before and is_laid_out(panel)

    assert dearest_turn(is_new, lambda: bench.session.document.apply(other, "Move")) < LIMIT
    assert model.rowCount() >= count - 2 * TILES // 40


def test_that_the_last_of_thousands_is_reached_and_mended_as_one_step(
    panel: ProblemPanel, bench: Workbench, qtbot: QtBot
) -> None:
    bench.findings.release()
    qtbot.waitUntil(lambda: panel.list.model().rowCount() > 3 * TILES and is_laid_out(panel))
    panel.activateWindow()
    panel.list.setFocus()
    qtbot.keyClick(panel.list, Qt.Key.Key_End)
    QApplication.processEvents()
    model = panel.list.model()
    assert isinstance(model, ProblemModel)
    assert panel.list.currentIndex().row() == model.rowCount() - 1
    while (problem := panel.list.problem()) is not None and problem.path == "tiles":
        qtbot.keyClick(panel.list, Qt.Key.Key_Up)
    assert problem is not None
    assert panel.list.viewport().rect().intersects(panel.list.visualRect(panel.list.currentIndex()))
    pages: list[tuple[str, str]] = []
    bench.page_wanted.connect(lambda page, path: pages.append((page, path)))
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert pages == [("tile", problem.path)]
    assert bench.session.selection == (problem.path.split(".")[1],)
    before = bench.session.composition
    qtbot.keyClick(panel.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert bench.session.composition != before
    bench.session.document.undo()
    assert bench.session.composition == before
    assert not bench.session.document.can_undo


def test_that_the_whole_window_takes_thousands_of_problems_without_looking_at_each(
    bench: Workbench, qtbot: QtBot
) -> None:
    """They were counted and found their places where they were made: in the background."""
    window = MainWindow(bench)
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    window.panels.fill_now()
    bench.findings.release()
    bench.commands.run("view.problems")
    bench.session.select(["t0"])
    qtbot.waitUntil(lambda: len(bench.findings.problems) > 3 * TILES and not bench.background.is_busy)
    bench.commands.run("problem.next")
    QApplication.processEvents()
    assert calls_of(bench.findings.changed.emit) < 4 * TILES
    bench.files.ending.skip_question()
    window.close()
