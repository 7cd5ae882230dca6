"""Messages over the canvas: what stands there, how often and how long."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from tilewright.errors import Unreachable
from tilewright.ui.report import Report
from tilewright.ui.theme.theme import Theme
from tilewright.ui.windows.main import MainWindow
from tilewright.ui.windows.question import Choice, Question
from tilewright.ui.windows.toasts import Toasts
from ui.conftest import OpenBench


@pytest.fixture
def area(theme: Theme, qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    return made


@pytest.fixture
def report(area: QWidget) -> Report:
    return Report(area)


@pytest.fixture
def toasts(area: QWidget, report: Report) -> Toasts:
    return Toasts(report, area)


def sentences(toasts: Toasts) -> list[str]:
    return [toast.message.sentence for toast in toasts.shown]


def test_that_what_is_told_twice_stands_there_once_and_as_the_newest(toasts: Toasts, report: Report) -> None:
    for _ in range(2):
        report.error(Unreachable("The service is away."))
        report.say("It is asked again.", kind="warning")
    assert sentences(toasts) == ["The service is away.", "It is asked again."]
    report.error(Unreachable("The service is away."))
    assert sentences(toasts) == ["It is asked again.", "The service is away."]


def test_that_an_error_goes_when_the_same_is_tried_again(toasts: Toasts, report: Report) -> None:
    report.error(Unreachable("The service is away."), about="submit")
    report.error(Unreachable("The disk is away."), about="save")
    report.end("submit")
    assert sentences(toasts) == ["The disk is away."]


def test_that_an_error_goes_with_the_composition_that_it_is_about(window: MainWindow) -> None:
    window.bench.report.error(Unreachable("The service is away."), about="submit")
    window.bench.report.error(Unreachable("The settings are away."))
    window.bench.files.put_fresh()
    assert sentences(window.toasts) == ["The settings are away."]


def test_that_an_error_of_opening_goes_when_another_file_is_opened(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.bench.files.open(tmp_path / "gone.tilewright")
    qtbot.waitUntil(lambda: len(window.toasts.shown) == 1)
    window.bench.files.open(tmp_path / "gone too.tilewright")
    qtbot.waitUntil(lambda: len(window.toasts.shown) == 1 and "gone too" in sentences(window.toasts)[0])


def test_that_what_is_told_while_the_window_is_being_made_stays_until_it_can_be_read(
    make_bench: OpenBench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tilewright.ui.windows.toasts.tokens.motion", lambda _: 40)
    window = MainWindow(make_bench())
    window.bench.report.say("It is as you left it.")
    qtbot.wait(120)
    assert sentences(window.toasts) == ["It is as you left it."]
    window.panels.fill_now()
    qtbot.waitUntil(lambda: window.toasts.shown == ())
    window.deleteLater()


def test_that_a_long_name_is_wrapped_and_nothing_of_it_is_cut(toasts: Toasts, report: Report, area: QWidget) -> None:
    report.error(Unreachable("n" * 200 + ".mp4 cannot be read."))
    [toast] = toasts.shown
    label = toast.findChild(QLabel)
    assert label is not None
    assert label.minimumSizeHint().width() <= label.width()
    assert label.heightForWidth(label.width()) <= label.height()
    assert area.rect().contains(toast.geometry())


def test_that_the_title_of_a_question_is_wrapped(area: QWidget) -> None:
    question = Question(area, "n" * 120 + " is already there", "It is.", [Choice("Cancel", lambda: None)])
    question.show()
    for label in question.findChildren(QLabel):
        assert label.minimumSizeHint().width() <= label.width()
        assert label.heightForWidth(label.width()) <= label.height()
    question.close()
