"""What holds for every test: a home of its own, no network, no thread and no unexpected warning left behind."""

from __future__ import annotations

import logging
import os
import re
import socket
import threading
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from support.home import temporary_home

pytest_plugins = ["support.long"]

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

_SLOW_OK = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile("fast", max_examples=50, deadline=None, suppress_health_check=_SLOW_OK)
settings.register_profile("full", max_examples=500, deadline=None, suppress_health_check=_SLOW_OK)
settings.register_profile("long", max_examples=2_000, deadline=None, suppress_health_check=_SLOW_OK)
settings.load_profile("fast")

_PLACES = [
    path
    for path in sorted(Path(__file__).parent.iterdir())
    if path.match("test_*.py") or next(path.rglob("test_*.py"), None)
]
"""What there is to collect, in the order in which it is."""

THREAD_GRACE = 2.0
"""Seconds in which a thread that was told to stop may end after its test."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Each of several workers begins elsewhere: what one has rewritten and compiled the others find, instead of all
    doing all of it at the same time.
    """
    worker = getattr(session.config, "workerinput", None)
    if worker is not None and session.config.args == session.config.getini("testpaths"):
        number = int(worker["workerid"].removeprefix("gw"))
        session.config.args = [str(place) for place in (*_PLACES[-number:], *_PLACES[:-number])]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """All workers have to have the same tests in the same order."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: next((at for at, one in enumerate(_PLACES) if item.path.is_relative_to(one)), -1))


@pytest.hookimpl(wrapper=True)
def pytest_report_to_serializable() -> Generator[None, object, object]:
    """Names of files that are no text stand in logs and in failures: as they are they would end the whole run."""
    return _encodable((yield))


def _encodable(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, dict):
        return {key: _encodable(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_encodable(member) for member in value)
    return value


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The test's own TILEWRIGHT_HOME (not made yet); no other TILEWRIGHT_* variable is set."""
    for name in list(os.environ):
        if name.startswith("TILEWRIGHT_"):
            monkeypatch.delenv(name)
    with temporary_home() as folder:
        monkeypatch.setenv("TILEWRIGHT_HOME", str(folder))
        monkeypatch.setenv("XDG_VIDEOS_DIR", str(folder.parent / "Videos"))
        monkeypatch.setenv("XDG_STATE_HOME", str(folder.parent / "state"))
        yield folder


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    end = time.monotonic() + THREAD_GRACE
    while (left := _new_threads(before)) and time.monotonic() < end:
        left[0].join(0.05)
    assert not left, f"threads left behind: {', '.join(thread.name for thread in left)}"


def _new_threads(before: set[threading.Thread]) -> list[threading.Thread]:
    return [
        thread
        for thread in threading.enumerate()
        if thread not in before and thread.is_alive() and not thread.name.startswith("pytest_timeout")
    ]


class _Records(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_unexpected_warning(request: pytest.FixtureRequest) -> Iterator[None]:
    """A record of WARNING or above from Tilewright fails the test unless ``expects_log`` names it."""
    patterns = [str(p) for mark in request.node.iter_markers("expects_log") for p in mark.args]
    records = _Records()
    logger = logging.getLogger("tilewright")
    logger.addHandler(records)
    yield
    logger.removeHandler(records)
    surprises = [m for m in records.messages if not any(re.search(p, m) for p in patterns)]
    assert not surprises, "unexpected in the log: " + " | ".join(surprises)


def _is_loopback(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    return not name or (isinstance(name, str) and (name in {"localhost", "::1"} or name.startswith("127.")))


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Sockets reach this machine only; names ending in ``.invalid`` fail as they would anywhere."""
    patch = pytest.MonkeyPatch()
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def refuse(host: object) -> None:
        if isinstance(host, str) and host.endswith(".invalid"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if not _is_loopback(host):
            raise RuntimeError(f"a test reached for the network: {host!r}")

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            refuse(address[0])
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            refuse(address[0])
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: Any, *args: Any, **named: Any) -> Any:
        refuse(host)
        return getaddrinfo(host, *args, **named)

    patch.setattr(socket.socket, "connect", guarded_connect)
    patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
    yield
    patch.undo()
