"""Requests that should never be sent, each made of its seed, and what must not have come back.

``fuzz`` sends them over eight connections at a time to a service in a process of its own, while others hold connections
open and send next to nothing; it gives what must not have happened, with the seeds.
"""

from __future__ import annotations

import contextlib
import hashlib
import random
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

from support.clips import clip
from support.fuzzing import TOKENS, mutated
from support.local_cloud import Caller, job_request
from tilewright.localcloud.home import Endpoint
from tilewright.wire.faults import read_fault
from tilewright.wire.signature import presign, sign
from tilewright.wire.storage import Part, write_complete

AT_A_TIME = 8
CHECKED_EVERY = 50
HELD = 40
"""Connections that are held open all the while; with eight at work no newcomer finds the sixty-four taken."""

_GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "reference"
_STATUS = re.compile(rb"HTTP/1\.1 ([0-9]{3}) [^\r\n]*\r\n")
_FINE = {501, 503, 505}
"""What above 499 is no error of the service's own."""

_KEYS = [
    "/", "/a", "/seen", "/..", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc%2fpasswd", "/%00",
    "/a%00b", "/%c0%ae%c0%ae/x", "/%ff%fe", "/%", "/%zz", "/%e0%80%af", "/" + "k" * 851, "/" + "%e7%85%a7" * 284,
    "//evil.example/a", "/\\..\\x", "/jobs", "/jobs/", "/jobs/j" + "0" * 32,
    "/jobs/" + ",".join(["j" + "1" * 32] * 40), "/template", "/queue", "/mediabucket", "*", "http://evil.example/a",
    "http:///a", "https://studio-1250000000.cos.local.myqcloud.com/seen", "a", "/\xe9", "/store.sqlite3", "/?",
    "/a?b?c", "/;x=1", "/a#b", "/" + "a/" * 400,
]  # fmt: skip
_NAMES = [
    "uploads", "uploadId", "partNumber", "cancel", "tag", "size", "nextToken", "marker", "acl", "max-keys",
    "delimiter", "prefix", "encoding-type", "ci-process", "orderByTime", "states", "startCreationTime",
    "endCreationTime", "queueId", "pageNumber", "pageSize", "response-content-type", "tilewright-log", "max-parts",
    "part-number-marker", "key-marker", "upload-id-marker", "max-uploads", "x",
]  # fmt: skip
_VALUES = [
    "", "0", "1", "-1", "10001", "9" * 30, "url", "%00", "%0d%0aX:%20y", "%ff", "..", "VideoSynthesis",
    "%F0%9F%8E%AC", "a" * 2000, "1e9", "٣", "null", "snapshot", "0.1", "jpg", "j" + "0" * 32,
    "2020-01-01T00:00:00%2B0800", "videoinfo",
]  # fmt: skip
_CALLS = [
    # method, host, path, parameters that it may have
    ("GET", "cos", "/", "prefix delimiter marker max-keys encoding-type"),
    ("GET", "cos", "/", "uploads prefix delimiter encoding-type key-marker upload-id-marker max-uploads"),
    ("GET", "own", "/", "region max-keys marker create-time range tagkey"),
    ("GET", "account", "/", "region max-keys"),
    ("GET", "ci", "/mediabucket", "regions bucketNames bucketName pageNumber pageSize"),
    ("GET", "cos", "/seen", "response-content-type response-expires ci-process time width height format"),
    ("HEAD", "cos", "/seen", "ci-process"),
    ("GET", "cos", "/film", "ci-process time width height format rotate mode"),
    ("PUT", "cos", "/written", "x"),
    ("PUT", "cos", "/written", "partNumber uploadId"),
    ("GET", "cos", "/written", "uploadId max-parts part-number-marker encoding-type"),
    ("POST", "cos", "/written", "uploads uploadId"),
    ("DELETE", "cos", "/written", "uploadId"),
    ("POST", "ci", "/jobs", ""),
    ("POST", "ci", "/jobs", ""),
    ("POST", "cos", "/jobs", "x"),
    ("GET", "ci", "/jobs", "tag orderByTime nextToken size states startCreationTime endCreationTime queueId"),
    ("GET", "ci", "/jobs/j" + "0" * 32, "tilewright-log x"),
    ("PUT", "ci", "/jobs/j" + "0" * 32, "cancel"),
    ("GET", "ci", "/template", "tag ids name category pageNumber pageSize"),
    ("POST", "ci", "/template", ""),
    ("PUT", "ci", "/template/t" + "0" * 32, ""),
    ("DELETE", "ci", "/template/t" + "0" * 32, ""),
    ("GET", "ci", "/queue", "queueIds state category pageNumber pageSize"),
    ("POST", "ci", "/mediainfo", ""),
    ("POST", "ci", "/snapshot", ""),
]  # fmt: skip
_HEADERS = [
    b"Range: bytes=0-", b"Range: bytes=5-2", b"Range: bytes=-0", b"Range: bytes=" + b"9" * 40 + b"-",
    b"Range: bytes=0-1,3-4", b"Range: items=1", b"Range: bytes=\xff", b"If-Match: *", b"If-Match: \"x",
    b"If-None-Match: W/\"a\", *", b"Content-MD5: !!", b"Content-MD5: AAAA", b"X\0Y: 1", b"X: \0", b"X: a\rb",
    b"X: a\r\n folded", b" folded: first", b"NoColon", b": empty", b"X : y", b"Host: evil.example", b"Host:",
    b"Host: 127.0.0.1:1", b"Content-Length: 0", b"Content-Length: +3", b"Content-Length: 0x3",
    b"Content-Length: 3, 3", b"Content-Length: 999999999999999", b"Content-Length: -1", b"Transfer-Encoding: chunked",
    b"Transfer-Encoding: gzip, chunked", b"Transfer-Encoding: identity", b"Transfer-Encoding: \x0bchunked",
    b"Expect: 100-continue", b"Expect: 200-ok", b"Connection: close", b"Connection: upgrade", b"Upgrade: h2c",
    b"Origin: http://evil.example", b"Authorization: q-sign-algorithm=sha1", b"Authorization: " + b"q-ak=&" * 400,
    b"Authorization: Basic YTpi", b"Cookie: a=b", b"x-cos-security-token: ", b"x-cos-security-token: " + b"t" * 3000,
    b"x-cos-copy-source: ../a", b"x-cos-copy-source: studio-1250000000.cos.local.myqcloud.com/a?versionId=%00",
    b"x-cos-copy-source: studio-1250000000.cos.local.myqcloud.com/\xff%ff", b"x-cos-copy-source-range: bytes=9-1",
    b"x-cos-copy-source-if-modified-since: never", b"x-cos-metadata-directive: \x80", b"x-cos-meta-\xff: \xfe",
    b"x-tilewright-file: /etc/passwd%00",
    b"x-tilewright-file: %ff", b"x-tilewright-file: ../../etc/passwd", b"Content-Type: " + b"a" * 5000,
    b"If-Modified-Since: never", b"Date: Thu, 01 Jan 1970 00:00:00 GMT", b"\xef\xbb\xbfX: 1",
]  # fmt: skip
_LINES = [
    b"", b"GET", b"GET /", b"GET / HTTP/0.9", b"GET / HTTP/1.0", b"GET / HTTP/2.0", b"GET / HTTP/1.1 HTTP/1.1",
    b"GET  /  HTTP/1.1", b"get / http/1.1", b"GET\t/\tHTTP/1.1", b"\0GET / HTTP/1.1", b"GET / HTTP/1.\xb2",
    b"GET / HTTP/" + b"1" * 40 + b".1", b"PRI * HTTP/2.0", b"\x16\x03\x01\x02\x00\x01", b"__class__ / HTTP/1.1",
    b"G" * 3000 + b" / HTTP/1.1", b"SSH-2.0-x",
]  # fmt: skip
_CHUNKS = [
    b"5\r\nhello\r\n0\r\n\r\n", b"5\r\nhello", b"zz\r\n", b"-5\r\nhello\r\n", b"0x5\r\nhello\r\n0\r\n\r\n",
    b"ffffffffffffffff\r\nx", b"5;ext=1\r\nhello\r\n0\r\n\r\n", b"5\r\nhelloXX0\r\n\r\n",
    b"00000000000000005\r\nhello\r\n0\r\n\r\n", b"\r\n", b"1\r\na\r\n" * 300, b"0\r\nTrailer: x\r\n\r\n", b"1" * 5000,
    b"5\nhello\n0\n\n",
]  # fmt: skip


