"""The list of what came with an opened request and is not known: to read, and to remove."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ...model.composition import Composition
from ...model.kept import UnknownPart, unknown
from ..theme.fonts import font
from ..widgets.buttons import PlainButton
from ..widgets.labels import Label
from ..words import tr
from .page import line_of

_LINE = 26
_MOST_LINES = 5


def place_of(part: UnknownPart, numbers: Mapping[str, int]) -> str:
    """The element that holds it, as the service calls it: ``Transcode.Video``, ``SpliceInfo 2``.

    ``numbers`` are those of the tiles by their ids.
    """
    names = part.path.split(".")
    if names[0] == "kept":
        return {"request": "Request", "operation": "Operation"}.get(names[1], "VideoSynthesis")
    if names[0] == "tiles":
        return f"SpliceInfo {numbers[names[1]]}" if names[1] in numbers else "SpliceInfo"
    words = (name if name.isdecimal() else "".join(map(str.capitalize, name.split("_"))) for name in names[:-1])
    return ".".join(words)


class _Rows(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(40, _LINE)  # as wide as there is room: a long one is cut, and whole in its tooltip


class _List(QListView):
    removed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.removed.emit()
        else:
            super().keyPressEvent(event)


class KeptList(QWidget):
    """Shows the parts of a composition that are not known; ``removed(part)`` when the user wants one gone."""

    removed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._parts: tuple[UnknownPart, ...] = ()
        self._model = QStringListModel(self)
        self.view = _List()
        self.view.setObjectName("kept")
        self.view.setAccessibleName(tr("Parts of the request that Tilewright does not know"))
        self.view.setModel(self._model)
        self.view.setFont(font("mono"))
        self.view.setItemDelegate(_Rows(self.view))
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setProperty("panel", "sunken")
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.view.removed.connect(self._on_remove)
        self.button = PlainButton(tr("Remove"))
        self.button.setAccessibleName(tr("Remove the part that is not known"))
        self.button.clicked.connect(self._on_remove)
        self._words = Label("", "caption", "3", wraps=True)
        self._buttons = line_of(self.button, stretch=True)
        column.addWidget(self._words)
        column.addWidget(self.view)
        column.addWidget(self._buttons)

    @property
    def lines(self) -> list[str]:
        """What is read there."""
        return self._model.stringList()

    def show_parts(self, composition: Composition) -> None:
        """Those of ``composition``. The line that was chosen stays the chosen one, as far as there is one."""
        parts = unknown(composition)
        numbers = {tile.id: number for number, tile in enumerate(composition.tiles, 1)} if parts else {}
        lines = [f"{place_of(part, numbers)}: {part.text}" for part in parts]
        self._parts = parts
        if lines != self.lines:
            row = self.view.currentIndex().row()
            self._model.setStringList(lines)
            if lines:
                self.view.setCurrentIndex(self._model.index(min(max(0, row), len(lines) - 1)))
            self.view.setFixedHeight(_LINE * min(_MOST_LINES, max(1, len(lines))) + 4)
        for widget in (self.view, self._buttons):
            widget.setVisible(bool(parts))
        told = tr("Written back as it came, in its place.")
        self._words.setText(told if parts else tr("Nothing. What an opened request has beyond this is kept."))

    def _on_remove(self) -> None:
        row = self.view.currentIndex().row()
        if 0 <= row < len(self._parts):
            self.removed.emit(self._parts[row])
