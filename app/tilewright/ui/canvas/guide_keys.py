"""Keys about the user's guide that was chosen: arrows move it, Delete removes it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from ...model.ruler_guides import GuideName
from ..words import tr
from .hand import Hand

FAR = 10
"""Pixels of the frame that an arrow key moves it with Shift."""

_WAYS = {
    ("x", Qt.Key.Key_Left): -1,
    ("x", Qt.Key.Key_Right): 1,
    ("y", Qt.Key.Key_Up): -1,
    ("y", Qt.Key.Key_Down): 1,
}
_MOVES = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down}
_REMOVES = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}


def guide_key(hand: Hand, event: QKeyEvent) -> bool:
    """Do what a key means for the chosen guide; whether it means anything."""
    name, key = _chosen(hand), Qt.Key(event.key())
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    is_far = modifiers == Qt.KeyboardModifier.ShiftModifier
    if name is None or hand.is_busy or hand.session.selection:
        return False
    if modifiers != Qt.KeyboardModifier.NoModifier and not is_far:
        return False
    document = hand.session.document
    guides = document.composition.ruler_guides
    if key in _REMOVES and not is_far:
        hand.state.choose_guide(None)
        after = guides.without(name.axis, name.number)
        document.apply(document.composition.replace(ruler_guides=after), tr("Remove guide"))
        return True
    if key in _MOVES:
        way = _WAYS.get((name.axis, key), 0) * (FAR if is_far else 1)
        if way:
            after = guides.moved(name.axis, name.number, guides.on(name.axis)[name.number] + way)
            burst = f"guide {name.axis} {name.number}"
            document.linger(document.composition.replace(ruler_guides=after), tr("Move guide"), burst)
        return True
    return False


def _chosen(hand: Hand) -> GuideName | None:
    """The guide that keys are about; ``None`` when there is none, or it is gone or cannot be moved."""
    name, guides = hand.state.guide, hand.session.composition.ruler_guides
    if name is None or guides.locked or guides.hidden or name.number >= len(guides.on(name.axis)):
        return None
    return name
