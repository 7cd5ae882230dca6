"""How the words of a watermark are read, wherever it is placed, drawn, rendered or judged (ci-templates §8).

They are taken in any case; a function gives the word as the service spells it, ``None`` for one that it does not know.
"""

from __future__ import annotations

from .options import Watermark
from .spelling import spelled

KINDS = ("Text", "Image")
POSITIONS = ("TopLeft", "Top", "TopRight", "Left", "Center", "Right", "BottomLeft", "Bottom", "BottomRight")
USUAL_POSITION = "TopLeft"
UNITS = ("Absolute", "Relativity")
IMAGE_MODES = ("Original", "Proportion", "Fixed")
SLIDES = ("Default", "ScrollFromLeft")


def kind_of(watermark: Watermark) -> str | None:
    """`Type`."""
    return spelled(watermark.type, KINDS)


def is_image(watermark: Watermark) -> bool:
    return kind_of(watermark) == "Image"


def lettering(watermark: Watermark) -> tuple[str, str] | None:
    """The text and the word for its face (`FontType`), on which it depends which letters are drawn; ``None`` where
    there is no text.
    """
    text = None if is_image(watermark) else watermark.text
    return (text.text, text.font_type or "") if text and text.text else None


def position_of(watermark: Watermark) -> str:
    """`Pos`, the usual one where none or an unknown one is named."""
    return spelled(watermark.pos, POSITIONS) or USUAL_POSITION


def is_in_percent(watermark: Watermark) -> bool:
    """Whether `Dx` and `Dy` are parts of the frame, by `LocMode`."""
    return spelled(watermark.loc_mode, UNITS) == "Relativity"


def image_mode_of(watermark: Watermark) -> str | None:
    """`Image.Mode`, ``None`` without an image."""
    return spelled(watermark.image.mode, IMAGE_MODES) if watermark.image is not None else None


def slide_of(watermark: Watermark) -> str | None:
    """`SlideConfig.SlideMode`, ``None`` without one."""
    return spelled(watermark.slide_config.slide_mode, SLIDES) if watermark.slide_config is not None else None
