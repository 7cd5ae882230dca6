"""The local cloud of a folder: one process, found by all through ``endpoint.json`` and a lock of the system."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from ..durable import FileLock, make_private, storage_error, write_whole
from ..errors import LocalTrouble
from ..text import say
from ..wire.signature import Keys, sign

ENDPOINT_NAME = "endpoint.json"
LOCK_NAME = "service.lock"
STARTING_NAME = "starting.lock"
LOG_NAME = "service.log"

START_WITHIN = 15.0
"""Seconds in which a started service must answer."""

IDLE_END = 30.0
"""Seconds without jobs and callers after which an embedded local cloud ends (product contract)."""

ANSWER_WITHIN = 5.0
"""Seconds in which a service that runs must answer."""

_MOST_SAID = 600
"""Letters of what a service said that a sentence has."""

LOG_LIMIT = 1 << 20
"""Bytes of log after which a new one is begun."""

_PASSED = (
    "PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "WINDIR",
    "USERPROFILE", "APPDATA", "LOCALAPPDATA", "LD_LIBRARY_PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV",
    "IMAGEIO_FFMPEG_EXE", "TILEWRIGHT_HOME",
)  # fmt: skip
"""What the service's process gets of the environment: nothing that could be a secret (security 7)."""


class _Service(subprocess.Popen[bytes]):
    """A process that is meant to outlive its starter: that it still runs then is nothing to warn of. What is left of it
    is waited for by the system, as for every orphan.
    """

    def __del__(self) -> None:
        self.poll()


_children: list[_Service] = []
"""Services started by this process: asked now and then, so that one that ended does not stay a zombie."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a local cloud answers (``http://127.0.0.1:PORT``), its default bucket, and the keys of this start."""

    address: str
    bucket: str
    region: str
    secret_id: str
    secret_key: str = field(repr=False)
    embedded: bool = False
    """Started on need by window or command line, and ends by itself."""

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])


def as_record(endpoint: Endpoint) -> dict[str, str]:
    """The endpoint as programs read it, keys included (product contract, ``serve --json``)."""
    return {
        "endpoint": endpoint.address,
        "bucket": endpoint.bucket,
        "region": endpoint.region,
        "secret_id": endpoint.secret_id,
        "secret_key": endpoint.secret_key,
    }


def write_endpoint(folder: Path, endpoint: Endpoint, pid: int) -> None:
    """Say where the service of ``folder`` answers; readable by the owner only."""
    told = {**as_record(endpoint), "embedded": endpoint.embedded, "pid": pid}
    data = json.dumps(told, indent=2).encode() + b"\n"
    write_whole(folder / ENDPOINT_NAME, data, mode=0o600)


def read_endpoint(folder: Path) -> Endpoint | None:
    """What ``endpoint.json`` says, whether or not anybody answers there; ``None`` when it is absent or no endpoint."""
    try:
        found = json.loads((folder / ENDPOINT_NAME).read_bytes())
        names = ("endpoint", "bucket", "region", "secret_id", "secret_key")
        told = [str(found[name]) for name in names]
        endpoint = Endpoint(told[0], told[1], told[2], told[3], told[4], found.get("embedded") is True)
        is_ours = endpoint.address.startswith("http://127.0.0.1:") and 0 < endpoint.port < 65536
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return endpoint if is_ours else None


def find(folder: Path) -> Endpoint | None:
    """The live service of ``folder``: it answers, and to its own keys. A stale ``endpoint.json`` is ``None``."""
    endpoint = read_endpoint(folder)
    return endpoint if endpoint is not None and answers(endpoint) else None


