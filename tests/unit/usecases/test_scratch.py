"""Files that are only on their way: for their owner only, and gone with whoever made them."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tilewright.cloud.objects import ObjectFacts
from tilewright.errors import Damaged, NoAnswer, Rejected
from tilewright.usecases.scratch import clear_scratch, kept_bytes, part_name, part_of, scratch_folder

NAME = "0" * 32


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


def test_that_a_part_is_kept_for_a_day_and_only_while_another_try_may_help(tmp_path: Path) -> None:
    def break_off(error: Exception) -> int:
        with pytest.raises(type(error)), scratch_folder(tmp_path) as folder, part_of(folder / "a.mp4", NAME) as path:
            path.write_bytes(b"half")
            raise error
        return kept_bytes(tmp_path, NAME)

    assert break_off(Damaged("it changed")) == 0
    assert break_off(Rejected("not allowed", code="AccessDenied", status=403)) == 0
    assert break_off(NoAnswer("gone")) == 4
    clear_scratch(tmp_path)
    assert kept_bytes(tmp_path, NAME) == 4
    yesterday = time.time() - 25 * 3600
    os.utime(tmp_path / "cache" / "parts" / NAME, (yesterday, yesterday))
    clear_scratch(tmp_path)
    assert kept_bytes(tmp_path, NAME) == 0


def test_that_one_try_goes_on_with_a_part_and_another_one_begins_anew(tmp_path: Path) -> None:
    with pytest.raises(NoAnswer), scratch_folder(tmp_path) as folder, part_of(folder / "a.mp4", NAME) as path:
        path.write_bytes(b"half")
        raise NoAnswer("gone")
    with (
        scratch_folder(tmp_path) as one,
        scratch_folder(tmp_path) as other,
        part_of(one / "a.mp4", NAME) as first,
        part_of(other / "a.mp4", NAME) as second,
    ):
        assert (first.read_bytes(), second.read_bytes()) == (b"half", b"")
        assert {path.stat().st_mode & 0o777 for path in (first, second)} == {0o600}


def test_that_a_part_is_of_one_version_of_one_object() -> None:
    versions = [ObjectFacts(5, "a"), ObjectFacts(5, "b"), ObjectFacts(6, "a")]
    names = {part_name(host, key, facts) for host in ("h", "i") for key in ("k", "l") for facts in versions}
    assert len(names) == 12
