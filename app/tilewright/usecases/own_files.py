"""What the user keeps under names, presets and layouts alike: saving, deleting, and bringing it from and to other
machines.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from ..durable import write_whole
from ..files.compositions import require_free
from ..files.own_files import Kind, OwnFiles
from ..model.named import Named
from .names import safe_name

T = TypeVar("T", bound=Named)


@dataclass(frozen=True, slots=True)
class Imported(Generic[T]):
    """What is there now; ``was_there``: it was there before, and nothing was written."""

    thing: T
    was_there: bool = False


def new_own_id() -> str:
    """An id that nothing has, here or elsewhere."""
    return f"own-{secrets.token_hex(6)}"


def save_own(thing: T, own: OwnFiles[T]) -> T:
    """Keep ``thing``, in the place of the one with its id. Raises as `OwnFiles.save`."""
    return own.save(thing, stem_of(thing))


def remove_own(thing: T, own: OwnFiles[T]) -> None:
    own.remove(thing.id)


def import_own(path: Path, own: OwnFiles[T]) -> Imported[T]:
    """Keep what the file ``path`` holds. Raises as `Kind.read` and `OwnFiles.save`."""
    return keep_own(own.kind.read(path), own)


def keep_own(thing: T, own: OwnFiles[T]) -> Imported[T]:
    """Keep ``thing``, which came from elsewhere. What is here already, or comes with the program, is not kept twice;
    what has a name that is taken gets a number. Raises as `OwnFiles.save`.
    """
    there: tuple[Named, ...] = (*own.read().own, *own.kind.shipped)
    twin = next((each for each in there if each.id == thing.id), None)
    if twin == thing:
        return Imported(thing, was_there=True)
    if twin is not None:
        thing = thing.replace(id=new_own_id())
    return Imported(own.save(thing, stem_of(thing), numbers=True))


def export_own(path: Path, thing: T, kind: Kind[T], *, replace: bool = False) -> None:
    """Write ``thing`` to ``path``, whole or not at all. Raises ``OutputExists`` unless ``replace``."""
    require_free(path, replace=replace)
    write_whole(path, kind.encode(thing), replace=replace)


def file_name_of(thing: T, kind: Kind[T]) -> str:
    """What the file of ``thing`` may be called."""
    return f"{stem_of(thing)}{kind.suffix}"


def stem_of(thing: Named) -> str:
    """The same without its ending."""
    return safe_name(thing.name.replace("/", "-").replace("\\", "-"), "unnamed")
