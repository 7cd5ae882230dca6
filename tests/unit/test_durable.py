"""Real files in a real folder; what a power cut would show is judged by what is on disk at each moment."""

from __future__ import annotations

import errno
import os
import random
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from support.long import Budget
from tilewright import durable
from tilewright.durable import FileLock, aside, make_private, storage_error, write_whole
from tilewright.errors import Absent, DiskFull, OutputExists, StorageError

OLD, NEW = b"old" * 1000, b"new" * 2000


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_that_a_file_is_written_whole_and_nothing_stays_beside_it(tmp_path: Path) -> None:
    write_whole(tmp_path / "a", NEW)
    assert (tmp_path / "a").read_bytes() == NEW
    assert names(tmp_path) == ["a"]


def test_that_the_old_content_is_there_until_the_block_ends(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(OLD)
    with aside(path) as temporary:
        temporary.write_bytes(NEW)
        assert path.read_bytes() == OLD
    assert path.read_bytes() == NEW


def test_that_a_failed_block_leaves_the_old_content_and_no_part(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(OLD)
    with pytest.raises(ZeroDivisionError), aside(path) as temporary:
        temporary.write_bytes(NEW)
        raise ZeroDivisionError
    assert path.read_bytes() == OLD
    assert names(tmp_path) == ["a"]


@pytest.mark.parametrize(
    ("number", "kind"),
    [(errno.ENOSPC, DiskFull), (errno.EDQUOT, DiskFull), (errno.EIO, StorageError), (errno.EROFS, StorageError)],
)
def test_that_a_failing_disk_is_told_with_the_file_and_leaves_no_part(
    tmp_path: Path, number: int, kind: type[Exception]
) -> None:
    path = tmp_path / "a"
    with pytest.raises(kind, match=str(path)), aside(path):
        raise OSError(number, os.strerror(number))
    assert names(tmp_path) == []


def test_that_a_full_disk_is_told_as_a_full_disk(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no device that is always full")
    with pytest.raises(OSError, match="space") as raised, Path("/dev/full").open("wb", buffering=0) as full:
        full.write(NEW)
    assert isinstance(storage_error(raised.value, "write", tmp_path / "a"), DiskFull)


def test_that_a_new_name_that_may_not_last_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is told that it was not written tries again, or writes it elsewhere."""

    def fail(folder: Path) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(durable, "sync_folder", fail)
    with pytest.raises(StorageError, match=str(tmp_path / "a")):
        write_whole(tmp_path / "a", NEW, replace=False)
    assert names(tmp_path) == []
    monkeypatch.undo()
    write_whole(tmp_path / "a", NEW, replace=False)
    assert (tmp_path / "a").read_bytes() == NEW


def test_that_a_missing_folder_is_told_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(Absent, match="nowhere"):
        write_whole(tmp_path / "nowhere" / "a", NEW)


def test_that_a_file_is_not_replaced_unless_wanted(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(OLD)
    with pytest.raises(OutputExists, match=str(path)):
        write_whole(path, NEW, replace=False)
    assert path.read_bytes() == OLD
    assert names(tmp_path) == ["a"]


def test_that_a_file_that_appears_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a"
    with pytest.raises(OutputExists), aside(path, replace=False) as temporary:
        temporary.write_bytes(NEW)
        path.write_bytes(OLD)
    assert path.read_bytes() == OLD
    assert names(tmp_path) == ["a"]


def test_that_a_new_name_is_given_once_and_the_part_goes(tmp_path: Path) -> None:
    write_whole(tmp_path / "a", NEW, replace=False)
    assert (tmp_path / "a").stat().st_nlink == 1
    assert names(tmp_path) == ["a"]


def test_that_a_very_long_name_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 250)
    write_whole(path, NEW)
    assert path.read_bytes() == NEW


def test_that_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    (tmp_path / "usual").write_bytes(b"")
    write_whole(tmp_path / "a", NEW)
    assert mode(tmp_path / "a") == mode(tmp_path / "usual")


def test_that_a_replaced_file_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(OLD)
    path.chmod(0o640)
    write_whole(path, NEW)
    assert mode(path) == 0o640


def test_that_a_wished_mode_is_set(tmp_path: Path) -> None:
    write_whole(tmp_path / "key", NEW, mode=0o600)
    assert mode(tmp_path / "key") == 0o600


def test_that_a_private_folder_is_for_its_owner_only_even_if_it_was_there(tmp_path: Path) -> None:
    open_folder = tmp_path / "open"
    open_folder.mkdir(mode=0o755)
    assert mode(make_private(open_folder)) == 0o700
    assert mode(make_private(tmp_path / "deep" / "er")) == 0o700


def test_that_a_file_in_the_way_of_a_private_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(OLD)
    with pytest.raises(StorageError, match=str(tmp_path / "a")):
        make_private(tmp_path / "a")


def test_that_a_lock_is_held_by_one_only(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert first.acquire()
    assert first.acquire()
    assert not second.acquire()
    assert (first.is_held, second.is_held) == (True, False)
    first.release()
    assert second.acquire()
    second.release()


@pytest.mark.skipif(sys.platform == "win32", reason="no process is forked there")
def test_that_a_lock_is_free_when_it_is_released_although_a_child_is_being_started(tmp_path: Path) -> None:
    """Until it has become another program a child that some thread starts, as FFmpeg, has all files of this one."""
    path = tmp_path / "lock"
    begun, goes_on = os.pipe()
    with FileLock(path):
        child = os.fork()
        if not child:
            os.close(goes_on)
            os.read(begun, 1)
            os._exit(0)
    try:
        with FileLock(path) as again:
            assert again.is_held
    finally:
        os.close(goes_on)
        os.close(begun)
        os.waitpid(child, 0)


def test_that_a_block_on_a_held_lock_says_who_has_it(tmp_path: Path) -> None:
    with FileLock(tmp_path / "lock"), pytest.raises(StorageError, match="in use"), FileLock(tmp_path / "lock"):
        pass


def test_that_a_lock_where_nothing_can_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="nowhere"):
        FileLock(tmp_path / "nowhere" / "lock").acquire()


def test_that_a_lock_taken_away_by_its_owner_is_held_by_one_only(tmp_path: Path) -> None:
    first, second, third = (FileLock(tmp_path / "lock") for _ in range(3))
    assert first.acquire()
    first.release(remove=True)
    assert names(tmp_path) == []
    assert second.acquire()
    assert not third.acquire()
    second.release(remove=True)
    assert third.acquire()
    third.release()


def test_that_a_lock_whose_file_went_meanwhile_is_taken_on_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The owner removes the file between our opening it and our locking it."""
    path, opened = tmp_path / "lock", os.open

    def open_and_lose(name: Path, flags: int, mode: int = 0o777) -> int:
        descriptor = opened(name, flags, mode)
        monkeypatch.undo()
        path.unlink()
        return descriptor

    monkeypatch.setattr(os, "open", open_and_lose)
    late, other = FileLock(path), FileLock(path)
    assert late.acquire()
    assert path.exists()
    assert not other.acquire()
    late.release()


def test_that_a_lock_is_waited_for_as_long_as_wanted(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert first.acquire()
    began = time.monotonic()
    assert not second.acquire(within=0.05)
    assert 0.05 <= time.monotonic() - began < 2
    first.release()
    assert second.acquire(within=0.05)
    second.release()


HOLD = """
import sys, time, pathlib
from tilewright.durable import FileLock
assert FileLock(pathlib.Path(sys.argv[1])).acquire()
print("held", flush=True)
time.sleep(60)
"""


def test_that_a_lock_dies_with_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == b"held\n"
        lock = FileLock(path)
        assert not lock.acquire()
        owner.kill()
    assert lock.acquire()
    lock.release()


def test_that_a_lock_outlives_the_sleep_of_its_owner(tmp_path: Path) -> None:
    """A lease with a time would run out: here the owner stands still, and still has it afterwards."""
    path = tmp_path / "lock"
    with subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == b"held\n"
        lock = FileLock(path)
        owner.send_signal(signal.SIGSTOP)
        assert not lock.acquire(within=0.5)
        owner.send_signal(signal.SIGCONT)
        assert not lock.acquire()
        owner.kill()
    assert lock.acquire()
    lock.release()


WRITE = """
import sys, pathlib
from tilewright.durable import write_whole
print("started", flush=True)
for number in range(1_000_000):
    write_whole(pathlib.Path(sys.argv[1]), bytes([number % 256]) * 200_000)
"""


@pytest.mark.long
def test_that_a_file_is_whole_whenever_its_writer_is_killed(tmp_path: Path, budget: Budget) -> None:
    path = tmp_path / "a"
    write_whole(path, OLD)
    for seed in budget:
        with subprocess.Popen([sys.executable, "-c", WRITE, str(path)], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"started\n"
            time.sleep(random.Random(seed).uniform(0.001, 0.05))
            writer.kill()
        content = path.read_bytes()
        assert content == OLD or (len(content) == 200_000 and len(set(content)) == 1), f"seed {seed}"
