"""Files: new, open, save."""

from __future__ import annotations

from ..words import tr
from ..workbench import Workbench
from .command import Command


def commands(bench: Workbench) -> tuple[Command, ...]:
    def later() -> str:
        return tr("Not there yet")

    return (
        Command("file.new", tr("New"), lambda: None, ("Ctrl+N",), "File", "", "file-plus", off=later),
        Command("file.open", tr("Open…"), lambda: None, ("Ctrl+O",), "File", "", "folder-open", off=later),
        Command("file.save", tr("Save"), lambda: None, ("Ctrl+S",), "File", "", "save", off=later),
    )
