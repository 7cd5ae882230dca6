"""Addresses at which no service is to be had."""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

CERTIFICATE = Path(__file__).parents[1] / "golden" / "tls" / "untrusted.pem"


@contextlib.contextmanager
def nowhere(how: str) -> Iterator[str]:
    """The address of a port that refuses (``refused``), of a ``name`` that nobody has, of somebody who speaks no TLS
    although he is asked to (``no-tls``) or whose certificate is ``untrusted``.
    """
    if how == "name":
        yield "http://nobody.invalid"
    elif how == "no-tls":
        with service_of_tls(None) as address:
            yield address
    elif how == "untrusted":
        with service_of_tls(CERTIFICATE) as address:
            yield address
    else:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            yield f"http://127.0.0.1:{taken.getsockname()[1]}"


@contextlib.contextmanager
def service_of_tls(certificate: Path | None) -> Iterator[str]:
    """Somebody who shows a ``certificate`` that nobody trusts, or who speaks no TLS although he is asked to."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if certificate is not None:
        context.load_cert_chain(certificate)
    closing = Event()

    def answer(connection: socket.socket) -> None:
        if certificate is None:
            connection.recv(1024)
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return
        with context.wrap_socket(connection, server_side=True) as safe:
            safe.recv(1)

    def serve(server: socket.socket) -> None:
        while not closing.is_set():
            with contextlib.suppress(OSError):
                connection, _ = server.accept()
                connection.settimeout(5)
                with connection:
                    answer(connection)

    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        thread = Thread(target=serve, args=(server,), name="service-of-tls")
        thread.start()
        try:
            yield f"https://127.0.0.1:{server.getsockname()[1]}"
        finally:
            closing.set()
            thread.join()
