"""The canvas: shows scene, overlay and rulers, and keeps them in step with the session."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ...layout.reading import Way
from ...layout.rect import Rect
from ...layout.resize import bounding_box
from ..theme import tokens
from ..words import tr
from ..workbench import Workbench
from . import accessible, strokes, zoom
from .announcing import Announcer
from .background import paint_background, paint_edges
from .brought_back import BroughtBack
from .captions import Captions
from .carrying import Soon
from .empty import EmptyFrame
from .events import HandView
from .grid import paint_grid
from .lane import Lanes
from .lens import Outlook
from .overlay import Overlay
from .ruler_hand import RulerHand
from .rulers import Ruler
from .stage import Stage
from .state import STEP


class Canvas(HandView):
    """``objectName`` canvas. Works on the session of its workbench; tells others nothing."""

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(bench, parent)
        self.setObjectName("canvas")
        self.setAccessibleName(tr("Canvas"))
        self.stage = Stage(bench, self)
        self.stage.may_glide = self._may_glide
        self.setScene(self.stage)
        self.overlay = Overlay(self.hand, self.stage)
        self.hand.hits = self.overlay
        self.hand.carrier = self
        self.captions = Captions(self.hand, self.stage, self)
        self.overlay.labels = self.captions.labels
        self.overlay.goes_along = self.captions.goes_along
        self.overlay.is_at_rest = lambda: self.captions.is_hand_at_rest
        self._shown_whole: object = None
        self._watermarks_stuck_out = self.stage.watermarks.sticks_out
        self.rulers = (Ruler(self, down=False), Ruler(self, down=True))
        self.empty = EmptyFrame(bench, self.viewport())
        self._lay_soon = Soon(self._lay, self)
        Lanes(self)
        BroughtBack(self)
        self._connect()
        self._ruler_hand = RulerHand(self)
        accessible.install()
        self.announcer = Announcer(self)
        self._on_state()

    def _connect(self) -> None:
        bench, hand = self.bench, self.hand
        bench.session.selection_changed.connect(bench.session.document.finish)  # keys pressed later are another step
        bench.session.selection_changed.connect(self.refresh)
        bench.session.document.settle_wanted.connect(hand.catch_up)
        bench.canvas.changed.connect(self._on_state)
        bench.canvas.watermark_chosen.connect(self.refresh)
        bench.canvas.zoom_wanted.connect(self.show_zoom)
        bench.canvas.focus_wanted.connect(self._on_focus_wanted)
        bench.canvas.walk_wanted.connect(self._on_walk_wanted)
        bench.theme.changed.connect(self._on_look)
        hand.marks_changed.connect(self.refresh)
        hand.retried.connect(self.stage.show_source)
        hand.pan_wanted.connect(self.zoom.pan)
        hand.area_wanted.connect(self._on_area_wanted)
        hand.sight_wanted.connect(self._on_sight_wanted)
        hand.cursor_changed.connect(self.show_cursor)
        self.stage.shown.connect(self._on_shown)
        self.stage.touched.connect(self.touch)
        self.stage.ground.taken_up.connect(self._on_look)
        self.stage.ground.looks_changed.connect(self._on_look)
        self.captions.changed.connect(self.refresh)
        self.stage.watermarks.moved.connect(self._on_watermarks)
        self.zoom.changed.connect(self._on_zoom)
        bench.canvas.guide_chosen.connect(self.refresh)
        bench.commands.about_to_run.connect(self._on_command)
        bench.commands.attach_at(self)

    def _on_command(self, _: str) -> None:
        """Shortcuts do not come here as keys: whatever runs now is about what is seen at the hand."""
        self.catch_up()

    # What is shown

    def refresh(self) -> None:
        """Draw the overlay anew where it differs from what is drawn."""
        self._update(self.overlay.refresh(self.room, shows_focus=self.shows_focus))
        self._show_rulers()

    def _update(self, areas: Iterable[Rect] | None) -> None:
        for area in areas or ():
            self.paint_soon(*area)

    def carry(self, tiles: Iterable[tuple[str, Rect]], dx: int, dy: int) -> None:
        rect = self.stage.carry(tiles, dx, dy)
        self._update(self.overlay.carry(rect, self.room, shows_focus=self.shows_focus))
        if not self.stage.ground.is_laid and self.bench.session.document.is_previewing:
            self._lay_soon.ask()  # not behind the first move, which has enough to do

    def _lay(self) -> None:
        """No frame of a drag waits for the ground. From then on moves may take the short way."""
        if self.stage.lay_ground(self.viewportTransform(), self._paint_background):
            self.look_for_lane()

    def put_down(self) -> None:
        self.stage.put_down()

    def _show_rulers(self) -> None:
        for ruler in self.rulers:
            ruler.show_lens(self.hand.lens, self.overlay.shapes.covered)
            ruler.show_guides(self.overlay.shapes.lines)

    def fit(self, *, slowly: bool = False) -> None:
        """Show the whole frame and keep showing it; without a frame, all tiles."""
        self.zoom.fits = True
        self.zoom.show_area(self._whole(), slowly=slowly)

    def _whole(self) -> QRectF:
        frame = self.bench.session.placement().frame
        if frame is not None:
            return QRectF(*frame)
        return self.tiles_area() or QRectF(0, 0, 1920, 1080)

    def tiles_area(self) -> QRectF:
        """What all tiles cover together."""
        box = bounding_box(self.hand.rects().values())
        return QRectF(*box) if box is not None else QRectF()

    def show_zoom(self, wish: object) -> None:
        """Do what a command asks for: a wish by name, or a zoom."""
        middle = QRectF(self.viewport().rect()).center()
        if wish == "fit":
            self.fit(slowly=True)
        elif wish == "selection":
            extent = self.overlay.shapes.extent
            if extent is not None:
                self.zoom.fits = False
                self.zoom.show_area(QRectF(*extent), slowly=True)
        else:
            lens = self.hand.lens
            factors = {"in": lens.zoom * STEP, "out": lens.zoom / STEP}
            zoom = factors[wish] if isinstance(wish, str) else float(wish) if isinstance(wish, int | float) else 1.0
            self.zoom.fits = False
            self.zoom.go(zoom, QPointF(*lens.point(middle)), slowly=True)

    def _on_area_wanted(self, area: Rect) -> None:
        self.zoom.fits = False
        self.zoom.show_area(QRectF(*area), slowly=True, most=self.hand.lens.zoom)

    def _on_sight_wanted(self, area: Rect) -> None:
        if not self.hand.lens.rect(area).intersects(QRectF(self.viewport().rect())):
            self._on_area_wanted(area)

    def _on_zoom(self) -> None:
        self.hand.lens = self.zoom.lens
        room = self.viewport().size()
        view = Outlook(self.hand.lens, self.devicePixelRatioF(), Rect(0, 0, room.width(), room.height()))
        self.stage.look_through(view)
        self.captions.look_through(view)
        self.bench.canvas.tell_zoom(self.hand.lens.zoom)
        self._on_shown()
        self._show_rulers()
        self.viewport().update()

    def _on_shown(self) -> None:
        whole = (self.bench.session.placement().frame, bool(self.bench.session.composition.tiles))
        if self._shown_whole != whole:
            self._shown_whole = whole
            self.viewport().update()
            if self.zoom.fits and not self.hand.is_busy:
                self.fit()
        self.empty.follow(self.hand.lens)
        self.refresh()

    def _on_watermarks(self) -> None:
        """The box and its handles go along; what lies beyond the frame is veiled."""
        self.refresh()
        if self._watermarks_stuck_out != self.stage.watermarks.sticks_out:
            self._watermarks_stuck_out = not self._watermarks_stuck_out
            self.viewport().update()

    def _on_state(self) -> None:
        shows = self.bench.canvas.shows_rulers
        side = tokens.size("ruler") if shows else 0
        if self.viewportMargins().left() != side:
            self.setViewportMargins(side, side, 0, 0)
        for ruler in self.rulers:
            ruler.setVisible(shows)
        self._place_rulers()
        self.viewport().update()

    def _may_glide(self) -> bool:
        return not self.hand.is_busy and zoom.moves(self)

    def _on_focus_wanted(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.announcer.focus_came()

    def _on_look(self) -> None:
        for part in (self.viewport(), *self.rulers):
            part.update()

    def _on_walk_wanted(self, way: Way) -> None:
        self.walk.go(way)

    def _place_rulers(self) -> None:
        side = tokens.size("ruler")
        top, left = self.rulers
        top.setGeometry(side, 0, max(0, self.width() - side), side)
        left.setGeometry(0, side, side, max(0, self.height() - side))

    def paintEvent(self, event: QPaintEvent) -> None:
        ground = self.stage.ground
        if not ground.is_laid:
            super().paintEvent(event)
            return
        painter = QPainter(self.viewport())
        try:
            ground.paint(painter)
        except BaseException:
            painter.end()
            ground.take_up()  # Qt paints the next one: else nothing would be seen any more
            raise
        if self.lane is None or self.is_target:
            self._paint_over(painter, event.rect(), ground.ratio)
        else:
            self.overlay.paint(painter, ground.ratio)
        painter.end()

    def _paint_background(self, painter: QPainter) -> None:
        """All of it, on a picture of the canvas."""
        lens = self.hand.lens
        (left, top), (wide, high) = lens.point(QPointF(0, 0)), self.room
        painter.setWorldTransform(self.viewportTransform())
        paint_background(self, painter, QRectF(left, top, wide / lens.zoom, high / lens.zoom))
        painter.resetTransform()

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        paint_background(self, painter, QRectF(rect))

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        painter.resetTransform()  # the last to paint is this: nothing is put back for the next one
        self._paint_over(painter, self.hand.lens.rect_of(QRectF(rect)), self.devicePixelRatioF())

    def _paint_over(self, painter: QPainter, area: QRectF | QRect, ratio: float) -> None:
        """What lies over the scene, within that ``area`` of the canvas."""
        frame, grid = self.bench.session.placement().frame, self.bench.canvas.grid
        if frame is None or self.stage.sticks_out:
            paint_edges(self, painter, frame)
        if grid and frame is not None:
            paint_grid(painter, self.hand.lens, frame, grid, QRectF(area))
        self.overlay.paint(painter, ratio)
        if self.is_target or (self.shows_focus and not (self.hand.focus and self.hand.is_at_tiles)):
            wide, high = self.room
            strokes.outline(painter, Rect(1, 1, wide - 2, high - 2), tokens.ink("focus"), 2)  # videos reach to the edge

    def resizeEvent(self, event: QResizeEvent) -> None:
        before, old = self.hand.lens, event.oldSize()
        super().resizeEvent(event)
        self.room = event.size().width(), event.size().height()
        self._place_rulers()
        if self.zoom.fits or old.isEmpty():
            self.fit()
        else:  # what was in the middle stays there
            point = QPointF(*before.point(QPointF(old.width() / 2, old.height() / 2)))
            self.zoom.show(before.zoom, point, QRectF(self.viewport().rect()).center())
