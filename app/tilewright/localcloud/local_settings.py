"""What the user set for a local cloud: ``settings.json`` in its folder, read again when it changed.

A key that nobody knows is passed over; a value that cannot be counts as not set, with a line in the log.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

SETTINGS_NAME = "settings.json"
MOST_AT_A_TIME = 8
_MOST_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class LocalSettings:
    jobs_at_a_time: int = 1
    """Jobs that are rendered side by side, 1 to ``MOST_AT_A_TIME``."""

    free_floor: int | None = None
    """Bytes of the disk that are kept free; ``None``: as many as is usual (``room.FLOOR``)."""

    allowed_hosts: tuple[str, ...] = ()
    """Hosts that may be called when a job has ended, beside this computer itself. They are lower-case."""


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


def _read(path: Path) -> LocalSettings:
    found, reason = None, "it is no JSON object"
    try:
        with path.open("rb") as file:
            found = json.loads(file.read(_MOST_BYTES))
    except (OSError, ValueError, RecursionError) as error:
        reason = str(error)
    if not isinstance(found, dict):
        log.warning("The settings of the local cloud cannot be read (%s); the usual ones are in use.", reason)
        return LocalSettings()
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
    "free_floor": lambda value: type(value) is int and value >= 0,
    "allowed_hosts": lambda value: isinstance(value, list) and all(isinstance(host, str) for host in value),
}
_MADE: dict[str, Callable[[Any], Any]] = {
    "allowed_hosts": lambda value: tuple(host.strip().lower() for host in value),
}
"""What is made of a value that JSON has in another form."""
