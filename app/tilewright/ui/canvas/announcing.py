"""Tells assistive technology what changed on the canvas, while there is any."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleStateChangeEvent,
)

from ...layout.groups import numbers
from ...layout.rect import Rect
from ...model.composition import Composition, Tile
from ..words import tr
from .face import Face
from .spoken import in_words, seen, spoken

if TYPE_CHECKING:
    from .view import Canvas

JOIN_MS = 150
"""So long after the last change, what changed is told: once, and nothing of it while a hand is still moving."""

_Event = QAccessible.Event


class Told(NamedTuple):
    """What was last told of a tile."""

    name: str
    description: str
    rect: Rect
    is_locked: bool


class TileObject(QObject):
    """Stands for one tile of a canvas: a tile has no widget that Qt's accessibility could hold on to."""

    def __init__(self, canvas: Canvas, tile_id: str) -> None:
        super().__init__(canvas)
        self.canvas, self.tile_id = canvas, tile_id
        self.told = self.now()

    @property
    def face(self) -> Face | None:
        return self.canvas.stage.face_of(self.tile_id)

    @property
    def number(self) -> int:
        """Its place in the stacking order, from 1; 0 when there is no such tile any more."""
        item = self.canvas.stage.tiles.get(self.tile_id)
        return round(item.zValue()) + 1 if item is not None else 0

    @property
    def name(self) -> str:
        """Its number and what it is called; empty when it is not drawn any more."""
        face = self.face
        return tr("{number}, {name}").format(number=self.number, name=face.name) if face is not None else ""

    @property
    def description(self) -> str:
        """Where it lies, and what else is to be said about it."""
        face = self.face
        return _describe(face, self.canvas.announcer.group_of(self.tile_id)) if face is not None else ""

    def now(self) -> Told | None:
        face = self.face
        return Told(self.name, self.description, face.rect, face.is_locked) if face is not None else None


