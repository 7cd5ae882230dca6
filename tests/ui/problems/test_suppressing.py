"""Not being told again: asked for from the list by mouse and keys, shown below, and taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from support.builders import composition, known, source, tile
from tilewright.model.composition import Composition
from tilewright.model.suppressed import Suppressed
from tilewright.ui.commands import problems as problem_commands
from tilewright.ui.problems.list import ProblemPanel
from tilewright.ui.problems.model import ProblemModel
from tilewright.ui.problems.suppressing import LONGEST, SuppressDialog
from tilewright.ui.report import Message
from tilewright.ui.workbench import Workbench

MakeBench = Callable[[Composition], Workbench]

SQUEEZED = composition(tile("a", 0, 0, 640, 720), tile("b", 640, 0, 640, 360, name="bad name"))


@pytest.fixture
def bench(make_bench: MakeBench) -> Workbench:
    made = make_bench(SQUEEZED)
    made.commands.add(problem_commands.commands(made))
    made.session.learn(known(a=source(), b=source()))
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


def rows(panel: ProblemPanel) -> list[tuple[str, bool]]:
    model = panel.list.model()
    assert isinstance(model, ProblemModel)
    return [(model.at(row).code, model.at(row).is_suppressed) for row in range(model.rowCount())]


def go_to_row(panel: ProblemPanel, row: int) -> None:
    panel.list.setCurrentIndex(panel.list.model().index(row, 0))


def dialog(panel: ProblemPanel) -> SuppressDialog:
    (found,) = panel.window().findChildren(SuppressDialog)
    return found


def action(panel: ProblemPanel, text: str) -> QAction:
    (menu,) = panel.list.findChildren(QMenu, "problemMenu")
    (found,) = [each for each in menu.actions() if each.text() == text]
    return found


def test_that_a_warning_is_not_told_again_by_the_keyboard_alone(
    panel: ProblemPanel, bench: Workbench, qtbot: QtBot
) -> None:
    assert rows(panel) == [("tile-name", False), ("tile-squeezed", False)]
    go_to_row(panel, 1)
    qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    asked = dialog(panel)
    assert not asked.accept_button.isEnabled(), "without a reason nobody knows later why"
    qtbot.keyClicks(asked.reason, "The wall is wide")
    qtbot.keyClick(asked.reason, Qt.Key.Key_Return)
    assert bench.session.composition.suppressed == (
        Suppressed(code="tile-squeezed", path="tiles.a.width", reason="The wall is wide"),
    )
    assert rows(panel) == [("tile-name", False), ("tile-squeezed", True)]
    assert [problem.code for problem in bench.findings.worth_telling] == ["tile-name"]
    assert bench.session.document.undo_text == "Don't tell again"


def test_that_what_is_not_told_says_why_and_is_told_again_on_wish(
    panel: ProblemPanel, bench: Workbench, qtbot: QtBot
) -> None:
    quiet = Suppressed(code="tile-squeezed", path="tiles.a.width", reason="The wall is wide")
    bench.session.document.apply(bench.session.composition.replace(suppressed=(quiet,)), "Open")
    model = panel.list.model()
    assert isinstance(model, ProblemModel)
    assert model.place(1).startswith("Not told: The wall is wide · Tile 1")
    assert model.words(1).endswith("Delete tells it again")
    texts: list[QPushButton] = []
    qtbot.waitUntil(lambda: bool(texts.extend(_buttons(panel, "Tell me again")) or texts))
    qtbot.mouseClick(texts[0], Qt.MouseButton.LeftButton)
    assert rows(panel) == [("tile-name", False), ("tile-squeezed", False)]
    bench.session.document.undo()
    assert rows(panel) == [("tile-name", False), ("tile-squeezed", True)]
    go_to_row(panel, 1)
    qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    assert bench.session.composition.suppressed == ()


def _buttons(panel: ProblemPanel, text: str) -> list[QPushButton]:
    found = panel.list.viewport().findChildren(QPushButton)
    return [button for button in found if button.isVisible() and button.text() == text]


def test_that_the_menu_of_a_row_says_why_an_error_is_told_for_ever(panel: ProblemPanel, qtbot: QtBot) -> None:
    go_to_row(panel, 0)
    at = panel.list.visualRect(panel.list.currentIndex()).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, panel.list.viewport().mapToGlobal(at))
    QApplication.sendEvent(panel.list, event)
    quiet = action(panel, "Don't tell me again here…")
    assert not quiet.isEnabled()
    assert "has to be mended" in quiet.statusTip()
    assert action(panel, "Call it “bad_name”").isEnabled()
    _close_menu(panel)


def test_that_delete_on_an_error_says_why_it_is_told_for_ever(
    panel: ProblemPanel, bench: Workbench, qtbot: QtBot
) -> None:
    told: list[Message] = []
    bench.report.said.connect(told.append)
    go_to_row(panel, 0)
    qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    assert not panel.window().findChildren(SuppressDialog)
    (message,) = told
    assert message.sentence == "An error has to be mended: the service would refuse it."


def test_that_a_reason_has_a_limit_that_is_seen(panel: ProblemPanel, bench: Workbench, qtbot: QtBot) -> None:
    go_to_row(panel, 1)
    qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    asked = dialog(panel)
    assert asked.count.text() == f"0 of {LONGEST}"
    QApplication.clipboard().setText("x" * 300)
    asked.reason.paste()
    assert asked.count.text() == f"{LONGEST} of {LONGEST}"
    qtbot.keyClick(asked.reason, Qt.Key.Key_Return)
    assert [len(one.reason) for one in bench.session.composition.suppressed] == [LONGEST]


def test_that_the_menu_of_a_row_asks_for_the_reason_and_esc_leaves_all_as_it_was(
    panel: ProblemPanel, bench: Workbench, qtbot: QtBot
) -> None:
    index = panel.list.model().index(1, 0)
    at = panel.list.visualRect(index).topLeft() + panel.list.visualRect(index).center() / 8
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, panel.list.viewport().mapToGlobal(at))
    QApplication.sendEvent(panel.list.viewport(), event)
    assert panel.list.currentIndex() == index
    action(panel, "Don't tell me again here…").trigger()
    _close_menu(panel)
    asked = dialog(panel)
    assert "stretched" in asked.accessibleDescription()
    qtbot.keyClick(asked.reason, Qt.Key.Key_Escape)
    assert not asked.isVisible()
    assert bench.session.composition == SQUEEZED


def _close_menu(panel: ProblemPanel) -> None:
    for menu in panel.list.findChildren(QMenu, "problemMenu"):
        menu.close()
    QApplication.processEvents()


def test_that_the_command_asks_about_the_problem_one_is_at(panel: ProblemPanel, bench: Workbench, qtbot: QtBot) -> None:
    bench.commands.run("problem.next")
    assert "has to be mended" in bench.commands.get("problem.suppress").off()
    bench.commands.run("problem.next")
    bench.commands.run("problem.suppress")
    asked = dialog(panel)
    qtbot.keyClicks(asked.reason, "so")
    qtbot.mouseClick(asked.accept_button, Qt.MouseButton.LeftButton)
    assert [problem.code for problem in bench.findings.suppressed] == ["tile-squeezed"]


def test_that_good_news_waits_until_nothing_is_listed_at_all(make_bench: MakeBench, qtbot: QtBot) -> None:
    hidden = Suppressed(code="tile-hidden", path="tiles.b.hidden", reason="later")
    bench = make_bench(composition(tile("a", 0, 0, 1280, 720), tile("b", hidden=True), suppressed=(hidden,)))
    panel = ProblemPanel(bench)
    qtbot.addWidget(panel)
    panel.show()
    bench.findings.refresh()
    assert bench.findings.problems == ()
    assert panel.list.isVisible()
