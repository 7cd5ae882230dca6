"""A real HTTP proxy on loopback that does to calls what networks do, and counts what reached the service.

Faults are given in order, one for each `POST /jobs` that arrives; when they are used up, calls pass. Every call has a
connection of its own. ``faults_of_reads`` does the same to all other calls, ``faults_of`` to those of one kind, and
``always`` to every call of a kind.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import socketserver
import struct
import threading
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

PASS = "pass"
LOSE_ANSWER = "deliver, then close without an answer"
DROP = "close before the service"
RESET = "reset before the service"
RESET_AFTER = "deliver, then reset"
CUT = "deliver, then cut the answer off in the middle"
CUT_WHOLE = "deliver, then half of the answer as if it were all"
DELAY = "deliver when the client has gone"
HOLD = "keep for release()"
SILENCE = "say nothing until the client has gone"
RESET_BEFORE_BODY = "reset when the head of the call is there"
RESET_IN_BODY = "reset in the middle of the body"
DRIP = "deliver, then the answer's body a byte now and then"
DRIP_HEAD = "deliver, then the whole answer a byte now and then"

EARLY = {RESET_BEFORE_BODY, RESET_IN_BODY}
"""Done before the whole call is read."""

OF_BODY = {CUT, CUT_WHOLE, DRIP}
"""Done to the body of an answer, if it has one."""

DRIP_SECONDS = 0.1
"""Between two bytes of an answer that drips."""


@dataclass(frozen=True)
class Say:
    """Answer this instead of the service; ``deliver`` decides whether the service gets the call all the same."""

    status: int
    body: bytes = b""
    deliver: bool = False
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Late:
    """Say nothing until the client has gone; the service gets the call when ``deliver_later`` runs what it is given."""

    deliver_later: Callable[[Callable[[], object]], object] = field(repr=False)


Answer = tuple[int, list[tuple[str, str]], bytes]
"""Status, headers and body."""


@dataclass(frozen=True)
class Act:
    """Answer what ``act`` makes of the request's target (path and query) and of a function that delivers the call."""

    name: str
    act: Callable[[str, Callable[[], Answer]], Answer] = field(repr=False)


HTML_OK = Say(200, b"<!DOCTYPE html><html><body>Please sign in</body></html>", headers=(("Content-Type", "text/html"),))
BAD_GATEWAY = Say(502, b"<html><body>Bad gateway</body></html>", headers=(("Content-Type", "text/html"),))
REDIRECT = Say(302, headers=(("Location", "http://127.0.0.1:9/elsewhere"),))

Fault = str | Say | Late | Act


@dataclass(frozen=True)
class _Request:
    line: str
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def method(self) -> str:
        return self.line.split()[0]

    @property
    def target(self) -> str:
        return self.line.split()[1]

    @property
    def is_submission(self) -> bool:
        return self.kind == "submit"

    @property
    def kind(self) -> str:
        """``submit``, ``query``, ``list``, ``cancel``; ``template``, ``queue``; of objects ``head``, ``put``,
        ``begin``, ``part``, ``complete``; ``other`` for what is none of these.
        """
        parts = urlsplit(self.target)
        if parts.path == "/jobs":
            return {"POST": "submit", "GET": "list"}.get(self.method, "other")
        if parts.path in {"/template", "/queue"}:
            return parts.path[1:]
        if not parts.path.startswith("/jobs/"):
            return self._kind_of_object(parse_qs(parts.query, keep_blank_values=True))
        is_cancel = "cancel" in parse_qs(parts.query, keep_blank_values=True)
        return "cancel" if self.method == "PUT" and is_cancel else "query"

    def _kind_of_object(self, query: dict[str, list[str]]) -> str:
        if self.method == "PUT":
            return "part" if "partNumber" in query else "put"
        if self.method == "POST":
            return "begin" if "uploads" in query else "complete"
        return "head" if self.method == "HEAD" else "other"


