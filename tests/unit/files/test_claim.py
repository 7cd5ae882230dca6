"""Two windows and one file; a window that died is a process that was killed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tilewright.files.claim import claim

HOLD = """
import sys, time, pathlib
from tilewright.files.claim import claim
mine = claim(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
print("held" if mine else "refused", flush=True)
time.sleep(60)
"""


def locks(home: Path) -> list[Path]:
    return sorted((home / "locks").iterdir())


def test_that_a_file_is_claimed_once_by_whatever_name(tmp_path: Path) -> None:
    home, path = tmp_path / "home", tmp_path / "lesson.tilewright"
    path.write_bytes(b"")
    (tmp_path / "link.tilewright").symlink_to(path)
    first = claim(home, path)
    assert first is not None
    assert claim(home, tmp_path / "link.tilewright") is None
    assert claim(home, tmp_path / "home" / ".." / "lesson.tilewright") is None
    assert first.is_for(tmp_path / "link.tilewright")
    assert not first.is_for(tmp_path / "other.tilewright")
    other = claim(home, tmp_path / "other.tilewright")
    assert other is not None
    other.release()
    first.release()
    second = claim(home, path)
    assert second is not None
    second.release()


def test_that_a_claim_leaves_nothing_behind_and_nothing_beside_the_file(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "folder"
    folder.mkdir()
    mine = claim(home, folder / "new.tilewright")
    assert mine is not None
    assert list(folder.iterdir()) == []
    assert len(locks(home)) == 1
    mine.release()
    assert locks(home) == []
    assert not mine.is_for(folder / "new.tilewright")


def test_that_a_claim_dies_with_its_window(tmp_path: Path) -> None:
    home, path = tmp_path / "home", tmp_path / "lesson.tilewright"
    with subprocess.Popen([sys.executable, "-c", HOLD, str(home), str(path)], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        assert claim(home, path) is None
        other.kill()
    mine = claim(home, path)
    assert mine is not None
    mine.release()


def test_that_a_path_that_leads_in_circles_can_be_claimed(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    mine = claim(tmp_path / "home", tmp_path / "a")
    assert mine is not None
    mine.release()
