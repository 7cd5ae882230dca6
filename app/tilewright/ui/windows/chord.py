"""A button that is told keys by pressing them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence

from ..widgets.buttons import PlainButton
from ..words import tr

_Key, _Modifier = Qt.Key, Qt.KeyboardModifier
_MODIFIERS = {_Key.Key_Shift, _Key.Key_Control, _Key.Key_Alt, _Key.Key_Meta, _Key.Key_AltGr}

OF_EVERY_PLACE = frozenset({"Tab", "Shift+Tab", "Backtab", "Shift+Backtab", "Return", "Enter", "Esc", "Space"})
"""Keys that mean something in every field and list, and so are no command's."""
_MOVING = ("Left", "Right", "Up", "Down", "Home", "End", "PgUp", "PgDown")
OF_MOVING = frozenset({*_MOVING, *(f"Shift+{key}" for key in _MOVING)})
"""Keys that go on, and choose, in every field and list: a command has one only where it holds in one place."""
OF_CANVAS = frozenset({"PgDown", "PgUp", "Ctrl+Space"})
"""Keys that the canvas has for itself."""


class ChordButton(PlainButton):
    """Pressed, it waits for keys: ``recorded`` tells them in Qt's portable form. Esc, Tab and whatever takes the focus
    away end the waiting without any.
    """

    recorded = Signal(str)
    waiting_changed = Signal()

    def __init__(self) -> None:
        self.is_waiting = False  # Qt sends events before all is made
        super().__init__(tr("Change…"))
        self.clicked.connect(self._begin)

    def _begin(self) -> None:
        self._wait(is_waiting=True)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _wait(self, *, is_waiting: bool) -> None:
        if is_waiting != self.is_waiting:
            self.is_waiting = is_waiting
            self.setText(tr("Press the new keys…") if is_waiting else tr("Change…"))
            self.setAccessibleName(self.text().rstrip("…"))
            self.waiting_changed.emit()

    def event(self, event: QEvent) -> bool:
        if self.is_waiting and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()  # what they mean elsewhere is not meant now
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._on_key(event)
        return super().event(event)

    def _on_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _MODIFIERS or key == _Key.Key_unknown:
            return True
        chord = chord_of(event)
        if chord == "Esc":
            self._wait(is_waiting=False)
            return True
        if key in {_Key.Key_Tab, _Key.Key_Backtab}:
            self._wait(is_waiting=False)
            return super().event(event)  # nobody is trapped
        self._wait(is_waiting=False)
        self.recorded.emit(chord)
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._wait(is_waiting=False)


def chord_of(event: QKeyEvent) -> str:
    """What was pressed, in Qt's portable form. A sign that takes Shift is only that sign: keyboards differ."""
    modifiers = event.modifiers() & ~_Modifier.KeypadModifier & ~_Modifier.GroupSwitchModifier
    key = Qt.Key(event.key())
    is_sign = key < 0x80 and not chr(key).isalnum() and not chr(key).isspace()
    if is_sign:
        modifiers &= ~_Modifier.ShiftModifier
    return QKeySequence(QKeyCombination(modifiers, key)).toString(QKeySequence.SequenceFormat.PortableText)
