"""The list of presets: each with its name and what it is for, those of the program first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ...model.preset import Preset
from ..presets import description_of, title_of
from ..theme import icons, tokens
from ..theme.fonts import font
from ..widgets.combo import Combo
from ..words import tr

ROW, HEADING = 44, 28
WAIT_MS = 150
"""Until the list opens with what is known, where the disk takes longer."""

_ID = Qt.ItemDataRole.UserRole
_DESCRIPTION = Qt.ItemDataRole.UserRole + 1

Read = Callable[[Callable[[], None]], None]
Index = QModelIndex | QPersistentModelIndex


class PresetCombo(Combo):
    """``picked`` tells the id of a preset that the user chose, also of the one that is chosen already.

    ``read`` is asked to see which presets there are before the list opens, and to say when it has.
    """

    picked = Signal(str)

    def __init__(self, read: Read, parent: QWidget | None = None) -> None:
        super().__init__(tr("Preset"), parent)
        self.setObjectName("presetBox")
        self._read = read
        self._presets: tuple[Sequence[Preset], Sequence[Preset]] = ((), ())
        self._chosen = ""
        self._is_own = self._is_dressed = False
        self._waits = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._waits.timeout.connect(self._open)
        self.setMaxVisibleItems(14)
        self.currentIndexChanged.connect(self._on_picked)
        self.activated.connect(self._on_picked)  # the same one again: back to its values

    def show_presets(self, built_in: Sequence[Preset], own: Sequence[Preset]) -> None:
        """What can be chosen."""
        if (built_in, own) != self._presets:
            self._presets = (built_in, own)
            if not self._is_open:
                self._fill()

    def show_chosen(self, preset_id: str) -> None:
        """Which one is followed; empty for none."""
        self._chosen = preset_id
        self._is_own = True
        self.setPlaceholderText(tr("Custom"))
        self.setCurrentIndex(self.findData(preset_id) if preset_id else -1)
        self._is_own = False

    def _fill(self) -> None:
        model = QStandardItemModel(self)
        for title, presets in zip((tr("Built in"), tr("Your own")), self._presets, strict=True):
            if presets:
                heading = QStandardItem(title)
                heading.setFlags(Qt.ItemFlag.NoItemFlags)
                model.appendRow(heading)
            for preset in presets:
                item = QStandardItem(title_of(preset))
                described = description_of(preset)
                item.setData(preset.id, _ID)
                item.setData(described, _DESCRIPTION)
                item.setData(f"{title_of(preset)}. {described}".rstrip(" ."), Qt.ItemDataRole.AccessibleTextRole)
                model.appendRow(item)
        self._is_own = True
        self.setModel(model)  # the one before goes with it
        self._is_own = False
        self.show_chosen(self._chosen)

    def _on_picked(self, index: int) -> None:
        preset_id = self.itemData(index, _ID) if index >= 0 else None
        if not self._is_own and preset_id:
            self.picked.emit(preset_id)

    # Opening

    @property
    def _is_open(self) -> bool:
        return self._is_dressed and self.view().isVisible()

    def showPopup(self) -> None:
        if not self._waits.isActive():
            self._waits.start()
            self._read(self._open)

    def _open(self) -> None:
        if not self._waits.isActive() and self.sender() is not self._waits:
            return  # it is open already
        self._waits.stop()
        if self.isVisible() and self.isEnabled():
            if not self._is_dressed:
                self._is_dressed = self._has_list = True
                self.setView(QListView(self))
                self.setItemDelegate(_Delegate(self))
            super().showPopup()

    def hidePopup(self) -> None:
        super().hidePopup()
        QTimer.singleShot(0, self, self._catch_up)

    def _catch_up(self) -> None:
        """What came while the list was open."""
        shown = [self.itemData(row, _ID) for row in range(self.count())]
        if [preset.id for presets in self._presets for preset in presets] != [each for each in shown if each]:
            self._fill()


class _Delegate(QStyledItemDelegate):
    """Name and description in two lines; a tick at the one that is followed."""

    def __init__(self, combo: PresetCombo) -> None:
        super().__init__(combo)
        self._combo = combo

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, ROW if index.data(_ID) else HEADING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not index.data(_ID):
            self._write(painter, rect.adjusted(10, 6, -6, 0), "caption_strong", "text_2", index.data())
        else:
            if state & QStyle.StateFlag.State_Selected:
                self._ground(painter, QRectF(rect).adjusted(2, 1, -2, -1))
            words = rect.adjusted(10, 4, -34, -4)
            upper = QRect(words.x(), words.y(), words.width(), 20)
            self._write(painter, upper, "body", "text", index.data())
            lower = QRect(words.x(), words.y() + 19, words.width(), 16)
            self._write(painter, lower, "caption", "text_2", index.data(_DESCRIPTION))
            if index.row() == self._combo.currentIndex():
                middle = QRectF(rect).center().y()
                icons.paint(painter, "check", QRectF(rect.right() - 25, middle - 8, 16, 16), "text")
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRectF) -> None:
        painter.setPen(tokens.colour("accent" if tokens.look() == "contrast" else "accent_soft"))
        painter.setBrush(tokens.colour("accent_soft"))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def _write(self, painter: QPainter, rect: QRect, role: str, token: str, text: str) -> None:
        painter.setFont(font(role))
        painter.setPen(tokens.colour(token))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
