"""Presets as files: those of the user in `presets/` of the home, and those that travel. A file may be a stranger's:
it is small, holds values of the encoding and nothing else, and nothing in it is run or used as a path.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from ..durable import FileLock, make_private, storage_error, sync_folder, write_whole
from ..errors import Absent, AppError, BadInput, Damaged, NewerFormat, OutputExists, Refused, StorageError
from ..model.built_in import BUILT_IN
from ..model.document import require_shallow
from ..model.preset import Preset, cleaned, free_name
from ..model.value import Value
from ..text import plain, say

SUFFIX = ".tilewright-preset"
FOLDER = "presets"
FORMAT = 1
LARGEST = 64 * 1024
"""Bytes of a file; the largest that we write has a few thousand."""

MOST = 200
"""Presets of a user."""

MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""From each older format to the next one. Format 1 is the first."""

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_WAIT = 3.0
"""Seconds to wait for another window that is writing a preset."""


class _Document(Value, frozen=True):
    """What stands in a file."""

    format: int
    preset: Preset


class _Head(msgspec.Struct):
    format: int


@dataclass(frozen=True, slots=True)
class Found:
    """The presets of the user by name, and why files in the folder are none; those are left as they are."""

    presets: tuple[Preset, ...] = ()
    troubles: tuple[AppError, ...] = ()


_Stamp = tuple[int, int, int]
"""Of a file that was read: when it changed, its size, its number on the disk."""


def encode_preset(preset: Preset) -> bytes:
    """The text of the file, one field a line."""
    document = _Document(format=FORMAT, preset=preset)
    return msgspec.json.format(msgspec.json.encode(document, enc_hook=plain), indent=2) + b"\n"


def decode_preset(data: bytes, what: str) -> Preset:
    """Read the text of a file; ``what`` names it in errors.

    Raises ``Damaged`` when it is no preset, ``NewerFormat`` when a later Tilewright wrote it, ``Refused`` beyond
    64 KiB or 32 levels. What no field of ours says is left out, and names are made such as can be shown.
    """
    if len(data) > LARGEST:
        raise Refused(
            say("{what} is larger than 64 KiB.", what=what), "A preset is far smaller; is this the right file?"
        )
    require_shallow(data, what)
    try:
        head = msgspec.json.decode(data, type=_Head)
        if head.format > FORMAT:
            raise NewerFormat(
                say(
                    "{what} was written by a newer Tilewright (format {format}; this one reads up to {newest}).",
                    what=what,
                    format=head.format,
                    newest=FORMAT,
                ),
                "Install the newer Tilewright to use it.",
            )
        preset = cleaned(_read(data, head.format))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Damaged(
            say("{what} is no preset: {reason}.", what=what, reason=error), "Use a copy that is whole."
        ) from error
    if not preset.name or not _ID.fullmatch(preset.id):
        raise Damaged(say("{what} is no preset: it has no name.", what=what), "Use a copy that is whole.")
    return preset


def _read(data: bytes, written: int) -> Preset:
    if written == FORMAT:
        return msgspec.json.decode(data, type=_Document).preset
    tree: dict[str, Any] = msgspec.json.decode(data)
    for step in range(written, FORMAT):
        if step not in MIGRATIONS:
            raise msgspec.ValidationError(f"format {written} never existed")
        tree = MIGRATIONS[step](tree)
    return msgspec.convert(tree, type=_Document).preset


