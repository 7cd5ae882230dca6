from __future__ import annotations

import json
from pathlib import Path

import pytest

from tilewright import settings
from tilewright.accounts.keys import find_keys, keys_of_environment, keys_of_keyring
from tilewright.accounts.profile import LOCAL, Profile, require_valid
from tilewright.errors import Damaged, WrongUse

BOTH = {"TILEWRIGHT_SECRET_ID": "id-1", "TILEWRIGHT_SECRET_KEY": "key-1", "TILEWRIGHT_TOKEN": "t"}


def test_that_the_environment_gives_the_keys() -> None:
    keys = keys_of_environment(BOTH)
    assert keys is not None
    assert (keys.secret_id, keys.secret_key, keys.token) == ("id-1", "key-1", "t")
    assert keys_of_environment({}) is None


@pytest.mark.parametrize("missing", ["TILEWRIGHT_SECRET_ID", "TILEWRIGHT_SECRET_KEY"])
def test_that_half_a_pair_of_keys_is_told_by_its_name(missing: str) -> None:
    with pytest.raises(WrongUse, match=missing) as caught:
        keys_of_environment({name: value for name, value in BOTH.items() if name != missing})
    assert "key-1" not in str(caught.value)


@pytest.mark.parametrize("name", sorted(BOTH))
@pytest.mark.parametrize("odd", ["hunter2\nX: y", "hunter2 b", "hunter2\x00", "hunter2\u4e00", "hunter2\x7f"])
def test_that_keys_that_no_header_can_hold_are_told_by_name_only(name: str, odd: str) -> None:
    with pytest.raises(WrongUse, match=name) as caught:
        keys_of_environment({**BOTH, name: odd})
    assert "hunter2" not in f"{caught.value} {caught.value!r}"


@pytest.mark.parametrize("name", ["secret_id", "secret_key", "token"])
def test_that_keys_of_the_keyring_are_looked_at_too(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    kept = {"secret_id": "id", "secret_key": "key", "token": "t", name: "hunter2\nX: y"}
    monkeypatch.setattr("keyring.get_password", lambda _, which: kept[which])
    with pytest.raises(WrongUse, match=f"{name} of tilewright:school") as caught:
        keys_of_keyring("school")
    assert "hunter2" not in f"{caught.value} {caught.value!r}"
    kept[name] = "fine"
    assert keys_of_keyring("school") is not None


def test_that_without_any_keys_the_cure_is_told() -> None:
    with pytest.raises(WrongUse, match="no keys for the profile 'school'") as caught:
        find_keys("school", {})
    assert "TILEWRIGHT_SECRET_ID" in caught.value.hint


@pytest.mark.parametrize(
    ("bucket", "region"),
    [("lessons", "r1"), ("a/b-1250000000", "r1"), ("Lessons-1250000000", "r1"), ("a-1250000000", "../x")],
)
def test_that_names_which_cannot_be_hosts_are_refused(bucket: str, region: str) -> None:
    with pytest.raises(WrongUse, match="school"):
        require_valid(Profile(name="school", bucket=bucket, region=region))


def test_that_the_profile_in_use_is_asked_for_else_of_the_environment_else_of_the_settings(tmp_path: Path) -> None:
    written = {"default_profile": "school", "profiles": [{"name": "school", "bucket": "a-1250000000", "region": "r1"}]}
    (tmp_path / "settings.json").write_text(json.dumps(written))
    loaded = settings.load(tmp_path)
    assert settings.profile_name(loaded, "x", {"TILEWRIGHT_PROFILE": "y"}) == "x"
    assert settings.profile_name(loaded, None, {"TILEWRIGHT_PROFILE": "y"}) == "y"
    assert loaded.profile(settings.profile_name(loaded, None, {})).bucket == "a-1250000000"
    assert settings.load(tmp_path / "nowhere").profile("local") == LOCAL
    with pytest.raises(WrongUse, match="Known profiles: local, school"):
        loaded.profile("y")


def test_that_damaged_settings_are_told_with_their_file(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text("{")
    with pytest.raises(Damaged, match=r"settings\.json"):
        settings.load(tmp_path)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1:80",
        "ftp://x",
        "http://",
        "http://h/path",
        "http://a@h",
        "http://10.0.0.1:80",
        "https://example.com",
        "http://127.0.0.1:99999",
        "http://127.0.0.1",
        "http://127.0.0.1.evil:80",
    ],
)
def test_that_an_endpoint_must_be_an_address(address: str) -> None:
    with pytest.raises(WrongUse, match="TILEWRIGHT_ENDPOINT"):
        settings.endpoint({"TILEWRIGHT_ENDPOINT": address})


def test_that_an_endpoint_is_an_address_without_a_slash() -> None:
    assert settings.endpoint({"TILEWRIGHT_ENDPOINT": "http://127.0.0.1:8080/"}) == "http://127.0.0.1:8080"
    assert settings.endpoint({}) == ""


def test_that_the_home_is_the_owners_only(tmp_path: Path) -> None:
    home = settings.home({"TILEWRIGHT_HOME": str(tmp_path / "a" / "b")})
    assert home.stat().st_mode & 0o777 == 0o700
