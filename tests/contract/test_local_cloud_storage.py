"""The storage calls beyond putting and getting one object: pages of parts, uploads and buckets, deleting many."""

from __future__ import annotations

import base64
import hashlib
import http.client
import itertools
import re
import time
from pathlib import Path

import pytest

from support.local_cloud import Caller, Reply, local_cloud
from tilewright.localcloud import blobs
from tilewright.localcloud.calls import slowly
from tilewright.localcloud.server import LocalCloud
from tilewright.wire import xml
from tilewright.wire.faults import read_fault
from tilewright.wire.signature import sign
from tilewright.wire.storage import Part, read_buckets, read_completed, read_parts, read_upload_id, write_complete

MIB = 1 << 20
JOBS = Path(__file__).parents[1] / "golden" / "reference" / "jobs"
SERVICE = "service.cos.myqcloud.com"
WEEK = 7 * 24 * 3600.0


def begun(caller: Caller, key: str) -> str:
    return read_upload_id(caller.call("POST", f"/{key}", {"uploads": ""}).body)


def root_of(reply: Reply) -> xml.Element:
    assert reply.status == 200, reply
    return xml.parse(reply.body, "The answer")


def refusal(reply: Reply) -> tuple[int, str]:
    fault = read_fault(reply.body)
    assert fault is not None, reply
    return reply.status, fault.code


def test_that_parts_are_listed_by_pages(caller: Caller) -> None:
    upload = begun(caller, "a b")
    for number in (7, 1, 3, 10_000):
        caller.call("PUT", "/a b", {"partNumber": str(number), "uploadId": upload}, b"x" * number)
    seen, marker, pages = [], "0", 0
    while True:
        reply = caller.call(
            "GET", "/a b", {"uploadId": upload, "max-parts": "2", "part-number-marker": marker, "encoding-type": "url"}
        )
        root = root_of(reply)
        seen += [part.number for part in read_parts(reply.body)]
        assert [xml.text(root, name) for name in ("MaxParts", "PartNumberMarker", "Key")] == ["2", marker, "a%20b"]
        pages += 1
        if xml.text(root, "IsTruncated") == "false":
            assert xml.text(root, "NextPartNumberMarker") == ""
            break
        marker = xml.text(root, "NextPartNumberMarker")
    assert (seen, pages) == ([1, 3, 7, 10_000], 2)
    assert xml.text(root_of(caller.call("GET", "/a b", {"uploadId": upload})), "Key") == "a b"
    assert refusal(caller.call("GET", "/a b", {"uploadId": upload, "max-parts": "0"})) == (400, "InvalidArgument")


def pages_of_uploads(caller: Caller, **params: str) -> tuple[list[tuple[str, str]], list[str], int]:
    """Uploads, common prefixes, and how many pages they took."""
    uploads, prefixes = [], []
    markers: dict[str, str] = {}
    for count in itertools.count(1):
        asked = {name.replace("_", "-"): value for name, value in params.items()}
        root = root_of(caller.call("GET", "/", {"uploads": "", **asked, **markers}))
        uploads += [(xml.text(node, "Key"), xml.text(node, "UploadId")) for node in xml.children(root, "Upload")]
        prefixes += [xml.text(node, "Prefix") for node in xml.children(root, "CommonPrefixes")]
        if xml.text(root, "IsTruncated") == "false":
            return uploads, prefixes, count
        markers = {
            "key-marker": xml.text(root, "NextKeyMarker"),
            "upload-id-marker": xml.text(root, "NextUploadIdMarker"),
        }
    raise AssertionError


