"""What the user keeps under names, one file each: presets and layouts of their own in the home, and those that travel.

A file may be a stranger's: it is small, holds values of its kind and nothing else, and nothing in it is run or used as
a path.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

import msgspec

from ..durable import FileLock, make_private, storage_error, sync_folder, write_whole
from ..errors import Absent, AppError, BadInput, NewerFormat
from ..model.document import require_shallow
from ..model.named import Named, free_name
from ..model.value import Value
from ..text import plain, say

Migration = Callable[[dict[str, Any]], dict[str, Any]]

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_WAIT = 3.0
"""Seconds to wait for another window that is writing one of the same kind."""

T = TypeVar("T", bound=Named)


class _Head(msgspec.Struct):
    format: int


class Kind(ABC, Generic[T]):
    """One kind of such things: how its files look, and what is said of them.

    ``document`` is what stands in a file: ``format`` and, called ``key``, the thing. ``largest`` are bytes of a file,
    ``most`` things of a user. ``shipped`` are those that come with the program, ``reserved`` the names that none of the
    user may have.
    """

    suffix: ClassVar[str]
    folder: ClassVar[str]
    """In the home; also the name of the lock."""

    format: ClassVar[int] = 1
    migrations: ClassVar[Mapping[int, Migration]] = {}
    """From each older format to the next one. Format 1 is the first of all kinds."""

    document: ClassVar[type[Value]]
    key: ClassVar[str]
    largest: ClassVar[int]
    most: ClassVar[int]
    shipped: ClassVar[tuple[Named, ...]] = ()
    reserved: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def cleaned(self, thing: T) -> T:
        """``thing`` without what no field says, with a name that can be shown."""

    # What goes wrong, in words of the kind

    @abstractmethod
    def too_large(self, what: str) -> AppError: ...

    @abstractmethod
    def is_none(self, what: str, reason: object) -> AppError: ...

    @abstractmethod
    def has_no_name(self, what: str) -> AppError: ...

    @abstractmethod
    def no_file(self, path: Path) -> AppError: ...

    @abstractmethod
    def too_many(self, count: int, folder: Path) -> AppError:
        """There are ``count`` in ``folder``."""

    @abstractmethod
    def is_full(self) -> AppError:
        """One more would be too many."""

    @abstractmethod
    def is_taken(self, name: str) -> AppError: ...

    @abstractmethod
    def was_deleted(self, name: str) -> AppError: ...

    @abstractmethod
    def in_use(self) -> AppError: ...

    # Text of a file

    def encode(self, thing: T) -> bytes:
        """The text of the file, one field a line."""
        document = self.document(**{"format": self.format, self.key: thing})
        return msgspec.json.format(msgspec.json.encode(document, enc_hook=plain), indent=2) + b"\n"

    def decode(self, data: bytes, what: str) -> T:
        """Read the text of a file; ``what`` names it in errors.

        Raises ``Damaged`` when it is none, ``NewerFormat`` when a later Tilewright wrote it, ``Refused`` beyond
        ``largest`` bytes or 32 levels. What no field of ours says is left out, and names are made such as can be shown.
        """
        if len(data) > self.largest:
            raise self.too_large(what)
        require_shallow(data, what)
        try:
            head = msgspec.json.decode(data, type=_Head)
            if head.format > self.format:
                raise NewerFormat(
                    say(
                        "{what} was written by a newer Tilewright (format {format}; this one reads up to {newest}).",
                        what=what,
                        format=head.format,
                        newest=self.format,
                    ),
                    "Install the newer Tilewright to use it.",
                )
            thing = self.cleaned(self._read(data, head.format))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise self.is_none(what, error) from error
        if not thing.name or not _ID.fullmatch(thing.id):
            raise self.has_no_name(what)
        return thing

    def _read(self, data: bytes, written: int) -> T:
        if written == self.format:
            return self._thing(msgspec.json.decode(data, type=self.document))
        tree: dict[str, Any] = msgspec.json.decode(data)
        for step in range(written, self.format):
            if step not in self.migrations:
                raise msgspec.ValidationError(f"format {written} never existed")
            tree = self.migrations[step](tree)
        return self._thing(msgspec.convert(tree, type=self.document))

    def _thing(self, document: Value) -> T:
        thing: T = getattr(document, self.key)
        return thing

    def read(self, path: Path) -> T:
        """What the file ``path`` holds. Raises as `decode`, ``Absent``, ``StorageError``."""
        try:
            if not stat.S_ISREG(path.stat().st_mode):  # a pipe would never end
                raise self.no_file(path)
            with path.open("rb") as file:
                data = file.read(self.largest + 1)
        except FileNotFoundError as error:
            raise Absent(say("There is no file {path}.", path=path), "Check the name and the folder.") from error
        except ValueError as error:  # a dropped address may stand for any character
            shown = str(path).replace("\0", "\N{REPLACEMENT CHARACTER}")
            told = say("There can be no file of the name {path}: one of its characters is not allowed.", path=shown)
            raise Absent(told, "Check the name and the folder.") from error
        except OSError as error:
            raise storage_error(error, say("read"), path) from error
        return self.decode(data, path.name)


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """The user's own by name, and why files in the folder are none; those are left as they are."""

    own: tuple[T, ...] = ()
    troubles: tuple[AppError, ...] = ()


