"""What a window does whatever the settings say, and what one command leaves to another."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from tilewright import settings
from tilewright.errors import Rejected
from tilewright.ui.commands.command import Command
from tilewright.ui.files.start import start
from tilewright.ui.report import Message
from tilewright.ui.widgets.field import Field
from tilewright.ui.windows.main import MainWindow
from tilewright.ui.workbench import Workbench
from ui.conftest import OpenBench, OpenWindow

ONE = composition(tile("a"), tile("b"))


def told(bench: Workbench) -> list[str]:
    said: list[str] = []
    bench.report.said.connect(lambda message: said.append(message.sentence))
    return said


@pytest.mark.parametrize("where", ["settings", "environment"])
def test_that_a_profile_that_is_not_there_is_told_in_a_window_on_the_local_cloud(
    make_bench: OpenBench, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    if where == "settings":
        home = settings.home()
        settings.change(home, lambda found: settings.Settings("gone", found.profiles, found.window))
    else:
        monkeypatch.setenv(settings.PROFILE, "gone")
    bench = make_bench()
    said = told(bench)
    start(bench)
    assert bench.session.target.local
    assert said[:2] == ["There is no profile 'gone'.", "Submissions go to the local cloud."]


def _type(window: MainWindow, text: str) -> Field:
    field = window.findChild(Field, "tileX")
    assert isinstance(field, Field)
    field.setFocus(Qt.FocusReason.TabFocusReason)
    field.selectAll()
    QTest.keyClicks(field, text)
    return field


def test_that_what_is_typed_is_a_step_of_its_own_before_another_command(open_window: OpenWindow) -> None:
    window = open_window(ONE)
    bench = window.bench
    bench.session.select(["a"])
    _type(window, "77")
    bench.commands.run("edit.duplicate")
    document = bench.session.document
    assert len(document.composition.tiles) == 3
    document.undo()
    assert document.composition == ONE.with_tile(ONE.tile("a").replace(x=77))
    assert document.undo_text == "X of a.mp4"


def test_that_undo_takes_back_what_is_being_typed(open_window: OpenWindow) -> None:
    window = open_window(ONE)
    window.bench.session.select(["a"])
    _type(window, "77")
    window.bench.commands.run("edit.undo")
    assert window.bench.session.composition == ONE
    assert not window.bench.session.document.can_undo


def _of_tiles(bench: Workbench) -> list[tuple[str, str]]:
    return [(one.code, one.path) for one in bench.findings.problems if one.code.startswith("tile-")]


def test_that_a_layout_that_is_only_looked_at_is_neither_kept_nor_checked_nor_written(
    make_bench: OpenBench, qtbot: QtBot
) -> None:
    bench = make_bench(ONE)
    bench.files.put_fresh()
    bench.session.document.apply(ONE, "Edit")
    kept = bench.files.unsaved_state()
    bench.findings.refresh()
    found = _of_tiles(bench)
    bench.arranging.look("side-by-side")
    assert bench.session.composition != ONE
    assert bench.session.document.wished == ONE
    assert bench.files.unsaved_state() == kept
    qtbot.waitSignal(bench.session.settled, timeout=2000).wait()
    bench.findings.refresh()
    assert _of_tiles(bench) == found == [("tile-covered", "tiles.a")]
    bench.arranging.end_look()
    bench.arranging.apply("side-by-side")
    assert bench.files.unsaved_state() != kept


def test_that_commands_are_told_before_they_run_by_their_id(make_bench: OpenBench) -> None:
    bench = make_bench()
    about: list[str] = []
    bench.commands.about_to_run.connect(about.append)
    bench.commands.add([Command("test.command", "Test", lambda: about.append("ran"))])
    bench.commands.run("test.command")
    assert about == ["test.command", "ran"]


def test_that_an_error_about_keys_has_a_button_that_leads_to_the_accounts(window: MainWindow) -> None:
    said: list[Message] = []
    window.bench.report.said.connect(said.append)
    window.bench.report.error(Rejected("Cannot submit.", "", code="SecretidNotExist", status=401))
    told = said[-1]
    assert told.hint == "Copy the SecretId and the SecretKey from the console into the profile again."
    assert told.button == "Accounts…"
    opened: list[str] = []
    window.bench.commands.about_to_run.connect(opened.append)
    assert told.run is not None
    told.run()
    assert opened == ["file.accounts"]
