"""`tilewright` without a verb, until there is a window: says so, and makes the sample's video."""

from __future__ import annotations

import os
import sys
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
            "The window does not exist yet, so nothing can be opened in it.",
            f"Look at it: `tilewright check {arguments[0]}`. Its video: `tilewright render {arguments[0]} -o OUT`.",
        )
    why = "The window does not exist yet" if _has_display() else "There is no display (and no window yet)"
    path = _free_path(Path.cwd())
    output.hint(f"{why}: making the sample's video, {path.name}, on this machine.")
    workplace = Workplace.open()
    _, code = show(render_sample(workplace, wait, path), output, workplace)
    if code == exit_codes.DONE:
        output.result(str(path))
    return code


def _has_display() -> bool:
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _free_path(folder: Path) -> Path:
    number = 1
    while (path := folder / numbered(NAME, number)).exists():
        number += 1
    return path
