"""What the user set for a local cloud: read again when it changed, and never a reason not to work."""

from __future__ import annotations

from pathlib import Path

import pytest

from tilewright.localcloud.local_settings import SETTINGS_NAME, LocalSettings, SettingsFile


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
