"""What fixes do to a composition. Each gives a function; applied twice it changes nothing more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..model.composition import Composition
from ..model.options import Output
from ..model.paths import usual_encoding
from ..model.problem import Fix
from ..text import say

Mend = Callable[[Composition], Composition]


def set_tile(tile_id: str, **changes: Any) -> Mend:
    """Change fields of one tile; nothing if it is gone."""

    def apply(composition: Composition) -> Composition:
        changed = [t.replace(**changes) if t.id == tile_id else t for t in composition.tiles]
        return composition.replace(tiles=tuple(changed))

    return apply


def bring_to_front(tile_id: str) -> Mend:
    """Put a tile last in the list, on top of all others."""

    def apply(composition: Composition) -> Composition:
        behind = [tile for tile in composition.tiles if tile.id != tile_id]
        front = [tile for tile in composition.tiles if tile.id == tile_id]
        return composition.replace(tiles=(*behind, *front))

    return apply


def set_field(path: str, value: Any) -> Mend:
    """Set the field at ``path`` (``transcode.video.crf``, ``watermarks.0.dx``); nothing where a value on the way is
    absent.
    """

    def change(owner: Any, names: list[str]) -> Any:
        if owner is None:
            return None
        name, *rest = names
        if isinstance(owner, tuple):
            return tuple(change(item, rest) if name == str(number) else item for number, item in enumerate(owner))
        return owner.replace(**{name: change(getattr(owner, name), rest) if rest else value})

    def apply(composition: Composition) -> Composition:
        changed: Composition = change(composition, path.split("."))
        return changed

    return apply


def leave_out(path: str, empty: Any = None) -> Fix:
    """The fix that makes a field absent."""
    return Fix("Leave it out", set_field(path, empty))


def use(path: str, value: Any) -> Fix:
    """The fix that puts a word or number of the service into a field."""
    return Fix(say("Use {value}", value=value), set_field(path, value))


def set_frame(width: int, height: int) -> Mend:
    """Set the frame; a composition without any encoding gets that of a new one: MP4 with H.264 and AAC."""

    def apply(composition: Composition) -> Composition:
        if composition.transcode is None:
            composition = composition.replace(transcode=usual_encoding())
        return composition.with_frame(width, height)

    return apply


def set_output(**changes: Any) -> Mend:
    def apply(composition: Composition) -> Composition:
        return composition.replace(output=(composition.output or Output()).replace(**changes))

    return apply
