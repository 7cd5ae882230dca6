"""All groups of commands, in the order of the menus."""

from __future__ import annotations

from ..workbench import Workbench
from . import arrange, assist, composition, edit, file, jobs, layouts, problems, tiles, view, zoom
from .command import Command
from .view import Panels


def commands(bench: Workbench, panels: Panels) -> tuple[Command, ...]:
    """Every command of a window."""
    return (
        *file.commands(bench),
        *edit.commands(bench),
        *tiles.commands(bench),
        *zoom.commands(bench),
        *view.commands(bench, panels),
        *arrange.commands(bench),
        *layouts.commands(bench),
        *composition.commands(bench),
        *problems.commands(bench),
        *jobs.commands(bench),
        *assist.commands(bench),
    )
