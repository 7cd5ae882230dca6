"""Bringing files to a real local cloud: nothing is replaced but what is lost in any case."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.local_cloud import Caller, local_cloud
from tilewright.accounts.profile import LOCAL
from tilewright.cloud.putting import How
from tilewright.errors import Absent, Damaged, Rejected
from tilewright.localcloud import blobs
from tilewright.localcloud.server import LocalCloud
from tilewright.usecases.bring import bring
from tilewright.usecases.events import Brought
from tilewright.usecases.sample import bring_sample, open_sample, with_addresses
from tilewright.usecases.workplace import Service
from tilewright.wire.faults import read_fault
from tilewright.wire.signature import Keys

MIB = 1024 * 1024


@pytest.fixture
def cloud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalCloud]:
    """On a file system without clones, whatever the one of the test can."""
    monkeypatch.setattr(blobs.Blobs, "_clone", lambda self, source: None)
    with local_cloud(tmp_path / "cloud") as running:
        yield running


def service_of(cloud: LocalCloud, address: str = "") -> Service:
    keys = Keys(cloud.endpoint.secret_id, cloud.endpoint.secret_key)
    return Service(LOCAL, keys, "", None, address or cloud.endpoint.address)


@pytest.fixture
def service(cloud: LocalCloud) -> Iterator[Service]:
    with service_of(cloud) as made:
        yield made


def brought(path: Path, service: Service) -> Brought:
    last = list(bring(path, service))[-1]
    assert isinstance(last, Brought)
    return last


def content(service: Service, key: str) -> bytes:
    with service.client.open(key) as file:
        return file.read()


def written(path: Path, data: bytes) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


def test_that_a_file_that_changed_is_brought_again_as_it_is_now(service: Service, tmp_path: Path) -> None:
    video = written(tmp_path / "a.mp4", b"one")
    assert brought(video, service).key == "input/a.mp4"
    video.write_bytes(b"another")
    again = brought(video, service)
    assert (again.key, again.is_new) == ("input/a.mp4", True)
    assert content(service, "input/a.mp4") == b"another"
    os.utime(video, ns=(1, 1))
    assert brought(video, service).key == "input/a.mp4"
    assert not brought(video, service).is_new


def test_that_a_lost_reference_to_another_file_is_left_alone(service: Service, tmp_path: Path) -> None:
    one, other = written(tmp_path / "1" / "a.mp4", b"one"), written(tmp_path / "2" / "a.mp4", b"other")
    brought(one, service)
    away = one.rename(tmp_path / "1" / "away.mp4")
    assert brought(other, service).key == "input/a-2.mp4"
    away.rename(one)
    assert content(service, "input/a.mp4") == b"one"


def test_that_a_lost_object_says_which_file_it_was(service: Service, tmp_path: Path) -> None:
    video = written(tmp_path / os.fsdecode(b"l\xffsson.mp4"), b"one")
    service.client.put_file("input/a.mp4", video)
    video.write_bytes(b"another")
    facts = service.client.head("input/a.mp4")
    assert facts is not None
    assert facts.lost_file == video.resolve()
    with pytest.raises(Damaged, match="changed or went away"):
        service.client.open("input/a.mp4")


@pytest.mark.parametrize("left", [None, b"on"])
def test_that_a_content_that_the_store_lost_is_put_in_again(
    cloud: LocalCloud, service: Service, tmp_path: Path, left: bytes | None
) -> None:
    video = written(tmp_path / "a.mp4", b"one")
    service.client.put_file("input/a.mp4", video, how=How(by_reference=False))
    (kept,) = cloud.store.blobs.folder.iterdir()
    kept.unlink() if left is None else kept.write_bytes(left)
    facts = service.client.head("input/a.mp4")
    assert facts is not None
    assert facts.is_lost
    with pytest.raises(Absent, match="lost the content"):
        service.client.open("input/a.mp4")
    other = written(tmp_path / "2" / "a.mp4", b"two")
    assert brought(other, service).key == "input/a-2.mp4", "the composition is not of that"
    assert brought(video, service).key == "input/a.mp4"
    assert content(service, "input/a.mp4") == b"one"


def test_that_a_long_copy_that_the_store_lost_is_put_in_again(
    cloud: LocalCloud, service: Service, tmp_path: Path
) -> None:
    """It came in parts, and its ETag is of these."""
    video = written(tmp_path / "a.mp4", b"0123456789abcdef" * (33 * MIB // 16))
    service.client.put_file("input/a.mp4", video, how=How(by_reference=False))
    (kept,) = cloud.store.blobs.folder.iterdir()
    kept.unlink()
    other = written(tmp_path / "2" / "a.mp4", video.read_bytes()[:-1] + b"x")
    assert brought(other, service).key == "input/a-2.mp4"
    again = brought(video, service)
    assert (again.key, again.is_new) == ("input/a.mp4", True)
    assert not brought(video, service).is_new


def test_that_a_name_that_is_no_utf8_is_brought(service: Service, tmp_path: Path) -> None:
    video = written(tmp_path / os.fsdecode(b"l\xffsson.mp4"), b"one")
    assert brought(video, service).key == "input/l_sson.mp4"
    assert content(service, "input/l_sson.mp4") == b"one"
    assert not brought(video, service).is_new


@pytest.mark.parametrize("by_reference", [True, False])
@pytest.mark.parametrize("size", [10, 33 * MIB])
def test_that_nothing_is_replaced_when_that_is_forbidden(
    service: Service, caller: Caller, tmp_path: Path, size: int, by_reference: bool
) -> None:
    caller.put("input/a.mp4", b"mine")
    how = How(by_reference, instead_of="")
    with pytest.raises(Rejected) as caught:
        service.client.put_file("input/a.mp4", written(tmp_path / "a.mp4", b"x" * size), how=how)
    assert (caught.value.code, caught.value.status) == ("FileAlreadyExists", 409)
    assert caller.get("input/a.mp4").body == b"mine"
    service.client.put_file("input/b.mp4", tmp_path / "a.mp4", how=how)


def test_that_only_the_version_that_is_meant_is_replaced(service: Service, caller: Caller, tmp_path: Path) -> None:
    etag = caller.put("a", b"one").header("etag").strip('"')
    video = written(tmp_path / "a.mp4", b"two")
    with pytest.raises(Rejected) as caught:
        service.client.put_file("a", video, how=How(instead_of="0" * 32))
    assert caught.value.code == "PreconditionFailed"
    assert caller.get("a").body == b"one"
    service.client.put_file("a", video, how=How(instead_of=etag))
    assert caller.get("a").body == b"two"


def test_that_a_name_taken_between_looking_and_putting_is_not_replaced(
    cloud: LocalCloud, caller: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with service_of(cloud) as service:
        look = service.client.head

        def head_then_race(key: str) -> object:
            found = look(key)
            if key == "input/a.mp4" and found is None:
                caller.put(key, b"theirs")
            return found

        monkeypatch.setattr(service.client, "head", head_then_race)
        assert brought(written(tmp_path / "a.mp4", b"mine"), service).key == "input/a-2.mp4"
    assert caller.get("input/a.mp4").body == b"theirs"
    assert caller.get("input/a-2.mp4").body == b"mine"


def test_that_many_who_bring_one_name_at_once_all_keep_their_content(cloud: LocalCloud, tmp_path: Path) -> None:
    keys: dict[str, bytes] = {}

    def work(number: int) -> None:
        data = b"%d" % number
        with service_of(cloud) as service:
            keys[brought(written(tmp_path / str(number) / "a.mp4", data), service).key] = data

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 6
    with service_of(cloud) as service:
        assert {key: content(service, key) for key in keys} == keys


def test_that_the_sample_is_a_copy_and_its_tiles_show_the_clips_that_were_brought(
    service: Service, caller: Caller, cloud: LocalCloud
) -> None:
    caller.put("sample/ball.mp4", b"somebody's own")
    urls = {event.name: event.url for event in bring_sample(service) if isinstance(event, Brought)}
    shown = {tile.name: tile.url for tile in with_addresses(open_sample(), urls).tiles}
    assert shown["ball"].endswith("/sample/ball-2.mp4")
    assert shown["slides"].endswith("/sample/slides.mp4")
    assert len(list(cloud.store.blobs.folder.iterdir())) == 5
    again = [event for event in bring_sample(service) if isinstance(event, Brought)]
    assert not any(event.is_new for event in again)


class TestIdentity:
    def test_that_every_answer_names_the_cloud(self, cloud: LocalCloud, caller: Caller) -> None:
        name = cloud.database.identity
        replies = [
            caller.put("a", b"x"),
            caller.get("a"),
            caller.get("none"),
            caller.call("HEAD", "/none"),
            caller.call("GET", "/jobs", {"tag": "VideoSynthesis"}, host=caller.ci_host),
            caller.send("GET", "/"),
            caller.send("GET", "/a", headers={"Host": "elsewhere.example"}),
            caller.send("PUT", "/a", headers={"Content-Length": "many"}),
        ]
        assert [reply.header("x-tilewright-cloud") for reply in replies] == [name] * len(replies)

    def test_that_the_name_lasts_as_long_as_the_folder(self, tmp_path: Path) -> None:
        names = []
        for folder in ("a", "a", "b"):
            with local_cloud(tmp_path / folder) as running:
                names.append(Caller(running.endpoint).get("none").header("x-tilewright-cloud"))
        assert names[0] == names[1] != names[2]

    def test_that_a_refusal_to_head_tells_its_code(self, caller: Caller) -> None:
        assert caller.call("HEAD", "/none").header("x-tilewright-code") == "NoSuchKey"
        fault = read_fault(caller.get("none").body)
        assert fault is not None
        assert fault.code == "NoSuchKey"
