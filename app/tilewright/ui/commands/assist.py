"""Help, and the command palette."""

from __future__ import annotations

from functools import partial

from ..words import tr
from ..workbench import Workbench
from .command import Command


def commands(bench: Workbench) -> tuple[Command, ...]:
    return (
        Command(
            "help.palette",
            tr("Find a command…"),
            partial(bench.overlay_wanted.emit, "palette"),
            ("Ctrl+K",),
            "Help",
            "",
            "search",
        ),
        Command(
            "help.keys",
            tr("Keys"),
            partial(bench.overlay_wanted.emit, "keys"),
            ("F1", "?", "Ctrl+/"),
            "Help",
            "",
            "keyboard",
            names=tr("shortcuts keyboard"),
        ),
    )
