"""Tiles whose size nobody knows: what is worked out from places leaves them out, and says so."""

from __future__ import annotations

from collections.abc import Collection

from ...layout.place import Placement, Unplaced
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
        out = [
            (tile, number)
            for number, tile in enumerate(self._bench.session.composition.tiles, 1)
            if tile.id in unknown and tile.id in ids
        ]
        if not out:
            return
        told = tr("{name} was left out.").format(name=tile_label(*out[0]))
        if len(out) > 1:
            told = tr("{count} tiles were left out.").format(count=len(out))
        self._bench.report.say(told, tell(unknown[out[0][0].id].sentence), about="arrange")
