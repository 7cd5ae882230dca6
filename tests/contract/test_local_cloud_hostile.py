"""What should never be sent: the local cloud answers an error, or closes the connection, and lives."""

from __future__ import annotations

import contextlib
import http.client
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.local_cloud import Caller, local_cloud
from support.waiting import wait_for
from tilewright.errors import DiskFull
from tilewright.localcloud import incoming
from tilewright.localcloud.connection import GIVES_WAY, MOST_CONNECTIONS, Connection
from tilewright.localcloud.server import LocalCloud
from tilewright.wire.faults import read_fault
from tilewright.wire.signature import Keys, sign


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[LocalCloud]:
    with local_cloud(tmp_path / "cloud") as running:
        yield running
        assert Caller(running.endpoint).call("GET", "/").status == 200, "the service does not live any more"


def raw(caller: Caller, data: bytes, seconds: float = 5.0) -> bytes:
    """What comes back for bytes that are sent as they are."""
    with socket.create_connection(("127.0.0.1", caller.endpoint.port), timeout=seconds) as connection:
        try:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            found = b""
            while piece := connection.recv(65536):
                found += piece
        except OSError:  # a reset; what was read before counts
            return b""
    return found


HOST = b"Host: studio-1250000000.cos.local.myqcloud.com\r\n"


@pytest.mark.parametrize(
    "host",
    ["", "evil.example", "studio-1250000000.cos.local.myqcloud.com.evil.example", "localhost", "127.0.0.1",
     "127.0.0.1:1", "evil.cos.local.myqcloud.com@evil.example", "a..cos.local.myqcloud.com", "169.254.169.254",
     "cos.local.myqcloud.com.", "-a.cos.local.myqcloud.com", "[::1]", "0.0.0.0"],
)  # fmt: skip
def test_that_a_foreign_host_is_refused(caller: Caller, host: str) -> None:
    reply = caller.call("GET", "/", headers={"Host": host}, host=host or " ")
    fault = read_fault(reply.body)
    assert fault is not None
    assert (reply.status, fault.code) == (400, "InvalidHost")


@pytest.mark.parametrize("header", ["Origin", "Sec-Fetch-Site", "Sec-Fetch-Mode"])
def test_that_a_call_of_a_web_page_is_refused(caller: Caller, header: str) -> None:
    assert caller.call("GET", "/", headers={header: "same-origin"}).status == 403


