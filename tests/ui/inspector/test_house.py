"""What holds for every control of every page, and of the dialogs that pages open: names, sizes, order of Tab, margins,
translated words, and safety from the wheel.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QDialog,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tilewright.model.paths import write_path
from tilewright.model.template import TRANSCODE_TAG
from tilewright.ui.inspector.bucket_choice import choose_in_bucket
from tilewright.ui.inspector.inspector import Inspector
from tilewright.ui.inspector.page import all_pages
from tilewright.ui.inspector.preset_dialog import PresetDialog
from tilewright.ui.inspector.template_chooser import open_chooser
from tilewright.ui.widgets.field import Field
from tilewright.ui.workbench import Workbench
from ui.pseudo import OPEN

from .conftest import OpenInspector, whole
from .test_every_field import turn_the_wheel

TARGET = 24
FIELD = 28


def controls(owner: QWidget) -> Iterator[QWidget]:
    """Everything that can be used: of an inspector, on all pages and the rail."""
    for widget in owner.findChildren(QWidget):
        is_control = isinstance(widget, QAbstractButton | QLineEdit | QComboBox | QPlainTextEdit)
        if is_control and not isinstance(widget.parent(), QComboBox | QScrollBar):
            yield widget


def with_all_pages(inspector: Inspector) -> Inspector:
    for page in all_pages():
        inspector.show_page(page.id)
        inspector.page(page.id).refresh()
    return inspector


def test_that_every_control_has_a_name_of_its_own(open_inspector: OpenInspector) -> None:
    names = Counter(control.accessibleName() for control in controls(with_all_pages(open_inspector())))
    assert "" not in names
    assert {name: count for name, count in names.items() if count > 1} == {}


def test_that_every_control_is_large_enough(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    for page in all_pages():
        inspector.show_page(page.id)
        QCoreApplication.processEvents()
        for control in controls(inspector):
            if control.isVisible():
                least = FIELD if isinstance(control, QLineEdit | QComboBox) else TARGET
                assert control.height() >= least, control.accessibleName()
                assert control.width() >= TARGET, control.accessibleName()


@pytest.mark.parametrize("width", [368, 320])
def test_that_nothing_is_wider_than_the_form(open_inspector: OpenInspector, width: int) -> None:
    inspector = open_inspector(width=width)
    for page in all_pages():
        inspector.show_page(page.id)
        QCoreApplication.processEvents()
        form = inspector._forms[page.id]
        assert form.page.width() <= form.viewport().width(), page.id
        for control in controls(inspector):
            if control.isVisible() and form.page.isAncestorOf(control):
                right = control.mapTo(form.viewport(), QPoint(control.width(), 0)).x()
                assert right <= form.viewport().width(), (page.id, control.accessibleName())


def test_that_tab_goes_down_the_page(open_inspector: OpenInspector) -> None:
    """Row by row, from left to right; nothing that can be used is left out, cards with their buttons neither."""
    flat = whole().tiles[0].replace(height=50)
    inspector = open_inspector(write_path(whole().with_tile(flat), "output.object", "output/lesson"))
    inspector.bench.findings.refresh()
    for page in all_pages():
        inspector.show_page(page.id)
        form = inspector.page(page.id)
        QCoreApplication.processEvents()
        wanted = [
            control
            for control in controls(inspector)
            if control.isVisible()
            and control.isEnabled()
            and form.isAncestorOf(control)
            and control.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        reached: list[QWidget] = []
        step = form.nextInFocusChain()
        while step is not None and step is not form and len(reached) <= len(wanted):
            if step in wanted:
                reached.append(step)
            step = step.nextInFocusChain()
        assert len(reached) == len(wanted), page.id
        places = [control.mapTo(form, QPoint(0, 0)) for control in reached]
        for number, (before, after) in enumerate(itertools.pairwise(places)):
            names = reached[number].accessibleName(), reached[number + 1].accessibleName()
            is_beside = after.x() > before.x()
            assert after.y() > before.y() - 6 or is_beside, (page.id, names)


def test_that_every_layout_says_its_margins(open_inspector: OpenInspector) -> None:
    """Qt's own are 9 or 11 pixels, and 6 between."""
    inspector = with_all_pages(open_inspector())
    style = inspector.style()
    usual = style.pixelMetric(style.PixelMetric.PM_LayoutLeftMargin)
    for widget in [inspector, *inspector.findChildren(QWidget)]:
        layout = widget.layout()
        if layout is not None and not isinstance(widget, QComboBox):
            margins = layout.contentsMargins()
            sides = (margins.left(), margins.top(), margins.right(), margins.bottom())
            assert sides != (usual, usual, usual, usual), widget
            spacing = layout.horizontalSpacing() if isinstance(layout, QGridLayout) else layout.spacing()
            assert spacing >= 0, widget


