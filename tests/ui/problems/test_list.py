"""The list of problems and its chip, by mouse and by keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from support.builders import composition, known, source, tile
from tilewright.model.composition import Composition
from tilewright.ui.commands import problems as problem_commands
from tilewright.ui.commands.command import Command
from tilewright.ui.problems.chip import ProblemsChip
from tilewright.ui.problems.list import ProblemList, ProblemPanel
from tilewright.ui.workbench import Workbench

MakeBench = Callable[[Composition], Workbench]
CTRL = Qt.KeyboardModifier.ControlModifier

SQUEEZED = composition(tile("a", 0, 0, 640, 720), tile("b", 640, 0, 640, 360, name="bad name"))


@pytest.fixture
def bench(make_bench: MakeBench) -> Workbench:
    made = make_bench(SQUEEZED)
    made.commands.add(problem_commands.commands(made))
    made.session.learn(known(a=source(), b=source(duration=12)))
    made.findings.refresh()
    return made


@pytest.fixture
def panel(bench: Workbench, qtbot: QtBot) -> ProblemPanel:
    made = ProblemPanel(bench)
    qtbot.addWidget(made)
    made.resize(760, 300)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.list.setFocus()
    QApplication.processEvents()
    return made


def asked(bench: Workbench) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    bench.page_wanted.connect(lambda page, path: found.append((page, path)))
    return found


def row_of(panel: ProblemPanel, code: str) -> int:
    model = panel.list.model()
    return next(row for row in range(model.rowCount()) if model.at(row).code == code)  # type: ignore[attr-defined]


def go_down_to(qtbot: QtBot, panel: ProblemPanel, code: str) -> None:
    panel.list.setCurrentIndex(panel.list.model().index(0, 0))
    for _ in range(row_of(panel, code)):
        qtbot.keyClick(panel.list, Qt.Key.Key_Down)


def fix_buttons(table: ProblemList) -> dict[str, QPushButton]:
    return {button.text(): button for button in table.viewport().findChildren(QPushButton) if button.isVisible()}


def test_that_the_worst_comes_first_and_rows_are_heard(panel: ProblemPanel) -> None:
    model = panel.list.model()
    heard = [model.data(model.index(row, 0), Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]
    assert heard[0].startswith("Error. The name “bad name” cannot be used")
    assert "Tile 2 · Name" in heard[0]
    assert heard[0].endswith("Call it “bad_name” with Ctrl+Enter")
    assert any(text.startswith("Warning. a.mp4 is stretched") for text in heard)
    assert any("Assumed (A21) · Tiles" in text for text in heard)


def test_that_enter_chooses_the_tile_and_asks_for_its_field(
    panel: ProblemPanel, bench: Workbench, qtbot: QtBot
) -> None:
    pages = asked(bench)
    go_down_to(qtbot, panel, "tile-squeezed")
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert pages == [("tile", "tiles.a.width")]
    assert bench.session.selection == ("a",)


def test_that_a_click_goes_there_as_well(panel: ProblemPanel, bench: Workbench, qtbot: QtBot) -> None:
    pages = asked(bench)
    rect = panel.list.visualRect(panel.list.model().index(0, 0))
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.topLeft() + rect.center() / 4)
    assert pages == [("tile", "tiles.b.name")]
    assert bench.session.selection == ("b",)


def test_that_ctrl_enter_mends_as_one_step_of_the_fix(panel: ProblemPanel, bench: Workbench, qtbot: QtBot) -> None:
    go_down_to(qtbot, panel, "tile-squeezed")
    qtbot.keyClick(panel.list, Qt.Key.Key_Return, CTRL)
    assert bench.session.composition.tile("a").height == 360
    assert bench.session.document.undo_text == "Keep its shape: 640 × 360"
    assert not bench.findings.at("tiles.a")
    bench.session.document.undo()
    assert bench.session.composition == SQUEEZED


def test_that_ctrl_enter_mends_where_the_window_has_another_use_for_it(
    panel: ProblemPanel, bench: Workbench, qtbot: QtBot
) -> None:
    sent: list[bool] = []
    submit = QAction(panel)
    submit.setShortcut("Ctrl+Return")
    submit.triggered.connect(lambda: sent.append(True))
    panel.addAction(submit)
    go_down_to(qtbot, panel, "tile-name")
    qtbot.keyClick(panel.list, Qt.Key.Key_Return, CTRL)
    assert sent == []
    assert bench.session.composition.tile("b").name == "bad_name"


def test_that_the_button_of_a_row_mends_it(panel: ProblemPanel, bench: Workbench, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: len(fix_buttons(panel.list)) == 3)
    button = fix_buttons(panel.list)["Keep its shape: 640 × 360"]
    assert button.accessibleName().startswith("Keep its shape: 640 × 360. a.mp4 is stretched")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert bench.session.composition.tile("a").height == 360
    left = ["Call it “bad_name”", "End with the shortest video"]
    qtbot.waitUntil(lambda: list(fix_buttons(panel.list)) == left)


def test_that_the_list_stays_at_a_problem_while_others_go(panel: ProblemPanel, bench: Workbench, qtbot: QtBot) -> None:
    go_down_to(qtbot, panel, "tile-squeezed")
    named = bench.session.composition.tile("b").replace(name="good")
    bench.session.document.apply(bench.session.composition.with_tile(named), "Rename tile")
    problem = panel.list.problem()
    assert problem is not None
    assert problem.code == "tile-squeezed"


def test_that_no_problem_is_told_as_such(make_bench: MakeBench, qtbot: QtBot) -> None:
    bench = make_bench(composition())
    panel = ProblemPanel(bench)
    qtbot.addWidget(panel)
    panel.show()
    assert panel.empty.isVisible()
    bench.session.document.apply(SQUEEZED, "Spoil")
    assert panel.list.isVisible()
    bench.session.document.undo()
    assert panel.empty.isVisible()


@pytest.fixture
def chip(bench: Workbench, qtbot: QtBot) -> Iterator[ProblemsChip]:
    bar = QWidget()
    row = QHBoxLayout(bar)
    row.setContentsMargins(0, 0, 0, 0)
    made = ProblemsChip(bench)
    row.addWidget(made)
    qtbot.addWidget(bar)
    bar.show()
    yield made
    bar.close()


def test_that_the_chip_counts_errors_and_warnings_and_goes_away(chip: ProblemsChip, bench: Workbench) -> None:
    assert chip.text() == "2 problems"
    chip.set_short(short=True)
    assert chip.text() == "2"
    assert chip.accessibleName() == "2 problems"
    bench.session.document.apply(composition(), "Mend")
    assert not chip.isVisible()
    bench.session.document.undo()
    assert chip.isVisible()


def test_that_the_chip_opens_the_list(chip: ProblemsChip, bench: Workbench, qtbot: QtBot) -> None:
    shown: list[bool] = []
    bench.commands.add([Command("view.problems", "Show the problems", lambda: shown.append(True))])
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert shown == [True]


def test_that_commands_walk_through_the_problems_and_mend_them(bench: Workbench) -> None:
    pages = asked(bench)
    count = len(bench.findings.problems)
    for _ in range(count + 1):
        bench.commands.run("problem.next")
    assert pages[0] == pages[-1] == ("tile", "tiles.b.name")
    assert len(set(pages)) == count
    bench.commands.run("problem.mend")
    assert bench.session.composition.tile("b").name == "bad_name"
