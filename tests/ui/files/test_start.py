"""What a window shows first, with a real local cloud for the sample."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from support.builders import url
from tilewright.assets import resource
from tilewright.files.recovery import left_over, take_newest
from tilewright.files.saving import save_file
from tilewright.model.document import decode
from tilewright.ui.files import start as begins
from tilewright.ui.files.standing import Standing
from tilewright.ui.report import Message
from tilewright.ui.workbench import Workbench
from ui.conftest import OpenBench

from .conftest import ONE, TWO


def said(bench: Workbench) -> list[Message]:
    messages: list[Message] = []
    bench.report.said.connect(messages.append)
    return messages


def start(bench: Workbench, file: Path | None = None) -> None:
    """As the program does, which looks for what is left while it brings its modules."""
    begins.start(bench, file, take_newest(bench.workplace.home) if file is None else None)


def rest(bench: Workbench, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not bench.background.is_busy, timeout=20000)


def test_that_the_first_start_shows_the_sample_at_once_and_its_clips_soon(open_bench: OpenBench, qtbot: QtBot) -> None:
    bench = open_bench()
    messages = said(bench)
    start(bench)
    tiles = bench.session.composition.tiles
    assert (len(tiles), bench.files.title, bench.files.has_unsaved) == (4, "Sample", False)
    known = bench.session.known
    qtbot.waitUntil(lambda: all(tile.url in bench.session.known.sources for tile in tiles), timeout=20000)
    assert known.troubles == {}
    assert bench.session.known.troubles == {}
    rest(bench, qtbot)
    assert [bench.pictures.of(tile.url) is not None for tile in tiles] == [True] * 4
    assert messages == []


def test_that_later_starts_show_an_empty_composition(open_bench: OpenBench, make_bench: OpenBench) -> None:
    first = make_bench()
    start(first)
    first.close()
    bench = make_bench()
    start(bench)
    assert bench.session.composition.tiles == ()
    assert bench.session.composition.inline_frame.size == (1920, 1080)


def test_that_a_file_that_was_asked_for_comes_first(make_bench: OpenBench, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "lesson.tilewright"
    save_file(path, ONE, None)
    bench = make_bench()
    start(bench, path)
    rest(bench, qtbot)
    assert (bench.session.composition, bench.files.path) == (ONE, path)


def test_that_what_was_not_saved_comes_back_without_a_question(
    make_bench: OpenBench, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "lesson.tilewright"
    save_file(path, ONE, None)
    first = make_bench()
    start(first, path)
    rest(first, qtbot)
    first.session.document.apply(TWO, "Edit")
    first.files.ending.skip_question()
    first.close()
    bench = make_bench()
    messages = said(bench)
    start(bench)
    assert (bench.session.composition, bench.files.path, bench.files.has_unsaved) == (TWO, path, True)
    assert [message.sentence for message in messages] == ["lesson.tilewright is as you left it. It is not saved yet."]
    bench.files.save()
    rest(bench, qtbot)
    bench.close()
    third = make_bench()
    start(third)
    assert third.session.composition.tiles == ()


def test_that_what_was_saved_just_before_the_end_is_known_as_saved(
    make_bench: OpenBench, tmp_path: Path, qtbot: QtBot
) -> None:
    """Killed between the save and the end of the recovery."""
    path = tmp_path / "lesson.tilewright"
    save_file(path, ONE, None)
    first = make_bench()
    first.files.put_fresh()
    first.files.open(path)
    rest(first, qtbot)
    first.session.document.apply(TWO, "Edit")
    first.close()
    save_file(path, TWO, None, replace=True)
    bench = make_bench()
    start(bench)
    rest(bench, qtbot)
    assert (bench.session.composition, bench.files.state_text) == (TWO, "Saved")
    bench.close()
    assert left_over(bench.workplace.home) == ()


def test_that_more_unsaved_work_than_one_window_shows_is_told(
    make_bench: OpenBench, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "lesson.tilewright"
    save_file(path, ONE, None)
    for value in (ONE, TWO):
        bench = make_bench()
        bench.files.put_fresh()
        bench.session.document.apply(value, "Edit")
        bench.close()
    bench = make_bench()
    messages = said(bench)
    wanted: list[None] = []
    bench.files.recent_wanted.connect(lambda: wanted.append(None))
    start(bench, path)
    rest(bench, qtbot)
    assert bench.session.composition == ONE
    (told,) = [one for one in messages if one.kind != "error"]  # there is no service either
    assert (told.sentence, told.button) == ("2 more are not saved yet.", "Open recent")
    assert told.run is not None
    told.run()
    assert len(wanted) == 1
    other = make_bench()
    messages = said(other)
    start(other)
    rest(other, qtbot)
    assert other.session.composition == TWO
    assert [one.sentence for one in messages if one.kind != "error"][1:] == ["Untitled is not saved yet, either."]


def test_that_another_window_leaves_the_work_of_a_living_one_alone(make_bench: OpenBench, qtbot: QtBot) -> None:
    first = make_bench()
    start(first)
    first.session.document.apply(TWO, "Edit")
    first.preferences.save()
    rest(first, qtbot)
    second = make_bench()
    start(second)
    assert second.session.composition.tiles == ()


def test_that_the_sample_keeps_what_was_changed_meanwhile(open_bench: OpenBench, qtbot: QtBot) -> None:
    """The bucket has something else of that name, so the clip gets another address."""
    bench = open_bench()
    bench.sample.put()
    sample = bench.session.composition
    bench.session.document.apply(sample.with_tile(sample.tiles[0].replace(x=1)), "Move")
    bench.sample._brought = {"slides.mp4": url("elsewhere")}
    bench.sample._take_addresses()
    assert (bench.session.composition.tiles[0].x, bench.session.composition.tiles[0].url) == (1, url("elsewhere"))
    bench.session.document.undo()
    assert bench.session.composition.tiles[0] == sample.tiles[0].replace(url=url("elsewhere"))


def test_that_what_waits_for_a_text_is_done_before_the_sample_takes_other_addresses(
    make_bench: OpenBench, qtbot: QtBot
) -> None:
    bench, told = make_bench(), list[str]()
    bench.sample.brought.connect(lambda: told.append("brought"))
    sample = decode(resource("samples", "sample.tilewright").read_bytes(), "sample.tilewright")
    bench.files.put(Standing("Sample", sample), sample)
    bench.sample._composition, bench.sample._brought = sample, {"slides.mp4": url("elsewhere")}
    bench.unread.set_reading(reading=True)
    bench.sample._on_done()
    bench.edit(lambda now: now.with_tile(now.tiles[0].replace(x=1)), "Move")
    assert not told
    bench.unread.set_reading(reading=False)
    qtbot.waitUntil(lambda: told == ["brought"], timeout=10_000)
    assert bench.session.composition.tiles[0] == sample.tiles[0].replace(url=url("elsewhere"), x=1)
    bench.sample._brought = {"slides.mp4": url("nowhere")}
    bench.files.put(Standing("Sample", sample), sample)
    bench.unread.set_reading(reading=True)
    bench.sample._on_done()
    bench.files.put_fresh()
    assert told == ["brought", "brought"], "whoever waits for the clips waits for ever"
    bench.unread.set_reading(reading=False)
    QTest.qWait(50)
    assert bench.session.composition == bench.files.fresh()


def test_that_the_sample_without_a_service_is_still_shown(make_bench: OpenBench, qtbot: QtBot) -> None:
    bench = make_bench()
    messages = said(bench)
    start(bench)
    rest(bench, qtbot)
    assert len(bench.session.composition.tiles) == 4
    assert [message.kind for message in messages] == ["error"]


@pytest.mark.expects_log("set aside")
def test_that_unsaved_work_that_cannot_be_read_is_told_once(make_bench: OpenBench, qtbot: QtBot) -> None:
    first = make_bench()
    first.files.put_fresh()
    first.session.document.apply(ONE, "Edit")
    first.close()
    (left,) = (first.workplace.home / "recovery").glob("*.json")
    left.write_bytes(b"{")
    for expected in (1, 0):
        bench = make_bench()
        messages = said(bench)
        start(bench)
        rest(bench, qtbot)
        told = [one for one in messages if one.sentence == "Something that was not saved cannot be read."]
        assert len(told) == expected
        bench.close()
