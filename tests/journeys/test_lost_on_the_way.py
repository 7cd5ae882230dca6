"""`submit --wait` through a proxy that loses messages: exactly one job, found by its mark, exit 0."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from support import fault_proxy as faults
from support.cli import command
from support.clips import clip
from support.fault_proxy import Fault, FaultProxy, Say, fault_proxy
from support.forker import run
from support.local_cloud import Caller, job_request
from tilewright.localcloud.home import Endpoint

SIGN_IN = Say(200, faults.HTML_OK.body, deliver=True)
"""A hotel's network answers instead of the service, which got the request all the same."""


@dataclass(frozen=True)
class Place:
    """A local cloud in a process of its own, a composition in it, and what a command needs to reach it."""

    endpoint: Endpoint
    made: Path

    def env(self, address: str = "") -> Mapping[str, str]:
        return {
            "TILEWRIGHT_ENDPOINT": address or self.endpoint.address,
            "TILEWRIGHT_SECRET_ID": self.endpoint.secret_id,
            "TILEWRIGHT_SECRET_KEY": self.endpoint.secret_key,
        }

    def accepted(self, tag: str = "") -> int:
        """Jobs that the service has accepted, those with ``tag`` in their UserData left out."""
        jobs = Caller(self.endpoint).list_jobs(size="100").jobs
        return len([job for job in jobs if not tag or tag not in job.user_data])


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    serving = subprocess.Popen(command("serve", "--data", tmp_path / "cloud", "--json"), stdout=subprocess.PIPE)
    try:
        assert serving.stdout is not None
        said = json.loads(serving.stdout.readline())
        endpoint = Endpoint(said["endpoint"], said["bucket"], said["region"], said["secret_id"], said["secret_key"])
        found = Place(endpoint, tmp_path / "g.tilewright")
        options = ["--size", "320x240", "--layout", "single", "-o", str(found.made)]
        run("new", clip("short"), *options, env=found.env()).expect()
        yield found
    finally:
        serving.terminate()
        serving.wait(20)
        if serving.stdout is not None:
            serving.stdout.close()


def submit(place: Place, proxy: FaultProxy) -> dict[str, str]:
    done = run("submit", place.made, "--wait", "--json", env=place.env(proxy.address)).expect()
    return done.records[-1]


@pytest.mark.parametrize("fault", [faults.LOSE_ANSWER, faults.RESET_AFTER, faults.CUT, SIGN_IN])
def test_that_a_job_whose_answer_was_lost_is_found_beside_a_decoy(place: Place, fault: Fault) -> None:
    caller = Caller(place.endpoint)
    source = place.made.read_text()
    key = source[source.index("input/") :].partition('"')[0]
    decoy = caller.submit(job_request(caller.url(key), user_data="decoy"))

    with fault_proxy(place.endpoint.address, fault) as proxy:
        job = submit(place, proxy)

    assert job["state"] == "success"
    assert job["job"] != decoy.job_id
    assert place.accepted("decoy") == 1


def test_that_a_request_dropped_before_the_service_becomes_one_job(place: Place) -> None:
    with fault_proxy(place.endpoint.address, faults.DROP) as proxy:
        job = submit(place, proxy)
        assert proxy.seen == 2
    assert job["state"] == "success"
    assert place.accepted() == 1


def test_that_running_again_after_a_lost_answer_makes_no_second_job(place: Place) -> None:
    with fault_proxy(place.endpoint.address, faults.LOSE_ANSWER) as proxy:
        first = submit(place, proxy)
    second = run("submit", place.made, "--wait", "--json", env=place.env()).expect().records[-1]
    assert first["job"] == second["job"]
    assert place.accepted() == 1
