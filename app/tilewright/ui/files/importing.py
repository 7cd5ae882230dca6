"""Taking in presets and layouts as files: chosen, opened, dropped, pasted or named when the program was started."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .incoming import is_layout

if TYPE_CHECKING:
    from ..workbench import Workbench


class Importing:
    """Keeps them among those of the user. The composition stays as it is; a button lets it use one."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench

    def ask_preset(self) -> None:
        """Let the user choose a file."""
        self._bench.files.dialogs.open_preset(self._bench.presets.import_files)

    def ask_layout(self) -> None:
        """Let the user choose a file."""
        self._bench.files.dialogs.open_layout(self._bench.layouts.import_files)

    def take(self, paths: Sequence[Path]) -> None:
        """Keep what these files hold, each as what it is called."""
        layouts = [path for path in paths if is_layout(path)]
        presets = [path for path in paths if not is_layout(path)]
        if layouts:
            self._bench.layouts.import_files(layouts)
        if presets:
            self._bench.presets.import_files(presets)