@pytest.mark.parametrize(
    ("data", "statuses"),
    [
        (b"NONSENSE\r\n\r\n", {b"400"}),
        (b"GET / HTTP/9.9\r\n\r\n", {b"505", b"400"}),
        (b"GET / HTTP/1.1\r\n\r\n", {b"400"}),
        (b"GET / HTTP/1.1\r\n" + HOST + HOST + b"\r\n", {b"400"}),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", {b"400", b""}),
        (b"GET /" + b"a" * 70000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", {b"414", b""}),
        (b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 70000 + b"\r\n\r\n", {b"431", b""}),
        (b"GET / HTTP/1.1\r\n" + HOST + b"".join(b"X%d: %s\r\n" % (n, b"a" * 900) for n in range(90)), {b"431", b""}),
        (b"GET / HTTP/1.1\r\n" + HOST + b"X: 1\r\n" * 200 + b"\r\n", {b"431"}),
        (b"PUT /a HTTP/1.1\r\n" + HOST + b"Content-Length: -5\r\n\r\n", {b"400"}),
        (b"PUT /a HTTP/1.1\r\n" + HOST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n", {b"400"}),
        (b"PUT /a HTTP/1.1\r\n" + HOST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", {b"400"}),
        (b"PUT /a HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: gzip\r\n\r\n", {b"400"}),
        (b"PUT /a HTTP/1.1\r\n" + HOST + b"Content-Length: 99999999999999999999\r\n\r\n", {b"400"}),
        (b"GET /%ff%fe HTTP/1.1\r\n" + HOST + b"\r\n", {b"400"}),
        (b"GET /?a=%ff HTTP/1.1\r\n" + HOST + b"\r\n", {b"400"}),
        (b"GET /?" + b"a=1&" * 500 + b" HTTP/1.1\r\n" + HOST + b"\r\n", {b"400"}),
        (b"GET nothing HTTP/1.1\r\n" + HOST + b"\r\n", {b"400"}),
        (b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n", {b"400", b"403"}),
        (b"TRACE / HTTP/1.1\r\n" + HOST + b"\r\n", {b"403"}),
        (b"CONNECT evil:443 HTTP/1.1\r\nHost: evil:443\r\n\r\n", {b"400"}),
        (b"GET / HTTP/0.9\r\n\r\n", {b"400", b"", b"505"}),
        (b"GET /\r\n\r\n", {b"505"}),
    ],
)  # fmt: skip
def test_that_broken_http_gets_an_error_or_nothing(caller: Caller, data: bytes, statuses: set[bytes]) -> None:
    answer = raw(caller, data)
    status = answer.split(b" ", 2)[1] if answer.startswith(b"HTTP/1") else b""
    assert status in statuses, answer[:300]
    assert b"Traceback" not in answer


@pytest.mark.parametrize("key", ["a\0b", "a\nb", "\x7f", "x" * 851, "é" * 426])
def test_that_a_key_the_service_does_not_allow_is_refused(caller: Caller, cloud: LocalCloud, key: str) -> None:
    assert [caller.put(key, b"x").status, caller.get(key).status] == [400, 400]
    assert list(cloud.store.blobs.folder.iterdir()) == []


@pytest.mark.parametrize(
    "key", ["../secret", "..", "/etc/passwd", "a/../../b", "..\\..\\x", "%2e%2e/x", "blobs", "store.sqlite3"]
)
def test_that_a_key_is_never_a_path(caller: Caller, cloud: LocalCloud, tmp_path: Path, key: str) -> None:
    before = {path for path in tmp_path.rglob("*") if "blobs" not in path.parts and "sqlite3" not in path.name}
    assert caller.get(key).status == 404
    assert caller.put(key, b"x").status == 200
    assert caller.get(key).body == b"x"
    assert before == {p for p in tmp_path.rglob("*") if "blobs" not in p.parts and "sqlite3" not in p.name}


def test_that_a_body_that_ends_early_leaves_nothing(caller: Caller, cloud: LocalCloud) -> None:
    bodies = [
        b"ffff\r\nshort", b"zz\r\n", b"-5\r\n", b"fffffffffffffff\r\nx", b"1\r\nxyz", b"1\r\nx\r\n0\r\n", b"1" * 5000,
        b"1\r\nx\r\n0\r\n" + b"A: b\r\n" * 200,
    ]  # fmt: skip
    chunked = [b"Transfer-Encoding: chunked\r\n\r\n" + body for body in bodies]
    for how in (b"Content-Length: 1000\r\n\r\nshort", *chunked):
        signed = caller.call("HEAD", "/a")
        assert signed.status == 404
        signature = _signature(caller, "PUT", "/a")
        raw(caller, b"PUT /a HTTP/1.1\r\n" + HOST + b"Authorization: " + signature + b"\r\n" + how)
        assert caller.get("a").status == 404
    assert list(cloud.store.blobs.work.iterdir()) == []
    assert list(cloud.store.blobs.folder.iterdir()) == []


def _signature(caller: Caller, method: str, path: str) -> bytes:
    now = int(time.time())
    return sign(caller.keys, method, path, {}, {"host": caller.cos_host}, now - 10, now + 600).encode()


def test_that_a_body_in_chunks_is_kept(caller: Caller) -> None:
    reply = caller.call("PUT", "/a", body=iter([b"one", b"two"]))
    assert reply.status == 200
    assert caller.get("a").body == b"onetwo"
    head = b"PUT /b HTTP/1.1\r\n" + HOST + b"Authorization: " + _signature(caller, "PUT", "/b")
    body = b"3;name=value\r\none\r\n03\r\ntwo\r\n0\r\nA: b\r\n\r\n"
    assert raw(caller, head + b"\r\nTransfer-Encoding: chunked\r\n\r\n" + body).startswith(b"HTTP/1.1 200")
    assert caller.get("b").body == b"onetwo"


def test_that_what_a_caller_wants_in_the_head_of_an_answer_may_be_in_any_script(caller: Caller) -> None:
    caller.put("a", b"x")
    wanted = "attachment; filename=片.mp4"
    reply = caller.call("GET", "/a", {"response-content-disposition": wanted, "response-expires": "a\r\nX: y"})
    assert reply.header("content-disposition").encode("latin-1").decode() == wanted
    assert (reply.status, reply.header("expires"), reply.header("x")) == (200, "", "")


def test_that_a_put_without_a_length_is_411(caller: Caller) -> None:
    signature = _signature(caller, "PUT", "/a")
    answer = raw(caller, b"PUT /a HTTP/1.1\r\n" + HOST + b"Authorization: " + signature + b"\r\n\r\n")
    assert b" 411 " in answer.split(b"\r\n")[0] + b" "


def test_that_calls_follow_each_other_on_one_connection(caller: Caller) -> None:
    caller.put("a", b"hello")
    connection = http.client.HTTPConnection("127.0.0.1", caller.endpoint.port, timeout=5)
    sockets = set()
    for _ in range(3):
        for method, body in (("GET", None), ("PUT", b"hello"), ("HEAD", None)):
            headers = {"Host": caller.cos_host, "Authorization": _signature(caller, method, "/a").decode()}
            connection.request(method, "/a", body, headers)
            reply = connection.getresponse()
            assert reply.status == 200
            assert reply.read() == (b"hello" if method == "GET" else b"")
            sockets.add(connection.sock)
    connection.close()
    assert len(sockets) == 1


def test_that_what_follows_an_unread_body_is_no_call(caller: Caller) -> None:
    hidden = b"GET / HTTP/1.1\r\n" + HOST + b"\r\n"
    answer = raw(
        caller, b"POST /a HTTP/1.1\r\n" + HOST + b"Content-Length: " + str(len(hidden)).encode() + b"\r\n\r\n" + hidden
    )
    assert answer.count(b"HTTP/1.1") == 1
    assert b"403" in answer


def test_that_a_document_over_4_mib_is_refused(caller: Caller) -> None:
    reply = caller.call("POST", "/jobs", body=b" " * ((4 << 20) + 1))
    fault = read_fault(reply.body)
    assert fault is not None
    assert (reply.status, fault.code) == (413, "InvalidContent")


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><Request>&b;</Request>',
        b"<a>" * 100000,
        b"\xff\xfe<\x00a\x00>",
        b"<?xml version='1.0' encoding='utf-7'?><Request/>",
        b"<Request>" + b"<a>" * 70 + b"</a>" * 70 + b"</Request>",
        b"\0" * 1000,
    ],
)
def test_that_hostile_xml_is_refused(caller: Caller, body: bytes) -> None:
    for path, params in (("/jobs", {}), ("/a", {"uploadId": "x"})):
        reply = caller.call("POST", path, params, body)
        fault = read_fault(reply.body)
        assert fault is not None
        assert reply.status in {400, 404}
        assert b"root:" not in reply.body


def test_that_more_connections_than_allowed_are_turned_away_and_the_rest_served(caller: Caller) -> None:
    held = [socket.create_connection(("127.0.0.1", caller.endpoint.port)) for _ in range(MOST_CONNECTIONS + 5)]
    try:
        turned_away = 0
        for connection in held[MOST_CONNECTIONS:]:
            connection.settimeout(5)
            turned_away += connection.recv(20).startswith(b"HTTP/1.1 503")
        assert turned_away == 5
    finally:
        for connection in held:
            connection.close()
    end = time.monotonic() + 5
    while time.monotonic() < end:
        try:
            if caller.call("GET", "/").status == 200:
                return
        except OSError:
            pass
        time.sleep(0.05)
    raise AssertionError("no connection became free")


def held(caller: Caller, count: int, data: bytes = b"") -> list[socket.socket]:
    """So many connections that have sent ``data`` and nothing more."""
    connections = [socket.create_connection(("127.0.0.1", caller.endpoint.port), timeout=10) for _ in range(count)]
    for connection in connections:
        connection.sendall(data)
    return connections


@pytest.mark.parametrize("data", [b"", b"GET / HTTP/1.1\r\nHost: "])
def test_that_who_sends_nothing_or_half_a_head_shuts_nobody_out(caller: Caller, data: bytes) -> None:
    """Sixty-four of them hold every connection there is."""
    connections = held(caller, MOST_CONNECTIONS, data)
    try:
        time.sleep(GIVES_WAY + 0.3)
        assert [caller.call("GET", "/").status for _ in range(5)] == [200] * 5
    finally:
        for connection in connections:
            connection.close()


def test_that_a_call_under_way_makes_room_for_nobody(caller: Caller) -> None:
    start = b"PUT /a HTTP/1.1\r\n" + HOST + b"Authorization: " + _signature(caller, "PUT", "/a")
    connections = held(caller, MOST_CONNECTIONS, start + b"\r\nContent-Length: 2\r\n\r\nx")
    try:
        time.sleep(GIVES_WAY + 0.3)
        with socket.create_connection(("127.0.0.1", caller.endpoint.port), timeout=5) as one_more:
            assert one_more.recv(4096).startswith(b"HTTP/1.1 503")
        for connection in connections:
            connection.sendall(b"y")
        assert {connection.recv(15) for connection in connections} == {b"HTTP/1.1 200 OK"}
    finally:
        for connection in connections:
            connection.close()


def test_that_a_head_or_a_body_that_comes_by_drops_is_given_up(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte comes long before a silent connection would be closed."""
    monkeypatch.setattr(incoming, "HEAD_TIME", 0.6)
    monkeypatch.setattr(incoming, "BODY_TIME", 0.6)
    head = b"PUT /a HTTP/1.1\r\n" + HOST + b"Authorization: " + _signature(caller, "PUT", "/a") + b"\r\n"
    for start in (b"GET / HTTP/1.1\r\nX: ", b"GET /", head + b"Content-Length: 5000\r\n\r\n",
                  head + b"Transfer-Encoding: chunked\r\n\r\nffff\r\n"):  # fmt: skip
        (connection,) = held(caller, 1, start)
        with connection:
            connection.settimeout(0.1)
            began, answer = time.monotonic(), b""
            while not answer and time.monotonic() < began + 5:
                connection.sendall(b"x")
                with contextlib.suppress(TimeoutError):
                    answer = connection.recv(65536)
            fault = read_fault(answer.partition(b"\r\n\r\n")[2] or connection.recv(65536))
        assert answer.startswith(b"HTTP/1.1 400"), (start, answer)
        assert fault is not None
        assert fault.code == "RequestTimeout"
    assert caller.get("a").status == 404


def test_that_a_connection_is_kept_for_the_next_call_until_it_was_idle_for_half_a_minute(
    cloud: LocalCloud, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert incoming.IDLE == Connection.timeout == 30.0
    monkeypatch.setattr(incoming, "IDLE", 0.5)
    call = b"GET / HTTP/1.1\r\n" + HOST + b"Authorization: " + _signature(caller, "GET", "/") + b"\r\n\r\n"
    with socket.create_connection(("127.0.0.1", caller.endpoint.port), timeout=20) as connection:
        for _ in range(3):
            connection.sendall(call)
            answer = http.client.HTTPResponse(connection)
            answer.begin()
            assert (answer.status, answer.getheader("Connection")) == (200, None)
            answer.read()
        idle_since = time.monotonic()
        assert connection.recv(1) == b"", "nothing more comes, and the service ends it"
        assert time.monotonic() - idle_since >= 0.4
    wait_for(lambda: cloud._server.connections == 0, "the connection to be forgotten")


def test_that_a_large_body_may_come_as_slowly_as_is_fast_enough(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incoming, "BODY_TIME", 0.5)
    head = b"PUT /a HTTP/1.1\r\n" + HOST + b"Authorization: " + _signature(caller, "PUT", "/a")
    (connection,) = held(caller, 1, head + b"\r\nContent-Length: 4000\r\n\r\n")
    with connection:
        for _ in range(10):
            time.sleep(0.15)
            connection.sendall(b"x" * 400)
        assert connection.recv(15) == b"HTTP/1.1 200 OK"


def test_that_every_refusal_names_itself(caller: Caller) -> None:
    """Also what is no HTTP, and what finds no room: support asks for these ids."""
    ci = caller.call("GET", "/jobs/j1,", {"size": "x"}, host=caller.ci_host, keys=Keys("a", "b"))
    cos = caller.get("absent")
    for reply, kind in ((ci, "ci"), (cos, "cos")):
        fault = read_fault(reply.body)
        assert fault is not None
        assert fault.request_id == reply.header(f"x-{kind}-request-id") != ""
        assert fault.trace_id == reply.header(f"x-{kind}-trace-id") != ""
    assert caller.call("GET", "/").header("x-cos-trace-id") == ""
    head, _, body = raw(caller, b"NONSENSE\r\n\r\n").partition(b"\r\n\r\n")
    fault = read_fault(body)
    assert fault is not None
    assert len(fault.request_id) == len(fault.trace_id) == 24
    assert f"x-cos-request-id: {fault.request_id}".encode() in head


def test_that_a_full_disk_is_told_and_nothing_is_lost(
    cloud: LocalCloud, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller.put("a", b"old")

    def full(*_: object) -> None:
        raise DiskFull("No room left on the disk.", "Free some space and try again.")

    with monkeypatch.context() as patch:
        patch.setattr(cloud.store.blobs, "_keep", full)
        reply = caller.put("a", b"new")
    fault = read_fault(reply.body)
    assert fault is not None
    assert (reply.status, fault.code) == (500, "InternalError")
    assert "No room left" in fault.message
    assert caller.get("a").body == b"old"
    assert list(cloud.store.blobs.work.iterdir()) == []


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    with local_cloud(tmp_path_factory.mktemp("lasting") / "cloud") as running:
        yield running


_WORDS = st.text(st.characters(codec="utf-8"), max_size=20)


@given(
    method=st.sampled_from(["GET", "PUT", "POST", "DELETE", "HEAD", "PATCH", "OPTIONS"]),
    path=st.one_of(_WORDS.map(lambda text: "/" + text), st.sampled_from(["/", "/jobs", "/jobs/j" + "0" * 32, "/a"])),
    params=st.dictionaries(
        st.one_of(
            _WORDS,
            st.sampled_from(["uploads", "uploadId", "partNumber", "cancel", "tag", "size", "nextToken", "marker", "acl",
                             "max-keys", "delimiter", "prefix", "encoding-type", "ci-process", "orderByTime"]),
        ),
        _WORDS, max_size=4,
    ),
    body=st.binary(max_size=200),
    own_host=st.booleans(),
)  # fmt: skip
def test_that_any_signed_call_gets_an_answer_that_is_no_internal_error(
    lasting: LocalCloud, method: str, path: str, params: dict[str, str], body: bytes, own_host: bool
) -> None:
    caller = Caller(lasting.endpoint)
    host = f"127.0.0.1:{caller.endpoint.port}" if own_host else caller.cos_host
    reply = caller.call(method, path, params, body, host=host)
    assert reply.status in range(200, 500) or reply.status == 501, (reply.status, reply.body)
    assert "ci-request-id" in str(reply.headers) or reply.header("x-cos-request-id")


def test_that_an_answer_is_not_lost_over_what_follows_the_call(caller: Caller) -> None:
    """Closing a connection over bytes that nobody read resets it, and takes what was answered along."""
    call = b"GET / HTTP/1.1\r\n" + HOST + b"\r\n"
    for _ in range(30):
        answer = raw(caller, call + b"\r\n" + call * 3000)
        assert answer.startswith(b"HTTP/1.1 403")
