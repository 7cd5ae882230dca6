"""Replacing a source by a file of this computer; a real local cloud takes it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from support.clips import clip
from tilewright.ui.inspector.bringing import Bringer
from tilewright.ui.report import Message
from tilewright.ui.workbench import Workbench
from ui.conftest import OpenBench


@pytest.fixture
def bench(open_bench: OpenBench) -> Workbench:
    return open_bench(composition(tile("a", 1, 2, 320, 240)))


def test_that_the_file_is_brought_into_the_bucket(bench: Workbench, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "new clip.mp4"
    shutil.copy(clip("silent"), path)
    came: list[str] = []
    bringer = Bringer(bench, bench)
    bringer.bring(path, came.append)
    assert bringer.is_busy
    qtbot.waitUntil(lambda: not bringer.is_busy, timeout=20000)
    assert came == ["https://studio-1250000000.cos.local.myqcloud.com/input/new%20clip.mp4"]
    assert bench.preferences.window.last_folder == str(tmp_path)


def test_that_a_file_that_is_gone_is_told_and_changes_nothing(bench: Workbench, tmp_path: Path, qtbot: QtBot) -> None:
    said: list[Message] = []
    bench.report.said.connect(said.append)
    came: list[str] = []
    bringer = Bringer(bench, bench)
    bringer.bring(tmp_path / "gone.mp4", came.append)
    qtbot.waitUntil(lambda: not bringer.is_busy, timeout=20000)
    assert came == []
    assert "gone.mp4" in said[0].sentence
