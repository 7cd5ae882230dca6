"""The process of the local cloud: found, started once, killed at any moment, ended when nobody needs it."""

from __future__ import annotations

import contextlib
import errno
import http.client
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from support.clips import clip
from support.cloud_points import points_of_the_cloud
from support.local_cloud import Caller, job_request, local_cloud
from support.serve_process import COMMAND, serving
from support.waiting import wait_for
from tilewright.errors import LocalTrouble, StorageError
from tilewright.localcloud import home, server
from tilewright.localcloud.blobs import set_aside_in
from tilewright.localcloud.database import DATABASE_NAME
from tilewright.localcloud.home import START_WITHIN, Endpoint, ensure, find, read_endpoint
from tilewright.localcloud.server import CLOSE_WITHIN, LocalCloud
from tilewright.wire.jobs import Job
from tilewright.wire.storage import Part, read_upload_id, write_complete

STARTER = """
import json, sys
from pathlib import Path
from tilewright.localcloud.home import as_record, ensure
print(json.dumps(as_record(ensure(Path(sys.argv[1]), sys.argv[2:]))))
"""


@pytest.fixture
def folder(home: Path) -> Path:
    """In the test's own home: what is started there is ended with it."""
    return home / "local-cloud"


def pids_of(folder: Path) -> set[int]:
    """The processes that serve ``folder``; a child of one of them that has not become its own program yet is none."""
    found: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if b"serve" in words and str(folder).encode() in words:
                found[int(entry.name)] = parent
    return {pid for pid, parent in found.items() if parent not in found}


def test_that_a_service_is_started_when_none_runs_and_found_afterwards(folder: Path) -> None:
    assert find(folder) is None
    endpoint = ensure(folder, COMMAND)
    assert find(folder) == endpoint == ensure(folder, COMMAND)
    assert len(pids_of(folder)) == 1
    assert (folder / "endpoint.json").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert endpoint.secret_key not in repr(endpoint)
    assert (endpoint.bucket, endpoint.region) == ("studio-1250000000", "local")


def test_that_racing_starters_start_exactly_one(folder: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        started = list(
            pool.map(
                lambda _: (
                    subprocess.run(
                        [sys.executable, "-c", STARTER, str(folder), *COMMAND],
                        capture_output=True,
                        check=True,
                        timeout=60,
                    ).stdout
                ),
                range(4),
            )
        )
    assert len({json.loads(out)["endpoint"] for out in started}) == 1
    assert len(pids_of(folder)) == 1


def test_that_a_stale_endpoint_is_not_believed(folder: Path) -> None:
    folder.mkdir(parents=True)
    stale = Endpoint("http://127.0.0.1:9", "b-1", "local", "id", "key")
    home.write_endpoint(folder, stale, 1)
    assert read_endpoint(folder) == stale
    assert find(folder) is None
    for text in ("", "{}", "[]", '{"endpoint": 5}', '{"endpoint": "http://evil:80", "bucket": 1}'):
        (folder / "endpoint.json").write_text(text)
        assert find(folder) is None
    assert ensure(folder, COMMAND).address != stale.address


def test_that_a_service_that_was_killed_is_started_again(folder: Path) -> None:
    first = ensure(folder, COMMAND)
    (pid,) = pids_of(folder)
    os.kill(pid, signal.SIGKILL)
    second = ensure(folder, COMMAND)
    assert second.secret_key != first.secret_key
    assert find(folder) == second


def children() -> dict[int, str]:
    """The processes that this one has started and not waited for, with the letter of their state."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
            except OSError:
                continue
            if int(parent) == os.getpid():
                found[int(entry.name)] = state
    return found


def test_that_services_that_ended_do_not_stay_as_zombies(folder: Path) -> None:
    for _ in range(2):
        ensure(folder, COMMAND)
        for pid in pids_of(folder):
            os.kill(pid, signal.SIGKILL)
    ensure(folder, COMMAND)
    assert "Z" not in children().values()


def test_that_a_starter_ends_before_its_service_without_a_word(folder: Path) -> None:
    command = [sys.executable, "-X", "dev", "-c", STARTER, str(folder), *COMMAND]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert find(folder) is not None
    assert done.stderr == ""


HANGS = """
import os, sys, threading
from pathlib import Path
from support import serve_process
from tilewright.localcloud import gathering
from tilewright.localcloud.blobs import Blobs

def hang(what):
    Path(sys.argv[3], what).touch()
    threading.Event().wait()

def find(self, blob, path=Blobs.path):
    is_away = Path(sys.argv[3], "away").exists() and blob.size == int(os.environ["HANGS"])
    return hang("b") if is_away else path(self, blob)

Blobs.path = find
gathering.probe = lambda path, key: hang("a")
serve_process.main()
"""


def test_that_a_source_that_never_answers_does_not_hold_up_the_end(folder: Path) -> None:
    """Its disk may be a network's, which answers no question about the file; the thread that asks cannot be ended."""
    hangs = {"HANGS": str(clip("short").stat().st_size)}
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)} | hangs
    command = [sys.executable, "-c", HANGS, "serve", "--data", str(folder)]
    with subprocess.Popen(command, env=environment) as running:
        try:
            caller = Caller(wait_for(lambda: find(folder), "the service"))
            caller.adopt("input/a.mp4", clip("plain"))
            caller.adopt("input/b.mp4", clip("short"))
            (folder / "away").touch()
            caller.submit(job_request(caller.url("input/a.mp4"), caller.url("input/b.mp4")))
            wait_for(lambda: (folder / "a").exists() and (folder / "b").exists(), "the sources to be asked for")
            running.terminate()
            assert running.wait(CLOSE_WITHIN / 2) == 0  # else it has waited for the thread in vain
        finally:
            running.kill()
    with contextlib.closing(sqlite3.connect(folder / "store.sqlite3")) as rows:
        assert rows.execute("SELECT state FROM job").fetchall() == [("Submitted",)]


