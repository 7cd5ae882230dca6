"""What the user set for a local cloud: ``settings.json`` in its folder, read again when it changed.

A key that nobody knows is passed over; a value that cannot be counts as not set, with a line in the log.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..durable import FileLock, make_private, storage_error, write_whole
from ..errors import Damaged, StorageError
from ..text import say
from ..wire.hosts import plain_name

log = logging.getLogger(__name__)

SETTINGS_NAME = "settings.json"
MOST_AT_A_TIME = 8
_MOST_BYTES = 64 * 1024
_LOCK_NAME = "settings.lock"
_WAIT = 3.0
"""Seconds to wait for another Tilewright that is writing the settings."""


@dataclass(frozen=True, slots=True)
class LocalSettings:
    jobs_at_a_time: int = 1
    """Jobs that are rendered side by side, 1 to ``MOST_AT_A_TIME``."""

    free_floor: int | None = None
    """Bytes of the disk that are kept free; ``None``: as many as is usual (``room.FLOOR``)."""

    allowed_hosts: tuple[str, ...] = ()
    """Hosts, by their ``plain_name``, that may be called when a job has ended, beside this computer itself."""


class SettingsFile:
    """The settings in ``folder``, which need not have any. Threads may share it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / SETTINGS_NAME
        self._turn = threading.Lock()
        self._stamp: tuple[int, ...] | None = None
        self._settings = LocalSettings()

    def read(self) -> LocalSettings:
        """The settings as they are now. What cannot be read says nothing: those are the usual ones."""
        with self._turn:
            try:
                now = self._path.stat()
            except OSError:
                self._stamp, self._settings = None, LocalSettings()
                return self._settings
            stamp = (now.st_mtime_ns, now.st_size, now.st_ino)
            if stamp != self._stamp:
                self._stamp, self._settings = stamp, _read(self._path)
            return self._settings


def change(folder: Path, edit: Callable[[LocalSettings], LocalSettings]) -> LocalSettings:
    """Replace the settings in ``folder`` by ``edit`` of what is on the disk at this moment, and return them.

    Only what ``edit`` changed is written: keys that nobody here knows, and what somebody else put there meanwhile,
    stay; what is back to usual is left out. Raises ``ValueError`` for a value that cannot be, ``Damaged`` when the file
    is none of ours or a list in it cannot be read whole, which stays as it is then, and ``StorageError``.
    """
    lock = FileLock(make_private(folder) / _LOCK_NAME)
    if not lock.acquire(within=_WAIT):
        raise StorageError("The settings of the local cloud are in use by another Tilewright.", "Try again.")
    try:
        path = folder / SETTINGS_NAME
        tree = _tree(path)
        before = _fitting(tree)
        after = edit(before)
        if wrong := [name for name, fits in _FITS.items() if not fits(_plain(after)[name])]:
            raise ValueError(f"{', '.join(wrong)} of the local cloud cannot be that")
        if after != before:
            told, was, usual = _plain(after), _plain(before), _plain(LocalSettings())
            for name in (name for name in told if told[name] != was[name]):
                _require_known(path, name, tree.pop(name, None))
                if told[name] != usual[name]:
                    tree[name] = told[name]
            write_whole(path, json.dumps(tree, indent=2, ensure_ascii=False).encode() + b"\n", mode=0o600)
        return after
    finally:
        lock.release()


def check(folder: Path) -> None:
    """Raise ``Damaged`` or ``StorageError`` when something of the settings in ``folder`` cannot be used, so that the
    usual one is in use.
    """
    path = folder / SETTINGS_NAME
    found = _tree(path)
    if wrong := [name for name in _FITS if name in found and not _FITS[name](found[name])]:
        raise _damaged(path, say("{name} has what cannot be used", name=", ".join(wrong)))


def _plain(settings: LocalSettings) -> dict[str, Any]:
    """As JSON has them."""
    return {**asdict(settings), "allowed_hosts": list(settings.allowed_hosts)}


def _tree(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            found = json.loads(file.read(_MOST_BYTES))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise storage_error(error, say("read"), path) from error
    except (ValueError, RecursionError) as error:
        raise _damaged(path, str(error)) from error
    if not isinstance(found, dict):
        raise _damaged(path, say("it is no JSON object"))
    return found


def _require_known(path: Path, name: str, found: Any) -> None:
    """Raise ``Damaged`` for a list of which something cannot be used: what is added to it would take its place."""
    if isinstance(found, list) and not _FITS[name](found):
        raise _damaged(path, say("{name} has what cannot be used", name=name))


def _damaged(path: Path, error: str) -> Damaged:
    return Damaged(
        say("The settings of the local cloud in {path} cannot be read: {error}.", path=path, error=error),
        "Mend or remove the file.",
    )


def _read(path: Path) -> LocalSettings:
    try:
        found = _tree(path)
    except (Damaged, StorageError) as error:
        log.warning("%s So the usual ones are in use.", error.message)
        return LocalSettings()
    return _fitting(found)


def _fitting(found: dict[str, Any]) -> LocalSettings:
    """What can be used of ``found``."""
    fitting = {}
    for name, fits in _FITS.items():
        if name not in found:
            continue
        if fits(found[name]):
            fitting[name] = _MADE.get(name, lambda value: value)(found[name])
        else:
            log.warning("The local cloud cannot use the value of %s in its settings; the usual one is in use.", name)
    return LocalSettings(**fitting)


_FITS: dict[str, Callable[[Any], bool]] = {
    "jobs_at_a_time": lambda value: type(value) is int and 1 <= value <= MOST_AT_A_TIME,
    "free_floor": lambda value: value is None or (type(value) is int and value >= 0),
    "allowed_hosts": lambda value: isinstance(value, list) and all(isinstance(host, str) for host in value),
}
_MADE: dict[str, Callable[[Any], Any]] = {
    "allowed_hosts": lambda value: tuple(plain_name(host) for host in value),
}
"""What is made of a value that JSON has in another form."""
