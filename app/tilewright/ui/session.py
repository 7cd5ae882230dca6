"""What the window shows: four observable values and nothing else. Views watch it and tell each other nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from ..layout.place import Earlier, Placement, place
from ..model.composition import Composition, Tile, changed_at
from ..model.source import Known
from ..model.target import Target
from .document import Document

SETTLE_MS = 150
"""After the last change the composition counts as settled; a step settles it at once."""

MOST_AT_ONCE = 48
"""Tiles up to which that, and the checks, are in the same turn of the loop. With more of them the next turn shares the
work, and the checks run in the background.
"""


class Session(QObject):
    """Document, selection, known, target.

    ``changed(before, after)`` comes with every move of the hand and is for cheap views; ``settled`` is for what
    costs: checks, the request's text, saving.
    """

    changed = Signal(object, object)
    settled = Signal()
    selection_changed = Signal()
    known_changed = Signal()
    target_changed = Signal()

    def __init__(self, target: Target, composition: Composition | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = Document(composition, self)
        self._selection: tuple[str, ...] = ()
        self._last_chosen = ""
        self._selected: tuple[Composition, tuple[str, ...], tuple[Tile, ...]] | None = None
        self._known = Known()
        self._target = target
        self._placement: Earlier | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.settled)
        self.document.changed.connect(self._on_changed)
        self.document.settled_now.connect(self._on_settled_now)

    @property
    def composition(self) -> Composition:
        return self.document.composition

    @property
    def selection(self) -> tuple[str, ...]:
        """Ids of the chosen tiles, in the order of the composition."""
        return self._selection

    def select(self, ids: Iterable[str], meant: str = "") -> None:
        """Choose those of ``ids`` that the composition has; ``meant`` is the one that others came along with."""
        wanted = set(ids)
        chosen = tuple(tile.id for tile in self.composition.tiles if tile.id in wanted)
        added = set(chosen).difference(self._selection)
        if meant in added:
            self._last_chosen = meant
        elif len(added) == 1:
            (self._last_chosen,) = added
        elif self._last_chosen not in chosen:
            self._last_chosen = chosen[-1] if chosen else ""
        if chosen != self._selection:
            self._selection = chosen
            self.selection_changed.emit()

    @property
    def last_chosen(self) -> str:
        """Of the chosen tiles the one that came last to the others, else the uppermost; empty when none is chosen."""
        return self._last_chosen

    def selected(self) -> tuple[Tile, ...]:
        composition, selection, cached = self.composition, self._selection, self._selected
        if cached is None or cached[0] is not composition or cached[1] is not selection:
            chosen = set(selection)
            tiles = tuple(tile for tile in composition.tiles if tile.id in chosen)
            cached = self._selected = composition, selection, tiles
        return cached[2]

    @property
    def known(self) -> Known:
        return self._known

    def learn(self, known: Known) -> None:
        """Take over what has been found out."""
        if known is not self._known:
            self._known = known
            self.known_changed.emit()

    @property
    def target(self) -> Target:
        return self._target

    def aim(self, target: Target) -> None:
        """Submissions go to ``target`` from now on."""
        if target != self._target:
            self._target = target
            self.target_changed.emit()

    def placement(self) -> Placement:
        """Where every tile lies now; computed once for each composition and what is known of it."""
        composition, known, cached = self.composition, self._known, self._placement
        if cached is None or cached.composition is not composition or cached.known is not known:
            cached = Earlier(composition, known, place(composition, known, cached))
            self._placement = cached
        return cached.placement

    def _on_changed(self, before: Composition, after: Composition) -> None:
        if _ids_differ(before.tiles, after.tiles):
            self.select(self._selection)  # what is gone is not chosen; told first, so that no view looks for it
        self._timer.start(SETTLE_MS)
        self.changed.emit(before, after)

    def _on_settled_now(self) -> None:
        if len(self.composition.tiles) > MOST_AT_ONCE:
            self._timer.start(0)
        else:
            self._timer.stop()
            self.settled.emit()


def _ids_differ(before: Sequence[Tile], after: Sequence[Tile]) -> bool:
    if len(before) != len(after):
        return True
    return any(before[index].id != after[index].id for index in changed_at(before, after))