def test_that_a_service_that_does_not_come_up_is_told_with_its_last_words(folder: Path) -> None:
    with pytest.raises(LocalTrouble) as caught:
        ensure(folder, (sys.executable, "-c", "raise SystemExit('no luck')"))
    assert "no luck" in caught.value.message
    assert str(folder) in caught.value.message
    with pytest.raises(LocalTrouble, match="cannot be started"):
        ensure(folder, (str(folder / "nowhere"),))


def test_that_a_service_whose_database_is_damaged_is_told_with_the_reason_and_the_cure(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / DATABASE_NAME).write_bytes(b"rubbish" * 1000)
    with pytest.raises(LocalTrouble) as caught:
        ensure(folder, COMMAND)
    assert f"{folder / DATABASE_NAME} is damaged" in caught.value.message
    assert caught.value.message.endswith("Move the folder away; a new one is made.")


@pytest.mark.expects_log("is empty")
def test_that_contents_are_set_aside_where_the_database_is_empty(folder: Path) -> None:
    with local_cloud(folder) as cloud:
        Caller(cloud.endpoint).put("input/a.mp4", b"a lesson")
        (content,) = (folder / "blobs").iterdir()
    (folder / DATABASE_NAME).write_bytes(b"")
    for _ in range(2):
        with local_cloud(folder) as cloud:
            assert Caller(cloud.endpoint).get("input/a.mp4").status == 404
    (aside,) = set_aside_in(folder)
    assert (aside / content.name).read_bytes() == b"a lesson"


