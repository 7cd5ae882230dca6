"""The fields of an image as watermark (ci-templates §8.3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ...checks.registry import View
from ...layout.watermark_changes import change_image_mode, change_layer
from ...model.composition import Composition
from ...model.options import Watermark
from ...model.ranges import Range, image_side_range
from ...model.watermark_words import image_mode_of
from ..words import tr
from .entry import Entry, Pair
from .kinds import Address, Number, worded
from .watermark_fields import changed_mark, made, opacity_of


class ImageFields:
    """Makes the fields of the image that is ``chosen``; ``trouble`` says why it cannot be shown, empty when it can."""

    def __init__(self, chosen: Callable[[], Watermark | None], trouble: Callable[[str], str]) -> None:
        self._chosen, self._trouble = chosen, trouble

    def all(self) -> Sequence[Entry | Pair]:
        """The address comes first."""
        address = made(
            "image.url",
            Address(),
            "Image.Url",
            hint=tr("PNG, JPEG, WebP or GIF in the bucket of the job"),
            warns=self._not_shown,
            icon="image",
        )
        mode = made(
            "image.mode",
            worded("watermarks.*.image.mode", absent=tr("Not set")),
            "Image.Mode",
            hint=tr("What its width and height are counted in."),
            put=_put_mode,
        )
        layer = made(
            "image.background",
            worded("watermarks.*.image.background", absent=tr("Default: on top of the video")),
            "Image.Background",
            put=_put_layer,
            hint=self._about_layer,
            is_advanced=True,
        )
        width = self._image_side("width")
        height = self._image_side("height")
        return address, mode, Pair(width, height), opacity_of("image"), layer

    def _image_side(self, name: str) -> Entry:
        return made(
            f"image.{name}",
            Number(),
            f"Image.{name.capitalize()}",
            unit=lambda _, __: tr("px") if self._mode() == "Fixed" else tr("%"),
            takes=self._side_range,
            default=tr("In proportion"),
            hint=tr("Alone, it keeps the proportion."),
            off=lambda _: tr("Off because it keeps its own size.") if self._mode() == "Original" else "",
        )

    def _side_range(self) -> Range | None:
        chosen = self._chosen()
        return image_side_range(chosen) if chosen else None

    def _mode(self) -> str:
        chosen = self._chosen()
        return (image_mode_of(chosen) if chosen else None) or ""

    def _not_shown(self, _: View, __: str) -> str:
        chosen = self._chosen()
        image = chosen.image if chosen else None
        return self._trouble(image.url) if image and image.url else ""

    def _about_layer(self, _: View, __: str) -> str:
        chosen = self._chosen()
        if chosen is not None and chosen.image is not None and chosen.image.background:
            return tr("The video covers it; only what sticks out is seen (assumed).")
        return tr("An image underneath has to be larger than the frame to be seen.")


def _put_mode(view: View, composition: Composition, path: str, value: Any) -> Composition:
    return changed_mark(view, composition, path, lambda mark, frame: change_image_mode(mark, frame, value))


def _put_layer(view: View, composition: Composition, path: str, value: Any) -> Composition:
    return changed_mark(view, composition, path, lambda mark, _: change_layer(mark, value))
