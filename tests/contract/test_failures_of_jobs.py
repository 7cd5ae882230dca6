"""Jobs that fail at the service, get lost, or never get there: what the ledger notes, and what a user is told of it."""

from __future__ import annotations

import shutil
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from support import cli, forker
from support import fault_proxy as faults
from support.builders import ACCOUNT, LOCAL, composition, tile
from support.clips import clip
from support.failure_cases import JOBS, OURS, triggered
from support.fault_proxy import fault_proxy
from support.home import end_processes_of
from support.ledgers import bring_to
from support.local_cloud import Caller, local_cloud
from support.sending import Stage, produce_slowly, stage
from support.watching import watching, workplace_at
from tilewright.cloud.client import Client
from tilewright.errors import AppError, JobEnded, KeysGone, NoAnswer, Rejected
from tilewright.failures.entry import Failure
from tilewright.failures.explain import CATALOGUE, UNEXPLAINED, explain_error
from tilewright.jobs.course import check_keys, follow
from tilewright.jobs.events import Sent
from tilewright.jobs.explained import failure_of
from tilewright.jobs.history import History
from tilewright.jobs.intent import Intent
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.lost import as_lost
from tilewright.jobs.wish import make_wish
from tilewright.localcloud.job_failed import JobFailed
from tilewright.model.document import encode
from tilewright.model.states import State
from tilewright.usecases.bring import bring
from tilewright.usecases.names import url_of
from tilewright.usecases.submit import require_success, submit
from tilewright.usecases.workplace import Workplace
from tilewright.wire.signature import Keys


def told(intent: Intent) -> Failure:
    failure = failure_of(intent)
    assert failure is not None
    return failure


def told_of(error: AppError) -> str:
    failure = explain_error(error)
    assert failure is not None
    return failure.id


@pytest.mark.parametrize(("code", "message", "expected"), JOBS)
def test_that_a_job_that_fails_at_the_service_is_explained(
    code: str, message: str, expected: str, tmp_path: Path
) -> None:
    def fail(*_: object, **__: Any) -> None:
        raise JobFailed(code, message)

    with local_cloud(tmp_path / "cloud", produce=fail) as cloud, fault_proxy(cloud.endpoint.address) as proxy:
        keys = Keys(cloud.endpoint.secret_id, cloud.endpoint.secret_key)
        intent, _ = Stage(cloud.endpoint.address, keys, tmp_path, proxy).submit(to_end=True)
    assert intent.state is State.FAILED
    failure = told(intent)
    assert failure.id == expected
    assert message in failure.words
    with pytest.raises(JobEnded, match=str(failure.what)) as caught:
        require_success(intent)
    assert caught.value.hint == failure.cure


@pytest.mark.parametrize("to_end", [False, True])
def test_that_a_clock_that_is_wrong_is_signed_around_and_told_in_minutes(
    home: Path, tmp_path: Path, *, to_end: bool
) -> None:
    home.mkdir(parents=True)
    behind = {"clock": lambda: time.time() - 430, "produce": produce_slowly}
    with local_cloud(tmp_path / "cloud", **behind) as cloud:
        caller = Caller(cloud.endpoint)
        caller.put("input/a.mp4", clip("mono").read_bytes(), **{"content-type": "video/mp4"})
        made = composition(tile("a", 0, 0, 320, 180), size=(320, 180))
        workplace = workplace_at(home, cloud.endpoint)
        events: list[Any] = list(submit(made, workplace, threading.Event().wait, to_end=to_end))
    (told,) = (event.describe() for event in events if event.as_record()["event"] == "clock-apart")
    assert told.startswith("This computer's clock is 7 min ahead of the service's.")
    names = [event.as_record()["event"] for event in events]
    assert names.index("clock-apart") == names.index("sent") + 1
    assert [event.job_id for event in events if isinstance(event, Sent)]


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "home")


def noted(ledger: Ledger, target: Any, state: State = State.NOT_SENT, **columns: object) -> Intent:
    intent = ledger.intend(make_wish(composition()), target).intent
    bring_to(ledger, intent.id, state, columns)
    return ledger.get(intent.id)


def test_that_an_answer_that_got_lost_is_explained_as_open(tmp_path: Path) -> None:
    with stage(tmp_path, faults.LOSE_ANSWER) as place:
        place.proxy.faults_of_reads.extend([faults.DROP] * 200)
        with Ledger(place.home) as ledger, place.client(tries=1) as client:
            made = ledger.intend(make_wish(composition()), place.target)
            with pytest.raises(NoAnswer) as caught:
                list(follow(ledger, made.intent.id, client, place.pace, fresh=True, limit=0.0))
            intent = ledger.get(made.intent.id)
    assert told(intent).id == told_of(caught.value) == "outcome-unknown"
    assert told(intent).button == "jobs.ask-now"


@pytest.mark.full  # `test_sending_lost_answers` has the same, in a course that notes and watches
def test_that_what_only_the_user_can_decide_is_explained_with_its_price(tmp_path: Path) -> None:
    with stage(tmp_path, faults.DROP, faults.DROP) as place:
        place.hurry()
        with Ledger(place.home) as ledger, place.client(tries=1) as client:
            made = ledger.intend(make_wish(composition()), place.target)
            with pytest.raises(NoAnswer) as caught:
                list(follow(ledger, made.intent.id, client, place.pace, fresh=True))
    failure = explain_error(caught.value)
    assert failure is not None
    assert (failure.id, failure.button) == ("in-doubt", "jobs.send-anyway")
    assert "pay twice" in failure.cure


