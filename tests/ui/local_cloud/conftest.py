"""A window on a home whose local cloud runs in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from support.clips import clip
from support.school import School, school
from support.sending import produce_slowly
from tilewright.model.composition import Composition
from tilewright.ui.theme.theme import Theme
from tilewright.ui.windows.main import MainWindow
from tilewright.ui.workbench import Workbench


@pytest.fixture
def account(tmp_path: Path, home: Path) -> Iterator[School]:
    with school(tmp_path, home, produce=produce_slowly) as made:
        made.studio.put("input/a.mp4", clip("short").read_bytes())
        made.caller.put("input/a.mp4", clip("short").read_bytes())
        yield made


@pytest.fixture
def show(account: School, theme: Theme, qtbot: QtBot) -> Iterator[Callable[..., MainWindow]]:
    """Opens windows with the local cloud in use."""
    opened: list[MainWindow] = []

    def make(composition: Composition | None = None) -> MainWindow:
        bench = Workbench(account.workplace(), theme, composition)
        bench.choose_profile("local")
        window = MainWindow(bench)
        window.resize(1280, 800)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.panels.fill_now()
        opened.append(window)
        return window

    yield make
    for window in opened:
        window.bench.files.ending.skip_question()
        window.close()
        assert window.bench.close(10), "work in the background did not end"
        window.deleteLater()
        window.bench.deleteLater()
    theme.choose("light")
