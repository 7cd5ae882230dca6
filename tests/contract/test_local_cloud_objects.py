"""Objects of the local cloud over real HTTP: what is put comes back, whole, wherever it came from."""

from __future__ import annotations

import base64
import hashlib
import http.client
import os
import socket
import statistics
import time
from email.utils import formatdate
from pathlib import Path

import pytest

from support.local_cloud import Caller
from tilewright.localcloud.server import LocalCloud
from tilewright.wire.faults import read_fault
from tilewright.wire.jobs import read_jobs
from tilewright.wire.signature import sign
from tilewright.wire.storage import (
    Part,
    read_buckets,
    read_completed,
    read_objects,
    read_parts,
    read_upload_id,
    write_complete,
)

MIB = 1 << 20


def code_of(body: bytes) -> str:
    fault = read_fault(body)
    assert fault is not None, body
    return fault.code


def blobs_of(cloud: LocalCloud) -> list[Path]:
    return sorted(cloud.store.blobs.folder.iterdir())


def test_that_the_newer_domain_names_the_same_bucket_and_calls(caller: Caller) -> None:
    place = f"{caller.bucket}.cos.{caller.region}.tencentcos.cn"
    assert caller.call("PUT", "/in/a.mp4", body=b"video", host=place).status == 200
    assert caller.get("in/a.mp4").body == b"video"
    asked = caller.call("GET", "/jobs", {"tag": "VideoSynthesis"}, host=place.replace(".cos.", ".ci."))
    assert (asked.status, read_jobs(asked.body).jobs) == (200, ())
    listed = caller.call("GET", "/", host="service.cos.tencentcos.cn")
    assert [bucket.name for bucket in read_buckets(listed.body)] == [caller.bucket]


KEYS = [
    "input/car.mp4", "照片/2020年/一 二.jpg", "a b+c&d=e?f#g%20.mp4", "../../etc/passwd", "a//b", "/rooted", "jobs",
    "x" * 850, "q'(é)*!~;,:@$", "C:\\windows\\nul.mp4", ".",
]  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
def test_that_an_object_of_any_name_comes_back_as_it_was_put(caller: Caller, cloud: LocalCloud, key: str) -> None:
    data = os.urandom(1000)
    put = caller.put(key, data)
    assert put.status == 200
    assert put.header("etag") == f'"{hashlib.md5(data).hexdigest()}"'
    assert put.header("x-cos-request-id")
    got = caller.get(key)
    assert (got.status, got.body) == (200, data)
    assert got.header("x-content-type-options") == "nosniff"
    page = read_objects(caller.call("GET", "/", {"encoding-type": "url"}).body)
    assert [entry.key for entry in page.entries] == [key]
    assert [path.parent for path in blobs_of(cloud)] == [cloud.store.blobs.folder]


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [("bytes=0-9", 0, 9), ("bytes=990-", 990, 999), ("bytes=-10", 990, 999), ("bytes=5-99999", 5, 999)],
)
def test_that_a_range_of_an_object_is_read(caller: Caller, header: str, first: int, last: int) -> None:
    data = os.urandom(1000)
    caller.put("a.bin", data)
    got = caller.get("a.bin", Range=header)
    assert (got.status, got.body) == (206, data[first : last + 1])
    assert got.header("content-range") == f"bytes {first}-{last}/1000"


@pytest.mark.parametrize(
    "header", ["bytes=1000-", "bytes=9-5", "bytes=-0", "bytes=a-b", "lines=1-2", "bytes=0-1,5-6", "bytes=" + "9" * 90]
)
def test_that_a_range_outside_the_object_is_416(caller: Caller, header: str) -> None:
    caller.put("a.bin", b"x" * 1000)
    got = caller.get("a.bin", Range=header)
    assert (got.status, code_of(got.body)) == (416, "InvalidRange")


def test_that_head_tells_the_facts_and_errors_without_a_body(caller: Caller) -> None:
    caller.put("a.mp4", b"hello", **{"Content-Type": "video/mp4", "x-cos-meta-note": "hi"})
    head = caller.call("HEAD", "/a.mp4")
    assert (head.status, head.header("content-length"), head.body) == (200, "5", b"")
    assert head.header("content-type") == "video/mp4"
    assert head.header("x-cos-meta-note") == "hi"
    assert head.header("last-modified").endswith("GMT")
    missing = caller.call("HEAD", "/b.mp4")
    assert (missing.status, missing.body) == (404, b"")
    assert missing.header("x-cos-request-id")


