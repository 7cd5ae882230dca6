"""`Video.Crop`: the part of a picture that is kept (ci-templates §3)."""

from __future__ import annotations

import re
from typing import NamedTuple

CROP = re.compile(r"([1-9]\d{0,6}):([1-9]\d{0,6}):(\d{1,6}):(\d{1,6})")


class Crop(NamedTuple):
    """In pixels of the picture, as the service writes it."""

    width: int
    height: int
    left: int
    top: int

    def is_inside(self, width: int, height: int) -> bool:
        return self.left + self.width <= width and self.top + self.height <= height


def read_crop(text: str | None) -> Crop | None:
    """``None`` for nothing, and for what is not written ``width:height:left:top``."""
    match = CROP.fullmatch((text or "").strip())
    return Crop(*map(int, match.groups())) if match else None
