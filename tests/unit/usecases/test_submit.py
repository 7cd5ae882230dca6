"""When a job that was done already is made again without being asked for."""

from __future__ import annotations

import socket
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from support.builders import ACCOUNT, LOCAL, composition
from support.ledgers import bring_to
from tilewright.cloud.client import Client
from tilewright.cloud.connection import Call
from tilewright.cloud.reply import Reply
from tilewright.errors import NoAnswer
from tilewright.jobs.history import History
from tilewright.jobs.intent import Intent
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.wish import make_wish
from tilewright.model.states import State
from tilewright.model.target import Target
from tilewright.usecases import earlier
from tilewright.wire.signature import Keys


def done(tmp_path: Path, target: Target, **facts: str) -> Intent:
    result = {"result_bucket": target.bucket, "result_region": target.region, "result_key": "output/a.mp4", **facts}
    with Ledger(tmp_path) as ledger:
        made = ledger.intend(make_wish(composition()), target).intent
        bring_to(ledger, made.id, State.SUCCESS, {"ended": made.created, **result})
        finished = ledger.intend(make_wish(composition()), target)
    assert finished.how == "finished"
    return finished.intent


class Bucket:
    def __init__(self, target: Target) -> None:
        self.target = target
        self.client = self
        self.there: dict[str, object] = {}
        self.asked: list[str] = []

    def look_at(self, key: str) -> tuple[Reply, object]:
        self.asked.append(key)
        return Reply(200, {"x-cos-request-id": f"id{len(self.asked)}"}), self.there.get(key)

    def redact(self, body: bytes) -> bytes:
        return body


def is_gone(intent: Intent, service: Any, home: Path) -> bool:
    with Ledger(home) as ledger:
        return earlier.is_gone(intent, ledger, service)


def test_that_a_result_gone_from_the_local_cloud_is_made_again(tmp_path: Path) -> None:
    intent, bucket = done(tmp_path, LOCAL), Bucket(LOCAL)
    assert is_gone(intent, bucket, tmp_path)
    bucket.there["output/a.mp4"] = SimpleNamespace(size=1)
    assert not is_gone(intent, bucket, tmp_path)
    with History(tmp_path) as history:
        kept = [(it.call, it.told, it.request_id) for it in history.answers(intent.id)]
    assert kept == [("head", "absent", "id1"), ("head", "there", "id2")]


def test_that_what_was_made_is_not_made_again_while_nobody_can_look(tmp_path: Path) -> None:
    taken = socket.socket()
    with taken, Client(LOCAL, Keys("i", "k"), _free(taken), tries=1) as client:
        service: Any = SimpleNamespace(target=LOCAL, client=client)
        assert not is_gone(done(tmp_path, LOCAL), service, tmp_path)


def test_that_a_service_that_does_not_answer_is_not_asked_for_more(tmp_path: Path) -> None:
    class Silent(Bucket):
        def look_at(self, key: str) -> tuple[Reply, object]:
            self.asked.append(key)
            raise NoAnswer("The service does not answer.")

        def read(self, call: Call) -> Reply:
            self.asked.append(call.path)
            raise NoAnswer("The service does not answer.")

    intent, silent = done(tmp_path, LOCAL, job_id="j1"), Silent(LOCAL)
    service: Any = silent
    with Ledger(tmp_path) as ledger:
        assert not earlier.changes_since(intent, ledger, service)
    assert silent.asked == ["output/a.mp4"]


def _free(taken: socket.socket) -> str:
    taken.bind(("127.0.0.1", 0))
    return f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.mark.parametrize(
    ("target", "facts"),
    [
        pytest.param(ACCOUNT, {}, id="account"),
        pytest.param(LOCAL, {"result_bucket": "other-1250000000"}, id="other bucket"),
        pytest.param(LOCAL, {"result_region": "elsewhere"}, id="other region"),
        pytest.param(LOCAL, {"result_key": ""}, id="no name"),
    ],
)
def test_that_any_other_result_is_not_asked_for(tmp_path: Path, target: Target, facts: dict[str, str]) -> None:
    bucket = Bucket(target)
    assert not is_gone(done(tmp_path, target, **facts), bucket, tmp_path)
    assert bucket.asked == []


@pytest.mark.parametrize("service", [ACCOUNT, LOCAL], ids=["account", "local cloud"])
def test_that_nobody_asks_whether_a_job_of_an_account_is_outdated(tmp_path: Path, service: Target) -> None:
    bucket, intent = Bucket(service), done(tmp_path, ACCOUNT, job_id="j1")
    with Ledger(tmp_path) as ledger:
        unasked: Any = bucket
        assert not earlier.changes_since(intent, ledger, unasked)
    assert bucket.asked == []
