"""The command palette and the list of keys, by mouse and by keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from support.builders import composition
from tilewright.model.composition import Composition
from tilewright.ui.commands.command import Command
from tilewright.ui.theme import tokens
from tilewright.ui.windows.keys import KeysDialog
from tilewright.ui.windows.palette import Palette
from tilewright.ui.windows.toolbar import PaletteField
from tilewright.ui.workbench import Workbench

MakeBench = Callable[[Composition], Workbench]


@dataclass
class Scene:
    """A window with a field, a bar and a palette; ``ran`` are the ids of the commands that ran."""

    bench: Workbench
    window: QWidget
    before: QLineEdit
    elsewhere: QPushButton
    palette: Palette
    qtbot: QtBot
    noted: list[str] = field(default_factory=list)

    @property
    def ran(self) -> list[str]:
        """By the end of this turn of the loop."""
        QCoreApplication.processEvents()
        return self.noted

    def type(self, text: str) -> None:
        self.qtbot.keyClicks(self.palette.field, text)

    def press(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(self.palette.field, key)

    @property
    def texts(self) -> list[str]:
        return [row.text for row in self.palette.model.rows]

    @property
    def chosen(self) -> str:
        return self.texts[self.palette.list.currentIndex().row()]


@pytest.fixture
def scene(make_bench: MakeBench, qtbot: QtBot) -> Iterator[Scene]:
    bench = make_bench(composition())
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1000, 700)
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    bar, before, elsewhere = QWidget(), QLineEdit(), QPushButton()
    for widget in (bar, before, elsewhere):
        column.addWidget(widget)
    bar.setFixedHeight(52)
    column.addStretch(1)
    made = Scene(bench, window, before, elsewhere, Palette(bench, window, bar), qtbot)

    def command(command_id: str, text: str, **more: object) -> Command:
        return Command(command_id, text, lambda: made.noted.append(command_id), menu="Arrange", **more)  # type: ignore[arg-type]

    bench.commands.add(
        [
            command("width", "Same width", keys=("Shift+W",)),
            command("size", "Same size", names="width height"),
            command("gap", "Same gap across", names="width", off=lambda: "Select three tiles first"),
            command("help.palette", "Find a command…"),
            *(command(f"other{number}", f"Other {number}") for number in range(12)),
        ]
    )
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    before.setFocus()
    yield made
    made.palette.close_palette()


def test_that_it_opens_with_all_commands_but_itself(scene: Scene) -> None:
    scene.palette.open()
    assert scene.palette.field.hasFocus()
    assert scene.texts[:3] == ["Same width", "Same size", "Same gap across"]
    assert len(scene.texts) == 15
    assert scene.palette.list.height() == 9 * 36
    assert (scene.palette.y(), scene.palette.width()) == (52 + 72, 560)


def test_that_typing_finds_and_enter_runs_and_gives_the_focus_back(scene: Scene) -> None:
    scene.palette.open()
    scene.type("same w")
    assert scene.texts == ["Same width", "Same size", "Same gap across"]
    scene.press(Qt.Key.Key_Down)
    assert scene.chosen == "Same size"
    scene.press(Qt.Key.Key_Return)
    assert scene.ran == ["size"]
    assert not scene.palette.isVisible()
    assert scene.before.hasFocus()


def test_that_what_cannot_run_says_why_and_does_nothing(scene: Scene) -> None:
    scene.palette.open()
    scene.type("gap")
    row = scene.palette.model.rows[0]
    assert row.words == "Same gap across, Arrange, Select three tiles first"
    scene.press(Qt.Key.Key_Return)
    assert scene.ran == []
    assert scene.palette.isVisible()


def test_that_esc_closes_and_gives_the_focus_back(scene: Scene) -> None:
    scene.palette.open()
    scene.press(Qt.Key.Key_Escape)
    assert not scene.palette.isVisible()
    assert scene.before.hasFocus()
    assert scene.ran == []


def test_that_a_click_on_a_row_runs_it(scene: Scene) -> None:
    scene.palette.open()
    rect = scene.palette.list.visualRect(scene.palette.model.index(1))
    scene.qtbot.mouseClick(scene.palette.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert scene.ran == ["size"]


def test_that_a_press_elsewhere_closes_it(scene: Scene) -> None:
    scene.palette.open()
    scene.qtbot.mouseClick(scene.elsewhere, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert not scene.palette.isVisible()


def test_that_arrows_go_round(scene: Scene) -> None:
    scene.palette.open()
    scene.press(Qt.Key.Key_Up)
    assert scene.chosen == "Other 11"
    scene.press(Qt.Key.Key_Down)
    assert scene.chosen == "Same width"


def test_that_what_was_used_last_comes_first_next_time(scene: Scene) -> None:
    scene.palette.open()
    scene.type("other 7")
    scene.press(Qt.Key.Key_Return)
    scene.palette.open()
    assert scene.texts[:2] == ["Other 7", "Same width"]
    assert scene.bench.preferences.window.recent_commands == ("other7",)


def test_that_letters_are_typed_although_they_are_shortcuts(scene: Scene) -> None:
    scene.bench.commands.attach(scene.window)
    scene.palette.open()
    scene.qtbot.keyClick(scene.palette.field, Qt.Key.Key_W, Qt.KeyboardModifier.ShiftModifier)
    assert scene.palette.field.text().lower() == "w"
    assert scene.ran == []


def test_that_nothing_found_is_said(scene: Scene) -> None:
    scene.palette.open()
    scene.type("zebra")
    assert scene.palette.nothing.isVisible()
    assert not scene.palette.list.isVisible()
    scene.press(Qt.Key.Key_Return)
    assert scene.ran == []


def test_that_the_chosen_row_is_told_with_the_field(scene: Scene) -> None:
    scene.palette.open()
    scene.press(Qt.Key.Key_Down)
    scene.press(Qt.Key.Key_Up)
    assert scene.palette.field.accessibleDescription() == "Same width, Arrange, Shift+W"


def test_that_the_keys_of_all_commands_can_be_read_and_found(scene: Scene) -> None:
    keys = KeysDialog(scene.bench, scene.window)
    keys.show()
    QApplication.processEvents()

    def rows() -> list[tuple[str, str]]:
        table = keys.table
        cells = ((table.item(row, 0), table.item(row, 1)) for row in range(table.rowCount()))
        return [(left.text(), right.text()) for left, right in cells if left and right]

    assert rows()[:3] == [("Arrange", ""), ("Same width", "Shift+W"), ("On the canvas", "")]
    assert ("Rename", "F2") in rows()
    keys.field.setFocus()
    scene.qtbot.keyClicks(keys.field, "zebra")
    assert rows() == []
    scene.qtbot.keyClick(keys.field, Qt.Key.Key_Escape)
    assert not keys.isVisible()
    keys.deleteLater()


def colours_of(widget: QWidget) -> set[str]:
    picture = widget.grab().toImage()
    return {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}


@pytest.mark.parametrize("look", ["light", "contrast"])
def test_that_keys_have_a_ground_but_in_high_contrast(scene: Scene, look: tokens.Look) -> None:
    """There the colour of that ground says that the pointer is on something."""
    scene.bench.theme.choose(look)
    scene.palette.open()
    field = PaletteField(scene.bench.commands.get("width"))
    scene.qtbot.addWidget(field)
    ground = tokens.colour("hover").name()
    assert [ground in colours_of(widget) for widget in (scene.palette, field)] == 2 * [look == "light"]
