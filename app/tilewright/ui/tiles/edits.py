"""What the table does to the composition, each as one step."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ...checks.tiles import name_like, trouble_with_name
from ...layout.expression import Unreadable
from ...layout.stack import Order, put_at, reorder
from ...model.composition import Composition, Tile
from ...model.endings import without_ending
from ..names import file_name, step_name
from ..words import tell, tr
from ..workbench import Workbench
from .geometry import Part
from .model import Row
from .words import read_number, read_place


class Edits:
    """Edits of the tiles of one window. What cannot be is told by a sentence; empty means that it was done, or will be
    as soon as a long text has been read.
    """

    def __init__(self, bench: Workbench) -> None:
        self._bench, self._session = bench, bench.session

    def name_to_edit(self, row: Row) -> str:
        """The tile's own name, else one that can be made of its file's, which is none until something is typed."""
        if row.tile.name:
            return row.tile.name
        return name_like(without_ending(file_name(row.tile.url)))

    def rename(self, row: Row, text: str) -> str:
        """Give the tile a name; none when the text is empty or the name that it has without one."""
        name = text.strip()
        if name == row.title:
            return ""
        trouble = trouble_with_name(name)
        if trouble:
            return tell(trouble)[:1].upper() + tell(trouble)[1:]
        self._change(row.tile, tr("Rename {tile}"), name=name or None)
        return ""

    def place(self, row: Row, text: str, part: Part = "place") -> str:
        """Set size and position as typed, or the one number that ``part`` names."""
        frame = self._session.placement().frame
        try:
            if part == "place":
                values = read_place(text, row.rect, frame)
            else:
                values = {part: read_number(part, text, row.rect, frame)}
        except Unreadable as error:
            return tell(error.sentence)
        rect = row.rect
        if rect is None or any(getattr(rect, name) != value for name, value in values.items()):
            self._change(row.tile, tr("Place {tile}"), **values)
        return ""

    def toggle_hidden(self, tiles: Sequence[Tile]) -> None:
        """Leave the tiles out of the result, or show them when all of them are left out."""
        ids = [tile.id for tile in tiles]
        self._bench.when_settled(lambda: self._toggle_hidden(ids))  # what is being typed may be about these

    def _toggle_hidden(self, ids: Sequence[str]) -> None:
        document = self._session.document
        there = {tile.id: tile for tile in document.composition.tiles}
        tiles = [there[tile_id] for tile_id in ids if tile_id in there]
        if not tiles:
            return
        hides = not all(tile.hidden for tile in tiles)
        after = document.composition.with_tiles(tile.replace(hidden=hides) for tile in tiles)
        one, many = (
            (tr("Hide {tile}"), tr("Hide {count} tiles")) if hides else (tr("Show {tile}"), tr("Show {count} tiles"))
        )
        document.apply(after, step_name(document.composition, [tile.id for tile in tiles], one, many))

    def put_at(self, ids: Collection[str], index: int) -> None:
        """Move tiles into a gap of the list, see `layout.stack.put_at`."""
        self._bench.edit(lambda now: put_at(now, ids, index), self._reorder_text(ids))

    def step(self, ids: Collection[str], order: Order) -> None:
        self._bench.edit(lambda now: reorder(now, ids, order), self._reorder_text(ids))

    def _reorder_text(self, ids: Collection[str]) -> str:
        return step_name(self._session.composition, ids, tr("Reorder {tile}"), tr("Reorder {count} tiles"))

    def _change(self, tile: Tile, text: str, **fields: object) -> None:
        def changed(now: Composition) -> Composition:
            try:
                present = now.tile(tile.id)
            except KeyError:  # taken away while it was edited
                return now
            return now.with_tile(present.replace(**fields))

        text = step_name(self._session.composition, [tile.id], text, text)
        self._bench.edit(changed, text)  # what is being typed elsewhere is a step of its own
