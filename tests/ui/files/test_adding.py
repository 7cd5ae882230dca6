"""Videos come into the open composition; a real local cloud takes them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from support.clips import clip
from tilewright.layout.place import Placed
from tilewright.model.composition import Composition
from tilewright.ui.files import adding
from tilewright.ui.files.adding import Adding
from tilewright.ui.report import Message
from tilewright.ui.workbench import Workbench
from ui.conftest import OpenBench


@pytest.fixture(autouse=True, params=["at once", "in turns"])
def is_in_turns(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Few videos become tiles in one turn of the loop, many in several."""
    if request.param == "in turns":
        monkeypatch.setattr(adding, "MOST_AT_ONCE", 0)
    return bool(request.param == "in turns")


@pytest.fixture
def bench(open_bench: OpenBench) -> Workbench:
    bench = open_bench()
    bench.files.put_fresh()
    return bench


@pytest.fixture
def said(bench: Workbench) -> list[Message]:
    said: list[Message] = []
    bench.report.said.connect(said.append)
    return said


@pytest.fixture
def videos(tmp_path: Path) -> list[str]:
    made = []
    for name in ("one", "two", "three", "four"):
        made.append(str(tmp_path / f"{name}.mp4"))
        shutil.copy(clip("silent"), made[-1])
    return made


def wait(bench: Workbench, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not bench.adding.is_busy, timeout=20000)


def test_that_the_first_videos_are_laid_out_at_once_as_one_step(
    bench: Workbench, videos: list[str], qtbot: QtBot
) -> None:
    bench.adding.add(videos)
    assert bench.adding.text == "Adding 4 videos"
    wait(bench, qtbot)
    tiles = bench.session.composition.tiles
    assert [one.url.rpartition("/")[2] for one in tiles] == ["one.mp4", "two.mp4", "three.mp4", "four.mp4"]
    assert {one.url for one in tiles} <= set(bench.session.known.sources)
    assert bench.session.selection == (tiles[0].id,)  # else the first drag would move all of them
    assert bench.session.document.undo_text == "Add 4 videos"
    assert bench.adding.text == ""
    bench.session.document.undo()
    assert bench.session.composition.tiles == ()


def test_that_the_first_videos_keep_to_even_pixels_where_only_those_are_wanted(
    bench: Workbench, videos: list[str], qtbot: QtBot
) -> None:
    bench.session.document.apply(composition(size=(854, 482)).replace(tiles=()), "Begin")
    bench.preferences.set("even", True)
    bench.adding.add(videos)
    wait(bench, qtbot)
    rects = [there.rect for there in bench.session.placement().tiles if isinstance(there, Placed)]
    assert len(rects) == 4
    assert not any(number % 2 for rect in rects for number in rect), rects
    bench.adding.add(videos)
    wait(bench, qtbot)
    later = [there.rect for there in bench.session.placement().tiles if isinstance(there, Placed)][4:]
    assert len({rect[:2] for rect in later}) == 4, "none lies over another"
    assert not any(number % 2 for rect in later for number in rect), later


def test_that_what_is_no_video_is_told_and_the_others_come(
    bench: Workbench, videos: list[str], said: list[Message], tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "notes.mp4").write_text("milk, bread")
    Image.new("RGB", (8, 8)).save(tmp_path / "logo.png")
    odd = [str(tmp_path / name) for name in ("notes.mp4", "absent.mp4", "logo.png")]
    bench.adding.add([videos[0], *odd, videos[1]])
    wait(bench, qtbot)
    assert len(bench.session.composition.tiles) == 2
    assert [message.kind for message in said] == ["error", "error", "error"]
    assert "notes.mp4" in said[0].sentence
    assert said[2].hint.startswith("An image is laid over the result as a watermark. Accepted are mp4, "), said[2]
    assert "absent.mp4" in said[1].sentence


def test_that_videos_added_while_others_come_are_added_after_them(
    bench: Workbench, videos: list[str], qtbot: QtBot
) -> None:
    bench.adding.add(videos[:1])
    bench.adding.add(videos[1:3])
    wait(bench, qtbot)
    names = [one.url.rpartition("/")[2] for one in bench.session.composition.tiles]
    assert names == ["one.mp4", "two.mp4", "three.mp4"]


def test_that_later_videos_are_chosen_together(bench: Workbench, videos: list[str], qtbot: QtBot) -> None:
    bench.session.document.apply(composition(tile("a")), "Begin")
    bench.adding.add(videos[:2])
    wait(bench, qtbot)
    assert bench.session.selection == tuple(one.id for one in bench.session.composition.tiles[1:])


def test_that_a_gesture_is_not_disturbed(bench: Workbench, videos: list[str], qtbot: QtBot) -> None:
    document = bench.session.document
    document.apply(composition(tile("a")), "Begin")
    moved = document.composition.with_tile(document.composition.tiles[0].replace(x=50))
    document.preview(moved)
    bench.adding.add(videos[:1])
    qtbot.waitUntil(lambda: bench.adding._still.isActive(), timeout=20000)
    assert document.composition == moved
    document.commit("Move")
    wait(bench, qtbot)
    assert [one.x for one in document.composition.tiles][:1] == [50]
    assert len(document.composition.tiles) == 2


