"""Going to a problem, and mending it."""

from __future__ import annotations

from ...model.problem import Problem
from ..inspector.page import page_of
from ..words import tell
from ..workbench import Workbench
from .places import tile_id_of


def go_to(bench: Workbench, problem: Problem) -> None:
    """Choose the tile that it is about, and show its field in the inspector."""
    tile_id = tile_id_of(problem.path)
    if tile_id:
        bench.session.select([tile_id])
    bench.page_wanted.emit(page_of(problem.path), problem.path)


def mend(bench: Workbench, problem: Problem) -> None:
    """Apply its fix as one step of the fix's name; nothing when there is no fix."""
    fix = problem.fix
    if fix is None:
        return
    bench.arranging.end_look()
    bench.edit(fix.apply, tell(fix.text))  # what is being typed is a step of its own
