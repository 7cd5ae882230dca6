"""Draws over the tiles, in pixels of the screen, and knows what lies under the pointer."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable

from PySide6.QtGui import QPainter

from ...layout.rect import Rect
from ...layout.resize import bounding_box
from ..theme import tokens
from . import hints, strokes
from .flight import Flights
from .group_marks import GroupMarks
from .guide_lines import guide_at, guide_lines, paint_guides
from .hand import CARRIED, NOTHING, Hand, Hit, HitTest
from .handle_places import HIT, boxed_handles, handle_at
from .items import badge_area, retry_area
from .lens import Outlook
from .pointer import Pointer
from .shapes import Aids, Kind, Shapes, aids, shapes
from .stage import Stage

_NOTHING_MET = Aids()


class Overlay(HitTest):
    """The shapes as they are now."""

    def __init__(self, hand: Hand, stage: Stage) -> None:
        self._hand, self._stage = hand, stage
        self._shapes = Shapes()
        self.flights = Flights()
        """While the shapes are those of one tile that is carried. Where it has gone on from them they are worked out
        when somebody asks.
        """
        self._room = (0, 0)
        self._groups = GroupMarks(hand, stage.face_of)
        self.labels: Callable[[], Iterable[tuple[Rect, strokes.Label]]] = tuple
        """Labels that lie beside their tiles."""
        self.goes_along: Callable[[Container[str]], tuple[bool, ...]] = lambda _: ()
        """Which of them go along with these tiles."""
        self.is_at_rest: Callable[[], bool] = bool
        """Whether the hand rests: what overlaps is told then, as nobody reads it while it flickers by."""

    @property
    def flies(self) -> bool:
        """Whether box, handles and size are pictures now that go along with a tile."""
        return self.flights.is_on

    @property
    def shapes(self) -> Shapes:
        """What is drawn now."""
        if self.flights.is_ahead:
            self.flights.is_ahead = False
            now = shapes(self._hand, self._stage.face_of, self._room, shows_focus=False)
            self._shapes = now._replace(labels=tuple(self.labels()))
        return self._shapes

    def refresh(self, room: tuple[int, int], *, shows_focus: bool) -> list[Rect] | None:
        """Work the shapes out anew; what has to be painted again, ``None`` when they are as they were."""
        self._room = room
        hand, face_of = self._hand, self._stage.face_of
        chosen, composition = hand.session.selection, hand.session.composition
        now = shapes(hand, face_of, room, shows_focus=shows_focus)
        now = now._replace(
            labels=tuple(self.labels()),
            overlaps=tuple(hints.overlaps(composition.tiles, chosen, face_of, hand.lens)) if self.is_at_rest() else (),
            arrows=tuple(hints.arrows(chosen, face_of, hand.lens, room, now.told)),
            lines=tuple(guide_lines(composition.ruler_guides, hand.lens, room, hand.state.guide)),
            groups=self._groups.boxes(),
        )
        return self._show(now)

    def carry(self, rect: Rect | None, room: tuple[int, int], *, shows_focus: bool) -> list[Rect] | None:
        """`refresh` for what is at the hand alone, with every picture of a drag; ``rect`` is where the last tile of it
        lies now.
        """
        chosen, face_of = self._hand.session.selection, self._stage.face_of
        is_alone = len(chosen) == 1 and not shows_focus
        if is_alone and rect is not None and self.flights.is_on:
            grip = self._hand.lens.pixels(rect)
            met = _NOTHING_MET if self._hand.marks is CARRIED else aids(self._hand, grip, room)
            areas = self.flights.go(grip, met)
            if areas is not None:
                return areas
        before, self._room = self._shapes, room
        now = shapes(self._hand, face_of, room, shows_focus=shows_focus)
        is_in_sight = now.covered is None or Rect(0, 0, *room).contains(now.covered)
        if before.labels or before.arrows or before.lines or before.groups or not is_in_sight:
            lens = self._hand.lens
            now = now._replace(
                labels=tuple(self.labels()),
                arrows=() if is_in_sight else tuple(hints.arrows(chosen, face_of, lens, room, now.told)),
                lines=before.lines,
                groups=self._groups.boxes(),
            )
        areas = self._show(now)
        if is_alone and not self.flights.is_on:
            self.flights.begin(now, chosen, self._hand.lens, room, self.goes_along(chosen))
        return areas

    def _show(self, now: Shapes) -> list[Rect] | None:
        before, was_behind = self._shapes, self.flights.is_ahead
        self._shapes, self.flights.is_ahead = now, False
        if self.flights.is_at(now, self._hand.lens, self._room):
            return None  # it is painted there
        flown = self.flights.areas
        self.flights.end()
        if was_behind:  # the shapes before are not those that were painted last
            return [*now.changes(Shapes()), *now.changes(before), *flown]
        return now.changes(before) if now != before else None

    def paint(self, painter: QPainter, ratio: float) -> None:
        """Draw on a painter without transformation, for a screen with so many pixels in each of ours."""
        if self.flights.is_on:
            self.flights.paint(painter, ratio)
            return
        now = self._shapes
        if now.overlaps:
            hints.paint_overlaps(painter, now.overlaps, self._words_at(now.overlaps), ratio)
        paint_guides(painter, now.lines, ratio)
        strokes.labels(painter, now.labels, ratio)
        for group in now.groups:
            strokes.outline(painter, group, tokens.ink("selection"), 1)
        for kind, rect in now.outlines:
            _outline(painter, kind, rect)
        now.aids.paint(painter, ratio)
        if now.grip is not None:
            x, y, width, height = now.grip
            strokes.handles(painter, x, y, boxed_handles(width, height), ratio)
        if now.mark_grip is not None:
            strokes.handles(painter, 0, 0, tuple([rect for _, rect in now.mark_handles]), ratio)
        if now.band is not None:
            strokes.band(painter, now.band)
        for rect, text, token in now.pills:
            strokes.pill(painter, rect, text, token, ratio)
        hints.paint_arrows(painter, now.arrows, ratio)

    def _words_at(self, places: tuple[Rect, ...]) -> list[Rect]:
        """What is written on those tiles that reach there: with every picture there is no time for all of them."""
        around = bounding_box(places) or Rect(0, 0, 0, 0)
        area = Outlook(self._hand.lens, sight=around.grown(1)).area()
        near = [item for item in self._stage.tiles.values() if item.face.rect.overlaps(area)]
        return [words for item in near for words in item.words()]

    def hit(self, pointer: Pointer) -> Hit:
        """First what lies over everything, then the handles, then what lies on top. Hidden tiles come last: what is
        seen is what is meant.
        """
        for arrow in self.shapes.arrows:
            left, top, wide, high = arrow.rect
            if left <= pointer.across < left + wide and top <= pointer.down < top + high:
                return Hit("beyond", area=arrow.extent)
        handle = handle_at(self.shapes.mark_handles, pointer.across, pointer.down)
        if handle is not None:
            return Hit("watermark-handle", handle=handle, index=self._hand.state.watermark)
        handle = handle_at(self.shapes.handles, pointer.across, pointer.down)
        if handle is not None:
            return Hit("handle", handle=handle)
        if not self._hand.session.composition.ruler_guides.locked:
            guide = guide_at(self.shapes.lines, pointer.across, pointer.down)
            if guide is not None:
                return Hit("guide", guide=guide)
        x, y = pointer.x, pointer.y
        mark = self._stage.watermarks.at(x, y)
        if mark is not None:
            return Hit("watermark", index=mark)
        tile_id = self._tile_at(x, y)
        return self._on_tile(tile_id, pointer) if tile_id else NOTHING

    def _tile_at(self, x: float, y: float) -> str:
        """The tile on top there. One drawn smaller than `HIT` is hit on so many pixels, where it lies on top."""
        side = HIT / self._hand.lens.zoom
        hidden = {tile.id for tile in self._hand.session.composition.tiles if tile.hidden}
        near, best, unseen = "", side, ""
        for tile_id, (left, top, width, height) in reversed(self._hand.rects().items()):
            is_small = width < side or height < side
            across, down = abs(left + width / 2 - x), abs(top + height / 2 - y)
            if left <= x < left + width and top <= y < top + height:
                if tile_id not in hidden:
                    return tile_id if is_small else near or tile_id
                unseen = unseen or tile_id
            elif is_small and across <= max(side, width) / 2 and down <= max(side, height) / 2:
                away = max(across - width / 2, down - height / 2)
                if away < best and tile_id not in hidden:
                    near, best = tile_id, away
        return near or unseen

    def _on_tile(self, tile_id: str, pointer: Pointer) -> Hit:
        item = self._stage.tiles.get(tile_id)
        if item is not None:
            rect = strokes.crisp(self._hand.lens.rect(item.face.rect))
            badge = badge_area(item.face, rect)
            if badge is not None and badge.contains(pointer.across, pointer.down):
                return Hit("badge", tile_id)
            retry = retry_area(item.face, rect)
            if retry is not None and retry.contains(pointer.across, pointer.down):
                return Hit("retry", tile_id)
        return Hit("tile", tile_id)

    def watermark_rect(self, index: int) -> Rect | None:
        return self._stage.watermarks.rect(index)


def _outline(painter: QPainter, kind: Kind, rect: Rect) -> None:
    colour = tokens.ink("focus" if kind == "focus" else "selection")
    width = 1 if kind in {"hover", "box"} else 2
    strokes.outline(painter, rect, colour, width, (6, 4) if kind == "locked" else None)
