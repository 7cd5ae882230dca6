"""Pictures as files of ours: JPEG, for the cache and for snapshots, and PNG."""

from __future__ import annotations

import io

from PIL import Image, UnidentifiedImageError

from ..errors import Damaged
from .picture import Picture

QUALITY = 88


def write_jpeg(picture: Picture) -> bytes:
    """The picture as a JPEG without loss of colour resolution."""
    made = io.BytesIO()
    image = Image.frombytes("RGB", (picture.width, picture.height), picture.pixels)
    image.save(made, "JPEG", quality=QUALITY, subsampling=0)
    return made.getvalue()


def write_png(picture: Picture) -> bytes:
    """The picture without any loss."""
    made = io.BytesIO()
    Image.frombytes("RGB", (picture.width, picture.height), picture.pixels).save(made, "PNG")
    return made.getvalue()


def read_jpeg(data: bytes) -> Picture:
    """The picture of a JPEG that `write_jpeg` made; raises ``Damaged``."""
    try:
        with Image.open(io.BytesIO(data), formats=["JPEG"]) as image:
            rgb = image.convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise Damaged("A picture of the cache cannot be read.", "It is made again.") from error
    return Picture(rgb.width, rgb.height, rgb.tobytes())
