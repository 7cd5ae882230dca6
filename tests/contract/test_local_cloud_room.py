"""Room on the disk: what takes it is told, some is kept free, jobs wait for it, and what a job needs does not go."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.builders import LOCAL
from support.clips import clip
from support.disks import fill_up, small_disk
from support.local_cloud import Caller, job_request, keep_free, local_cloud
from tilewright.localcloud import blobs, room, store
from tilewright.localcloud.local_settings import LocalSettings
from tilewright.localcloud.queue import QueuedJob
from tilewright.localcloud.server import LocalCloud
from tilewright.media.ffmpeg import Stopped
from tilewright.wire.faults import read_fault
from tilewright.wire.signature import sign
from tilewright.wire.storage import Part, read_upload_id, write_complete

MIB = 1 << 20
EVERYTHING = 1 << 60
"""More than any disk has."""


class Slow:
    """Renders until it is told to finish, or to stop."""

    def __init__(self) -> None:
        self.is_done = False

    def __call__(self, job: object, store: object, output: Path, **rest: Any) -> None:
        output.write_bytes(b"half")
        while not self.is_done:
            if rest["should_stop"]():
                raise Stopped("stopped")
            time.sleep(0.01)


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
def cloud(tmp_path: Path, slow: Slow) -> Iterator[LocalCloud]:
    with local_cloud(tmp_path / "cloud", produce=slow) as running:
        keep_free(folder_of(running), 0)
        yield running


def folder_of(cloud: LocalCloud) -> Path:
    return cloud.store.blobs.folder.parent


def full(reply_body: bytes) -> str:
    fault = read_fault(reply_body)
    assert fault is not None
    assert fault.code == "InternalError"
    assert fault.message.startswith("No room left on the disk: ")
    return fault.message


def told(caller: Caller, what: str = "", **params: str) -> Any:
    reply = caller.call("GET", "/", {"tilewright-room": what, **params})
    assert (reply.status, reply.header("content-type")) == (200, "application/json"), reply
    return json.loads(reply.body)


def test_that_the_room_of_every_bucket_is_told(caller: Caller, cloud: LocalCloud, tmp_path: Path) -> None:
    caller.put("a", b"x" * 1000)
    caller.put("b/ä", b"x" * 500)
    caller.put("a", b"x" * 2000)
    file = tmp_path / "mine.mp4"
    file.write_bytes(b"x" * 300)
    other = Caller(cloud.endpoint, "lessons-1250000000", "ap-beijing")
    assert other.adopt("mine", file).status == 200
    upload = read_upload_id(other.call("POST", "/big", {"uploads": ""}).body)
    other.call("PUT", "/big", {"partNumber": "1", "uploadId": upload}, b"x" * 70)
    (cloud.store.blobs.work / "half").write_bytes(b"x" * 40)
    pieces = cloud.store.blobs.work / "pieces"
    pieces.mkdir()
    for name in ("a.ts", "b.ts"):
        (pieces / name).write_bytes(b"x" * 7)
    found = told(caller)
    assert found["free"] > 0
    assert (found["floor"], found["work"]) == (0, 54)
    lessons, studio = found["buckets"]
    assert studio == {
        "bucket": caller.bucket, "region": "local", "objects": 2, "own": 2500, "referred": 0, "parts": 0,
        "templates": [],
    }  # fmt: skip
    assert lessons["own"] + lessons["referred"] == 300  # a copy that shares its pages, where the disk can
    assert (lessons["bucket"], lessons["objects"], lessons["parts"]) == ("lessons-1250000000", 1, 70)
    assert caller.call("GET", "/", {"tilewright-room": "x"}).status == 400
    assert caller.send("GET", "/?tilewright-room", headers={"Host": caller.cos_host}).status == 403


def test_that_it_is_told_when_each_object_was_used(
    caller: Caller, cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in ("a", "b", "c"):
        caller.put(key, b"x" * 10)
    began = told(caller, "objects")["objects"]
    assert [(entry["key"], entry["size"], entry["own"]) for entry in began] == [(key, 10, True) for key in "abc"]
    assert all(entry["used"] == entry["modified"] for entry in began)
    written = count_of_writes(monkeypatch, cloud)
    for _ in range(3):
        caller.get("b")
        caller.call("HEAD", "/c")
    assert written == [], "no reading is written down at once"
    used = {entry["key"]: entry["used"] for entry in told(caller, "objects")["objects"]}
    assert used["b"] > began[1]["used"]
    assert (used["a"], used["c"]) == (began[0]["used"], began[2]["used"])
    monkeypatch.setattr(store, "USED_EVERY", -1.0)
    caller.get("a")
    with cloud.database.read() as rows:
        assert rows.execute("SELECT used FROM object WHERE key = 'a'").fetchone()["used"] > used["a"]
    assert told(caller, "objects", marker="b")["objects"][0]["key"] == "c"


def count_of_writes(monkeypatch: pytest.MonkeyPatch, cloud: LocalCloud) -> list[int]:
    written: list[int] = []
    write = cloud.database.write

    def counted() -> Any:
        written.append(1)
        return write()

    monkeypatch.setattr(cloud.database, "write", counted)
    return written


def test_that_a_page_of_objects_has_a_thousand(caller: Caller, cloud: LocalCloud, tmp_path: Path) -> None:
    caller.put("a", b"x")
    with cloud.database.write() as rows:
        for number in range(1001):
            rows.execute(
                "INSERT INTO object (bucket, key, blob, size, etag, content_type, headers, modified)"
                " SELECT bucket, ?, blob, size, etag, content_type, headers, modified FROM object WHERE key = 'a'",
                (f"b{number:04}",),
            )
    first = told(caller, "objects")
    rest = told(caller, "objects", marker=first["next"])
    assert (len(first["objects"]), len(rest["objects"]), rest["next"]) == (1000, 2, "")


def test_that_a_body_for_which_there_is_no_room_is_refused_before_it_comes(caller: Caller, cloud: LocalCloud) -> None:
    upload = read_upload_id(caller.call("POST", "/big", {"uploads": ""}).body)
    etag = caller.call("PUT", "/big", {"partNumber": "1", "uploadId": upload}, b"x").header("etag").strip('"')
    caller.put("a", b"old")
    keep_free(folder_of(cloud), told(caller)["free"] - 100 * MIB)
    assert caller.put("a", b"small").status == 200
    now = int(time.time())
    signature = sign(caller.keys, "PUT", "/a", {}, {"host": caller.cos_host}, now - 60, now + 600)
    with socket.create_connection(("127.0.0.1", caller.endpoint.port), timeout=5) as connection:
        head = f"PUT /a HTTP/1.1\r\nHost: {caller.cos_host}\r\nAuthorization: {signature}\r\n"
        connection.sendall(f"{head}Content-Length: {5 << 30}\r\n\r\n".encode())
        answer = b""
        while b"</Error>" not in answer:
            answer += connection.recv(4096)
    full(answer.partition(b"\r\n\r\n")[2])
    keep_free(folder_of(cloud), EVERYTHING)
    full(caller.put("a", b"x").body)
    full(caller.call("PUT", "/a", body=iter([b"x"])).body)
    full(caller.call("PUT", "/big", {"partNumber": "2", "uploadId": upload}, b"x").body)
    full(caller.call("POST", "/big", {"uploadId": upload}, write_complete([Part(1, etag)])).body)
    assert caller.get("a").body == b"small"
    assert caller.call("DELETE", "/a").status == 204, "what makes room is always possible"
    keep_free(folder_of(cloud), 0)
    assert caller.call("POST", "/big", {"uploadId": upload}, write_complete([Part(1, etag)])).status == 200


def test_that_a_body_of_unknown_length_ends_when_there_is_no_room_for_more(
    caller: Caller, cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blobs, "SHARE", MIB)
    caller.put("a", b"old")

    def body() -> Iterator[bytes]:
        yield b"x" * (MIB // 2)
        while not list(cloud.store.blobs.work.iterdir()):
            time.sleep(0.01)
        keep_free(folder_of(cloud), EVERYTHING)
        yield b"x" * MIB

    full(caller.call("PUT", "/a", body=body()).body)
    assert list(cloud.store.blobs.work.iterdir()) == []
    assert caller.get("a").body == b"old"


def test_that_a_picture_for_which_there_is_no_room_is_not_kept(caller: Caller, cloud: LocalCloud) -> None:
    assert caller.adopt("input/a.mp4", clip("plain")).status == 200
    keep_free(folder_of(cloud), EVERYTHING)
    wish = (
        "<Request><Input><Object>input/a.mp4</Object></Input><Time>0</Time><Output><Region>local</Region>"
        f"<Bucket>{caller.bucket}</Bucket><Object>a.jpg</Object></Output></Request>"
    ).encode()
    full(caller.call("POST", "/snapshot", body=wish, host=caller.ci_host).body)
    keep_free(folder_of(cloud), 0)
    assert caller.get("a.jpg").status == 404
    assert caller.call("POST", "/snapshot", body=wish, host=caller.ci_host).status == 200


def test_that_jobs_wait_for_room_and_say_so(caller: Caller, cloud: LocalCloud, slow: Slow) -> None:
    slow.is_done = True
    keep_free(folder_of(cloud), EVERYTHING)
    job = caller.submit(job_request(caller.url("a")))
    time.sleep(1.3)
    reply = caller.call("GET", f"/jobs/{job.job_id}", host=caller.ci_host)
    assert caller.jobs(job.job_id).jobs[0].state == "Submitted"
    assert reply.header("x-tilewright-waits").startswith("No room left on the disk: ")
    keep_free(folder_of(cloud), 0)
    assert caller.wait(job.job_id, 5).state == "Success"
    reply = caller.call("GET", f"/jobs/{job.job_id}", host=caller.ci_host)
    assert reply.header("x-tilewright-waits") == ""


def test_that_a_job_fails_before_the_disk_is_full(caller: Caller, cloud: LocalCloud, slow: Slow) -> None:
    job = caller.submit(job_request(caller.url("a")))
    caller.wait(job.job_id, until=lambda job: job.state == "Running")
    keep_free(folder_of(cloud), EVERYTHING)
    ended = caller.wait(job.job_id, 5)
    assert (ended.state, ended.code) == ("Failed", "InternalError")
    assert ended.message.startswith("No room left on the disk: ")
    assert list(cloud.store.blobs.work.iterdir()) == []
    keep_free(folder_of(cloud), 0)
    slow.is_done = True
    assert caller.wait(caller.submit(job_request(caller.url("a"))).job_id, 5).state == "Success"


def test_that_a_job_that_stops_for_the_end_of_the_service_waits_as_ever(tmp_path: Path, slow: Slow) -> None:
    with local_cloud(tmp_path / "cloud", produce=slow) as cloud:
        keep_free(folder_of(cloud), 0)
        caller = Caller(cloud.endpoint)
        job = caller.submit(job_request(caller.url("a")))
        caller.wait(job.job_id, until=lambda job: job.state == "Running")
    slow.is_done = True
    with local_cloud(tmp_path / "cloud", produce=slow) as cloud:
        assert Caller(cloud.endpoint).wait(job.job_id, 5).state == "Success"


def test_that_a_twentieth_of_a_small_disk_is_kept_free(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 20) as disk, local_cloud(disk / "cloud") as cloud:
        caller = Caller(cloud.endpoint)
        assert told(caller)["floor"] == MIB
        filler = fill_up(disk)
        full(caller.put("a", b"x").body)
        filler.unlink()
        assert caller.put("a", b"x").status == 200


@pytest.mark.parametrize("key", ["input/一 1.mp4", "a&b.mp4", "100%25.mp4"])
def test_that_what_a_waiting_or_running_job_names_does_not_go(
    caller: Caller, cloud: LocalCloud, slow: Slow, key: str
) -> None:
    for name in (key, "other.mp4"):
        caller.put(name, b"x")
    job = caller.submit(job_request(caller.url(key)))
    caller.wait(job.job_id, until=lambda job: job.state == "Running")
    waiting = caller.submit(job_request(caller.url("other.mp4")))
    assert [remove(caller, key), remove(caller, "other.mp4")] == [409, 409]
    assert caller.call("PUT", f"/jobs/{waiting.job_id}", {"cancel": ""}, host=caller.ci_host).status == 200
    assert [remove(caller, key), remove(caller, "other.mp4")] == [409, 204]
    assert caller.call("DELETE", f"/{key}").status == 204, "who asks for nothing deletes as ever"
    caller.put(key, b"x")
    slow.is_done = True
    caller.wait(job.job_id, 5)
    assert remove(caller, key) == 204
    assert caller.get(key).status == 404


def test_that_a_request_is_read_as_it_is_written_for_what_it_names(
    caller: Caller, cloud: LocalCloud, slow: Slow
) -> None:
    """In any encoding that XML knows, with comments in a value, and written otherwise."""
    names = ("input/wide.mp4", "input/split.mp4", "input/coded.mp4", "input/plain.mp4", "other.mp4")
    for name in names:
        caller.put(name, b"x")
    wide = '<?xml version="1.0" encoding="UTF-16"?>' + job_request(caller.url("input/wide.mp4")).decode()
    caller.submit(wide.encode("utf-16"))
    caller.submit(job_request(caller.url("input/split.mp4").replace("split", "sp<!-- -->lit")))
    caller.submit(job_request(caller.url("input/coded.mp4").replace("coded", "c&#111;ded")))
    caller.submit(job_request(caller.url("input/plain.mp4")))
    assert [remove(caller, name) for name in names] == [409, 409, 409, 409, 204]


def test_that_looking_what_jobs_name_parses_none_that_is_plain_and_what_cannot_be_read_may_name_all(
    caller: Caller, cloud: LocalCloud, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller.put("input/plain.mp4", b"x")
    caller.put("other.mp4", b"x")
    caller.submit(job_request(caller.url("input/plain.mp4")))
    parsed, parse = [], room.xml.parse

    def noted(data: bytes, what: str) -> object:
        parsed.append(threading.current_thread())
        return parse(data, what)

    monkeypatch.setattr(room.xml, "parse", noted)
    assert room.Room(cloud.store, LocalSettings).is_named(store.Place(LOCAL.bucket, LOCAL.region), "input/plain.mp4")
    assert threading.current_thread() not in parsed
    with cloud.database.write() as rows:
        rows.execute("UPDATE job SET request = ?, resolved = NULL", (b"<Request>&",))
    assert remove(caller, "other.mp4") == 409


def test_that_only_the_version_that_was_looked_at_goes_and_only_once(caller: Caller, cloud: LocalCloud) -> None:
    etag = caller.put("a.mp4", b"one").header("etag")
    caller.put("a.mp4", b"another")
    assert remove(caller, "a.mp4", **{"If-Match": etag}) == 412
    assert caller.get("a.mp4").body == b"another"
    etag = caller.put("a.mp4", b"one").header("etag")
    assert [remove(caller, "a.mp4", **{"If-Match": etag}) for _ in range(2)] == [204, 404]


def remove(caller: Caller, name: str, **headers: str) -> int:
    return caller.call("DELETE", f"/{name}", headers={"x-tilewright-unless-used": "true", **headers}).status


def test_that_of_jobs_side_by_side_the_youngest_makes_room_for_the_others(tmp_path: Path) -> None:
    is_done: set[str] = set()

    def produce(job: QueuedJob, store: object, output: Path, **rest: Any) -> None:
        output.write_bytes(b"x" * (3 * MIB))
        while job.id not in is_done:
            if rest["should_stop"]():
                raise Stopped("stopped")
            time.sleep(0.01)

    with small_disk(tmp_path / "disk", 24) as disk:
        options = {"produce": produce, "jobs_at_a_time": 3}
        with local_cloud(disk / "cloud", **options) as cloud:
            keep_free(disk / "cloud", 0)
            caller, jobs = Caller(cloud.endpoint), []
            for _ in range(3):
                job = caller.submit(job_request(caller.url("a"))).job_id
                caller.wait(job, until=lambda seen: seen.state == "Running")
                jobs.append(job)
            end = time.monotonic() + 10
            while told(caller)["work"] < 9 * MIB and time.monotonic() < end:
                time.sleep(0.02)
            keep_free(disk / "cloud", 2 * (told(caller)["free"] + MIB))
            assert caller.wait(jobs[2], 5).state == "Failed"
            time.sleep(0.3)
            assert [caller.jobs(job).jobs[0].state for job in jobs] == ["Running", "Running", "Failed"]
            is_done.update(jobs)
            keep_free(disk / "cloud", 0)
            assert [caller.wait(job, 5).state for job in jobs[:2]] == ["Success", "Success"]
