"""The shared controls: no wheel turns a value, keys do, and targets are large enough."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tilewright.ui.theme.theme import Theme
from tilewright.ui.widgets.buttons import IconButton, PlainButton
from tilewright.ui.widgets.chip import Chip
from tilewright.ui.widgets.combo import Combo
from tilewright.ui.widgets.field import Field
from tilewright.ui.widgets.switch import Switch
from tilewright.ui.widgets.tabs import Tabs

CONTROLS: list[Callable[[], QWidget]] = [
    lambda: Field("Width", "Width", "px", right=True),
    lambda: Combo("Codec"),
    lambda: Switch("Locked"),
    lambda: PlainButton("Fit"),
    lambda: IconButton("save", "Save"),
    lambda: Chip("Problems"),
    lambda: Tabs("Panels"),
]


def turn_wheel(widget: QWidget) -> None:
    place = QPointF(widget.rect().center())
    event = QWheelEvent(
        place,
        widget.mapToGlobal(place),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


@pytest.mark.parametrize("make", CONTROLS)
def test_that_every_control_has_a_name_and_a_target_of_28_pixels(
    make: Callable[[], QWidget], theme: Theme, qtbot: QtBot
) -> None:
    control = make()
    qtbot.addWidget(control)
    control.show()
    assert control.accessibleName()
    assert control.height() >= 28


@pytest.mark.parametrize("focused", [False, True])
def test_that_the_wheel_changes_no_choice_and_no_number(theme: Theme, qtbot: QtBot, focused: bool) -> None:
    combo, field, tabs = Combo("Codec"), Field("Width"), Tabs("Panels")
    combo.addItems(["a", "b", "c"])
    field.setText("10")
    for name in "abc":
        tabs.addTab(name)
    for control in (combo, field, tabs):
        qtbot.addWidget(control)
        control.show()
        if focused:
            control.setFocus()
        turn_wheel(control)
    assert (combo.currentIndex(), field.text(), tabs.currentIndex()) == (0, "10", 0)


def test_that_arrow_keys_step_by_one_and_with_shift_by_ten(theme: Theme, qtbot: QtBot) -> None:
    field = Field("Width")
    qtbot.addWidget(field)
    field.set_steps(enabled=True)
    steps: list[int] = []
    field.stepped.connect(steps.append)
    QTest.keyClick(field, Qt.Key.Key_Up)
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert steps == [1, -1, 10]


def test_that_a_field_tells_enter_leaving_and_escape(theme: Theme, qtbot: QtBot) -> None:
    field = Field("Width")
    qtbot.addWidget(field)
    told: list[str] = []
    field.accepted.connect(lambda: told.append("accepted"))
    field.cancelled.connect(lambda: told.append("cancelled"))
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert told == ["accepted", "cancelled"]


def test_that_a_ring_shows_only_for_focus_by_keys(theme: Theme, qtbot: QtBot) -> None:
    button = PlainButton("Fit")
    qtbot.addWidget(button)
    button.show()
    button.activateWindow()
    qtbot.waitUntil(button.isActiveWindow)
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not button.has_ring
    button.clearFocus()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: button.has_ring)


def test_that_a_switch_answers_the_space_bar(theme: Theme, qtbot: QtBot) -> None:
    switch = Switch("Locked")
    qtbot.addWidget(switch)
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert switch.isChecked()
