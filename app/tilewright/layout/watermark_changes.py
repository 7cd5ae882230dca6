"""What becomes of a watermark when one of its fields changes that gives others their meaning (ci-templates §8).

Pure values: the fields of the form and the hand on the canvas use the same ones.
"""

from __future__ import annotations

from ..model.options import Watermark, WatermarkImage, WatermarkText
from ..model.ranges import LETTERS, Range, image_side_range, offset_range
from ..model.watermark_words import image_mode_of, is_image, is_in_percent, kind_of
from .rect import Rect
from .watermarks import locate, move_watermark, size_watermark

USUAL_SIDES: dict[str, int] = {"Proportion": 10, "Fixed": 200}
"""What a width begins with, by `Mode`: percent of the frame, pixels."""

Size = tuple[int, int]


def change_offset_unit(watermark: Watermark, frame: Size | None, mode: str | None) -> Watermark:
    """``watermark`` with the `LocMode` ``mode`` where it is: offsets in pixels become the nearest whole percent of the
    frame, and the other way round. Without a ``frame``, and where a mode is none of the two, they stay as they are.
    """
    was_percent, is_percent = is_in_percent(watermark), mode == "Relativity"
    changed = watermark.replace(loc_mode=mode)
    if frame is None or was_percent == is_percent or mode not in {"Absolute", "Relativity"}:
        return changed
    takes = offset_range(changed)

    def converted(offset: float | None, side: int) -> float | None:
        if offset is None:
            return None
        return within(takes, offset * 100 / side if is_percent else offset * side / 100)

    return changed.replace(dx=converted(watermark.dx, frame[0]), dy=converted(watermark.dy, frame[1]))


def change_layer(watermark: Watermark, is_below: bool | None) -> Watermark:
    """``watermark`` with its image below the video, or above it. That turns the ranges of offsets and sides around
    (ci-templates §8.2, §8.3): what would not be taken any more becomes the nearest that is.
    """
    image = watermark.image or WatermarkImage()
    changed = watermark.replace(image=image.replace(background=is_below))
    takes = offset_range(changed)
    return _with_sides_in_range(
        changed.replace(
            dx=None if changed.dx is None else _kept(takes, changed.dx),
            dy=None if changed.dy is None else _kept(takes, changed.dy),
        )
    )


def change_image_mode(watermark: Watermark, frame: Size | None, mode: str | None) -> Watermark:
    """``watermark`` with the `Mode` ``mode`` of its image and, as far as that can be, its size.

    Percent of the frame become pixels, and the other way round. `Original` forbids sides; the two others need one, and
    get a usual width where there is none (ci-templates §8.3).
    """
    image = watermark.image or WatermarkImage()
    before = image_mode_of(watermark)
    changed = image.replace(mode=mode)
    if mode == "Original":
        return watermark.replace(image=changed.replace(width=None, height=None))
    if mode in USUAL_SIDES and image.width is None and image.height is None:
        changed = changed.replace(width=USUAL_SIDES[mode])
    elif frame is not None and {before, mode} == {"Proportion", "Fixed"}:
        changed = changed.replace(
            width=_other_unit(image.width, frame[0], mode == "Proportion"),
            height=_other_unit(image.height, frame[1], mode == "Proportion"),
        )
    return _with_sides_in_range(watermark.replace(image=changed))


def can_be_resized(watermark: Watermark) -> bool:
    """Whether a hand can give it another size: an image that keeps its own size has none to give."""
    if is_image(watermark):
        return image_mode_of(watermark) in USUAL_SIDES
    return kind_of(watermark) == "Text"


def takes_any_size(watermark: Watermark) -> bool:
    """Whether its edges can lie at any pixel: an image in pixels. Letters and percent come in coarser steps."""
    return is_image(watermark) and image_mode_of(watermark) == "Fixed"


def resize_watermark(
    watermark: Watermark, frame: Size, before: Rect, wish: Rect, natural: Size | None = None
) -> Watermark:
    """``watermark``, seen at ``before``, about as large as ``wish`` and with the corner that both have in common.

    Of a text the letters grow, of an image the sides that are set, all by one factor: that of the longer side,
    which is the finer one. They stay whole numbers within what the service takes, so the result may be a little larger
    or smaller than wished. ``natural`` is the own size of an image: without it the corner may miss by a pixel, as what
    is seen is rounded.
    """
    was, now = (before.width, wish.width) if before.width >= before.height else (before.height, wish.height)
    factor = now / max(1, was)
    if is_image(watermark):
        image = watermark.image or WatermarkImage()
        takes = image_side_range(watermark)
        if takes is None:
            return watermark
        changed = watermark.replace(
            image=image.replace(width=_scaled(image.width, factor, takes), height=_scaled(image.height, factor, takes))
        )
        size = size_watermark(changed, frame, natural or (before.width, before.height))
    else:
        text = watermark.text or WatermarkText()
        letters = text.font_size or LETTERS.low
        grown = within(LETTERS, letters * factor)
        changed = watermark.replace(text=text.replace(font_size=grown))
        size = (round(before.width * grown / letters), round(before.height * grown / letters))
    x = before.x if wish.x == before.x else before.right - size[0]
    y = before.y if wish.y == before.y else before.bottom - size[1]
    return move_watermark(changed, frame, Rect(x, y, *size))


def nudge_watermark(watermark: Watermark, frame: Size, size: Size, dx: int, dy: int) -> Watermark:
    """``watermark``, seen in ``size``, so many pixels further right and down; percent, if offsets are."""
    rect = locate(watermark, frame, size)
    if is_in_percent(watermark):
        dx, dy = round(dx * frame[0] / 100), round(dy * frame[1] / 100)
    return move_watermark(watermark, frame, rect._replace(x=rect.x + dx, y=rect.y + dy))


def within(takes: Range, value: float) -> int:
    """The whole number in ``takes`` that is nearest to ``value``."""
    return max(takes.low, min(takes.high, round(value)))


def _scaled(side: float | None, factor: float, takes: Range) -> float | None:
    return None if side is None else within(takes, side * factor)


def _other_unit(side: float | None, frame: int, to_percent: bool) -> float | None:
    if side is None:
        return None
    return max(1, round(side * 100 / frame if to_percent else side * frame / 100))


def _kept(takes: Range, value: float) -> float:
    return value if takes.holds(value) else within(takes, value)


def _with_sides_in_range(watermark: Watermark) -> Watermark:
    takes, image = image_side_range(watermark), watermark.image
    if takes is None or image is None:
        return watermark
    return watermark.replace(
        image=image.replace(
            width=None if image.width is None else _kept(takes, image.width),
            height=None if image.height is None else _kept(takes, image.height),
        )
    )
