"""Objects and parts that are copied within the local cloud: whole, on conditions of the source, and refused by name."""

from __future__ import annotations

import hashlib
import threading
from email.utils import formatdate
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from support.local_cloud import Caller, Reply, keep_free
from tilewright.localcloud import blobs
from tilewright.localcloud.calls import slowly
from tilewright.localcloud.server import LocalCloud
from tilewright.wire import xml
from tilewright.wire.faults import read_fault
from tilewright.wire.own_names import ORIGIN_HEADER
from tilewright.wire.storage import Part, read_upload_id, write_complete

MIB = 1 << 20
KEY = "in/一 b+c&d.mp4"


@pytest.fixture
def caller(cloud: LocalCloud) -> Caller:
    caller = Caller(cloud.endpoint)
    headers = {"Content-Type": "video/mp4", "Cache-Control": "no-store", "x-cos-meta-who": "school"}
    assert caller.put(KEY, b"0123456789", **headers).status == 200
    return caller


@pytest.fixture
def other(cloud: LocalCloud) -> Caller:
    return Caller(cloud.endpoint, "lessons-1250000000", "ap-beijing")


def source(caller: Caller, key: str = KEY) -> dict[str, str]:
    return {"x-cos-copy-source": f"{caller.cos_host}/{quote(key)}"}


def copy(caller: Caller, key: str, headers: dict[str, str], **params: str) -> Reply:
    return caller.call("PUT", f"/{key}", params, headers=headers)


def told(reply: Reply, name: str) -> dict[str, str]:
    root = xml.parse(reply.body, "The answer")
    assert (reply.status, xml.local_name(root)) == (200, name), reply
    return {xml.local_name(node): xml.text(node) for node in root}


def refusal(reply: Reply) -> tuple[int, str]:
    fault = read_fault(reply.body)
    assert fault is not None, reply
    return reply.status, fault.code


def test_that_an_object_is_copied_with_what_is_said_of_it(caller: Caller, other: Caller) -> None:
    reply = copy(other, "out/copy.mp4", source(caller))
    before, after = caller.get(KEY), other.get("out/copy.mp4")
    said = told(reply, "CopyObjectResult")
    assert said.keys() == {"ETag", "LastModified"}
    assert said["ETag"] == after.header("etag") == before.header("etag")
    assert said["LastModified"].endswith("Z")
    assert after.body == b"0123456789"
    for name in ("content-type", "cache-control", "x-cos-meta-who"):
        assert after.header(name) == before.header(name) != ""
    caller.call("DELETE", f"/{quote(KEY)}")
    assert other.get("out/copy.mp4").body == b"0123456789", "it does not need its source any more"


def test_that_a_copy_of_what_a_rehearsal_brought_is_the_users(caller: Caller) -> None:
    assert caller.put("input/a.mp4", b"brought", **{ORIGIN_HEADER: "abc", "x-cos-meta-who": "school"}).status == 200
    assert copy(caller, "input/mine.mp4", source(caller, "input/a.mp4")).status == 200
    mine = caller.get("input/mine.mp4")
    assert (mine.header(ORIGIN_HEADER), mine.header("x-cos-meta-who")) == ("", "school")
    assert caller.get("input/a.mp4").header(ORIGIN_HEADER) == "abc"


def test_that_what_is_said_of_a_copy_can_be_replaced_also_in_place(caller: Caller) -> None:
    new = {"x-cos-metadata-directive": "Replaced", "Content-Type": "text/plain", "x-cos-meta-what": "lesson"}
    assert copy(caller, KEY, {**source(caller), **new}).status == 200
    after = caller.get(KEY)
    assert (after.body, after.header("content-type"), after.header("x-cos-meta-what")) == (
        b"0123456789", "text/plain", "lesson",
    )  # fmt: skip
    assert (after.header("x-cos-meta-who"), after.header("cache-control")) == ("", "")
    assert refusal(copy(caller, KEY, source(caller))) == (400, "InvalidArgument"), "nothing would change"
    assert refusal(copy(caller, "b", {**source(caller), "x-cos-metadata-directive": "x"})) == (400, "InvalidArgument")


