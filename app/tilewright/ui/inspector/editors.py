"""What people touch to give a field its value. An editor shows values and tells wishes; it knows no composition."""

from __future__ import annotations

from typing import Any, Literal

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QColorDialog, QToolButton, QWidget

from ..theme import tokens
from ..widgets.combo import Combo
from ..widgets.field import Field
from ..widgets.focus import RingMixin, paint_ring, restyle
from ..widgets.switch import Switch
from ..widgets.tips import set_tip
from ..words import tr
from .kinds import Choice, Colour, Context, Option

_NO_CONTEXT = Context()


def mixed() -> str:
    """What a field shows whose tiles have different values."""
    return tr("Mixed")


class ChoiceList(Combo):
    """A list to choose from; ``picked`` comes with a choice of the user or of an assistive tool, not with `show_value`.

    The first line is the absent value. A value that is none of the options gets a line of its own.
    """

    picked = Signal(object)

    def __init__(self, name: str, kind: Choice, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._kind = kind
        self._options = kind.options
        self._is_closed = False
        self._values: list[Any] = []
        self._is_own = False
        self._fill([])
        self.currentIndexChanged.connect(self._on_index)

    def offer(self, options: tuple[Option, ...]) -> None:
        """These are the values that fit now; another one that is set is marked as not being one of them."""
        if not self._is_closed or options != self._options:
            self._is_closed, self._options = True, options
            self._fill([])

    def _fill(self, more: list[Option]) -> None:
        self._is_own = True
        self.clear()
        absent = Option(None, self._kind.absent or tr("Default"))
        options = [absent, *self._options, *more]
        self._values = [option.value for option in options]
        self.addItems([option.text for option in options])
        self._is_own = False

    def show_value(self, value: Any, *, is_mixed: bool = False) -> None:
        fits = value is None or any(option.value == value for option in self._options)
        if not is_mixed and value not in self._values:
            self._fill([self._odd_one(value)])
        elif fits and self._is_closed and len(self._values) > len(self._options) + 1:
            self._fill([])  # the one that did not fit is gone
        self._is_own = True
        self.set_greyed(value is None and not is_mixed)
        self.setPlaceholderText(mixed())
        self.setCurrentIndex(-1 if is_mixed else self._values.index(value))
        self._is_own = False

    def _odd_one(self, value: Any) -> Option:
        """The line of a value that is set and none of the options."""
        text = next((option.text for option in self._kind.options if option.value == value), str(value))
        return Option(value, tr("{value} (does not fit here)").format(value=text) if self._is_closed else text)

    def _on_index(self, index: int) -> None:
        if not self._is_own and index >= 0:
            self.picked.emit(self._values[index])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.setCurrentIndex(0)
            return
        super().keyPressEvent(event)


class FlagSwitch(Switch):
    """A switch that can also be absent: Delete leaves it out, and it then shows what holds without it."""

    picked = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._is_own = False
        self.toggled.connect(self._on_toggled)

    def show_value(self, value: bool) -> None:
        self._is_own = True
        self.setChecked(value)
        self._is_own = False

    def show_mixed(self, *, is_mixed: bool) -> None:
        """Some of those that are edited have it on, some off."""
        if is_mixed != self.is_mixed:
            self.is_mixed = is_mixed
            self.update()

    def _on_toggled(self, is_on: bool) -> None:
        if not self._is_own:
            self.picked.emit(is_on)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.picked.emit(None)
            return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.toggle()
            return
        super().keyPressEvent(event)


class _Swatch(RingMixin, QToolButton):
    """A square of the colour; pressing it opens a table of colours."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        set_tip(self, name)
        self.setFixedSize(26, 26)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.colour = QColor()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tokens.colour("control_border"), 1))
        painter.setBrush(self.colour if self.colour.isValid() else Qt.BrushStyle.NoBrush)
        side = QRectF(5.5, 5.5, 15, 15)
        painter.drawRoundedRect(side, tokens.radius("mark"), tokens.radius("mark"))
        if self.has_ring:
            paint_ring(painter, QRectF(self.rect()), 5)


class ColourField(Field):
    """A line for ``#RRGGBB`` with a swatch in front of it."""

    picked = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent=parent)
        self.swatch = _Swatch(tr("Choose: {field}").format(field=name), self)
        self.swatch.clicked.connect(self._choose)
        self.textChanged.connect(self._paint_swatch)
        self.setTextMargins(20, 0, 0, 0)
        self.swatch.move(4, 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.swatch.move(4, (self.height() - 26) // 2)

    def _paint_swatch(self, text: str) -> None:
        self.swatch.colour = QColor(text)
        self.swatch.update()

    def _choose(self) -> None:
        dialog = QColorDialog(QColor(self.text() or "#FFFFFF"), self)
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.setWindowTitle(self.accessibleName())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(self._on_chosen)
        dialog.open()

    def _on_chosen(self, chosen: QColor) -> None:
        self.picked.emit(Colour().read(chosen.name(), _NO_CONTEXT))


State = Literal["", "error", "warning"]


def show_state(editor: QWidget, state: State) -> None:
    """Colour the frame of an editor that has one."""
    restyle(editor, "state", state)
