"""Replacing a source by a file of this computer; a real local cloud takes it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from support.clips import clip
from tilewright.model.composition import Composition
from tilewright.model.options import Watermark, WatermarkImage, WatermarkText
from tilewright.ui.commands import replacing
from tilewright.ui.files.dialogs import Dialogs
from tilewright.ui.inspector.binding import Habits
from tilewright.ui.inspector.bringing import Bringer
from tilewright.ui.inspector.pages.tile import TilePage
from tilewright.ui.inspector.pages.watermarks import WatermarksPage
from tilewright.ui.report import Message
from tilewright.ui.widgets.field import Field
from tilewright.ui.workbench import Workbench
from ui.conftest import OpenBench

BROUGHT = "https://studio-1250000000.cos.local.myqcloud.com/input/car.mp4"


@pytest.fixture
def bench(open_bench: OpenBench) -> Workbench:
    return open_bench(composition(tile("a", 1, 2, 320, 240)))


def test_that_the_file_is_brought_into_the_bucket(bench: Workbench, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "new clip.mp4"
    shutil.copy(clip("silent"), path)
    came: list[str] = []
    bringer = Bringer(bench, bench)
    bringer.bring(path, lambda url: came.append(url) is None)
    assert bringer.is_busy
    qtbot.waitUntil(lambda: not bringer.is_busy, timeout=20000)
    assert came == ["https://studio-1250000000.cos.local.myqcloud.com/input/new%20clip.mp4"]
    assert bench.preferences.window.last_folder == str(tmp_path)


def test_that_a_file_that_is_gone_is_told_and_changes_nothing(bench: Workbench, tmp_path: Path, qtbot: QtBot) -> None:
    said: list[Message] = []
    bench.report.said.connect(said.append)
    came: list[str] = []
    bringer = Bringer(bench, bench)
    bringer.bring(tmp_path / "gone.mp4", lambda url: came.append(url) is None)
    qtbot.waitUntil(lambda: not bringer.is_busy, timeout=20000)
    assert came == []
    assert "gone.mp4" in said[0].sentence


@pytest.fixture
def video(tmp_path: Path) -> Path:
    path = tmp_path / "car.mp4"
    shutil.copy(clip("silent"), path)
    return path


def test_that_a_file_chosen_for_one_composition_never_gets_into_the_next(
    bench: Workbench, video: Path, qtbot: QtBot
) -> None:
    said: list[Message] = []
    bench.report.said.connect(said.append)
    page = TilePage(bench, Habits(bench))
    qtbot.addWidget(page)
    chosen = bench.session.composition.tiles[0]
    page._bringer.bring(video, lambda url: page.take_source(chosen, url))
    other = composition(tile("a", 1, 2, 320, 240))
    bench.files.put_fresh()
    bench.session.document.reset(other)
    assert not page._bringer.is_busy
    qtbot.waitUntil(lambda: not bench.background.is_busy, timeout=20000)
    assert bench.session.composition == other
    assert [message.sentence for message in said] == ["car.mp4 was not used: another composition was opened."]


def test_that_a_tile_whose_source_has_changed_meanwhile_keeps_it_and_that_is_told(
    bench: Workbench, video: Path, qtbot: QtBot
) -> None:
    said: list[Message] = []
    bench.report.said.connect(said.append)
    page = TilePage(bench, Habits(bench))
    qtbot.addWidget(page)
    chosen = bench.session.composition.tiles[0]
    page._bringer.bring(video, lambda url: page.take_source(chosen, url))
    edited = composition(tile("a", 1, 2, 320, 240).replace(url="https://a.b/other.mp4"))
    bench.session.document.apply(edited, "Address")
    qtbot.waitUntil(lambda: not page._bringer.is_busy, timeout=20000)
    assert bench.session.composition == edited
    assert [message.sentence for message in said] == [
        "car.mp4 is in the bucket now, but what it was chosen for has changed."
    ]


def test_that_the_source_of_the_one_chosen_tile_is_replaced_by_a_command(
    bench: Workbench, video: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.commands.add(replacing.commands(bench))
    command = bench.commands.get("composition.replace-source")
    assert command.off() == "Select one tile first"
    bench.session.select(["a"])
    assert not command.off()
    window = QMainWindow()
    qtbot.addWidget(window)
    bench.files.attach(Dialogs(window))
    monkeypatch.setattr(Dialogs, "open_one", lambda _, __, ___, ____, then: then((video,)))
    command.run()
    assert command.off() == "A file is being brought already"
    qtbot.waitUntil(lambda: not command.off(), timeout=20000)
    assert bench.session.composition.tiles[0].url == BROUGHT
    assert bench.session.document.undo_text == "Replace the source"


def test_that_the_source_comes_after_a_gesture_that_is_going_on(bench: Workbench, video: Path, qtbot: QtBot) -> None:
    page = TilePage(bench, Habits(bench))
    qtbot.addWidget(page)
    document, chosen = bench.session.document, bench.session.composition.tiles[0]
    page._bringer.bring(video, lambda url: page.take_source(chosen, url))
    document.preview(composition(chosen.replace(x=70)))
    qtbot.waitUntil(page._bringer._still.isActive, timeout=20000)
    document.commit("Move")
    qtbot.waitUntil(lambda: not page._bringer.is_busy, timeout=20000)
    assert document.composition.tiles[0].replace(url="") == chosen.replace(x=70, url="")
    assert document.composition.tiles[0].url == BROUGHT
    assert document.undo_text == "Replace the source"


def _marked(*watermarks: Watermark) -> Composition:
    return composition(tile("a"), watermarks=watermarks)


def test_that_a_file_that_has_come_is_in_what_is_sent_whatever_is_half_typed(
    bench: Workbench, video: Path, qtbot: QtBot
) -> None:
    page = TilePage(bench, Habits(bench))
    qtbot.addWidget(page)
    document, chosen = bench.session.document, bench.session.composition.tiles[0]
    bench.session.select(["a"])
    page.show()
    page.activateWindow()
    field = page.findChild(Field, "tileX")
    assert field is not None
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "70")
    page._bringer.bring(video, lambda url: page.take_source(chosen, url))
    qtbot.waitUntil(lambda: not page._bringer.is_busy, timeout=20000)
    assert (document.committed.tiles[0].x, document.committed.tiles[0].url) == (70, BROUGHT)
    document.undo()
    assert (document.committed.tiles[0].x, document.committed.tiles[0].url) == (70, chosen.url)


def test_that_an_image_follows_its_watermark_and_is_dropped_when_that_is_gone(
    make_bench: OpenBench, qtbot: QtBot
) -> None:
    text = Watermark(type="Text", text=WatermarkText(text="Hello"))
    image = Watermark(type="Image", dx=5, image=WatermarkImage(url="https://a.b/old.png"))
    bench = make_bench(_marked(text, image))
    page = WatermarksPage(bench, Habits(bench))
    qtbot.addWidget(page)
    bench.session.document.apply(_marked(image.replace(dx=9), text), "Order of the watermarks")
    assert page.take_picture(image, "https://a.b/new.png")
    new = image.replace(dx=9, image=WatermarkImage(url="https://a.b/new.png"))
    assert bench.session.composition.watermarks == (new, text)
    before = bench.session.composition
    assert not page.take_picture(image, "https://a.b/third.png")
    assert bench.session.composition == before
