"""The table of tiles: choose, rename, place, hide and reorder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from ..theme import tokens
from ..widgets.tips import set_tip
from ..words import tr
from ..workbench import Workbench
from .delegate import TileDelegate
from .dragging import RowDrag
from .editing import RowEditing
from .editor import InlineEditor
from .edits import Edits
from .geometry import Part, is_wide, parts_of
from .model import TileModel

WIDE_ROW = 44
"""Height of a row with columns, which needs no second line."""


class TileTable(QListView):
    """One row a tile. ``width_class_changed`` tells that columns came or went."""

    width_class_changed = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = bench.session
        self.setObjectName("tileTable")
        self.setAccessibleName(tr("Tiles"))
        self._model = TileModel(bench, self)
        self._delegate = TileDelegate(bench.pictures, self)
        self.edits = Edits(bench)
        self.editing = RowEditing(self, self._model, self.edits)
        self._drag = RowDrag(self)
        self._pressed_eye = -1
        self._is_showing = False
        self._was_wide: bool | None = None
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(26)
        self.verticalScrollBar().valueChanged.connect(self.editing.close)
        self._session.selection_changed.connect(self._show_selection)
        self._model.reordered.connect(self._show_selection)
        bench.commands.attach_at(self)
        self._model.rowsInserted.connect(self.updateGeometry)
        self._model.rowsRemoved.connect(self.updateGeometry)
        self.selectionModel().selectionChanged.connect(self._on_selected)
        self._show_selection()

    # Selection, both ways

    def _show_selection(self) -> None:
        if self._is_showing:
            return
        rows = sorted(row for row in map(self._model.row_of, self._session.selection) if row >= 0)
        if rows == sorted(index.row() for index in self.selectionModel().selectedRows()):
            return
        wanted = QItemSelection()
        for first, last in _runs(rows):
            wanted.select(self._model.index(first), self._model.index(last))
        self._is_showing = True
        self.selectionModel().select(wanted, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if rows and self.currentIndex().row() not in rows:
            index = self._model.index(rows[0])
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(index)
        self._is_showing = False

    def _on_selected(self, *_: object) -> None:
        if self._is_showing or self._model.is_changing:
            return
        self._is_showing = True
        self._session.select(self._model.id_at(index.row()) for index in self.selectionModel().selectedRows())
        self._is_showing = False

    # Editing in the row

    @property
    def editor(self) -> InlineEditor | None:
        """The editor that is open."""
        return self.editing.editor

    def edit_part(self, part: Part, index: QModelIndex | None = None) -> None:
        """Open the editor for a part of the current row, or of ``index``."""
        index = index or self.currentIndex()
        if index.isValid() and self._model.rowCount():
            self.editing.open(part, index)

    # Mouse

    def _part_at(self, point: QPoint) -> tuple[QModelIndex, Part]:
        index = self.indexAt(point)
        return index, parts_of(self.visualRect(index)).at(point) if index.isValid() else ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        index, part = self._part_at(point)
        if event.button() == Qt.MouseButton.LeftButton and part == "eye":
            self._pressed_eye = index.row()
            event.accept()
            return
        is_plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        self._drag.press(point if is_plain and index.isValid() else None)
        chosen = self.selectionModel().selectedRows()
        if is_plain and index in chosen and len(chosen) > 1:
            event.accept()  # the others stay chosen, in case they are about to be dragged
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        self._delegate.hover = point
        self._set_cursor(point)
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._drag.move(point)
            return
        super().mouseMoveEvent(event)
        index = self.indexAt(point)
        if index.isValid():
            self.update(index)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        index, part = self._part_at(point)
        pressed, self._pressed_eye = self._pressed_eye, -1
        if pressed >= 0:
            if part == "eye" and index.row() == pressed:
                self.edits.toggle_hidden([self._model.at(pressed).tile])
            return
        gap = self._drag.release()
        if gap is not None:
            self.edits.put_at(self._session.selection, self._model.rowCount() - gap)
            return
        if event.button() == Qt.MouseButton.LeftButton and not event.modifiers() and index.isValid():
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index, part = self._part_at(event.position().toPoint())
        self._drag.press(None)
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        if part == "eye":
            self._pressed_eye = index.row()
        else:
            self.edit_part(part or "name", index)

    def _set_cursor(self, point: QPoint) -> None:
        is_button = self._part_at(point)[1] == "eye"
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if is_button else Qt.CursorShape.ArrowCursor)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._delegate.hover = None
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and self._delegate.hover is not None:
            index, part = self._part_at(self._delegate.hover)
            if part == "eye":
                is_hidden = self._model.at(index.row()).tile.hidden
                set_tip(self.viewport(), tr("Show in the result") if is_hidden else tr("Leave out of the result"))
                return False
            set_tip(self.viewport(), "")
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
        elif index.isValid() and not self.selectionModel().isSelected(index):
            self.setCurrentIndex(index)
        at = self.visualRect(index).center() if event.reason() == QContextMenuEvent.Reason.Keyboard else event.pos()
        self.menu_wanted.emit(self.viewport().mapToGlobal(at))
        event.accept()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, has_alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if self._drag.is_dragging and key == Qt.Key.Key_Escape:
            self._drag.cancel()
        elif key == Qt.Key.Key_F2:
            self.edit_part("name")
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.edit_part("place")
        elif has_alt and key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.edits.step(self._session.selection, "forward" if key == Qt.Key.Key_Up else "backward")
            self.scrollTo(self.currentIndex())
        elif key == Qt.Key.Key_Space and self._session.selection and not event.modifiers():
            self.edits.toggle_hidden(self._session.selected())
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def keyboardSearch(self, search: str) -> None:
        """Letters are shortcuts of the window here, not the beginning of a name."""

    # Looks

    @property
    def is_wide(self) -> bool:
        return is_wide(self.viewport().width())

    def content_height(self) -> int:
        return self._delegate.row_height * self._model.rowCount()

    def sizeHint(self) -> QSize:
        return QSize(200, self.content_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, min(self.content_height(), 2 * self._delegate.row_height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.editing.close()
        height = WIDE_ROW if self.is_wide else tokens.size("tile_row")
        if height != self._delegate.row_height:
            self._delegate.row_height = height
            self.scheduleDelayedItemsLayout()
            self.updateGeometry()
        if self._was_wide != self.is_wide:
            self._was_wide = self.is_wide
            self.width_class_changed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._drag.paint(QPainter(self.viewport()))


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and last of those that follow each other: a thousand ranges of one row are slow to select."""
    for _, run in groupby(enumerate(rows), lambda pair: pair[1] - pair[0]):
        numbers = [row for _, row in run]
        yield numbers[0], numbers[-1]
