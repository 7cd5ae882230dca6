"""Real files, changed by us and by others."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from support.builders import composition, tile
from tilewright.errors import Absent, AppError, ChangedOnDisk, Damaged, OutputExists, Refused, StorageError, WrongUse
from tilewright.files import saving, version
from tilewright.files.saving import open_file, save_file, title_of
from tilewright.files.version import is_changed, read_version
from tilewright.model.document import LARGEST, encode
from tilewright.wire.request import write_request

ONE, TWO, OTHER = (composition(tile(name)) for name in ("one", "two", "other"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lesson.tilewright"


def content(path: Path) -> object:
    return open_file(path).opened.composition


def test_that_what_was_saved_can_be_saved_again_and_again(path: Path) -> None:
    seen = save_file(path, ONE, None)
    assert seen == read_version(path)[1]
    for now in (TWO, ONE, TWO):
        seen = save_file(path, now, seen)
        assert content(path) == now
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_that_what_was_opened_can_be_saved(path: Path) -> None:
    save_file(path, ONE, None)
    opened = open_file(path)
    assert opened.title == "lesson"
    assert not opened.opened.is_request
    save_file(path, TWO, opened.version)
    assert content(path) == TWO


def test_that_the_work_of_others_is_replaced_only_when_asked(path: Path) -> None:
    seen = save_file(path, ONE, None)
    save_file(path, OTHER, seen)
    with pytest.raises(ChangedOnDisk, match=r"lesson\.tilewright"):
        save_file(path, TWO, seen)
    assert content(path) == OTHER
    save_file(path, TWO, seen, replace=True)
    assert content(path) == TWO


def test_that_a_change_of_the_same_length_in_the_same_moment_is_noticed(path: Path) -> None:
    seen = save_file(path, ONE, None)
    path.write_bytes(path.read_bytes().replace(b"one", b"two"))
    os.utime(path, ns=(seen.mtime_ns, seen.mtime_ns))
    with pytest.raises(ChangedOnDisk):
        save_file(path, OTHER, seen)
    assert content(path) == composition(tile("two"))


def test_that_a_new_file_never_replaces_one_that_is_there(path: Path) -> None:
    save_file(path, OTHER, None)
    with pytest.raises(OutputExists):
        save_file(path, ONE, None)
    assert content(path) == OTHER


def test_that_a_file_that_went_away_is_written_anew(path: Path) -> None:
    seen = save_file(path, ONE, None)
    path.unlink()
    save_file(path, TWO, seen)
    assert content(path) == TWO


def test_that_a_change_at_the_last_moment_is_noticed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen, fill, ours = save_file(path, ONE, None), saving._fill, encode(TWO)

    def fill_while_another_saves(temporary: Path, data: bytes, mode: int) -> None:
        fill(temporary, data, mode)
        if data == ours:
            save_file(path, OTHER, seen, replace=True)

    monkeypatch.setattr(saving, "_fill", fill_while_another_saves)
    with pytest.raises(ChangedOnDisk):
        save_file(path, TWO, seen)
    assert content(path) == OTHER


def test_that_a_link_stays_a_link(path: Path, tmp_path: Path) -> None:
    seen = save_file(path, ONE, None)
    link = tmp_path / "link.tilewright"
    link.symlink_to(path)
    save_file(link, TWO, seen)
    assert link.is_symlink()
    assert content(path) == TWO


def test_that_permissions_stay_and_a_read_only_file_is_left_alone(path: Path) -> None:
    seen = save_file(path, ONE, None)
    path.chmod(0o640)
    seen = save_file(path, TWO, seen)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    path.chmod(0o440)
    with pytest.raises(StorageError, match="only be read"):
        save_file(path, ONE, seen)
    assert content(path) == TWO


def test_that_nothing_is_saved_that_would_not_open_again(path: Path) -> None:
    seen = save_file(path, ONE, None)
    for bad in (
        composition(tile("a"), tile("a")),
        composition(tile("a", x=10**16)),
        composition(user_data="x" * LARGEST),
    ):
        with pytest.raises(Refused, match="would not open"):
            save_file(path, bad, seen)
    assert content(path) == ONE


@pytest.mark.parametrize(
    ("name", "kind"), [("no/x.tilewright", Absent), ("x" * 300, WrongUse), ("folder", OutputExists)]
)
def test_that_names_which_cannot_be_written_are_told(tmp_path: Path, name: str, kind: type[AppError]) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(kind):
        save_file(tmp_path / name, ONE, None)
    assert [one.name for one in tmp_path.iterdir()] == ["folder"]


def test_that_a_request_is_known_as_one(tmp_path: Path) -> None:
    path = tmp_path / "old job.xml"
    path.write_bytes(write_request(ONE))
    opened = open_file(path)
    assert opened.opened.is_request
    assert opened.title == "old job"


def test_that_only_our_endings_are_left_out_of_a_title() -> None:
    names = ["a.tilewright", "a.b.XML", "lesson.v2", "a", ".tilewright"]
    assert [title_of(Path(name)) for name in names] == ["a", "a.b", "lesson.v2", "a", ".tilewright"]


def test_that_no_device_is_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, kind in ((tmp_path / "pipe", Refused), (tmp_path, Absent), (tmp_path / "no", Absent)):
        with pytest.raises(kind):
            open_file(path)
    (tmp_path / "empty.tilewright").write_bytes(b"")
    with pytest.raises(Damaged):
        open_file(tmp_path / "empty.tilewright")


def test_that_writing_the_same_again_is_no_change(path: Path) -> None:
    seen = save_file(path, ONE, None)
    assert not is_changed(path, seen)
    assert not is_changed(path, seen, surely=False)
    path.write_bytes(path.read_bytes())
    os.utime(path, ns=(1, 1))
    assert not is_changed(path, seen)
    assert not is_changed(path, seen, surely=False)
    path.write_bytes(path.read_bytes() + b" ")
    assert is_changed(path, seen, surely=False)
    path.unlink()
    assert is_changed(path, seen, surely=False)


def test_that_a_file_which_changes_while_it_is_read_is_read_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_bytes(b"first")

    def read_while_another_writes(name: str) -> bytes:
        monkeypatch.undo()
        path.write_bytes(b"second")
        return b"fir"

    monkeypatch.setattr(version, "read_bytes", read_while_another_writes)
    data, seen = read_version(path)
    assert data == b"second"
    assert seen.size == len(data)
