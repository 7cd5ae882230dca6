"""What the user set for a local cloud: read again when it changed, and never a reason not to work."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tilewright.errors import Damaged
from tilewright.localcloud.local_settings import SETTINGS_NAME, LocalSettings, SettingsFile, change


def test_that_settings_are_read_again_when_they_changed(tmp_path: Path) -> None:
    settings, path = SettingsFile(tmp_path), tmp_path / SETTINGS_NAME
    assert settings.read() == LocalSettings(jobs_at_a_time=1)
    path.write_text('{"jobs_at_a_time": 3, "of a later version": true}', "utf-8")
    assert settings.read() == LocalSettings(jobs_at_a_time=3)
    aside = tmp_path / "aside"
    aside.write_text('{"jobs_at_a_time": 8, "of a later version": true}', "utf-8")
    aside.replace(path)
    assert settings.read() == LocalSettings(jobs_at_a_time=8)
    path.write_text('{"allowed_hosts": [" School.example "]}', "utf-8")
    assert settings.read() == LocalSettings(allowed_hosts=("school.example",))
    path.unlink()
    assert settings.read() == LocalSettings()


@pytest.mark.expects_log("the usual one")
@pytest.mark.parametrize(
    "written",
    [
        b"", b"[]", b"{", b"\xff", b"[" * 60_000, b"null", b'{"jobs_at_a_time": 0}', b'{"jobs_at_a_time": 9}',
        b'{"jobs_at_a_time": true}', b'{"jobs_at_a_time": "2"}', b'{"jobs_at_a_time": 2.0}', b" " * 70_000 + b"{}",
        b'{"free_floor": -1}', b'{"free_floor": true}', b'{"free_floor": "500 MiB"}',
        b'{"allowed_hosts": "a"}', b'{"allowed_hosts": [1]}',
    ],
)  # fmt: skip
def test_that_what_no_setting_can_be_is_told_and_not_used(
    written: bytes, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / SETTINGS_NAME).write_bytes(written)
    settings = SettingsFile(tmp_path)
    assert [settings.read(), settings.read()] == [LocalSettings()] * 2
    assert len(caplog.records) == 1


@pytest.mark.expects_log("the usual one")
def test_that_a_change_writes_what_it_changed_and_leaves_the_rest(tmp_path: Path) -> None:
    path = tmp_path / SETTINGS_NAME
    path.write_text('{"free_floor": 7, "of a later version": {"a": 1}, "jobs_at_a_time": 0}', "utf-8")
    after = change(tmp_path, lambda it: replace(it, allowed_hosts=(*it.allowed_hosts, "hooks.school.example")))
    assert (
        after == LocalSettings(free_floor=7, allowed_hosts=("hooks.school.example",)) == SettingsFile(tmp_path).read()
    )
    assert json.loads(path.read_bytes()) == {
        "free_floor": 7, "of a later version": {"a": 1}, "jobs_at_a_time": 0, "allowed_hosts": ["hooks.school.example"],
    }  # fmt: skip
    change(tmp_path, lambda it: replace(it, free_floor=None, allowed_hosts=(), jobs_at_a_time=3))
    assert json.loads(path.read_bytes()) == {"of a later version": {"a": 1}, "jobs_at_a_time": 3}
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.expects_log("the usual one")
def test_that_a_list_that_cannot_be_read_whole_is_not_written_over(tmp_path: Path) -> None:
    path, written = tmp_path / SETTINGS_NAME, '{"allowed_hosts": ["a.example", 5]}'
    path.write_text(written, "utf-8")
    with pytest.raises(Damaged, match="allowed_hosts has what cannot be used"):
        change(tmp_path, lambda it: replace(it, allowed_hosts=(*it.allowed_hosts, "b.example")))
    assert path.read_text("utf-8") == written


def test_that_a_change_makes_the_file_and_refuses_what_cannot_be(tmp_path: Path) -> None:
    folder = tmp_path / "local-cloud"
    with pytest.raises(ValueError, match="jobs_at_a_time"):
        change(folder, lambda it: replace(it, jobs_at_a_time=9))
    assert not (folder / SETTINGS_NAME).exists()
    assert change(folder, lambda it: replace(it, jobs_at_a_time=2)).jobs_at_a_time == 2
    assert SettingsFile(folder).read() == LocalSettings(jobs_at_a_time=2)


@pytest.mark.parametrize("written", [b"[]", b"{", b"\xff"])
def test_that_a_file_that_is_no_settings_is_not_written_over(written: bytes, tmp_path: Path) -> None:
    path = tmp_path / SETTINGS_NAME
    path.write_bytes(written)
    with pytest.raises(Damaged, match="cannot be read"):
        change(tmp_path, lambda it: replace(it, jobs_at_a_time=2))
    assert path.read_bytes() == written
