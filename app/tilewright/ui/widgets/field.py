"""A line to type in: label inside at the left, unit at the right; arrow keys and, with the focus, the wheel step."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QWidget

from ..theme import icons, tokens
from ..theme.fonts import font
from .focus import restyle

_PAD = 10
_NOTCH = 120
"""What Qt tells for one notch of a wheel."""


class Field(QLineEdit):
    """``name`` is what the field is called by assistive tools; ``inner`` the label shown in it, ``unit`` behind.

    ``accepted`` comes with Enter and when the focus leaves, ``entered`` with Enter only; ``cancelled`` with Esc;
    ``stepped(n)`` with the arrow keys or the wheel, n is ±1 or, with Shift, ±10; ``filled(text)`` when anything but the
    keyboard and `show_text` changed the text: an assistive tool. What a value is and whether it is good is not the
    field's business.
    With ``elides`` a long text shows its end while nobody types, as addresses need it.
    """

    accepted = Signal()
    entered = Signal()
    cancelled = Signal()
    stepped = Signal(int)
    filled = Signal(str)

    def __init__(
        self,
        name: str,
        inner: str = "",
        unit: str = "",
        *,
        right: bool = False,
        icon_name: str = "",
        elides: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._inner, self._unit, self._icon = inner, unit, icon_name
        self._elides = elides
        self._steps = False
        self._wheel = 0
        self._is_own = False
        self.textEdited.connect(self._on_edited)
        self.textChanged.connect(self._on_text_changed)
        self.setAccessibleName(name)
        self.setAcceptDrops(False)  # files that are dropped on it are for the window
        self.setFont(font("body"))
        self.setFixedHeight(tokens.size("field"))
        self.setMinimumWidth(60)
        if right:
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._fit_margins()

    def _fit_margins(self) -> None:
        metrics = QFontMetrics(font("label"))
        left = 22 if self._icon else 0
        if self._inner:
            left += metrics.horizontalAdvance(self._inner) + 2
        right = metrics.horizontalAdvance(self._unit) + 2 if self._unit else 0
        self.setTextMargins(left, 0, right, 0)

    def show_text(self, text: str) -> None:
        """Put in a text; told by no signal of ours, and the cursor stays where it can. What was typed before it cannot
        be taken back in the line any more.
        """
        if text != self.text() or self.isUndoAvailable() or self.isRedoAvailable():
            at = self.cursorPosition()
            self._is_own = True
            self.setText(text)
            self._is_own = False
            self.setCursorPosition(min(at, len(text)))

    def _on_edited(self) -> None:
        self._is_own = True  # `textChanged` follows

    def _on_text_changed(self, text: str) -> None:
        is_own, self._is_own = self._is_own, False
        if not is_own:
            self.filled.emit(text)

    @property
    def inner(self) -> str:
        return self._inner

    @property
    def unit(self) -> str:
        return self._unit

    def set_unit(self, unit: str) -> None:
        if unit != self._unit:
            self._unit = unit
            self._fit_margins()
            self.update()

    def set_inner(self, inner: str) -> None:
        if inner != self._inner:
            self._inner = inner
            self._fit_margins()
            self.update()

    def set_steps(self, *, enabled: bool) -> None:
        """Whether the arrow keys up and down are told as steps."""
        self._steps = enabled

    def set_state(self, state: str) -> None:
        """``error``, ``warning`` or empty: how its frame looks."""
        restyle(self, "state", state)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if self._steps and key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            size = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            self.stepped.emit(size if key == Qt.Key.Key_Up else -size)
            event.accept()
            return
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.accepted.emit()
            self.selectAll()
            event.accept()
            self.entered.emit()
            return
        if key == Qt.Key.Key_Escape:
            self.cancelled.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}:
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.accepted.emit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # Where the line has nothing to take back, Undo and Redo are those of the window.
            undo, redo = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo
            is_ours = (event.matches(undo) and self.isUndoAvailable()) or (
                event.matches(redo) and self.isRedoAvailable()
            )
            if (event.matches(undo) or event.matches(redo)) and not is_ours:
                event.ignore()
                return False
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not (self._steps and self.hasFocus()):
            event.ignore()  # the page scrolls; a value never changes under the hand
            return
        self._wheel += event.angleDelta().y()
        notches, self._wheel = int(self._wheel / _NOTCH), self._wheel - int(self._wheel / _NOTCH) * _NOTCH
        if notches:
            is_large = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.stepped.emit(notches * (10 if is_large else 1))
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._elides and not self.hasFocus() and self.text():
            self._paint_elided()
        else:
            super().paintEvent(event)
        if not (self._inner or self._unit or self._icon):
            return
        painter = QPainter(self)
        painter.setFont(font("label"))
        off = not self.isEnabled()
        box = QRectF(self.rect()).adjusted(_PAD, 0, -_PAD, 0)
        if self._icon:
            place = QRectF(QPointF(box.x(), (self.height() - 16) / 2), QPointF(box.x() + 16, (self.height() + 16) / 2))
            icons.paint(painter, self._icon, place, "text_3")
            box.setLeft(box.left() + 22)
        painter.setPen(tokens.colour("text_disabled" if off else "text_2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._inner)
        painter.setPen(tokens.colour("text_disabled" if off else "text_3"))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._unit)

    def _paint_elided(self) -> None:
        painter = QPainter(self)
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option, painter, self)
        margins = self.textMargins()
        box = QRectF(self.rect()).adjusted(_PAD + margins.left(), 0, -_PAD - margins.right(), 0)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideLeft, int(box.width()))
        painter.setFont(self.font())
        painter.setPen(tokens.colour("text" if self.isEnabled() else "text_disabled"))
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
