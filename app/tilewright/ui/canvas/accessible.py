"""What assistive technology sees of the canvas: a canvas whose children are the tiles, as they are read.

A tile has no widget, so each has a small object of its own that Qt's accessibility can hold on to. What changes is told
by `announcing`, what can be done is in `tile_actions`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import shiboken6
from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAccessibleObject
from PySide6.QtWidgets import QAccessibleWidget

from ..words import tr
from .announcing import TileObject
from .tile_actions import ChosenTiles, TileActions, interface_of

if TYPE_CHECKING:
    from .view import Canvas

_Text = QAccessible.Text


class CanvasAccess(QAccessibleWidget):
    """The canvas: the tiles, and behind them its viewport with what lies in it when there is none."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas, QAccessible.Role.Canvas, canvas.accessibleName())
        self._canvas = canvas
        self._chosen = ChosenTiles(canvas)

    def childCount(self) -> int:
        return len(self._canvas.announcer.objects()) + 1

    def child(self, index: int) -> QAccessibleInterface:
        tiles = self._canvas.announcer.objects()
        if 0 <= index < len(tiles):
            return interface_of(tiles[index])
        return interface_of(self._canvas.viewport() if index == len(tiles) else None)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        found, tiles = child.object(), self._canvas.announcer.objects()
        if isinstance(found, TileObject):
            return tiles.index(found) if found in tiles else -1
        return len(tiles) if found is self._canvas.viewport() else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        point = QRect(x, y, 1, 1)
        for tile in reversed(self._canvas.bench.session.composition.tiles):  # the uppermost is meant
            if tile.id not in self._canvas.stage.tiles:
                continue
            found = self._canvas.announcer.of(tile.id)
            if screen_rect(found).contains(point):
                return interface_of(found)
        return interface_of(self._canvas.viewport())

    def focusChild(self) -> QAccessibleInterface:
        focus = self._canvas.hand.focus
        is_there = self._canvas.hasFocus() and focus in self._canvas.stage.tiles
        return interface_of(self._canvas.announcer.of(focus) if is_there else None)

    def text(self, kind: QAccessible.Text) -> str:
        if kind == _Text.Description:
            return tr("Tab goes from tile to tile, the arrow keys move what is chosen.")
        return super().text(kind)

    def state(self) -> QAccessible.State:
        state = super().state()
        state.multiSelectable = 1
        return state

    def interface_cast(self, kind: QAccessible.InterfaceType) -> int:
        if kind == QAccessible.InterfaceType.SelectionInterface:
            return _pointer(self._chosen)
        found = cast("int | None", super().interface_cast(kind))
        return found if found is not None else _pointer(None)  # and dies of None, too


class TileAccess(QAccessibleObject):
    """A tile: its number in the stacking order and its name, where it lies, and what is to be said about it."""

    def __init__(self, found: TileObject) -> None:
        super().__init__(found)
        self._tile = found
        self._actions = TileActions(found)

    def parent(self) -> QAccessibleInterface:
        return interface_of(self._tile.canvas)

    def child(self, index: int) -> QAccessibleInterface:
        return interface_of(None)

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.Graphic

    def rect(self) -> QRect:
        return screen_rect(self._tile)

    def text(self, kind: QAccessible.Text) -> str:
        if kind == _Text.Name:
            return self._tile.name
        return self._tile.description if kind == _Text.Description else ""

    def state(self) -> QAccessible.State:
        state, tile = QAccessible.State(), self._tile
        canvas = tile.canvas
        is_there = tile.face is not None and canvas.isVisible()
        bits = {
            "invisible": not is_there,
            "offscreen": is_there and not screen_rect(canvas.viewport()).intersects(screen_rect(tile)),
            "focusable": True,
            "focused": canvas.hasFocus() and canvas.hand.focus == tile.tile_id,
            "selectable": True,
            "multiSelectable": True,
            "selected": tile.tile_id in canvas.bench.session.selection,
            "readOnly": tile.face is not None and tile.face.is_locked,
        }
        for name, value in bits.items():
            setattr(state, name, int(value))
        return state

    def interface_cast(self, kind: QAccessible.InterfaceType) -> int:
        return _pointer(self._actions if kind == QAccessible.InterfaceType.ActionInterface else None)


def _pointer(interface: shiboken6.Object | None) -> int:
    # The stubs say int; Shiboken takes a pointer, and dies of a number.
    return cast("int", shiboken6.VoidPtr(shiboken6.getCppPointer(interface)[0] if interface is not None else 0))


def screen_rect(found: QObject) -> QRect:
    """Where it lies on the screen."""
    if isinstance(found, TileObject):
        face, canvas = found.face, found.canvas
        if face is None:
            return QRect()
        place = canvas.hand.lens.rect(face.rect).toAlignedRect()
        return QRect(canvas.viewport().mapToGlobal(place.topLeft()), place.size())
    widget = cast("Canvas", found)
    return QRect(widget.mapToGlobal(widget.rect().topLeft()), widget.rect().size())


_made: dict[int, QAccessibleInterface] = {}
"""Python would drop an interface that Qt still holds; each lives as long as its object."""

_is_installed = False


def install() -> None:
    """Have Qt ask here for what stands for canvases and tiles."""
    global _is_installed
    if not _is_installed:
        QAccessible.installFactory(_make)
        _is_installed = True


def _make(key: str, found: QObject) -> QAccessibleInterface | None:
    """Qt asks once for each object, and for each of its classes until somebody answers."""
    from .view import Canvas

    made: QAccessibleInterface
    if isinstance(found, TileObject):
        made = TileAccess(found)
    elif isinstance(found, Canvas):
        made = CanvasAccess(found)
    else:
        return None
    number = id(found)
    _made[number] = made
    found.destroyed.connect(lambda: _made.pop(number, None))
    return made
