"""Opening a file to work on it, and saving it again without ever replacing somebody else's work unasked."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ..durable import aside, usual_mode
from ..errors import AppError, ChangedOnDisk, Refused, StorageError
from ..model.composition import Composition
from ..model.document import decode, encode
from ..text import say
from .claim import real_path
from .compositions import SUFFIX, Opened, parse, require_free
from .version import Version, digest, is_changed, read_version


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file as it was opened: its composition, notes for the user, and the version that was read."""

    path: Path
    opened: Opened
    version: Version

    @property
    def title(self) -> str:
        return title_of(self.path)


def open_file(path: Path) -> OpenedFile:
    """Open a composition file or a document with a request. Raises ``BadInput`` as `compositions.parse` does."""
    data, version = read_version(path)
    return OpenedFile(path, parse(data, path.name), version)


def title_of(path: Path) -> str:
    """How a window calls the composition of that file: its name without our suffix or that of a request."""
    return path.stem if path.suffix.lower() in {SUFFIX, ".xml", ".json", ".txt", ".http", ".curl"} else path.name


def save_file(path: Path, composition: Composition, seen: Version | None, *, replace: bool = False) -> Version:
    """Write the file whole or not at all, durably; the version that is on the disk now.

    ``seen`` is the version that was opened or saved last, ``None`` for a new file. When there is another one now,
    ``ChangedOnDisk`` (of a new file: ``OutputExists``) is raised and nothing is touched, unless ``replace``. A file
    that went away is written anew. A link is followed, its file replaced. What would not open again is not written:
    ``Refused``.
    """
    real = real_path(path)
    data = _sound(composition, path)
    require_free(real, replace=replace or seen is not None)
    _require_writable(real)
    is_new = not replace and not real.exists()
    with aside(real, replace=not is_new) as temporary:
        _fill(temporary, data, usual_mode(real))
        if not is_new and not replace:
            _require_unchanged(real, seen)
        facts = temporary.stat()
    return Version(len(data), facts.st_mtime_ns, facts.st_ino, digest(data))


def _sound(composition: Composition, path: Path) -> bytes:
    try:
        data = encode(composition)
        decode(data, path.name)
    except AppError as error:
        told = say("{name} is not saved, as it would not open again: {reason}", name=path.name, reason=error.message)
        raise Refused(told, error.hint) from error
    except UnicodeEncodeError as error:
        told = say(
            "{name} is not saved, as it would not open again: a text in it holds half a character.", name=path.name
        )
        raise Refused(told, "Type that text again.") from error
    return data


def _require_writable(real: Path) -> None:
    """A file that nobody may write to is not replaced, although its folder would allow it."""
    if real.exists() and (not usual_mode(real) & 0o222 or not os.access(real, os.W_OK)):
        raise StorageError(say("{path} may only be read.", path=real), "Save a copy under another name.")


def _require_unchanged(real: Path, seen: Version | None) -> None:
    if seen is None or is_changed(real, seen):
        raise ChangedOnDisk(
            say("{path} was changed by somebody else since it was opened.", path=real),
            "Save a copy, or replace what is there.",
        )


def _fill(temporary: Path, data: bytes, mode: int) -> None:
    """Write and flush now: between the look at the old file and its end stands then only the change of names."""
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.chmod(mode)
