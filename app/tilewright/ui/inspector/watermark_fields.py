"""The fields of a watermark (ci-templates §8)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...checks.registry import View
from ...layout.watermarks import is_in_the_middle
from ...model.composition import Composition
from ...model.options import Watermark, WatermarkImage, WatermarkText
from ...model.paths import write_path
from ...model.ranges import (
    LETTERS,
    OPACITY,
    SLIDE_SPEED,
    TYPEFACES,
    USUAL_TYPEFACE,
    WATERMARK_TEXT_LIMIT,
    Range,
    image_side_range,
    offset_range,
)
from ..words import tr
from .entry import Entry, Pair
from .kinds import Address, Colour, Flag, Kind, Number, choice


def new_text() -> Watermark:
    """A text watermark to begin with; all that the service asks for is there (ci-templates §8.1, §13.3)."""
    text = WatermarkText(
        text=tr("Text"), font_size=44, font_type=USUAL_TYPEFACE, font_color="0xFFFFFF", transparency=90
    )
    return Watermark(type="Text", loc_mode="Absolute", dx=40, dy=40, pos="TopLeft", text=text)


def new_image(url: str) -> Watermark:
    """The image at ``url`` as a watermark."""
    image = WatermarkImage(url=url, mode="Proportion", width=10, transparency=100)
    return Watermark(type="Image", loc_mode="Absolute", dx=40, dy=40, pos="TopRight", image=image)


class WatermarkFields:
    """Makes the fields; what they are called and whether they are on depends on the watermark that is ``chosen``."""

    def __init__(self, chosen: Callable[[], Watermark | None], has_span: Callable[[], bool]) -> None:
        self._chosen, self._has_span = chosen, has_span

    def text(self) -> tuple[Entry | Pair, ...]:
        """Of a text."""
        words = Entry(
            "watermarks.*.text.text",
            tr("Words"),
            Kind(most=WATERMARK_TEXT_LIMIT),
            name=tr("Words of the watermark"),
            element="Watermark.Text.Text",
        )
        face = Entry(
            "watermarks.*.text.font_type",
            tr("Typeface"),
            choice(*TYPEFACES.items(), absent=tr("Not set")),
            element="Watermark.Text.FontType",
        )
        size = Entry(
            "watermarks.*.text.font_size",
            tr("Size"),
            Number().within(LETTERS),
            name=tr("Size of the words"),
            unit=tr("px"),
            element="Watermark.Text.FontSize",
        )
        colour = Entry(
            "watermarks.*.text.font_color",
            tr("Colour"),
            Colour(),
            name=tr("Colour of the words"),
            element="Watermark.Text.FontColor",
        )
        return words, Pair(face, size), Pair(colour, self._opacity("text", tr("Opacity of the words")))

    def _opacity(self, member: str, called: str) -> Entry:
        return Entry(
            f"watermarks.*.{member}.transparency",
            tr("Opacity"),
            Number().within(OPACITY),
            name=called,
            unit=tr("%"),
            whole=lambda _, __: 100,
            element=f"Watermark.{member.capitalize()}.Transparency",
        )

    def image(self) -> tuple[Entry | Pair, ...]:
        """Of an image: the address comes first."""
        address = Entry(
            "watermarks.*.image.url",
            tr("Address"),
            Address(),
            name=tr("Address of the image"),
            hint=tr("In the bucket of the job"),
            element="Watermark.Image.Url",
            icon="image",
        )
        mode = Entry(
            "watermarks.*.image.mode",
            tr("Size by"),
            choice(
                ("Original", tr("Its own")),
                ("Proportion", tr("Percent")),
                ("Fixed", tr("Pixels")),
                absent=tr("Not set"),
            ),
            name=tr("How the image is sized"),
            put=_put_mode,
            element="Watermark.Image.Mode",
        )
        below = Entry(
            "watermarks.*.image.background",
            tr("Below the video"),
            Flag(),
            name=tr("Image below the video"),
            element="Watermark.Image.Background",
        )
        width = self._image_side("width", tr("Width"), tr("Width of the image"))
        height = self._image_side("height", tr("Height"), tr("Height of the image"))
        opacity = self._opacity("image", tr("Opacity of the image"))
        return address, Pair(mode, opacity), Pair(width, height), below

    def _image_side(self, name: str, label: str, called: str) -> Entry:
        return Entry(
            f"watermarks.*.image.{name}",
            label,
            Number(),
            name=called,
            unit=lambda _, __: tr("px") if self._mode() == "Fixed" else tr("%"),
            takes=self._side_range,
            default=tr("In proportion"),
            off=lambda _: tr("Off because it keeps its own size.") if self._mode() == "Original" else "",
            element=f"Watermark.Image.{name.capitalize()}",
        )

    def _side_range(self) -> Range | None:
        chosen = self._chosen()
        return image_side_range(chosen) if chosen else None

    def _offset_range(self) -> Range | None:
        chosen = self._chosen()
        return offset_range(chosen) if chosen else None

    def _mode(self) -> str:
        chosen = self._chosen()
        image = chosen.image if chosen else None
        return (image.mode if image else None) or ""

    def offsets(self) -> tuple[Entry, Entry]:
        """How far from the edges that its place names."""

        def offset(axis: str, called: str) -> Entry:
            return Entry(
                f"watermarks.*.d{axis}",
                called,
                Number(),
                name=tr("Offset across") if axis == "x" else tr("Offset down"),
                unit=lambda _, __: tr("%") if self._is_percent() else tr("px"),
                whole=lambda _, __: 100 if self._is_percent() else None,
                usual=lambda _, __: 0,
                takes=self._offset_range,
                off=lambda _: self._off_offset(axis),
                element=f"Watermark.D{axis}",
                is_inner=True,
                object_name=f"watermarkD{axis}",
            )

        return offset("x", tr("From the left")), offset("y", tr("From the top"))

    def _is_percent(self) -> bool:
        chosen = self._chosen()
        return bool(chosen and (chosen.loc_mode or "").lower() == "relativity")

    def _off_offset(self, axis: str) -> str:
        chosen = self._chosen()
        is_off = chosen is not None and is_in_the_middle(chosen, f"d{axis}")
        return tr("Off: it stands in the middle.") if is_off else ""

    def loc_mode(self) -> Entry:
        return Entry(
            "watermarks.*.loc_mode",
            tr("Offsets in"),
            choice(("Absolute", tr("Pixels")), ("Relativity", tr("Percent of the frame")), absent=tr("Not set")),
            name=tr("Unit of the offsets"),
            element="Watermark.LocMode",
        )

    def span(self) -> tuple[Entry, Entry]:
        """From and to."""

        def time(name: str, label: str, called: str, element: str, default: str) -> Entry:
            return Entry(
                f"watermarks.*.{name}",
                label,
                Number(low=0, is_time=True),
                name=called,
                unit=tr("s"),
                default=default,
                off=lambda _: "" if self._has_span() else tr("Off: it is there all the time."),
                element=element,
            )

        return (
            time("start_time", tr("From"), tr("Watermark from"), "Watermark.StartTime", tr("The start")),
            time("end_time", tr("To"), tr("Watermark to"), "Watermark.EndTime", tr("The end")),
        )

    def slide(self) -> Entry:
        return Entry(
            "watermarks.*.slide_config.slide_mode",
            tr("Moves across the picture"),
            choice(("ScrollFromLeft", tr("From left to right")), ("Default", tr("Off")), absent=tr("No movement")),
            name=tr("Movement of the watermark"),
            put=_put_slide,
            element="Watermark.SlideConfig.SlideMode",
            tells_parent=True,
        )

    def speeds(self) -> tuple[Entry, Entry]:
        """Across and down."""

        def speed(axis: str, label: str, called: str) -> Entry:
            return Entry(
                f"watermarks.*.slide_config.{axis}_slide_speed",
                label,
                Number(is_whole=True).within(SLIDE_SPEED),
                name=called,
                default=tr("Default"),
                off=lambda _: "" if self._moves() else tr("Off because the watermark does not move."),
                element=f"Watermark.SlideConfig.{axis.upper()}SlideSpeed",
            )

        return (
            speed("x", tr("Speed across"), tr("Speed of the watermark across")),
            speed("y", tr("Speed down"), tr("Speed of the watermark down")),
        )

    def _moves(self) -> bool:
        chosen = self._chosen()
        slide = chosen.slide_config if chosen else None
        return bool(slide and slide.slide_mode == "ScrollFromLeft")


def _put_mode(_: View, composition: Composition, path: str, value: Any) -> Composition:
    """The picture's own size forbids sides of ours (ci-templates §8.3)."""
    changed = write_path(composition, path, value)
    if value == "Original":
        owner = path.rpartition(".")[0]
        changed = write_path(write_path(changed, f"{owner}.width", None), f"{owner}.height", None)
    return changed


def _put_slide(_: View, composition: Composition, path: str, value: Any) -> Composition:
    """Without movement there is no SlideConfig: its bare presence switches the offsets off (ci-templates §8.5)."""
    if value is None:
        return write_path(composition, path.rpartition(".")[0], None)
    return write_path(composition, path, value)
