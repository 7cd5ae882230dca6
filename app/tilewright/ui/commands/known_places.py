"""Tiles whose size nobody knows: what is worked out from places leaves them out, and says so."""

from __future__ import annotations

import operator
from collections.abc import Collection, Iterable, Sequence

from ...layout.applying import FRAME_UNKNOWN
from ...layout.place import SOURCE_UNKNOWN, Placement, Unplaced
from ...layout.rect import Rect
from ...layout.sizing import Area, Wish, cell_of
from ...model.composition import Tile
from ..names import tile_label
from ..words import tell, tr
from ..workbench import Workbench


class KnownPlaces:
    """Asked again and again, for each command: looked up once for each placement."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._placement: Placement | None = None
        self._unknown: dict[str, Unplaced] = {}

    def unknown(self) -> dict[str, Unplaced]:
        """Of all tiles those whose place and size are not certain, by id."""
        placement = self._bench.session.placement()
        if placement is not self._placement:
            self._placement = placement
            self._unknown = {
                there.tile_id: there
                for there in placement.tiles
                if isinstance(there, Unplaced) and there.certain is None
            }
        return self._unknown

    def off(self, count: int, *, unlocked: bool = False, by_last: bool = False) -> str:
        """Why nothing comes of it that takes ``count`` chosen tiles whose places are known, not locked ones with
        ``unlocked``; with ``by_last`` the one that was chosen last has to be among them. Empty where it can be done.
        """
        unknown, session = self.unknown(), self._bench.session
        missing = [unknown[tile.id] for tile in session.selected() if tile.id in unknown] if unknown else []
        if not missing:
            return ""
        last = unknown.get(session.last_chosen) if by_last else None
        left = sum(tile.id not in unknown and not (unlocked and tile.locked) for tile in session.selected())
        return tell((last or missing[0]).sentence) if last or left < count else ""

    def tell_left_out(self, ids: Collection[str]) -> None:
        """Say which of the tiles ``ids`` took no part in what was done, and why."""
        unknown = self.unknown()
        out = [tile.id for tile in self._bench.session.composition.tiles if tile.id in unknown and tile.id in ids]
        if out:
            _tell_left_out(self._bench, out, tell(unknown[out[0]].sentence))


def _tell_left_out(bench: Workbench, out: Sequence[str], why: str) -> None:
    tiles = bench.session.composition.tiles
    first, number = next((tile, number) for number, tile in enumerate(tiles, 1) if tile.id == out[0])
    told = tr("{name} was left out.").format(name=tile_label(first, number))
    if len(out) > 1:
        told = tr("{count} tiles were left out.").format(count=len(out))
    bench.report.say(told, why, about="arrange")


class Sizes:
    """What the chosen tiles can be resized to (`layout.sizing`), and whom that leaves out."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._asked: tuple[object, ...] = ()
        self._is_known = self._is_placed = self._is_elsewhere = False

    def off(self, wish: Wish, area: Area) -> str:
        """Why none of the chosen tiles, of which one is not locked, would become another; empty where one might."""
        session = self._bench.session
        if area == "frame" and wish != "source" and session.placement().frame is None:
            return tell(FRAME_UNKNOWN)
        self._look()
        if not (self._is_placed if wish == "stretch" else self._is_known):
            return _unknown_source()
        if (wish, area) == ("stretch", "cell") and not self._is_elsewhere:
            return tr("It has exactly its place now")
        return ""

    def _look(self) -> None:
        """At the chosen tiles, of which there may be a thousand: once for all wishes."""
        session = self._bench.session
        asked = session.composition, session.selection, session.known
        if len(self._asked) == 3 and all(map(operator.is_, asked, self._asked)):
            return
        self._asked = asked
        free = [tile for tile in session.selected() if not tile.locked]
        self._is_known = not {tile.url for tile in free}.isdisjoint(session.known.sources)
        rects = self._rects(free)
        self._is_placed = self._is_known or any(rects)
        self._is_elsewhere = any(
            rect is None or cell_of(tile, rect) != rect
            for tile, rect in zip(free, rects, strict=True)
            if rect is not None or tile.url in session.known.sources
        )

    def _rects(self, tiles: Iterable[Tile]) -> list[Rect | None]:
        """Their places, as far as they are certain."""
        there = {tile.tile_id: tile.certain for tile in self._bench.session.placement().tiles}
        return [there[tile.id] for tile in tiles]

    def left_out(self, wish: Wish) -> tuple[str, ...]:
        """Those of the chosen tiles, not locked, whose proportion nobody knows; to be stretched one needs none, where
        it has a size.
        """
        session = self._bench.session
        unknown = [tile for tile in session.selected() if not tile.locked and tile.url not in session.known.sources]
        return tuple(
            tile.id
            for tile, rect in zip(unknown, self._rects(unknown), strict=True)
            if wish != "stretch" or rect is None
        )

    def tell_left_out(self, ids: Sequence[str]) -> None:
        """Say who was, of ``ids``; some may be gone by now."""
        there = {tile.id for tile in self._bench.session.composition.tiles}
        out = [tile_id for tile_id in ids if tile_id in there]
        if out:
            _tell_left_out(self._bench, out, _unknown_source())


def _unknown_source() -> str:
    return tell(SOURCE_UNKNOWN)
