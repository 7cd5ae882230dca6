"""A watermark as the picture that lies over the video: the only one that makes it, for canvas and renderer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..errors import BadInput
from ..layout.rect import Rect
from ..layout.watermarks import place_watermark, size_watermark
from ..model.options import Watermark, WatermarkText
from ..model.watermark_words import is_image
from .animation import Animated, Pace, require_modest
from .image_picture import fit_image
from .picture import Picture
from .text_picture import draw_text, parse_colour

USUAL_SIZE = 24
"""Pixels of the letters of a text that says no size; the service requires one."""

SOLID = 100


@dataclass(frozen=True, slots=True)
class Stamp:
    """A picture with transparency, and where in the frame it lies. It is the first one of ``animated``, if that is
    there, which is made as large as ``whole`` and as opaque as ``opacity_percent`` says before it is cut.
    """

    picture: Picture
    rect: Rect
    animated: Animated | None = None
    whole: Rect | None = None
    opacity_percent: float = SOLID

    def within(self, frame: tuple[int, int]) -> Stamp | None:
        """The part that lies in the frame; ``None`` when nothing does. What is outside is cut off (assumed)."""
        visible = self.rect.cut(Rect(0, 0, *frame))
        if visible is None or visible == self.rect:
            return visible and self
        return replace(self, picture=_part(self.picture, self.rect, visible), rect=visible, whole=self.rect)

    def pace(self) -> Pace | None:
        """When its pictures are shown, ``None`` for one. Raises as `Animated` does."""
        if self.animated is None:
            return None
        pace = self.animated.pace()
        require_modest(self.animated.name, len(pace.starts), self.picture.size)
        return pace

    def pictures(self) -> Iterator[Picture]:
        """All of them in order, of one size. Raises ``Damaged``."""
        if self.animated is None:
            yield self.picture
            return
        whole = self.whole or self.rect
        for picture in self.animated.pictures():
            yield _part(fit_image(picture, (whole.width, whole.height), self.opacity_percent), whole, self.rect)


def _part(picture: Picture, whole: Rect, part: Rect) -> Picture:
    if whole == part:
        return picture
    return picture.cut(part.x - whole.x, part.y - whole.y, part.width, part.height)


def make_stamp(watermark: Watermark, frame: tuple[int, int], image: Picture | None = None) -> Stamp:
    """The watermark in a frame of that size. ``image`` is what `Image.Url` shows; needed for an image watermark.

    Raises ``BadInput`` when there is nothing to show.
    """
    if is_image(watermark):
        if image is None or watermark.image is None:
            raise BadInput("The watermark has no image.", "Give it the address of one.")
        size, opacity = size_watermark(watermark, frame, image.size), _opacity(watermark.image.transparency)
        animated = image if isinstance(image, Animated) else None
        place = place_watermark(watermark, frame, image.size)
        return Stamp(fit_image(image, size, opacity), place, animated, opacity_percent=opacity)
    text = watermark.text or WatermarkText()
    size_of_letters = round(float(text.font_size or USUAL_SIZE))
    colour, opacity = parse_colour(text.font_color), _opacity(text.transparency)
    picture = draw_text(text.text or "", size_of_letters, colour, opacity, text.font_type)
    return Stamp(picture, place_watermark(watermark, frame, picture.size))


def _opacity(transparency: float | None) -> float:
    """`Transparency` is the opacity in percent, 100 is solid (ci-templates §8.3, note)."""
    return SOLID if transparency is None else float(transparency)
