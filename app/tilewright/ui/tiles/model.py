"""The tiles of the session as a list for Qt. The first row is the tile on top; only what changed is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ...layout.groups import numbers
from ...layout.place import Placed, Unplaced
from ...layout.rect import Rect
from ...model.composition import Composition, Tile
from ..names import tile_label
from ..problem_index import Mark
from ..widgets.tips import plain_tip
from ..words import tr
from ..workbench import Workbench
from .words import place_words

Index = QModelIndex | QPersistentModelIndex

MOST_SINGLE = 16
"""So many changed rows are told one by one; more as one stretch."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a row shows. ``number`` is the tile's place in the composition's list, from 1; ``group`` counts the groups,
    from the lowest one, and is 0 for a tile that is in none.
    """

    tile: Tile
    number: int
    placed: Placed | Unplaced
    mark: Mark
    group: int = 0

    @property
    def title(self) -> str:
        return tile_label(self.tile, self.number)

    @property
    def rect(self) -> Rect | None:
        """Where it lies, as far as that is known."""
        return self.placed.rect if isinstance(self.placed, Placed) else self.placed.guess

    @property
    def words(self) -> str:
        """As it is heard."""
        states = [tr("locked")] if self.tile.locked else []
        states += [tr("hidden")] if self.tile.hidden else []
        states += [tr("in group {number}").format(number=self.group)] if self.group else []
        states += [self.mark.words] if self.mark.words else []
        return ", ".join([str(self.number), self.title, place_words(self.placed), *states])


class TileModel(QAbstractListModel):
    """Follows the session; ``is_changing`` while rows come, go or move, and ``reordered`` afterwards."""

    reordered = Signal()

    def __init__(self, bench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._findings = bench.session, bench.findings
        self._tiles = self._session.composition.tiles
        self._frame = self._session.placement().frame
        self._rows: dict[str, int] | None = None
        self._groups = numbers(self._tiles)
        self.is_changing = False
        self._session.changed.connect(self._on_changed)
        self._session.known_changed.connect(self._tell_all)
        self._findings.changed.connect(self._on_findings)
        bench.pictures.arrived.connect(self._on_pictures)

    # Reading

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._tiles)

    def at(self, row: int) -> Row:
        """What ``row`` shows."""
        number = len(self._tiles) - row
        tile = self._tiles[number - 1]
        placement = self._session.placement().tiles
        placed = placement[number - 1] if number <= len(placement) else None
        if placed is None or placed.tile_id != tile.id:  # while rows come and go
            placed = Unplaced(tile.id, "source-unknown", None)
        return Row(tile, number, placed, self._findings.index.mark(tile.id), self._groups.get(tile.group or "", 0))

    def row_of(self, tile_id: str) -> int:
        """The row of a tile, -1 if it has none."""
        if self._rows is None:
            last = len(self._tiles) - 1
            self._rows = {tile.id: last - place for place, tile in enumerate(self._tiles)}
        return self._rows.get(tile_id, -1)

    def id_at(self, row: int) -> str:
        return self._tiles[len(self._tiles) - 1 - row].id

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._tiles):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.at(index.row()).title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.at(index.row()).words
        if role == Qt.ItemDataRole.ToolTipRole:
            row = self.at(index.row())
            lines = dict.fromkeys([row.title, row.tile.url, *([row.mark.words] if row.mark.words else [])])
            return plain_tip("\n".join(lines))
        return None

    # Following

    def _on_changed(self, before: Composition, after: Composition) -> None:
        frame = self._session.placement().frame
        if frame != self._frame:
            self._frame = frame
            self._take(after.tiles)
            self._tell_all()
        elif before.tiles is not after.tiles:
            self._take(after.tiles)
        groups = numbers(after.tiles)
        if groups != self._groups:  # the others count anew
            self._groups = groups
            self._tell_all()

    def _take(self, tiles: tuple[Tile, ...]) -> None:
        old = self._tiles
        if len(old) == len(tiles) and all(
            is_now is was or is_now.id == was.id for is_now, was in zip(tiles, old, strict=True)
        ):
            self._tiles = tiles
            last = len(tiles) - 1
            self._tell(last - place for place, tile in enumerate(tiles) if tile is not old[place])
            return
        self.is_changing = True
        if len(old) == len(tiles) and {tile.id for tile in old} == {tile.id for tile in tiles}:
            self._reorder(tiles)
        else:
            self._exchange(tiles)
        self.is_changing = False
        self.reordered.emit()

    def _reorder(self, tiles: tuple[Tile, ...]) -> None:
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        ids = [self.id_at(index.row()) for index in kept]
        self._set(tiles)
        self.changePersistentIndexList(kept, [self.index(self.row_of(tile_id)) for tile_id in ids])
        self.layoutChanged.emit()

    def _exchange(self, tiles: tuple[Tile, ...]) -> None:
        """Take away and put in what lies between the tiles that both lists begin and end with."""
        old = self._tiles
        same = [was.id == is_now.id for was, is_now in zip(old, tiles, strict=False)]
        begin = same.index(False) if False in same else len(same)
        most = min(len(old), len(tiles)) - begin
        end = 0
        while end < most and old[-1 - end].id == tiles[-1 - end].id:
            end += 1
        if len(old) > begin + end:
            self.beginRemoveRows(QModelIndex(), end, len(old) - begin - 1)
            self._set((*old[:begin], *old[len(old) - end :]))
            self.endRemoveRows()
        if len(tiles) > begin + end:
            self.beginInsertRows(QModelIndex(), end, len(tiles) - begin - 1)
            self._set(tiles)
            self.endInsertRows()
        self._set(tiles)
        # Rows above the change have another number now; others may hold another tile of the same id.
        others = (*range(begin), *range(len(tiles) - end, len(tiles)))
        is_longer = len(tiles) - len(old)
        was = {place: old[place if place < begin else place - is_longer] for place in others}
        last = len(tiles) - 1
        self._tell(last - at for at in others if tiles[at] is not was[at] or (is_longer and at >= begin))

    def _set(self, tiles: tuple[Tile, ...]) -> None:
        self._tiles, self._rows = tiles, None

    def _tell(self, rows: Iterable[int]) -> None:
        changed = sorted(rows)
        if len(changed) > MOST_SINGLE:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))
            return
        for row in changed:
            index = self.index(row)
            self.dataChanged.emit(index, index)

    def _tell_all(self) -> None:
        if self._tiles:
            self.dataChanged.emit(self.index(0), self.index(len(self._tiles) - 1))

    def _on_findings(self) -> None:
        remarked, last = self._findings.remarked, len(self._tiles) - 1
        self._tell([last - place for place, tile in enumerate(self._tiles) if tile.id in remarked])

    def _on_pictures(self, urls: frozenset[str]) -> None:
        last = len(self._tiles) - 1
        self._tell([last - place for place, tile in enumerate(self._tiles) if tile.url in urls])
