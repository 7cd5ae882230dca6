"""A job whose keys are gone is shown as lost, and is only that: shown (sending-once, rule 8)."""

from __future__ import annotations

from pathlib import Path

import keyring.errors
import pytest

from support.builders import ACCOUNT, LOCAL, composition
from support.ledgers import bring_to
from tilewright.accounts.profile import Profile
from tilewright.errors import KeysGone
from tilewright.jobs.intent import Intent
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.wish import make_wish
from tilewright.model.states import State
from tilewright.model.target import Target, hash_key_id
from tilewright.settings import Settings
from tilewright.usecases.jobs import intent_of, list_jobs, service_of
from tilewright.usecases.workplace import Workplace

SCHOOL = ACCOUNT.replace(key_id_hash=hash_key_id("id-1"))
KEYS = {"TILEWRIGHT_SECRET_ID": "id-1", "TILEWRIGHT_SECRET_KEY": "key-1"}
OTHERS = {"TILEWRIGHT_SECRET_ID": "id-2", "TILEWRIGHT_SECRET_KEY": "key-2"}
OPEN = [State.NOT_SENT, State.SENDING, State.UNKNOWN, State.SUBMITTED, State.RUNNING, State.PAUSED]


class Keyring:
    """A keyring that holds pairs of keys by profile, and counts how often it is asked for an id."""

    def __init__(self, **kept: tuple[str, str]) -> None:
        self.kept = kept
        self.asked: list[str] = []

    def get_password(self, service: str, name: str) -> str | None:
        profile = service.removeprefix("tilewright:")
        if name == "secret_id":
            self.asked.append(profile)
        pair = dict(zip(("secret_id", "secret_key"), self.kept.get(profile, ()), strict=False))
        return pair.get(name)


@pytest.fixture(autouse=True)
def ring(monkeypatch: pytest.MonkeyPatch) -> Keyring:
    made = Keyring()
    monkeypatch.setattr("keyring.get_password", made.get_password)
    return made


def workplace(home: Path, environment: dict[str, str] | None = None) -> Workplace:
    return Workplace(home, Settings(), environment or {})


def intended(home: Path, target: Target = SCHOOL, state: State = State.SUBMITTED, **changes: object) -> Intent:
    with Ledger(home) as ledger:
        made = ledger.intend(make_wish(composition(user_data=f"{target.profile} {state}")), target).intent
        bring_to(ledger, made.id, state, changes)
        return ledger.get(made.id)


def shown(home: Path, environment: dict[str, str] | None = None) -> Intent:
    (intent,) = list_jobs(workplace(home, environment))
    return intent


@pytest.mark.parametrize("state", OPEN)
@pytest.mark.parametrize("environment", [{}, OTHERS], ids=["no keys", "other keys"])
def test_that_a_job_without_its_keys_is_lost(tmp_path: Path, state: State, environment: dict[str, str]) -> None:
    made = intended(tmp_path, state=state)
    lost = shown(tmp_path, environment)
    assert (lost.state, lost.code, lost.message) == (State.LOST, "KeysGone", "The job needs the keys of school.")
    assert not lost.is_resolved
    assert intent_of(made.id, workplace(tmp_path, environment)) == lost
    with pytest.raises(KeysGone, match="needs the keys of school"):
        service_of(made, workplace(tmp_path, environment))
    with Ledger(tmp_path) as ledger:
        assert ledger.get(made.id) == made
        again = ledger.intend(make_wish(composition(user_data=f"school {state}")), SCHOOL)
    assert (again.how, again.intent.id) == ("joined", made.id)


def test_that_with_its_keys_back_a_job_is_shown_as_it_is(tmp_path: Path, ring: Keyring) -> None:
    made = intended(tmp_path, state=State.UNKNOWN)
    assert shown(tmp_path).state is State.LOST
    assert shown(tmp_path, KEYS) == made
    ring.kept["school"] = ("id-1", "key-1")
    assert shown(tmp_path) == made


def test_that_its_keys_are_found_in_the_keyring_beside_others_of_the_environment(tmp_path: Path, ring: Keyring) -> None:
    made = intended(tmp_path)
    ring.kept["school"] = ("id-1", "key-1")
    assert shown(tmp_path, OTHERS) == made
    with service_of(made, workplace(tmp_path, OTHERS)) as service:
        assert service.client.key_id_hash == SCHOOL.key_id_hash


def test_that_what_became_of_its_profile_changes_nothing(tmp_path: Path) -> None:
    made = intended(tmp_path)
    moved = Settings(profiles=(Profile(name="school", bucket="elsewhere-1250000001", region="ap-shanghai"),))
    for settings in (Settings(), moved):
        with service_of(made, Workplace(tmp_path, settings, KEYS)) as service:
            assert service.target.place == SCHOOL.place


def test_that_nothing_is_asked_for_jobs_that_need_no_keys(tmp_path: Path, ring: Keyring) -> None:
    local = intended(tmp_path, LOCAL)
    over = intended(tmp_path, state=State.SUCCESS, ended=1.0)
    assert {intent.id: intent for intent in list_jobs(workplace(tmp_path))} == {local.id: local, over.id: over}
    assert ring.asked == []


def test_that_a_keyring_is_asked_once_for_all_jobs_of_a_profile(tmp_path: Path, ring: Keyring) -> None:
    for state in OPEN:
        intended(tmp_path, state=state)
    assert {intent.state for intent in list_jobs(workplace(tmp_path))} == {State.LOST}
    assert ring.asked == ["school"]


@pytest.mark.parametrize("half", sorted(KEYS))
def test_that_half_a_pair_of_keys_says_nothing_about_a_job(tmp_path: Path, half: str) -> None:
    made = intended(tmp_path)
    assert shown(tmp_path, {half: KEYS[half]}) == made


def test_that_a_locked_keyring_says_nothing_about_a_job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: str) -> None:
        raise keyring.errors.KeyringLocked

    made = intended(tmp_path)
    monkeypatch.setattr("keyring.get_password", locked)
    assert shown(tmp_path) == made
