"""The keys of an account go and come back: its job is shown as lost meanwhile, taken up again, and never sent twice."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.cli import command, was_killed
from support.clips import clip
from support.forker import run, run_killed_at
from support.local_cloud import Caller
from tilewright.localcloud.home import Endpoint

SCHOOL = {"name": "school", "bucket": "lessons-1250000001", "region": "ap-shanghai"}
NEEDS = "needs the keys of school"


@dataclass(frozen=True)
class Account:
    """A served local cloud that stands for an account, and a composition in its bucket."""

    endpoint: Endpoint
    made: Path

    def env(self, *, secret_id: str | None = None) -> Mapping[str, str]:
        """What reaches the account with its own keys, or with those of another ``secret_id``."""
        return {
            **self.no_keys,
            "TILEWRIGHT_SECRET_ID": secret_id or self.endpoint.secret_id,
            "TILEWRIGHT_SECRET_KEY": self.endpoint.secret_key,
        }

    @property
    def no_keys(self) -> Mapping[str, str]:
        return {"TILEWRIGHT_ENDPOINT": self.endpoint.address}

    @property
    def without(self) -> list[tuple[Mapping[str, str], int]]:
        """Environments in which the keys of the job are gone, and how `submit` ends there."""
        return [(self.no_keys, 5), (self.env(secret_id="somebody-else"), 5)]

    def accepted(self) -> int:
        return len(Caller(self.endpoint).list_jobs(size="100").jobs)


@pytest.fixture
def account(tmp_path: Path) -> Iterator[Account]:
    home = Path(os.environ["TILEWRIGHT_HOME"])
    home.mkdir(mode=0o700)
    (home / "settings.json").write_text(json.dumps({"default_profile": "school", "profiles": [SCHOOL]}))
    named = ["--bucket", SCHOOL["bucket"], "--region", SCHOOL["region"]]
    argv = command("serve", "--data", tmp_path / "cloud", *named, "--json")
    serving = subprocess.Popen(argv, stdout=subprocess.PIPE)
    try:
        assert serving.stdout is not None
        said = json.loads(serving.stdout.readline())
        endpoint = Endpoint(said["endpoint"], said["bucket"], said["region"], said["secret_id"], said["secret_key"])
        found = Account(endpoint, tmp_path / "g.tilewright")
        options = ["--size", "320x240", "--layout", "single", "-o", str(found.made)]
        run("new", clip("short"), *options, env=found.env()).expect()
        yield found
    finally:
        serving.terminate()
        serving.wait(20)
        if serving.stdout is not None:
            serving.stdout.close()


def expect_lost(account: Account, intent: str, env: Mapping[str, str]) -> None:
    """Both ways of asking say ``lost`` and why; ``status`` ends with 5."""
    (listed,) = run("jobs", "--json", env=env).expect().records
    assert (listed["state"], listed["code"], listed["ended"]) == ("lost", "KeysGone", None)
    assert NEEDS in listed["message"]
    asked = run("status", intent, "--json", env=env).expect(5)
    assert asked.records == [listed]
    assert NEEDS in asked.err
    assert account.endpoint.secret_key not in asked.out + asked.err


@pytest.mark.parametrize(
    ("point", "verb"),
    [
        pytest.param("ledger.intend.committed", "submit", id="not sent"),
        pytest.param("send.post.answered", "submit", id="outcome unknown"),
        pytest.param("send.post.answered", "status", id="outcome unknown, asked"),
        pytest.param("send.outcome.committed", "status", id="with the service"),
    ],
)
def test_that_a_job_is_lost_while_its_keys_are_gone_and_goes_on_with_them(
    account: Account, point: str, verb: str
) -> None:
    assert was_killed(run_killed_at(point, "submit", account.made, env=account.env()))
    before = account.accepted()
    (noted,) = run("jobs", "--json", env=account.env()).expect().records
    for env, code in account.without:
        expect_lost(account, noted["intent"], env)
        run("submit", account.made, "--json", env=env).expect(code)
    assert account.accepted() == before
    assert run("jobs", "--json", env=account.env()).expect().records == [noted]

    what = noted["intent"] if verb == "status" else account.made
    job = run(verb, what, "--wait", "--json", env=account.env()).expect().records[-1]

    assert (job["intent"], job["state"], job["message"]) == (noted["intent"], "success", None)
    assert account.accepted() == 1


def test_that_a_lost_job_says_so_to_people_too(account: Account) -> None:
    noted = run("submit", account.made, "--json", env=account.env()).expect().records[-1]
    (line,) = run("jobs", env=account.no_keys).expect().out.splitlines()
    assert " lost " in line
    assert NEEDS in line
    for options in ([], ["--wait"]):
        said = run("status", noted["job"], *options, env=account.no_keys).expect(5)
        assert said.out.strip() == line
        assert f"The job {noted['job']} {NEEDS}" in said.err


def test_that_the_wish_to_cancel_a_lost_job_is_carried_out_when_its_keys_are_back(account: Account) -> None:
    assert was_killed(run_killed_at("ledger.intend.committed", "submit", account.made, env=account.env()))
    (noted,) = run("jobs", "--json", env=account.env()).expect().records
    refused = run("cancel", noted["intent"], env=account.no_keys).expect(5)
    assert NEEDS in refused.err
    expect_lost(account, noted["intent"], account.no_keys)
    run("status", noted["intent"], env=account.env()).expect(3)
    assert run("jobs", "--json", env=account.no_keys).expect().records[0]["state"] == "cancelled"
    assert account.accepted() == 0


def test_that_a_profile_that_went_or_moved_changes_nothing_for_its_jobs(account: Account) -> None:
    noted = run("submit", account.made, "--json", env=account.env()).expect().records[-1]
    settings = Path(os.environ["TILEWRIGHT_HOME"]) / "settings.json"
    for profiles in ([], [{**SCHOOL, "bucket": "elsewhere-1250000001"}]):
        settings.write_text(json.dumps({"profiles": profiles}))
        expect_lost(account, noted["intent"], account.no_keys)
    job = run("status", noted["intent"], "--wait", "--json", env=account.env()).expect().records[-1]
    assert job["state"] == "success"
    result = settings.parent / "result.mp4"
    gone = run("fetch", noted["intent"], "-o", result, env=account.no_keys).expect(5)
    assert NEEDS in gone.err
    run("fetch", noted["intent"], "-o", result, env=account.env()).expect()
    assert result.stat().st_size > 0