def test_that_an_object_a_caller_has_already_is_not_sent_again(caller: Caller) -> None:
    etag = caller.put("a", b"hello").header("etag")
    assert caller.get("a", **{"If-None-Match": etag}).status == 304
    assert caller.get("a", **{"If-Match": '"other"'}).status == 412


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_that_an_object_is_sent_on_conditions_of_when_it_was_written(caller: Caller, method: str) -> None:
    """What an ETag says counts more (RFC 9110), and what is no time says nothing."""
    caller.put("a", b"x")
    etag, written = (caller.get("a").header(name) for name in ("etag", "last-modified"))
    before, after = formatdate(1_000_000_000, usegmt=True), formatdate(4_000_000_000, usegmt=True)
    cases = [
        ({"If-Modified-Since": before}, 200),
        ({"If-Modified-Since": written}, 304),
        ({"If-Modified-Since": after}, 304),
        ({"If-Modified-Since": "yesterday"}, 200),
        ({"If-Unmodified-Since": before}, 412),
        ({"If-Unmodified-Since": written}, 200),
        ({"If-Modified-Since": after, "If-None-Match": '"other"'}, 200),
        ({"If-Unmodified-Since": before, "If-Match": etag}, 200),
    ]
    assert [caller.call(method, "/a", headers=headers).status for headers, _ in cases] == [one for _, one in cases]


def test_that_an_absent_object_is_an_error_of_the_documented_shape(caller: Caller) -> None:
    got = caller.get("none.mp4")
    fault = read_fault(got.body)
    assert got.status == 404
    assert fault is not None
    assert (fault.code, fault.resource) == ("NoSuchKey", "/none.mp4")
    assert fault.request_id == got.header("x-cos-request-id")


def test_that_putting_again_replaces_the_object_and_frees_the_old_content(caller: Caller, cloud: LocalCloud) -> None:
    caller.put("a", b"one")
    caller.put("a", b"two")
    assert caller.get("a").body == b"two"
    assert [path.read_bytes() for path in blobs_of(cloud)] == [b"two"]


def test_that_answers_on_one_connection_do_not_wait_for_each_other(caller: Caller) -> None:
    caller.put("in.mp4", b"0123456789" * 100)
    now, host = int(time.time()), caller.cos_host
    signature = sign(caller.keys, "GET", "/in.mp4", {}, {"host": host}, now - 60, now + 600)
    connection = http.client.HTTPConnection("127.0.0.1", caller.endpoint.port, timeout=30)
    took = []
    for first in range(20):
        begun = time.perf_counter()
        range_ = f"bytes={first}-{first + 9}"
        connection.request("GET", "/in.mp4", headers={"Host": host, "Authorization": signature, "Range": range_})
        reply = connection.getresponse()
        assert (reply.status, len(reply.read())) == (206, 10)
        took.append(time.perf_counter() - begun)
    connection.close()
    assert statistics.median(took) < 0.03  # where head and body wait for an acknowledgement it is 0.04 and more


def test_that_deleting_is_204_whether_or_not_the_object_was_there(caller: Caller, cloud: LocalCloud) -> None:
    caller.put("a", b"one")
    assert [caller.call("DELETE", "/a").status for _ in range(2)] == [204, 204]
    assert caller.get("a").status == 404
    assert blobs_of(cloud) == []


def test_that_a_body_with_another_digest_is_not_kept(caller: Caller, cloud: LocalCloud) -> None:
    wrong = base64.b64encode(hashlib.md5(b"other").digest()).decode()
    reply = caller.put("a", b"one", **{"Content-MD5": wrong})
    assert (reply.status, code_of(reply.body)) == (400, "BadDigest")
    assert caller.get("a").status == 404
    assert blobs_of(cloud) == []


