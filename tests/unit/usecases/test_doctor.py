"""What `doctor` says about room on the disk: the local cloud, which keeps some free, must be able to work."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from tilewright.localcloud.database import DATABASE_NAME, Database
from tilewright.localcloud.local_settings import SETTINGS_NAME
from tilewright.localcloud.room import FLOOR
from tilewright.usecases.doctor import ROOM_FOR_A_VIDEO, Finding, examine


def disk_of(home: Path) -> Finding:
    return finding(home, "disk")


def finding(home: Path, name: str) -> Finding:
    return next(found for found in examine({"TILEWRIGHT_HOME": str(home)}) if found.name == name)


@pytest.mark.parametrize(("beyond", "state"), [(ROOM_FOR_A_VIDEO, "good"), (ROOM_FOR_A_VIDEO - (3 << 20), "missing")])
def test_that_room_for_a_video_is_needed_beside_what_the_local_cloud_leaves_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beyond: int, state: str
) -> None:
    disk = shutil.disk_usage(tmp_path)._replace(total=1 << 40, free=FLOOR + beyond)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: disk)
    found = disk_of(tmp_path)
    assert found.state == state
    assert "the local cloud leaves 500 MiB alone" in found.sentence
    assert found.cure == ("" if state == "good" else "Free at least 3 MiB.")


def test_that_it_knows_what_the_user_set(tmp_path: Path) -> None:
    (tmp_path / "local-cloud").mkdir()
    (tmp_path / "local-cloud" / "settings.json").write_text(json.dumps({"free_floor": 1 << 60}))
    assert disk_of(tmp_path).state == "missing"


def test_that_it_tells_what_the_local_cloud_takes(tmp_path: Path) -> None:
    assert "It takes" not in disk_of(tmp_path).sentence
    (tmp_path / "local-cloud" / "blobs").mkdir(parents=True)
    (tmp_path / "local-cloud" / "blobs" / "a").write_bytes(b"x" * (3 << 20))
    assert disk_of(tmp_path).sentence.endswith("It takes 3 MiB itself.")
    left = tmp_path / "cache" / "parts" / "a"
    left.mkdir(parents=True)
    (left / "a.mp4").write_bytes(bytes(2 << 20))
    told = "takes 2 MiB; `tilewright bucket clean --profile local --yes` removes what they left."
    assert disk_of(tmp_path).sentence.endswith(told)


def test_that_a_damaged_database_of_the_local_cloud_is_told_with_the_cure(tmp_path: Path) -> None:
    folder = tmp_path / "local-cloud"
    path = folder / DATABASE_NAME
    folder.mkdir()
    assert finding(tmp_path, "store").state == "good"
    path.write_bytes(b"rubbish" * 1000)
    found = finding(tmp_path, "store")
    assert (found.state, found.cure) == ("missing", "Move the folder away; a new one is made.")
    assert f"{path} is damaged" in found.sentence


@pytest.mark.parametrize("is_there", [True, False])
def test_that_a_database_that_lost_what_is_in_the_local_cloud_is_told_before_that_starts(
    tmp_path: Path, is_there: bool
) -> None:
    folder = tmp_path / "local-cloud"
    (folder / "blobs").mkdir(parents=True)
    if is_there:
        (folder / DATABASE_NAME).write_bytes(b"")
    assert finding(tmp_path, "store").state == "good", "of a local cloud in which nothing is"
    (folder / "blobs" / "a").write_bytes(b"x" * (3 << 20))
    found = finding(tmp_path, "store")
    assert found.state == "note"
    assert str(folder / DATABASE_NAME) in found.sentence
    assert "3 MiB" in found.sentence
    assert found.cure


def test_that_a_database_with_a_page_that_is_damaged_is_found_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "local-cloud" / DATABASE_NAME
    path.parent.mkdir()
    Database(path).close()
    assert finding(tmp_path, "store").state == "good"
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * 4096 + whole[8192:])
    assert finding(tmp_path, "store").state == "missing"
    assert path.read_bytes()[8192:] == whole[8192:]


def test_that_a_database_of_a_later_program_is_told(tmp_path: Path) -> None:
    path = tmp_path / "local-cloud" / DATABASE_NAME
    path.parent.mkdir()
    Database(path).close()
    with contextlib.closing(sqlite3.connect(path)) as rows:
        rows.execute("PRAGMA user_version=99")
    found = finding(tmp_path, "store")
    assert (found.state, found.cure) == ("missing", "Update Tilewright, or use another folder.")


@pytest.mark.expects_log("the usual one")
@pytest.mark.parametrize(("written", "told"), [("{", "cannot be read"), ('{"free_floor": "5 GB"}', "free_floor")])
def test_that_settings_of_the_local_cloud_that_cannot_be_used_are_told(tmp_path: Path, written: str, told: str) -> None:
    (tmp_path / "local-cloud").mkdir()
    (tmp_path / "local-cloud" / SETTINGS_NAME).write_text(written)
    found = finding(tmp_path, "store")
    assert found.state == "note"
    assert told in found.sentence
    assert found.cure
