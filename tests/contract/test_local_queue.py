"""The queue of a local cloud: paused and going on, over HTTP, by the official SDK's form and by the command line."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from support.forker import forker, run
from support.gate import Gate
from support.local_cloud import Caller, Reply, job_request, local_cloud
from support.waiting import wait_for
from tilewright.durable import write_whole
from tilewright.localcloud import store
from tilewright.localcloud.home import find
from tilewright.localcloud.server import LocalCloud
from tilewright.model.service_queue import ServiceQueue
from tilewright.wire.faults import read_fault
from tilewright.wire.queues import read_changed_queue, read_queues
from tilewright.wire.storage import read_buckets

BODY = (
    "<Request><Name>queue-1</Name><QueueID>{id}</QueueID><State>{state}</State><NotifyConfig><State>On</State>"
    "<Event>TaskFinish</Event><ResultFormat>JSON</ResultFormat><Type>Url</Type><Url>http://127.0.0.1:9/a?b=c</Url>"
    "</NotifyConfig></Request>"
)


@pytest.fixture
def produce(gate: Gate) -> Gate:
    return gate


def queue_of(caller: Caller) -> ServiceQueue:
    return read_queues(caller.call("GET", "/queue", host=caller.ci_host).body).queues[0]


def change(caller: Caller, body: str, queue: str = "", host: str = "") -> Reply:
    path = f"/queue/{queue or queue_of(caller).id}"
    kind = {"Content-Type": "application/xml"}
    return caller.call("PUT", path, body=body.encode(), headers=kind, host=host or caller.ci_host)


def set_state(caller: Caller, state: str) -> ServiceQueue:
    reply = change(caller, f"<Request><State>{state}</State></Request>")
    assert reply.status == 200, reply
    return read_changed_queue(reply.body)


def states(caller: Caller, *ids: str) -> list[str]:
    return [job.state for job in caller.jobs(*ids).jobs]


def test_that_a_queue_says_since_when_it_is_there_and_when_it_was_changed(caller: Caller) -> None:
    (bucket,) = read_buckets(caller.call("GET", "/", host="service.cos.myqcloud.com").body)
    new = queue_of(caller)
    assert new.created is not None
    assert new.created == new.updated == bucket.created
    other = queue_of(Caller(caller.endpoint, "films-1250000001", "ap-beijing"))
    assert other.created == other.updated == new.created, "of a bucket that nobody has written to"
    changed = set_state(caller, "Paused")
    assert changed.created == new.created
    assert changed.updated is not None
    assert changed.updated >= new.created


def test_that_a_queue_is_there_although_no_bucket_is_listed(caller: Caller) -> None:
    before = queue_of(caller).created
    assert caller.call("DELETE", "/").status == 204
    assert queue_of(caller).created == before
    assert set_state(caller, "Paused").created == before


def test_that_a_queue_is_there_since_the_same_moment_whenever_its_bucket_is_written_to(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Caller(caller.endpoint, "films-1250000001", "ap-beijing")
    before = queue_of(other).created
    monkeypatch.setattr(store, "time", SimpleNamespace(time=lambda: time.time() + 60, monotonic=time.monotonic))
    other.put("a", b"x")
    assert queue_of(other).created == before


def test_that_a_paused_queue_keeps_what_waits_and_what_comes_until_it_goes_on(caller: Caller, gate: Gate) -> None:
    body = job_request(caller.url("a.mp4"))
    ran = caller.submit(body).job_id
    caller.wait(ran, until=lambda job: job.state == "Running")
    waited = caller.submit(body).job_id
    assert set_state(caller, "Paused").state == "Paused"
    late = caller.submit(body)
    assert (late.state, late.progress) == ("Pause", 0)
    assert states(caller, ran, waited, late.job_id) == ["Running", "Pause", "Pause"]
    assert [job.job_id for job in caller.list_jobs(states="Pause").jobs] == [late.job_id, waited]
    asked = caller.call("GET", "/queue", {"state": "Paused"}, host=caller.ci_host)
    assert [queue.state for queue in read_queues(asked.body).queues] == ["Paused"]
    gate.opened.set()
    assert caller.wait(ran).state == "Success"
    assert states(caller, waited, late.job_id) == ["Pause", "Pause"]
    assert caller.call("PUT", f"/jobs/{late.job_id}", {"cancel": ""}, host=caller.ci_host).status == 200
    assert set_state(caller, "Active").state == "Active"
    assert caller.wait(waited).state == "Success"
    assert gate.seen == [ran, waited]


def test_that_a_pause_outlives_the_service(tmp_path: Path, gate: Gate) -> None:
    gate.opened.set()
    with local_cloud(tmp_path / "cloud", produce=gate) as cloud:
        first = Caller(cloud.endpoint)
        set_state(first, "Paused")
        job = first.submit(job_request(first.url("a.mp4"))).job_id
        assert not cloud.queue.open_count()
    with local_cloud(tmp_path / "cloud", produce=gate) as cloud:
        again = Caller(cloud.endpoint)
        assert queue_of(again).state == "Paused"
        assert states(again, job) == ["Pause"]
        set_state(again, "Active")
        assert again.wait(job).state == "Success"


def test_that_what_is_put_at_the_path_of_the_queue_is_never_an_object(caller: Caller) -> None:
    """On the host of the storage, too (A100)."""
    queue = queue_of(caller).id
    refused = caller.put(f"queue/{queue}", b"a film")
    assert (refused.status, refused.header("server")) == (400, "tencent-ci")
    assert change(caller, "<Request><State>Paused</State></Request>", host=caller.cos_host).status == 200
    assert queue_of(caller).state == "Paused"
    assert caller.get(f"queue/{queue}").status == 404
    assert caller.put("queue/p0", b"a film").status == 200


def test_that_a_bucket_with_a_paused_queue_is_listed_although_nothing_was_put_into_it(cloud: LocalCloud) -> None:
    """Who looks for paused queues asks for the buckets first, and must find each."""
    empty, asked = Caller(cloud.endpoint, "empty-1250000000"), Caller(cloud.endpoint, "asked-1250000000")
    set_state(empty, "Paused")
    asked.submit(job_request(asked.url("a.mp4"), bucket=asked.bucket))
    listed = asked.call("GET", "/", host="service.cos.myqcloud.com")
    names = {bucket.name for bucket in read_buckets(listed.body)}
    assert names == {cloud.endpoint.bucket, empty.bucket, asked.bucket}


def test_that_a_bucket_stays_while_its_queue_is_paused_or_a_job_of_it_has_not_ended(
    cloud: LocalCloud, gate: Gate
) -> None:
    """Its queue would be found by nobody (A106)."""
    asked = Caller(cloud.endpoint, "asked-1250000000")

    def is_refused() -> bool:
        reply = asked.call("DELETE", "/")
        assert reply.status == 204 or "<Code>BucketNotEmpty</Code>" in reply.body.decode()
        return reply.status == 409

    set_state(asked, "Paused")
    assert is_refused()
    job = asked.submit(job_request(asked.url("a.mp4"), bucket=asked.bucket)).job_id
    set_state(asked, "Active")
    wait_for(lambda: gate.seen, "the job to begin")
    assert is_refused()
    gate.opened.set()
    key = asked.wait(job).result_keys[0]
    assert asked.call("DELETE", f"/{key}").status == 204
    assert not is_refused()


def test_that_other_buckets_go_on(caller: Caller, gate: Gate) -> None:
    gate.opened.set()
    set_state(caller, "Paused")
    other = Caller(caller.endpoint, "films-1250000001", "ap-beijing")
    assert other.wait(other.submit(job_request(other.url("a.mp4"))).job_id).state == "Success"


def test_that_a_change_is_told_and_what_it_leaves_out_stays(caller: Caller) -> None:
    before = queue_of(caller)
    assert (before.state, before.notify and before.notify.is_on) == ("Active", False)
    changed = change(caller, BODY.format(id=before.id, state="Active"))
    assert changed.status == 200
    assert b"<Url>http://127.0.0.1:9/a?b=c</Url>" in changed.body
    told = set_state(caller, "Paused")
    assert told.updated is not None
    assert told.notify is not None
    assert (told.notify.is_on, told.notify.result_format) == (True, "JSON")
    assert queue_of(caller) == told


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<Request><State>Odd</State></Request>", "InvalidArgument"),
        ("<Request><Name>other</Name></Request>", "InvalidArgument"),
        ("<Request><QueueID>p1</QueueID></Request>", "InvalidArgument"),
        ("<Reply/>", "InvalidContent"),
        ("<Request>", "InvalidContent"),
    ],
)
def test_that_a_change_that_cannot_be_is_refused(caller: Caller, body: str, code: str) -> None:
    before = queue_of(caller)
    reply = change(caller, body)
    fault = read_fault(reply.body)
    assert fault is not None
    assert (reply.status, fault.code) == (400, code)
    assert queue_of(caller) == before
    absent = change(caller, "<Request><State>Paused</State></Request>", "p" + "0" * 32)
    assert (absent.status, getattr(read_fault(absent.body), "code", "")) == (400, "QueueNotFound")


def test_that_an_object_is_not_taken_for_a_queue(caller: Caller) -> None:
    """On the host of the storage the official SDK changes the queue, and users have objects."""
    assert change(caller, "<Request><State>Paused</State></Request>", host=caller.cos_host).status == 200
    assert queue_of(caller).state == "Paused"
    for key in ("queue/a.xml", f"queue/{'p' + '0' * 32}"):
        assert caller.call("PUT", f"/{key}", body=b"mine", headers={"Content-Type": "application/xml"}).status == 200
        assert caller.get(key).body == b"mine"


def test_that_a_full_queue_says_so(tmp_path: Path, gate: Gate) -> None:
    with local_cloud(tmp_path / "cloud", produce=gate, most_waiting=2) as cloud:
        caller = Caller(cloud.endpoint)
        set_state(caller, "Paused")
        assert queue_of(caller).max_size == 2
        body = job_request(caller.url("a.mp4"))
        for _ in range(2):
            caller.submit(body)
        reply = caller.call("POST", "/jobs", body=body, host=caller.ci_host)
        assert (reply.status, getattr(read_fault(reply.body), "code", "")) == (403, "QueueSaturated")
        assert len(cloud.accepted_posts()) == 2


def test_that_serve_renders_as_many_jobs_at_a_time_as_it_is_told(home: Path, tmp_path: Path) -> None:
    folder = home / "cloud"
    with forker(tmp_path / "said") as made:
        command = made.start("serve", "--data", folder, "--jobs", "3")
        end = time.monotonic() + 20
        while (endpoint := find(folder)) is None:
            assert time.monotonic() < end, command.err.read_text("utf-8")
            time.sleep(0.01)
        write_whole(folder / "settings.json", b'{"jobs_at_a_time": 2}', replace=True)  # it may be read at any moment
        assert queue_of(Caller(endpoint)).max_concurrent == 3
        os.kill(command.pid, signal.SIGTERM)
        assert command.wait().code == 0
        for wrong in ("0", "9", "many"):
            assert made.run("serve", "--data", folder, "--jobs", wrong).code == 2


def test_that_the_command_line_pauses_and_resumes(cloud: LocalCloud, caller: Caller, tmp_path: Path) -> None:
    env = {
        "TILEWRIGHT_HOME": str(tmp_path / "home"),
        "TILEWRIGHT_ENDPOINT": cloud.endpoint.address,
        "TILEWRIGHT_SECRET_ID": cloud.endpoint.secret_id,
        "TILEWRIGHT_SECRET_KEY": cloud.endpoint.secret_key,
    }
    done = run("queue", "pause", "--json", env=env)
    assert (done.code, json.loads(done.out)["state"]) == (0, "Paused"), done.err
    assert queue_of(caller).state == "Paused"
    assert "Paused" in run("queue", env=env).out
    assert "Active" in run("queue", "resume", env=env).out
    assert queue_of(caller).state == "Active"


WAYS = {
    "<Type>Pigeon</Type>": "Pigeon",
    "<ResultFormat>YAML</ResultFormat>": "YAML",
    "<State>Perhaps</State>": "On or Off",
    "<Type>TDMQ</Type><MqRegion>mars</MqRegion><MqName>jobs</MqName>": "mars",
    "<Type>TDMQ</Type><MqRegion>sh</MqRegion><MqMode>Pile</MqMode><MqName>jobs</MqName>": "Pile",
    "<State>Off</State><Type>url</Type><ResultFormat>json</ResultFormat>": "",
    "<State>On</State><Type>Kafka</Type>": "",
    "<Type>TDMQ</Type><MqRegion>sh</MqRegion><MqName>jobs</MqName>": "",
}
"""What a queue may be told of whom it tells, and what the refusal names; empty for what is taken."""


def test_that_a_queue_takes_no_way_of_telling_that_nobody_can_go(caller: Caller) -> None:
    for inner, told in WAYS.items():
        before = queue_of(caller).notify
        reply = change(caller, f"<Request><NotifyConfig>{inner}</NotifyConfig></Request>")
        assert reply.status == (400 if told else 200), inner
        if told:
            fault = read_fault(reply.body)
            assert fault is not None
            assert told in fault.message
            assert queue_of(caller).notify == before
        else:
            assert queue_of(caller).notify != before
