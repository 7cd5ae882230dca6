"""Problems that the user does not want to be told again, each with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .value import Value


class Suppressed(Value, frozen=True):
    """The problem ``code`` at ``path``, as `Problem` has them, is not told; ``reason`` is what the user says to it.

    Ours alone: no request has it. An error is told all the same, as the service would refuse what it is about.
    """

    code: str
    path: str
    reason: str = ""


def follow(
    suppressed: Sequence[Suppressed], before: Mapping[str, Sequence[Any]], after: Mapping[str, Sequence[Any]]
) -> tuple[Suppressed, ...]:
    """Those that still mean something after ``tiles`` or ``watermarks`` were changed, at their new places.

    A tile is named by its id, so it may move; when it goes, so do they: the id is given to another tile some day.
    A watermark is named by its number, so theirs go with it.
    """
    if "tiles" in after:
        ids = {tile.id for tile in after["tiles"]}
        suppressed = [one for one in suppressed if _name_in("tiles", one.path) in {None, *ids}]
    if "watermarks" in after:
        old, new = before["watermarks"], after["watermarks"]
        followed = ((one, _renumbered(one.path, old, new)) for one in suppressed)
        suppressed = [one.replace(path=path) for one, path in followed if path is not None]
    return tuple(suppressed)


def _name_in(field: str, path: str) -> str | None:
    """``t2`` in ``tiles.t2.width``; ``None`` when it is not about one member of ``field``."""
    parts = path.split(".", 2)
    return parts[1] if parts[0] == field and len(parts) > 1 else None


def _renumbered(path: str, old: Sequence[Any], new: Sequence[Any]) -> str | None:
    name = _name_in("watermarks", path)
    if name is None or not name.isdecimal():
        return path
    number = int(name)
    if number >= len(old):
        return None
    if old[number] in new:
        at = new.index(old[number])
    elif len(old) == len(new):
        at = number  # it was edited where it stands
    else:
        return None
    rest = path.split(".", 2)[2:]
    return ".".join(["watermarks", str(at), *rest])
