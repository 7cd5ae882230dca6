"""What was being worked on, kept aside so that nothing is lost when the program dies.

For each open composition that is not saved there is one file in `recovery/` of the home and one lock beside it, which
dies with the window. A file whose lock can be taken is left over: its window ended without saving.
"""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from ..durable import FileLock, make_private, storage_error, sync_folder, write_whole
from ..errors import AppError, Damaged, Refused
from ..model.composition import Composition
from ..model.document import LARGEST, decode, encode
from ..text import plain, say
from .version import Version

log = logging.getLogger(__name__)

FOLDER = "recovery"
_SUFFIX = ".json"
_DAMAGED, _TOLD = ".damaged", ".unreadable"
_FORMAT = 1
_PATIENCE = 0.2
"""Seconds to wait for a window that only looks at what is left over."""

_looking = threading.Lock()
"""Whoever looks holds the locks for a moment; another one who looks in this process would take that for a window."""


@dataclass(frozen=True, slots=True)
class State:
    """A composition as it was at the last edit.

    ``path`` is the file it belongs to, ``None`` when it was never saved; ``seen`` the version of that file which was
    opened or saved last; ``edited`` the time, in seconds since 1970. ``was_kept``: the user closed the window and
    chose to go on at the next start, so this is no crash.
    """

    composition: Composition
    title: str
    path: Path | None = None
    seen: Version | None = None
    edited: float = 0.0
    was_kept: bool = False


@dataclass(frozen=True, slots=True)
class LeftOver:
    """What no window has open: how to `take` it, and what to call it."""

    name: str
    title: str
    path: Path | None
    edited: float


class _Record(msgspec.Struct):
    """A file in `recovery/`. The composition is written as in its own file, so that older formats stay readable."""

    format: int
    title: str
    edited: float
    document: msgspec.Raw
    path: bytes | None = None
    """As the file system has it, which need not be text."""
    seen: Version | None = None
    was_kept: bool = False


class Slot:
    """The place of one open composition. Any thread may call it; calls wait for each other.

    ``turn`` orders calls that were asked for one after another and run in several threads: one that comes later
    than a call with a higher turn does nothing.
    """

    def __init__(self, folder: Path, name: str, lock: FileLock) -> None:
        self.name = name
        self._path = folder / f"{name}{_SUFFIX}"
        self._lock = lock
        self._busy = threading.Lock()
        self._turn = 0

    @property
    def is_open(self) -> bool:
        return self._lock.is_held

    def keep(self, state: State, turn: int = 0) -> None:
        """Write ``state`` durably in the place of the one before; nothing after `close`."""
        data = _write(state)
        with self._busy:
            if self._is_next(turn):
                write_whole(self._path, data, mode=0o600)

    def drop(self, turn: int = 0) -> None:
        """Forget the state: it is saved, or not wanted."""
        with self._busy:
            if self._is_next(turn) and self._path.exists():
                try:
                    self._path.unlink(missing_ok=True)
                    sync_folder(self._path.parent)
                except OSError as error:
                    raise storage_error(error, say("remove"), self._path) from error

    def _is_next(self, turn: int) -> bool:
        if not self._lock.is_held or (turn and turn < self._turn):
            return False
        self._turn = max(self._turn, turn)
        return True

    def close(self) -> None:
        """Give the place up; a state that was not dropped is left over for the next start."""
        with self._busy:
            self._lock.release(remove=True)


def new_slot(home: Path) -> Slot:
    folder = make_private(home / FOLDER)
    while True:
        name = secrets.token_hex(8)
        lock = FileLock(folder / f"{name}.lock")
        if not (folder / f"{name}{_SUFFIX}").exists() and lock.acquire():
            return Slot(folder, name, lock)


def left_over(home: Path) -> tuple[LeftOver, ...]:
    """What windows that are gone have left, the newest edit first."""
    found = []
    with _looking:
        for path in _files(home):
            taken = _take(home, path.stem, 0.0)
            if taken is not None:
                slot, state = taken
                found.append(LeftOver(slot.name, state.title, state.path, state.edited))
                slot.close()
    return tuple(sorted(found, key=lambda one: one.edited, reverse=True))


def take(home: Path, name: str) -> tuple[Slot, State] | None:
    """Go on with what is left over under ``name``; ``None`` when it is gone, unreadable or another window's."""
    return _take(home, name, _PATIENCE)


def _take(home: Path, name: str, patience: float) -> tuple[Slot, State] | None:
    folder = home / FOLDER
    path = folder / f"{name}{_SUFFIX}"
    if path not in _files(home):
        return None
    lock = FileLock(folder / f"{name}.lock")
    if not lock.acquire(within=patience):
        return None
    try:
        return Slot(folder, name, lock), _read(path)
    except Damaged as error:
        log.warning("What was left in %s cannot be read and is set aside: %s", path, error)
        with contextlib.suppress(OSError):
            path.rename(path.with_suffix(_DAMAGED))
    except (AppError, OSError) as error:
        log.info("What was left in %s cannot be opened: %s", path, error)
    lock.release(remove=True)
    return None


def take_newest(home: Path) -> tuple[Slot, State] | None:
    """Go on with the newest of what is `left_over`."""
    for one in left_over(home):
        taken = take(home, one.name)
        if taken is not None:
            return taken
    return None


def take_of(home: Path, path: Path) -> tuple[Slot, State] | None:
    """Go on with the newest of what is `left_over` of the file at ``path``."""
    return take_first(home, names_of(home, path))


def names_of(home: Path, path: Path) -> tuple[str, ...]:
    """The names of what is `left_over` of the file at ``path``, the newest edit first."""
    return tuple(one.name for one in left_over(home) if one.path == path)


def take_first(home: Path, names: Sequence[str]) -> tuple[Slot, State] | None:
    """Go on with the first of ``names`` that still can be taken."""
    for name in names:
        taken = take(home, name)
        if taken is not None:
            return taken
    return None


def newly_damaged(home: Path) -> tuple[Path, ...]:
    """Where that is kept now which could not be read and was set aside; each is given out once."""
    found = []
    for path in sorted((home / FOLDER).glob(f"*{_DAMAGED}")):
        kept = path.with_suffix(_TOLD)
        with contextlib.suppress(OSError):
            path.rename(kept)
            found.append(kept)
    return tuple(found)


def _files(home: Path) -> list[Path]:
    try:
        return sorted((home / FOLDER).glob(f"*{_SUFFIX}"))
    except OSError:
        return []


def _write(state: State) -> bytes:
    try:
        document = encode(state.composition)
    except UnicodeEncodeError as error:
        raise Refused("A text of the composition holds half a character.", "Type that text again.") from error
    record = _Record(
        format=_FORMAT,
        title=state.title.encode("utf-8", "replace").decode("utf-8"),
        edited=state.edited or time.time(),
        document=msgspec.Raw(document),
        path=os.fsencode(state.path) if state.path else None,
        seen=state.seen,
        was_kept=state.was_kept,
    )
    return msgspec.json.encode(record, enc_hook=plain)


def _read(path: Path) -> State:
    """Raises ``Damaged``, ``NewerFormat``, ``Refused``, or ``OSError``."""
    with path.open("rb") as file:
        data = file.read(LARGEST * 2)
    try:
        record = msgspec.json.decode(data, type=_Record)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Damaged(say("{name} cannot be read: {error}.", name=path.name, error=error)) from error
    return State(
        composition=decode(bytes(record.document), record.title),
        title=record.title,
        path=Path(os.fsdecode(record.path)) if record.path else None,
        seen=record.seen,
        edited=record.edited,
        was_kept=record.was_kept,
    )
