"""What a change of the tiles comes to in words, for those who cannot see it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from ...layout.place import place
from ...layout.rect import Rect
from ...model.composition import Composition
from ...model.source import Known
from ..names import labels
from ..words import tr


class Seen(NamedTuple):
    """What is told of a tile when it changes. ``rect`` is where it is drawn, in pixels of the frame."""

    name: str
    rect: Rect | None
    is_locked: bool
    is_hidden: bool


def seen(composition: Composition, known: Known) -> dict[str, Seen]:
    """All tiles by id, in stacking order."""
    names, placement = labels(composition), place(composition, known)
    return {
        tile.id: Seen(names[tile.id], there.drawn, tile.locked, tile.hidden)
        for tile, there in zip(composition.tiles, placement.tiles, strict=True)
    }


def in_words(rect: Rect) -> str:
    return tr("{width} × {height} at {x}, {y}").format(width=rect.width, height=rect.height, x=rect.x, y=rect.y)


def spoken(before: Mapping[str, Seen], after: Mapping[str, Seen], chosen: Collection[str]) -> str:
    """One text for everything that changed; empty where nothing did.

    ``chosen`` tiles are taken for those that were moved in the order where it could be others as well.
    """
    return ". ".join(
        [
            *_come_and_gone(before, after),
            *_places(before, after),
            *_order(before, after, chosen),
            *_flags(before, after),
        ]
    )


def _come_and_gone(before: Mapping[str, Seen], after: Mapping[str, Seen]) -> Iterator[str]:
    come = [after[tile_id].name for tile_id in after if tile_id not in before]
    gone = [before[tile_id].name for tile_id in before if tile_id not in after]
    yield from _tiles(come, tr("{name} added"), tr("{count} tiles added"))
    yield from _tiles(gone, tr("{name} deleted"), tr("{count} tiles deleted"))


def _places(before: Mapping[str, Seen], after: Mapping[str, Seen]) -> Iterator[str]:
    pairs = [(before[tile_id].rect, after[tile_id].rect, tile_id) for tile_id in after if tile_id in before]
    changed = [(old, new, tile_id) for old, new, tile_id in pairs if old and new and old != new]
    if len(changed) == 1:
        (_, rect, tile_id) = changed[0]
        yield tr("{name}: {place}").format(name=after[tile_id].name, place=in_words(rect))
    elif changed:
        has_moved = any(old[:2] != new[:2] for old, new, _ in changed)
        is_resized = any(old[2:] != new[2:] for old, new, _ in changed)
        text = (
            tr("{count} tiles moved and resized")
            if has_moved and is_resized
            else tr("{count} tiles moved")
            if has_moved
            else tr("{count} tiles resized")
        )
        yield text.format(count=len(changed))


def _order(before: Mapping[str, Seen], after: Mapping[str, Seen], chosen: Collection[str]) -> Iterator[str]:
    old = [tile_id for tile_id in before if tile_id in after]
    new = [tile_id for tile_id in after if tile_id in before]
    if old == new:
        return
    # Where the orders first differ lies the one that was moved, before or afterwards.
    differ = next((was, now) for was, now in zip(old, new, strict=True) if was != now)
    moved = sorted((one for one in differ if _is_all(one, old, new)), key=lambda one: one not in chosen)
    if moved:
        number = list(after).index(moved[0]) + 1
        text = tr("{name} is number {number} of {count}")
        yield text.format(name=after[moved[0]].name, number=number, count=len(after))
    else:
        yield tr("The tiles have another order")


def _is_all(tile_id: str, old: list[str], new: list[str]) -> bool:
    """Whether no other than this tile needs to have moved."""
    return [one for one in old if one != tile_id] == [one for one in new if one != tile_id]


def _flags(before: Mapping[str, Seen], after: Mapping[str, Seen]) -> Iterator[str]:
    both = [(before[tile_id], after[tile_id]) for tile_id in after if tile_id in before]
    locked = [(new.is_locked, new.name) for old, new in both if old.is_locked != new.is_locked]
    hidden = [(new.is_hidden, new.name) for old, new in both if old.is_hidden != new.is_hidden]
    yield from _tiles([name for is_set, name in locked if is_set], tr("{name} locked"), tr("{count} tiles locked"))
    yield from _tiles(
        [name for is_set, name in locked if not is_set], tr("{name} unlocked"), tr("{count} tiles unlocked")
    )
    yield from _tiles([name for is_set, name in hidden if is_set], tr("{name} hidden"), tr("{count} tiles hidden"))
    yield from _tiles([name for is_set, name in hidden if not is_set], tr("{name} shown"), tr("{count} tiles shown"))


def _tiles(names: list[str], one: str, many: str) -> Iterator[str]:
    if names:
        yield one.format(name=names[0]) if len(names) == 1 else many.format(count=len(names))