class TestJoiningThatTakesLong:
    """The answer begins before the result is known (ci-jobs §6)."""

    @pytest.fixture(autouse=True)
    def slow(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(slowly, "PATIENCE", 0.0)
        monkeypatch.setattr(slowly, "BLANK_EVERY", 0.0)

    @staticmethod
    def filled(caller: Caller) -> tuple[str, bytes]:
        """An upload of three parts, and the wish to join them."""
        upload = begun(caller, "big")
        etags = []
        for number in (1, 2, 3):
            reply = caller.call("PUT", "/big", {"partNumber": str(number), "uploadId": upload}, bytes([number]) * MIB)
            etags.append(reply.header("etag").strip('"'))
        return upload, write_complete([Part(number, etag) for number, etag in enumerate(etags, 1)])

    def test_that_blanks_come_before_the_result(self, caller: Caller, cloud: LocalCloud) -> None:
        upload, wish = self.filled(caller)
        reply = caller.call("POST", "/big", {"uploadId": upload}, wish)
        assert (reply.status, reply.header("content-length"), reply.header("connection")) == (200, "", "close")
        assert b"?>   " in reply.body
        assert read_completed(reply.body) == caller.get("big").header("etag").strip('"')
        assert caller.get("big").body == b"".join(bytes([number]) * MIB for number in (1, 2, 3))
        assert len(list(cloud.store.blobs.folder.iterdir())) == 1

    def test_that_an_error_comes_in_the_200_and_the_upload_stays(self, caller: Caller, cloud: LocalCloud) -> None:
        upload, wish = self.filled(caller)
        caller.put("big", b"there")
        reply = caller.call("POST", "/big", {"uploadId": upload}, wish, {"x-cos-forbid-overwrite": "true"})
        assert refusal(reply) == (200, "FileAlreadyExists")
        assert caller.get("big").body == b"there"
        assert len(list(cloud.store.blobs.folder.iterdir())) == 4
        assert read_completed(caller.call("POST", "/big", {"uploadId": upload}, wish).body)

    def test_that_a_caller_who_leaves_changes_nothing(
        self, caller: Caller, cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        upload, wish = self.filled(caller)
        copy = blobs.copy_some
        monkeypatch.setattr(blobs, "SHARE", 1 << 10)
        monkeypatch.setattr(blobs, "copy_some", lambda *files: (time.sleep(0.001), copy(*files))[1])
        now = int(time.time())
        host = {"host": caller.cos_host}
        written = sign(caller.keys, "POST", "/big", {"uploadId": upload}, host, now - 60, now + 600)
        connection = http.client.HTTPConnection("127.0.0.1", caller.endpoint.port, timeout=5)
        headers = {"Host": caller.cos_host, "Authorization": written}
        connection.request("POST", f"/big?uploadId={upload}", wish, headers)
        reply = connection.getresponse()
        assert reply.read(39) != b""
        reply.close()
        connection.close()
        end = time.monotonic() + 10
        while list(cloud.store.blobs.work.iterdir()) and time.monotonic() < end:
            time.sleep(0.02)
        assert list(cloud.store.blobs.work.iterdir()) == []
        assert caller.get("big").status == 404
        monkeypatch.undo()
        assert read_completed(caller.call("POST", "/big", {"uploadId": upload}, wish).body)


def test_that_begun_uploads_are_listed_by_pages(caller: Caller) -> None:
    keys = ["b/1", "b/1", "b/1", "b/2", "a", "c/x/1", "c/2"]
    whole = sorted((key, begun(caller, key)) for key in keys)
    for size in ("1", "2", "3", "1000"):
        assert pages_of_uploads(caller, max_uploads=size)[0] == whole
        found, prefixes, _ = pages_of_uploads(caller, max_uploads=size, delimiter="/")
        assert ([key for key, _ in found], prefixes) == (["a"], ["b/", "c/"])
        found, prefixes, _ = pages_of_uploads(caller, max_uploads=size, delimiter="/", prefix="c/")
        assert ([key for key, _ in found], prefixes) == (["c/2"], ["c/x/"])
    assert pages_of_uploads(caller, max_uploads="2")[2] == 4
    after = {"uploads": "", "key-marker": "b/1"}
    assert len(list(xml.children(root_of(caller.call("GET", "/", after)), "Upload"))) == 3, "all of one key are passed"
    begun(caller, "ä b")
    root = root_of(caller.call("GET", "/", {"uploads": "", "prefix": "ä", "encoding-type": "url"}))
    (upload,) = xml.children(root, "Upload")
    assert (xml.text(upload, "Key"), xml.text(root, "Prefix")) == ("%C3%A4%20b", "%C3%A4")


def test_that_an_upload_of_which_nothing_came_for_a_week_goes_at_the_next_start(tmp_path: Path) -> None:
    with local_cloud(tmp_path / "cloud") as cloud:
        caller = Caller(cloud.endpoint)
        left = begun(caller, "left")
        caller.call("PUT", "/left", {"partNumber": "1", "uploadId": left}, b"x" * 1000)
        assert len(list(cloud.store.blobs.folder.iterdir())) == 1
        now = cloud.store.buckets()[0].created
    with local_cloud(tmp_path / "cloud", clock=lambda: now + WEEK - 60) as cloud:
        assert uploads_of(cloud) == ["left"]
    with local_cloud(tmp_path / "cloud", clock=lambda: now + WEEK + 60) as cloud:
        assert uploads_of(cloud) == []
        assert list(cloud.store.blobs.folder.iterdir()) == []


def uploads_of(cloud: LocalCloud) -> list[str]:
    """The keys of the uploads that its database knows; its clock is too far off for calls."""
    with cloud.database.read() as rows:
        return [row["key"] for row in rows.execute("SELECT key FROM upload ORDER BY key")]


def delete_of(*keys: str, quiet: str = "false") -> bytes:
    root = xml.new("Delete")
    xml.add(root, "Quiet", quiet)
    for key in keys:
        xml.add(xml.add(root, "Object"), "Key", key)
    return xml.to_bytes(root)


class TestDeletingMany:
    def test_that_all_go_and_each_is_told(self, caller: Caller, cloud: LocalCloud) -> None:
        for key in ("a", "b/ü", "c", "d"):
            caller.put(key, b"x")
        root = root_of(caller.call("POST", "/", {"delete": ""}, delete_of("a", "b/ü", "absent", "x" * 851)))
        assert [xml.text(node, "Key") for node in xml.children(root, "Deleted")] == ["a", "b/ü", "absent"]
        (error,) = xml.children(root, "Error")
        assert (xml.text(error, "Key"), xml.text(error, "Code")) == ("x" * 851, "KeyTooLong")
        assert [caller.get(key).status for key in ("a", "b/ü", "c")] == [404, 404, 200]
        assert len(list(cloud.store.blobs.folder.iterdir())) == 2
        quiet = root_of(caller.call("POST", "/", {"delete": ""}, delete_of("c", quiet="true")))
        assert len(quiet) == 0
        assert caller.get("c").status == 404

    def test_that_a_list_that_is_none_deletes_nothing(self, caller: Caller) -> None:
        caller.put("a", b"x")
        wrong = {"Content-MD5": base64.b64encode(hashlib.md5(b"other").digest()).decode()}
        right = {"Content-MD5": base64.b64encode(hashlib.md5(delete_of("b")).digest()).decode()}
        many = delete_of("a", *(f"{number}" for number in range(1000)))
        for body in (b"<Delete>", b"<Other/>", delete_of(), many):
            assert refusal(caller.call("POST", "/", {"delete": ""}, body)) == (400, "MalformedXML")
        assert refusal(caller.call("POST", "/", {"delete": ""}, delete_of("a"), wrong)) == (400, "BadDigest")
        assert caller.call("POST", "/", {"delete": ""}, delete_of("b"), right).status == 200
        assert caller.get("a").status == 200


def test_that_a_bucket_goes_when_it_is_empty(cloud: LocalCloud) -> None:
    other = Caller(cloud.endpoint, "lessons-1250000000", "ap-beijing")
    other.put("a", b"x")
    assert refusal(other.call("DELETE", "/")) == (409, "BucketNotEmpty")
    other.call("DELETE", "/a")
    upload = begun(other, "b")
    assert refusal(other.call("DELETE", "/")) == (409, "BucketNotEmpty")
    other.call("DELETE", "/b", {"uploadId": upload})
    assert other.call("DELETE", "/").status == 204
    assert [hosted.place.bucket for hosted in cloud.store.buckets()] == [cloud.endpoint.bucket]
    assert other.put("a", b"x").status == 200


def test_that_the_list_of_buckets_is_narrowed_and_paged(cloud: LocalCloud) -> None:
    caller = Caller(cloud.endpoint)
    for name in ("a-1250000000", "b-1250000000"):
        Caller(cloud.endpoint, name, "ap-beijing").call("PUT", "/")

    def names(**params: str) -> list[str]:
        asked = {name.replace("_", "-"): value for name, value in params.items()}
        return [bucket.name for bucket in read_buckets(caller.call("GET", "/", asked, host=SERVICE).body)]

    whole = ["a-1250000000", "b-1250000000", cloud.endpoint.bucket]
    created = cloud.store.buckets()[0].created
    assert names(marker="", max_keys="2000") == names() == whole
    assert names(region="ap-beijing") == whole[:2]
    assert names(tagkey="a", tagvalue="b") == []
    assert names(marker="a-1250000000") == whole[1:]
    assert (names(max_keys="2"), names(max_keys="2", marker="b-1250000000")) == (whole[:2], whole[2:])
    first = caller.call("GET", "/", {"max-keys": "2"}, host=SERVICE)
    assert xml.text(root_of(first), "NextMarker") == "b-1250000000"
    early, late = str(int(created) - 100), str(int(created) + 100)
    assert (names(create_time=late, range="lt"), names(create_time=late, range="gte")) == (whole, [])
    assert (names(create_time=early, range="gt"), names(create_time=early, range="lte")) == (whole, [])
    for params in ({"create-time": early}, {"range": "lt"}, {"create-time": early, "range": "x"}, {"max-keys": "2001"}):
        assert refusal(caller.call("GET", "/", params, host=SERVICE)) == (400, "InvalidArgument")


def test_that_a_bucket_is_told_in_the_nodes_of_the_recorded_list(cloud: LocalCloud, caller: Caller) -> None:
    recorded = xml.parse((JOBS / "list-buckets-one.xml").read_bytes(), "The list")
    told = root_of(caller.call("GET", "/", host=SERVICE))
    ours, theirs = (next(one for one in root.iter() if xml.local_name(one) == "Bucket") for root in (told, recorded))
    assert [xml.local_name(one) for one in ours] == [xml.local_name(one) for one in theirs]
    assert xml.text(ours, "BucketType") == xml.text(theirs, "BucketType") == "cos"
    assert xml.text(ours, "Name") == cloud.endpoint.bucket
    times = [xml.text(one, "CreationDate") for one in (ours, theirs)]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", time) for time in times), times
    assert read_buckets(caller.call("GET", "/", host=SERVICE).body)[0].created is not None


def test_that_headers_without_a_value_are_not_kept(caller: Caller) -> None:
    caller.call("PUT", "/a", body=b"x", headers={"Cache-Control": "", "x-cos-meta-one": "1", "x-cos-meta-none": ""})
    assert {name for name in caller.get("a").headers if name in {"cache-control", "x-cos-meta-none"}} == set()
    assert caller.get("a").header("x-cos-meta-one") == "1"


STATED = {
    "Content-Type": ("video/mp4", "text/plain"),
    "Content-Language": ("de", "fr"),
    "Expires": ("Thu, 01 Dec 2033 16:00:00 GMT", "Fri, 01 Dec 2034 16:00:00 GMT"),
    "Cache-Control": ("no-store", "max-age=60"),
    "Content-Disposition": ("inline", "attachment; filename=a.mp4"),
    "Content-Encoding": ("identity", "br"),
}
"""What a PUT can state of an object: a value for it, and one that a GET asks for instead."""


@pytest.mark.parametrize("is_stored", [True, False], ids=["stored", "not stored"])
@pytest.mark.parametrize("name", STATED)
def test_that_a_header_is_kept_and_comes_once_as_the_caller_wants_it(
    name: str, *, is_stored: bool, caller: Caller
) -> None:
    kept, wanted = STATED[name]
    caller.call("PUT", "/a", body=b"x", headers={name: kept} if is_stored else {})
    expected = [kept] if is_stored else ["application/octet-stream"] * (name == "Content-Type")
    assert caller.call("GET", "/a").lines_of(name) == caller.call("HEAD", "/a").lines_of(name) == expected
    asked = caller.call("GET", "/a", {f"response-{name.lower()}": wanted})
    assert (asked.body, asked.lines_of(name)) == (b"x", [wanted])
