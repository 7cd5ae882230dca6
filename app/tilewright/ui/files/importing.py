"""Taking in presets that come as files: chosen, opened, dropped, pasted or named when the program was started."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import AppError
from ..background import Wait
from ..presets import LANE, description_of, title_of
from ..words import tr

if TYPE_CHECKING:
    from ...usecases.presets import Imported
    from ..workbench import Workbench


class Importing:
    """Keeps presets among those of the user. The composition stays as it is; a button lets it use one."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench

    def ask(self) -> None:
        """Let the user choose a file."""
        self._bench.files.dialogs.open_preset(self.take)

    def take(self, paths: Sequence[Path]) -> None:
        """Keep the presets in these files; what was done is told of each, or of all together."""
        from ...usecases.presets import Imported, find_presets, import_preset  # late: a window shows itself first

        own, done = self._bench.workplace.own_presets, list[Imported]()

        def work(_: Wait) -> Iterator[object]:
            try:
                for path in paths:
                    yield import_preset(path, own)
            finally:
                yield find_presets(own)

        def show(event: object) -> None:
            if isinstance(event, Imported):
                done.append(event)
            self._bench.presets.take(event)

        def failed(error: AppError) -> None:
            self._tell(done)
            self._bench.report.error(error)

        run = self._bench.background.run
        run(work, on_event=show, on_done=lambda: self._tell(done), on_failed=failed, lane=LANE)

    def _tell(self, done: list[Imported]) -> None:
        if len(done) > 1:
            told = tr("{count} presets are imported, or were here already.")
            self._bench.report.success(told.format(count=len(done)))
        for imported in done if len(done) == 1 else ():
            self._tell_one(imported)

    def _tell_one(self, imported: Imported) -> None:
        preset, presets = imported.preset, self._bench.presets
        told = tr("The preset {name} is here already.") if imported.was_there else tr("The preset {name} is imported.")
        self._bench.report.success(
            told.format(name=title_of(presets.find(preset.id) or preset)),
            description_of(preset),
            button=tr("Use it"),
            run=lambda: presets.choose(preset, scales_tiles=presets.scales_tiles),
        )
