"""Files into the bucket and out of it, over real HTTP."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import av
import pytest

from support import fault_proxy as faults
from support.builders import LOCAL
from support.clips import clip
from support.fault_proxy import FaultProxy, Say, fault_proxy
from support.local_cloud import local_cloud
from tilewright.cloud import putting, transfers
from tilewright.cloud.client import Client
from tilewright.cloud.connection import Call
from tilewright.cloud.reader import BLOCK
from tilewright.cloud.reply import Reply
from tilewright.errors import Absent, BadReply, Damaged, NoAnswer, OutputExists, Rejected, WrongUse
from tilewright.wire.signature import Keys

MIB = 1024 * 1024


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Keys]]:
    with local_cloud(tmp_path_factory.mktemp("cloud")) as made:
        yield made.endpoint.address, Keys(made.endpoint.secret_id, made.endpoint.secret_key)


@pytest.fixture
def proxy(cloud: tuple[str, Keys]) -> Iterator[FaultProxy]:
    with fault_proxy(cloud[0]) as made:
        yield made


@pytest.fixture
def client(cloud: tuple[str, Keys], proxy: FaultProxy) -> Iterator[Client]:
    """Speaks as to an account: files travel as bytes."""
    with Client(LOCAL.replace(local=False), cloud[1], proxy.address, sleep=lambda _: None, read_timeout=5) as made:
        yield made


def written(path: Path, size: int) -> Path:
    path.write_bytes(os.urandom(size))
    return path


@pytest.mark.parametrize("size", [0, 1, 3 * MIB])
def test_that_a_file_comes_back_as_it_was(client: Client, tmp_path: Path, size: int) -> None:
    told: list[tuple[int, int]] = []
    source = written(tmp_path / "a.bin", size)
    client.put_file("课/第 1 课+(a)&b=c%.bin", source, lambda done, total: told.append((done, total)))
    assert told[-1] == (size, size)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    target = tmp_path / "b.bin"
    client.get_file("课/第 1 课+(a)&b=c%.bin", target, md5=hashlib.md5(source.read_bytes()).hexdigest())
    assert target.read_bytes() == source.read_bytes()
    assert target.stat().st_mode & 0o777 == source.stat().st_mode & 0o777
    assert list(tmp_path.iterdir()) == [source, target] or len(list(tmp_path.iterdir())) == 2


def test_that_a_long_file_goes_in_parts(client: Client, proxy: FaultProxy, tmp_path: Path) -> None:
    source = written(tmp_path / "a.bin", 33 * MIB)
    told: list[int] = []
    client.put_file("long.bin", source, lambda done, total: told.append(done))
    assert sum("partNumber" in line for line in proxy.calls) == 3
    assert told[-1] == 33 * MIB
    facts = client.head("long.bin")
    assert facts is not None
    assert facts.size == 33 * MIB
    client.get_file("long.bin", tmp_path / "b.bin")
    assert (tmp_path / "b.bin").read_bytes() == source.read_bytes()


def test_that_a_part_that_fails_ends_the_upload_and_leaves_nothing(
    client: Client, proxy: FaultProxy, tmp_path: Path
) -> None:
    proxy.faults_of_reads.extend([faults.PASS, faults.PASS, faults.LOSE_ANSWER])
    with pytest.raises(NoAnswer):
        client.put_file("broken.bin", written(tmp_path / "a.bin", 33 * MIB))
    assert proxy.calls[-1].startswith("DELETE /broken.bin?uploadId=")
    assert client.head("broken.bin") is None


def test_that_joining_that_fails_inside_a_200_is_a_failure(client: Client, proxy: FaultProxy, tmp_path: Path) -> None:
    error = b"\n\n<Error><Code>InternalError</Code><Message>oh</Message><RequestId>r</RequestId></Error>"
    proxy.faults_of_reads.extend([faults.PASS] * 4 + [Say(200, error.strip())])
    with pytest.raises(Rejected, match="InternalError"):
        client.put_file("broken.bin", written(tmp_path / "a.bin", 33 * MIB))


def test_that_an_upload_ends_when_progress_says_so(client: Client, tmp_path: Path) -> None:
    class Enough(Exception):
        pass

    def stop(done: int, total: int) -> None:
        raise Enough

    with pytest.raises(Enough):
        client.put_file("stopped.bin", written(tmp_path / "a.bin", 33 * MIB), stop)
    assert client.head("stopped.bin") is None


def test_that_writing_calls_are_sent_once(client: Client, proxy: FaultProxy, tmp_path: Path) -> None:
    proxy.faults_of_reads.append(faults.LOSE_ANSWER)
    with pytest.raises(NoAnswer):
        client.put_file("once.bin", written(tmp_path / "a.bin", 10))
    proxy.faults_of_reads.append(faults.LOSE_ANSWER)
    with pytest.raises(NoAnswer):
        client.delete("once.bin")
    proxy.faults_of_reads.append(faults.LOSE_ANSWER)
    with pytest.raises(NoAnswer):
        client.cancel("j" + "0" * 32)
    assert len(proxy.calls) == 3


def test_that_a_broken_download_goes_on_where_it_broke(client: Client, proxy: FaultProxy, tmp_path: Path) -> None:
    source = written(tmp_path / "a.bin", 4 * MIB)
    client.put_file("video.bin", source)
    proxy.faults_of_reads.extend([faults.CUT, faults.DROP, faults.CUT, faults.BAD_GATEWAY, faults.LOSE_ANSWER])
    client.get_file("video.bin", tmp_path / "b.bin")
    assert (tmp_path / "b.bin").read_bytes() == source.read_bytes()


def test_that_a_download_that_was_begun_waits_for_the_network(
    client: Client, proxy: FaultProxy, tmp_path: Path
) -> None:
    """Half a minute at least: what has come of an account was paid for. A whole file is fetched while others wait."""
    source, there = written(tmp_path / "a.bin", 2 * MIB), tmp_path / "b.bin"
    client.put_file("video.bin", source)
    facts = client.head("video.bin")
    assert facts
    there.touch()
    proxy.faults_of_reads.extend([faults.CUT, *[faults.DROP] * 14])
    client.get_rest("video.bin", facts, there, lambda done, total: None)
    assert there.read_bytes() == source.read_bytes()
    proxy.faults_of_reads.extend([faults.CUT, *[faults.DROP] * 5])
    with pytest.raises(NoAnswer):
        client.get_file("video.bin", tmp_path / "c.bin")


def test_that_a_download_does_not_wait_longer_than_a_minute_for_the_service(
    client: Client, proxy: FaultProxy, tmp_path: Path
) -> None:
    client.put_file("video.bin", written(tmp_path / "a.bin", 2 * MIB))
    proxy.faults_of_reads.extend([faults.CUT, Say(503, headers=(("Retry-After", "120"),))])
    with pytest.raises(BadReply, match="503"):
        client.get_file("video.bin", tmp_path / "b.bin")


def test_that_a_download_that_was_given_up_does_not_end_its_pause_first(
    client: Client, cloud: tuple[str, Keys], proxy: FaultProxy, tmp_path: Path
) -> None:
    slept: list[float] = []
    client.put_file("video.bin", written(tmp_path / "a.bin", 2 * MIB))
    proxy.faults_of_reads.extend([faults.CUT, Say(503, headers=(("Retry-After", "30"),))])

    def stop_in_the_pause(done: int, total: int) -> None:
        if slept:
            raise KeyboardInterrupt

    with Client(client.target, cloud[1], proxy.address, sleep=slept.append) as other, pytest.raises(KeyboardInterrupt):
        other.get_file("video.bin", tmp_path / "b.bin", stop_in_the_pause)
    assert slept == [0.5]


def test_that_a_download_that_waits_for_the_network_can_be_given_up(
    client: Client, proxy: FaultProxy, tmp_path: Path
) -> None:
    class Enough(Exception):
        pass

    done_last = 0

    def stop_when_nothing_comes(done: int, total: int) -> None:
        nonlocal done_last
        if done == done_last:
            raise Enough
        done_last = done

    client.put_file("video.bin", written(tmp_path / "a.bin", 2 * MIB))
    proxy.faults_of_reads.extend([faults.CUT, *[faults.DROP] * 20])
    with pytest.raises(Enough):
        client.get_file("video.bin", tmp_path / "b.bin", stop_when_nothing_comes)
    assert len(proxy.faults_of_reads) == 19, "it was not asked again"


def test_that_the_rest_of_an_object_is_fetched_and_not_of_another(
    client: Client, proxy: FaultProxy, tmp_path: Path
) -> None:
    source, there = written(tmp_path / "a.bin", 2 * MIB), tmp_path / "b.bin"
    client.put_file("video.bin", source)
    facts = client.head("video.bin")
    assert facts
    told: list[int] = []
    there.write_bytes(source.read_bytes()[:MIB])
    client.get_rest("video.bin", facts, there, lambda done, total: told.append(done))
    assert there.read_bytes() == source.read_bytes()
    assert told[0] > MIB
    client.put_file("video.bin", written(tmp_path / "a.bin", 2 * MIB))
    for come in (MIB, 0):
        there.write_bytes(bytes(come))
        with pytest.raises(Damaged, match="changed"):
            client.get_rest("video.bin", facts, there, lambda done, total: None)


def test_that_all_of_an_object_is_not_fetched_where_only_its_rest_was_asked_for(
    client: Client, proxy: FaultProxy, tmp_path: Path
) -> None:
    source, there = written(tmp_path / "a.bin", 2 * MIB), tmp_path / "b.bin"
    client.put_file("video.bin", source)
    facts = client.head("video.bin")
    assert facts
    proxy.faults_of_reads.append(Say(200, bytes(2 * MIB), headers=(("ETag", f'"{facts.etag}"'),)))
    there.write_bytes(source.read_bytes()[:MIB])
    with pytest.raises(Damaged, match=r"rest of video\.bin"):
        client.get_rest("video.bin", facts, there, lambda done, total: None)
    assert there.stat().st_size == MIB


def test_that_an_object_that_changes_under_a_download_is_not_mixed(
    client: Client, proxy: FaultProxy, tmp_path: Path
) -> None:
    client.put_file("video.bin", written(tmp_path / "a.bin", 2 * MIB))
    proxy.faults_of_reads.append(faults.CUT)
    changed = False

    def change(done: int, total: int) -> None:
        nonlocal changed
        if not changed:
            changed = True
            client.put_file("video.bin", written(tmp_path / "a.bin", 2 * MIB))

    with pytest.raises(Damaged, match="changed"):
        client.get_file("video.bin", tmp_path / "b.bin", change)
    assert not (tmp_path / "b.bin").exists()


def test_that_only_the_version_that_is_asked_for_is_fetched(client: Client, proxy: FaultProxy, tmp_path: Path) -> None:
    client.put_file("video.bin", written(tmp_path / "a.bin", 100))
    facts = client.head("video.bin")
    assert facts
    client.get_file("video.bin", tmp_path / "b.bin", etag=facts.etag)
    assert (tmp_path / "b.bin").read_bytes() == (tmp_path / "a.bin").read_bytes()
    with pytest.raises(Damaged, match=r"video\.bin changed"):
        client.get_file("video.bin", tmp_path / "c.bin", etag="0" * 32)
    proxy.faults_of_reads.append(Say(200, bytes(100), headers=(("ETag", '"another"'),)))  # no condition is known there
    with pytest.raises(Damaged, match=r"video\.bin changed"):
        client.get_file("video.bin", tmp_path / "c.bin", etag=facts.etag)
    assert not (tmp_path / "c.bin").exists()
    proxy.faults_of_reads.append(Say(200, b"same", headers=(("ETag", f'W/"{facts.etag}"'),)))
    client.get_file("video.bin", tmp_path / "c.bin", etag=facts.etag)
    assert (tmp_path / "c.bin").read_bytes() == b"same"


def test_that_a_download_never_overwrites_unless_told(client: Client, tmp_path: Path) -> None:
    source = written(tmp_path / "a.bin", 100)
    client.put_file("small.bin", source)
    there = tmp_path / "b.bin"
    there.write_text("mine")
    with pytest.raises(OutputExists):
        client.get_file("small.bin", there)
    assert there.read_text() == "mine"
    client.get_file("small.bin", there, replace=True)
    assert there.read_bytes() == source.read_bytes()


def test_that_a_download_that_fails_leaves_nothing(client: Client, proxy: FaultProxy, tmp_path: Path) -> None:
    with pytest.raises(Rejected) as caught:
        client.get_file("nothing.bin", tmp_path / "b.bin")
    assert (caught.value.code, caught.value.status) == ("NoSuchKey", 404)
    proxy.faults_of_reads.extend([faults.DROP] * 20)
    with pytest.raises(NoAnswer):
        client.get_file("nothing.bin", tmp_path / "b.bin")
    with pytest.raises(Damaged, match="MD5"):
        proxy.faults_of_reads.clear()
        client.put_file("small.bin", written(tmp_path / "a.bin", 5))
        client.get_file("small.bin", tmp_path / "b.bin", md5="0" * 32)
    assert {path.name for path in tmp_path.iterdir()} == {"a.bin"}


def test_that_a_file_that_grows_while_it_is_sent_is_told(client: Client, tmp_path: Path) -> None:
    source = written(tmp_path / "a.bin", 1000)

    def grow(done: int, total: int) -> None:
        with source.open("ab") as file:
            file.write(b"more")

    with pytest.raises(Damaged, match="changed"):
        client.put_file("growing.bin", source, grow)


def test_that_the_local_cloud_takes_a_file_by_reference(cloud: tuple[str, Keys], tmp_path: Path) -> None:
    source = written(tmp_path / "课 1.bin", 2 * MIB)
    with fault_proxy(cloud[0]) as proxy, Client(LOCAL, cloud[1], proxy.address) as client:
        client.put_file("local.bin", source)
        assert len(proxy.calls) == 1
        client.get_file("local.bin", tmp_path / "b.bin")
    assert (tmp_path / "b.bin").read_bytes() == source.read_bytes()


def test_that_a_file_that_cannot_be_taken_by_reference_is_copied(
    cloud: tuple[str, Keys], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = written(tmp_path / "a.bin", 1000)
    answer = b"<Error><Code>CannotAdopt</Code><Message>no</Message><RequestId>r</RequestId></Error>"
    with fault_proxy(cloud[0]) as proxy, Client(LOCAL, cloud[1], proxy.address) as client:
        proxy.faults_of_reads.append(Say(400, answer))
        client.put_file("copied.bin", source)
        assert len(proxy.calls) == 2
        with client.open("copied.bin") as opened:
            assert opened.read() == source.read_bytes()


def test_that_an_object_reads_like_a_file(client: Client, proxy: FaultProxy, tmp_path: Path) -> None:
    data = os.urandom(3 * BLOCK + 777)
    (tmp_path / "a.bin").write_bytes(data)
    client.put_file("blocks.bin", tmp_path / "a.bin")
    with client.open("blocks.bin") as opened:
        assert opened.seekable()
        assert opened.seek(0, os.SEEK_END) == len(data)
        assert opened.read() == b""
        opened.seek(-10, os.SEEK_END)
        assert opened.read() == data[-10:]
        opened.seek(BLOCK - 5)
        assert opened.read(10) == data[BLOCK - 5 : BLOCK + 5]
        asked = len(proxy.calls)
        opened.seek(0)
        assert opened.read(100) == data[:100]
        opened.seek(BLOCK)
        assert opened.read(100) == data[BLOCK : BLOCK + 100]
        assert len(proxy.calls) == asked
        opened.seek(0)
        assert opened.read() == data


def test_that_reading_survives_a_short_break(client: Client, proxy: FaultProxy, tmp_path: Path) -> None:
    source = written(tmp_path / "a.bin", 1000)
    client.put_file("break.bin", source)
    proxy.faults_of_reads.extend([faults.DROP, faults.CUT, faults.BAD_GATEWAY])
    with client.open("break.bin") as opened:
        proxy.faults_of_reads.extend([faults.RESET, faults.CUT])
        assert opened.read() == source.read_bytes()


def test_that_pyav_reads_a_video_straight_from_the_bucket(client: Client) -> None:
    client.put_file("a.mp4", clip("plain"))
    with client.open("a.mp4") as opened, av.open(opened, mode="r") as container:
        assert container.streams.video[0].width == 320
        assert len(list(container.decode(video=0))) > 10


def test_that_an_object_that_is_not_there_is_absent(client: Client) -> None:
    assert client.head("nothing") is None
    with pytest.raises(Absent, match="nothing"):
        client.open("nothing")
    client.delete("nothing")


def test_that_the_bucket_is_listed_page_by_page_with_any_name(client: Client, tmp_path: Path) -> None:
    small = written(tmp_path / "a.bin", 3)
    names = ["l/ü+ä.mp4", "l/a b.mp4", "l/sub/x.mp4", "l/100%.mp4"]
    for name in names:
        client.put_file(name, small)
    page = client.list_objects("l/", "/")
    assert {entry.key for entry in page.entries} == set(names) - {"l/sub/x.mp4"}
    assert page.prefixes == ("l/sub/",)
    assert {entry.size for entry in page.entries} == {3}
    after = client.list_objects("l/", marker="l/a b.mp4")
    assert "l/a b.mp4" not in {entry.key for entry in after.entries}
    assert LOCAL.bucket in {bucket.name for bucket in client.list_buckets()}


@pytest.mark.parametrize("key", ["/a", "a/../b", "./a", "..", "a\x00b", "a\nb", "k" * 851, "\ud800"])
def test_that_a_key_that_would_change_on_the_way_is_refused(client: Client, proxy: FaultProxy, key: str) -> None:
    with pytest.raises(WrongUse):
        client.head(key)
    assert proxy.calls == []


def test_that_a_wrong_part_of_an_object_is_not_taken(client: Client, proxy: FaultProxy, tmp_path: Path) -> None:
    client.put_file("part.bin", written(tmp_path / "a.bin", 2000))
    facts = client.head("part.bin")
    assert facts is not None
    with client.open("part.bin") as opened:
        proxy.faults_of_reads.extend([Say(206, b"short", headers=(("ETag", f'"{facts.etag}"'),))] * 9)
        with pytest.raises(BadReply):
            opened.read()


def test_that_parts_that_were_refused_are_not_taken_for_an_object_that_was_there(
    client: Client, proxy: FaultProxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody gave the upload up: what has the same name and length is not what was to be brought."""
    monkeypatch.setattr(transfers, "SINGLE_LIMIT", 2 * MIB)
    monkeypatch.setattr(putting, "PART", MIB)
    length = 5 * MIB // 2
    client.put_file("same.bin", written(tmp_path / "old.bin", length))
    before = client.head("same.bin")
    send = transfers._Upload._send

    def given_up(upload: transfers._Upload, call: Call, piece: bytes, done: int, total: int) -> Reply:
        upload.ask(replace(call, method="DELETE", params={"uploadId": call.params["uploadId"]}))
        return send(upload, call, piece, done, total)

    monkeypatch.setattr(transfers._Upload, "_send", given_up)
    with pytest.raises(Rejected) as caught:
        client.put_file("same.bin", written(tmp_path / "new.bin", length))
    assert caught.value.code == "NoSuchUpload"
    assert client.head("same.bin") == before


def test_that_part_sizes_stay_within_the_services_limits() -> None:
    assert MIB < putting.PART < putting.SINGLE_LIMIT
