"""What the hand does, as plain values: tools know no events."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Button = Literal["", "left", "middle", "right"]


@dataclass(frozen=True, slots=True)
class Pointer:
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
        return replace(pointer, shift=pressed)
    return replace(pointer, ctrl=pressed) if key == "ctrl" else replace(pointer, alt=pressed)
