"""Callbacks: who hears them, and the jobs that one or another answer tells of, taken out as the importer does."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tilewright.wire import xml
from tilewright.wire.jobs import Job, read_job
from tilewright.wire.json_documents import read_json


def jobs_of(data: bytes) -> tuple[Job, ...]:
    """Of XML or JSON; empty where none is named."""
    if data.lstrip()[:1] == b"{":
        root = read_json(data, "The callback").root
        assert root is not None
    else:
        root = xml.parse(data, "The callback")
        xml.drop_namespace(root)
    return tuple(read_job(detail) for detail in xml.children(root, "JobsDetail"))


class Listener:
    """A server of the user's: keeps what it is told, and answers with ``statuses``, then with 200."""

    def __init__(self) -> None:
        self.told: list[tuple[str, dict[str, str], bytes]] = []
        self.statuses: list[int] = []
        self.came = threading.Event()
        self.held = threading.Event()
        self.held.set()
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                listener.told.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
                listener.came.set()
                listener.held.wait(20)
                status = listener.statuses.pop(0) if listener.statuses else 200
                self.send_response(status)
                self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def address(self, path: str = "/done?a=b%20c", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def close(self) -> None:
        self.held.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
