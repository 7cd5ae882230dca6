"""The local cloud as its user sees it: settings, room and queues of all buckets, and cleaning up in each."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from typing import Any

import pytest

from support.builders import ACCOUNT, composition, output, tile
from support.clips import clip
from support.forker import run
from support.local_cloud import Caller, job_request, local_cloud
from support.sending import produce_slowly
from support.watching import workplace_at
from tilewright.cloud import room as cloud_room
from tilewright.errors import WrongUse
from tilewright.localcloud.home import Endpoint
from tilewright.localcloud.server import LocalCloud, serve
from tilewright.model.target import LOCAL_BUCKET
from tilewright.usecases import local_cloud as usecase
from tilewright.usecases.local_cloud import DiskRoom, OwnSettings, Queues
from tilewright.usecases.local_room import Removed
from tilewright.usecases.submit import submit_to
from tilewright.usecases.workplace import Workplace

MONTHS = 90 * 24 * 3600


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[LocalCloud]:
    with local_cloud(tmp_path / "cloud", produce=produce_slowly) as made:
        yield made


@pytest.fixture
def workplace(cloud: LocalCloud, home: Path) -> Workplace:
    home.mkdir(exist_ok=True)
    return workplace_at(home, cloud.endpoint)


@pytest.fixture
def own(home: Path) -> Workplace:
    """With a local cloud of its own, which does not run."""
    home.mkdir(exist_ok=True)
    return Workplace.open({"TILEWRIGHT_HOME": str(home)})


def use(workplace: Workplace, caller: Caller) -> None:
    """Submit a job to its bucket, as rehearsals do: from then on it is one of this home."""
    shown = tile("a", 0, 0, 320, 180, url=caller.url("input/a.mp4"))
    with workplace.service() as own, own.at(ACCOUNT) as mirror:
        asked = composition(shown, size=(320, 180), output=output(target=ACCOUNT))
        list(submit_to(mirror, asked, workplace, threading.Event().wait, name="", to_end=True))


def test_that_queues_of_all_buckets_are_paused_and_go_on_together(cloud: LocalCloud, workplace: Workplace) -> None:
    mirror = Caller(cloud.endpoint, ACCOUNT.bucket, ACCOUNT.region)
    mirror.adopt("input/a.mp4", clip("plain"))
    use(workplace, mirror)
    stranger = Caller(cloud.endpoint, "stranger-1250000000", "ap-beijing")
    stranger.put("input/a.mp4", b"1")
    both = {LOCAL_BUCKET, ACCOUNT.bucket}
    told = list(usecase.look_at_local_cloud(workplace))
    assert told == [usecase.look_at_queues(workplace)], "settings and disk of another local cloud are not ours to tell"
    assert (set(told[0].going), told[0].paused, told[0].taken) == (both, (), 5)
    paused = usecase.pause_all(workplace, is_paused=True)
    assert (paused.going, set(paused.paused)) == ((), both)
    assert mirror.submit(job_request(mirror.url("input/a.mp4"))).state == "Pause"
    assert stranger.wait(stranger.submit(job_request(stranger.url("input/a.mp4"))).job_id).state == "Success"
    assert set(usecase.pause_all(workplace, is_paused=False).going) == both


def test_that_a_pause_holds_buckets_that_come_later(own: Workplace) -> None:
    """A rehearsal makes the bucket of its account, in which nobody could have paused anything."""
    folder, ending = own.home / "local-cloud", threading.Event()
    ready: Queue[Endpoint] = Queue()
    serving = threading.Thread(target=serve, args=(folder,), kwargs={"on_ready": ready.put, "should_stop": ending.wait})
    serving.start()
    try:
        endpoint = ready.get(timeout=30)
        assert usecase.pause_all(own, is_paused=True) == Queues((), (LOCAL_BUCKET,))
        later = Caller(endpoint, ACCOUNT.bucket, ACCOUNT.region)
        waiting = later.submit(job_request(later.url("input/absent.mp4")))
        assert waiting.state == "Pause"
        assert later.jobs(waiting.job_id).jobs[0].state == "Pause"
        later.put("input/a.mp4", b"1")
        assert set(usecase.look_at_queues(own).paused) == {LOCAL_BUCKET, ACCOUNT.bucket}
        assert usecase.pause_all(own, is_paused=False).paused == ()
        assert later.wait(waiting.job_id).code == "ResourceNotFound", "it went on, and found no source"
        latest = Caller(endpoint, "films-1250000000", "ap-beijing")
        assert latest.wait(latest.submit(job_request(latest.url("input/absent.mp4"))).job_id).state == "Failed"
        for action, state in (("pause", "Pause"), ("resume", "Submitted")):  # the command line means the same
            run("queue", action, env=dict(own.environment)).expect()
            newest = Caller(endpoint, f"{action}-1250000000", "ap-beijing")
            assert newest.submit(job_request(newest.url("input/absent.mp4"))).state == state
    finally:
        ending.set()
        serving.join(30)


def test_that_looking_at_queues_lists_no_objects(
    cloud: LocalCloud, workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is done every few seconds, and there may be thousands."""
    Caller(cloud.endpoint).put("input/a.mp4", b"12345")

    def refuse(_: object) -> None:
        raise AssertionError("objects are listed")

    monkeypatch.setattr(cloud_room, "kept_objects", refuse)
    assert usecase.look_at_queues(workplace).taken == 5


