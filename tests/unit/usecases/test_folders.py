"""The videos in folders."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tilewright.usecases.events import Found, NotAdded
from tilewright.usecases.folders import with_folders


def look(videos: list[str], most: int = 1000) -> tuple[tuple[str, ...], list[object]]:
    told: list[object] = []
    steps = with_folders(videos, most)
    while True:
        try:
            told.append(next(steps))
        except StopIteration as end:
            return end.value, told


@pytest.fixture
def clips(tmp_path: Path) -> Path:
    folder = tmp_path / "clips"
    (folder / "inside").mkdir(parents=True)
    (folder / "folder.mp4").mkdir()
    for name in ("lesson 10.mp4", "Lesson 2.MP4", "lesson 1.mov", "notes.txt", ".hidden.mp4", "mp4", "inside/deep.mp4"):
        (folder / name).touch()
    return folder


def test_that_a_folder_stands_for_its_own_videos_as_people_count(clips: Path) -> None:
    address = "https://a.invalid/x.mp4"
    videos, told = look([address, str(clips), "/absent.mp4", "a\0b"])
    names = [video.removeprefix(f"{clips}{os.sep}") for video in videos]
    assert names == [address, "lesson 1.mov", "Lesson 2.MP4", "lesson 10.mp4", "/absent.mp4", "a\0b"]
    assert told == [Found(6, 0)]


def test_that_no_more_are_taken_than_there_is_room_for(clips: Path) -> None:
    videos, told = look([str(clips), str(clips)], most=4)
    assert len(videos) == 4
    assert told == [Found(4, 2)]
    assert look([str(clips)], most=-3) == ((), [Found(0, 3)])


def test_that_a_folder_without_videos_says_so(clips: Path) -> None:
    (clips / "empty").mkdir()
    videos, told = look([str(clips / "empty")])
    assert videos == ()
    first, last = told
    assert isinstance(first, NotAdded)
    assert first.sentence == "There are no videos in the folder empty."
    assert last == Found(0, 0)


def test_that_a_folder_that_cannot_be_read_says_why(clips: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tilewright.usecases.folders.os.scandir", refuse)
    _, told = look([str(clips)])
    assert isinstance(told[0], NotAdded)
    assert told[0].sentence == "The folder clips cannot be read: Permission denied."
