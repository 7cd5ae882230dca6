"""Tiles that are chosen, moved and copied together. A group is a name that two tiles or more have in common."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import count

from ..model.composition import Composition, Tile


def members(tiles: Iterable[Tile]) -> dict[str, tuple[str, ...]]:
    """The ids of each group's tiles, in their order; the group whose first tile lies lowest comes first."""
    found: dict[str, list[str]] = {}
    for tile in tiles:
        if tile.group:
            found.setdefault(tile.group, []).append(tile.id)
    return {name: tuple(ids) for name, ids in found.items() if len(ids) > 1}


def numbers(tiles: Iterable[Tile]) -> dict[str, int]:
    """What each group is called where it is told: its number, from 1, in the order of `members`."""
    return {name: number for number, name in enumerate(members(tiles), 1)}


def whole(composition: Composition, ids: Collection[str], chosen: Collection[str] = ()) -> frozenset[str]:
    """``ids`` and whoever is in a group with one of them. Within a group of which only a part is ``chosen`` now they
    are meant alone: somebody has gone into it.
    """
    wanted, present = set(ids), frozenset(chosen)
    for others in map(frozenset, members(composition.tiles).values()):
        is_within = present and present < others and wanted <= others
        if not is_within and not wanted.isdisjoint(others):
            wanted |= others
    return frozenset(wanted)


def group(composition: Composition, ids: Collection[str]) -> Composition:
    """Make one group of the tiles ``ids``; groups that they were in lose them."""
    name = next(_free_names(composition.tiles))
    chosen = frozenset(ids)
    made = [tile.replace(group=name) if tile.id in chosen else tile for tile in composition.tiles]
    return composition.replace(tiles=without_lonely(made))


def ungroup(composition: Composition, ids: Collection[str]) -> Composition:
    """Take apart the groups that the tiles ``ids`` are in."""
    chosen = frozenset(ids)
    names = {tile.group for tile in composition.tiles if tile.id in chosen} - {None}
    return composition.with_tiles(tile.replace(group=None) for tile in composition.tiles if tile.group in names)


def without_lonely(tiles: Sequence[Tile]) -> tuple[Tile, ...]:
    """``tiles``; whoever is left alone of a group is in none."""
    groups = members(tiles)
    return tuple(tile.replace(group=None) if tile.group and tile.group not in groups else tile for tile in tiles)


def regrouped(copies: Sequence[Tile], there: Iterable[Tile]) -> tuple[Tile, ...]:
    """``copies`` in groups of their own, beside the tiles that are ``there``: as they were together among them."""
    names = _free_names(there)
    new = {name: next(names) for name in members(copies)}
    return tuple(tile.replace(group=new.get(tile.group)) if tile.group else tile for tile in copies)


def _free_names(tiles: Iterable[Tile]) -> Iterator[str]:
    taken = {tile.group for tile in tiles}
    return (name for number in count(1) if (name := f"g{number}") not in taken)