def read_preset(path: Path) -> Preset:
    """The preset in a file. Raises as `decode_preset`, ``Absent``, ``StorageError``."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would never end
            raise Refused(say("{path} is not a file.", path=path), "Choose a preset that was exported.")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise Absent(say("There is no file {path}.", path=path), "Check the name and the folder.") from error
    except OSError as error:
        raise storage_error(error, say("read"), path) from error
    return decode_preset(data, path.name)


class OwnPresets:
    """Those in the home ``home``; what other windows change is seen at the next `read`."""

    def __init__(self, home: Path) -> None:
        self._home, self._folder = home, home / FOLDER
        self._known: dict[str, tuple[_Stamp, Preset | AppError]] = {}

    def read(self) -> Found:
        """All of them. Only files that changed since the last time are read."""
        files = self._files()
        known: dict[str, tuple[_Stamp, Preset | AppError]] = {}
        for name, stamp in files[:MOST]:
            before = self._known.get(name)
            known[name] = before if before and before[0] == stamp else (stamp, self._look(name))
        self._known = known
        troubles = [found for _, found in known.values() if isinstance(found, AppError)]
        if len(files) > MOST:
            told = say("There are {count} presets; the first {most} are offered.", count=len(files), most=MOST)
            troubles.append(Refused(told, say("Move some out of {folder}.", folder=self._folder)))
        named = sorted(self._by_id().values(), key=lambda preset: (preset.name.casefold(), preset.id))
        return Found(tuple(named), tuple(troubles))

    def save(self, preset: Preset, stem: str, *, numbers: bool = False) -> Preset:
        """Write ``preset`` in the place of the one with its id, or as a new one, in a file called ``stem`` as far as
        that is free; what was written.

        Raises ``OutputExists`` where another has its name, unless ``numbers`` gives it a free one; ``Refused`` beyond
        200; ``StorageError``, ``DiskFull``.
        """
        with self._alone():
            return self._put(preset, stem, numbers=numbers)

    def change(self, preset: Preset, change: Callable[[Preset], Preset], stem_of: Callable[[Preset], str]) -> Preset:
        """Write what ``change`` makes of the newest of the id of ``preset``, whatever other windows made of it; what
        was written.

        Raises ``Absent`` where it was deleted, else as `save`.
        """
        with self._alone():
            newest = next((each for each in self.read().presets if each.id == preset.id), None)
            if newest is None:
                told = say("The preset {name} was deleted in another window.", name=preset.name)
                raise Absent(told, "To keep what is set here, save it as a new preset.")
            changed = change(newest)
            return self._put(changed, stem_of(changed))

    def _put(self, preset: Preset, stem: str, *, numbers: bool = False) -> Preset:
        others = [each for each in self.read().presets if each.id != preset.id]
        taken = [each.name for each in (*BUILT_IN, *others)]
        free = free_name(preset.name, taken)
        if free != preset.name and not numbers:
            told = say("There is a preset {name} already.", name=preset.name)
            raise OutputExists(told, "Choose another name.")
        if len(self._files()) >= MOST and len(others) == len(self._by_id()):
            raise Refused(say("There are {most} presets already.", most=MOST), "Delete one that you do not need.")
        preset = preset.replace(name=free)
        old = self._names_of(preset.id)
        stays = next((name for name in old if re.fullmatch(rf"{re.escape(stem)}(-\d+)?", _stem(name))), "")
        target = self._folder / (stays or self._free_file(stem))
        write_whole(target, encode_preset(preset), replace=bool(stays), mode=0o600)
        self._drop([name for name in old if name != target.name])
        return preset

    def remove(self, preset_id: str) -> None:
        """Take the preset of that id away; nothing if it is gone already."""
        with self._alone():
            self.read()
            self._drop(self._names_of(preset_id))

    def _files(self) -> list[tuple[str, _Stamp]]:
        found = []
        try:
            with os.scandir(self._folder) as entries:
                for entry in entries:
                    if entry.name.endswith(SUFFIX) and not entry.name.startswith("."):
                        facts = entry.stat()
                        found.append((entry.name, (facts.st_mtime_ns, facts.st_size, facts.st_ino)))
        except FileNotFoundError:
            pass  # there are none, or it went while we looked
        except OSError as error:
            raise storage_error(error, say("read"), self._folder) from error
        return sorted(found)

    def _look(self, name: str) -> Preset | AppError:
        try:
            return read_preset(self._folder / name)
        except BadInput as error:
            hint = say("The others are there. It is left as it is in {folder}.", folder=self._folder)
            return type(error)(error.message, hint)
        except AppError as error:
            return error

    def _by_id(self) -> dict[str, Preset]:
        """The newest of each id: after a crash in the middle of renaming there are two."""
        known = sorted(self._known.values(), key=lambda pair: pair[0][0])
        built_in = {preset.id for preset in BUILT_IN}
        presets = (found for _, found in known if isinstance(found, Preset))
        return {preset.id: preset for preset in presets if preset.id not in built_in}

    def _names_of(self, preset_id: str) -> list[str]:
        return [name for name, (_, found) in self._known.items() if isinstance(found, Preset) and found.id == preset_id]

    def _free_file(self, stem: str) -> str:
        """A name that no file has, whatever is in it."""
        taken = {name.casefold() for name, _ in self._files()}
        number, name = 1, f"{stem}{SUFFIX}"
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}{SUFFIX}"
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

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """While no other window writes a preset."""
        make_private(self._folder)
        lock = FileLock(make_private(self._home / "locks") / "presets.lock")
        if not lock.acquire(within=_WAIT):
            raise StorageError("The presets are in use by another Tilewright.", "Try again.")
        try:
            yield
        finally:
            lock.release()


def _stem(name: str) -> str:
    return name.removesuffix(SUFFIX)
