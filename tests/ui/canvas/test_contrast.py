"""Lines, handles, band and focus can be told from any video: they and the halo beside them differ by 3:1 at least."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from support.builders import composition, tile
from support.canvas import CanvasHand, plain
from tilewright.layout.rect import Rect
from tilewright.model.ruler_guides import RulerGuides
from tilewright.ui.canvas.items import badge_area
from tilewright.ui.theme import tokens
from ui.canvas.conftest import OpenCanvas

FRAME = (800, 500)
ENOUGH, READABLE = 3.0, 4.5
MOST_COVERED = 0.35
"""So much of a line may lie under a handle, a pill or another line."""


def noise() -> QImage:
    return QImage(random.Random(7).randbytes(800 * 500 * 3), 800, 500, 2400, QImage.Format.Format_RGB888).copy()


GROUNDS: dict[str, Callable[[], QImage]] = {
    "white": lambda: plain("#ffffff"),
    "black": lambda: plain("#000000"),
    "grey": lambda: plain("#808080"),
    "noise": noise,
}


def luminance(colour: QColor) -> float:
    """Relative luminance (WCAG 2.2)."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


class Seen:
    """The canvas as it is painted."""

    def __init__(self, canvas: CanvasHand) -> None:
        canvas.canvas.stage.sharpener.now()
        canvas.canvas.viewport().update()
        QApplication.processEvents()
        self._image = canvas.canvas.viewport().grab().toImage()

    def contrast(self, rect: Rect) -> float:
        """The greatest between two pixels there."""
        area = ((x, y) for x in range(rect.x, rect.right) for y in range(rect.y, rect.bottom))
        colours = sorted((self._image.pixelColor(*at) for at in area), key=luminance)
        return contrast(colours[0], colours[-1])

    def told(self, points: Iterator[tuple[tuple[int, int], tuple[int, int]]], token: str) -> None:
        """Each first pixel is of the colour ``token``, and the second differs enough from it; of nearly all pairs."""
        pairs = [pair for pair in points if all(self._image.valid(*at) for at in pair)]
        assert len(pairs) >= 8
        colour = tokens.colour(token)
        good = 0
        for line, beside in pairs:
            one, other = self._image.pixelColor(*line), self._image.pixelColor(*beside)
            good += one == colour and contrast(one, other) >= ENOUGH
        assert good >= (1 - MOST_COVERED) * len(pairs), (token, good, len(pairs))


Pairs = Iterator[tuple[tuple[int, int], tuple[int, int]]]


def upright(x: int, top: int, bottom: int, *, left: int, right: int) -> Iterator[Pairs]:
    """Pixels of an upright line at ``x``, with what lies at its left and at its right."""
    yield (((x, y), (left, y)) for y in range(top, bottom, 3))
    yield (((x, y), (right, y)) for y in range(top, bottom, 3))


def box(rect: Rect, width: int) -> Iterator[Pairs]:
    """Both sides of a box of lines ``width`` wide, from inside and from outside."""
    first, last = rect.x - width // 2, rect.right
    yield from upright(first, rect.y, rect.bottom, left=first - 1, right=first + width)
    yield from upright(last, rect.y, rect.bottom, left=last - width, right=last + 1)


def opened(open_canvas: OpenCanvas, look: tokens.Look) -> CanvasHand:
    """A video everywhere, and smaller ones on it."""
    ground = tile("ground", 0, 0, *FRAME, locked=True)
    others = (
        tile("a", 300, 100, 200, 120),
        tile("b", 300, 300, 160, 120, group="g1"),
        tile("c", 580, 100, 160, 120, group="g1"),
    )
    guides = RulerGuides(x=(120,))
    canvas = open_canvas(composition(ground, *others, size=FRAME, ruler_guides=guides))
    canvas.bench.theme.choose(look)
    return canvas.at(1.0, 20, 20)


def grounds(canvas: CanvasHand) -> Iterator[str]:
    """Show one after the other in all videos."""
    for name, picture in GROUNDS.items():
        image = picture()
        for one in canvas.session.composition.tiles:
            canvas.bench.pictures.put(one.url, image)
        canvas.session.select([])
        canvas.canvas.hand.set_focus("")
        yield name


@pytest.mark.parametrize("look", tokens.LOOKS)
def test_that_what_is_drawn_over_videos_can_be_told_from_them(open_canvas: OpenCanvas, look: tokens.Look) -> None:
    """Outlines, handles, groups, focus, guides, distances, the rubber band, and the focus of the canvas itself."""
    canvas = opened(open_canvas, look)
    for _ in grounds(canvas):
        _check_outlines(canvas)
        _check_guides(canvas)
        _check_canvas(canvas)


