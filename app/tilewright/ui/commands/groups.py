"""All groups of commands, in the order of the menus."""

from __future__ import annotations

from collections.abc import Iterator

from ..workbench import Workbench
from . import (
    arrange,
    assist,
    clipboard,
    composition,
    edit,
    file,
    frame,
    grouping,
    jobs,
    layouts,
    local_cloud,
    presets,
    problems,
    relations,
    request,
    tiles,
    view,
    zoom,
)
from .command import Command
from .view import Panels


def commands(bench: Workbench, panels: Panels) -> Iterator[tuple[Command, ...]]:
    """Every command of a window, group by group."""
    yield file.commands(bench)
    yield (*edit.commands(bench), *clipboard.commands(bench))
    yield tiles.commands(bench)
    yield zoom.commands(bench)
    yield view.commands(bench, panels)
    yield (*arrange.commands(bench), *relations.commands(bench), *grouping.commands(bench))
    yield layouts.commands(bench)
    yield (*composition.commands(bench), *frame.commands(bench), *presets.commands(bench))
    yield (*problems.commands(bench), *request.commands(bench))
    yield (*jobs.commands(bench), *local_cloud.commands(bench))
    yield assist.commands(bench)
