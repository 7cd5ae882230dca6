"""What `doctor` says about room on the disk: the local cloud, which keeps some free, must be able to work."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tilewright.localcloud.room import FLOOR
from tilewright.usecases.doctor import ROOM_FOR_A_VIDEO, Finding, examine


def disk_of(home: Path) -> Finding:
    return next(found for found in examine({"TILEWRIGHT_HOME": str(home)}) if found.name == "disk")


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
    left = tmp_path / "cache" / "rehearsal-killed"
    left.mkdir(parents=True)
    (left / "a.mp4").write_bytes(bytes(2 << 20))
    told = "What rehearsals fetch, or left, takes 2 MiB; `tilewright bucket clean --yes` removes what they left."
    assert disk_of(tmp_path).sentence.endswith(told)
