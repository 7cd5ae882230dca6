"""Callbacks of the local cloud: what is told of the end of a job, to whom, and what is only kept."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from support.callbacks import Listener, jobs_of
from support.clips import clip
from support.forker import forker
from support.gate import Gate
from support.local_cloud import Caller, job_request, local_cloud
from tilewright.durable import write_whole
from tilewright.localcloud import sending
from tilewright.localcloud.callbacks import Callbacks
from tilewright.localcloud.database import Database
from tilewright.localcloud.home import Endpoint, find
from tilewright.localcloud.local_settings import LocalSettings, SettingsFile
from tilewright.localcloud.production import JobFailed
from tilewright.localcloud.server import LocalCloud
from tilewright.usecases.local_cloud import read_host
from tilewright.wire import xml
from tilewright.wire.json_documents import read_json
from tilewright.wire.queues import read_queues

PAUSES = (0.02, 0.02, 0.02)


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


@pytest.fixture
def gate() -> Gate:
    gate = Gate()
    gate.opened.set()
    return gate


@pytest.fixture
def cloud(tmp_path: Path, gate: Gate) -> Iterator[LocalCloud]:
    with local_cloud(tmp_path / "cloud", produce=gate, callback_pauses=PAUSES) as running:
        yield running


def telling(caller: Caller, nodes: str, user_data: str = "") -> bytes:
    body = job_request(caller.url("a.mp4"), caller.url("b.mp4"), user_data=user_data)
    return body.replace(b"</Request>", f"{nodes}</Request>".encode())


def told(caller: Caller, job_id: str) -> dict[str, Any]:
    reply = caller.call("GET", f"/jobs/{job_id}", {"tilewright-callback": ""}, host=caller.ci_host)
    assert reply.status == 200, reply
    found: dict[str, Any] = json.loads(reply.body)
    return found


def settled(caller: Caller, job_id: str, until: Callable[[dict[str, Any]], bool] | None = None) -> dict[str, Any]:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        found = told(caller, job_id)
        if found and (until(found) if until else found["state"] != "due"):
            return found
        time.sleep(0.02)
    raise AssertionError(found)


def test_that_the_end_is_told_as_xml_with_what_an_answer_says(caller: Caller, listener: Listener) -> None:
    job_id = caller.submit(telling(caller, f"<CallBack>{listener.address()}</CallBack>", "lesson")).job_id
    assert settled(caller, job_id)["state"] == "sent"
    ((path, headers, body),) = listener.told
    assert (path, headers["content-type"]) == ("/done?a=b%20c", "application/xml")
    assert headers["host"] == f"127.0.0.1:{listener.port}"
    root = xml.parse(body, "it")
    assert xml.text(root, "EventName") == "TaskFinish"
    detail = xml.child(root, "JobsDetail")
    assert detail is not None
    names = [xml.local_name(node) for node in detail]
    assert names == sorted(names)
    assert not {"Input", "Progress"} & set(names)
    operation = xml.child(detail, "Operation")
    assert operation is not None
    parts = [xml.local_name(node) for node in operation]
    assert parts == sorted(parts)
    (said,) = jobs_of(body)
    (answered,) = caller.jobs(job_id).jobs
    for name in ("job_id", "state", "code", "message", "created", "started", "ended", "queue_id", "tag", "user_data",
                 "output", "result_keys", "results"):  # fmt: skip
        assert getattr(said, name) == getattr(answered, name), name
    synthesis = xml.child(operation, "VideoSynthesis")
    assert synthesis is not None
    urls = [xml.text(tile, "Url") for tile in xml.children(synthesis, "SpliceInfo")]
    assert urls == [caller.url("a.mp4"), caller.url("b.mp4")]


def test_that_json_says_the_same_all_as_text(caller: Caller, listener: Listener) -> None:
    nodes = f"<CallBackFormat>JSON</CallBackFormat><CallBack>{listener.address()}</CallBack>"
    job_id = caller.submit(telling(caller, nodes, "a lesson")).job_id
    settled(caller, job_id)
    ((_, headers, body),) = listener.told
    assert headers["content-type"] == "application/json"
    tree = json.loads(body)
    assert tree["EventName"] == "TaskFinish"
    detail = tree["JobsDetail"]
    assert "Message" not in detail
    output = detail["Operation"]["MediaResult"]["OutputFile"]
    assert output["ObjectName"] == f"output/{job_id}.mp4"
    assert output["Md5Info"]["ObjectName"] == output["ObjectName"]
    assert [tile["X"] for tile in detail["Operation"]["VideoSynthesis"]["SpliceInfo"]] == ["0", "160"]

    def leaves(value: Any) -> Iterator[Any]:
        if isinstance(value, dict | list):
            for inner in value.values() if isinstance(value, dict) else value:
                yield from leaves(inner)
        else:
            yield value

    assert all(isinstance(leaf, str) and leaf for leaf in leaves(tree))
    as_xml = caller.submit(telling(caller, f"<CallBack>{listener.address()}</CallBack>", "a lesson")).job_id
    settled(caller, as_xml)
    one, other = jobs_of(body)[0], jobs_of(listener.told[1][2])[0]
    assert {(job.user_data, job.code, job.state) for job in (one, other)} == {("a lesson", "Success", "Success")}
    assert read_json(body, "it").left_out == ()


def test_that_a_failure_is_told_with_its_reason(caller: Caller, listener: Listener, gate: Gate) -> None:
    gate.opened.clear()
    job_id = caller.submit(telling(caller, f"<CallBack>{listener.address()}</CallBack>")).job_id
    gate.fails[job_id] = JobFailed("ResourceNotFound", "The source a.mp4 is not there.")
    gate.opened.set()
    settled(caller, job_id)
    (said,) = jobs_of(listener.told[0][2])
    assert (said.state, said.code, said.message) == ("Failed", "ResourceNotFound", "The source a.mp4 is not there.")


def test_that_the_queue_tells_where_the_request_says_nothing(caller: Caller, listener: Listener) -> None:
    queue = read_queues(caller.call("GET", "/queue", host=caller.ci_host).body).queues[0].id

    def set_notify(inner: str) -> None:
        body = f"<Request><NotifyConfig>{inner}</NotifyConfig></Request>".encode()
        assert caller.call("PUT", f"/queue/{queue}", body=body, host=caller.ci_host).status == 200

    usual = f"<Url>{listener.address('/queue')}</Url><Type>Url</Type><ResultFormat>JSON</ResultFormat>"
    set_notify(f"<State>On</State>{usual}")
    plain = caller.submit(telling(caller, "")).job_id
    assert settled(caller, plain)["format"] == "JSON"
    own = caller.submit(telling(caller, f"<CallBack>{listener.address('/own')}</CallBack>")).job_id
    settled(caller, own)
    silent = caller.submit(telling(caller, "<CallBack>no</CallBack>")).job_id
    caller.wait(silent)
    set_notify(f"<State>Off</State>{usual}")
    off = caller.submit(telling(caller, "")).job_id
    caller.wait(off)
    set_notify(f"<State>On</State><Event>WorkflowFinish</Event>{usual}")
    other = caller.submit(telling(caller, "")).job_id
    caller.wait(other)
    set_notify("<State>On</State><Type>TDMQ</Type><MqRegion>bj</MqRegion><MqName>jobs</MqName>")
    kept = settled(caller, caller.submit(telling(caller, "")).job_id)
    assert (kept["state"], kept["type"], kept["address"]) == ("recorded", "TDMQ", "bj/jobs")
    assert [path for path, _, _ in listener.told] == ["/queue", "/own"]
    assert [told(caller, job_id) for job_id in (silent, off, other)] == [{}, {}, {}]


def test_that_a_cancelled_job_tells_nothing(caller: Caller, listener: Listener, gate: Gate) -> None:
    gate.opened.clear()
    caller.submit(telling(caller, "<CallBack>no</CallBack>"))
    job_id = caller.submit(telling(caller, f"<CallBack>{listener.address()}</CallBack>")).job_id
    assert caller.call("PUT", f"/jobs/{job_id}", {"cancel": ""}, host=caller.ci_host).status == 200
    gate.opened.set()
    assert told(caller, job_id) == {}


@pytest.mark.parametrize("kind", ["host", "tdmq", "kafka", "no address", "private"])
def test_that_what_must_not_be_sent_is_kept_and_can_be_read(caller: Caller, listener: Listener, kind: str) -> None:
    nodes = {
        "host": "<CallBack>https://school.example/done?token=x</CallBack>",
        "tdmq": "<CallBackType>TDMQ</CallBackType><CallBackMqConfig><MqRegion>sh</MqRegion><MqMode>Queue</MqMode>"
        f"<MqName>q</MqName></CallBackMqConfig><CallBack>{listener.address()}</CallBack>",
        "kafka": f"<CallBackType>Kafka</CallBackType><CallBack>{listener.address()}</CallBack>",
        "no address": "<CallBack>ftp://127.0.0.1/a</CallBack>",
        "private": "<CallBack>http://192.168.0.1/a</CallBack>",
    }[kind]
    kept = settled(caller, caller.submit(telling(caller, nodes)).job_id)
    assert (kept["state"], kept["tries"], kept["status"]) == ("recorded", 0, None)
    assert kept["said"].endswith(".")
    assert kept["not_allowed"] == ("school.example" if kind == "host" else None)
    assert jobs_of(kept["body"].encode())[0].state == "Success"
    assert listener.told == []


def test_that_it_is_tried_again_and_given_up_in_the_end(caller: Caller, listener: Listener, tmp_path: Path) -> None:
    listener.statuses = [500, 302]
    body = telling(caller, f"<CallBack>{listener.address()}</CallBack>")
    done = settled(caller, caller.submit(body).job_id)
    assert (done["state"], done["tries"], done["status"]) == ("sent", 3, 200)
    assert {path for path, _, _ in listener.told} == {"/done?a=b%20c"}
    assert len({body for _, _, body in listener.told}) == 1
    listener.statuses = [500] * 4
    lost = settled(caller, caller.submit(body).job_id)
    assert (lost["state"], lost["tries"], lost["status"]) == ("failed", 4, 500)
    assert "500" in lost["said"]
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nobody = f"<CallBack>http://127.0.0.1:{closed.getsockname()[1]}/</CallBack>"
        lost = settled(caller, caller.submit(telling(caller, nobody)).job_id)
    assert (lost["state"], lost["tries"], lost["status"]) == ("failed", 4, None)


def test_that_nobody_waits_for_a_clock_that_was_set_back(tmp_path: Path, gate: Gate, listener: Listener) -> None:
    ahead = [0.0]
    with local_cloud(
        tmp_path / "cloud", produce=gate, clock=lambda: time.time() + ahead[0], callback_pauses=(30.0,)
    ) as cloud:
        caller = Caller(cloud.endpoint)
        listener.statuses = [500]
        node = f"<CallBack>{listener.address()}</CallBack>"
        first = caller.submit(telling(caller, node)).job_id
        settled(caller, first, lambda said: said["tries"] == 1)
        ahead[0] = -600.0
        second = caller.submit(telling(caller, node)).job_id
        assert settled(caller, second)["state"] == "sent"
        assert settled(caller, first)["state"] == "sent"


def point(monkeypatch: pytest.MonkeyPatch, **addresses: str) -> list[str]:
    """Let names point to these addresses, several with spaces between, by the first part; which were looked up."""
    asked: list[str] = []
    look_up = socket.getaddrinfo

    def found(host: str, port: int, *rest: Any, **more: Any) -> Any:
        known = addresses.get(host.split(".")[0])
        if known is None:
            return look_up(host, port, *rest, **more)
        asked.append(host)
        families = {True: socket.AF_INET6, False: socket.AF_INET}
        return [(families[":" in one], socket.SOCK_STREAM, 6, "", (one, port)) for one in known.split()]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    return asked


def test_that_a_host_is_called_when_it_was_allowed_and_lies_in_no_private_network(
    caller: Caller, listener: Listener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    allowed = b'{"allowed_hosts": ["School.example.", "inner.example"]}'
    write_whole(tmp_path / "cloud" / "settings.json", allowed, replace=True)  # it may be read at any moment
    asked = point(monkeypatch, school="127.0.0.1", inner="10.1.2.3")
    address = listener.address("/x", "school.example")
    sent = settled(caller, caller.submit(telling(caller, f"<CallBack>{address}</CallBack>")).job_id)
    assert sent["state"] == "sent"
    assert listener.told[0][1]["host"] == f"school.example:{listener.port}"
    assert asked == ["school.example"], "looked up once, and that address is the one that is called"
    inner = "<CallBack>http://inner.example/x</CallBack>"
    kept = settled(caller, caller.submit(telling(caller, inner)).job_id)
    assert kept["state"] == "recorded"
    assert "private network" in kept["said"]


def test_that_the_dot_that_may_end_a_name_makes_no_difference(tmp_path: Path) -> None:
    database = Database(tmp_path / "store.sqlite3")
    callbacks = Callbacks(database, lambda: LocalSettings(allowed_hosts=("school.example",)), time.time)
    for host in ("school.example", "School.Example.", "localhost."):
        assert callbacks.why_kept("Url", f"https://{host}/x") == ""
    assert callbacks.why_kept("Url", "https://other.example./x") == "The host other.example was not allowed."
    database.close()


def test_that_an_address_is_the_same_host_however_it_is_spelled(caller: Caller, tmp_path: Path) -> None:
    spellings = {
        "0x08080808": "8.8.8.8",
        "[2606:4700:0:0:0:0:6810:84E5]": "2606:4700::6810:84e5",
        "134744072": "010.8.8.8",
    }
    jobs = {
        spelled: caller.submit(telling(caller, f"<CallBack>http://{spelled}/x</CallBack>")).job_id
        for spelled in spellings
    }
    with contextlib.closing(Database(tmp_path / "store.sqlite3")) as database:
        callbacks = Callbacks(database, lambda: SettingsFile(tmp_path).read(), time.time)
        for spelled, allowed in spellings.items():
            host = settled(caller, jobs[spelled])["not_allowed"]
            assert read_host(allowed) == host
            for name in (host, allowed):
                (tmp_path / "settings.json").write_text(json.dumps({"allowed_hosts": [name]}), "utf-8")
                assert callbacks.why_kept("Url", f"http://{spelled}/x") == ""


@pytest.mark.parametrize(
    "address", ["10.0.0.1", "169.254.169.254", "::ffff:10.0.0.1", "fe80::1", "0.0.0.0", "100.64.0.1"]
)
def test_that_a_name_of_an_address_in_a_private_network_is_refused(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    point(monkeypatch, school=address)
    with pytest.raises(sending.Forbidden, match="must not be called"):
        sending.find_addresses("school.example", 80)


@pytest.mark.parametrize("address", ["10.0.0.1", "93.184.216.34", "2002:7f00:1::1"])
def test_that_the_name_of_this_machine_must_point_to_it(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    point(monkeypatch, localhost=address)
    with pytest.raises(sending.Forbidden, match="it is not this machine"):
        sending.find_addresses("localhost", 80)


@pytest.mark.parametrize("addresses", ["::1 127.0.0.1", "10.0.0.1 127.0.0.2 127.0.0.1"])
def test_that_every_address_of_a_host_is_tried(
    caller: Caller, listener: Listener, monkeypatch: pytest.MonkeyPatch, addresses: str
) -> None:
    point(monkeypatch, localhost=addresses)
    address = listener.address("/x", "localhost")
    sent = settled(caller, caller.submit(telling(caller, f"<CallBack>{address}</CallBack>")).job_id)
    assert (sent["state"], sent["tries"]) == ("sent", 1), sent


@pytest.mark.expects_log("Callbacks wait")
def test_that_one_is_not_sent_again_while_the_database_cannot_keep_that_it_was(
    cloud: LocalCloud, caller: Caller, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "TROUBLE_SECONDS", 0.05)
    with cloud.database.write() as rows:
        rows.execute("CREATE TRIGGER full BEFORE UPDATE ON callback BEGIN SELECT RAISE(ABORT, 'no room'); END")
    job_id = caller.submit(telling(caller, f"<CallBack>{listener.address()}</CallBack>")).job_id
    end = time.monotonic() + 10
    while not listener.told and time.monotonic() < end:
        time.sleep(0.01)
    time.sleep(0.5)
    assert told(caller, job_id)["state"] == "due"
    with cloud.database.write() as rows:
        rows.execute("DROP TRIGGER full")
    assert settled(caller, job_id)["state"] == "sent"
    assert len(listener.told) == 1


def test_that_one_that_never_answers_is_cut_off(
    caller: Caller, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "TRY_SECONDS", 0.2)
    listener.held.clear()
    job_id = caller.submit(telling(caller, f"<CallBack>{listener.address()}</CallBack>")).job_id
    lost = settled(caller, job_id)
    assert (lost["state"], lost["tries"], lost["status"]) == ("failed", 4, None)


def test_that_a_handshake_that_is_never_answered_holds_up_no_end(tmp_path: Path, gate: Gate) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10)
        with local_cloud(tmp_path / "cloud", produce=gate) as cloud:
            caller = Caller(cloud.endpoint)
            address = f"https://127.0.0.1:{server.getsockname()[1]}/"
            caller.submit(telling(caller, f"<CallBack>{address}</CallBack>"))
            asking, _ = server.accept()
            with asking:
                assert asking.recv(1) == b"\x16", "it began to shake hands"
                before = time.monotonic()
                cloud.close()
                assert time.monotonic() - before < 1.5
        assert not [thread for thread in threading.enumerate() if thread.name == "localcloud-callbacks"]


def test_that_a_name_that_is_not_looked_up_in_time_is_no_answer(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "TRY_SECONDS", 0.1)
    answered = threading.Event()
    look_up = socket.getaddrinfo

    def slowly(host: str, *rest: Any, **more: Any) -> Any:
        if host == "localhost":
            answered.wait(30)
        return look_up(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", slowly)
    try:
        lost = settled(caller, caller.submit(telling(caller, "<CallBack>http://localhost:9/</CallBack>")).job_id)
    finally:
        answered.set()
    assert (lost["state"], lost["tries"], lost["status"]) == ("failed", 4, None)


def test_that_the_end_of_the_service_does_not_wait_for_a_name(
    tmp_path: Path, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, answered = threading.Event(), threading.Event()
    look_up = socket.getaddrinfo

    def slowly(host: str, *rest: Any, **more: Any) -> Any:
        if host == "localhost":
            asked.set()
            answered.wait(30)
        return look_up(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", slowly)
    try:
        with local_cloud(tmp_path / "cloud", produce=gate) as cloud:
            caller = Caller(cloud.endpoint)
            job_id = caller.submit(telling(caller, "<CallBack>http://localhost:9/</CallBack>")).job_id
            assert asked.wait(20)
            cloud.close(3.0)
            assert not [thread for thread in threading.enumerate() if thread.name == "localcloud-callbacks"]
    finally:
        answered.set()
    with local_cloud(tmp_path / "cloud", produce=gate, callback_pauses=()) as cloud:
        kept = settled(Caller(cloud.endpoint), job_id)
    assert (kept["state"], kept["tries"]) == ("failed", 1), "the try that was cut off does not count"


@pytest.mark.full
def test_that_one_that_was_due_when_the_service_was_killed_is_sent_by_the_next(
    home: Path, tmp_path: Path, listener: Listener
) -> None:
    folder = home / "cloud"
    with forker(tmp_path / "said") as made:
        command = made.start("serve", "--data", folder, kill_at=("localcloud.result.committed", 1))
        caller = Caller(soon(lambda: find(folder)))
        caller.put("a.mp4", clip("short").read_bytes())
        body = telling(caller, f"<CallBack>{listener.address()}</CallBack>").replace(b"/b.mp4", b"/a.mp4")
        job_id = caller.submit(body).job_id
        assert command.wait().code == -signal.SIGKILL
        command = made.start("serve", "--data", folder)
        caller = Caller(soon(lambda: find(folder)))
        assert settled(caller, job_id)["state"] == "sent"
        os.kill(command.pid, signal.SIGTERM)
        command.wait()
    (said,) = jobs_of(listener.told[-1][2])
    assert (said.job_id, said.state, len(said.result_keys)) == (job_id, "Success", 1)


def soon(look: Callable[[], Endpoint | None]) -> Endpoint:
    end = time.monotonic() + 20
    while (found := look()) is None:
        assert time.monotonic() < end
        time.sleep(0.01)
    return found


def test_that_one_that_was_being_sent_at_the_end_is_sent_by_the_next_service(
    tmp_path: Path, gate: Gate, listener: Listener
) -> None:
    listener.held.clear()
    with local_cloud(tmp_path / "cloud", produce=gate) as cloud:
        caller = Caller(cloud.endpoint)
        job_id = caller.submit(telling(caller, f"<CallBack>{listener.address()}</CallBack>")).job_id
        caller.wait(job_id)
        end = time.monotonic() + 10
        while not listener.told and time.monotonic() < end:
            time.sleep(0.01)
        assert cloud.is_busy, "it is still to be told"
        before = time.monotonic()
    assert time.monotonic() - before < 5
    listener.held.set()
    with local_cloud(tmp_path / "cloud", produce=gate) as cloud:
        assert settled(Caller(cloud.endpoint), job_id)["state"] == "sent"
    assert len(listener.told) == 2
