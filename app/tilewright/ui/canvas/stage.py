"""The scene: one item a tile, kept in step with the session. Only what changed is touched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from PySide6.QtCore import QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QTransform
from PySide6.QtWidgets import QGraphicsRectItem, QGraphicsScene

from ...layout.place import Placed, Unplaced
from ...layout.rect import Rect
from ...model.composition import Composition, Tile, changed_at
from ..turns import Turns
from ..workbench import Workbench
from .face import Face, Faces
from .glide import Glide
from .ground import Ground
from .items import TileItem
from .lens import Outlook
from .sharpening import Sharpener
from .touch_scene import TouchScene
from .watermarks import Watermarks

MOST_AT_ONCE = 100
A_FEW = 20
"""Tiles that are shown at once, and in one piece of a turn: more of them would hold the hand up."""

TURN_MS = 83

LOOK = 0.6
"""How much is seen of tiles in a layout that is only looked at."""


class Stage(TouchScene):
    """``shown`` tells that something of what is drawn changed its place or its state."""

    shown = Signal()

    def __init__(self, bench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench, self._session = bench, bench.session
        self._faces = Faces(bench)
        self._view = Outlook()
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.tiles: dict[str, TileItem] = {}
        self._frame = QGraphicsRectItem()
        self._frame.setPen(Qt.PenStyle.NoPen)
        self._frame.setBrush(Qt.GlobalColor.black)  # the background of every result
        self._frame.setZValue(-1)
        self.addItem(self._frame)
        self._bounds: Rect | None = None  # of the frame
        self.glide = Glide(self)
        self.may_glide: Callable[[], bool] = lambda: False
        self.ground = Ground(self)
        self.watermarks = Watermarks(bench, self)
        self.watermarks.moved.connect(self.ground.take_up)
        self.outside: set[str] = set()
        """Tiles that reach beyond the frame, or all where there is none."""
        self._loader = Loader(self.tiles, self)
        self._loader.began.connect(self.ground.take_up)
        self._carried: set[str] = set()
        self._late: set[str] = set()
        self._turns = Turns(self)
        self.sharpener = Sharpener(self.tiles, self)
        session = bench.session
        session.changed.connect(self._on_changed)
        session.selection_changed.connect(self.ground.take_up)
        session.known_changed.connect(self.refresh)
        bench.pictures.arrived.connect(self._on_pictures)
        bench.findings.changed.connect(self._on_findings)
        bench.theme.changed.connect(self._on_look)
        bench.arranging.looked.connect(self._on_looked)
        self.refresh()

    @property
    def sticks_out(self) -> bool:
        """Whether a tile or a watermark reaches beyond the frame, or there is no frame."""
        return bool(self.outside) or self.watermarks.sticks_out

    def face_of(self, tile_id: str) -> Face | None:
        """What the tile looks like now; ``None`` when it is not drawn, or there is no such tile."""
        item = self.tiles.get(tile_id)
        return item.face if item else None

    def look_through(self, view: Outlook) -> None:
        before, self._view = self._view, view
        if view != before:
            self.ground.take_up()
            for item in self.tiles.values():
                item.look_through(view)
        if (view.lens.zoom, view.ratio) != (before.lens.zoom, before.ratio):
            self.sharpener.soon()

    def refresh(self) -> None:
        """Show the whole composition, as far as it differs from what is shown."""
        placement = self._session.placement()
        frame = placement.frame
        self.ground.take_up()
        self._bounds = frame
        self._frame.setVisible(frame is not None)
        if frame is not None:
            self._frame.setRect(QRectF(*frame))
        there = {placed.tile_id for placed in placement.tiles}
        for gone in [tile_id for tile_id in self.tiles if tile_id not in there]:
            self._drop(gone)
        self._show_all(range(len(placement.tiles)))

    def _show_all(self, places: Sequence[int]) -> None:
        """Show the tiles of those places: as many at once as the hand does not feel, the others in turns."""
        for index in places[:MOST_AT_ONCE]:
            self._show_or_drop(index)
        tiles = self._session.composition.tiles
        self._late.update([tiles[index].id for index in places[MOST_AT_ONCE:]])
        if self._late and not self._turns.is_active:
            self._turns.follow(self._show_late())
        self.shown.emit()

    def _show_late(self) -> Iterator[None]:
        """As the composition is by then; a turn may end after each few tiles, and more may come meanwhile."""
        while places := [n for n, tile in enumerate(self._session.composition.tiles) if tile.id in self._late]:
            for index in places[:A_FEW]:
                self._late.discard(self._session.composition.tiles[index].id)
                self._show_or_drop(index)
            self.shown.emit()
            yield
        self._late.clear()  # who is left is gone

    def _show_or_drop(self, index: int) -> None:
        if not self._show(index):
            self._drop(self._session.composition.tiles[index].id)

    def _show(self, index: int) -> bool:
        """Show the tile of that place in the list; whether it can be drawn at all."""
        tile = self._session.composition.tiles[index]
        placement = self._session.placement()
        there = placement.tiles[index]
        face = self._faces.of(tile, index + 1, there)
        if face is None:
            return False
        item = self.tiles.get(tile.id)
        if item is not None and tile.id in self._carried:
            face = face._replace(rect=item.face.rect)
        image: QImage | None = self._bench.pictures.of(tile.url) if face.picture else None
        if item is None:
            item = TileItem(tile.id, face, image, self._view)
            self.ground.take_up()
            item.touched = self.ground.touch
            self.tiles[tile.id] = item
            self.addItem(item)
            self.sharpener.soon(0)
        elif item.face != face:
            if item.face.picture != face.picture:
                self.sharpener.soon(0)
            elif item.face.rect[2:] != face.rect[2:]:
                self.sharpener.soon()
            item.show_face(face, image)
        if item.zValue() != index:
            self.ground.take_up()
            item.setZValue(index)
        self._note_place(there)
        self._loader.note(tile.id, is_loading=face.state == "loading")
        return True

    def _move(self, before: Tile, tile: Tile, there: Placed | Unplaced) -> Literal["moved", "resized"] | None:
        """Show the tile where it lies now; ``None`` where that is not all that changed of it."""
        item = self.tiles.get(tile.id)
        face = item.face.moved(before, tile, there) if item is not None else None
        if item is None or face is None:
            return None
        if tile.id in self._carried and face.rect == item.face.rect:
            return "moved"  # it is there already, with no word to the scene while the ground is laid
        is_resized = item.move_to(face)
        self._note_place(there)
        return "resized" if is_resized else "moved"

    def carry(self, tiles: Iterable[tuple[str, Rect]], dx: int, dy: int) -> Rect | None:
        """Show the tiles so far from these places until they are `put_down`; where the last of them lies."""
        frame, items, outside, rect = self._bounds, self.tiles, self.outside, None
        for tile_id, (x, y, _, _) in tiles:
            if (item := items.get(tile_id)) is not None:
                if tile_id not in self._carried:
                    self.ground.begin()
                    self._carried.add(tile_id)
                rect = item.carry_to(x + dx, y + dy)
                if not self.ground.is_laid:
                    item.lie()
                if (tile_id in outside) == (frame is not None and frame.contains(rect)):
                    outside ^= {tile_id}
        return rect

    def lay_ground(self, onto: QTransform, background: Callable[[QPainter], None]) -> bool:
        """Lay the ground for what is carried, with a ``background`` like that of the canvas; whether it is there."""
        is_at_hand = self._carried and self._carried.issubset(self._session.selection)
        if is_at_hand and not self._loader.ids and not self.ground.is_laid:
            hand = [self.tiles[tile_id] for tile_id in self._carried if tile_id in self.tiles]
            others = (item for item in self.tiles.values() if item.tile_id not in self._carried)
            self.ground.lay(hand, (self._frame, *self.watermarks.items(), *others), self._view, onto, background)
        return self.ground.is_laid

    def put_down(self) -> None:
        """Show what was carried where the composition has it."""
        self.ground.take_up()
        carried, self._carried = self._carried, set()
        is_elsewhere = False
        for index, there in enumerate(self._session.placement().tiles if carried else ()):
            item = self.tiles.get(there.tile_id) if there.tile_id in carried else None
            if item is not None and item.face.rect != there.drawn:
                self._show_or_drop(index)
                is_elsewhere = True
        if is_elsewhere:
            self.shown.emit()

    def _note_place(self, there: Placed | Unplaced) -> None:
        is_inside = isinstance(there, Placed) and there.visible == there.rect
        _note(self.outside, there.tile_id, is_in=not is_inside)

    def _drop(self, tile_id: str) -> None:
        item = self.tiles.pop(tile_id, None)
        if item is not None:
            self.ground.take_up()
            self.removeItem(item)
        self.outside.discard(tile_id)
        self._loader.note(tile_id, is_loading=False)

    def _on_changed(self, before: Composition, after: Composition) -> None:
        frames = before.transcode is not after.transcode or before.transcode_template_id != after.transcode_template_id
        old, new = before.tiles, after.tiles
        if frames or len(old) != len(new):
            self.refresh()
            return
        changed = changed_at(old, new)
        if any(old[index].id != new[index].id for index in changed):
            self.refresh()
            return
        ways = self._ways(after, changed)
        places = self._session.placement().tiles
        is_resized = False
        for index in changed:
            moved = self._move(old[index], new[index], places[index])
            if moved is None:
                self._show_or_drop(index)
            is_resized |= moved == "resized"
        if is_resized:
            self.sharpener.soon()
        if ways:
            self.ground.take_up()
            self.glide.start(ways)
        self.shown.emit()

    def _ways(self, after: Composition, changed: Sequence[int]) -> list[tuple[TileItem, Rect]]:
        """Where tiles come from that were laid out anew. What a hand or a key moves, or undo, is just there."""
        self.glide.stop()
        if len(changed) < 2 or not self._session.document.is_previewing or not self.may_glide():
            return []
        items = (self.tiles.get(after.tiles[index].id) for index in changed)
        return [(item, item.face.rect) for item in items if item is not None]

    def show_source(self, url: str) -> None:
        """Show anew whatever shows this source."""
        self._on_pictures(frozenset({url}))

    def _on_pictures(self, urls: frozenset[str]) -> None:
        """Something became known about the pictures of these sources."""
        tiles = self._session.composition.tiles
        self._show_all([index for index, tile in enumerate(tiles) if tile.url in urls])

    def _on_findings(self) -> None:
        changed = self._bench.findings.remarked
        tiles = self._session.composition.tiles
        self._show_all([index for index, tile in enumerate(tiles) if tile.id in changed])

    def _on_look(self) -> None:
        self.ground.take_up()
        for item in self.tiles.values():
            item.look_anew()

    def _on_looked(self) -> None:
        """A layout that is only looked at is seen to be no fact yet."""
        self.ground.take_up()
        opacity = LOOK if self._bench.arranging.is_looking else 1.0
        for item in self.tiles.values():
            item.setOpacity(opacity)


class Loader(QObject):
    """Lets those of the ``tiles`` turn that wait for their pictures: ``ids``. ``began`` tells that some do."""

    began = Signal()

    def __init__(self, tiles: Mapping[str, TileItem], parent: QObject) -> None:
        super().__init__(parent)
        self._tiles = tiles
        self.ids: set[str] = set()
        self._timer = QTimer(self, interval=TURN_MS)
        self._timer.timeout.connect(self._on_turn)

    def _on_turn(self) -> None:
        for tile_id in self.ids:
            self._tiles[tile_id].turn()

    def note(self, tile_id: str, *, is_loading: bool) -> None:
        if not _note(self.ids, tile_id, is_in=is_loading) or bool(self.ids) == self._timer.isActive():
            return
        if self.ids:
            self._timer.start()
            self.began.emit()
        else:
            self._timer.stop()


def _note(ids: set[str], tile_id: str, *, is_in: bool) -> bool:
    """Put ``tile_id`` into ``ids`` or out of it; whether that is a change."""
    if (tile_id in ids) == is_in:
        return False
    ids ^= {tile_id}
    return True
