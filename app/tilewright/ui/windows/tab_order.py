"""Where Tab goes in a window: the order in which one reads it.

Panels and their pages are made late and in pieces, so the order in which they were made, by
which Qt goes, says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from ..keyboard import Keyboard


def go(window: QWidget, keyboard: Keyboard | None, *, forward: bool) -> bool:
    """Give the focus to the next widget of ``window`` that takes it by Tab, or the one before; whether there is one.

    Qt asks for that as well where what has the ``keyboard`` goes: then it is lost.
    """
    if keyboard is not None and keyboard.is_handed_on:
        keyboard.lost.emit()
        return True
    stops = list(stops_of(window))
    if not stops:
        return False
    now = QApplication.focusWidget()
    if now in stops:
        after = stops[(stops.index(now) + (1 if forward else -1)) % len(stops)]
    else:
        after = stops[0 if forward else -1]
    after.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    _bring_into_view(after)
    return True


def stops_of(whole: QWidget) -> Iterator[QWidget]:
    """What takes the focus by Tab in ``whole``: line by line, from left to right, part by part."""
    for part in _in_reading_order(whole):
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isEnabled() and part.focusProxy() is None:
            yield part
        yield from stops_of(part)


def _in_reading_order(whole: QWidget) -> list[QWidget]:
    parts = [part for part in whole.children() if isinstance(part, QWidget)]
    seen = [part for part in parts if part.isVisible() and not part.isWindow()]
    ordered: list[QWidget] = []
    line: list[QWidget] = []
    reach = QRect()
    for part in sorted(seen, key=lambda part: (part.y(), part.x())):
        if line and not _is_beside(part.geometry(), reach):
            ordered += sorted(line, key=lambda part: (part.x(), part.y()))
            line, reach = [], QRect()
        line.append(part)
        reach = reach.united(part.geometry())
    return ordered + sorted(line, key=lambda part: (part.x(), part.y()))


def _is_beside(rect: QRect, line: QRect) -> bool:
    """Whether it stands in that line: at least half of the lower one of the two is beside the other."""
    shared = min(rect.bottom(), line.bottom()) - max(rect.top(), line.top()) + 1
    return 2 * shared >= min(rect.height(), line.height()) > 0


def _bring_into_view(widget: QWidget) -> None:
    above = widget.parentWidget()
    while above is not None and not above.isWindow():
        content = above.widget() if isinstance(above, QScrollArea) else None
        if isinstance(above, QScrollArea) and content is not None:
            rect = QRect(widget.mapTo(content, QPoint(0, 0)), widget.size())
            above.ensureVisible(rect.center().x(), rect.center().y(), 0, rect.height())
        above = above.parentWidget()
