"""Images of strangers as pictures: by content, within limits (security 4)."""

from __future__ import annotations

import io

from PIL import Image

from ..errors import Refused
from ..text import say
from .animation import as_picture, find_animation
from .image_file import opened_image
from .picture import Picture

MOST_BYTES = 20 * 1024 * 1024


def read_image(data: bytes, name: str) -> Picture:
    """The picture of an image file, with its transparency, turned as its camera noted; the first one of an animated
    image, as `Animated`. ``name`` is what messages call it.

    Raises ``Refused`` beyond 20 MB or 64 megapixels and for other kinds, ``Damaged`` for one that breaks off.
    """
    if len(data) > MOST_BYTES:
        raise Refused(say("{name} is larger than 20 MB.", name=name), "Make the image smaller.")
    with opened_image(data, name) as image:
        return find_animation(image, data, name) or as_picture(image)


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