def test_that_what_may_go_is_listed_and_goes_and_of_another_local_cloud_what_is_ours(
    cloud: LocalCloud, workplace: Workplace
) -> None:
    stranger = Caller(cloud.endpoint, ACCOUNT.bucket, ACCOUNT.region)
    for caller, size in ((Caller(cloud.endpoint), 3), (stranger, 5)):
        caller.put("input/old.mp4", bytes(size))
    assert usecase.look_what_may_go(workplace).candidates == ()
    found = usecase.look_what_may_go(workplace, time.time() + MONTHS)
    assert [(one.bucket, one.key, one.frees) for one in found.candidates] == [(LOCAL_BUCKET, "input/old.mp4", 3)]
    assert found.frees == 3
    done = list(usecase.clean_up(workplace, found))
    assert [event.frees for event in done if isinstance(event, Removed)] == [3]
    assert len(stranger.get("input/old.mp4").body) == 5
    assert usecase.look_at_queues(workplace).taken == 0, "what others keep is theirs to know"


def test_that_settings_and_room_are_told_without_starting_anything(own: Workplace) -> None:
    settings, room = usecase.own_settings(own)
    assert isinstance(settings, OwnSettings)
    assert isinstance(room, DiskRoom)
    assert (settings.jobs_at_a_time, settings.free_floor, settings.allowed_hosts) == (1, None, ())
    assert (room.taken, room.kept) == (0, settings.usual_floor)
    _, room = usecase.own_settings(own, measures=False)
    assert isinstance(room, DiskRoom)
    assert (room.taken, room.kept) == (None, settings.usual_floor)
    assert not (own.home / "local-cloud").exists()


def test_that_a_folder_that_goes_while_the_room_is_measured_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A job that ends takes the folder of its pieces with it."""
    (tmp_path / "work" / "pieces").mkdir(parents=True)
    (tmp_path / "blob").write_bytes(b"12345")
    scan = os.scandir

    def scan_too_late(path: str | Path) -> Any:
        if Path(path).name == "pieces":
            Path(path).rmdir()
        return scan(path)

    with monkeypatch.context() as at_that_time:
        at_that_time.setattr(os, "scandir", scan_too_late)
        assert usecase.taken(tmp_path) == 5
    assert not (tmp_path / "work" / "pieces").exists()


def test_that_what_is_set_is_there_for_the_local_cloud(own: Workplace) -> None:
    usecase.set_jobs_at_a_time(own, 3)
    usecase.set_free_floor(own, 7_000_000)
    assert usecase.allow_host(own, "https://me:x@Hooks.School.example:8443/done?x=1") == "hooks.school.example"
    usecase.allow_host(own, "b.example")
    usecase.allow_host(own, "b.example")
    usecase.forbid_host(own, "hooks.school.example")
    settings, room = usecase.own_settings(own)
    assert isinstance(settings, OwnSettings)
    assert (settings.jobs_at_a_time, settings.free_floor, settings.allowed_hosts) == (3, 7_000_000, ("b.example",))
    assert isinstance(room, DiskRoom)
    assert room.kept == 7_000_000
    usecase.set_free_floor(own, None)
    written = json.loads((own.home / "local-cloud" / "settings.json").read_bytes())
    assert written == {"jobs_at_a_time": 3, "allowed_hosts": ["b.example"]}


@pytest.mark.parametrize(
    "text", ["", " ", "a b", "-a.example", "https://", "a..b", "*.example", "a" * 300, "me:hunter2@a_b!c?key=hunter2"]
)
def test_that_what_is_no_host_is_not_allowed_and_not_repeated(text: str, own: Workplace) -> None:
    with pytest.raises(WrongUse) as refused:
        usecase.allow_host(own, text)
    assert str(refused.value) == "That is no name of a host. Write it as example.com."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("http://me:hunter2@192.168.1.5:80/?key=hunter2", "192.168.1.5 is never told: the address is one of a private"),
        ("10.1", "10.0.0.1 is never told: the address is one of a private network."),
        ("[fe80::1]:80", "fe80::1 is never told: the address is one of a single cable or wireless network."),
        ("169.254.1.1", "169.254.1.1 is never told"),
        ("127.0.0.1:8000", "This computer is always told"),
        ("localhost.", "This computer is always told"),
        ("[::1]", "This computer is always told"),
    ],
)
def test_that_addresses_that_are_never_called_cannot_be_allowed(text: str, told: str, own: Workplace) -> None:
    """To have them in the list would promise what security 3 forbids."""
    with pytest.raises(WrongUse) as refused:
        usecase.allow_host(own, text)
    assert str(refused.value).startswith(told)
    assert "hunter2" not in str(refused.value)


def test_that_hosts_are_read_as_people_write_them() -> None:
    typed = {
        "Example.com": "example.com",
        "example.com:80": "example.com",
        "http://example.com./a": "example.com",
        "example.com.": "example.com",
        "[2606:4700::6810:84E5]:443": "2606:4700::6810:84e5",
        "2606:4700::6810:84e5": "2606:4700::6810:84e5",
        "8.8.8.8": "8.8.8.8",
        "intranet.school.lan": "intranet.school.lan",
        "школа.example": "школа.example",
    }
    assert {text: usecase.read_host(text) for text in typed} == typed


def test_that_settings_of_another_local_cloud_are_not_written(workplace: Workplace) -> None:
    with pytest.raises(WrongUse, match="own folder"):
        usecase.set_jobs_at_a_time(workplace, 2)
    assert not (workplace.home / "local-cloud").exists()


def test_that_queues_are_told_after_what_needs_no_service(own: Workplace) -> None:
    told = usecase.look_at_local_cloud(own)
    assert [type(next(told)) for _ in range(2)] == [OwnSettings, DiskRoom]
    assert not (own.home / "local-cloud").exists()
    told.close()
