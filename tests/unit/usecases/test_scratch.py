"""Files that are only on their way: for their owner only, and gone with whoever made them."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tilewright.usecases.scratch import clear_scratch, private_file, scratch_folder


def left_in(home: Path) -> list[str]:
    return [path.name for path in (home / "cache").rglob("*") if path.is_file() and path.name != ".lock"]


def fill_and_die(home: Path) -> None:
    child = os.fork()
    if child == 0:
        with scratch_folder(home) as folder:
            (folder / "a.mp4").write_bytes(b"half")
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)


def test_that_a_folder_goes_with_all_that_is_in_it(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), scratch_folder(tmp_path) as folder:
        (folder / "a.mp4").write_bytes(b"half")
        raise KeyboardInterrupt
    assert list((tmp_path / "cache").iterdir()) == []


def test_that_what_a_killed_process_left_is_cleared_and_what_is_in_use_is_not(tmp_path: Path) -> None:
    fill_and_die(tmp_path)
    assert left_in(tmp_path) == ["a.mp4"]
    with scratch_folder(tmp_path) as folder:
        (folder / "mine.mp4").write_bytes(b"half")
        clear_scratch(tmp_path)
        assert left_in(tmp_path) == ["mine.mp4"]


def test_that_a_folder_is_made_although_others_clear_at_that_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tilewright.usecases import scratch

    make, times = scratch.tempfile.mkdtemp, []

    def made_and_cleared(**where: object) -> str:
        folder = make(**where)
        if not times:
            times.append(folder)
            clear_scratch(tmp_path)
        return str(folder)

    monkeypatch.setattr(scratch.tempfile, "mkdtemp", made_and_cleared)
    with scratch_folder(tmp_path) as folder:
        assert folder.is_dir()
        assert str(folder) not in times


def test_that_only_its_owner_reads_such_a_file(tmp_path: Path) -> None:
    assert private_file(tmp_path / "a.mp4").stat().st_mode & 0o777 == 0o600