def _check_outlines(canvas: CanvasHand) -> None:
    lens, overlay = canvas.canvas.hand.lens, canvas.canvas.overlay

    canvas.hover("a")
    seen = Seen(canvas)
    for pairs in box(lens.pixels(canvas.rect("a")), 1):
        seen.told(pairs, "selection")

    canvas.session.select(["a", "b"])
    seen = Seen(canvas)
    around = [rect for kind, rect in overlay.shapes.outlines if kind == "selected"]
    assert len(around) == 2
    for rect in around:
        for pairs in box(rect, 2):
            seen.told(pairs, "selection")
    for name, (x, y, width, height) in overlay.shapes.handles:
        line, beside = (x, x - 1) if "left" in name else (x + width - 1, x + width)
        if height >= 10:
            seen.told((((line, y + n), (beside, y + n)) for n in [*range(4, height - 4)] * 4), "selection")

    canvas.session.select(["b"])
    [group] = overlay.shapes.groups
    seen = Seen(canvas)
    for pairs in box(group, 1):
        seen.told(pairs, "selection")

    canvas.session.select([])
    canvas.key(Qt.Key.Key_PageDown, times=2)
    [focus] = [rect for kind, rect in overlay.shapes.outlines if kind == "focus"]
    seen = Seen(canvas)
    for pairs in box(focus, 2):
        seen.told(pairs, "focus")


def _check_guides(canvas: CanvasHand) -> None:
    overlay = canvas.canvas.overlay
    [lasting] = overlay.shapes.lines
    for pairs in upright(lasting.rect.x, 20, 500, left=lasting.rect.x - 1, right=lasting.rect.x + 1):
        Seen(canvas).told(pairs, "ruler_guide")
    canvas.press("a").drag(3, 5)
    assert overlay.shapes.guides
    assert overlay.shapes.beams
    seen = Seen(canvas)
    for guide in overlay.shapes.guides:
        if guide.width == 1:
            for pairs in upright(guide.x, guide.y, guide.bottom, left=guide.x - 1, right=guide.x + 1):
                seen.told(pairs, "guide")
    for axis, (x, y, width, _), _, _ in overlay.shapes.beams:
        if axis == "x" and width > 40:
            seen.told((((at, y), (at, y - 1)) for at in range(x + 2, x + width - 2)), "guide")
    canvas.key(Qt.Key.Key_Escape)
    canvas.release()

    canvas.session.select(["ground"])
    canvas.press((40, 40)).drag(200, 300)
    band = overlay.shapes.band
    assert band is not None
    seen = Seen(canvas)
    for pairs in upright(band.x, band.y + 4, band.bottom - 4, left=band.x - 1, right=band.x + 1):
        seen.told(pairs, "selection")
    canvas.release()


def _check_canvas(canvas: CanvasHand) -> None:
    canvas.session.select([])
    canvas.canvas.hand.set_focus("")
    canvas.at(1.0, -20, -20)
    canvas.canvas.clearFocus()
    canvas.canvas.setFocus(Qt.FocusReason.TabFocusReason)
    seen = Seen(canvas)
    for pairs in upright(0, 20, 440, left=2, right=2):
        seen.told(pairs, "focus")
    canvas.at(1.0, 20, 20)


@pytest.mark.parametrize("look", tokens.LOOKS)
def test_that_names_and_marks_of_problems_can_be_read_outside_the_frame(
    open_canvas: OpenCanvas, look: tokens.Look
) -> None:
    """What is cut off there is dimmed, what is said of it is not."""
    canvas = open_canvas(composition(tile("a", 740, 100, 200, 120), size=FRAME)).at(0.8, 20, 20)
    canvas.bench.theme.choose(look)
    canvas.bench.findings.refresh()
    item, lens = canvas.canvas.stage.tiles["a"], canvas.canvas.hand.lens
    for _ in grounds(canvas):
        canvas.canvas.captions.settle()
        label, badge = item.label(), badge_area(item.face, lens.rect(item.face.rect))
        assert label is not None
        assert badge is not None
        edge = round(lens.x(FRAME[0])) + 1
        beyond = Rect(edge, label[0].y + 2, label[0].right - edge - 2, label[0].height - 4)
        assert beyond.width > 20
        seen = Seen(canvas)
        assert seen.contrast(beyond) >= READABLE
        assert seen.contrast(Rect(*badge.toRect().getRect()).grown(-3)) >= ENOUGH
