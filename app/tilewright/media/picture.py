"""A picture in memory."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Picture:
    """``pixels``: three bytes (RGB) a pixel, with ``has_alpha`` four (RGBA, not premultiplied); rows from the top,
    without padding.
    """

    width: int
    height: int
    pixels: bytes = field(repr=False)
    has_alpha: bool = False

    @property
    def size(self) -> tuple[int, int]:
        return self.width, self.height