class Voice:
    """Speaks to assistive technology. What is said while none listens would be work for nothing."""

    @property
    def is_heard(self) -> bool:
        return bool(QAccessible.isActive())

    def tell(self, about: QObject, event: QAccessible.Event) -> None:
        QAccessible.updateAccessibility(QAccessibleEvent(about, event))

    def tell_locked(self, about: QObject) -> None:
        """That it was locked or unlocked."""
        changed = QAccessible.State()
        changed.readOnly = 1
        QAccessible.updateAccessibility(QAccessibleStateChangeEvent(about, changed))

    def say(self, about: QObject, text: str) -> None:
        """Have a text read out, after what is being read."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(about, text))


class Announcer(QObject):
    """Keeps one `TileObject` a tile that was asked or told about.

    Focus and selection are told at once, and before them that the tile is there, all else `JOIN_MS` after its last
    change. Qt's bridge to AT-SPI drops the news that something moved (6.11): a place is told as a part of the
    description, and announced.
    """

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self.voice = Voice()
        self._canvas, self._session = canvas, canvas.bench.session
        self._objects: dict[str, TileObject] = {}
        self._known: set[str] | None = None
        """Tiles that were listed or told to be there, by their ids; ``None`` while nobody has looked."""
        self._chosen: set[str] = set()
        self._before: Composition | None = None
        self._grouped: tuple[Tile, ...] = ()
        self._groups: dict[str, int] = {}
        self._orders: tuple[list[str], list[str]] = ([], [])
        """As a canvas has its children, and as they lie upon each other, when they were told last."""
        self._listed_from: list[str] | None = None
        self._listed: list[TileObject] = []
        self._soon = QTimer(self, singleShot=True, interval=JOIN_MS)
        self._soon.timeout.connect(self._on_soon)
        self._focus_soon = QTimer(self, singleShot=True, interval=0)
        self._focus_soon.timeout.connect(self._on_focus)
        self._session.changed.connect(self._on_changed)
        self._session.selection_changed.connect(self._on_selection)
        canvas.stage.shown.connect(self._on_shown)
        canvas.hand.focus_changed.connect(self._on_focus)

    def objects(self) -> Sequence[TileObject]:
        """Those of all tiles that are drawn, in the order in which Tab walks through them. Kept until that is another
        one: whoever asks for one child after another asks for this each time.
        """
        reading = self._canvas.hand.reading()
        if reading is not self._listed_from:
            read = self._read()
            self._listed_from, self._listed = reading, [self.of(tile_id) for tile_id in read]
            if not self._orders[0]:  # whoever asks first knows them from then on
                self._orders = read, self._stacked()
            if self._known is None:
                self._known = set(read)
        return self._listed

    def _read(self) -> list[str]:
        return [tile_id for tile_id in self._canvas.hand.reading() if tile_id in self._canvas.stage.tiles]

    def _stacked(self) -> list[str]:
        return [tile.id for tile in self._session.composition.tiles if tile.id in self._canvas.stage.tiles]

    def of(self, tile_id: str) -> TileObject:
        found = self._objects.get(tile_id)
        if found is None:
            found = self._objects[tile_id] = TileObject(self._canvas, tile_id)
        return found

    def group_of(self, tile_id: str) -> int:
        """The number of the group that a tile is in, as the table has it; 0 for none."""
        tiles = self._session.composition.tiles
        if tiles is not self._grouped:
            self._grouped, found = tiles, numbers(tiles)
            self._groups = {tile.id: found[tile.group] for tile in tiles if tile.group in found}
        return self._groups.get(tile_id, 0)

    def say(self, about: QObject, text: str) -> None:
        """Have a text read out at once."""
        if self.voice.is_heard:
            self.voice.say(about, text)

    def focus_came(self) -> None:
        """The canvas has the keys now. Qt tells that of the canvas; the tile they are about is told right after it."""
        if self.voice.is_heard:
            self._focus_soon.start()

    def _on_changed(self, before: Composition, _after: Composition) -> None:
        if self.voice.is_heard:
            if self._before is None:
                self._before = before
            self._soon.start()

    def _on_shown(self) -> None:
        self._listed_from = None
        for tile_id in self._objects.keys() - self._canvas.stage.tiles.keys():
            found = self._objects.pop(tile_id)
            if self._known is not None:
                self._known.discard(tile_id)
            if self.voice.is_heard:
                self.voice.tell(found, _Event.ObjectDestroyed)
            found.deleteLater()
        if self.voice.is_heard:
            self._soon.start()

    def _on_soon(self) -> None:
        if self._canvas.hand.is_busy or self._session.document.is_previewing:
            self._soon.start()  # it may be taken back
            return
        before, self._before = self._before, None
        if not self.voice.is_heard:
            return
        self._tell_tiles()
        self._tell_orders()
        document = self._session.document
        if before is not None and (document.can_undo or document.can_redo):  # else another composition was put in
            self._announce(before)

    def _tell_tiles(self) -> None:
        if self._known is None:
            self._known = set()
        for found in self.objects():
            self._tell_created(found)
            before, now = found.told, found.now()
            if before is None or now is None or before == now:
                continue
            found.told = now
            if before.name != now.name:
                self.voice.tell(found, _Event.NameChanged)
            if before.description != now.description:
                self.voice.tell(found, _Event.DescriptionChanged)
            if before.rect != now.rect:
                self.voice.tell(found, _Event.LocationChanged)
            if before.is_locked != now.is_locked:
                self.voice.tell_locked(found)

    def _tell_created(self, found: TileObject) -> TileObject:
        """That it is there, once."""
        if self._known is not None and found.tile_id not in self._known:
            self._known.add(found.tile_id)
            self.voice.tell(found, _Event.ObjectCreated)
        return found

    def _tell_orders(self) -> None:
        """That tiles which were there before lie in another order. Who came or went is told by itself. A client of
        AT-SPI does not hear it from Qt (6.11), but the new numbers in the names, and what is announced.
        """
        before, now = self._orders, (self._read(), self._stacked())
        self._orders = now
        if any(_common(old, new) != _common(new, old) for old, new in zip(before, now, strict=True)):
            self.voice.tell(self._canvas, _Event.ObjectReorder)

    def _announce(self, before: Composition) -> None:
        session, focus = self._session, self._canvas.hand.focus
        old, new = seen(before, session.known), seen(session.composition, session.known)
        text = spoken(old, new, session.selection)
        if text:
            is_there = focus in session.selection and focus in self._canvas.stage.tiles
            self.voice.say(self.of(focus) if is_there else self._canvas, text)

    def _on_selection(self) -> None:
        chosen = set(self._session.selection)
        before, self._chosen = self._chosen, chosen
        if self.voice.is_heard:
            for tile_id in before ^ chosen:
                if tile_id in self._canvas.stage.tiles:
                    event = _Event.SelectionAdd if tile_id in chosen else _Event.SelectionRemove
                    self.voice.tell(self._tell_created(self.of(tile_id)), event)

    def _on_focus(self) -> None:
        focus = self._canvas.hand.focus
        if self.voice.is_heard and self._canvas.hasFocus():
            is_there = focus in self._canvas.stage.tiles
            self.voice.tell(self._tell_created(self.of(focus)) if is_there else self._canvas, _Event.Focus)


def _common(ids: list[str], others: list[str]) -> list[str]:
    kept = frozenset(others)
    return [one for one in ids if one in kept]


def _describe(face: Face, group: int) -> str:
    parts = [in_words(face.rect)]
    parts += [face.failure] if face.failure else []
    parts += [face.unplaced] if face.unplaced else []
    parts += [tr("with an error")] if face.problem == "error" else []
    parts += [tr("with a warning")] if face.problem == "warning" else []
    parts += [tr("hidden")] if face.is_hidden else []
    parts += [tr("locked")] if face.is_locked else []
    parts += [tr("in group {number}").format(number=group)] if group else []
    return ", ".join(parts)
