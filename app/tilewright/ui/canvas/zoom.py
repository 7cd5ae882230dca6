"""How much of the frame is seen, and which part of it."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QObject, QPointF, QRectF, QVariantAnimation, Signal
from PySide6.QtGui import QTransform
from PySide6.QtWidgets import QGraphicsView

from ..theme import tokens
from .lens import Lens
from .state import LARGEST_ZOOM, SMALLEST_ZOOM

MARGIN = 24
"""Pixels of the screen left free around the frame when the whole of it is shown."""

FAR = 1_000_000
"""How far can be scrolled, in pixels of the frame: nobody comes to the end of it."""


class Zoom(QObject):
    """Moves what a view shows. ``fits`` while the whole frame is kept in sight, also when the window changes."""

    changed = Signal()

    def __init__(self, view: QGraphicsView) -> None:
        super().__init__(view)
        self._view = view
        self.fits = True
        self._running: QVariantAnimation | None = None
        self._kept = Lens(), True
        view.setSceneRect(-FAR, -FAR, 2 * FAR, 2 * FAR)

    @property
    def lens(self) -> Lens:
        transform = self._view.viewportTransform()
        return Lens(transform.m11(), transform.dx(), transform.dy())

    def keep(self) -> None:
        """Remember what is seen, for `go_back`."""
        self._kept = self.lens, self.fits

    def go_back(self) -> None:
        """Show again what was seen then."""
        lens, fits = self._kept
        self.stop()
        if self.lens != lens:
            self.show(lens.zoom, QPointF(0, 0), QPointF(lens.left, lens.top))
        self.fits = fits

    def show(self, zoom: float, point: QPointF, at: QPointF) -> None:
        """Show the ``point`` of the frame ``at`` that place of the canvas."""
        view = self._view
        zoom = max(SMALLEST_ZOOM, min(LARGEST_ZOOM, zoom))
        if zoom != view.transform().m11():
            view.setTransform(QTransform.fromScale(zoom, zoom))
        x, y = (max(-FAR, min(FAR, along)) for along in (point.x(), point.y()))  # a file may hold any number
        view.horizontalScrollBar().setValue(round(x * zoom - at.x()))
        view.verticalScrollBar().setValue(round(y * zoom - at.y()))
        self.changed.emit()

    def by(self, factor: float, at: QPointF) -> None:
        """Zoom so that what is ``at`` that place stays there."""
        self.stop()
        self.fits = False
        lens = self.lens
        self.show(lens.zoom * factor, QPointF(*lens.point(at)), at)

    def pan(self, across: float, down: float) -> None:
        self.stop()
        self.fits = False
        view = self._view
        view.horizontalScrollBar().setValue(view.horizontalScrollBar().value() - round(across))
        view.verticalScrollBar().setValue(view.verticalScrollBar().value() - round(down))
        self.changed.emit()

    def show_area(self, area: QRectF, *, slowly: bool, most: float = LARGEST_ZOOM) -> None:
        """Show all of ``area``, as large as it goes."""
        room = self._room()
        if area.isEmpty() or room.isEmpty():
            return
        zoom = min(room.width() / area.width(), room.height() / area.height(), most)
        self.go(zoom, area.center(), slowly=slowly)

    def go(self, zoom: float, point: QPointF, *, slowly: bool) -> None:
        """Show ``point`` in the middle, soon: the way there is shown, when movement is wanted."""
        self.stop()
        middle = QRectF(self._view.viewport().rect()).center()
        zoom = max(SMALLEST_ZOOM, min(LARGEST_ZOOM, zoom))
        duration = tokens.motion("canvas_zoom") if slowly and moves(self._view) else 0
        if not duration:
            self.show(zoom, point, middle)
            return
        start = self.lens
        first = QPointF(*start.point(middle))
        running = QVariantAnimation(self, duration=duration)
        running.setStartValue(0.0)
        running.setEndValue(1.0)
        running.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._running = running
        self._way = (start.zoom, zoom, first, point, middle)
        running.valueChanged.connect(self._on_way)
        running.start(QVariantAnimation.DeletionPolicy.DeleteWhenStopped)

    def _on_way(self, part: float) -> None:
        begin, end, first, last, middle = self._way
        zoom = begin * (end / begin) ** part
        self.show(zoom, first + (last - first) * part, middle)
        if part >= 1:
            self._running = None

    def stop(self) -> None:
        """Be where the way leads, at once."""
        if self._running is not None:
            running, self._running = self._running, None
            running.stop()
            _, end, _, last, middle = self._way
            self.show(end, last, middle)

    def _room(self) -> QRectF:
        return QRectF(self._view.viewport().rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)


def moves(view: QGraphicsView) -> bool:
    """Whether things may move by themselves: not where the system asks for less of it."""
    style = view.style()
    return view.isVisible() and style.styleHint(style.StyleHint.SH_Widget_Animation_Duration, None, view) > 0
