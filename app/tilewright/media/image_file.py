"""Image files of strangers, opened by their content, within limits (security 4)."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PIL import ExifTags, Image, UnidentifiedImageError

from ..errors import Damaged, Refused
from ..text import say

MOST_PIXELS = 64_000_000

# Pillow looks at this before it makes room for a picture, also for a later one of an animation. It would warn up to
# twice as much; warnings are told the whole process, so this one is an error for all of it.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
BREAKS = (OSError, ValueError, SyntaxError, LookupError, TypeError, EOFError, struct.error)
"""What Pillow raises where a file breaks off: it reads most fields as if they were there."""

KINDS = say("PNG, JPEG, WebP and GIF are accepted.")


@contextmanager
def opened_image(data: bytes, name: str) -> Iterator[Image.Image]:
    """The image of which no more than the header was read; ``name`` is what messages call it.

    Raises ``Refused`` beyond 64 megapixels and for other kinds, ``Damaged`` also for what breaks off while it is used.
    """
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            yield image
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(say("{name} has more than 64 megapixels.", name=name), "Make the image smaller.") from error
    except UnidentifiedImageError as error:
        raise Refused(say("{name} is no image that a watermark can show.", name=name), KINDS) from error
    except BREAKS as error:
        raise Damaged(say("{name} is a damaged image.", name=name), "Export it again.") from error


_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What `Orientation` asks for (Exif 2.32, 4.6.4): how the stored picture is to be turned to be upright."""


def upright(image: Image.Image) -> Image.Image:
    """The image as every viewer shows it; one whose notes cannot be read stays as it is stored."""
    try:
        turn = _TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    except (OSError, ValueError, SyntaxError, KeyError, TypeError, AttributeError, struct.error):
        return image
    return image if turn is None else image.transpose(turn)
