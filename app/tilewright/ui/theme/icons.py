"""Icons: lucide's SVG files in the colours of the palette, sharp at every scale."""

from __future__ import annotations

import functools

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ...assets import resource
from . import tokens


@functools.cache
def _text(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text("utf-8")


def read_all() -> None:
    """Read the files of all icons ahead, where nobody waits for it."""
    for path in resource("icons").glob("*.svg"):
        _text(path.stem)


@functools.lru_cache(maxsize=512)
def _renderer(name: str, colour: str, is_filled: bool) -> QSvgRenderer:
    # QtSvg draws `currentColor` black, so the colour is put into the text.
    text = _text(name).replace("currentColor", colour)
    if is_filled:
        text = text.replace('fill="none"', f'fill="{colour}"', 1)
    return QSvgRenderer(QByteArray(text.encode()))


def paint(painter: QPainter, name: str, rect: QRectF, token: str = "icon", *, filled: bool = False) -> None:  # noqa: S107
    """Draw the icon into ``rect`` in the colour ``token`` of the look in force."""
    _renderer(name, tokens.colour(token).name(), filled).render(painter, rect)


def paint_in(painter: QPainter, name: str, rect: QRectF, colour: QColor) -> None:
    """Draw the icon in a colour of another look: what lies on pictures looks the same in all."""
    _renderer(name, colour.name(), False).render(painter, rect)


def pixmap(name: str, token: str = "icon", size: int = 16, ratio: float = 1.0) -> QPixmap:  # noqa: S107
    """The icon as a picture of ``size`` device-independent pixels for a screen with ``ratio``."""
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    paint(painter, name, QRectF(0, 0, size, size), token)
    painter.end()
    return made


class _Engine(QIconEngine):
    """Paints when asked, so that an icon follows a change of the look and the scale of its screen by itself."""

    def __init__(self, name: str, token: str, checked_token: str) -> None:
        super().__init__()
        self._name, self._token, self._checked = name, token, checked_token

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        token = self._checked if state == QIcon.State.On else self._token
        if mode == QIcon.Mode.Disabled:
            token = "text_disabled"  # noqa: S105 - the name of a colour
        side = min(rect.width(), rect.height())
        left, top = rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2
        paint(painter, self._name, QRectF(left, top, side, side), token)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        copy = _Engine(self._name, self._token, self._checked)
        _kept.append(copy)
        return copy


_kept: list[_Engine] = []
"""Qt holds engines without owning their Python side, which would be collected under it."""


@functools.cache
def icon(name: str, token: str = "icon", checked_token: str = "accent_text") -> QIcon:  # noqa: S107
    """An icon that draws itself in the look in force; disabled and checked states have their own colours."""
    engine = _Engine(name, token, checked_token)
    _kept.append(engine)
    return QIcon(engine)
