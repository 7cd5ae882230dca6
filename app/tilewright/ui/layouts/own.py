"""The user's own layouts, as a window knows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ...files.layouts import OwnLayouts
from ...layout.gallery import Layout
from ...layout.own import gallery
from ...model.own_layout import OwnLayout
from ..own_files import OwnThings
from ..words import tr

if TYPE_CHECKING:
    from ...usecases.own_files import Imported
    from ..workbench import Workbench


class Layouts(OwnThings[OwnLayout]):
    """They are read when the gallery is shown, and whenever all layouts are. `Arranging` offers what was read."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench, "layouts")
        self.changed.connect(self._offer)

    def _offer(self) -> None:
        self._bench.arranging.offer(gallery(self.own))

    def find(self, name: str) -> OwnLayout | None:
        """The one that is called so, whatever the case of its letters."""
        return next((own for own in self.own if own.name.casefold() == name.casefold()), None)

    @property
    def in_force(self) -> OwnLayout | None:
        """The one in which the tiles lie."""
        layout = self._bench.arranging.in_force
        return self.find(layout.name) if layout is not None and layout.is_own else None

    def command_of(self, layout: Layout) -> str:
        """The id of the command that takes ``layout``."""
        own = self.find(layout.name) if layout.is_own else None
        return f"layout.own.{own.id}" if own is not None else f"layout.{layout.name}"

    # What is said of them

    @property
    def store(self) -> OwnLayouts:
        return self._bench.workplace.own_layouts

    def ask_where(self, name: str, then: Callable[[tuple[Path, ...]], None]) -> None:
        self._bench.files.dialogs.save_layout(name, then)

    def tell_imported(self, done: Sequence[Imported[OwnLayout]]) -> None:
        if len(done) > 1:
            told = tr("{count} layouts are imported, or were here already.")
            self._bench.report.success(told.format(count=len(done)))
            return
        own = done[0].thing
        told = tr("The layout {name} is here already.") if done[0].was_there else tr("The layout {name} is imported.")
        self._bench.report.success(
            told.format(name=own.name),
            tr("It has places for {count} tiles.").format(count=len(own.places)) if len(own.places) > 1 else "",
            button=tr("Use it"),
            run=lambda: self._bench.arranging.apply(own.name),
        )