BEFORE, AFTER = formatdate(1_000_000_000, usegmt=True), formatdate(4_000_000_000, usegmt=True)
MD5 = f'"{hashlib.md5(b"0123456789").hexdigest()}"'
CONDITIONS: list[tuple[dict[str, str], int]] = [
    ({"match": MD5}, 200),
    ({"match": '"other"'}, 412),
    ({"none-match": MD5}, 412),
    ({"none-match": '"other"'}, 200),
    ({"modified-since": BEFORE}, 200),
    ({"modified-since": AFTER}, 412),
    ({"unmodified-since": BEFORE}, 412),
    ({"unmodified-since": AFTER}, 200),
    ({"match": MD5, "unmodified-since": AFTER}, 200),
    ({"match": MD5, "unmodified-since": BEFORE}, 412),
    ({"none-match": '"other"', "modified-since": BEFORE}, 200),
    ({"none-match": MD5, "modified-since": BEFORE}, 412),
    ({"match": MD5, "modified-since": BEFORE}, 400),
    ({"match": MD5, "none-match": '"other"'}, 400),
    ({"modified-since": "yesterday"}, 400),
]


@pytest.mark.parametrize(("conditions", "status"), CONDITIONS)
def test_that_a_copy_is_made_on_conditions_of_its_source(
    caller: Caller, conditions: dict[str, str], status: int
) -> None:
    headers = source(caller) | {f"x-cos-copy-source-If-{name}": value for name, value in conditions.items()}
    upload = begin(caller, "b")
    for reply in (copy(caller, "b", headers), copy(caller, "b", headers, partNumber="1", uploadId=upload)):
        assert reply.status == status
        if status != 200:
            assert refusal(reply)[1] == {412: "PreconditionFailed", 400: "InvalidArgument"}[status]
    assert caller.get("b").status == (200 if status == 200 else 404)


SOURCES: list[tuple[str, tuple[int, str]]] = [
    ("studio-1250000000.cos.local.myqcloud.com/nobody", (404, "NoSuchKey")),
    ("nobody-1250000000.cos.local.myqcloud.com/a", (404, "NoSuchKey")),
    ("studio-1250000000.ci.local.myqcloud.com/a", (400, "InvalidArgument")),
    ("example.com/a", (400, "InvalidArgument")),
    ("studio-1250000000.cos.local.myqcloud.com/", (400, "InvalidArgument")),
    ("studio-1250000000.cos.local.myqcloud.com", (400, "InvalidArgument")),
    ("studio-1250000000.cos.local.myqcloud.com/%FF", (400, "InvalidArgument")),
    ("studio-1250000000.cos.local.myqcloud.com/a%00", (400, "InvalidArgument")),
    ("studio-1250000000.cos.local.myqcloud.com/in/a?versionId=MTg0", (400, "InvalidArgument")),
    ("../../etc/passwd", (400, "InvalidArgument")),
]


@pytest.mark.parametrize(("named", "answer"), SOURCES)
def test_that_a_source_that_is_none_is_refused(caller: Caller, named: str, answer: tuple[int, str]) -> None:
    upload = begin(caller, "b")
    headers = {"x-cos-copy-source": named}
    assert refusal(copy(caller, "b", headers)) == answer
    assert refusal(copy(caller, "b", headers, partNumber="1", uploadId=upload)) == answer


def test_that_a_copy_replaces_nothing_that_it_may_not(caller: Caller) -> None:
    caller.put("b", b"there")
    assert refusal(copy(caller, "b", {**source(caller), "x-cos-forbid-overwrite": "true"})) == (
        409, "FileAlreadyExists",
    )  # fmt: skip
    assert caller.get("b").body == b"there"
    assert copy(caller, "b", source(caller)).status == 200
    assert caller.get("b").body == b"0123456789"


def begin(caller: Caller, key: str) -> str:
    return read_upload_id(caller.call("POST", f"/{key}", {"uploads": ""}).body)


def test_that_parts_are_copied_in_ranges_and_joined(caller: Caller, other: Caller, cloud: LocalCloud) -> None:
    data = bytes(range(256)) * (3 * MIB // 256) + b"end"
    other.put("big", data)
    upload = begin(caller, "joined")
    parts = []
    for number, (first, last) in enumerate([(0, MIB - 1), (MIB, 3 * MIB - 1), (3 * MIB, 3 * MIB + 2)], 1):
        headers = source(other, "big") | {"x-cos-copy-source-range": f"bytes={first}-{last}"}
        said = told(copy(caller, "joined", headers, partNumber=str(number), uploadId=upload), "CopyPartResult")
        assert said["ETag"].strip('"') == hashlib.md5(data[first : last + 1]).hexdigest()
        assert said["LastModified"].endswith("Z")
        parts.append(Part(number, said["ETag"].strip('"')))
    whole = copy(caller, "joined", source(caller), partNumber="4", uploadId=upload)
    parts.append(Part(4, told(whole, "CopyPartResult")["ETag"].strip('"')))
    refused = caller.call("POST", "/joined", {"uploadId": upload}, write_complete(parts))
    assert refusal(refused) == (400, "EntityTooSmall"), "a copied part is a part as any other"
    assert caller.call("POST", "/joined", {"uploadId": upload}, write_complete(parts[:3])).status == 200
    assert caller.get("joined").body == data
    assert len(list(cloud.store.blobs.folder.iterdir())) == 3


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("bytes=0-10", (416, "InvalidRange")),
        ("bytes=5-4", (416, "InvalidRange")),
        ("bytes=-3", (416, "InvalidRange")),
        ("bytes=3-", (416, "InvalidRange")),
        ("0-3", (416, "InvalidRange")),
    ],
)
def test_that_a_range_that_the_source_has_not_is_refused(caller: Caller, asked: str, answer: tuple[int, str]) -> None:
    upload = begin(caller, "b")
    headers = source(caller) | {"x-cos-copy-source-range": asked}
    assert refusal(copy(caller, "b", headers, partNumber="1", uploadId=upload)) == answer
    assert refusal(copy(caller, "b", source(caller), partNumber="1", uploadId="none")) == (404, "NoSuchUpload")
    assert refusal(copy(caller, "b", source(caller), partNumber="0", uploadId=upload)) == (400, "InvalidArgument")