def answers(endpoint: Endpoint) -> bool:
    """Whether the service at ``endpoint`` lists its buckets for the endpoint's keys."""
    host = "service.cos.myqcloud.com"
    now = int(time.time())
    keys = Keys(endpoint.secret_id, endpoint.secret_key)
    signature = sign(keys, "GET", "/", {}, {"host": host}, now - 60, now + 60)
    connection = http.client.HTTPConnection("127.0.0.1", endpoint.port, timeout=ANSWER_WITHIN)
    try:
        connection.request("GET", "/", headers={"Host": host, "Authorization": signature, "Connection": "close"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def sleep(seconds: float) -> bool:
    """Waits to the end of ``seconds``: nobody asks to stop."""
    time.sleep(seconds)
    return False


def ensure(
    folder: Path,
    python: Sequence[str] = (sys.executable, "-m", "tilewright"),
    wait: Callable[[float], bool] = sleep,
) -> Endpoint:
    """The service of ``folder``, started when none runs. However many ask at once, one process starts.

    ``python`` begins the command; ``serve --data FOLDER --embedded`` is added. Raises ``LocalTrouble`` when no service
    answers within ``START_WITHIN`` seconds, or when ``wait`` says to stop before; a service that was started then goes
    on, and ends by itself.
    """
    _reap()
    if endpoint := find(folder):
        return endpoint
    make_private(folder)
    end = time.monotonic() + START_WITHIN
    starting = FileLock(folder / STARTING_NAME)
    while not starting.acquire():
        if endpoint := find(folder):
            return endpoint
        if time.monotonic() > end:
            raise _trouble(folder, say("does not answer"))
        _pause(wait)
    with contextlib.ExitStack() as held:
        held.callback(starting.release)
        if endpoint := find(folder):
            return endpoint
        endpoint = _await(folder, _start(folder, python), end, wait)
        _reap()  # the one before may have ended just now
        return endpoint


def _pause(wait: Callable[[float], bool]) -> None:
    if wait(0.05):
        raise LocalTrouble("Tilewright is closing; the local cloud was not waited for.", "Open it again.")


def _await(folder: Path, child: _Service, end: float, wait: Callable[[float], bool]) -> Endpoint:
    """Wait for the answer. A child that ended found another service starting: that one will answer."""
    while time.monotonic() < end:
        if endpoint := find(folder):
            return endpoint
        if child.poll() not in {None, 0} and not _is_served(folder):
            raise _trouble(folder, say("ended at once (status {status})", status=child.returncode))
        _pause(wait)
    if child.poll() is None:
        child.terminate()
    raise _trouble(folder, say("did not answer within {seconds:.0f} seconds", seconds=START_WITHIN))


def _is_served(folder: Path) -> bool:
    lock = FileLock(folder / LOCK_NAME)
    is_free = lock.acquire()
    lock.release()
    return not is_free


def _start(folder: Path, python: Sequence[str]) -> _Service:
    command = [*python, "serve", "--data", str(folder), "--embedded"]
    environment = {
        name: value for name, value in os.environ.items() if name.upper() in _PASSED or name.startswith("LC_")
    }
    with _log_file(folder) as output:
        try:
            child = _Service(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=environment,
                cwd=folder,
                start_new_session=True,  # Ctrl+C at the terminal is not for the service
            )
        except OSError as error:
            raise LocalTrouble(
                say("The local cloud cannot be started: {reason}.", reason=error.strerror), "Install Tilewright again."
            ) from error
    _children.append(child)
    return child


@contextlib.contextmanager
def _log_file(folder: Path) -> Iterator[BinaryIO]:
    path = folder / LOG_NAME
    try:
        if path.exists() and path.stat().st_size > LOG_LIMIT:
            path.replace(path.with_suffix(".old.log"))
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError as error:
        raise storage_error(error, say("write"), path) from error
    with os.fdopen(descriptor, "ab") as file:
        yield file


def _reap() -> None:
    _children[:] = [child for child in _children if child.poll() is None]


def _trouble(folder: Path, what: str) -> LocalTrouble:
    told = say("The local cloud of {folder} {what}.", folder=folder, what=what)
    if said := _last_words(folder):
        told = say("The local cloud of {folder} {what}. It said: {said}", folder=folder, what=what, said=said)
    return LocalTrouble(told, say("Look into {log} and try again.", log=folder / LOG_NAME))


def _last_words(folder: Path) -> str:
    """The last line with those that it goes on from: of a sentence the cure comes in lines that begin with blanks."""
    try:
        lines = (folder / LOG_NAME).read_text("utf-8", "replace").strip().splitlines()
    except OSError:
        return ""
    first = next((number for number, line in enumerate(reversed(lines), 1) if not line.startswith("  ")), 1)
    return " ".join(line.strip() for line in lines[-first:]).removeprefix("tilewright: ")[:_MOST_SAID]


class Watch:
    """What a running service looks at: whether the folder and its lock are still its own."""

    def __init__(self, folder: Path, endpoint: Endpoint) -> None:
        self.folder = folder
        self._endpoint = endpoint
        self._inode = self._now()

    def _now(self) -> int | None:
        try:
            return (self.folder / LOCK_NAME).stat().st_ino
        except OSError:
            return None

    def is_ours(self) -> bool:
        """Whether to go on. A lost ``endpoint.json`` is written again; a folder that was removed ends the service."""
        if self._inode is None or self._now() != self._inode:
            return False
        if read_endpoint(self.folder) != self._endpoint:
            write_endpoint(self.folder, self._endpoint, os.getpid())
        return True


def _is_served_already(folder: Path, endpoint: Endpoint) -> LocalTrouble:
    told = {"folder": folder, "address": endpoint.address}
    if not endpoint.embedded:
        sentence = say("The folder {folder} is already served at {address}.", **told)
        return LocalTrouble(sentence, "Use that one, or another folder.")
    sentence = say(
        "The folder {folder} is already served at {address}, by the local cloud that Tilewright starts on need. It "
        "ends by itself {seconds:.0f} seconds after its last job, when no window and no command uses it.",
        **told,
        seconds=IDLE_END,
    )
    hint = say(
        "Close the window, wait that long and try again; or serve another folder: `tilewright serve --data DIR`."
    )
    return LocalTrouble(sentence, hint)


def take(folder: Path, wait: Callable[[float], object]) -> FileLock:
    """The lock of the folder's service. Raises ``LocalTrouble`` when another process has it."""
    lock = FileLock(make_private(folder) / LOCK_NAME)
    end = time.monotonic() + ANSWER_WITHIN
    while not lock.acquire():
        if endpoint := find(folder):
            raise _is_served_already(folder, endpoint)
        if time.monotonic() > end:
            raise LocalTrouble(
                say("Another local cloud holds {folder} and does not answer.", folder=folder), "End it, or wait."
            )
        wait(0.1)
    return lock
