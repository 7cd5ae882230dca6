"""The main window: its panels, its sizes, and what it remembers of them."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QListView, QMenu, QWidget
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from tilewright import settings
from tilewright.ui.commands.command import MENUS
from tilewright.ui.commands.registry import shortcut, tooltip
from tilewright.ui.files.standing import Standing
from tilewright.ui.windows.main import SMALLEST, MainWindow
from tilewright.ui.windows.menus import MenuRow
from tilewright.ui.windows.panels import Panels
from tilewright.ui.windows.summary import clock
from tilewright.ui.windows.toolbar import PaletteField
from ui.conftest import OpenBench, OpenWindow


def test_that_a_wide_window_has_all_panels_open(open_window: OpenWindow) -> None:
    window = open_window(size=(1440, 900))
    assert window.is_open("left")
    assert window.is_open("right")
    assert window.is_open("bottom")


def test_that_a_small_window_keeps_the_canvas_free(open_window: OpenWindow) -> None:
    window = open_window(size=SMALLEST)
    assert (window.width(), window.height()) == SMALLEST
    assert not window.is_open("left")
    assert window.is_open("right")
    assert not window.is_open("bottom")
    assert window.bottom.isVisible()  # its row of tabs stays


def test_that_nothing_of_the_toolbar_is_cut_off_at_the_smallest_size(open_window: OpenWindow, qtbot: QtBot) -> None:
    bar = open_window(size=SMALLEST).toolbar

    def is_in_order() -> bool:
        """Every part lies in the bar, and none over its neighbour, once the bar has been laid out."""
        shown = [child for child in bar.findChildren(QWidget) if child.isVisible() and child.parent() is bar]
        ordered = sorted(shown, key=lambda child: child.x())
        pairs = itertools.pairwise(ordered)
        return (
            len(shown) > 5
            and all(bar.rect().contains(child.geometry()) for child in shown)
            and all(left.geometry().right() <= right.geometry().left() for left, right in pairs)
        )

    qtbot.waitUntil(is_in_order)


def test_that_submit_and_profile_cannot_be_hidden_by_any_arrangement(open_window: OpenWindow) -> None:
    window = open_window()
    for side in ("left", "right", "bottom"):
        window.toggle(side)
    assert window.toolbar.submit_button.isVisible()
    assert window.toolbar.profile_box.isVisible()


def test_that_panels_are_remembered_for_each_class_of_size(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(size=(1440, 900))
    window.bench.commands.run("view.left")
    window.step("right", 60)
    QTest.qWait(50)
    width = window.docks.dock("right").width()
    window.close()
    again = open_window(size=(1440, 900))
    assert not again.is_open("left")
    assert again.docks.dock("right").width() == width
    again.close()
    small = open_window(size=SMALLEST)
    assert small.docks.dock("right").width() < width


def test_that_reset_brings_the_panels_back(window: MainWindow) -> None:
    window.bench.commands.run("view.left")
    window.bench.commands.run("view.reset-panels")
    assert window.is_open("left")


def test_that_a_look_is_taken_and_remembered(window: MainWindow) -> None:
    window.bench.commands.run("view.look-dark")
    assert QApplication.palette().window().color().lightness() < 60
    window.bench.preferences.save()
    assert settings.load(window.bench.workplace.home).window.look == "dark"


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "0:00"), (42.4, "0:42"), (59.6, "1:00"), (725, "12:05"), (3723, "1:02:03")]
)
def test_that_lengths_are_said_like_a_clock(seconds: float, said: str) -> None:
    assert clock(seconds) == said


def test_that_submit_says_why_it_is_off(open_window: OpenWindow) -> None:
    window = open_window(composition(tile("a", 0, 0, 0, 0)))
    window.bench.findings.refresh()
    assert "to mend first" in window.toolbar.submit_button.summary.line
    assert window.toolbar.submit_button.summary.off


def test_that_undo_names_the_step_it_takes_back(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(composition(tile("a")))
    document = window.bench.session.document
    document.apply(document.composition.with_tile(tile("a", 9)), "Move R&D.mp4")
    assert window.bench.commands.action("edit.undo").text() == "Undo Move R&&D.mp4"
    qtbot.waitUntil(window.bench.commands.action("edit.undo").isEnabled)
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert document.composition == composition(tile("a"))
    assert window.bench.commands.action("edit.redo").text() == "Redo Move R&&D.mp4"
    window.bench.session.select(["a"])
    window.bench.commands.run("arrange.resize-right")
    assert window.bench.commands.action("edit.undo").text() == "Undo Resize a.mp4"


def test_that_canvas_and_table_have_one_focus(open_window: OpenWindow) -> None:
    window = open_window(composition(*(tile(name, 100 * at, 0, 90, 90) for at, name in enumerate("abcd"))))
    canvas, table = window.panels.centre.canvas, window.findChild(QListView, "tileTable")
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    assert window.bench.session.selection == ("a",)
    assert table is not None
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Up)  # the uppermost tile is the first row
    QTest.keyClick(table, Qt.Key.Key_Up)
    assert window.bench.session.selection == ("c",)
    canvas.setFocus(Qt.FocusReason.OtherFocusReason)
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    assert window.bench.session.selection == ("d",)


def test_that_a_message_appears_over_the_canvas_and_an_error_stays(window: MainWindow, qtbot: QtBot) -> None:
    window.bench.report.say("Three tiles deleted")
    toast = window.toasts.shown[0]
    assert toast.isVisible()
    assert window.panels.centre.rect().contains(toast.geometry())
    for button in toast.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if button.accessibleName() == "Close this message":
            QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert window.toasts.shown == ()


def test_that_there_is_no_field_without_a_name(window: MainWindow) -> None:
    for field in window.findChildren(QLineEdit):
        assert field.accessibleName(), field


def sizes(window: MainWindow) -> tuple[int, int, int]:
    QApplication.processEvents()
    docks = window.docks
    return docks.dock("left").width(), docks.dock("right").width(), docks.dock("bottom").height()


@pytest.mark.parametrize("size", [(1440, 900), (1300, 820)])
def test_that_a_panel_keeps_its_size_whichever_page_it_shows(open_window: OpenWindow, size: tuple[int, int]) -> None:
    window = open_window(size=size)
    before = sizes(window)
    for index in (2, 1, 0, 2, 0):
        window.bottom.tabs.setCurrentIndex(index)
        assert sizes(window) == before


def test_that_the_bottom_panel_opens_as_high_as_it_was(open_window: OpenWindow) -> None:
    window = open_window(size=(1440, 900))
    window.step("bottom", 48)
    before = sizes(window)
    for _ in range(3):
        window.bench.commands.run("view.bottom")
        QApplication.processEvents()
        window.bench.commands.run("view.bottom")
        assert sizes(window) == before


def test_that_panels_come_back_exactly_when_the_window_had_another_size_meanwhile(open_window: OpenWindow) -> None:
    window = open_window(size=(1440, 900))
    before = sizes(window)
    for size in ((1024, 700), (1920, 1080), (1300, 820), (1440, 900)):
        window.resize(*size)
        QApplication.processEvents()
    assert sizes(window) == before
    assert window.is_open("left")
    window.step("right", 60)
    changed = sizes(window)
    for size in ((1024, 700), (1920, 1080), (1440, 900)):
        window.resize(*size)
        QApplication.processEvents()
    assert sizes(window) == changed


def test_that_a_panel_keeps_the_size_to_which_its_edge_was_dragged(open_window: OpenWindow) -> None:
    window = open_window(size=(1440, 900))
    left = window.docks.dock("left")
    edge = QPoint(left.geometry().right() + 1, left.geometry().center().y())
    QTest.mousePress(window, Qt.MouseButton.LeftButton, pos=edge)
    QTest.mouseMove(window, edge + QPoint(30, 0))
    QTest.mouseMove(window, edge + QPoint(40, 0))
    QTest.qWait(20)  # Qt follows with a timer
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton, pos=edge + QPoint(40, 0))
    QTest.qWait(20)
    dragged = sizes(window)
    assert dragged[0] > 290
    for size in ((1024, 700), (1440, 900)):
        window.resize(*size)
        QApplication.processEvents()
    assert sizes(window) == dragged


def test_that_the_tiles_come_back_by_a_button_where_they_are_hidden(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(size=SMALLEST)
    button = window.panels.centre.strip.tiles
    assert button is not None
    qtbot.waitUntil(button.isVisible)
    assert button.toolTip() == "Tiles and layouts (Ctrl+1)"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.is_open("left")
    qtbot.waitUntil(lambda: not button.isVisible())


def test_that_the_submit_button_says_where_the_video_goes(window: MainWindow, tmp_path: Path) -> None:
    button, session = window.toolbar.submit_button, window.bench.session
    assert "will be put" not in button.toolTip()  # there is nothing to submit
    made = composition(size=(320, 180))
    window.bench.files.put(Standing("Untitled", made), made)
    assert "The video will be put in Videos." in button.toolTip()
    path = tmp_path / "lesson.tilewright"
    window.bench.files.put(Standing(path.name, made, path), made)
    assert "The video will be put beside lesson.tilewright." in button.toolTip()
    session.aim(session.target.replace(profile="school", local=False, bucket="lessons-1250000001"))
    assert "The video stays in the bucket lessons-1250000001." in button.toolTip()


def test_that_the_tabs_below_the_canvas_are_whole_and_what_stands_beside_them_waits_for_room(
    open_window: OpenWindow,
) -> None:
    window = open_window(size=(1440, 900))
    QApplication.processEvents()
    assert window.panels.jobs_tools.isVisible()
    window.resize(*SMALLEST)
    QApplication.processEvents()
    for side in ("left", "bottom"):
        window.toggle(side)
    window.step("right", 160)
    QApplication.processEvents()
    tabs = window.bottom.tabs
    assert tabs.width() >= tabs.sizeHint().width()
    assert not window.panels.jobs_tools.isVisible()


def test_that_nothing_competes_with_the_making_of_the_panels(open_bench: OpenBench, qtbot: QtBot) -> None:
    bench = open_bench()
    bench.hold()
    there: list[bool] = []
    window = MainWindow(bench)
    bench.background.run(lambda _: iter([window.panels.is_filled]), on_event=there.append)
    window.show()
    qtbot.waitUntil(lambda: bool(there))
    assert there == [True]
    window.close()
    window.deleteLater()


def test_that_the_toolbar_says_the_shortcuts_of_the_registry(open_window: OpenWindow) -> None:
    window = open_window(size=(1440, 900))
    commands = window.bench.commands
    submit = shortcut(commands.get("composition.submit"))
    assert window.toolbar.submit_button.toolTip().splitlines()[0] == f"Submit ({submit})"
    (field,) = window.toolbar.findChildren(PaletteField)
    assert field.toolTip() == f"Find a command ({shortcut(commands.get('help.palette'))})"
    said = [button.toolTip().partition("\n")[0] for button in window.toolbar.findChildren(QAbstractButton)]
    for name in ("file.open", "composition.add-videos", "layout.gallery"):
        assert tooltip(commands.get(name)) in said


def test_that_menus_and_the_name_of_the_composition_stand_on_one_line(open_window: OpenWindow) -> None:
    window = open_window(size=(1440, 900))
    row = window.findChild(MenuRow)
    assert row is not None
    action = row.menu("File").menuAction()
    words = row.bar.actionGeometry(action).translated(row.bar.pos())
    assert abs(words.center().y() - row._title.geometry().center().y()) <= 1


def test_that_every_menu_fits_the_smallest_window_and_a_section_stands_together(window: MainWindow) -> None:
    for name in MENUS:
        menu = window.menu_row.menu(name)
        assert menu.sizeHint().height() <= SMALLEST[1] - 30, name  # below the bar of menus
        sections = [group for group in _sections(menu, window) if group]
        assert all(len(group) == 1 for group in sections), (name, sections)
        assert len(sections) == len({*itertools.chain(*sections)}), (name, sections)


def _sections(menu: QMenu, window: MainWindow) -> list[set[str]]:
    """Of what stands between two lines, which sections it is of."""
    found: list[set[str]] = [set()]
    for action in menu.actions():
        inside = action.menu()
        first = inside.actions()[0] if isinstance(inside, QMenu) and inside.actions() else action
        if action.isSeparator():
            found.append(set())
        elif command_id := first.property("command"):
            found[-1].add(window.bench.commands.get(str(command_id)).section)
    return found


def test_that_what_is_on_has_the_same_mark_in_a_menu_whatever_its_icon(window: MainWindow) -> None:
    QApplication.processEvents()
    commands, menu = window.bench.commands, window.menu_row.menu("View")
    menu.popup(window.mapToGlobal(QPoint(0, 0)))
    shown = menu.grab().toImage()
    menu.close()
    marks = []
    for command_id in ("view.snap", "view.rulers", "view.right", "view.left"):
        action = commands.action(command_id)
        assert action.isChecked()
        assert not action.icon().isNull() or command_id == "view.right"
        place = menu.actionGeometry(action)
        marks.append(shown.copy(place.x(), place.y(), 28, place.height()))
    assert all(mark == marks[0] for mark in marks)


def test_that_without_one_panel_the_others_are_there_and_the_background_works(
    open_bench: OpenBench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Panels) -> None:
        raise RuntimeError("as a test")

    monkeypatch.setattr(Panels, "_make_problems", fail)
    bench = open_bench()
    bench.hold()
    there: list[bool] = []
    window = MainWindow(bench)
    bench.background.run(lambda _: iter([window.panels.is_filled]), on_event=there.append)
    with qtbot.captureExceptions() as caught:
        window.show()
        qtbot.waitUntil(lambda: bool(there))
    assert [str(error) for _, error, _ in caught] == ["as a test"]
    assert window.panels.request.content is not None
    window.close()
    window.deleteLater()
