"""The loopback side of HTTP: limits, keep-alive, and threads that can be ended (security 5)."""

from __future__ import annotations

import contextlib
import logging
import selectors
import socket
import threading
import time
from collections.abc import Callable
from io import BufferedReader
from typing import TYPE_CHECKING, Any

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from ..errors import LocalTrouble
from ..points import reach
from ..text import say
from ..wire.faults import write_fault
from ..wire.own_names import CLOUD_HEADER, CODE_HEADER
from .exchange import new_id
from .incoming import IDLE, Body, Head, Incoming, TooSlow
from .service import TARGET

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

log = logging.getLogger(__name__)

MOST_CONNECTIONS = 64
HEAD_LIMIT = 64 * 1024
GIVES_WAY = 1.0
"""Seconds of waiting for a whole head after which a connection makes room for one more, when all are taken."""

DRAIN_TIME = 2.0
"""Seconds for which the rest is read of what a caller sends, before its connection is closed."""

_POLL = 0.05


class Connection(WSGIRequestHandler):
    """One connection: requests one after the other until it is idle, closed or not understood."""

    protocol_version = "HTTP/1.1"
    timeout = IDLE
    disable_nagle_algorithm = True  # else a body waits until the caller has acknowledged the head, 40 ms later
    server: Loopback

    def setup(self) -> None:
        super().setup()
        self._incoming = Incoming(self.connection)
        self.rfile.close()
        self.rfile = BufferedReader(self._incoming)

    def handle_one_request(self) -> None:
        self._incoming.expect_head()
        self.server.wait_for_head(self.connection)
        try:
            super().handle_one_request()
        except TooSlow:
            self.send_error(400, "The head comes too slowly.", name="RequestTimeout")

    def parse_request(self) -> bool:
        whole = self.rfile
        self.rfile = Head(whole, HEAD_LIMIT - len(self.raw_requestline))  # type: ignore[assignment]  # read by lines only
        try:
            is_read = super().parse_request()
        finally:
            self.rfile = whole
        if is_read and self.request_version == "HTTP/0.9":  # its answers have no head
            self.send_error(505, "This is no version of HTTP that the service speaks.")
            return False
        return is_read

    def run_wsgi(self) -> None:
        if not self.server.take_head(self.connection):
            self.close_connection = True
            return
        self._incoming.expect_body()
        try:
            length = self._length()
        except ValueError:
            self.send_error(400, "Bad length of the body")
            return
        body = Body(self.rfile, length)
        self.environ = environ = self.make_environ()
        environ["wsgi.input"] = body
        environ["tilewright.length"] = length
        words = self.requestline.split()
        environ[TARGET] = words[1] if len(words) > 1 else "/"
        if not self._is_single("host"):
            environ["HTTP_HOST"] = ""
        try:
            self._answer(environ, body)
        except OSError as error:
            self.close_connection = True
            log.debug("A connection broke: %s", error)

    def _length(self) -> int | None:
        """The Content-Length; ``None`` for a body in chunks, -1 for no body; ``ValueError`` for what is neither."""
        coding = self.headers.get("Transfer-Encoding")
        lengths = set(self.headers.get_all("Content-Length") or [])
        if coding is not None:
            if coding.strip().lower() != "chunked" or lengths:
                raise ValueError(coding)
            return None
        if not lengths:
            return -1
        text = lengths.pop()
        if lengths or not (text.isascii() and text.isdigit()) or len(text) > 15:
            raise ValueError(text)
        return int(text)

    def _is_single(self, name: str) -> bool:
        return len(self.headers.get_all(name) or []) <= 1

    def _answer(self, environ: dict[str, Any], body: Body) -> None:
        stated: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> Any:
            stated[:] = [(status, headers)]
            return self.wfile.write

        reach("localcloud.call.received")
        content = self.server.app(environ, start_response)
        try:
            reach("localcloud.answer.before")
            status, headers = stated[0]
            code, _, words = status.partition(" ")
            keeps = body.is_read or environ["tilewright.length"] == -1
            has_length = any(name.lower() == "content-length" for name, _ in headers)  # else its end is the end
            self.close_connection = self.close_connection or not keeps or not has_length
            self.send_response_only(int(code), words)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Date", self.date_time_string(self.server.clock()))
            self.send_header(CLOUD_HEADER, self.server.identity)
            if self.close_connection:
                self.send_header("Connection", "close")
            self.end_headers()
            for piece in content:
                self.wfile.write(piece)
            self.wfile.flush()
            reach("localcloud.answer.sent")
        finally:
            if hasattr(content, "close"):
                content.close()

    def finish(self) -> None:
        self.server.wait_for_head(self.connection)
        with contextlib.suppress(OSError, ValueError):
            self._drain()
        super().finish()

    def _drain(self) -> None:
        """Say that nothing more comes, and read what the caller still sends, for a while: a connection that is closed
        over unread bytes is reset, and the caller may lose the answer.
        """
        self.connection.shutdown(socket.SHUT_WR)
        end = time.monotonic() + DRAIN_TIME
        with selectors.DefaultSelector() as selector:
            selector.register(self.connection, selectors.EVENT_READ)
            while time.monotonic() < end and selector.select(max(0.0, end - time.monotonic())):
                if not self.connection.recv(1 << 16):
                    return

    def send_error(
        self, code: int, message: str | None = None, explain: str | None = None, *, name: str = "InvalidArgument"
    ) -> None:
        """The answer to what is no HTTP: an error body like any other."""
        request_id, trace_id = new_id(), new_id()
        body = write_fault(name, message or "The request is not HTTP.", request_id, resource="", trace_id=trace_id)
        self.close_connection = True
        self.request_version = self.protocol_version  # else what is no HTTP counts as HTTP/0.9 and gets no status
        with contextlib.suppress(OSError):
            self.send_response_only(code)
            self.send_header("Content-Type", "application/xml")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Connection", "close")
            self.send_header("Date", self.date_time_string(self.server.clock()))
            self.send_header("Server", "tencent-cos")
            self.send_header("x-cos-request-id", request_id)
            self.send_header("x-cos-trace-id", trace_id)
            self.send_header(CODE_HEADER, name)
            self.send_header(CLOUD_HEADER, self.server.identity)
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 (the base class names it)
        """Nothing: addresses may carry signatures (security 7)."""