def test_that_buckets_of_any_name_are_hosted_apart(cloud: LocalCloud) -> None:
    one = Caller(cloud.endpoint, "films-1250000001", "ap-beijing")
    two = Caller(cloud.endpoint, "films-1250000001", "eu-frankfurt")
    one.put("a", b"1")
    assert two.get("a").status == 404
    two.put("a", b"2")
    reply = one.call("GET", "/", host="service.cos.myqcloud.com")
    assert [(bucket.name, bucket.region) for bucket in read_buckets(reply.body)] == [
        ("films-1250000001", "ap-beijing"),
        ("films-1250000001", "eu-frankfurt"),
        ("studio-1250000000", "local"),
    ]
    only = one.call("GET", "/", host="cos.eu-frankfurt.myqcloud.com")
    assert [bucket.region for bucket in read_buckets(only.body)] == ["eu-frankfurt"]


def test_that_a_listing_pages_through_keys_and_common_prefixes_in_order(caller: Caller) -> None:
    keys = ["a", "b/1", "b/2", "b/3", "b0", "c/1/x", "c/2", "d", "é", "照/1"]
    for key in keys:
        caller.put(key, b"")

    def pages(**params: str) -> tuple[list[str], list[str], int]:
        found: list[str] = []
        common: list[str] = []
        marker, count = "", 0
        while True:
            reply = caller.call("GET", "/", {**params, "marker": marker, "encoding-type": "url"})
            assert reply.header("x-cos-bucket-region") == "local"
            page = read_objects(reply.body)
            found += [entry.key for entry in page.entries]
            common += page.prefixes
            marker, count = page.next_marker, count + 1
            if not marker:
                return found, common, count

    for size in ("1", "2", "3", "1000"):
        assert pages(**{"max-keys": size})[0] == sorted(keys)
        assert pages(**{"max-keys": size, "delimiter": "/"})[:2] == (["a", "b0", "d", "é"], ["b/", "c/", "照/"])
        assert pages(**{"max-keys": size, "delimiter": "/", "prefix": "c/"})[:2] == (["c/2"], ["c/1/"])
        assert pages(**{"max-keys": size, "prefix": "b"})[0] == ["b/1", "b/2", "b/3", "b0"]
    assert pages(**{"max-keys": "1"})[2] == len(keys)


def test_that_parts_become_one_object(caller: Caller, cloud: LocalCloud) -> None:
    pieces = [os.urandom(MIB), os.urandom(MIB + 5), b"end"]
    upload = read_upload_id(caller.call("POST", "/big.mp4", {"uploads": ""}).body)
    etags = []
    for number, piece in enumerate(pieces, 1):
        reply = caller.call("PUT", "/big.mp4", {"partNumber": str(number), "uploadId": upload}, piece)
        etags.append(reply.header("etag").strip('"'))
    listed = read_parts(caller.call("GET", "/big.mp4", {"uploadId": upload}).body)
    assert [(part.number, part.etag, part.size) for part in listed] == [
        (number, etags[number - 1], len(piece)) for number, piece in enumerate(pieces, 1)
    ]
    assert caller.get("big.mp4").status == 404
    wanted = write_complete([Part(number, etag) for number, etag in enumerate(etags, 1)])
    done = caller.call("POST", "/big.mp4", {"uploadId": upload}, wanted)
    assert read_completed(done.body).endswith("-3")
    assert caller.get("big.mp4").body == b"".join(pieces)
    assert len(blobs_of(cloud)) == 1
    gone = caller.call("POST", "/big.mp4", {"uploadId": upload}, wanted)
    assert (gone.status, code_of(gone.body)) == (404, "NoSuchUpload")


def test_that_an_aborted_upload_leaves_nothing(caller: Caller, cloud: LocalCloud) -> None:
    upload = read_upload_id(caller.call("POST", "/big", {"uploads": ""}).body)
    caller.call("PUT", "/big", {"partNumber": "1", "uploadId": upload}, b"x" * 100)
    assert caller.call("DELETE", "/big", {"uploadId": upload}).status == 204
    assert blobs_of(cloud) == []
    assert caller.call("GET", "/big", {"uploadId": upload}).status == 404


