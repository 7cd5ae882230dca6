"""A layout that a user saved: places in a frame, without the videos that lay there."""

from __future__ import annotations

from typing import Annotated

import msgspec

from .composition import MOST_TILES
from .named import LONGEST_NAME, Named, clean_line
from .value import Value

FARTHEST = 1_000_000
"""Pixels from the frame's corner, and of a side: far beyond every frame, and far below what arithmetic bears."""

Way = Annotated[int, msgspec.Meta(ge=-FARTHEST, le=FARTHEST)]
Side = Annotated[int, msgspec.Meta(ge=1, le=FARTHEST)]


class Place(Value, frozen=True):
    """Where one tile lies, in pixels of the layout's frame, origin top left; parts of it may lie outside."""

    x: Way
    y: Way
    width: Side
    height: Side


class OwnLayout(Named, frozen=True):
    """``width`` and ``height`` are of the frame in which it was made. The first of the ``places`` is that of the lowest
    tile.
    """

    width: Side
    height: Side
    places: Annotated[tuple[Place, ...], msgspec.Meta(min_length=1, max_length=MOST_TILES)]


def cleaned(layout: OwnLayout) -> OwnLayout:
    """``layout`` with a name that can be shown."""
    return layout.replace(name=clean_line(layout.name, LONGEST_NAME))
