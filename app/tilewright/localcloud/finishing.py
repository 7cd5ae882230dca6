"""What is done to the finished picture of a composition, its watermarks included: a part of it kept, turned, told to be
of two fields (ci-templates §3).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ..layout.rect import Rect
from ..model.crop import read_crop
from ..model.options import Video

_TURNS: Final = {0: (), 90: ("transpose=clock",), 180: ("hflip", "vflip"), 270: ("transpose=cclock",)}


@dataclass(frozen=True, slots=True)
class Finishing:
    """Filters of FFmpeg over the picture (``filters``), and such that only say what it is (``marks``); ``is_even`` when
    no odd pixel counts for them.
    """

    filters: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    is_even: bool = True


NO_FINISHING: Final = Finishing()


def finish(video: Video, frame: Rect) -> Finishing:
    """First the part that ``Crop`` keeps is made as large as the ``frame`` (A45), then the picture is turned by right
    angles, clockwise (A44).
    """
    filters: list[str] = []
    crop = read_crop(video.crop)
    if crop is not None:
        filters.append(f"crop={crop.width}:{crop.height}:{crop.left}:{crop.top}:exact=1")
        if (crop.width, crop.height) != (frame.width, frame.height):
            filters += [f"scale={frame.width}:{frame.height}", "setsar=1"]
    filters += _TURNS.get(round(video.rotate or 0) % 360, ())
    marks = ("setfield=tff",) if video.interlaced else ()
    return Finishing(tuple(filters), marks, crop is None or not any(side % 2 for side in crop))
