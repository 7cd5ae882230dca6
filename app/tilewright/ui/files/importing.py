"""Taking in presets that come as files: chosen, opened, dropped, pasted or named when the program was started."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..workbench import Workbench


class Importing:
    """Keeps them among those of the user. The composition stays as it is; a button lets it use one."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench

    def ask_preset(self) -> None:
        """Let the user choose a file."""
        self._bench.files.dialogs.open_preset(self.take)

    def take(self, paths: Sequence[Path]) -> None:
        """Keep what these files hold."""
        self._bench.presets.import_files(paths)
