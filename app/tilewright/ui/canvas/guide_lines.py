"""The user's own guides, which were dragged from the rulers: where they are drawn and hit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtGui import QPainter

from ...layout.rect import Rect
from ...model.ruler_guides import GuideName, RulerGuides
from ..theme import tokens
from . import strokes
from .lens import Lens, reachable

NEAR = 3
"""Pixels of the screen from a line within which it is hit: beside it tiles are. In the ruler its mark is larger."""

PILL_INSET = 6


class GuideLine(NamedTuple):
    """A guide in pixels of the canvas; ``text`` is where the chosen one lies, and ``pill`` where that is written."""

    name: GuideName
    rect: Rect
    text: str = ""
    pill: Rect | None = None

    @property
    def area(self) -> Rect:
        """All that is painted of it."""
        return self.rect.grown(2).joined(self.pill) if self.pill is not None else self.rect.grown(2)


def guide_lines(guides: RulerGuides, lens: Lens, room: tuple[int, int], chosen: GuideName | None) -> list[GuideLine]:
    """Those that are in sight of a canvas whose size is ``room``."""
    if guides.hidden:
        return []
    wide, high = room
    made: list[GuideLine] = []
    for number, at in enumerate(guides.x):
        name, place = GuideName("x", number), reachable(lens.x(at))
        if 0 <= place < wide:
            text, pill = "", None
            if name == chosen:
                text, width = f"X {at}", strokes.pill_width(f"X {at}")
                pill = Rect(max(0, min(place + 4, wide - width)), PILL_INSET, width, strokes.PILL)
            made.append(GuideLine(name, Rect(place, 0, 1, high), text, pill))
    for number, at in enumerate(guides.y):
        name, place = GuideName("y", number), reachable(lens.y(at))
        if 0 <= place < high:
            text, pill = "", None
            if name == chosen:
                text, width = f"Y {at}", strokes.pill_width(f"Y {at}")
                pill = Rect(PILL_INSET, max(0, min(place + 4, high - strokes.PILL)), width, strokes.PILL)
            made.append(GuideLine(name, Rect(0, place, wide, 1), text, pill))
    return made


def guide_at(lines: Sequence[GuideLine], across: float, down: float, reach: float = NEAR) -> GuideName | None:
    """The nearest guide that lies within ``reach`` of a point of the canvas."""
    best: tuple[float, GuideName] | None = None
    for line in lines:
        away = abs(
            (across if line.name.axis == "x" else down) - (line.rect.x if line.name.axis == "x" else line.rect.y)
        )
        if away <= reach and (best is None or away < best[0]):
            best = (away, line.name)
    return best[1] if best is not None else None


def paint_guides(painter: QPainter, lines: Sequence[GuideLine], ratio: float) -> None:
    """All halos first, then the lines; the chosen one is twice as wide."""
    halo, colour = tokens.ink("halo"), tokens.ink("ruler_guide")
    for line in lines:
        painter.fillRect(*line.rect.grown(2 if line.text else 1), halo)
    for line in lines:
        x, y, width, height = line.rect
        is_wide = bool(line.text)
        if line.name.axis == "x":
            painter.fillRect(x - is_wide, y, width + is_wide, height, colour)
        else:
            painter.fillRect(x, y - is_wide, width, height + is_wide, colour)
    for line in lines:
        if line.pill is not None:
            strokes.pill(painter, line.pill, line.text, "ruler_guide", ratio)
