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
    def is_animated(self) -> bool:
        """Whether others follow it."""
        return False

    @property
    def size(self) -> tuple[int, int]:
        return self.width, self.height

    def cut(self, x: int, y: int, width: int, height: int) -> Picture:
        """A part of it, which must lie inside."""
        deep = 4 if self.has_alpha else 3
        starts = (((y + row) * self.width + x) * deep for row in range(height))
        pixels = b"".join(self.pixels[start : start + width * deep] for start in starts)
        return Picture(width, height, pixels, self.has_alpha)
