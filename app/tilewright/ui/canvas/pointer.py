"""What the hand does, as plain values: tools know no events."""

from __future__ import annotations

from typing import Literal, NamedTuple

Button = Literal["", "left", "middle", "right"]


class Pointer(NamedTuple):
    """``x``, ``y`` in pixels of the frame; ``across``, ``down`` in device-independent pixels of the canvas."""

    x: float
    y: float
    across: float
    down: float
    button: Button = ""
    shift: bool = False
    ctrl: bool = False
    alt: bool = False

    @property
    def adds(self) -> bool:
        """A click adds to the selection, or takes from it."""
        return self.shift or self.ctrl


def with_key(pointer: Pointer, key: Literal["shift", "ctrl", "alt"], *, pressed: bool) -> Pointer:
    """The pointer where it is, with a key pressed or let go."""
    if key == "shift":
        return pointer._replace(shift=pressed)
    return pointer._replace(ctrl=pressed) if key == "ctrl" else pointer._replace(alt=pressed)
