"""Lines that the user put over the frame, dragged from the rulers, to lay tiles out by."""

from __future__ import annotations

from typing import Literal, NamedTuple

from .value import Value, Whole

MOST_GUIDES = 200
"""On each axis; a file with more is not opened."""

FARTHEST = 10**15
"""As of `Whole`."""

Axis = Literal["x", "y"]


AXES: tuple[Axis, Axis] = ("x", "y")


class GuideName(NamedTuple):
    """Which guide: its axis, and its place in the list of those."""

    axis: Axis
    number: int


class RulerGuides(Value, frozen=True):
    """Upright lines at the pixels ``x`` of the frame and level ones at ``y``, which may lie beyond its edges.

    Ours alone: no request has them. ``locked`` ones cannot be taken hold of, ``hidden`` ones are not drawn and attract
    nothing.
    """

    x: tuple[Whole, ...] = ()
    y: tuple[Whole, ...] = ()
    locked: bool = False
    hidden: bool = False

    def on(self, axis: Axis) -> tuple[int, ...]:
        return self.x if axis == "x" else self.y

    def with_places(self, axis: Axis, places: tuple[int, ...]) -> RulerGuides:
        return self.replace(x=places) if axis == "x" else self.replace(y=places)

    def added(self, axis: Axis, at: int) -> RulerGuides:
        """With one more, which is seen; as it is where there is one at that place, or there are too many."""
        places = self.on(axis)
        if at in places or len(places) >= MOST_GUIDES:
            return self
        return self.with_places(axis, (*places, at)).replace(hidden=False)

    def moved(self, axis: Axis, number: int, at: int) -> RulerGuides:
        """With the one of that place in the list at ``at``."""
        places = self.on(axis)
        return self.with_places(axis, (*places[:number], at, *places[number + 1 :]))

    def scaled(self, across: float, down: float) -> RulerGuides:
        """With so many times the distance from the frame's corner."""

        def times(places: tuple[int, ...], factor: float) -> tuple[int, ...]:
            return tuple(max(-FARTHEST, min(FARTHEST, round(at * factor))) for at in places)

        return self.replace(x=times(self.x, across), y=times(self.y, down))

    def without(self, axis: Axis, number: int) -> RulerGuides:
        places = self.on(axis)
        return self.with_places(axis, (*places[:number], *places[number + 1 :]))
