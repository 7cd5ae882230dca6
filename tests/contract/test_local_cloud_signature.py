"""What the local cloud lets in: by the second, by header or address, with temporary keys, and nothing of it kept."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from email.utils import formatdate
from pathlib import Path
from urllib.parse import quote

import pytest

from support.local_cloud import Caller, Reply, job_request, local_cloud
from tilewright.localcloud.server import LocalCloud
from tilewright.wire.faults import read_fault
from tilewright.wire.signature import Keys, presign, sign

NOW = 1_800_000_000
MINUTES_15 = 15 * 60


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[LocalCloud]:
    """Its clock stands still."""
    with local_cloud(tmp_path / "cloud", clock=lambda: float(NOW)) as running:
        yield running


def signed(
    caller: Caller, method: str, path: str, start: int, end: int, *, host: str = "", body: bytes = b"", **headers: str
) -> Reply:
    """A call whose signature holds from ``start`` to ``end``, in seconds from now."""
    host = host or caller.cos_host
    written = sign(caller.keys, method, path, {}, {"host": host}, NOW + start, NOW + end)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return caller.send(method, path, body, {"Host": host, "Authorization": written, **named})


def presigned(
    caller: Caller,
    method: str,
    path: str,
    params: Mapping[str, str] | None = None,
    *,
    end: int = 60,
    keys: Keys | None = None,
) -> dict[str, str]:
    """The parameters of an address that carries its signature."""
    given = dict(params or {})
    return given | presign(keys or caller.keys, method, path, given, {"host": caller.cos_host}, NOW - 60, NOW + end)


def fetch(caller: Caller, method: str, path: str, params: Mapping[str, str], body: bytes = b"") -> Reply:
    """What a player or a browser does with such an address."""
    query = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in params.items())
    return caller.send(method, f"{path}?{query}", body, {"Host": caller.cos_host})


def refusal(reply: Reply) -> tuple[int, str, str]:
    fault = read_fault(reply.body)
    assert fault is not None, reply
    return reply.status, fault.code, fault.message


@pytest.mark.parametrize(
    ("start", "end", "on_cos", "on_ci"),
    [
        (-60, 0, "", ""),
        (-60, -1, "Request has expired", "SignatureExpired"),
        (MINUTES_15 - 1, 7200, "", ""),
        (MINUTES_15, 7200, "", ""),
        (MINUTES_15 + 1, 7200, "RequestTimeTooSkewed", "SignatureExpired"),
        (-100_000, 1, "", ""),
    ],
)
def test_that_the_time_of_a_signature_is_kept_to_the_second(
    caller: Caller, cloud: LocalCloud, start: int, end: int, on_cos: str, on_ci: str
) -> None:
    caller_of_ci = signed(caller, "GET", "/queue", start, end, host=caller.ci_host)
    reply = signed(caller, "PUT", "/a", start, end, body=b"x")
    if on_cos:
        assert refusal(reply) == (403, "AccessDenied", on_cos)
        assert refusal(caller_of_ci)[:2] == (401, on_ci)
        assert cloud.store.find(next(iter(cloud.store.buckets())).place, "a") is None
    else:
        assert (reply.status, caller_of_ci.status) == (200, 200)


@pytest.mark.parametrize("off", [-MINUTES_15 - 1, -MINUTES_15, MINUTES_15, MINUTES_15 + 1])
@pytest.mark.parametrize("name", ["Date", "x_cos_date"])
def test_that_a_call_whose_own_time_is_a_quarter_of_an_hour_off_is_refused(caller: Caller, name: str, off: int) -> None:
    stated = {name: formatdate(NOW + off, usegmt=True)}
    on_cos = signed(caller, "GET", "/", -60, 7200, **stated)
    on_ci = signed(caller, "GET", "/queue", -60, 7200, host=caller.ci_host, **stated)
    if abs(off) > MINUTES_15:
        assert refusal(on_cos) == (403, "AccessDenied", "RequestTimeTooSkewed")
        assert refusal(on_ci)[:2] == (401, "SignatureExpired")
    else:
        assert (on_cos.status, on_ci.status) == (200, 200)
    assert signed(caller, "GET", "/", -60, -1, **stated).status == 403, "a time that is off lengthens no signature"


def test_that_a_time_nobody_can_read_is_none(caller: Caller) -> None:
    assert signed(caller, "GET", "/", -60, 60, Date="yesterday").status == 200
    assert signed(caller, "GET", "/", -60, 60, Date="Mon, 99 Foo 9999999999 00:00:00 GMT").status == 200


class TestAddressesThatCarryTheirSignature:
    def test_that_put_get_and_head_need_nothing_else(self, caller: Caller) -> None:
        path = quote("/a/片 1.mp4")
        put = fetch(caller, "PUT", path, presigned(caller, "PUT", "/a/片 1.mp4"), b"hello")
        assert put.status == 200
        got = fetch(caller, "GET", path, presigned(caller, "GET", "/a/片 1.mp4", {"response-content-type": "video/x"}))
        assert (got.status, got.body, got.header("content-type")) == (200, b"hello", "video/x")
        head = fetch(caller, "HEAD", path, presigned(caller, "HEAD", "/a/片 1.mp4"))
        assert (head.status, head.header("etag")) == (200, put.header("etag"))

    def test_that_it_ends_in_time(self, caller: Caller) -> None:
        caller_put = fetch(caller, "PUT", "/a", presigned(caller, "PUT", "/a", end=0), b"x")
        assert caller_put.status == 200
        assert refusal(fetch(caller, "GET", "/a", presigned(caller, "GET", "/a", end=-1)))[2] == "Request has expired"

    def test_that_it_is_good_for_nothing_else(self, caller: Caller) -> None:
        signed(caller, "PUT", "/a", -60, 60, body=b"x")
        signed(caller, "PUT", "/b", -60, 60, body=b"x")
        given = presigned(caller, "GET", "/a", {"response-content-type": "video/x"})
        assert fetch(caller, "GET", "/a", given).status == 200
        first, last = NOW - 60, NOW + 3600
        for params in (
            {**given, "response-content-type": "text/html"},
            {name: value for name, value in given.items() if name != "response-content-type"},
            {**given, "q-sign-time": f"{first};{last}", "q-key-time": f"{first};{last}"},
            {**given, "q-url-param-list": ""},
            {**given, "q-signature": given["q-signature"][:-1] + ("0" if given["q-signature"][-1] != "0" else "1")},
        ):
            assert refusal(fetch(caller, "GET", "/a", params))[:2] == (403, "SignatureDoesNotMatch"), params
        assert refusal(fetch(caller, "GET", "/b", given))[1] == "SignatureDoesNotMatch"
        assert refusal(fetch(caller, "PUT", "/a", given, b"y"))[1] == "SignatureDoesNotMatch"
        assert refusal(fetch(caller, "GET", "/a", {**given, "q-ak": "AKIDnobody"}))[1] == "InvalidAccessKeyId"
        assert refusal(fetch(caller, "GET", "/a", {**given, "q-sign-algorithm": "md5"}))[1] == "AccessDenied"


class TestTemporaryKeys:
    TOKEN = "tokentokentoken0123456789"

    @pytest.mark.parametrize("name", ["x-cos-security-token", "x-ci-security-token"])
    def test_that_their_token_is_believed_on_both_kinds_of_hosts(self, caller: Caller, name: str) -> None:
        for host, path in ((caller.cos_host, "/"), (caller.ci_host, "/queue")):
            assert signed(caller, "GET", path, -60, 60, host=host, **{name: self.TOKEN}).status == 200
            headers = {"host": host, name: self.TOKEN}
            written = sign(caller.keys, "GET", path, {}, headers, NOW - 60, NOW + 60)
            assert caller.send("GET", path, headers={**headers, "Authorization": written}).status == 200
            headers[name] = "another"
            assert caller.send("GET", path, headers={**headers, "Authorization": written}).status in {401, 403}

    def test_that_it_is_believed_in_an_address(self, caller: Caller) -> None:
        keys = Keys(caller.keys.secret_id, caller.keys.secret_key, self.TOKEN)
        given = presigned(caller, "PUT", "/a", keys=keys)
        assert given["x-cos-security-token"] == self.TOKEN
        assert fetch(caller, "PUT", "/a", given, b"x").status == 200
        assert refusal(fetch(caller, "PUT", "/a", {**given, "x-cos-security-token": ""}, b"x"))[:2] == (
            403,
            "AccessDenied",
        )

    def test_that_an_empty_one_is_refused(self, caller: Caller) -> None:
        reply = signed(caller, "GET", "/", -60, 60, x_cos_security_token="")
        assert refusal(reply)[:2] == (403, "AccessDenied")
        reply = signed(caller, "GET", "/queue", -60, 60, host=caller.ci_host, x_ci_security_token="")
        assert refusal(reply)[:2] == (401, "InvalidAuthorization")


@pytest.mark.expects_log("a call failed")
def test_that_nothing_of_a_signature_is_kept(
    caller: Caller, cloud: LocalCloud, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither in the log, whatever goes wrong, nor in a file, nor in an answer."""
    caplog.set_level(logging.DEBUG)
    token = TestTemporaryKeys.TOKEN
    keys = Keys(caller.keys.secret_id, caller.keys.secret_key, token)
    given = presigned(caller, "PUT", "/a", keys=keys)
    said = [
        fetch(caller, "PUT", "/a", given, b"x"),
        fetch(caller, "GET", "/a", given),
        fetch(caller, "PUT", "/%ff", given),
    ]
    with monkeypatch.context() as patch:
        patch.setattr(cloud.store, "find", None)
        said.append(fetch(caller, "HEAD", "/a", presigned(caller, "HEAD", "/a", keys=keys)))
    body = job_request(caller.url("a"))
    said += [
        signed(caller, "POST", "/jobs", -60, 60, host=host, body=body, x_cos_security_token=token)
        for host in (caller.cos_host, caller.ci_host)
    ]
    assert [reply.status for reply in said] == [200, 403, 400, 500, 200, 200]
    assert "a call failed" in caplog.text
    secrets = [token, given["q-signature"], caller.keys.secret_key]
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    for secret in secrets:
        assert secret not in caplog.text
        assert not any(secret.encode() in data for data in files)
        assert not any(secret in f"{reply.headers} {reply.body!r}" for reply in said)
