"""Opening, saving and closing on real files, with the user's answers given by the test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tilewright.files.recovery import left_over
from tilewright.files.saving import open_file, save_file
from tilewright.model.composition import Composition
from tilewright.wire.request import write_request

from .conftest import ONE, OTHER, TWO, Desk

OpenDesk = Callable[[], Desk]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "lesson.tilewright"
    save_file(path, ONE, None)
    return path


def content(path: Path) -> Composition:
    return open_file(path).opened.composition


def test_that_a_file_is_opened_edited_and_saved(desk: Desk, path: Path) -> None:
    desk.open(path)
    assert desk.composition == ONE
    assert (desk.files.title, desk.files.state_text, desk.files.is_saved) == ("lesson.tilewright", "Saved", True)
    desk.edit(TWO)
    assert (desk.files.state_text, desk.files.has_unsaved) == ("Changes not saved", True)
    desk.save()
    assert (desk.files.state_text, content(path)) == ("Saved", TWO)
    desk.bench.session.document.undo()
    assert desk.files.state_text == "Changes not saved"
    desk.bench.session.document.redo()
    assert desk.files.state_text == "Saved"
    assert desk.answers.asked == []


def test_that_every_change_of_the_state_is_told_once(desk: Desk, path: Path, qtbot: QtBot) -> None:
    told: list[tuple[str, str]] = []
    desk.files.state_changed.connect(lambda: told.append((desk.files.title, desk.files.state_text)))
    desk.open(path)
    for now in (TWO, OTHER):
        desk.edit(now)
    desk.save()
    name = "lesson.tilewright"
    assert told == [(name, "Saved"), (name, "Changes not saved"), (name, "Saving…"), (name, "Saved")]


def test_that_a_new_composition_is_saved_where_the_user_says(desk: Desk, tmp_path: Path) -> None:
    desk.edit(TWO)
    desk.answers.names = [tmp_path / "new.tilewright"]
    desk.save()
    assert desk.answers.suggested == [("", "Untitled.tilewright")]
    assert content(tmp_path / "new.tilewright") == TWO
    assert desk.files.path == tmp_path / "new.tilewright"
    assert desk.bench.preferences.window.recent == (str(tmp_path / "new.tilewright"),)
    assert left_over(desk.files.home) == ()


def test_that_saving_under_another_name_leaves_the_old_file(desk: Desk, path: Path, tmp_path: Path) -> None:
    desk.open(path)
    desk.edit(TWO)
    desk.answers.names = [tmp_path / "b.tilewright"]
    desk.files.save_as()
    desk.rest()
    assert (content(path), content(tmp_path / "b.tilewright")) == (ONE, TWO)
    desk.edit(OTHER)
    desk.save()
    assert (content(path), content(tmp_path / "b.tilewright")) == (ONE, OTHER)


def test_that_an_existing_file_is_replaced_only_when_the_user_says_so(desk: Desk, path: Path) -> None:
    desk.edit(TWO)
    desk.answers.names = [path]
    desk.save()
    assert desk.answers.asked == ["lesson.tilewright is already there"]
    assert content(path) == ONE
    assert desk.files.path is None
    desk.answers.press("Replace")
    desk.rest()
    assert content(path) == TWO
    assert desk.files.path == path


def test_that_what_somebody_else_saved_is_not_replaced_unasked(desk: Desk, path: Path, tmp_path: Path) -> None:
    desk.open(path)
    desk.edit(TWO)
    save_file(path, OTHER, None, replace=True)
    desk.save()
    assert desk.answers.asked == ["lesson.tilewright was changed by somebody else"]
    desk.answers.press("Cancel")
    assert (content(path), desk.files.has_unsaved) == (OTHER, True)
    desk.save()
    desk.answers.names = [tmp_path / "mine.tilewright"]
    desk.answers.press("Save a copy…")
    desk.rest()
    assert (content(path), content(tmp_path / "mine.tilewright")) == (OTHER, TWO)
    assert desk.files.is_saved


def test_that_the_user_may_replace_what_somebody_else_saved(desk: Desk, path: Path) -> None:
    desk.open(path)
    desk.edit(TWO)
    save_file(path, OTHER, None, replace=True)
    desk.save()
    desk.answers.press("Replace")
    desk.rest()
    assert (content(path), desk.files.is_saved) == (TWO, True)


def test_that_a_change_on_the_disk_is_told_and_can_be_taken_over(desk: Desk, path: Path, qtbot: QtBot) -> None:
    desk.open(path)
    save_file(path, OTHER, None, replace=True)
    qtbot.waitUntil(lambda: desk.files.state_text == "Changed on the disk")
    (message,) = desk.said
    assert (message.sentence, message.button) == (
        "lesson.tilewright was changed by somebody else.",
        "Open it again",
    )
    assert message.run is not None
    message.run()
    desk.rest()
    assert (desk.composition, desk.files.state_text) == (OTHER, "Saved")
    save_file(path, TWO, None, replace=True)
    qtbot.waitUntil(lambda: desk.files.state_text == "Changed on the disk")


def test_that_our_own_saving_is_no_change_by_others(desk: Desk, path: Path, qtbot: QtBot) -> None:
    desk.open(path)
    for value in (TWO, OTHER, ONE):
        desk.edit(value)
        desk.save()
    qtbot.wait(500)
    assert desk.said == []
    assert desk.files.state_text == "Saved"


def test_that_a_file_that_is_gone_is_told_and_missed(desk: Desk, path: Path, qtbot: QtBot) -> None:
    desk.open(path)
    path.unlink()
    qtbot.waitUntil(lambda: desk.files.state_text == "Gone from the disk")
    assert desk.files.has_unsaved
    desk.rest()
    desk.save()
    assert (content(path), desk.files.state_text) == (ONE, "Saved")


def test_that_a_request_opens_as_a_composition_of_its_own(desk: Desk, tmp_path: Path) -> None:
    xml = tmp_path / "old job.xml"
    xml.write_bytes(write_request(ONE))
    desk.open(xml)
    assert [tile.url for tile in desk.composition.tiles] == [tile.url for tile in ONE.tiles]
    assert (desk.files.title, desk.files.path, desk.files.has_unsaved) == ("old job", None, False)
    assert desk.said[0].sentence == "old job.xml was opened as a new composition."
    before = xml.read_bytes()
    desk.answers.names = [tmp_path / "mine.tilewright"]
    desk.save()
    assert desk.answers.suggested[0][1] == "old job.tilewright"
    assert xml.read_bytes() == before


@pytest.mark.parametrize("kind", ["absent", "damaged", "folder"])
def test_that_what_cannot_be_opened_leaves_everything_as_it_was(
    desk: Desk, path: Path, tmp_path: Path, kind: str
) -> None:
    bad = tmp_path / "bad.tilewright"
    if kind == "damaged":
        bad.write_bytes(b'{"format": 1, "compo')
    elif kind == "folder":
        bad.mkdir()
    desk.open(path)
    desk.edit(TWO)
    desk.bench.preferences.remember_file(bad)
    standing = desk.files.standing
    desk.open(bad)
    assert (desk.composition, desk.files.standing) == (TWO, standing)
    assert desk.bench.session.document.can_undo
    assert desk.answers.asked == []
    assert [message.kind for message in desk.said] == ["error"]
    desk.rest()
    assert (str(bad) in desk.bench.preferences.window.recent) == (kind == "damaged")


def test_that_a_recent_file_whose_disk_is_away_stays_one(desk: Desk, tmp_path: Path) -> None:
    """Cleaning up leaves alone what it may name, as long as it is one."""
    (tmp_path / "usb").mkdir()
    away = tmp_path / "usb" / "lesson.tilewright"
    desk.bench.preferences.remember_file(away)
    desk.open(away)
    desk.rest()
    assert [message.kind for message in desk.said] == ["error"]
    assert str(away) in desk.bench.preferences.window.recent


def test_that_unsaved_work_is_asked_about_once_and_cancel_keeps_it(desk: Desk, path: Path) -> None:
    desk.edit(TWO)
    desk.files.new()
    assert desk.answers.asked == ["Untitled is not saved yet"]
    desk.answers.press("Cancel")
    assert desk.composition == TWO
    desk.open(path)
    desk.answers.press("Discard")
    assert desk.composition == ONE
    assert len(desk.answers.asked) == 2
    desk.files.new()
    assert len(desk.answers.asked) == 2
    assert desk.composition.tiles == ()
    desk.rest()
    assert left_over(desk.files.home) == ()


def test_that_unsaved_work_can_be_saved_on_the_way(desk: Desk, path: Path, tmp_path: Path) -> None:
    desk.edit(TWO)
    desk.answers.names = [tmp_path / "two.tilewright"]
    desk.open(path)
    desk.answers.press("Save…")
    desk.rest()
    assert content(tmp_path / "two.tilewright") == TWO
    assert desk.composition == ONE


def test_that_nothing_is_lost_when_saving_on_the_way_fails(desk: Desk, path: Path) -> None:
    desk.open(path)
    desk.edit(TWO)
    path.chmod(0o400)
    desk.files.new()
    desk.answers.press("Save")
    desk.rest()
    assert desk.composition == TWO
    assert desk.said[-1].kind == "error"
    assert desk.said[-1].button == "Save as…"


def test_that_a_file_is_changed_by_one_window_only(open_desk: OpenDesk, path: Path, tmp_path: Path) -> None:
    first, second = open_desk(), open_desk()
    first.open(path)
    second.open(path)
    assert second.answers.asked == ["lesson.tilewright is open in another window"]
    assert second.composition.tiles == ()
    second.answers.press("Open a copy")
    assert (second.composition, second.files.title, second.files.path) == (ONE, "lesson copy", None)
    second.edit(TWO)
    second.answers.names = [path]
    second.save()
    assert second.said[-1].sentence == "lesson.tilewright is open in another window."
    assert content(path) == ONE
    first.files.new()
    second.answers.names = [tmp_path / "copy.tilewright"]
    second.save()
    second.open(path)
    assert second.files.path == path


def test_that_a_window_that_failed_to_save_elsewhere_keeps_no_claim(open_desk: OpenDesk, path: Path) -> None:
    first, second = open_desk(), open_desk()
    first.edit(TWO)
    first.answers.names = [path]
    first.save()
    first.answers.press("Cancel")
    second.open(path)
    assert second.files.path == path


def test_that_a_window_with_nothing_to_lose_closes_without_a_question(open_desk: OpenDesk, path: Path) -> None:
    desk = open_desk()
    desk.open(path)
    desk.edit(TWO)
    desk.save()
    assert desk.close()
    assert desk.answers.asked == []
    assert left_over(desk.files.home) == ()
    assert list((desk.files.home / "locks").glob("open-*")) == []


def test_that_closing_asks_once_and_saves(open_desk: OpenDesk, path: Path) -> None:
    desk = open_desk()
    desk.open(path)
    desk.edit(TWO)
    assert not desk.close()
    desk.answers.press("Save")
    desk.rest()
    assert desk.is_closed
    assert desk.answers.asked == ["lesson.tilewright has changes that are not saved"]
    assert content(path) == TWO
    assert left_over(desk.files.home) == ()


def test_that_closing_may_discard_or_be_cancelled(open_desk: OpenDesk, path: Path) -> None:
    desk = open_desk()
    desk.open(path)
    desk.edit(TWO)
    desk.rest()
    assert not desk.close()
    desk.answers.press("Cancel")
    assert not desk.is_closed
    assert not desk.close()
    desk.answers.press("Discard")
    assert desk.is_closed
    assert content(path) == ONE
    assert left_over(desk.files.home) == ()


def test_that_what_has_no_file_is_kept_for_the_next_start(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.edit(TWO)
    assert not desk.close()
    desk.answers.press("Keep")
    assert desk.is_closed
    (kept,) = left_over(desk.files.home)
    assert kept.title == "Untitled"


def test_that_what_has_no_file_can_be_saved_on_the_way_out(open_desk: OpenDesk, tmp_path: Path, qtbot: QtBot) -> None:
    desk = open_desk()
    desk.edit(TWO)
    desk.answers.names = [tmp_path / "new.tilewright"]
    assert not desk.close()
    desk.answers.press("Save…")
    qtbot.waitUntil(lambda: desk.is_closed)
    assert content(tmp_path / "new.tilewright") == TWO
    assert left_over(desk.files.home) == ()


def test_that_closing_waits_for_a_save_that_is_going_on(open_desk: OpenDesk, path: Path) -> None:
    desk = open_desk()
    desk.open(path)
    desk.edit(TWO)
    desk.files.save()
    assert not desk.close()
    desk.rest()
    assert desk.is_closed
    assert desk.answers.asked == []
    assert content(path) == TWO


def test_that_closing_again_and_again_during_a_save_asks_once(open_desk: OpenDesk, path: Path) -> None:
    desk = open_desk()
    desk.open(path)
    desk.edit(TWO)
    desk.files.save()
    desk.edit(OTHER)
    for _ in range(3):
        assert not desk.close()
    desk.rest()
    assert len(desk.answers.asked) == 1
    desk.answers.press("Cancel")
    assert not desk.close()
    assert len(desk.answers.asked) == 2
    desk.answers.press("Discard")


def test_that_a_window_told_to_end_waits_for_a_save_and_asks_nothing(open_desk: OpenDesk, path: Path) -> None:
    desk = open_desk()
    desk.open(path)
    desk.edit(TWO)
    desk.files.save()
    desk.edit(OTHER)
    desk.files.ending.skip_question()
    assert not desk.close()
    desk.rest()
    assert desk.is_closed
    assert desk.answers.asked == []
    assert content(path) == TWO
    (kept,) = left_over(desk.files.home)
    assert kept.path == path


def test_that_edits_and_saves_on_top_of_a_running_save_all_arrive(desk: Desk, path: Path) -> None:
    desk.open(path)
    for value in (TWO, OTHER, ONE, OTHER):
        desk.edit(value)
        desk.files.save()
    desk.rest()
    assert content(path) == OTHER
    assert desk.files.is_saved


def test_that_a_preview_is_neither_saved_nor_counted(desk: Desk, path: Path) -> None:
    desk.open(path)
    desk.bench.session.document.preview(TWO)
    assert desk.files.is_saved
    desk.save()
    assert content(path) == ONE
    desk.bench.session.document.commit("Edit")
    assert not desk.files.is_saved


def test_that_a_window_ended_by_the_system_keeps_its_work(open_desk: OpenDesk, path: Path) -> None:
    desk = open_desk()
    desk.open(path)
    desk.edit(TWO)
    desk.files.ending.skip_question()
    assert desk.close()
    again = open_desk()
    again.open(path)
    assert (again.composition, again.files.path, again.files.has_unsaved) == (TWO, path, True)
    assert again.said[0].sentence == "lesson.tilewright is as you left it. It is not saved yet."
    again.save()
    assert content(path) == TWO
    assert left_over(again.files.home) == ()


def test_that_only_the_newest_of_what_is_opened_counts(desk: Desk, path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.tilewright"
    save_file(other, OTHER, None)
    desk.files.open(path)
    desk.files.open(other)
    desk.rest()
    assert (desk.composition, desk.files.path) == (OTHER, other)


@pytest.mark.expects_log("could not be kept")
def test_that_a_home_that_cannot_be_written_is_told_once(desk: Desk) -> None:
    folder = desk.files.home / "recovery"
    desk.edit(ONE)
    desk.rest()
    for old in folder.iterdir():
        old.unlink()
    folder.rmdir()
    folder.write_bytes(b"")
    for value in (TWO, OTHER, ONE):
        desk.edit(value)
        desk.rest()
    assert [message.kind for message in desk.said] == ["error"]
    folder.unlink()
    desk.files.ending.skip_question()
