"""A picture in memory."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Picture:
    """``pixels``: three bytes (RGB) a pixel, rows from the top, without padding."""

    width: int
    height: int
    pixels: bytes = field(repr=False)
