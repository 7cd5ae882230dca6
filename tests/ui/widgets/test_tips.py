"""What the pointer is told is read, not drawn: names and messages come from anybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QHelpEvent
from PySide6.QtGui import Qt as QtOfText
from PySide6.QtWidgets import QApplication, QLabel, QToolTip
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from tilewright.model.composition import Composition
from tilewright.model.template import Template
from tilewright.ui.inspector.template_list import TemplateModel
from tilewright.ui.problems.model import ProblemModel
from tilewright.ui.theme.theme import Theme
from tilewright.ui.tiles.model import TileModel
from tilewright.ui.widgets.labels import ElidedLabel
from tilewright.ui.widgets.tips import plain_tip, set_tip, set_wrapped_tip
from tilewright.ui.workbench import Workbench

HOSTILE = "<img src='file:///x.png' width=9999>"
TIP = Qt.ItemDataRole.ToolTipRole
might_be_rich = QtOfText.mightBeRichText


def seen(tip: str) -> str:
    return tip.replace("\u2060", "")


@pytest.mark.parametrize(
    "text",
    [HOSTILE, "<b>x", " <a href=x>y</a>", "&lt;b&gt;", "a &lt;", "<?xml version='1.0'?><b>x", "<!DOCTYPE html>", "<>"],
)
def test_that_no_text_is_taken_for_more_than_its_letters(text: str) -> None:
    assert not might_be_rich(plain_tip(text))
    assert seen(plain_tip(text)) == text


@pytest.mark.parametrize("text", ["", "a.mp4", "1 < 2 & 3", "https://a/b?c=1&d=2", "first\n<b>second</b>"])
def test_that_what_is_plain_stays_letter_by_letter(text: str) -> None:
    assert plain_tip(text) == text


def test_that_a_sentence_that_is_wrapped_shows_its_signs(theme: Theme, qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    set_wrapped_tip(label, HOSTILE)
    assert "<img" not in label.toolTip()
    set_wrapped_tip(label, "")
    assert label.toolTip() == ""


def test_that_a_name_cut_short_is_told_as_it_is_written(theme: Theme, qtbot: QtBot) -> None:
    label = ElidedLabel(HOSTILE * 4)
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.show()
    qtbot.waitExposed(label)
    assert label.textFormat() is Qt.TextFormat.PlainText
    middle = label.rect().center()
    QApplication.sendEvent(label, QHelpEvent(QEvent.Type.ToolTip, middle, label.mapToGlobal(middle)))
    assert seen(QToolTip.text()) == HOSTILE * 4
    (tip,) = [each for each in QApplication.topLevelWidgets() if each.metaObject().className() == "QTipLabel"]
    assert isinstance(tip, QLabel)
    assert not might_be_rich(tip.text())
    QToolTip.hideText()


def test_that_actions_are_told_plainly(theme: Theme) -> None:
    action = QAction("Open")
    set_tip(action, HOSTILE)
    assert not might_be_rich(action.toolTip())


def test_that_lists_tell_names_of_strangers_plainly(make_bench: Callable[[Composition], Workbench]) -> None:
    bench = make_bench(composition(tile("a", 0, 0, 640, 360, name=HOSTILE)))
    bench.findings.refresh()
    tiles, problems, templates = TileModel(bench, bench), ProblemModel(bench, bench), TemplateModel(bench)
    templates.add([Template("t1", HOSTILE)])
    named = [tiles.data(tiles.index(0), TIP), templates.data(templates.index(0), TIP)]
    said = [problems.data(problems.index(row), TIP) for row in range(problems.rowCount())]
    assert all(HOSTILE in seen(tip) for tip in named)
    assert said
    assert not any(map(might_be_rich, [*named, *said]))
    heard = templates.data(templates.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert HOSTILE in heard  # letter by letter
