"""Fields of a composition by the paths that problems name: ``tiles.t2.width``, ``transcode.video.crf``.

A tile is named by its id, a watermark or another member of a list by its number from 0.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import Any, get_args, get_type_hints

import msgspec

from .composition import Composition, Tile
from .options import Audio, Container, Transcode, Video
from .value import Element, Value

_MEANS_SOMETHING = {"audio", "video", "text", "image"}
"""Members whose bare presence says something (ci-templates §1, §8.1): they stay when their last field is cleared."""


def usual_encoding() -> Transcode:
    """What a composition without any encoding starts from: MP4 with H.264 and AAC."""
    return Transcode(container=Container(format="mp4"), video=Video(codec="H.264"), audio=Audio(codec="aac"))


def read_path(composition: Composition, path: str) -> Any:
    """The value at ``path``; ``None`` where it, or something on the way to it, is absent."""
    value: Any = composition
    for name in path.split("."):
        value = _member(value, name)
        if value is None:
            return None
    return value


def read_paths(composition: Composition, paths: Iterable[str]) -> tuple[Any, ...]:
    """The values at ``paths``, each as `read_path` tells it: of a thousand tiles in one pass."""
    tiles, numbers = composition.tiles, _numbers(_Same(composition.tiles))
    values = []
    for path, tile_id, name in _divided(tuple(paths)):
        if not name:
            values.append(read_path(composition, path))
        else:
            number = numbers.get(tile_id)
            values.append(None if number is None else getattr(tiles[number], name))
    return tuple(values)


@functools.lru_cache(maxsize=32)
def _divided(paths: tuple[str, ...]) -> tuple[tuple[str, str, str], ...]:
    """Each path with the tile and the field that it names, both empty where it names something else."""
    divided = []
    for path in paths:
        root, *names = path.split(".")
        tile_id, name = names if root == "tiles" and len(names) == 2 else ("", "")
        divided.append((path, tile_id, name))
    return tuple(divided)


def write_path(composition: Composition, path: str, value: Any) -> Composition:
    """``composition`` with ``value`` at ``path``; ``None`` makes the field absent.

    What is absent on the way is made, an absent `Transcode` as `usual_encoding`; what holds nothing any more after
    its field was cleared goes. A tile, or a member of a list, that does not exist changes nothing. A name that is no
    field raises ``AttributeError``.
    """
    names = path.split(".")
    if names[0] == "transcode" and len(names) > 1 and composition.transcode is None:
        if value is None:
            return composition
        composition = composition.replace(transcode=usual_encoding())
    changed: Composition = _write(composition, names, value)
    return changed


def write_paths(composition: Composition, values: Sequence[tuple[str, Any]]) -> Composition:
    """``composition`` with each value at its path, as `write_path` puts it: for a thousand tiles in one pass."""
    tiles, numbers = list(composition.tiles), _numbers(_Same(composition.tiles))
    for path, value in values:
        root, *names = path.split(".")
        if root != "tiles" or len(names) != 2:
            break
        number = numbers.get(names[0])
        if number is not None:
            tiles[number] = _write(tiles[number], names[1:], value)
    else:
        return composition.replace(tiles=tuple(tiles))
    for path, value in values:  # something else is among them
        composition = write_path(composition, path, value)
    return composition


def _member(owner: Any, name: str) -> Any:
    if not isinstance(owner, tuple):
        return getattr(owner, name)
    number = _number(owner, name)
    return None if number is None else owner[number]


def _number(items: tuple[Any, ...], name: str) -> int | None:
    """Where in a list the member called ``name`` stands."""
    if items and isinstance(items[0], Tile):
        return _numbers(_Same(items)).get(name)
    return int(name) if name.isdecimal() and int(name) < len(items) else None


class _Same:
    """Tiles as a key that is compared by being the same tuple: telling a thousand tiles apart by content is slow."""

    def __init__(self, tiles: tuple[Tile, ...]) -> None:
        self.tiles = tiles

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.tiles is self.tiles

    def __hash__(self) -> int:
        return id(self.tiles)


@functools.lru_cache(maxsize=4)
def _numbers(same: _Same) -> dict[str, int]:
    """Where each tile stands: fields of many selected tiles are read one after the other."""
    return {tile.id: number for number, tile in enumerate(same.tiles)}


def _write(owner: Any, names: list[str], value: Any) -> Any:
    name, *rest = names
    if isinstance(owner, tuple):
        number = _number(owner, name)
        if number is None:
            return owner
        new = _write(owner[number], rest, value) if rest else value
        return (*owner[:number], new, *owner[number + 1 :])
    old = getattr(owner, name)
    if not rest:
        kind: type[Value] = type(owner)
        return owner.replace(**{name: _default(kind, name) if value is None else value})
    if old is None:
        if value is None:
            return owner
        old = _element(type(owner), name)()
    new = _write(old, rest, value)
    if value is None and name not in _MEANS_SOMETHING and isinstance(new, Value) and new == type(new)():
        new = None
    return owner.replace(**{name: new})


@functools.cache
def _hints(kind: type[Value]) -> dict[str, Any]:
    return get_type_hints(kind)


def _element(kind: type[Value], name: str) -> type[Element]:
    """The element that the field ``name`` may hold."""
    for member in get_args(_hints(kind)[name]):
        if isinstance(member, type) and issubclass(member, Element):
            return member
    raise AttributeError(f"{kind.__name__}.{name} has no fields")


@functools.cache
def _default(kind: type[Value], name: str) -> Any:
    for field in msgspec.structs.fields(kind):
        if field.name == name:
            return None if field.default is msgspec.NODEFAULT else field.default
    raise AttributeError(name)
