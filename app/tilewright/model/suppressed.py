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


MUSIC = "transcode.audio_mix_array"
_NUMBERED = ("watermarks", MUSIC)
"""Lists of which each member is named by its number."""


def follow(
    suppressed: Sequence[Suppressed], before: Mapping[str, Sequence[Any]], after: Mapping[str, Sequence[Any]]
) -> tuple[Suppressed, ...]:
    """Those that still mean something after tiles, watermarks or the list of music were changed, at their new places.

    A tile is named by its id, so it may move; when it goes, so do they: the id is given to another tile some day.
    A watermark or a piece of music is named by its number, so theirs go with it.
    """
    if "tiles" in after:
        ids = {tile.id for tile in after["tiles"]}
        suppressed = [one for one in suppressed if _name_in("tiles", one.path) in {None, *ids}]
    for field in _NUMBERED:
        if field in after:
            followed = ((one, _renumbered(field, one.path, before[field], after[field])) for one in suppressed)
            suppressed = [one.replace(path=path) for one, path in followed if path is not None]
    return tuple(suppressed)


def _name_in(field: str, path: str) -> str | None:
    """``t2`` in ``tiles.t2.width``; ``None`` when it is not about one member of ``field``."""
    return path[len(field) + 1 :].partition(".")[0] if path.startswith(f"{field}.") else None


def _renumbered(field: str, path: str, old: Sequence[Any], new: Sequence[Any]) -> str | None:
    name = _name_in(field, path)
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
    _, dot, rest = path[len(field) + 1 :].partition(".")
    return f"{field}.{at}{dot}{rest}"
