"""Where name and size of a tile are written: in it, as far as it is in sight, or beside it. In pixels of the screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from ...layout.rect import Rect
from ...model.endings import without_ending
from . import strokes
from .handle_places import CORNER, outward
from .strokes import Label

MARGIN = 4
"""Between a label and the edges of its tile."""

NAME = 56
"""So much of a long name is read at least; a tile with less room has its label beside it."""

TIGHT = 40
"""So narrow a label may be where there is no room beside the tile."""

APART = 3
"""Between a tile, or the handles of a small one, and the label beside it."""

ROOMY = 10_000
STEP = 8
"""Room is counted in such steps: a label is not drawn anew with each pixel."""

MOST = 200
"""With more tiles in sight labels stay where they are without a look at the others."""

MOST_BESIDE = 60
WIDEST = 260
"""Of a label beside its tile."""

Corner = Literal["top-left", "top-right", "bottom-left", "bottom-right"]
CORNERS: tuple[Corner, ...] = ("top-left", "top-right", "bottom-left", "bottom-right")


class Told(NamedTuple):
    """What is to be written of the tile that lies at ``rect``; ``badge`` pixels are taken at its top right."""

    tile_id: str
    rect: Rect
    name: str
    size: str
    icon: str
    badge: int = 0


class Place(NamedTuple):
    """Where a label is written: in that ``corner``, or beside the tile, ``dx``, ``dy`` from its top left.

    ``corner`` is ``None`` where other tiles cover it everywhere.
    """

    corner: Corner | None = "top-left"
    beside: Label | None = None
    dx: int = 0
    dy: int = 0


USUAL = Place()


def within(told: Told, room: Rect) -> Label | None:
    """The label that can be read within ``room``; ``None`` where it has to be beside the tile."""
    wide, high = room.width - 2 * MARGIN - told.badge, room.height - 2 * MARGIN
    if high < strokes.LABEL:
        return None
    if strokes.label_width(told.name, told.size, told.icon) <= wide:
        return Label(told.name, told.size, told.icon, ROOMY)
    size = strokes.label_width("", told.size, "")
    if high >= strokes.LABEL_TWO and wide >= size:
        if strokes.label_width(told.name, "", told.icon) <= wide:
            return Label(told.name, told.size, told.icon, ROOMY, is_two=True)
        name = _short(told, wide)
        return Label(name, told.size, told.icon, wide // STEP * STEP, is_two=True) if wide >= NAME else None
    lead = strokes.label_width("", "", told.icon)
    if wide - lead - size >= NAME:
        return Label(_without_ending(told.name), told.size, told.icon, wide // STEP * STEP)
    return None


def _short(told: Told, wide: int) -> str:
    """The name, as long as there are so many pixels for all of it; else its ending goes first."""
    return told.name if strokes.label_width(told.name, "", told.icon) <= wide else _without_ending(told.name)


def _without_ending(name: str) -> str:
    """What tells videos apart is hardly ever how their names end."""
    return without_ending(name) or name


def tight(told: Told, room: Rect) -> Label | None:
    """As much of the name as there is room for."""
    wide = room.width - 2 * MARGIN - told.badge
    if wide < TIGHT or room.height < strokes.LABEL + 2:
        return None
    name = _short(told, wide)
    whole = strokes.label_width(name, "", told.icon) <= wide
    return Label(name, "", told.icon, ROOMY if whole else wide)


def at_corner(corner: Corner, label: Label, room: Rect, badge: int) -> Rect:
    """Where ``label`` lies in that corner of ``room``."""
    width, height = strokes.label_size(label)
    up = min(MARGIN, max(0, (room.height - height) // 2))
    x = room.x + MARGIN if "left" in corner else room.right - MARGIN - width
    y = room.y + up if "top" in corner else room.bottom - up - height
    return Rect(x - (badge if corner == "top-right" else 0), y, width, height)


def settle(tiles: Sequence[Told], sight: Rect, wanted: frozenset[str], chosen: frozenset[str]) -> dict[str, Place]:
    """Where the labels of ``tiles`` lie, given in stacking order, all of them in ``sight``.

    Labels in tiles keep clear of the tiles above. Beside a tile they keep clear of each other, of other labels and of
    tiles as small as theirs; where that does not go, only those of ``wanted`` tiles are there. Who is ``chosen`` has
    handles around.
    """
    places: dict[str, Place] = {}
    taken: list[Rect] = []
    small: list[Told] = []
    is_few = len(tiles) <= MOST
    for number, told in enumerate(tiles):
        room = told.rect.cut(sight)
        label = within(told, room) if room is not None else None
        if room is None or label is None:
            small.append(told)
            continue
        above = [one.rect for one in tiles[number + 1 :] if one.rect.overlaps(told.rect)] if is_few else []
        for corner in CORNERS:
            there = at_corner(corner, label, room, told.badge)
            if not any(rect.overlaps(there) for rect in above):
                taken.append(there)
                places[told.tile_id] = Place(corner)
                break
        else:
            places[told.tile_id] = Place(None)
            small.append(told)
    asked = [told for told in small if told.tile_id in wanted][:MOST_BESIDE]
    others = [told for told in reversed(small) if told.tile_id not in wanted and told.tile_id not in places]
    if not is_few or len(others) > MOST_BESIDE:
        others = []
    rects = [told.rect for told in tiles] if is_few else []
    blocked = [told.rect for told in small if told.tile_id not in places] if is_few else []
    blocked += [_with_handles(told.rect) for told in asked if told.tile_id in chosen]
    for told in (*asked, *others):
        must = told.tile_id in wanted
        core = _with_handles(told.rect) if told.tile_id in chosen else told.rect
        found = _beside(told, sight, core, _Around(taken, blocked, rects), must=must)
        if found is not None:
            place, there = found
            taken.append(there)
            places[told.tile_id] = place
    return places


class _Around(NamedTuple):
    """Labels that are placed, small tiles, and all tiles."""

    taken: list[Rect]
    blocked: list[Rect]
    rects: list[Rect]


def _beside(told: Told, sight: Rect, core: Rect, around: _Around, *, must: bool) -> tuple[Place, Rect] | None:
    """A place beside the tile, best where no tile lies; with ``must`` over what lies there."""
    ways = list(_ways(told, core))
    seen = [one for one in ways if sight.contains(one[0])]
    near = _near(seen, [*around.taken, *around.blocked])
    free = [one for one in seen if not _overlaps(one[0], near)]
    if not free and not must:
        return None
    others = [rect for rect in _near(free, around.rects) if not rect.contains(told.rect)]
    clear = [one for one in free if not _overlaps(one[0], others)]
    first, label = (clear or free or seen or ways)[0]
    there = first if seen else _kept_in(first, sight)
    return Place(None, label, there.x - told.rect.x, there.y - told.rect.y), there


def _with_handles(rect: Rect) -> Rect:
    """What a chosen tile takes, its handles included."""
    across, down = outward(rect.width) + CORNER // 2 + 1, outward(rect.height) + CORNER // 2 + 1
    return Rect(rect.x - across, rect.y - down, rect.width + 2 * across, rect.height + 2 * down)


def _ways(told: Told, rect: Rect) -> Iterator[tuple[Rect, Label]]:
    """Above, below, right of and left of ``rect``, in which the tile lies, in one line and in two."""
    for is_two in (False, True):
        label = Label(told.name, told.size, told.icon, WIDEST, is_two=is_two, is_solid=True)
        width, height = strokes.label_size(label)
        above, below = rect.y - APART - height, rect.bottom + APART
        middle = rect.y + (rect.height - height) // 2
        for x, y in (
            (rect.x, above),
            (rect.x, below),
            (rect.right + APART, middle),
            (rect.x - APART - width, middle),
            (rect.right - width, above),
            (rect.right - width, below),
        ):
            yield Rect(x, y, width, height), label


def _near(ways: Sequence[tuple[Rect, Label]], rects: Iterable[Rect]) -> list[Rect]:
    """Those of ``rects`` that any of ``ways`` may overlap: few of the hundred that there are with all tiles chosen."""
    if not ways:
        return []
    left, top = min(rect.x for rect, _ in ways), min(rect.y for rect, _ in ways)
    right, bottom = max(rect.right for rect, _ in ways), max(rect.bottom for rect, _ in ways)
    # As `Rect.overlaps`, written out: it is asked of each rectangle for each label.
    return [
        rect
        for rect in rects
        if rect[0] < right and left < rect[0] + rect[2] and rect[1] < bottom and top < rect[1] + rect[3]
    ]


def _overlaps(rect: Rect, others: Iterable[Rect]) -> bool:
    return any(rect.overlaps(other) for other in others)


def _kept_in(rect: Rect, sight: Rect) -> Rect:
    x = max(sight.x + MARGIN, min(rect.x, sight.right - rect.width - MARGIN))
    y = max(sight.y + MARGIN, min(rect.y, sight.bottom - rect.height - MARGIN))
    return Rect(x, y, rect.width, rect.height)
