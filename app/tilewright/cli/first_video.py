"""`tilewright` without a verb where there is no display: says so, and makes the sample's video."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..errors import LocalTrouble
from ..usecases.names import numbered
from ..usecases.sample import render_sample
from ..usecases.workplace import Workplace
from . import exit_codes
from .files import open_input
from .output import Output
from .waiting import show, wait

NAME = "first-video.mp4"


def run(arguments: Sequence[str], output: Output) -> int:
    """Make the sample's video in the current folder, never over another file; a file to open is refused."""
    if arguments:
        open_input(arguments[0], output)  # what cannot be opened is told first
        raise LocalTrouble(
            "There is no display, so no window can be opened.",
            f"Look at it: `tilewright check {arguments[0]}`. Its video: `tilewright render {arguments[0]} -o OUT`.",
        )
    path = _free_path(Path.cwd())
    output.hint(f"There is no display: making the sample's video, {path.name}, on this machine.")
    workplace = Workplace.open()
    _, code = show(render_sample(workplace, wait, path), output, workplace)
    if code == exit_codes.DONE:
        output.result(str(path))
    return code


def _free_path(folder: Path) -> Path:
    number = 1
    while (path := folder / numbered(NAME, number)).exists():
        number += 1
    return path
