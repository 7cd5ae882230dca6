"""What assistive technology can do to tiles: the window's own commands, and choosing."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleInterface,
    QAccessibleSelectionInterface,
    QKeySequence,
)

from ..words import tr
from .announcing import TileObject
from .choosing import add_or_remove, toggle

if TYPE_CHECKING:
    from .view import Canvas


def interface_of(found: QObject | None) -> QAccessibleInterface:
    """What stands for ``found``. Qt's own word for nothing there is a null pointer, which the stubs do not know."""
    return cast("QAccessibleInterface", QAccessible.queryAccessibleInterface(found) if found is not None else None)


_PRESS = QAccessibleActionInterface.pressAction()
_TOGGLE = QAccessibleActionInterface.toggleAction()
_FOCUS = QAccessibleActionInterface.setFocusAction()

_COMMANDS = {
    "Move left": "arrange.move-left",
    "Move right": "arrange.move-right",
    "Move up": "arrange.move-up",
    "Move down": "arrange.move-down",
    "Narrower": "arrange.resize-left",
    "Wider": "arrange.resize-right",
    "Lower": "arrange.resize-up",
    "Higher": "arrange.resize-down",
    "Bring forward": "arrange.forward",
    "Send backward": "arrange.backward",
    "Bring to front": "arrange.front",
    "Send to back": "arrange.back",
    "Left edge to the left": "arrange.resize-from-left",
    "Left edge to the right": "arrange.resize-from-right",
    "Top edge up": "arrange.resize-from-up",
    "Top edge down": "arrange.resize-from-down",
}
"""By the name of an action, which is the same in every language and never changes: clients count on it, and on its
number. New ones come last.
"""

_PLACING = frozenset(
    name for name, command in _COMMANDS.items() if command.startswith(("arrange.move-", "arrange.resize-"))
)
"""Those that a locked tile does not follow."""


class TileActions(QAccessibleActionInterface):
    """The actions of one tile. As with the hand: a tile that is one of several chosen takes the others along, any
    other is chosen first, alone. They are always all there, since clients ask for them by number; what cannot be done
    now is answered by an announcement that says why.
    """

    def __init__(self, found: TileObject) -> None:
        super().__init__()
        self._tile = found

    def actionNames(self) -> list[str]:
        return [_PRESS, _TOGGLE, _FOCUS, *_COMMANDS]

    def localizedActionName(self, name: str) -> str:
        names = {_PRESS: tr("Select"), _TOGGLE: tr("Add to the selection or remove from it"), _FOCUS: tr("Focus")}
        if name in _COMMANDS:
            return self._tile.canvas.bench.commands.get(_COMMANDS[name]).text
        return names.get(name, "")

    def localizedActionDescription(self, name: str) -> str:
        tile, selection = self._tile, self._tile.canvas.bench.session.selection
        text = _descriptions().get(name, "")
        if name in _PLACING and tile.face is not None and tile.face.is_locked:
            return tr("The tile is locked: it stays where it is")
        if name in _COMMANDS and tile.tile_id in selection and len(selection) > 1:
            return tr("{what}, and so all {count} that are chosen").format(what=text, count=len(selection))
        return text

    def keyBindingsForAction(self, name: str) -> list[str]:
        if name == _TOGGLE:
            keys = [QKeySequence("Ctrl+Space")]
        elif name in _COMMANDS:
            keys = self._tile.canvas.bench.commands.action(_COMMANDS[name]).shortcuts()
        else:
            keys = []
        return [key.toString(QKeySequence.SequenceFormat.NativeText) for key in keys]

    def doAction(self, name: str) -> None:
        canvas, tile_id = self._tile.canvas, self._tile.tile_id
        hand, chosen = canvas.hand, canvas.bench.session.selection
        if self._tile.face is None or hand.is_busy:  # it is gone, or in a hand
            return
        if name == _PRESS:
            hand.select([tile_id], tile_id)
        elif name == _TOGGLE:
            toggle(hand, tile_id)
        elif name == _FOCUS:
            canvas.setFocus()
            hand.set_focus(tile_id)
            hand.see(tile_id)
        elif name in _COMMANDS:
            hand.select(chosen if tile_id in chosen else [tile_id], tile_id)
            self._run(_COMMANDS[name])

    def _run(self, command_id: str) -> None:
        commands, face = self._tile.canvas.bench.commands, self._tile.face
        reason = commands.get(command_id).off()
        if reason and face is not None:
            text = tr("{name}: {reason}").format(name=face.name, reason=reason)
            self._tile.canvas.announcer.say(self._tile, text)
        else:
            commands.run(command_id)