@dataclass(frozen=True)
class Attempt:
    """``data`` is sent in ``pieces`` with pauses between them; then the writing side is closed, or all of it at once.

    ``is_signed``: it may be obeyed.
    """

    data: bytes
    pieces: int = 1
    is_dropped: bool = False
    is_signed: bool = False


class Maker:
    """Makes the attempt of a seed."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._caller = Caller(endpoint)
        self._hosts = {
            "cos": self._caller.cos_host, "ci": self._caller.ci_host, "own": f"127.0.0.1:{endpoint.port}",
            "account": "cos.local.myqcloud.com",
        }  # fmt: skip
        self._documents = [
            job_request(self._caller.url("seen"), user_data="x"),
            write_complete([Part(1, "a" * 32), Part(2, "b" * 32)]),
            *(path.read_bytes() for path in sorted(_GOLDEN.rglob("*.xml"))),
        ]

    def make(self, seed: int) -> Attempt:
        rng = random.Random(seed)
        is_signed = rng.random() < 0.5
        data = self._request(rng, is_signed)
        rare = rng.random()
        if rare < 0.003:
            data = data.replace(b"\r\n\r\n", b"\r\nX: " + b"a" * 10_000_000 + b"\r\n\r\n", 1)
        elif rare < 0.006:
            data = data.replace(b"\r\n\r\n", b"\r\nX: 1" * 10_000 + b"\r\n\r\n", 1)
        elif rare < 0.2:
            data = _bent(rng, data)
        elif rare < 0.22:
            data += self._request(rng, is_signed)
        is_dropped = rng.random() < 0.1
        if is_dropped or rng.random() < 0.05:
            data = data[: rng.randrange(len(data) + 1)]
        pieces = rng.choice((2, 3, 5)) if rng.random() < 0.04 else 1
        return Attempt(data, pieces, is_dropped, is_signed)

    def _request(self, rng: random.Random, is_signed: bool) -> bytes:
        method, kind, path, names = rng.choice(_CALLS)
        chosen = [name for name in names.split() if rng.random() < 0.4]
        if rng.random() < 0.4:
            method = rng.choices(("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"), (9, 3, 4, 2, 1, 1, 1))[0]
            chosen = rng.sample(_NAMES, rng.choice((0, 0, 1, 2, 4)))
        if rng.random() < 0.4:
            path = rng.choice(_KEYS)
        if rng.random() < 0.1:
            kind = rng.choice(sorted(self._hosts))
        params = {name: rng.choice(_VALUES) for name in chosen}
        host = self._hosts[kind]
        headers = [f"Host: {host}".encode()]
        if is_signed:
            params, signature = self._signed(rng, method, path, params, host)
            headers += signature
        query = "&".join(f"{name}={value}" for name, value in params.items())
        target = (path + ("?" + query if query else "")).encode()
        headers += rng.sample(_HEADERS, rng.choice((0, 0, 0, 1, 1, 3)))
        body = self._body(rng, headers) if method in {"POST", "PUT"} or rng.random() < 0.1 else b""
        line = method.encode() + b" " + target + b" HTTP/1.1"
        if rng.random() < 0.06:
            line = rng.choice(_LINES)
        return line + b"\r\n" + b"".join(header + b"\r\n" for header in headers) + b"\r\n" + body

    def _signed(
        self, rng: random.Random, method: str, path: str, params: dict[str, str], host: str
    ) -> tuple[dict[str, str], list[bytes]]:
        """The parameters and headers of a call that is signed for that path, in the header or in its address."""
        now = int(time.time())
        decoded = path.partition("?")[0]
        with contextlib.suppress(ValueError):
            decoded = _decoded(decoded)
        if rng.random() < 0.3:
            given = presign(self._caller.keys, method, decoded, {}, {"host": host}, now - 60, now + 900)
            return {**params, **{name: quote(value, safe="") for name, value in given.items()}}, []
        written = sign(self._caller.keys, method, decoded, {}, {"host": host}, now - 60, now + 900)
        return params, [f"Authorization: {written}".encode()]

    def _body(self, rng: random.Random, headers: list[bytes]) -> bytes:
        if rng.random() < 0.2:
            headers.append(b"Transfer-Encoding: chunked")
            return rng.choice(_CHUNKS)
        body = mutated(rng, self._documents) if rng.random() < 0.8 else rng.randbytes(rng.choice((0, 1, 100, 9000)))
        if rng.random() < 0.01:
            body = b"<a>" * (2 << 20)
        length = len(body) + rng.choice((0, 0, 0, 0, 0, 0, -1, 1, 1000))
        headers.append(b"Content-Length: %d" % length)
        return body


def _decoded(path: str) -> str:
    return unquote(path, errors="strict")


def _bent(rng: random.Random, data: bytes) -> bytes:
    """A request with bytes changed, cut out, doubled or put in, in its head more often than in its body."""
    bent = bytearray(data)
    for _ in range(rng.choice((1, 1, 3, 10))):
        place = rng.randrange(min(len(bent), rng.choice((40, 400, 1 << 20))) + 1)
        match rng.randrange(4):
            case 0 if place < len(bent):
                bent[place] = rng.randrange(256)
            case 1:
                del bent[place : place + rng.choice((1, 2, 30))]
            case 2:
                bent[place:place] = rng.choice((*TOKENS, b"\r", b"\n", b"\r\n", b"\r\n\r\n", b"\0", b" ", b":"))
            case _:
                bent[place:place] = bent[place : place + 60] * rng.choice((1, 50))
    return bytes(bent)


def send(port: int, attempt: Attempt) -> bytes:
    """What comes back until the service closes the connection."""
    found = bytearray()
    with socket.create_connection(("127.0.0.1", port), timeout=15) as connection, contextlib.suppress(ConnectionError):
        size = -(-len(attempt.data) // attempt.pieces) or 1
        for start in range(0, len(attempt.data), size):
            if start:
                time.sleep(0.01)
            connection.sendall(attempt.data[start : start + size])
        if attempt.is_dropped:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return b""
        connection.shutdown(socket.SHUT_WR)
        while piece := connection.recv(1 << 16):
            found += piece
    return bytes(found)


def trouble_with(attempt: Attempt, answer: bytes) -> str:
    """What must not have happened; empty when nothing did."""
    if attempt.is_dropped:
        return ""
    if not answer:
        has_head = re.search(rb"\r?\n\r?\n", attempt.data.lstrip(b"\r\n"))
        is_blank = not attempt.data.partition(b"\n")[0].strip()
        return "no answer" if has_head and not is_blank else ""
    if b"Traceback" in answer or b"root:x:" in answer:
        return "it tells too much"
    while answer:
        found = _STATUS.match(answer)
        if not found:
            return f"no HTTP: {answer[:200]!r}"
        head, end, rest = answer.partition(b"\r\n\r\n")
        status = int(found[1])
        if not end:
            return f"a head without an end: {answer[:200]!r}"
        if status == 100:
            answer = rest
            continue
        length = re.search(rb"(?im)^content-length: ([0-9]+)\r?$", head)
        has_body = length is not None and not (status in {204, 304} or rest == b"" or _STATUS.match(rest))
        body = rest[: int(length[1])] if length and has_body else b""
        if length and has_body and len(body) < int(length[1]):
            return f"a body without an end: {head!r}"
        if trouble := _trouble_with_one(status, head, body, is_signed=attempt.is_signed):
            return trouble
        answer = rest[len(body) :]
    return ""


def _trouble_with_one(status: int, head: bytes, body: bytes, *, is_signed: bool) -> str:
    if not re.search(rb"(?im)^x-c(os|i)-request-id: \S+\r?$", head):
        return f"no request id: {head!r}"
    if status >= 500 and status not in _FINE:
        return f"{status}: {body[:500]!r}"
    if status < 400 and not is_signed:
        return f"{status} for what nobody signed"
    if status >= 400 and body and read_fault(body) is None:
        return f"{status} with a body that says nothing: {body[:200]!r}"
    return ""


@contextlib.contextmanager
def slow_senders(port: int) -> Iterator[None]:
    """Connections that send a byte now and then, or none; whichever is closed is opened anew."""
    is_over = threading.Event()

    def hold(number: int) -> None:
        data = b"" if number % 3 == 0 else b"GET /a HTTP/1.1\r\nX: " + b"a" * 10_000
        while not is_over.is_set():
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
                for place in range(len(data)):
                    connection.sendall(data[place : place + 1])
                    if is_over.wait(0.5):
                        return
                connection.recv(1)

    threads = [threading.Thread(target=hold, args=(number,), daemon=True) for number in range(HELD)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        is_over.set()
        for thread in threads:
            thread.join(10)


def is_well(caller: Caller, number: int) -> bool:
    """Whether an object that is put comes back."""
    data = f"{number}".encode() * 100
    put = caller.put("kept", data)
    is_kept = put.header("etag") == f'"{hashlib.md5(data).hexdigest()}"'
    return is_kept and bool(caller.get("kept").body == data)


def fuzz(endpoint: Endpoint, seeds: range, stop_after: int = 5) -> list[str]:
    maker, caller, told, film = Maker(endpoint), Caller(endpoint), list[str](), clip("short").read_bytes()
    caller.put("film", film)

    def run(seed: int) -> None:
        if len(told) >= stop_after:
            return
        attempt = maker.make(seed)
        try:
            trouble = trouble_with(attempt, send(endpoint.port, attempt))
        except OSError as error:  # it does not answer in time, or does not listen any more
            trouble = repr(error)
        if trouble:
            told.append(f"seed {seed}: {trouble} -- {attempt.data[:300]!r}")

    checked = threading.Lock()

    def check(seed: int) -> None:
        with checked:
            caller.put("film", film)
            if len(told) < stop_after and not is_well(caller, seed):
                told.append(f"after about seed {seed}: what was put does not come back")

    works: list[tuple[Callable[[int], None], int]] = []
    for seed in seeds:
        works.append((run, seed))
        if seed % CHECKED_EVERY == CHECKED_EVERY - 1:
            works.append((check, seed))
    with slow_senders(endpoint.port), ThreadPoolExecutor(AT_A_TIME) as pool:
        for done in [pool.submit(work, seed) for work, seed in works]:
            done.result()
    return told
