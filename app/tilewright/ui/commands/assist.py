"""Help, and the command palette."""

from __future__ import annotations

from ..words import tr
from ..workbench import Workbench
from .command import Command


def commands(bench: Workbench) -> tuple[Command, ...]:
    def later() -> str:
        return tr("Not there yet")

    return (Command("help.palette", tr("Find a command…"), lambda: None, ("Ctrl+K",), "Help", "", "search", off=later),)