class FaultProxy(socketserver.ThreadingTCPServer):
    """Between a client and the service at ``upstream`` (``http://127.0.0.1:PORT``)."""

    daemon_threads = False
    block_on_close = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, upstream: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.upstream = upstream
        self.faults: deque[Fault] = deque()
        self.faults_of_reads: deque[Fault] = deque()
        self.faults_of: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self.always: dict[str, Fault] = {}
        self.seen = 0
        """`POST /jobs` that arrived here."""
        self.delivered = 0
        """`POST /jobs` that were handed to the service."""
        self.calls: list[str] = []
        """The request lines of all calls, in order."""
        self.posts: list[tuple[str, str, bytes]] = []
        """Of each `POST /jobs` that arrived: what it asks for, the `Host`, and the body."""
        self.met: Counter[str] = Counter()
        """Calls of each kind to which a fault was done."""
        self.spared: Counter[str] = Counter()
        """Those of them of whose answer the fault could change nothing, as it has no body."""
        self.released = threading.Event()
        self.closing = threading.Event()
        self._guard = threading.Lock()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.005,), name="fault-proxy")
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def release(self) -> None:
        """Deliver what was held."""
        self.released.set()

    def close(self) -> None:
        self.closing.set()
        self.released.set()
        self.shutdown()
        self.server_close()
        self._thread.join()

    def next_fault(self, request: _Request) -> Fault:
        with self._guard:
            self.calls.append(request.line)
            self.seen += request.is_submission
            if request.is_submission:
                host = next(value for name, value in request.headers if name.lower() == "host")
                self.posts.append((request.target, host, request.body))
            faults = self._faults_for(request)
            fault = faults.popleft() if faults else self.always.get(request.kind, PASS)
            self.met[request.kind] += fault != PASS
            return fault

    def early_fault(self, request: _Request) -> Fault | None:
        """What to do before the whole call is read, if anything."""
        with self._guard:
            faults = self._faults_for(request)
            fault = faults[0] if faults else self.always.get(request.kind)
        return fault if fault in EARLY else None

    def spare(self, request: _Request) -> None:
        """Note that a fault changes nothing of the answer to ``request``."""
        with self._guard:
            self.spared[request.kind] += 1

    def _faults_for(self, request: _Request) -> deque[Fault]:
        return self.faults_of[request.kind] or (self.faults if request.is_submission else self.faults_of_reads)

    def deliver(self, request: _Request) -> Answer:
        """Hand ``request`` to the service; status, headers and body of its answer."""
        with self._guard:
            self.delivered += request.is_submission
        place = urlsplit(self.upstream)
        connection = http.client.HTTPConnection(place.hostname or "127.0.0.1", place.port, timeout=30)
        try:
            connection.putrequest(request.method, request.target, skip_host=True, skip_accept_encoding=True)
            for name, value in request.headers:
                if name.lower() != "connection":
                    connection.putheader(name, value)
            connection.putheader("Connection", "close")
            connection.endheaders(request.body)
            response = connection.getresponse()
            return response.status, response.getheaders(), response.read()
        finally:
            connection.close()

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that go away are the point of this."""


class _Handler(socketserver.StreamRequestHandler):
    server: FaultProxy
    timeout = 30

    def handle(self) -> None:
        request = self._read()
        if request is None:
            return
        fault = self.server.next_fault(request)
        if fault == DROP:
            return
        if fault == RESET or fault in EARLY:
            self._reset()
        elif fault == SILENCE:
            self._wait_until_gone()
        elif isinstance(fault, Act):
            self._answer(request, *fault.act(request.target, lambda: self.server.deliver(request)))
        elif isinstance(fault, Late):
            fault.deliver_later(lambda: self.server.deliver(request))
            self._wait_until_gone()
        elif fault == DELAY:
            self._wait_until_gone()
            self.server.deliver(request)
        elif fault == HOLD:
            self.server.released.wait(30)
            if not self.server.closing.is_set():
                self._answer(request, *self.server.deliver(request))
        elif isinstance(fault, Say):
            if fault.deliver:
                self.server.deliver(request)
            self._answer(request, fault.status, list(fault.headers), fault.body)
        else:
            self._deliver_and(fault, request)

    def _deliver_and(self, fault: Fault, request: _Request) -> None:
        status, headers, body = self.server.deliver(request)
        if fault in OF_BODY and not body:
            self.server.spare(request)
        if fault == RESET_AFTER:
            self._reset()
        elif fault in {DRIP, DRIP_HEAD}:
            head = self._head(request, status, headers, body)
            if fault == DRIP:
                self.wfile.write(head)
            self._drip(body if fault == DRIP else head + body)
        elif fault == CUT:
            self._answer(request, status, headers, body, sent=len(body) // 2)
        elif fault == CUT_WHOLE:
            self._answer(request, status, headers, body[: len(body) // 2])
        elif fault != LOSE_ANSWER:
            self._answer(request, status, headers, body)

    def _read(self) -> _Request | None:
        line = self.rfile.readline(65536).decode("latin-1").strip()
        if not line:
            return None
        parsed = http.client.parse_headers(self.rfile)
        length = int(parsed.get("content-length", "0"))
        early = self.server.early_fault(_Request(line, [], b""))
        if early is not None:
            return _Request(line, list(parsed.items()), self.rfile.read(length // 2 if early == RESET_IN_BODY else 0))
        body = self.rfile.read(length)
        if len(body) < length:
            return None  # the client broke off: the service would get nothing whole
        return _Request(line, list(parsed.items()), body)

    def _answer(
        self, request: _Request, status: int, headers: list[tuple[str, str]], body: bytes, sent: int | None = None
    ) -> None:
        self.wfile.write(self._head(request, status, headers, body))
        if request.method != "HEAD":
            self.wfile.write(body if sent is None else body[:sent])

    def _head(self, request: _Request, status: int, headers: list[tuple[str, str]], body: bytes) -> bytes:
        own = {"connection", "transfer-encoding", "keep-alive"}
        is_head = request.method == "HEAD"
        kept = [
            (name, value)
            for name, value in headers
            if name.lower() not in own and (is_head or name.lower() != "content-length")
        ]
        if not is_head and status != 204:
            kept.append(("Content-Length", str(len(body))))
        lines = [f"HTTP/1.1 {status} {http.client.responses.get(status, 'Said')}"]
        lines += [f"{name}: {value}" for name, value in [*kept, ("Connection", "close")]]
        return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"

    def _drip(self, data: bytes) -> None:
        for place in range(len(data)):
            if self.server.closing.wait(DRIP_SECONDS):
                return
            self.wfile.write(data[place : place + 1])

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def _wait_until_gone(self) -> None:
        self.connection.settimeout(0.05)
        while not self.server.closing.is_set():
            with contextlib.suppress(TimeoutError):
                if not self.connection.recv(1024):
                    return

    def finish(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            super().finish()


@contextlib.contextmanager
def fault_proxy(upstream: str, *faults: Fault) -> Iterator[FaultProxy]:
    """A proxy before ``upstream`` that does ``faults`` to the first submissions."""
    proxy = FaultProxy(upstream)
    proxy.faults.extend(faults)
    try:
        yield proxy
    finally:
        proxy.close()