def _descriptions() -> dict[str, str]:
    return {
        _PRESS: tr("Chooses the tile, and no other"),
        _TOGGLE: tr("Chooses the tile beside what is chosen, or no longer"),
        _FOCUS: tr("Goes to the tile, and leaves chosen what is chosen"),
        "Move left": tr("Moves the tile by a step to the left"),
        "Move right": tr("Moves the tile by a step to the right"),
        "Move up": tr("Moves the tile up by a step"),
        "Move down": tr("Moves the tile down by a step"),
        "Narrower": tr("Moves the right edge by a step to the left"),
        "Wider": tr("Moves the right edge by a step to the right"),
        "Lower": tr("Moves the bottom edge up by a step"),
        "Higher": tr("Moves the bottom edge down by a step"),
        "Bring forward": tr("Draws the tile above the next one"),
        "Send backward": tr("Draws the tile below the one before"),
        "Bring to front": tr("Draws the tile above all others"),
        "Send to back": tr("Draws the tile below all others"),
        "Left edge to the left": tr("Moves the left edge by a step to the left"),
        "Left edge to the right": tr("Moves the left edge by a step to the right"),
        "Top edge up": tr("Moves the top edge up by a step"),
        "Top edge down": tr("Moves the top edge down by a step"),
    }


class ChosenTiles(QAccessibleSelectionInterface):
    """Which tiles of a canvas are chosen, and choosing others."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__()
        self._canvas = canvas

    def _ids(self) -> list[str]:
        chosen = set(self._canvas.bench.session.selection)
        return [found.tile_id for found in self._canvas.announcer.objects() if found.tile_id in chosen]

    def _choose(self, child: QAccessibleInterface, *, is_chosen: bool) -> bool:
        """Whether the child is one that can be chosen."""
        found, hand = child.object(), self._canvas.hand
        if not isinstance(found, TileObject) or found.face is None or hand.is_busy:
            return False
        add_or_remove(hand, found.tile_id, is_chosen=is_chosen)
        return True

    def selectedItemCount(self) -> int:
        return len(self._ids())

    def selectedItems(self) -> list[QAccessibleInterface]:
        announcer = self._canvas.announcer
        return [interface_of(announcer.of(tile_id)) for tile_id in self._ids()]

    def selectedItem(self, index: int) -> QAccessibleInterface:
        items = self.selectedItems()
        return items[index] if 0 <= index < len(items) else interface_of(None)

    def isSelected(self, child: QAccessibleInterface) -> bool:
        found = child.object()
        return isinstance(found, TileObject) and found.tile_id in self._canvas.bench.session.selection

    def select(self, child: QAccessibleInterface) -> bool:
        return self._choose(child, is_chosen=True)

    def unselect(self, child: QAccessibleInterface) -> bool:
        return self._choose(child, is_chosen=False)

    def selectAll(self) -> bool:
        if self._canvas.hand.is_busy:
            return False
        self._canvas.hand.select(found.tile_id for found in self._canvas.announcer.objects())
        return True

    def clear(self) -> bool:
        if self._canvas.hand.is_busy:
            return False
        self._canvas.hand.select(())
        return True
