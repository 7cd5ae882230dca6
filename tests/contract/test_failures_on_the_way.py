"""Everything that can happen between this computer and the service, over real sockets, and what a user is told."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from support import fault_proxy as faults
from support.builders import LOCAL
from support.failure_cases import ON_THE_WAY
from support.fault_proxy import FaultProxy, Say, fault_proxy
from support.local_cloud import local_cloud
from tilewright.cloud.client import Client
from tilewright.errors import CloudError, Unreachable
from tilewright.failures.explain import explain_error
from tilewright.model.target import Target
from tilewright.wire.signature import Keys

KEYS = Keys("id", "key")


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[FaultProxy]:
    with local_cloud(tmp_path / "cloud") as cloud, fault_proxy(cloud.endpoint.address) as proxy:
        yield proxy


def asked(
    address: str, *, keys: Keys = KEYS, target: Target = LOCAL, is_posted: bool = False, is_file: bool = False
) -> CloudError:
    """The error of one call to ``address``."""
    with (
        Client(target, keys, address, tries=1, connect_timeout=0.5, read_timeout=0.5) as client,
        pytest.raises(CloudError) as caught,
    ):
        if is_posted:
            client.submit(b"<Request/>", (0, 1))
        elif is_file:
            client.head("input/a.mp4")
        else:
            client.list_jobs()
    return caught.value


def told(error: CloudError) -> str:
    failure = explain_error(error)
    assert failure is not None
    assert ("Nothing was sent" in failure.cure) <= isinstance(error, Unreachable)
    return failure.id


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def fallen(proxy: FaultProxy, fault: faults.Fault, *, is_file: bool = False) -> CloudError:
    proxy.faults_of_reads.append(fault)
    return asked(proxy.address, is_file=is_file)


@contextmanager
def full_server() -> Iterator[str]:
    """Listens, but has no room for another connection: the next one waits."""
    with ExitStack() as held:
        server = held.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(4):
            client = held.enter_context(socket.socket())
            client.setblocking(False)
            client.connect_ex(server.getsockname())
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def no_room() -> CloudError:
    with full_server() as address:
        return asked(address)


@contextmanager
def secure_server(folder: Path) -> Iterator[str]:
    """Speaks TLS with a certificate that it gave to itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=1))
    pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    secret = key.private_bytes(pem, form, serialization.NoEncryption())
    (folder / "both.pem").write_bytes(secret + made.sign(key, hashes.SHA256()).public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection, contextlib.suppress(OSError):
                context.wrap_socket(connection, server_side=True)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"https://127.0.0.1:{server.getsockname()[1]}"
        thread.join()


def untrusted(folder: Path) -> CloudError:
    with secure_server(folder) as address:
        return asked(address)


def behind_a_proxy_that_is_off(monkeypatch: pytest.MonkeyPatch) -> CloudError:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
    monkeypatch.delenv("no_proxy", raising=False)
    return asked("", target=LOCAL.replace(scheme="http"), is_posted=True)


Way = Callable[[FaultProxy, Path, pytest.MonkeyPatch], CloudError]

WAYS: dict[str, Way] = {
    "connection-refused": lambda *_: asked(f"http://127.0.0.1:{free_port()}"),
    "name-unknown": lambda *_: asked("http://nobody.invalid"),
    "no-route": lambda *_: asked("http://127.255.255.255:9"),
    "connect-timeout": lambda *_: no_room(),
    "not-trusted": lambda _, folder, __: untrusted(folder),
    "no-safe-connection": lambda proxy, *_: asked(proxy.upstream.replace("http:", "https:"), is_posted=True),
    "proxy-failed": lambda _, __, monkeypatch: behind_a_proxy_that_is_off(monkeypatch),
    "cannot-be-written": lambda proxy, *_: asked(proxy.address, keys=Keys("id", "key", "two\nlines")),
    "timed-out": lambda proxy, *_: fallen(proxy, faults.HOLD),
    "broken-off": lambda proxy, *_: fallen(proxy, faults.CUT),
    "file-timed-out": lambda proxy, *_: fallen(proxy, faults.HOLD, is_file=True),
    "file-broken-off": lambda proxy, *_: fallen(proxy, faults.DROP, is_file=True),
    "endless-answer": lambda proxy, *_: fallen(proxy, Say(200, b" " * 5_000_000)),
    "foreign-answer": lambda proxy, *_: fallen(proxy, faults.HTML_OK),
}


@pytest.mark.parametrize("expected", WAYS)
def test_that_what_happens_on_the_way_is_explained(
    expected: str, proxy: FaultProxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = WAYS[expected](proxy, tmp_path, monkeypatch)
    assert told(error) == expected, error
    assert error.hint


def test_that_every_case_of_the_way_is_in_the_table() -> None:
    assert set(WAYS) == ON_THE_WAY
