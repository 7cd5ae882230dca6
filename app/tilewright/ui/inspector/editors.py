"""What people touch to give a field its value. An editor shows values and tells wishes; it knows no composition."""

from __future__ import annotations

from typing import Any, Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QColorDialog, QGridLayout, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from ..theme import tokens
from ..theme.fonts import font
from ..widgets.combo import Combo
from ..widgets.field import Field
from ..widgets.focus import RingMixin, paint_ring, restyle
from ..widgets.switch import Switch
from ..widgets.tips import set_tip
from ..words import tr
from .kinds import Choice, Colour, Context, Option

_NO_CONTEXT = Context()

_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
"""What arrow keys mean in a field of buttons: across and down."""


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


def _paint_ground(painter: QPainter, rect: QRectF, *, is_on: bool) -> None:
    """Under what is chosen or hovered; in high contrast what is chosen has an outline too."""
    is_outlined = is_on and tokens.look() == "contrast"
    painter.setPen(QPen(tokens.colour("accent_text"), 1) if is_outlined else Qt.PenStyle.NoPen)
    painter.setBrush(tokens.colour("accent_soft" if is_on else "hover"))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5) if is_outlined else rect, 5, 5)
    painter.setPen(Qt.PenStyle.NoPen)


class _Stop(RingMixin, QToolButton):
    """One of the buttons of an `_Exclusive`, which arrow keys walk."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        owner = self.parent()
        if event.key() in _WAYS and isinstance(owner, _Exclusive):
            owner.walk(self, *_WAYS[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)


class _PlaceButton(_Stop):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        set_tip(self, name)
        self.setFixedSize(30, 30)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        is_on, off = self.isChecked(), not self.isEnabled()
        if is_on or (self.underMouse() and not off):
            _paint_ground(painter, QRectF(self.rect()), is_on=is_on and not off)
        painter.setBrush(tokens.colour("text_disabled" if off else "accent_text" if is_on else "bar"))
        radius = 5 if is_on else 2
        painter.drawEllipse(QRectF(15 - radius, 15 - radius, 2 * radius, 2 * radius))
        if self.has_ring:
            paint_ring(painter, QRectF(self.rect()), 5)


class _Exclusive(QWidget):
    """Some buttons of which one is down, in rows of ``columns``; Delete lets go where absence is allowed.

    Tab stops once, at the one that is down; arrow keys walk from there, and what they come to is picked, which is
    ``is_walked`` meanwhile.
    """

    picked = Signal(object)
    columns = 1

    def __init__(self, name: str, kind: Choice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._values = [option.value for option in kind.options]
        self.is_walked = False
        self.group = QButtonGroup(self)
        self.group.idClicked.connect(self._on_clicked)

    def show_value(self, value: Any, *, is_mixed: bool = False) -> None:
        wanted = self._values.index(value) if not is_mixed and value in self._values else -1
        self.group.setExclusive(False)
        for number, button in enumerate(self.group.buttons()):
            button.setChecked(number == wanted)
            is_stop = number == max(0, wanted)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus)
        self.group.setExclusive(True)

    def walk(self, button: QToolButton, across: int, down: int) -> None:
        """Go so many places on from ``button``, as far as there are any, and pick what is there."""
        row, column = divmod(self.group.id(button), self.columns)
        row, column = row + down, column + across
        number = row * self.columns + column
        if 0 <= column < self.columns and 0 <= number < len(self._values):
            self.group.button(number).setFocus(Qt.FocusReason.TabFocusReason)
            self.is_walked = True
            self.picked.emit(self._values[number])
            self.is_walked = False

    def _on_clicked(self, number: int) -> None:
        self.picked.emit(self._values[number])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.picked.emit(None)
            return
        super().keyPressEvent(event)


class PlacePicker(_Exclusive):
    """Nine places of a picture, three by three in reading order."""

    def __init__(self, name: str, kind: Choice, parent: QWidget | None = None) -> None:
        super().__init__(name, kind, parent)
        self.columns = 3
        grid = QGridLayout(self)
        grid.setContentsMargins(2, 2, 2, 2)
        grid.setSpacing(1)
        for number, option in enumerate(kind.options):
            button = _PlaceButton(f"{name}: {option.text}")
            self.group.addButton(button, number)
            grid.addWidget(button, number // 3, number % 3)
        self.setFixedSize(96, 96)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tokens.colour("control_border"), 1))
        painter.setBrush(tokens.colour("field"))
        radius = tokens.radius("control")
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


class _Segment(_Stop):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setText(text)
        self.setFont(font("body"))
        self.setFixedHeight(28)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 16, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_on, off = self.isChecked(), not self.isEnabled()
        if is_on or (self.underMouse() and not off):
            _paint_ground(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1), is_on=is_on and not off)
        painter.setPen(tokens.colour("text_disabled" if off else "accent_text" if is_on else "text"))
        painter.setFont(self.font())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if self.has_ring:
            paint_ring(painter, QRectF(self.rect()), 5)


class Segments(_Exclusive):
    """Two or three values side by side in one frame."""

    def __init__(self, name: str, kind: Choice, parent: QWidget | None = None) -> None:
        super().__init__(name, kind, parent)
        self.columns = len(kind.options)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        for number, option in enumerate(kind.options):
            button = _Segment(option.text)
            self.group.addButton(button, number)
            row.addWidget(button, 1)
        self.setFixedHeight(tokens.size("field"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tokens.colour("control_border"), 1))
        painter.setBrush(tokens.colour("field"))
        radius = tokens.radius("control")
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


State = Literal["", "error", "warning"]


def show_state(editor: QWidget, state: State) -> None:
    """Colour the frame of an editor that has one."""
    restyle(editor, "state", state)
