"""What the FFmpeg of this computer was built without is told in the window before anything is submitted."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from support.builders import ACCOUNT, composition, tile, transcode
from support.lesser_ffmpeg import lesser_ffmpeg
from tilewright.ui.workbench import Workbench
from ui.conftest import OpenBench

ELSEWHERE = tile("a", 0, 0, 1280, 720, url="https://elsewhere.invalid/a.mp4")
ABOVE = tile("b", 600, 100, 320, 180, url="https://elsewhere.invalid/b.mp4")


@pytest.fixture(autouse=True)
def lesser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = lesser_ffmpeg(tmp_path / "ffmpeg", "libsvtav1", "libaom-av1", "librav1e", "overlay")
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", found.path)


def told(bench: Workbench) -> list[str]:
    return [one.path for one in bench.findings.stopping if one.code == "local-ffmpeg"]


def test_that_a_missing_encoder_is_told_at_the_codec_wherever_tiles_are_carried(
    make_bench: OpenBench, qtbot: QtBot
) -> None:
    bench = make_bench(composition(ELSEWHERE))
    document = bench.session.document
    document.edit(lambda made: made.replace(transcode=transcode(codec="AV1")), "Codec")
    qtbot.waitUntil(lambda: told(bench) == ["transcode.video.codec"], timeout=10_000)
    document.edit(lambda made: made.replace(tiles=(ELSEWHERE.replace(x=2),)), "Move")
    bench.findings.refresh()
    assert told(bench) == ["transcode.video.codec"]
    document.edit(lambda made: made.replace(transcode=transcode()), "Codec")
    qtbot.waitUntil(lambda: told(bench) == [], timeout=10_000)


def test_that_another_ffmpeg_in_the_place_of_the_old_one_is_noticed(
    make_bench: OpenBench, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = make_bench(composition(ELSEWHERE))
    document = bench.session.document
    document.edit(lambda made: made.replace(transcode=transcode(codec="AV1")), "Codec")
    qtbot.waitUntil(lambda: told(bench) == ["transcode.video.codec"], timeout=10_000)
    with monkeypatch.context() as aside:
        aside.delenv("IMAGEIO_FFMPEG_EXE")
        lesser_ffmpeg(tmp_path / "ffmpeg", "libopus")
    document.edit(lambda made: made.replace(tiles=(ELSEWHERE.replace(x=2),)), "Move")
    qtbot.waitUntil(lambda: told(bench) == [], timeout=10_000)


def test_that_a_missing_filter_is_told_where_it_is_needed_and_an_account_has_an_ffmpeg_of_its_own(
    make_bench: OpenBench, qtbot: QtBot
) -> None:
    bench = make_bench(composition(ELSEWHERE))
    bench.session.document.edit(lambda made: made.replace(tiles=(ELSEWHERE, ABOVE)), "Add")
    qtbot.waitUntil(lambda: told(bench) == ["tiles"], timeout=10_000)
    bench.session.document.edit(lambda made: made.replace(tiles=(ELSEWHERE,)), "Remove")
    qtbot.waitUntil(lambda: told(bench) == [], timeout=10_000)
    bench.session.document.undo()
    qtbot.waitUntil(lambda: told(bench) == ["tiles"], timeout=10_000)
    bench.session.aim(ACCOUNT)
    qtbot.waitUntil(lambda: told(bench) == [], timeout=10_000)
