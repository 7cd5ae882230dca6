"""What assistive tools find in the lists of tiles, problems and commands."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from tilewright.model.composition import Composition
from tilewright.ui.commands.layouts import commands
from tilewright.ui.layouts.gallery import Gallery
from tilewright.ui.problems.list import ProblemPanel
from tilewright.ui.tiles.panel import TilePanel
from tilewright.ui.workbench import Workbench

MakeBench = Callable[[Composition], Workbench]


def heard(widget: QWidget) -> list[str]:
    """The names of what an assistive tool finds in a widget."""
    found = QAccessible.queryAccessibleInterface(widget)
    children = [found.child(at) for at in range(found.childCount())]
    return [child.text(QAccessible.Text.Name) for child in children]


def test_that_rows_are_told_whole(make_bench: MakeBench, qtbot: QtBot) -> None:
    bench = make_bench(composition(tile("a", 0, 0, 640, 360), tile("b", 9000, 0, 640, 360, locked=True)))
    bench.findings.refresh()
    tiles, problems = TilePanel(bench), ProblemPanel(bench)
    for panel in (tiles, problems):
        qtbot.addWidget(panel)
        panel.show()
    assert heard(tiles.table)[:2] == [
        "2, b.mp4, 640 × 360 at 9000, 0, locked, one error",
        "1, a.mp4, 640 × 360 at 0, 0",
    ]
    assert heard(problems.list)[0].startswith("Error. b.mp4 lies outside the frame")


def test_that_every_control_has_a_name_of_its_own(make_bench: MakeBench, qtbot: QtBot) -> None:
    bench = make_bench(composition(tile("a"), tile("b")))
    bench.commands.add(commands(bench))
    panel, gallery = TilePanel(bench), Gallery(bench)
    for widget in (panel, gallery):
        qtbot.addWidget(widget)
        widget.show()
        controls = [*widget.findChildren(QAbstractButton), *widget.findChildren(QLineEdit)]
        names = [control.accessibleName() for control in controls if control.isVisible()]
        assert all(names)
        assert len(names) == len(set(names))