def preset_dialog(bench: Workbench, ground: QWidget) -> QDialog:
    made = PresetDialog("Save as a preset", "Save", ground, taken=["Mine"], name="Lesson", size=(1280, 720))
    made.open()
    return made


def image_choice(bench: Workbench, ground: QWidget) -> QDialog:
    return choose_in_bucket(bench, ground, "Choose an image", ("png", "jpg"), lambda _: None)


def template_chooser(bench: Workbench, ground: QWidget) -> QDialog:
    return open_chooser(bench, TRANSCODE_TAG, ground)


OpenDialog = Callable[[Workbench, QWidget], QDialog]
DIALOGS: tuple[OpenDialog, ...] = (preset_dialog, image_choice, template_chooser)


@pytest.mark.expects_log("propagateSizeHints")  # dialogs of a fixed size, offscreen
@pytest.mark.parametrize("make", DIALOGS)
def test_that_controls_of_dialogs_keep_the_rules_of_the_house(
    make: OpenDialog, make_bench: Callable[..., Workbench], qtbot: QtBot
) -> None:
    """There is no service here: what is offered then, as *Try again*, is there, too."""
    ground = QWidget()
    qtbot.addWidget(ground)
    ground.show()
    bench = make_bench(whole())
    dialog = make(bench, ground)
    qtbot.waitUntil(lambda: dialog.isVisible() and not bench.background.is_busy)
    shown = [control for control in controls(dialog) if control.isVisible()]
    lists = [one for one in dialog.findChildren(QAbstractItemView) if one.isVisible()]
    names = Counter(control.accessibleName() or spoken(control) for control in [*shown, *lists])
    assert len(shown) >= 3
    assert "" not in names
    assert max(names.values()) == 1, names
    for control in shown:
        least = FIELD if isinstance(control, QLineEdit | QComboBox) else TARGET
        assert control.height() >= least, names
        assert control.width() >= TARGET, names
    before = [values_of(control) for control in shown]
    for control in shown:
        control.clearFocus()
        turn_the_wheel(control)
    assert [values_of(control) for control in shown] == before
    dialog.reject()


def spoken(control: QWidget) -> str:
    """What assistive tools are told of a control that has no name set: a button's own words."""
    return control.text().replace("&", "") if isinstance(control, QAbstractButton) else ""


def values_of(control: QWidget) -> tuple[object, ...]:
    names = ("text", "isChecked", "currentIndex", "toPlainText")
    return tuple(getattr(control, name)() for name in names if hasattr(control, name))


def seen(widget: QWidget) -> Iterator[str]:
    """All texts of a widget that people read or hear and that are not their own values."""
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, Field):
        yield from (widget.inner, widget.unit, widget.placeholderText())


OWN = {"car", "a.mp4", "logo.png", "Hello"}
"""Values of the composition."""


def test_that_every_word_goes_through_the_translation(open_inspector: OpenInspector, pseudo: None) -> None:
    inspector = with_all_pages(open_inspector())
    findings = inspector.bench.findings
    findings.refresh()
    for widget in [inspector, *inspector.findChildren(QWidget)]:
        for text in seen(widget):
            plain = text.strip().replace("\u200b", "")
            is_value = plain in OWN or not any(letter.isalpha() for letter in plain)
            assert not plain or OPEN in plain or is_value, (plain, widget)
