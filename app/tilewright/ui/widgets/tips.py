"""What the pointer is told. Qt looks into each text whether it be HTML, and names and messages come from anybody: one
called ``<img src=…>`` would be drawn, not read. This is the one place that sets tooltips.
"""

from __future__ import annotations

import re
from html import escape
from typing import Protocol

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import Qt
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

_JOINER = "\u2060"
"""Has no width and breaks no line; behind a sign that would begin a tag or an entity, that begins none."""
_SIGN = re.compile(r"[<&](?=\S)")


class _Tipped(Protocol):
    """A widget, an action, an item of a table."""

    def setToolTip(self, tip: str, /) -> None: ...


def plain_tip(text: str) -> str:
    """``text`` as a tooltip that shows it as it is written; for `ToolTipRole`."""
    return without_markup(text) if Qt.mightBeRichText(text) else text


def without_markup(text: str) -> str:
    """``text`` in which nobody finds a tag or an entity; for those who look at every line of it."""
    return _SIGN.sub(lambda sign: sign[0] + _JOINER, text)


def set_tip(target: _Tipped, text: str) -> None:
    """Let the pointer be told ``text``, as it is written; empty for nothing."""
    target.setToolTip(plain_tip(text))


def set_wrapped_tip(target: _Tipped, text: str) -> None:
    """The same for a sentence of any length, which Qt then wraps."""
    target.setToolTip(f"<qt>{escape(text)}</qt>" if text else "")


def show_tip(place: QPoint, text: str, owner: QWidget) -> None:
    """Tell ``text`` now at ``place`` of the screen; empty takes away what is told."""
    QToolTip.showText(place, plain_tip(text), owner)


def show_tip_beside(area: QRect, y: int, text: str, owner: QWidget) -> None:
    """Tell ``text`` now over nothing of ``area`` of the screen: at its right, from about ``y`` on; without room there,
    below or above.
    """
    show_tip(QPoint(area.right() + 1, y), text, owner)
    room, apart = owner.screen().availableGeometry(), 2
    for tip in QApplication.topLevelWidgets():  # how large Qt makes it, and where it puts it then, is seen only now
        if tip.objectName() == "qtooltip_label" and tip.isVisible() and tip.geometry().intersects(area):
            below = area.bottom() + 1 + apart
            fits = below + tip.height() <= room.bottom() + 1
            tip.move(tip.x(), below if fits else area.top() - apart - tip.height())
