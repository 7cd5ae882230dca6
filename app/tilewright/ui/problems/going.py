"""Going to a problem."""

from __future__ import annotations

from ...model.problem import Problem
from ..inspector.page import page_of
from ..workbench import Workbench
from .places import tile_id_of


def go_to(bench: Workbench, problem: Problem) -> None:
    """Choose the tile that it is about, and show its field in the inspector."""
    tile_id = tile_id_of(problem.path)
    if tile_id:
        bench.session.select([tile_id])
    bench.page_wanted.emit(page_of(problem.path), problem.path)
