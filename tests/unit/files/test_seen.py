"""Whether a file that is not there is gone, or may be on a disk that is away."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from tilewright.files import seen as files_seen
from tilewright.files.seen import is_gone


def place_of(file: Path) -> str:
    place = files_seen.place_of(file)
    assert place is not None
    return place


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
    assert files_seen.place_of(file) is None


def deleted(folder: Path) -> tuple[Path, str]:
    """A file that was there, and where it was seen."""
    file = folder / "lesson.tilewright"
    file.touch()
    seen = place_of(file)
    file.unlink()
    return file, seen


SYSTEM = os.makedev(8, 1)


def numbered(monkeypatch: pytest.MonkeyPatch, number: int, device: int) -> None:
    """From now on file systems have that ``number`` of their own and lie on that ``device``, the user's own folder on
    the one of the ``SYSTEM``.
    """
    told, facts = os.statvfs, Path.stat

    def statvfs(folder: Path) -> SimpleNamespace:
        found = told(folder)
        return SimpleNamespace(f_fsid=number, f_blocks=found.f_blocks, f_frsize=found.f_frsize)

    def stat(path: Path, **how: bool) -> os.stat_result:
        found = facts(path, **how)
        there = SYSTEM if path == Path.home() else device
        return os.stat_result((found.st_mode, found.st_ino, there, *found[3:]))

    monkeypatch.setattr(os, "statvfs", statvfs)
    monkeypatch.setattr(Path, "stat", stat)


STICK = os.makedev(8, 17)
NETWORK = os.makedev(0, 44)


@pytest.mark.parametrize("number", [0, STICK])
def test_that_nothing_is_gone_of_a_disk_that_cannot_be_told_from_another_of_its_model(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """As of sticks in FAT or exFAT: the second one has the device and the size of the first, and the same folders."""
    numbered(monkeypatch, number, STICK)
    file, seen = deleted(folder)
    assert seen
    assert not is_gone(file, seen)
    (folder / "another.tilewright").unlink()
    assert not is_gone(file, seen)


@pytest.mark.parametrize("number", [0, SYSTEM])
def test_that_the_disk_of_the_users_own_folder_is_never_away(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """As an XFS that has no number of its own; a stick that is put over the folder has another device."""
    numbered(monkeypatch, number, SYSTEM)
    file, seen = deleted(folder)
    assert is_gone(file, seen)
    (folder / "another.tilewright").unlink()
    assert is_gone(file, seen)
    numbered(monkeypatch, number, STICK)
    assert not is_gone(file, seen)


def test_that_what_was_deleted_from_the_very_folder_of_then_is_gone_behind_a_link_too(
    folder: Path, tmp_path: Path
) -> None:
    """As in a home that is a link itself."""
    link, file = tmp_path / "newest", tmp_path / "newest" / "lesson.tilewright"
    link.symlink_to(folder)
    file.touch()
    seen = place_of(file)
    file.unlink()
    assert [is_gone(file, seen), is_gone(file)] == [True, False]


@pytest.mark.parametrize("number", [0, NETWORK])
def test_that_of_what_has_neither_a_disk_nor_a_number_nothing_is_noted_and_others_beside_it_tell(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """As of folders of a network: its device is another one each time."""
    numbered(monkeypatch, number, NETWORK)
    file = folder / "lesson.tilewright"
    file.touch()
    assert place_of(file) == ""
    file.unlink()
    assert is_gone(file)
    (folder / "another.tilewright").unlink()
    assert not is_gone(file)


def test_that_a_number_of_its_own_tells_a_disk_whatever_its_device(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = folder / "lesson.tilewright"
    file.touch()
    numbered(monkeypatch, 77, STICK)
    seen = place_of(file)
    numbered(monkeypatch, 77, NETWORK)
    assert place_of(file) == seen
    file.unlink()
    assert is_gone(file, seen)
    for number in (78, 0, NETWORK):
        numbered(monkeypatch, number, NETWORK)
        assert not is_gone(file, seen)
