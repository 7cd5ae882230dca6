"""Input and output files of the verbs."""

from __future__ import annotations

from pathlib import Path

from ..errors import WrongUse
from ..files.compositions import Opened, open_composition, require_free
from .output import Output


def open_input(name: str, output: Output) -> Opened:
    """Open FILE and say what was left out of it."""
    opened = open_composition(name)
    for note in opened.notes:
        output.hint(f"Note: {note}")
    return opened


def tell_file(path: Path, output: Output) -> None:
    """The file that was written, as the result of the verb."""
    if output.as_json:
        output.record({"file": str(path)})
    else:
        output.result(str(path))


def output_path(name: str, *, force: bool) -> Path:
    """The path of `-o`, refused at once when it cannot be written."""
    if name == "-":
        raise WrongUse("-o needs the name of a file.", "Write ./- for a file that is called so.")
    path = Path(name)
    require_free(path, replace=force)
    return path
