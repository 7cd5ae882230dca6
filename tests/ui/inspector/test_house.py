"""What holds for every control of every page: names, sizes, order of Tab, margins, translated words."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QWidget,
)

from tilewright.model.paths import write_path
from tilewright.ui.inspector.inspector import Inspector
from tilewright.ui.inspector.page import all_pages
from tilewright.ui.widgets.field import Field
from ui.pseudo import OPEN

from .conftest import OpenInspector, whole

TARGET = 24
FIELD = 28


def controls(inspector: Inspector) -> Iterator[QWidget]:
    """Everything that can be used, on all pages and the rail."""
    for widget in inspector.findChildren(QWidget):
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