class Loopback(ThreadedWSGIServer):
    """The server on 127.0.0.1, one thread a connection; ``close`` ends them all. Each answer tells ``identity`` and the
    time of ``clock``.
    """

    def __init__(self, app: WSGIApplication, port: int, identity: str, clock: Callable[[], float] = time.time) -> None:
        self.identity = identity
        self.clock = clock
        self.last_used = time.monotonic()
        """When somebody connected last, by the monotonic clock."""
        self._open: dict[socket.socket, threading.Thread] = {}
        self._waiting: dict[socket.socket, float] = {}
        self._cut: list[threading.Thread] = []
        self._opening = threading.Lock()
        with _bind(port) as listener:
            super().__init__("127.0.0.1", listener.getsockname()[1], app, Connection, fd=listener.fileno())
        self._accepting = threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": _POLL}, name="localcloud-accept", daemon=True
        )

    @property
    def connections(self) -> int:
        """How many are open."""
        with self._opening:
            return len(self._open)

    def start(self) -> None:
        self._accepting.start()

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._opening:
            self.last_used = time.monotonic()
            is_full = len(self._open) >= MOST_CONNECTIONS and not self._make_room()
            if not is_full:
                thread = threading.Thread(
                    target=self.process_request_thread,
                    args=(request, client_address),
                    name="localcloud-connection",
                    daemon=True,
                )
                self._open[request] = thread
                self._waiting[request] = self.last_used
        if is_full:
            with contextlib.suppress(OSError):
                request.settimeout(0.1)
                request.sendall(
                    b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n"
                    + f"x-cos-request-id: {new_id()}\r\n{CODE_HEADER}: ServiceUnavailable\r\n".encode()
                    + f"{CLOUD_HEADER}: {self.identity}\r\n\r\n".encode()
                )
            self.shutdown_request(request)
            return
        thread.start()

    def _make_room(self) -> bool:
        """Cut the connection that waits longest for a whole head: what it asks for has not been begun."""
        longest = min(self._waiting, key=lambda request: self._waiting[request], default=None)
        if longest is None or self.last_used - self._waiting[longest] < GIVES_WAY:
            return False
        del self._waiting[longest]
        self._cut = [thread for thread in self._cut if thread.is_alive()] + [self._open.pop(longest)]
        with contextlib.suppress(OSError):
            longest.shutdown(socket.SHUT_RDWR)
        return True

    def wait_for_head(self, request: socket.socket) -> None:
        """That connection has nothing to do until the head of a request has come."""
        with self._opening:
            if request in self._open:
                self._waiting[request] = time.monotonic()

    def take_head(self, request: socket.socket) -> bool:
        """Whether the request whose head came may be served: not if the connection had to make room before."""
        with self._opening:
            return self._waiting.pop(request, None) is not None

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self._opening:
                self._open.pop(request, None)
                self._waiting.pop(request, None)

    def handle_error(self, request: Any, client_address: Any) -> None:
        log.exception("A call failed.")

    def close(self, timeout: float) -> None:
        """Take no more calls, cut the connections, and wait until their threads ended."""
        end = time.monotonic() + timeout
        if self._accepting.is_alive():
            self.shutdown()
            self._accepting.join(max(0.0, end - time.monotonic()))
        self.server_close()
        with self._opening:
            left, threads = list(self._open), [*self._open.values(), *self._cut]
        for connection in left:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join(max(0.0, end - time.monotonic()))


def _bind(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise LocalTrouble(
            say("Port {port} of this computer cannot be used: {reason}.", port=port, reason=error.strerror),
            "Choose another with --port.",
        ) from error
    return listener