def test_that_a_gesture_that_begins_meanwhile_loses_neither_these_videos_nor_the_next(
    bench: Workbench, videos: list[str], qtbot: QtBot
) -> None:
    """It begins as soon as the facts of the videos are there."""
    document = bench.session.document
    document.apply(composition(tile("a")), "Begin")
    moved = document.composition.with_tile(document.composition.tiles[0].replace(x=50))

    def begin() -> None:
        if len(bench.session.known.sources) == 1:
            document.preview(moved)

    bench.session.known_changed.connect(begin)
    bench.adding.add(videos[:1])
    bench.adding.add(videos[1:2])
    qtbot.waitUntil(lambda: document.is_previewing, timeout=20000)
    qtbot.wait(3 * adding.PAUSE_MS)
    assert document.composition == moved
    bench.session.known_changed.disconnect(begin)
    document.commit("Move")
    wait(bench, qtbot)
    assert [one.url.rpartition("/")[2] for one in document.composition.tiles[1:]] == ["one.mp4", "two.mp4"]


def test_that_videos_meant_for_another_composition_are_not_added_to_this_one(
    bench: Workbench, videos: list[str], qtbot: QtBot
) -> None:
    bench.adding.add(videos)
    bench.files.put_fresh()
    wait(bench, qtbot)
    qtbot.waitUntil(lambda: not bench.background.is_busy, timeout=20000)
    assert bench.session.composition.tiles == ()


def test_that_a_clipboard_without_anything_is_told(bench: Workbench, said: list[Message]) -> None:
    QGuiApplication.clipboard().clear()
    bench.adding.paste()
    assert said[-1].sentence == "There is no video's address and no request on the clipboard."


def test_that_addresses_are_pasted(bench: Workbench, said: list[Message], videos: list[str], qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("\n".join(videos[:2]))
    bench.adding.paste()
    wait(bench, qtbot)
    assert len(bench.session.composition.tiles) == 2
    QGuiApplication.clipboard().setText("a word")
    bench.adding.paste()
    assert said[-1].sentence == "There is no video's address and no request on the clipboard."


def test_that_a_folder_brings_its_videos_and_an_empty_one_is_told(
    bench: Workbench, videos: list[str], said: list[Message], tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "notes.txt").write_text("milk, bread")
    (tmp_path / "empty").mkdir()
    QGuiApplication.clipboard().setText(f"{tmp_path}\n{tmp_path / 'empty'}")
    bench.adding.paste()
    wait(bench, qtbot)
    names = [one.url.rpartition("/")[2] for one in bench.session.composition.tiles]
    assert names == ["four.mp4", "one.mp4", "three.mp4", "two.mp4"]
    assert bench.session.document.undo_text == "Add 4 videos"
    assert [message.sentence for message in said] == ["There are no videos in the folder empty."]


def test_that_a_service_that_is_not_there_is_told(make_bench: OpenBench, videos: list[str], qtbot: QtBot) -> None:
    bench = make_bench()
    said: list[Message] = []
    bench.report.said.connect(said.append)
    adding: Adding = bench.adding
    adding.add(videos)
    wait(bench, qtbot)
    assert [message.kind for message in said] == ["error"]
    assert bench.session.composition.tiles == ()


def test_that_a_pasted_address_loses_its_signature_and_that_is_told(
    bench: Workbench, said: list[Message], qtbot: QtBot
) -> None:
    QGuiApplication.clipboard().setText("https://a.invalid/b.mp4?q-sign-algorithm=sha1&q-ak=AKID&q-signature=abc")
    bench.adding.paste()
    wait(bench, qtbot)
    assert [one.url for one in bench.session.composition.tiles] == ["https://a.invalid/b.mp4"]
    assert [message.sentence for message in said] == ["The signature or token in the address was left out."]


def between_turns(bench: Workbench, do: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    """``do`` once, after the tiles were reckoned and before they are put in."""
    put_in = bench.adding._put_in
    waiting = [do]

    def observed(before: Composition, after: Composition) -> Iterator[None]:
        if waiting:
            waiting.pop()()
        return put_in(before, after)

    monkeypatch.setattr(bench.adding, "_put_in", observed)


def test_that_an_edit_between_two_turns_stays(
    bench: Workbench, videos: list[str], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    document = bench.session.document
    edited = composition(tile("one"))
    between_turns(bench, lambda: document.apply(edited, "Edit"), monkeypatch)
    bench.adding.add(videos)
    wait(bench, qtbot)
    assert bench.session.composition.tiles[0] == edited.tiles[0]
    assert len(bench.session.composition.tiles) == 5
    assert [document.undo_text, document.undo(), document.composition] == ["Add 4 videos", None, edited]


def test_that_a_gesture_that_begins_between_two_turns_is_not_disturbed(
    bench: Workbench, videos: list[str], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    document = bench.session.document
    held = composition(tile("one"))
    between_turns(bench, lambda: document.preview(held), monkeypatch)
    bench.adding.add(videos)
    qtbot.waitUntil(lambda: document.is_previewing, timeout=20000)
    qtbot.wait(50)
    assert document.composition == held
    assert bench.adding.is_busy
    document.rollback()
    wait(bench, qtbot)
    assert len(bench.session.composition.tiles) == 4


def test_that_another_composition_between_two_turns_stays_as_it_is(
    bench: Workbench, videos: list[str], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    begun: list[None] = []

    def put() -> None:
        begun.append(None)
        bench.files.put_fresh()

    between_turns(bench, put, monkeypatch)
    bench.adding.add(videos)
    qtbot.waitUntil(lambda: bool(begun), timeout=20000)
    wait(bench, qtbot)
    qtbot.wait(50)
    assert bench.session.composition.tiles == ()
