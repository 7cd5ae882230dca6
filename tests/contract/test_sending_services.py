"""Two local clouds look alike; a job belongs to the one that it was sent to, wherever that is now."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from support import fault_proxy as faults
from support.builders import LOCAL, composition
from support.fault_proxy import fault_proxy
from support.local_cloud import local_cloud
from support.sending import LIFE
from tilewright.cloud.client import Client
from tilewright.errors import NoAnswer, Rejected, WrongUse
from tilewright.jobs.course import follow, resume
from tilewright.jobs.intent import Intent
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.pace import Pace
from tilewright.jobs.wish import make_wish
from tilewright.localcloud.server import LocalCloud
from tilewright.model.states import State
from tilewright.model.target import Target
from tilewright.usecases.jobs import service_of
from tilewright.usecases.workplace import Workplace
from tilewright.wire.signature import Keys

PACE = Pace(threading.Event().wait)


def client_of(cloud: LocalCloud, address: str = "") -> Client:
    """A client as a use case opens it: it asks once which local cloud it speaks to."""
    keys = Keys(cloud.endpoint.secret_id, cloud.endpoint.secret_key)
    target = LOCAL.replace(signature_seconds=LIFE, endpoint=address)
    client = Client(target, keys, address or cloud.endpoint.address, read_timeout=5, tries=2)
    client.list_buckets()
    return client


def lose(ledger: Ledger, target: Target, client: Client) -> Intent:
    """Send a job whose answer is lost, and stop at once."""
    made = ledger.intend(make_wish(composition(user_data="lesson")), target).intent
    with pytest.raises(NoAnswer):
        list(follow(ledger, made.id, client, PACE, fresh=True, to_end=False, limit=0.0))
    assert ledger.get(made.id).state is State.UNKNOWN
    return ledger.get(made.id)


def test_that_the_empty_list_of_another_local_cloud_proves_nothing(tmp_path: Path) -> None:
    with (
        local_cloud(tmp_path / "one") as one,
        local_cloud(tmp_path / "two") as two,
        fault_proxy(one.endpoint.address, faults.LOSE_ANSWER) as proxy,
        Ledger(tmp_path / "home") as ledger,
        client_of(one, proxy.address) as first,
        client_of(two) as second,
    ):
        proxy.faults_of_reads.append(faults.DROP)
        intent = lose(ledger, first.reached, first)
        threading.Event().wait(LIFE + 1)
        assert list(resume(ledger, second, PACE)) == []
        with pytest.raises(Rejected, match="needs the local cloud it was sent to"):
            list(follow(ledger, intent.id, second, PACE, to_end=False))
        other = ledger.intend(make_wish(composition(user_data="lesson")), second.reached)
        assert other.how == "new"
        assert (len(one.accepted_posts()), len(two.accepted_posts())) == (1, 0)
        assert ledger.get(intent.id) == intent


def test_that_a_service_unknown_at_the_wish_is_noted_when_it_answers(tmp_path: Path) -> None:
    with local_cloud(tmp_path / "one") as one, Ledger(tmp_path / "home") as ledger, client_of(one) as client:
        intent = ledger.intend(make_wish(composition()), LOCAL).intent
        list(follow(ledger, intent.id, client, PACE, fresh=True, to_end=False))
        assert ledger.get(intent.id).target == LOCAL.replace(service=client.service_id)


def test_that_a_local_cloud_started_again_is_the_same_with_or_without_a_proxy(tmp_path: Path) -> None:
    with Ledger(tmp_path / "home") as ledger:
        with (
            local_cloud(tmp_path / "cloud") as cloud,
            fault_proxy(cloud.endpoint.address, faults.LOSE_ANSWER) as proxy,
            client_of(cloud, proxy.address) as client,
        ):
            before = cloud.endpoint
            proxy.faults_of_reads.append(faults.DROP)
            intent = lose(ledger, client.reached, client)
            assert len(client.service_id) == 32
        with local_cloud(tmp_path / "cloud") as cloud, client_of(cloud) as client:
            assert cloud.endpoint.secret_key != before.secret_key
            assert client.service_id == intent.target.service
            same = ledger.intend(make_wish(composition(user_data="lesson")), client.reached)
            assert (same.how, same.intent.id) == ("joined", intent.id)
            list(resume(ledger, client, PACE))
            assert len(cloud.accepted_posts()) == 1
        assert ledger.get(intent.id).job_id


def workplace_at(home: Path, cloud: LocalCloud, address: str = "") -> Workplace:
    return Workplace.open(
        {
            "TILEWRIGHT_HOME": str(home),
            "TILEWRIGHT_ENDPOINT": address or cloud.endpoint.address,
            "TILEWRIGHT_SECRET_ID": cloud.endpoint.secret_id,
            "TILEWRIGHT_SECRET_KEY": cloud.endpoint.secret_key,
        }
    )


def test_that_a_use_case_knows_which_local_cloud_it_speaks_to(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with local_cloud(tmp_path / "one") as one, local_cloud(tmp_path / "two") as two:
        with workplace_at(home, one).service("local") as first, workplace_at(home, two).service("local") as second:
            assert len(first.target.service) == len(second.target.service) == 32
            assert first.target.service != second.target.service
            with Ledger(home) as ledger:
                intent = ledger.intend(make_wish(composition()), first.target).intent
        service_of(intent, workplace_at(home, one)).close()
        with pytest.raises(WrongUse, match="needs the local cloud it was sent to"):
            service_of(intent, workplace_at(home, two))


def test_that_a_local_cloud_out_of_reach_is_opened_without_its_name(tmp_path: Path) -> None:
    with local_cloud(tmp_path / "cloud") as cloud, fault_proxy(cloud.endpoint.address) as proxy:
        proxy.faults_of_reads.extend([faults.DROP] * 4)
        with workplace_at(tmp_path / "home", cloud, proxy.address).service("local") as service:
            assert service.target.service == ""
            service.client.list_buckets()
            assert len(service.target.service) == 32
