"""Animated images (GIF, WebP, APNG): their pictures, one after the other, and when each is shown.

No document says how the service shows them. Here they are shown as browsers do (assumed, A90): as often as the file
says, the last picture stays then, and a picture that is to be gone within a hundredth of a second lasts a tenth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TypeVar

from PIL import Image

from ..errors import Refused
from ..text import say
from .image_file import opened_image, upright
from .picture import Picture

MOST_PICTURES = 1000
"""Their times stand in FFmpeg's command, which may have 128 KiB in a word on Linux: those of three watermarks fit."""

MOST_PIXELS = 128_000_000
"""Of all pictures together: half a gigabyte where they wait to be laid over the video."""

Found = TypeVar("Found")

_QUICKEST, _USUAL = 10_000, 100_000


@dataclass(frozen=True, slots=True)
class Pace:
    """When the pictures of an animated image are shown, in microseconds from its beginning: each from its place in
    ``starts`` on, and once more after ``length``. ``plays`` is how often it is played, 0 for without end.
    """

    starts: tuple[int, ...]
    length: int
    plays: int


@dataclass(frozen=True, slots=True)
class Animated(Picture):
    """The first picture of an animated image; ``data`` is the file with all of them, called ``name``."""

    data: bytes = field(default=b"", repr=False)
    name: str = ""

    @property
    def is_animated(self) -> bool:
        return True

    def pace(self) -> Pace:
        """Raises ``Refused`` for more than 1000 pictures, or 128 megapixels of all together, and ``Damaged``."""
        lengths, plays = [], 0
        for length, times in self._each(_timing):
            lengths.append(length)
            plays = times
            require_modest(self.name, len(lengths), self.size)
        return Pace((0, *accumulate(lengths[:-1])), sum(lengths), plays)

    def pictures(self) -> Iterator[Picture]:
        """All of them in order. Raises ``Damaged``."""
        yield from self._each(as_picture)

    def _each(self, read: Callable[[Image.Image], Found]) -> Iterator[Found]:
        """What is ``read`` of each; all must be as large as the first one: a GIF may grow on the way."""
        with opened_image(self.data, self.name) as image:
            size = image.size
            for number in range(_first(image), MOST_PICTURES + 2):
                try:
                    image.seek(number)
                except EOFError:
                    return
                if image.size != size:
                    raise OSError("a picture reaches out of the first one")
                yield read(image)


def require_modest(name: str, count: int, size: tuple[int, int]) -> None:
    """Raises ``Refused`` for more pictures, or larger ones, than a watermark may have."""
    if count > MOST_PICTURES or count * size[0] * size[1] > MOST_PIXELS:
        raise Refused(
            say("{name} is an animated image of too many pictures, or of too large ones.", name=name),
            say("At most {most} pictures, and 128 megapixels of all together, are drawn.", most=MOST_PICTURES),
        )


def as_picture(image: Image.Image) -> Picture:
    rgba = upright(image).convert("RGBA")
    return Picture(rgba.width, rgba.height, rgba.tobytes(), has_alpha=True)


def find_animation(image: Image.Image, data: bytes, name: str) -> Animated | None:
    """``None`` for an image that is still; ``data`` is its file."""
    if not getattr(image, "is_animated", False):
        return None
    image.seek(_first(image))
    first = as_picture(image)
    return Animated(first.width, first.height, first.pixels, has_alpha=True, data=data, name=name)


def _first(image: Image.Image) -> int:
    """An APNG may begin with a picture that only those show that cannot move (PNG 3rd edition, 4.9)."""
    return 1 if getattr(image, "default_image", False) else 0


def _timing(image: Image.Image) -> tuple[int, int]:
    """How long it is shown, in microseconds, and how often the whole is played."""
    image.load()  # a WebP tells its times then
    return _length(image), _plays(image)


def _length(image: Image.Image) -> int:
    asked = round(1000 * float(image.info.get("duration") or 0))
    return asked if asked > _QUICKEST else _USUAL


def _plays(image: Image.Image) -> int:
    """A GIF that says nothing is played once, and says else how often it is repeated; the others say how often they are
    played. 0 is without end for all.
    """
    said = image.info.get("loop")
    if image.format == "GIF":
        return 1 if said is None else int(said) and int(said) + 1
    return int(said or 0)