def test_that_parts_in_the_wrong_order_unknown_or_too_small_are_refused(caller: Caller) -> None:
    upload = read_upload_id(caller.call("POST", "/big", {"uploads": ""}).body)
    etag = ""
    for number in (1, 2):
        reply = caller.call("PUT", "/big", {"partNumber": str(number), "uploadId": upload}, b"small")
        etag = reply.header("etag").strip('"')
    for parts, code in (
        ([Part(2, etag), Part(1, etag)], "InvalidPartOrder"),
        ([Part(1, etag), Part(3, etag)], "InvalidPart"),
        ([Part(1, "0" * 32)], "InvalidPart"),
        ([Part(1, etag), Part(2, etag)], "EntityTooSmall"),
        ([], "InvalidPartOrder"),
    ):
        reply = caller.call("POST", "/big", {"uploadId": upload}, write_complete(parts))
        assert (reply.status, code_of(reply.body)) == (400, code)
    for number_text in ("0", "10001", "x", "-1"):
        reply = caller.call("PUT", "/big", {"partNumber": number_text, "uploadId": upload}, b"x")
        assert reply.status == 400


class TestAdoptedFiles:
    def test_that_a_local_file_becomes_an_object_without_being_sent(self, caller: Caller, tmp_path: Path) -> None:
        file = tmp_path / "Ferien é 1.mp4"
        file.write_bytes(b"0123456789")
        assert caller.adopt("in.mp4", file).status == 200
        assert caller.get("in.mp4").body == b"0123456789"
        assert caller.get("in.mp4", Range="bytes=2-3").body == b"23"
        assert caller.call("HEAD", "/in.mp4").header("content-length") == "10"

    def test_that_an_object_never_changes_with_the_file(self, caller: Caller, tmp_path: Path) -> None:
        file = tmp_path / "a.mp4"
        file.write_bytes(b"0123456789")
        caller.adopt("in.mp4", file)
        with file.open("r+b") as opened:
            opened.write(b"XX")
        os.utime(file, ns=(1, 1))
        reply = caller.get("in.mp4")
        if reply.status == 200:  # cloned
            assert reply.body == b"0123456789"
        else:
            fault = read_fault(reply.body)
            assert fault is not None
            assert (reply.status, fault.code) == (409, "ObjectChanged")
            assert str(file) in fault.message
        assert file.stat().st_nlink == 1

    def test_that_replacing_or_deleting_an_object_leaves_the_file_alone(self, caller: Caller, tmp_path: Path) -> None:
        file = tmp_path / "a.mp4"
        file.write_bytes(b"0123456789")
        caller.adopt("in.mp4", file)
        caller.put("in.mp4", b"other")
        caller.adopt("in.mp4", file)
        caller.call("DELETE", "/in.mp4")
        assert file.read_bytes() == b"0123456789"

    def test_that_what_is_no_readable_file_cannot_be_adopted(self, caller: Caller, tmp_path: Path) -> None:
        fifo = tmp_path / "pipe"
        os.mkfifo(fifo)
        for path in (tmp_path / "none.mp4", tmp_path, fifo, Path("relative.mp4"), Path("/dev/zero"), Path("/a\0b")):
            reply = caller.adopt("in.mp4", path)
            assert (reply.status, code_of(reply.body)) == (400, "CannotAdopt"), path
        assert caller.get("in.mp4").status == 404


@pytest.mark.parametrize("params", [{}, {"partNumber": "1", "uploadId": "x"}])
def test_that_more_than_five_gib_at_once_are_refused_before_they_come(caller: Caller, params: dict[str, str]) -> None:
    now = int(time.time())
    signature = sign(caller.keys, "PUT", "/a", params, {"host": caller.cos_host}, now - 60, now + 600)
    query = "&".join(f"{name}={value}" for name, value in params.items())
    head = f"PUT /a?{query} HTTP/1.1\r\nHost: {caller.cos_host}\r\nAuthorization: {signature}\r\n"
    with socket.create_connection(("127.0.0.1", caller.endpoint.port), timeout=5) as connection:
        connection.sendall(f"{head}Content-Length: {(5 << 30) + 1}\r\n\r\n".encode())
        answer = b""
        while b"</Error>" not in answer:
            answer += connection.recv(4096)
    assert answer.startswith(b"HTTP/1.1 400 ")
    fault = read_fault(answer.partition(b"\r\n\r\n")[2])
    assert fault is not None
    assert fault.code == "EntityTooLarge"
