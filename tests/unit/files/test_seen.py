"""Whether a file that is not there is gone, or may be on a disk that is away."""

from __future__ import annotations

from pathlib import Path

import pytest

from tilewright.files.seen import is_gone, place_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "lessons"
    made.mkdir()
    (made / "another.tilewright").touch()
    return made


def test_that_a_link_counts_as_there_while_the_disk_of_what_it_leads_to_is_away(folder: Path, tmp_path: Path) -> None:
    stick, link = tmp_path / "stick", folder / "lesson.tilewright"
    stick.mkdir()
    (stick / "lesson.tilewright").touch()
    link.symlink_to(stick / "lesson.tilewright")
    seen = place_of(link)
    stick.rename(tmp_path / "away")
    assert [is_gone(link, seen), is_gone(link)] == [False, False]
    link.unlink()  # what it led to is still there
    assert not is_gone(link, seen)


def test_that_a_file_in_a_folder_that_is_a_link_counts_as_there_whatever_the_link_leads_to_now(
    folder: Path, tmp_path: Path
) -> None:
    link, file = tmp_path / "newest", tmp_path / "newest" / "lesson.tilewright"
    (folder / "lesson.tilewright").touch()
    link.symlink_to(folder)
    seen = place_of(file)
    other = tmp_path / "other"
    other.mkdir()
    (other / "another.tilewright").touch()
    link.unlink()
    link.symlink_to(other)
    assert [is_gone(file, seen), is_gone(file)] == [False, False]


def test_that_a_file_that_was_deleted_is_gone(folder: Path) -> None:
    file = folder / "lesson.tilewright"
    file.touch()
    seen = place_of(file)
    assert not is_gone(file, seen)
    file.unlink()
    assert [is_gone(file, seen), is_gone(file)] == [True, True]
