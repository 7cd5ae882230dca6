"""Parts of objects that are being fetched: one owner each, and not lost with whoever began them."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tilewright import durable
from tilewright.cloud.objects import ObjectFacts
from tilewright.errors import DiskFull, NoAnswer, Rejected, StorageError
from tilewright.usecases import scratch
from tilewright.usecases.scratch import Left, clear_old_parts, left_parts, part_name, part_of, remove_left

NAME = "0" * 32


def sizes_in(home: Path) -> list[int]:
    return [left.size for left in left_parts(home)]


def end_with(home: Path, error: BaseException, content: bytes = b"half") -> int:
    """How much was there, when one begins that adds ``content`` and ends with ``error``."""
    with pytest.raises(type(error)), part_of(home, NAME, "a.mp4") as part:
        with part.path.open("ab") as file:
            file.write(content)
        raise error
    return part.came


def killed(home: Path) -> None:
    child = os.fork()
    if child == 0:
        with part_of(home, NAME, "a.mp4") as part:
            part.path.write_bytes(b"half")
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)


@pytest.mark.parametrize(
    "error",
    [NoAnswer("gone"), KeyboardInterrupt(), GeneratorExit(), DiskFull("full"), Rejected("no", code="X", status=403)],
    ids=lambda error: type(error).__name__,
)
def test_that_what_has_come_is_there_for_the_next_however_one_ends(tmp_path: Path, error: BaseException) -> None:
    assert [end_with(tmp_path, error), end_with(tmp_path, error), end_with(tmp_path, error)] == [0, 4, 8]


def test_that_what_has_come_is_there_after_a_process_that_was_killed(tmp_path: Path) -> None:
    killed(tmp_path)
    assert sizes_in(tmp_path) == [4]
    assert end_with(tmp_path, NoAnswer("gone")) == 4


def test_that_what_was_written_when_the_power_went_is_not_gone_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its length may be there without its content."""
    killed(tmp_path)
    monkeypatch.setattr(scratch, "boot", lambda: "another run of the machine")
    assert end_with(tmp_path, NoAnswer("gone")) == 0
    monkeypatch.setattr(scratch, "boot", lambda: "a third one")
    assert end_with(tmp_path, NoAnswer("gone")) == 4, "that one had time to write it to the disk"


def test_that_nothing_is_left_of_what_came_whole_or_never_came(tmp_path: Path) -> None:
    end_with(tmp_path, NoAnswer("gone"), b"")
    with part_of(tmp_path, NAME, "a.mp4") as part:
        part.path.write_bytes(b"whole")
        part.drop()
    assert list((tmp_path / "cache" / "parts").iterdir()) == []


def test_that_one_try_goes_on_with_a_part_and_another_one_begins_anew(tmp_path: Path) -> None:
    end_with(tmp_path, NoAnswer("gone"))
    with part_of(tmp_path, NAME, "a.mp4") as first, part_of(tmp_path, NAME, "a.mp4") as second:
        assert (first.came, second.came) == (4, 0)
        assert {part.path.stat().st_mode & 0o777 for part in (first, second)} == {0o600}
        first.path.write_bytes(b"ha")
        second.path.write_bytes(b"longer")
    assert end_with(tmp_path, NoAnswer("gone")) == 6, "of two that broke off the longer one is gone on with"


def test_that_a_system_without_locks_is_an_error_and_not_tried_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durable, "_try_lock", lambda descriptor: False)
    with pytest.raises(StorageError, match="in use by another"), part_of(tmp_path, NAME, "a.mp4"):
        pass


def test_that_parts_are_cleared_after_a_day_and_none_that_somebody_has(tmp_path: Path) -> None:
    end_with(tmp_path, NoAnswer("gone"))
    clear_old_parts(tmp_path)
    (left,) = left_parts(tmp_path)
    yesterday = time.time() - 25 * 3600
    os.utime(left.folder / "a.mp4", (yesterday, yesterday))
    with part_of(tmp_path, NAME, "a.mp4") as part:
        assert list(left_parts(tmp_path)) == []
        clear_old_parts(tmp_path)
        assert part.path.stat().st_size == 4
    clear_old_parts(tmp_path)
    assert list((tmp_path / "cache" / "parts").iterdir()) == []


def test_that_only_the_part_that_was_listed_is_removed(tmp_path: Path) -> None:
    end_with(tmp_path, NoAnswer("gone"))
    (listed,) = left_parts(tmp_path)
    with part_of(tmp_path, NAME, "a.mp4"):
        assert not remove_left(listed)
    end_with(tmp_path, NoAnswer("gone"), b" and more")
    assert not remove_left(listed)
    (left,) = left_parts(tmp_path)
    assert (left.size, remove_left(left), remove_left(Left(left.folder, 0, 0))) == (13, True, True)
    assert list((tmp_path / "cache" / "parts").iterdir()) == []


def test_that_a_part_is_of_one_version_of_one_object() -> None:
    versions = [ObjectFacts(5, "a"), ObjectFacts(5, "b"), ObjectFacts(6, "a")]
    names = {part_name(host, key, facts) for host in ("h", "i") for key in ("k", "l") for facts in versions}
    assert len(names) == 12
