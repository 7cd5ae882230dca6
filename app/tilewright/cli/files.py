"""Input and output files of the verbs."""

from __future__ import annotations

from pathlib import Path

from ..files.compositions import Opened, open_composition, require_free
from .output import Output


def open_input(name: str, output: Output) -> Opened:
    """Open FILE and say what was left out of it."""
    opened = open_composition(name)
    for note in opened.notes:
        output.hint(f"Note: {note}")
    return opened


def output_path(name: str, *, force: bool) -> Path:
    """The path of `-o`, refused at once when it cannot be written."""
    path = Path(name)
    require_free(path, replace=force)
    return path