def test_that_a_file_of_the_user_is_copied_as_it_was_put_in_or_not_at_all(
    caller: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blobs.Blobs, "_clone", lambda self, source: None)
    mine = tmp_path / "mine.mp4"
    mine.write_bytes(b"of the user")
    caller.adopt("mine", mine)
    assert copy(caller, "b", source(caller, "mine")).status == 200
    mine.write_bytes(b"other")
    assert caller.get("b").body == b"of the user"
    assert refusal(copy(caller, "c", source(caller, "mine"))) == (409, "ObjectChanged")
    mine.unlink()
    upload = begin(caller, "c")
    assert refusal(copy(caller, "c", source(caller, "mine"), partNumber="1", uploadId=upload)) == (409, "ObjectChanged")


def test_that_more_than_five_gib_are_copied_in_parts_only(caller: Caller, tmp_path: Path) -> None:
    large = tmp_path / "large.mp4"
    with large.open("wb") as file:
        file.truncate((5 << 30) + 1)  # takes no room
    assert caller.adopt("in/large.mp4", large).status == 200
    named = source(caller, "in/large.mp4")
    assert refusal(copy(caller, "out/copy.mp4", named)) == (400, "EntityTooLarge")
    assert (
        refusal(copy(caller, "in/large.mp4", named | {"x-cos-metadata-directive": "Replaced"}))[1] == "EntityTooLarge"
    )
    assert caller.get("out/copy.mp4").status == 404
    upload = read_upload_id(caller.call("POST", "/out/copy.mp4", {"uploads": ""}).body)
    part = {"partNumber": "1", "uploadId": upload}
    assert refusal(copy(caller, "out/copy.mp4", named, **part)) == (400, "EntityTooLarge")
    few = named | {"x-cos-copy-source-range": f"bytes={5 << 30}-{5 << 30}"}
    assert told(copy(caller, "out/copy.mp4", few, **part), "CopyPartResult")


def test_that_a_copy_for_which_there_is_no_room_is_refused(caller: Caller, cloud: LocalCloud) -> None:
    upload = begin(caller, "b")
    keep_free(cloud.store.blobs.folder.parent, 1 << 60)
    assert refusal(copy(caller, "b", source(caller))) == (500, "InternalError")
    assert refusal(copy(caller, "b", source(caller), partNumber="1", uploadId=upload)) == (500, "InternalError")
    assert caller.get("b").status == 404
    assert list(cloud.store.blobs.work.iterdir()) == []


def test_that_a_long_copy_begins_its_answer_and_tells_what_goes_wrong_in_it(
    caller: Caller, cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within 200, as ci-jobs §6 has it; the source may go meanwhile."""
    monkeypatch.setattr(slowly, "PATIENCE", 0.0)
    monkeypatch.setattr(slowly, "BLANK_EVERY", 0.0)
    copy_some, steps = blobs.copy_some, threading.Event()

    def byte_by_byte(source: Any, target: Any) -> int:
        if steps.is_set():
            raise OSError(28, "no room, as a test")
        return copy_some(source, target)

    monkeypatch.setattr(blobs, "copy_some", byte_by_byte)
    reply = copy(caller, "b", source(caller))
    assert told(reply, "CopyObjectResult")["ETag"] == MD5
    steps.set()
    reply = copy(caller, "c", source(caller))
    assert refusal(reply) == (200, "InternalError")
    assert caller.get("c").status == 404
    assert list(cloud.store.blobs.work.iterdir()) == []
