"""What the table says about a tile, and how what people type into it is read."""

from __future__ import annotations

import re

from ...layout.expression import Unreadable, evaluate, round_whole, without_unit
from ...layout.place import Placed, Unplaced
from ...layout.rect import Rect
from ...layout.typed import names_of
from ..words import tr

UNIT = "px"
PLACE_EXAMPLE = "440 × 242 at 1440, 685"

_AT = re.compile(r"\s*(?:\bat\b|@)\s*", re.IGNORECASE)
_TIMES = re.compile(r"\s*[×xX]\s*")
_BETWEEN = re.compile(r"\s*[,;]\s*")


def place_words(placed: Placed | Unplaced) -> str:
    """Size and position, as in ``440 × 242 at 1440, 685``; of what has no size yet, the reason."""
    if isinstance(placed, Placed):
        return rect_words(placed.rect)
    if placed.reason == "frame-unknown" and placed.guess:
        return rect_words(placed.guess)
    return tr("No size") if placed.reason == "size-invalid" else tr("Size not known yet")


def rect_words(rect: Rect) -> str:
    return tr("{width} × {height} at {x}, {y}").format(width=rect.width, height=rect.height, x=rect.x, y=rect.y)


def read_place(text: str, current: Rect | None, frame: Rect | None) -> dict[str, int]:
    """The fields that ``text`` sets: ``440 × 242 at 1440, 685``, or only ``440 × 242`` or ``at 1440, 685``.

    Each number may be an expression; a percentage is a share of the frame. Raises ``Unreadable`` with a sentence.
    """
    size, _, position = (part.strip() for part in _split_once(without_unit(text, UNIT)))  # "px" has an x, too
    values: dict[str, int] = {}
    if size:
        values.update(_read_pair(_TIMES.split(size), ("width", "height"), current, frame))
    if position:
        values.update(_read_pair(_BETWEEN.split(position), ("x", "y"), current, frame))
    if not values:
        raise Unreadable("Write it as in {example}.", example=PLACE_EXAMPLE)
    return values


def _split_once(text: str) -> tuple[str, str, str]:
    found = _AT.search(text)
    if found is None:
        return text, "", ""
    return text[: found.start()], found.group(), text[found.end() :]


def _read_pair(parts: list[str], names: tuple[str, str], current: Rect | None, frame: Rect | None) -> dict[str, int]:
    if len(parts) != 2:
        raise Unreadable("Write it as in {example}.", example=PLACE_EXAMPLE)
    return {name: read_number(name, part, current, frame) for name, part in zip(names, parts, strict=True)}


def read_number(name: str, text: str, current: Rect | None, frame: Rect | None) -> int:
    """One of ``x``, ``y``, ``width`` and ``height`` as typed. Raises ``Unreadable`` with a sentence."""
    if not text.strip():
        raise Unreadable("A number is missing.")
    side = "width" if name in {"x", "width"} else "height"
    value = round_whole(
        evaluate(
            text,
            current=getattr(current, name) if current else None,
            whole=getattr(frame, side) if frame else None,
            names=dict(names_of(frame, current)),
            unit=UNIT,
        )
    )
    if name in {"width", "height"} and value < 1:
        raise Unreadable("A tile is at least 1 pixel wide and high.")
    return value
