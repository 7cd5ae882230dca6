"""Images of strangers as pictures: by content, within limits (security 4)."""

from __future__ import annotations

import io
import struct
from typing import Final

from PIL import ExifTags, Image, UnidentifiedImageError

from ..errors import Damaged, Refused
from ..text import say
from .picture import Picture

# Pillow's own limit warns before it refuses, and a warning can be kept quiet for the whole process only, whatever other
# threads do. Ours is lower, and is looked at before anything is decoded.
Image.MAX_IMAGE_PIXELS = None

MOST_PIXELS = 64_000_000
MOST_BYTES = 20 * 1024 * 1024
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
KINDS = say("PNG, JPEG, WebP and GIF are accepted.")


def read_image(data: bytes, name: str) -> Picture:
    """The picture of an image file, with its transparency, turned as its camera noted; ``name`` is what messages call
    it.

    Raises ``Refused`` beyond 20 MB or 64 megapixels, for animated ones and other kinds, ``Damaged`` for one that breaks
    off.
    """
    if len(data) > MOST_BYTES:
        raise Refused(say("{name} is larger than 20 MB.", name=name), "Make the image smaller.")
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:  # reads no more than the header
            if image.width * image.height > MOST_PIXELS:
                raise Refused(say("{name} has more than 64 megapixels.", name=name), "Make the image smaller.")
            if getattr(image, "is_animated", False):
                raise Refused(
                    say("{name} is an animated image; only still ones are drawn.", name=name),
                    "Save one of its pictures as an image of its own.",
                )
            rgba = _upright(image).convert("RGBA")
    except UnidentifiedImageError as error:
        raise Refused(say("{name} is no image that a watermark can show.", name=name), KINDS) from error
    except (OSError, ValueError, SyntaxError) as error:
        raise Damaged(say("{name} is a damaged image.", name=name), "Export it again.") from error
    return Picture(rgba.width, rgba.height, rgba.tobytes(), has_alpha=True)


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


def _upright(image: Image.Image) -> Image.Image:
    """The image as every viewer shows it; one whose notes cannot be read stays as it is stored."""
    try:
        turn = _TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    except (OSError, ValueError, SyntaxError, KeyError, TypeError, AttributeError, struct.error):
        return image
    return image if turn is None else image.transpose(turn)


def fit_image(picture: Picture, size: tuple[int, int], opacity_percent: float) -> Picture:
    """``picture`` (with alpha) at ``size``, its opacity lowered to a part of its own."""
    image = Image.frombytes("RGBA", picture.size, picture.pixels)
    if size != picture.size:
        image = image.convert("RGBa").resize(size, Image.Resampling.LANCZOS).convert("RGBA")
    share = max(0.0, min(100.0, opacity_percent)) / 100
    if share < 1:
        alpha = image.getchannel("A").point([round(level * share) for level in range(256)])
        image.putalpha(alpha)
    return Picture(image.width, image.height, image.tobytes(), has_alpha=True)


def write_png(picture: Picture) -> bytes:
    """The picture as a PNG, with its transparency if it has any."""
    made = io.BytesIO()
    Image.frombytes("RGBA" if picture.has_alpha else "RGB", picture.size, picture.pixels).save(made, "PNG")
    return made.getvalue()
