"""What the list of keys tells: the keys of all commands, and those that act on what has the focus."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from PySide6.QtGui import QKeySequence

from ..commands.command import MENUS, Command
from ..commands.registry import Commands
from ..words import tr
from .palette_list import group_words

SEPARATOR = " · "


class Line(NamedTuple):
    """One row. ``more`` are words that it is also found by; ``command_id`` is empty for keys of a place."""

    group: str
    text: str
    keys: str
    more: str = ""
    command_id: str = ""


def of_commands(commands: Commands, *, with_all: bool = False) -> list[Line]:
    """The commands that have keys, or had some, by menu; ``with_all`` also those that never had any."""
    listed = [one for one in commands.all() if with_all or one.keys or commands.usual_keys(one.id)]
    listed.sort(key=lambda command: (*MENUS, "").index(command.menu))
    return [
        Line(group_words(one) or tr("Elsewhere"), one.text.rstrip("…"), keys_text(one), one.names, one.id)
        for one in listed
    ]


def of_places(at: Collection[str] = ()) -> list[Line]:
    """Keys that are no commands, since they act on what has the focus; of the places ``at`` alone, if any."""
    names = {"canvas": tr("On the canvas"), "tileTable": tr("In the tile table")}
    groups = {names.get(place) for place in at}
    return [line for line in (*_of_canvas(), *_of_lists()) if not at or line.group in groups]


def _of_canvas() -> list[Line]:
    canvas, mouse = tr("On the canvas"), tr("With the mouse on the canvas")
    return [
        Line(canvas, tr("From tile to tile"), f"{native('Tab')} · {native('Shift+Tab')}"),
        Line(canvas, tr("The same without choosing"), f"{native('PgDown')} · {native('PgUp')}"),
        Line(canvas, tr("Choose that tile as well, or let go of it"), native("Ctrl+Space")),
        Line(canvas, tr("To the fields of the tile"), native("Return")),
        Line(canvas, tr("Let go, or take a drag back"), native("Esc")),
        Line(canvas, tr("Move what is seen, while nothing is chosen"), tr("Arrow keys")),
        Line(canvas, tr("Move the guide that is chosen"), tr("Arrow keys")),
        Line(canvas, tr("Remove the guide that is chosen"), native("Del")),
        Line(mouse, tr("Move what is seen"), tr("{key} and drag, or the middle button").format(key=native("Space"))),
        Line(mouse, tr("Zoom"), tr("{key} and the wheel").format(key=_held("Ctrl"))),
        Line(mouse, tr("Make a guide"), tr("Drag from a ruler")),
        Line(mouse, tr("Remove a guide"), tr("Drag it back to its ruler")),
        Line(mouse, tr("Choose one more, or one less"), _click("Shift", "Ctrl")),
        Line(mouse, tr("Drag a copy of a tile"), tr("{key} held when it is pressed").format(key=_held("Ctrl"))),
        Line(
            mouse,
            tr("Exchange two tiles"),
            tr("{key} held, one dragged onto the other").format(key=_held("Ctrl+Shift")),
        ),
        Line(mouse, tr("Without snapping"), tr("{key} pressed while dragging").format(key=_held("Ctrl"))),
        Line(mouse, tr("Move along one axis only"), _drag("Shift")),
        Line(mouse, tr("Resize in proportion"), _drag("Shift")),
        Line(mouse, tr("Resize from the centre"), _drag("Alt")),
    ]


def _held(modifier: str) -> str:
    """A key that is held, as the system writes it."""
    return native(f"{modifier}+A").removesuffix("A").removesuffix("+")


def _click(*modifiers: str) -> str:
    return SEPARATOR.join(tr("{key} and click").format(key=_held(one)) for one in modifiers)


def _drag(modifier: str) -> str:
    return tr("{key} while dragging").format(key=_held(modifier))


def _of_lists() -> list[Line]:
    tiles, problems, gallery = tr("In the tile table"), tr("In the list of problems"), tr("In the layouts")
    request = tr("In the text of the request")
    return [
        Line(tiles, tr("Rename"), native("F2")),
        Line(tiles, tr("Type size and position"), native("Return")),
        Line(tiles, tr("Move up or down in the list"), f"{native('Alt+Up')} · {native('Alt+Down')}"),
        Line(tiles, tr("Hide or show"), native("Space")),
        Line(problems, tr("Go to the field"), native("Return")),
        Line(problems, tr("Mend it"), native("Ctrl+Return")),
        Line(request, tr("Take over what is typed"), native("Ctrl+Return")),
        Line(request, tr("Find"), native("Ctrl+F")),
        Line(gallery, tr("From one to the next"), tr("Arrow keys")),
        Line(gallery, tr("Take the layout"), native("Return")),
        Line(gallery, tr("More for one of your own"), native("Menu")),
    ]


def native(keys: str) -> str:
    """``keys`` as the system writes them."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def keys_text(command: Command) -> str:
    """All shortcuts of a command as the system writes them."""
    return SEPARATOR.join(native(keys) for keys in command.keys)