@pytest.mark.expects_log("is empty")
def test_that_contents_that_could_not_be_set_aside_are_so_at_the_next_start(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with local_cloud(folder) as cloud:
        Caller(cloud.endpoint).put("input/a.mp4", b"a lesson")
        (content,) = (folder / "blobs").iterdir()
    (folder / DATABASE_NAME).write_bytes(b"")

    def in_use(path: Path, target: Path) -> Path:
        raise PermissionError(errno.EACCES, f"{path} is not moved to {target}: a file of it is open")

    with monkeypatch.context() as patched, pytest.raises(StorageError):
        patched.setattr(Path, "rename", in_use)
        LocalCloud(folder)
    assert content.read_bytes() == b"a lesson"
    with local_cloud(folder) as cloud:
        assert Caller(cloud.endpoint).get("input/a.mp4").status == 404
    (aside,) = set_aside_in(folder)
    assert (aside / content.name).read_bytes() == b"a lesson"


def test_that_who_waits_for_a_service_to_come_up_can_be_stopped(folder: Path) -> None:
    stop = threading.Event()
    threading.Timer(0.3, stop.set).start()
    begun = time.monotonic()
    with pytest.raises(LocalTrouble, match="closing"):
        ensure(folder, (sys.executable, "-c", "import time; time.sleep(20)"), stop.wait)
    assert time.monotonic() - begun < START_WITHIN / 2


def test_that_the_service_gets_no_secret_and_survives_ctrl_c(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TILEWRIGHT_SECRET_KEY", "very-secret")
    endpoint = ensure(folder, COMMAND)
    (pid,) = pids_of(folder)
    assert b"very-secret" not in Path(f"/proc/{pid}/environ").read_bytes()
    assert os.getsid(pid) != os.getsid(0)
    os.kill(pid, signal.SIGINT)
    time.sleep(0.5)
    assert find(folder) == endpoint


def test_that_a_folder_is_served_once(folder: Path) -> None:
    with serving(folder) as (_, endpoint), pytest.raises(LocalTrouble, match=endpoint.address):
        server.serve(folder, should_stop=threading.Event().wait)


def test_that_a_service_started_by_hand_is_the_one_of_the_folder(folder: Path) -> None:
    with serving(folder) as (_, endpoint):
        assert ensure(folder, ("/nonexistent",)) == endpoint


def test_that_a_taken_port_is_told(folder: Path, tmp_path: Path) -> None:
    with serving(folder) as (_, endpoint), pytest.raises(LocalTrouble, match=str(endpoint.port)):
        server.serve(tmp_path / "other", port=endpoint.port, should_stop=threading.Event().wait)


def test_that_a_terminated_service_leaves_no_endpoint_and_no_thread(folder: Path) -> None:
    with serving(folder) as (process, endpoint):
        Caller(endpoint).put("a", b"kept")
        process.terminate()
        assert process.wait(15) == 0
    assert not (folder / "endpoint.json").exists()
    with serving(folder) as (_, endpoint):
        assert Caller(endpoint).get("a").body == b"kept"


def test_that_a_service_started_with_nohup_outlives_its_terminal(folder: Path) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # a child has it, too
    try:
        with serving(folder) as (process, endpoint):
            process.send_signal(signal.SIGHUP)
            assert Caller(endpoint).put("a", b"kept").status == 200
            told = Path(f"/proc/{process.pid}/status").read_text("ascii")
        ignored = next(line for line in told.splitlines() if line.startswith("SigIgn:"))
        assert int(ignored.split()[1], 16) & 1 << signal.SIGHUP - 1
    finally:
        signal.signal(signal.SIGHUP, before)


def test_that_an_embedded_service_ends_when_nobody_needs_it_but_not_before(folder: Path) -> None:
    video = clip("long").read_bytes()  # first: making it takes longer than the service waits
    with serving(folder, "--embedded", "--idle", "1.0") as (process, endpoint):
        caller = Caller(endpoint)
        caller.put("in.mp4", video)
        job = caller.submit(job_request(caller.url("in.mp4"), size=(960, 540)))
        assert process.wait(60) == 0
    with serving(folder) as (_, endpoint):
        assert Caller(endpoint).jobs(job.job_id).jobs[0].state == "Success"


@pytest.mark.full
def test_that_a_service_that_is_called_now_and_then_does_not_end(folder: Path) -> None:
    """Each call is over long before the service looks whether anybody is connected."""
    with serving(folder, "--embedded", "--idle", "1.0") as (process, endpoint):
        for _ in range(30):
            assert find(folder) == endpoint
            time.sleep(0.1)
        assert process.wait(15) == 0


def test_that_who_comes_in_the_last_moment_is_answered(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    withdraw = server._withdraw
    came: list[Endpoint] = []
    ending = threading.Event()

    def observed(path: Path, endpoint: Endpoint) -> None:
        withdraw(path, endpoint)
        if not came and not ending.is_set():
            came.append(endpoint)  # who read where it is found before that
            assert home.answers(endpoint)

    monkeypatch.setattr(server, "_withdraw", observed)
    serve = {"on_ready": lambda _: None, "idle_end": 0.5, "should_stop": ending.wait}
    thread = threading.Thread(target=lambda: server.serve(folder, **serve))  # type: ignore[arg-type]
    thread.start()
    end = time.monotonic() + 20
    while not came or find(folder) not in came:
        assert time.monotonic() < end, "the service is not found again"
        time.sleep(0.01)
    ending.set()
    thread.join(15)
    assert not thread.is_alive()


def test_that_a_service_ends_when_its_folder_is_taken_away(folder: Path) -> None:
    with serving(folder) as (process, _):
        folder.rename(folder.with_name("moved"))
        assert process.wait(15) == 0


def test_that_a_lost_endpoint_is_written_again(folder: Path) -> None:
    with serving(folder) as (_, endpoint):
        (folder / "endpoint.json").unlink()
        end = time.monotonic() + 10
        while find(folder) != endpoint:
            assert time.monotonic() < end
            time.sleep(0.05)


def ends_well(folder: Path, ids: list[str]) -> None:
    """After a restart every job of ``ids`` is there and ends; results are whole; nothing else is left."""
    with serving(folder) as (process, endpoint):
        caller = Caller(endpoint)
        for job_id in ids:
            job = caller.wait(job_id, 90)
            assert job.state == "Success", job
            assert caller.get(job.result_keys[0]).body[4:8] == b"ftyp"
        process.terminate()
        process.wait(15)
    work = list((folder / "work").iterdir())
    assert work == []


def kill_after(folder: Path, seconds: float) -> None:
    with serving(folder) as (process, endpoint):
        caller = Caller(endpoint)
        caller.put("in.mp4", clip("long").read_bytes())
        body = job_request(caller.url("in.mp4"), size=(640, 360))
        ids = [caller.submit(body).job_id for _ in range(3)]
        time.sleep(seconds)
        process.kill()
        process.wait()
    ends_well(folder, ids)


@pytest.mark.full  # test_local_cloud_crashes does it at twenty moments meanwhile
@pytest.mark.parametrize("seconds", [0.0, 0.4, 0.9])
def test_that_accepted_jobs_survive_a_kill(folder: Path, seconds: float) -> None:
    kill_after(folder, seconds)


@pytest.mark.full
@pytest.mark.parametrize("seconds", [number * 0.15 for number in range(1, 20)])
def test_that_accepted_jobs_survive_a_kill_at_any_moment(folder: Path, seconds: float) -> None:
    kill_after(folder, seconds)


POINTS = [
    "localcloud.accept.begin:2", "localcloud.accept.commit:2", "localcloud.accept.committed:2",
    "localcloud.claim.committed", "localcloud.render.done", "localcloud.result.written",
    "localcloud.result.committed", "localcloud.object.written", "localcloud.object.committed",
    *(f"localcloud.write.{name}:{nth}" for nth in range(4, 13, 2) for name in ("before", "changed", "committed")),
    *(f"localcloud.blob.{name}:{nth}" for nth in (1, 2) for name in ("before", "kept")),
    *(f"localcloud.{name}:{nth}" for nth in (2, 3) for name in ("call.received", "answer.before", "answer.sent")),
]  # fmt: skip
"""The last are all transactions, whatever they are about, from the first that a call brings about; then the files of
the video that is put and of the first result; then the call that puts and the first that submits, as the very first is
that of who looks whether the service answers.
"""


@pytest.mark.parametrize(
    "point", [pytest.param(p, marks=[] if n in {1, 2, 5, 6} else pytest.mark.full) for n, p in enumerate(POINTS)]
)
def test_that_a_kill_at_a_durable_write_loses_nothing_that_was_answered(folder: Path, point: str) -> None:
    answered: list[str] = []
    is_put = False
    with serving(folder, "--point", point) as (process, endpoint):
        caller = Caller(endpoint)
        try:
            is_put = caller.put("in.mp4", clip("short").read_bytes()).status == 200
            for _ in range(3):
                job = caller.submit(job_request(caller.url("in.mp4")))
                answered.append(job.job_id)
            process.wait(60)
        except (OSError, http.client.HTTPException):  # without an answer, or in the middle of one
            process.wait(10)
        assert process.returncode == -signal.SIGKILL
    with serving(folder) as (process, endpoint):
        caller = Caller(endpoint)
        if not is_put:
            assert caller.get("in.mp4").status in {200, 404}
        jobs = caller.list_jobs(orderByTime="Asc").jobs
        assert [job.job_id for job in jobs][: len(answered)] == answered
        assert len(jobs) <= len(answered) + 1
        for job in jobs:
            assert caller.wait(job.job_id).state == "Success"
        blobs = {path.name for path in (folder / "blobs").iterdir()}
        assert len(blobs) == len(jobs) + (caller.get("in.mp4").status == 200)


POINTS_OF_CALLS = [
    "localcloud.cancel.commit", "localcloud.cancel.committed", "localcloud.part.committed:1",
    "localcloud.part.committed:2", "localcloud.upload.joined", "localcloud.upload.committed",
    "localcloud.object.deleted", "localcloud.fail.committed",
]  # fmt: skip
PIECES = bytes(1 << 20), b"and the rest"


class Calls:
    """Every other call that changes something, one after another. ``done`` are those that were answered."""

    def __init__(self) -> None:
        self.done: set[str] = set()
        self.upload: dict[str, str] = {}
        self.parts: list[Part] = []

    def make(self, caller: Caller) -> None:
        """Until the service dies, in the middle of one."""
        self._upload(caller)
        assert caller.put("gone", b"gone").status == 200
        assert caller.call("DELETE", "/gone").status == 204
        self.done.add("delete")
        assert caller.put("broken.mp4", b"no video").status == 200
        caller.wait(caller.submit(job_request(caller.url("broken.mp4"))).job_id)
        assert caller.put("in.mp4", clip("long").read_bytes()).status == 200
        busy, waiting = (caller.submit(job_request(caller.url("in.mp4"), size=(640, 360))).job_id for _ in range(2))
        caller.wait(busy, until=lambda job: job.state == "Running")
        assert caller.call("PUT", f"/jobs/{waiting}", {"cancel": ""}, host=caller.ci_host).status == 200
        self.done.add("cancel")

    def _upload(self, caller: Caller) -> None:
        self.upload = {"uploadId": read_upload_id(caller.call("POST", "/whole", {"uploads": ""}).body)}
        for number, piece in enumerate(PIECES, 1):
            reply = caller.call("PUT", "/whole", {"partNumber": str(number)} | self.upload, piece)
            self.parts.append(Part(number, reply.header("etag").strip('"')))
        assert self.complete(caller) == 200
        self.done.add("complete")

    def complete(self, caller: Caller) -> int:
        return caller.call("POST", "/whole", self.upload, write_complete(self.parts)).status


def expect_blobs_of_rows(folder: Path) -> None:
    """What the service stores is what its database names."""
    address = f"file:{folder / 'store.sqlite3'}?mode=ro"
    with contextlib.closing(sqlite3.connect(address, uri=True)) as rows:
        named = {name for (name,) in rows.execute("SELECT id FROM blob")}
    assert {path.name for path in (folder / "blobs").iterdir()} == named


def ended(caller: Caller) -> list[Job]:
    """All jobs at their ends, oldest first."""
    return [caller.wait(job.job_id) for job in caller.list_jobs(orderByTime="Asc").jobs]


@pytest.mark.parametrize(
    "point",
    [
        pytest.param(p, marks=[] if p.endswith(("cancel.committed", "joined")) else pytest.mark.full)
        for p in POINTS_OF_CALLS
    ],
)
def test_that_a_call_in_which_the_service_is_killed_is_carried_out_whole_or_not_at_all(
    folder: Path, point: str
) -> None:
    calls = Calls()
    with serving(folder, "--point", point) as (process, endpoint):
        with contextlib.suppress(OSError, http.client.HTTPException):  # the end of it
            calls.make(Caller(endpoint))
        assert process.wait(10) == -signal.SIGKILL
    with serving(folder) as (_, endpoint):
        caller = Caller(endpoint)
        whole, gone = caller.get("whole"), caller.get("gone").status
        assert (whole.status, whole.body == b"".join(PIECES)) in {(200, True), (404, False)}
        assert whole.status == 200 or "complete" not in calls.done
        assert gone == 404  # not put yet, or deleted: its point comes after that was committed
        failed, *others = [job.state for job in ended(caller)] or ["Failed"]
        assert failed == "Failed"
        assert others in ([], ["Success", "Cancel" if point == "localcloud.cancel.committed" else "Success"])
        if whole.status == 404 and len(calls.parts) == len(PIECES):  # it can be joined again
            assert calls.complete(caller) == 200
            assert caller.get("whole").body == b"".join(PIECES)
        expect_blobs_of_rows(folder)


def test_that_the_local_cloud_is_killed_at_every_point_that_it_has() -> None:
    assert {point.partition(":")[0] for point in [*POINTS, *POINTS_OF_CALLS]} == points_of_the_cloud()
