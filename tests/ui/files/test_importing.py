"""Presets that come as files: opened, dropped, and by the palette."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from tilewright.files.presets import PRESETS, OwnPresets
from tilewright.model.built_in import BUILT_IN
from tilewright.model.options import Video
from tilewright.model.preset import Preset, apply
from tilewright.ui.files.start import start
from tilewright.ui.inspector.preset_dialog import PresetDialog
from ui.conftest import OpenWindow

from .conftest import Desk

MINE = Preset("own-1", "Mine", "For lessons", video=Video(codec="H.265"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / f"Mine{PRESETS.suffix}"
    made.write_bytes(PRESETS.encode(MINE))
    return made


def test_that_opening_a_preset_keeps_it_and_leaves_the_composition(desk: Desk, file: Path, home: Path) -> None:
    before = desk.composition
    desk.open(file)
    assert [message.sentence for message in desk.said] == ["The preset Mine is imported."]
    assert desk.said[-1].button == "Use it"
    assert [preset.name for preset in OwnPresets(home).read().own] == ["Mine"]
    assert desk.composition == before
    desk.open(file)
    assert desk.said[-1].sentence == "The preset Mine is here already."


def test_that_a_preset_that_the_program_was_started_with_is_kept(desk: Desk, file: Path, home: Path) -> None:
    start(desk.bench, file)
    desk.rest()
    assert [preset.name for preset in OwnPresets(home).read().own] == ["Mine"]
    assert "The preset Mine is imported." in [message.sentence for message in desk.said]
    assert not desk.composition.tiles


def test_that_a_preset_that_cannot_be_read_says_why(desk: Desk, file: Path, home: Path) -> None:
    file.write_bytes(b"{")
    desk.open(file)
    assert [message.kind for message in desk.said] == ["error"]
    assert not OwnPresets(home).read().own


def test_that_dropped_presets_are_kept_and_are_no_videos(
    open_window: OpenWindow, file: Path, home: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    other = tmp_path / f"Other{PRESETS.suffix}"
    other.write_bytes(PRESETS.encode(MINE.replace(id="own-2", name="Other")))
    window = open_window()
    said: list[str] = []
    window.bench.report.said.connect(lambda message: said.append(message.sentence))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(each)) for each in (file, other)])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    place, copy = QPoint(700, 80), Qt.DropAction.CopyAction
    QApplication.sendEvent(window, QDragEnterEvent(place, copy, data, left, none))
    event = QDropEvent(QPointF(place), copy, data, left, none)
    QApplication.sendEvent(window, event)
    assert event.isAccepted()
    qtbot.waitUntil(lambda: "2 presets are imported, or were here already." in said)
    assert [preset.name for preset in OwnPresets(home).read().own] == ["Mine", "Other"]
    assert not window.bench.session.composition.tiles


def test_that_the_palette_reaches_presets(
    open_window: OpenWindow, file: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    hd = BUILT_IN[0]
    start = apply(hd, composition(tile("a")).replace(preset=hd.id))
    window = open_window(start)
    bench = window.bench
    bench.commands.refresh()
    back = bench.commands.get("preset.back")
    assert back.off() == "Nothing differs from the preset"
    assert start.transcode is not None
    assert start.transcode.video is not None
    changed = start.replace(transcode=start.transcode.replace(video=start.transcode.video.replace(fps="7")))
    bench.session.document.apply(changed, "Rate")
    assert not back.off()
    bench.commands.run("preset.back")
    assert bench.session.composition.transcode == start.transcode
    bench.session.document.apply(changed.replace(transcode_template_id="t1"), "Template")
    assert bench.commands.get("preset.save-as").off() == "Off because the template decides."
    bench.session.document.undo()
    bench.commands.run("preset.save-as")
    (dialog,) = window.findChildren(PresetDialog)
    dialog.reject()
    monkeypatch.setattr(bench.files.dialogs, "open_preset", lambda then: then((file,)))
    with qtbot.waitSignal(bench.report.said, check_params_cb=lambda message: "imported" in message.sentence):
        bench.commands.run("preset.import")
