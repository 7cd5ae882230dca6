"""What is dropped beside a document, before it or after it: nothing of it is lost without a word."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from support.carriers import CARRIERS, TILES
from support.clips import clip
from tilewright.model.names import file_name
from tilewright.ui.report import Message
from tilewright.ui.windows.main import MainWindow
from ui.conftest import OpenWindow

from .test_desk import drop

pytestmark = pytest.mark.expects_log("propagateSizeHints")  # dialogs of a fixed size, offscreen

REQUEST = [tile.url for tile in TILES]
LEFT_OUT = "The videos that were being added were left out: another composition was opened."


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    window = open_window()
    window.bench.files.put_fresh()
    return window


@pytest.fixture
def said(window: MainWindow) -> list[Message]:
    said: list[Message] = []
    window.bench.report.said.connect(said.append)
    return said


def rest(window: MainWindow, qtbot: QtBot) -> None:
    bench = window.bench
    qtbot.waitUntil(lambda: not (bench.background.is_busy or bench.adding.is_busy), timeout=20000)


def video(folder: Path, name: str) -> str:
    shutil.copy(clip("silent"), folder / name)
    return str(folder / name)


def text(folder: Path, name: str, words: str | bytes) -> str:
    (folder / name).write_bytes(words if isinstance(words, bytes) else words.encode())
    return str(folder / name)


def urls(window: MainWindow) -> list[str]:
    return [tile.url for tile in window.bench.session.composition.tiles]


def test_that_a_request_beside_a_video_is_opened_whatever_is_being_added_and_what_it_ends_is_told(
    window: MainWindow, said: list[Message], tmp_path: Path, qtbot: QtBot
) -> None:
    request = text(tmp_path, "r.json", CARRIERS["callback as JSON"][0])
    drop(window, window.menu_row, video(tmp_path, "1.mp4"))
    drop(window, window.menu_row, video(tmp_path, "2.mp4"), request)
    drop(window, window.menu_row, video(tmp_path, "3.mp4"))
    qtbot.waitUntil(lambda: any("other files" in message.sentence for message in said), timeout=20000)
    rest(window, qtbot)
    assert urls(window)[: len(REQUEST)] == REQUEST
    told = [message.sentence for message in said]
    assert "r.json was opened; the other files were left out." in told
    there = {file_name(url) for url in urls(window)}
    assert LEFT_OUT in told or there >= {"3.mp4"}


def test_that_of_several_texts_the_content_tells_which_is_the_request(
    window: MainWindow, said: list[Message], tmp_path: Path, qtbot: QtBot
) -> None:
    notes = text(tmp_path, "a-notes.txt", "milk, bread")
    drop(window, window.menu_row, notes, text(tmp_path, "request.json", CARRIERS["callback as JSON"][0]))
    qtbot.waitUntil(lambda: len(said) == 2, timeout=20000)
    assert urls(window) == REQUEST
    assert said[1].sentence == "request.json was opened; the other files were left out."


def test_that_what_a_damaged_composition_keeps_away_is_told(
    window: MainWindow, said: list[Message], tmp_path: Path, qtbot: QtBot
) -> None:
    drop(window, window.menu_row, video(tmp_path, "1.mp4"), text(tmp_path, "x.tilewright", "{ broken"))
    qtbot.waitUntil(lambda: len(said) == 2, timeout=20000)
    assert said[0].kind == "error"
    assert said[1].sentence == "x.tilewright was not opened; the other files were left out."


def test_that_a_damaged_request_beside_a_video_is_told_with_what_is_wrong_with_it_and_the_video_comes(
    window: MainWindow, said: list[Message], tmp_path: Path, qtbot: QtBot
) -> None:
    damaged = "<Request><Tag>VideoSynthesis</Tag><Operation>"
    drop(window, window.menu_row, video(tmp_path, "1.mp4"), text(tmp_path, "r.xml", damaged))
    qtbot.waitUntil(lambda: len(urls(window)) == 1 and not window.bench.adding.is_busy, timeout=20000)
    assert len(said) == 1, said
    assert said[0].kind == "error"
    assert "r.xml" in said[0].sentence
    assert "line 1" in f"{said[0].sentence} {said[0].hint}"
