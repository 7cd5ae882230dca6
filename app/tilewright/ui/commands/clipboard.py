"""Cut, copy and paste of tiles; in a field these keys are the field's own."""

from __future__ import annotations

from functools import partial

from ..clipboard import copy_tiles, cut_tiles, paste_geometry
from ..words import tr
from ..workbench import Workbench
from .command import Command
from .tiles import AT_TILES, needs


def commands(bench: Workbench) -> tuple[Command, ...]:
    no_tile = needs(bench, 1)
    return (
        Command(
            "edit.cut",
            tr("Cut"),
            partial(cut_tiles, bench),
            ("Ctrl+X",),
            "Edit",
            "clipboard",
            "scissors",
            off=no_tile,
            names=tr("clipboard move to another window"),
            at=AT_TILES,
        ),
        Command(
            "edit.copy",
            tr("Copy"),
            lambda: _copy(bench),
            ("Ctrl+C",),
            "Edit",
            "clipboard",
            "copy",
            off=no_tile,
            names=tr("clipboard to another window"),
            at=AT_TILES,
        ),
        Command(
            "composition.paste-videos",
            tr("Paste tiles, videos or a request"),
            bench.adding.paste,
            ("Ctrl+V",),
            "Edit",
            "clipboard",
            "link-2",
            names=tr("url links paths addresses xml curl clipboard"),
        ),
        Command(
            "edit.paste-geometry",
            tr("Paste geometry only"),
            partial(paste_geometry, bench),
            ("Ctrl+Shift+V",),
            "Edit",
            "clipboard",
            "scaling",
            off=needs(bench, 1, unlocked=True),
            names=tr("place size position of the copied tiles"),
            at=AT_TILES,
        ),
    )


def _copy(bench: Workbench) -> None:
    copy_tiles(bench)
