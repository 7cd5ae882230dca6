"""One thing that a user can do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

MENUS = ("File", "Edit", "View", "Arrange", "Composition", "Jobs", "Help")


def _always() -> str:
    return ""


@dataclass(frozen=True)
class Command:
    """``id`` is stable, as in ``arrange.align-left``; ``text`` is what menus and the palette say, translated.

    ``keys`` are shortcuts in Qt's portable form, the first one is shown; users may give it others
    (`Commands.change_keys`). ``menu`` is one of ``MENUS``, or empty for a
    command that only palette, toolbar or keys reach; commands of one ``section`` stand together in it. ``off`` says
    why it cannot run now, empty when it can. ``checked`` makes it a switch and tells its state. ``names`` are words
    that the palette also finds it by. ``at`` names the widgets, by objectName, in which alone the keys hold: a
    plain arrow moves a tile on the canvas and the chosen row in a list. ``tip`` is what the pointer is told
    of it in a menu.
    """

    id: str
    text: str
    run: Callable[[], None]
    keys: tuple[str, ...] = ()
    menu: str = ""
    section: str = ""
    icon: str = ""
    off: Callable[[], str] = _always
    checked: Callable[[], bool] | None = None
    names: str = ""
    submenu: str = ""
    at: tuple[str, ...] = ()
    tip: str = ""
