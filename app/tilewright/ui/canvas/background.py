"""What lies around the frame: a checkerboard, and the frame's edge or where it would be."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QRegion

from ...layout.place import Unplaced
from ...layout.rect import Rect
from ..theme import icons, tokens
from ..theme.fonts import font
from ..words import tell, tr
from . import strokes
from .lens import Lens

if TYPE_CHECKING:
    from .stage import Stage
    from .view import Canvas

OUTSIDE = 0.4
"""How much of a tile is seen beyond the frame, where it will be cut off."""


MOST_TOLD = 30
"""Tiles beyond the frame up to which what is said of them is not dimmed: there is no time for more with a picture."""


def paint_background(canvas: Canvas, painter: QPainter, exposed: QRectF) -> None:
    """The checkerboard under everything, as far as ``exposed`` and the frame do not cover it."""
    lens = canvas.hand.lens
    frame = canvas.bench.session.placement().frame
    if frame is not None and _within(lens, frame).contains(exposed):
        return  # of which this is the quick answer
    area = lens.rect_of(exposed).adjusted(-1, -1, 1, 1) & QRectF(canvas.viewport().rect())
    hole = strokes.crisp(lens.rect(frame)) if frame is not None else QRectF()
    if frame is not None and hole.contains(area):
        return
    painter.save()
    painter.resetTransform()
    painter.setBrushOrigin(round(lens.left), round(lens.top))
    brush = strokes.checks(canvas.devicePixelRatioF())
    for rect in _around(area, hole):
        painter.fillRect(rect, brush)
    if frame is not None:
        _edge(painter, hole)
    painter.restore()


@functools.lru_cache(maxsize=4)
def _within(lens: Lens, frame: Rect) -> QRectF:
    """The frame without its outermost pixels on the screen."""
    edge = 2 / lens.zoom
    return QRectF(*frame).adjusted(edge, edge, -edge, -edge)


def paint_edges(canvas: Canvas, painter: QPainter, frame: Rect | None) -> None:
    """Over the tiles: the checkerboard once more where they leave the ``frame``, so that they are seen at 40 %. What is
    said of them there can be read as well as anywhere.
    """
    if frame is None:
        _paint_unknown(canvas, painter)
    else:
        lens = canvas.hand.lens
        hole = strokes.crisp(lens.rect(frame))
        painter.save()
        clear = QRegion(canvas.viewport().rect())
        for told in _told(canvas.stage, lens):
            clear -= QRegion(*told)
        painter.setClipRegion(clear, Qt.ClipOperation.IntersectClip)
        painter.setOpacity(1 - OUTSIDE)
        painter.setBrushOrigin(round(lens.left), round(lens.top))
        brush = strokes.checks(canvas.devicePixelRatioF())
        for rect in _around(QRectF(canvas.viewport().rect()), hole):
            painter.fillRect(rect, brush)
        painter.restore()
        _edge(painter, hole)


def _told(stage: Stage, lens: Lens) -> Iterator[Rect]:
    """Where labels and badges can be seen of tiles that reach beyond the frame, in pixels of the canvas: what lies over
    them there reaches beyond it, too.
    """
    items = [stage.tiles[tile_id] for tile_id in stage.outside if tile_id in stage.tiles]
    if len(items) > MOST_TOLD:
        return
    items.sort(key=lambda item: item.zValue())
    areas = [lens.pixels(item.face.rect) for item in items]
    for number, item in enumerate(items, 1):
        for told in item.told_at():
            if not any(area.overlaps(told) for area in areas[number:]):
                yield told


def _edge(painter: QPainter, hole: QRectF) -> None:
    strokes.outline(painter, strokes.whole(hole.adjusted(-1, -1, 0, 0)), tokens.colour("divider"), 1, halo=False)


def _around(area: QRectF, hole: QRectF) -> tuple[QRectF, ...]:
    """``area`` without ``hole``, as four rectangles that do not overlap."""
    hole = hole & area
    if hole.isEmpty():
        return (area,)
    return (
        QRectF(area.left(), area.top(), area.width(), hole.top() - area.top()),
        QRectF(area.left(), hole.bottom(), area.width(), area.bottom() - hole.bottom()),
        QRectF(area.left(), hole.top(), hole.left() - area.left(), hole.height()),
        QRectF(hole.right(), hole.top(), area.right() - hole.right(), hole.height()),
    )


def _paint_unknown(canvas: Canvas, painter: QPainter) -> None:
    """No frame yet: its place is hatched as far as the tiles tell, with the reason above."""
    area = strokes.crisp(canvas.hand.lens.rect_of(canvas.tiles_area()))
    if area.isEmpty():
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(tokens.colour("text_3"), 1.5)
    pen.setDashPattern([4, 3])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(area.adjusted(-8, -8, 8, 8))
    text = reason(canvas)
    metrics = QFontMetricsF(font("label"))
    width = metrics.horizontalAdvance(text) + 34
    top = max(8.0, area.top() - 42)
    ground = QRectF(max(8.0, area.center().x() - width / 2), top, width, 26)
    painter.setPen(QPen(tokens.colour("control_border"), 1))
    painter.setBrush(tokens.colour("raised"))
    painter.drawRoundedRect(ground.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    icons.paint(painter, "info", QRectF(ground.left() + 8, ground.top() + 6, 14, 14), "note")
    painter.setFont(font("label"))
    painter.setPen(tokens.colour("text"))
    painter.drawText(ground.adjusted(28, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter, text)


def reason(canvas: Canvas) -> str:
    """Why there is no frame."""
    session = canvas.bench.session
    template = session.composition.transcode_template_id
    if template:
        return tr("The template {name} sets the frame; its size is not known yet.").format(name=template)
    for there in session.placement().tiles:
        if isinstance(there, Unplaced) and there.reason == "frame-unknown":
            return tell(there.sentence)
    return tr("The size of the frame is not known yet.")