def test_that_a_job_that_was_certainly_not_received_is_explained(tmp_path: Path) -> None:
    with stage(tmp_path, faults.DROP) as place:
        place.skip_doubt()
        with Ledger(place.home) as ledger, place.client(tries=1) as client:
            made = ledger.intend(make_wish(composition()), place.target)
            events = place.going(follow(ledger, made.intent.id, client, place.pace, fresh=True, to_end=False))
            seen = [told(ledger.get(made.intent.id)).id for event in events if event.kind == "sending-again"]
    assert seen == ["not-received"]


def test_that_a_job_without_its_keys_place_or_service_is_explained(ledger: Ledger) -> None:
    intent = noted(ledger, ACCOUNT.replace(key_id_hash="0" * 64))
    assert told(as_lost(intent)).id == "keys-gone"
    with Client(ACCOUNT, Keys("other", "k"), "http://127.0.0.1:9") as client, pytest.raises(KeysGone) as gone:
        check_keys(intent, client)
    assert told_of(gone.value) == "keys-gone"
    with Client(LOCAL, Keys("i", "k"), "http://127.0.0.1:9") as client, pytest.raises(Rejected) as place:
        check_keys(intent, client)
    assert told_of(place.value) == "other-place"


def test_that_another_local_cloud_is_explained(ledger: Ledger, tmp_path: Path) -> None:
    intent = noted(ledger, LOCAL.replace(service="0" * 32))
    with local_cloud(tmp_path / "cloud") as cloud:
        keys = Keys(cloud.endpoint.secret_id, cloud.endpoint.secret_key)
        with Client(LOCAL, keys, cloud.endpoint.address) as client:
            client.list_jobs()
            with pytest.raises(Rejected) as caught:
                check_keys(intent, client)
    assert told_of(caught.value) == "other-service"


def test_that_what_earlier_versions_noted_is_explained(ledger: Ledger) -> None:
    """They noted the kind of error where the ledger has its code now."""
    old = noted(ledger, LOCAL, code="Unreachable", message="Cannot submit the job: nobody is there.", ended=1.0)
    assert told(old).id == "unreachable"
    assert "nobody is there" in told(old).words


@pytest.mark.full
def test_that_a_system_that_turns_every_connection_away_is_explained_as_one_that_was_not_reached(
    home: Path, tmp_path: Path
) -> None:
    (tmp_path / "lesson.tilewright").write_bytes(encode(composition()))
    here = {
        "TILEWRIGHT_ENDPOINT": "http://127.0.0.1:9",
        "TILEWRIGHT_SECRET_ID": "id",
        "TILEWRIGHT_SECRET_KEY": "key",
    }
    done = cli.run_turned_away("submit", tmp_path / "lesson.tilewright", env=here).expect(4)
    with History(home) as history:
        (intent,) = history.newest()
    assert (intent.state, intent.is_resolved) == (State.NOT_SENT, True)
    failure = told(intent)
    assert failure.id == "unreachable"
    assert "Permission denied" in failure.words
    assert str(failure.why) in done.err
    assert str(failure.cure) in done.err
    (row,) = forker.run("jobs", "--json", env=here).expect().records
    assert row["failure"] == "unreachable"


@pytest.mark.full
@pytest.mark.expects_log("the service no longer knows the job")
def test_that_a_job_that_a_local_cloud_from_a_backup_does_not_know_is_explained_as_absent(
    home: Path, tmp_path: Path
) -> None:
    workplace, folder, backup = Workplace.open(), home / "local-cloud", tmp_path / "backup"
    with workplace.service("local") as service:
        list(bring(clip("mono"), service))
        url = url_of(service.target, f"input/{clip('mono').name}")
    end_processes_of(folder)
    shutil.copytree(folder, backup)
    made = composition(tile("a", 0, 0, 320, 180, url=url), size=(320, 180))
    list(submit(made, workplace, threading.Event().wait, is_watched=True))
    end_processes_of(folder)
    shutil.rmtree(folder)
    shutil.move(backup, folder)
    with watching(workplace) as watch:
        watch.until(lambda it: it.intents and it.intents[0].is_resolved)
    (intent,) = watch.intents
    assert intent.state is State.LOST
    failure = told(intent)
    assert (failure.id, failure.button) == ("job-absent", "jobs.retry")
    with pytest.raises(JobEnded, match=str(failure.what)) as caught:
        require_success(intent)
    assert told_of(caught.value) == "job-absent"


def test_that_nothing_is_explained_where_nothing_is_wrong(ledger: Ledger) -> None:
    assert failure_of(noted(ledger, LOCAL)) is None
    assert failure_of(noted(ledger, LOCAL, State.SUCCESS, ended=1.0)) is None


def test_that_every_entry_of_the_catalogue_is_triggered_by_a_test() -> None:
    assert triggered() == {entry.id for entry in (*CATALOGUE, UNEXPLAINED)}
    here = Path(__file__).read_text("utf-8")
    assert {name for name in OURS if f'"{name}"' not in here} == set()
