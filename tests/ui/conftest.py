"""What holds for every test of the window: one application in our look, and no widget left behind."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from tilewright.errors import Unreachable
from tilewright.model.composition import Composition
from tilewright.ui.theme.theme import Theme
from tilewright.ui.workbench import Workbench
from tilewright.usecases.workplace import Service, Workplace


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, "light")


@pytest.fixture(autouse=True)
def no_widget_is_left(theme: Theme) -> Iterator[None]:
    before = set(map(id, QApplication.topLevelWidgets()))
    yield
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [
        widget
        for widget in QApplication.topLevelWidgets()
        if id(widget) not in before and not widget.parent() and widget.isVisible()
    ]
    assert not left, f"widgets left behind: {left}"


class Offline(Workplace):
    """A workplace whose service is never reached: nothing is started, and no picture or fact arrives."""

    def service(self, asked: str | None = None) -> Service:
        raise Unreachable("There is no service in this test.")


@pytest.fixture
def make_bench(home: Path, theme: Theme) -> Iterator[Callable[[Composition], Workbench]]:
    """A workbench without a window and without a service, closed after the test."""
    made: list[Workbench] = []

    def make(composition: Composition) -> Workbench:
        bench = Workbench(Offline.open(), theme, composition)
        made.append(bench)
        return bench

    yield make
    for bench in made:
        assert bench.close()
