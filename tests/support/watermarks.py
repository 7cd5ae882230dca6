"""Watermarks in one line, images for them, and what a result must look like under them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from PIL import Image

from tilewright.media.picture import Picture
from tilewright.model.options import Watermark, WatermarkImage, WatermarkText

CJK_FONT = Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")
"""What `packaging/test` installs where it can."""


def text_mark(text: str = "Lesson_7", pos: str = "TopLeft", dx: float = 10, dy: float = 10, **fields: Any) -> Watermark:
    """A solid white text of 24 pixels, offsets in pixels; ``fields`` are those of `WatermarkText`, times aside."""
    times = {name: fields.pop(name) for name in ("start_time", "end_time", "loc_mode") if name in fields}
    usual = {"font_size": 24, "font_type": "simhei.ttf", "font_color": "0xFFFFFF", "transparency": 100}
    written = WatermarkText(text=text, **{**usual, **fields})
    return Watermark(**{"type": "Text", **_placed(pos, dx, dy), "text": written, **times})


def image_mark(url: str, pos: str = "TopLeft", dx: float = 10, dy: float = 10, **fields: Any) -> Watermark:
    """An image in its own size, solid; ``fields`` are those of `WatermarkImage`, times aside."""
    times = {name: fields.pop(name) for name in ("start_time", "end_time", "loc_mode") if name in fields}
    shown = WatermarkImage(url=url, **{"mode": "Original", "transparency": 100, **fields})
    return Watermark(**{"type": "Image", **_placed(pos, dx, dy), "image": shown, **times})


def _placed(pos: str, dx: float, dy: float) -> dict[str, Any]:
    return {"loc_mode": "Absolute", "dx": dx, "dy": dy, "pos": pos}


def plain_image(
    width: int, height: int, colour: tuple[int, int, int, int] = (200, 40, 40, 255), kind: str = "PNG"
) -> bytes:
    made = io.BytesIO()
    image = Image.new("RGBA", (width, height), colour)
    (image.convert("RGB") if kind == "JPEG" else image).save(made, kind)
    return made.getvalue()


def as_image(picture: Picture) -> Image.Image:
    return Image.frombytes("RGBA" if picture.has_alpha else "RGB", picture.size, picture.pixels)
