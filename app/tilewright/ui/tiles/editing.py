"""Which part of which row is edited, and what becomes of what was typed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, QObject, QRect, Qt
from PySide6.QtWidgets import QListView

from ..names import tile_label
from ..words import tr
from .editor import Accept, InlineEditor
from .edits import Edits
from .geometry import COLUMNS, Part, parts_of
from .model import Row, TileModel
from .words import rect_words


class RowEditing(QObject):
    """Opens one `InlineEditor` at a time over a row of ``table``."""

    def __init__(self, table: QListView, model: TileModel, edits: Edits) -> None:
        super().__init__(table)
        self._table, self._model, self._edits = table, model, edits
        self.editor: InlineEditor | None = None

    def open(self, part: Part, index: QModelIndex) -> None:
        """Edit a part of a row: ``name``, ``place`` or the number of a column."""
        self.close()
        self._table.scrollTo(index)
        row = self._model.at(index.row())
        parts = parts_of(self._table.visualRect(index))
        rect = row.rect
        if part == "name":
            text = self._edits.name_to_edit(row)
            opened = self._open(tr("Name of {tile}"), row, text, parts.name, partial(self._edits.rename, row))
            opened.setPlaceholderText(tile_label(row.tile.replace(name=None), row.number))
        elif part == "place":
            text = rect_words(rect) if rect else ""
            name = tr("Size and position of {tile}")
            self._open(name, row, text, parts.place, partial(self._edits.place, row))
        elif part in COLUMNS and parts.columns:
            names = {"x": tr("X of {tile}"), "y": tr("Y of {tile}"), "width": tr("Width of {tile}")}
            name = names.get(part, tr("Height of {tile}"))
            text = str(getattr(rect, part)) if rect else ""
            place = parts.columns[COLUMNS.index(part)]
            self._open(name, row, text, place, partial(self._edits.place, row, part=part))

    def close(self) -> None:
        """Leave what is edited as it was."""
        if self.editor is not None:
            self.editor.close_editor()

    def _open(self, name: str, row: Row, text: str, place: QRect, accept: Accept) -> InlineEditor:
        ground = self._table.viewport()
        self.editor = InlineEditor(name.format(tile=row.title), text, place, accept, self._table, ground)
        self.editor.closed.connect(self._on_closed)
        return self.editor

    def _on_closed(self, had_focus: bool) -> None:
        self.editor = None
        if had_focus:
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