def _order(thing: Named) -> tuple[str, str]:
    return thing.name.casefold(), thing.id


_Stamp = tuple[int, int, int]
"""Of a file that was read: when it changed, its size, its number on the disk."""


def _stamp_of(entry: os.DirEntry[str]) -> _Stamp | None:
    """Of what ``entry`` stands for; of a link that leads nowhere the link's own, so that reading it tells what is
    wrong and the others are found. ``None`` for what went while we looked.
    """
    for follows in (True, False):
        with contextlib.suppress(OSError):
            facts = entry.stat(follow_symlinks=follows)
            return facts.st_mtime_ns, facts.st_size, facts.st_ino
    return None


class OwnFiles(Generic[T]):
    """Those of one kind in the home ``home``; what other windows change is seen at the next `read`. For one thread at a
    time.
    """

    def __init__(self, home: Path, kind: Kind[T]) -> None:
        self.kind = kind
        self._home, self._folder = home, home / kind.folder
        self._known: dict[str, tuple[_Stamp, T | AppError]] = {}

    def read(self) -> Found[T]:
        """All of them. Only files that changed since the last time are read."""
        files, most = self._files(), self.kind.most
        known: dict[str, tuple[_Stamp, T | AppError]] = {}
        for name, stamp in files[:most]:
            before = self._known.get(name)
            known[name] = before if before and before[0] == stamp else (stamp, self._look(name))
        self._known = known
        troubles = [found for _, found in known.values() if isinstance(found, AppError)]
        if len(files) > most:
            troubles.append(self.kind.too_many(len(files), self._folder))
        return Found(self._told_apart(), tuple(troubles))

    def save(self, thing: T, stem: str, *, numbers: bool = False) -> T:
        """Write ``thing`` in the place of the one with its id, or as a new one, in a file called ``stem`` as far as
        that is free; what was written.

        Raises ``OutputExists`` where another has its name, unless ``numbers`` gives it a free one; ``Refused`` where
        there are too many; ``StorageError``, ``DiskFull``.
        """
        with self._alone():
            return self._put(thing, stem, numbers=numbers)

    def change(self, thing: T, change: Callable[[T], T], stem_of: Callable[[T], str]) -> T:
        """Write what ``change`` makes of the newest of the id of ``thing``, whatever other windows made of it; what
        was written.

        Raises ``Absent`` where it was deleted, else as `save`.
        """
        with self._alone():
            newest = next((each for each in self.read().own if each.id == thing.id), None)
            if newest is None:
                raise self.kind.was_deleted(thing.name)
            changed = change(newest)
            return self._put(changed, stem_of(changed))

    def _put(self, thing: T, stem: str, *, numbers: bool = False) -> T:
        others = [each for each in self.read().own if each.id != thing.id]
        taken = [*self.kind.reserved, *(each.name for each in others)]
        free = free_name(thing.name, taken)
        if free != thing.name and not numbers:
            raise self.kind.is_taken(thing.name)
        if len(self._files()) >= self.kind.most and len(others) == len(self._by_id()):
            raise self.kind.is_full()
        thing = thing.replace(name=free)
        old = self._names_of(thing.id)
        stays = next((name for name in old if re.fullmatch(rf"{re.escape(stem)}(-\d+)?", self._stem(name))), "")
        target = self._folder / (stays or self._free_file(stem))
        write_whole(target, self.kind.encode(thing), replace=bool(stays), mode=0o600)
        self._drop([name for name in old if name != target.name])
        return thing

    def remove(self, thing_id: str) -> None:
        """Take the one of that id away; nothing if it is gone already."""
        with self._alone():
            self.read()
            self._drop(self._names_of(thing_id))

    def _files(self) -> list[tuple[str, _Stamp]]:
        found = []
        try:
            with os.scandir(self._folder) as entries:
                for entry in entries:
                    if entry.name.endswith(self.kind.suffix) and not entry.name.startswith("."):
                        stamp = _stamp_of(entry)
                        if stamp is not None:
                            found.append((entry.name, stamp))
        except FileNotFoundError:
            pass  # nothing was ever kept
        except OSError as error:
            raise storage_error(error, say("read"), self._folder) from error
        return sorted(found)

    def _look(self, name: str) -> T | AppError:
        try:
            return self.kind.read(self._folder / name)
        except BadInput as error:
            hint = say("The others are there. It is left as it is in {folder}.", folder=self._folder)
            return type(error)(error.message, hint)
        except AppError as error:
            return error

    def _by_id(self) -> dict[str, T]:
        """The newest of each id: after a crash in the middle of renaming there are two."""
        known = sorted(self._known.values(), key=lambda pair: pair[0][0])
        shipped = {thing.id for thing in self.kind.shipped}
        things = (found for _, found in known if not isinstance(found, AppError))
        return {thing.id: thing for thing in things if thing.id not in shipped}

    def _told_apart(self) -> tuple[T, ...]:
        """All by name, no two of one name: they are told apart by nothing else. Files that came from elsewhere may have
        a name twice, or one that is reserved by now; such a thing has a free one here, which its file gets when it is
        written next.
        """
        things = sorted(self._by_id().values(), key=_order)
        reserved = {name.casefold() for name in self.kind.reserved}
        used = reserved | {thing.name.casefold() for thing in things}
        kept, told = set(reserved), list[T]()
        for thing in things:
            name = thing.name if thing.name.casefold() not in kept else free_name(thing.name, used)
            kept.add(name.casefold())
            used.add(name.casefold())
            told.append(thing if name == thing.name else thing.replace(name=name))
        return tuple(sorted(told, key=_order))

    def _names_of(self, thing_id: str) -> list[str]:
        return [
            name for name, (_, found) in self._known.items() if not isinstance(found, AppError) and found.id == thing_id
        ]

    def _stem(self, name: str) -> str:
        return name.removesuffix(self.kind.suffix)

    def _free_file(self, stem: str) -> str:
        """A name that no file has, whatever is in it."""
        taken = {name.casefold() for name, _ in self._files()}
        number, name = 1, f"{stem}{self.kind.suffix}"
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}{self.kind.suffix}"
        return name

    def _drop(self, names: list[str]) -> None:
        for name in names:
            path = self._folder / name
            try:
                path.unlink(missing_ok=True)
                sync_folder(self._folder)
            except OSError as error:
                raise storage_error(error, say("remove"), path) from error
            self._known.pop(name, None)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """While no other window writes one of the kind."""
        make_private(self._folder)
        lock = FileLock(make_private(self._home / "locks") / f"{self.kind.folder}.lock")
        if not lock.acquire(within=_WAIT):
            raise self.kind.in_use()
        try:
            yield
        finally:
            lock.release()
