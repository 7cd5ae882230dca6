"""A watermark as the picture that lies over the video: the only one that makes it, for canvas and renderer."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import BadInput
from ..layout.rect import Rect
from ..layout.watermarks import place_watermark, size_watermark
from ..model.options import Watermark, WatermarkText
from ..model.watermark_words import is_image
from .image_picture import fit_image
from .picture import Picture
from .text_picture import draw_text, parse_colour

USUAL_SIZE = 24
"""Pixels of the letters of a text that says no size; the service requires one."""

SOLID = 100


@dataclass(frozen=True, slots=True)
class Stamp:
    """A picture with transparency, and where in the frame it lies."""

    picture: Picture
    rect: Rect

    def within(self, frame: tuple[int, int]) -> Stamp | None:
        """The part that lies in the frame; ``None`` when nothing does. What is outside is cut off (assumed)."""
        visible = self.rect.cut(Rect(0, 0, *frame))
        if visible is None or visible == self.rect:
            return visible and self
        left, top = visible.x - self.rect.x, visible.y - self.rect.y
        return Stamp(self.picture.cut(left, top, visible.width, visible.height), visible)


def make_stamp(watermark: Watermark, frame: tuple[int, int], image: Picture | None = None) -> Stamp:
    """The watermark in a frame of that size. ``image`` is what `Image.Url` shows; needed for an image watermark.

    Raises ``BadInput`` when there is nothing to show.
    """
    if is_image(watermark):
        if image is None or watermark.image is None:
            raise BadInput("The watermark has no image.", "Give it the address of one.")
        size = size_watermark(watermark, frame, image.size)
        picture = fit_image(image, size, _opacity(watermark.image.transparency))
        return Stamp(picture, place_watermark(watermark, frame, image.size))
    text = watermark.text or WatermarkText()
    size_of_letters = round(float(text.font_size or USUAL_SIZE))
    colour, opacity = parse_colour(text.font_color), _opacity(text.transparency)
    picture = draw_text(text.text or "", size_of_letters, colour, opacity, text.font_type)
    return Stamp(picture, place_watermark(watermark, frame, picture.size))


def _opacity(transparency: float | None) -> float:
    """`Transparency` is the opacity in percent, 100 is solid (ci-templates §8.3, note)."""
    return SOLID if transparency is None else float(transparency)
