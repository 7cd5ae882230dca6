"""What assistive technology sees of the canvas: a canvas whose children are the tiles, as they are read.

A tile has no widget, so each has a small object of its own that Qt's accessibility can hold on to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import shiboken6
from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleEvent,
    QAccessibleInterface,
    QAccessibleObject,
)
from PySide6.QtWidgets import QAccessibleWidget

from ..words import tr
from .face import Face

if TYPE_CHECKING:
    from .view import Canvas

_Event, _Text = QAccessible.Event, QAccessible.Text


class TileObject(QObject):
    """Stands for one tile of a canvas."""

    def __init__(self, canvas: Canvas, tile_id: str) -> None:
        super().__init__(canvas)
        self.canvas, self.tile_id = canvas, tile_id

    @property
    def face(self) -> Face | None:
        item = self.canvas.stage.tiles.get(self.tile_id)
        return item.face if item else None

    @property
    def number(self) -> int:
        """Its place in the stacking order, from 1; 0 when there is no such tile any more."""
        ids = [tile.id for tile in self.canvas.bench.session.composition.tiles]
        return ids.index(self.tile_id) + 1 if self.tile_id in ids else 0


class Announcer(QObject):
    """Keeps one `TileObject` a tile and tells assistive technology what changed, when there is any."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._objects: dict[str, TileObject] = {}
        self._chosen: set[str] = set()
        session = canvas.bench.session
        canvas.stage.shown.connect(self._on_shown)
        session.selection_changed.connect(self._on_selection)
        canvas.hand.focus_changed.connect(self._on_focus)
        _install()

    def objects(self) -> list[TileObject]:
        """Those of all tiles that are drawn, in the order in which Tab walks through them."""
        return [self.of(tile_id) for tile_id in self._canvas.hand.reading() if tile_id in self._canvas.stage.tiles]

    def of(self, tile_id: str) -> TileObject:
        found = self._objects.get(tile_id)
        if found is None:
            found = self._objects[tile_id] = TileObject(self._canvas, tile_id)
        return found

    def _on_shown(self) -> None:
        for gone in [tile_id for tile_id in self._objects if tile_id not in self._canvas.stage.tiles]:
            found = self._objects.pop(gone)
            _tell(found, _Event.ObjectDestroyed)
            found.deleteLater()
        if not QAccessible.isActive():
            return
        known = set(self._objects)
        for found in self.objects():
            if found.tile_id not in known:
                _tell(found, _Event.ObjectCreated)
        for tile_id in set(self._canvas.bench.session.selection) & set(self._objects):
            _tell(self._objects[tile_id], _Event.LocationChanged)

    def _on_selection(self) -> None:
        chosen = set(self._canvas.bench.session.selection)
        before, self._chosen = self._chosen, chosen
        if QAccessible.isActive():
            for tile_id in before ^ chosen:
                if tile_id in self._canvas.stage.tiles:
                    _tell(self.of(tile_id), _Event.SelectionAdd if tile_id in chosen else _Event.SelectionRemove)

    def _on_focus(self) -> None:
        focus = self._canvas.hand.focus
        if QAccessible.isActive() and self._canvas.hasFocus() and focus in self._canvas.stage.tiles:
            _tell(self.of(focus), _Event.Focus)


def _tell(found: QObject, event: QAccessible.Event) -> None:
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleEvent(found, event))


class CanvasAccess(QAccessibleWidget):
    """The canvas: the tiles, and behind them its viewport with what lies in it when there is none."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas, QAccessible.Role.Canvas, canvas.accessibleName())
        self._canvas = canvas

    def _children(self) -> list[QObject]:
        return [*self._canvas.announcer.objects(), self._canvas.viewport()]

    def childCount(self) -> int:
        return len(self._children())

    def child(self, index: int) -> QAccessibleInterface:
        children = self._children()
        return _interface(children[index] if 0 <= index < len(children) else None)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        found = child.object()
        children = self._children()
        return children.index(found) if found in children else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        point = QRect(x, y, 1, 1)
        for found in sorted(self._canvas.announcer.objects(), key=lambda one: one.number, reverse=True):
            if screen_rect(found).contains(point):
                return _interface(found)
        return _interface(self._canvas.viewport())

    def focusChild(self) -> QAccessibleInterface:
        focus = self._canvas.hand.focus
        is_there = self._canvas.hasFocus() and focus in self._canvas.stage.tiles
        return _interface(self._canvas.announcer.of(focus) if is_there else None)

    def text(self, kind: QAccessible.Text) -> str:
        if kind == _Text.Description:
            return tr("Tab goes from tile to tile, the arrow keys move what is chosen.")
        return super().text(kind)


class TileAccess(QAccessibleObject):
    """A tile: its number in the stacking order and its name, where it lies, and what is to be said about it."""

    def __init__(self, found: TileObject) -> None:
        super().__init__(found)
        self._tile = found
        self._actions = _Choosing(found)

    def parent(self) -> QAccessibleInterface:
        return _interface(self._tile.canvas)

    def child(self, index: int) -> QAccessibleInterface:
        return _interface(None)

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.Graphic

    def rect(self) -> QRect:
        return screen_rect(self._tile)

    def text(self, kind: QAccessible.Text) -> str:
        face = self._tile.face
        if face is None:
            return ""
        if kind == _Text.Name:
            return tr("{number}, {name}").format(number=self._tile.number, name=face.name)
        if kind == _Text.Description:
            return _describe(face)
        return ""

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
        # The stubs say int; Shiboken takes a pointer, and dies of a number.
        is_asked = kind == QAccessible.InterfaceType.ActionInterface
        return cast("int", shiboken6.VoidPtr(shiboken6.getCppPointer(self._actions)[0] if is_asked else 0))


class _Choosing(QAccessibleActionInterface):
    """What can be done to a tile without a hand: choose it, give it the focus."""

    def __init__(self, found: TileObject) -> None:
        super().__init__()
        self._tile = found

    def actionNames(self) -> list[str]:
        return [QAccessibleActionInterface.pressAction(), QAccessibleActionInterface.setFocusAction()]

    def doAction(self, name: str) -> None:
        canvas = self._tile.canvas
        if name == QAccessibleActionInterface.setFocusAction():
            canvas.setFocus()
            canvas.hand.set_focus(self._tile.tile_id)
        else:
            canvas.hand.select([self._tile.tile_id], self._tile.tile_id)

    def keyBindingsForAction(self, name: str) -> list[str]:
        return []


def _describe(face: Face) -> str:
    x, y, width, height = face.rect
    parts = [tr("{width} × {height} at {x}, {y}").format(width=width, height=height, x=x, y=y)]
    parts += [face.failure] if face.failure else []
    parts += [face.unplaced] if face.unplaced else []
    parts += [tr("with an error")] if face.problem == "error" else []
    parts += [tr("with a warning")] if face.problem == "warning" else []
    parts += [tr("hidden")] if face.is_hidden else []
    parts += [tr("locked")] if face.is_locked else []
    return ", ".join(parts)


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


def _interface(found: QObject | None) -> QAccessibleInterface:
    # Qt's own word for "nothing there" is a null pointer, which the stubs do not know.
    return cast("QAccessibleInterface", QAccessible.queryAccessibleInterface(found) if found is not None else None)


_made: dict[int, QAccessibleInterface] = {}
"""Python would drop an interface that Qt still holds; each lives as long as its object."""

_is_installed = False


def _install() -> None:
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
