"""Keeps the labels of tiles apart: after each change they find places where they can be read."""

from __future__ import annotations

from collections.abc import Container, Iterator

from PySide6.QtCore import QObject, QTimer, Signal

from ...layout.rect import Rect
from . import strokes
from .hand import Hand
from .labels import MOST, USUAL, Place, settle
from .lens import Outlook
from .stage import Stage
from .strokes import Label

SETTLE_MS = 90
"""After the last change: while the hand moves, labels stay where they are in their tiles."""

MOST_AT_ONCE = 16
"""Chosen tiles up to which their labels find places in the same turn of the loop."""


class Captions(QObject):
    """``changed`` tells that labels beside their tiles are others now, or that the hand rests in the midst of a
    gesture. Who is chosen, has the focus, or lies under the pointer has a label in any case.
    """

    changed = Signal()

    def __init__(self, hand: Hand, stage: Stage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hand, self._stage = hand, stage
        self._view = Outlook()
        self._beside: dict[str, Place] = {}
        self._asked: frozenset[str] = frozenset()
        self._chosen: tuple[str, ...] = ()
        self._placed: frozenset[str] = frozenset()
        self._soon = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._soon.timeout.connect(self.settle)
        self._waits = False
        """For that timer. Asking it takes longer."""
        stage.shown.connect(self._wait)
        hand.marks_changed.connect(self._on_wanted)
        hand.session.selection_changed.connect(self._on_wanted)

    def look_through(self, view: Outlook) -> None:
        self._view = view
        self._wait()

    @property
    def is_hand_at_rest(self) -> bool:
        """Whether nothing has moved for a moment, be it in the midst of a gesture."""
        return not (self._hand.is_busy and self._waits)

    def _wait(self) -> None:
        """While a hand carries something, what is shown changes again before that pause is over."""
        self._waits = True
        self._soon.start()

    def _wanted(self) -> frozenset[str]:
        return frozenset({*self._hand.session.selection, self._hand.hover, self._hand.focus})

    def _on_wanted(self) -> None:
        """Where a tile comes or goes that has no label of its own, or gets handles, or loses them, where that lies: at
        once, or with many after a moment.
        """
        wanted, chosen = self._wanted(), self._hand.session.selection
        if wanted == self._asked and chosen == self._chosen:
            return
        tiles = self._stage.tiles
        is_due = any(
            tile_id in self._beside or not tiles[tile_id].is_told
            for tile_id in (wanted ^ self._asked) | {*chosen}.symmetric_difference(self._chosen)
            if tile_id in tiles
        )
        self._asked, self._chosen = wanted, chosen
        if is_due and (self._hand.is_busy or len(wanted) > MOST_AT_ONCE):
            self._wait()
        elif is_due:
            self.settle()

    def settle(self) -> None:
        """Find a place for each label now."""
        self._soon.stop()
        self._waits = False
        sight, tiles = self._view.sight, self._stage.tiles
        self._asked, self._chosen = self._wanted(), self._hand.session.selection
        seen = self._view.area()
        items = [tiles[tile.id] for tile in self._hand.session.composition.tiles if tile.id in tiles]
        items = [item for item in items if item.face.rect.overlaps(seen)]
        if len(items) > MOST:  # too many to be kept apart: most are too small to say anything
            for item in items:
                if item.tile_id in self._placed - self._asked:
                    item.place_label(USUAL)
            items = [item for item in items if item.tile_id in self._asked]
        told = [item.told() for item in items]
        places = settle(told, sight, self._asked, frozenset(self._chosen))
        for item in items:
            item.place_label(places.get(item.tile_id, USUAL))
        self._placed = frozenset(places)
        beside = {tile_id: place for tile_id, place in places.items() if place.beside is not None}
        if beside != self._beside or self._hand.is_busy:
            self._beside = beside
            self.changed.emit()

    def goes_along(self, ids: Container[str]) -> tuple[bool, ...]:
        """Of each of the `labels` whether it is that of one of these tiles."""
        return tuple([tile_id in ids for tile_id in self._beside])

    def labels(self) -> Iterator[tuple[Rect, Label]]:
        """Those beside their tiles, which they follow, in pixels of the canvas."""
        lens = self._view.lens
        for tile_id, place in self._beside.items():
            face = self._stage.face_of(tile_id)
            if face is not None and place.beside is not None:
                label = place.beside._replace(name=face.name, size=face.size, icon=face.icon)
                x, y, _, _ = lens.pixels(face.rect)
                yield Rect(x + place.dx, y + place.dy, *strokes.label_size(label)), label
