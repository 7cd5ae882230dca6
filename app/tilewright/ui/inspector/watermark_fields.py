"""The fields of a watermark (ci-templates §8), called as the service calls them (§13.2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ...checks.registry import View
from ...layout.watermark_changes import change_offset_unit
from ...layout.watermarks import is_in_the_middle
from ...model.composition import Composition
from ...model.options import Watermark, WatermarkImage, WatermarkText
from ...model.paths import read_path, write_path
from ...model.ranges import (
    LETTERS,
    OPACITY,
    SLIDE_SPEED,
    TYPEFACES_WITHOUT_CHINESE,
    USUAL_TYPEFACE,
    WATERMARK_TEXT_LIMIT,
    Range,
    moves_across,
    offset_range,
)
from ...model.source import frame_in_force, transcode_in_force
from ...model.value_words import words_of_values
from ...model.watermark_words import is_in_percent
from ..words import tell, tr
from .entry import Entry, Pair, on
from .kinds import Colour, Ids, Kind, Number, worded


def places() -> tuple[tuple[str, str], ...]:
    """The nine places of a watermark, in reading order."""
    return tuple((place, tell(word)) for place, word in words_of_values("watermarks.*.pos").items())


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


def off_by_watermark_template(view: View) -> str:
    """Templates of watermarks overrule those that are set here (ci-jobs §1.2)."""
    return tr("Off because a watermark template decides.") if view.composition.watermark_template_ids else ""


def template_ids() -> Entry:
    return Entry(
        "watermark_template_ids",
        kind=Ids(),
        default=tr("None"),
        elides=True,
        hint=tr("Up to 3, with commas between them. They replace all watermarks above."),
        element="WatermarkTemplateId",
    )


def made(
    path: str,
    kind: Kind,
    element: str,
    *,
    off: Callable[[View], str] = on,
    **more: Any,
) -> Entry:
    """A field of the chosen watermark; ``element`` is what the service calls it below `Watermark`."""
    return Entry(
        f"watermarks.*.{path}",
        kind=kind,
        element=f"Watermark.{element}",
        off=lambda view: off_by_watermark_template(view) or off(view),
        **more,
    )


def opacity_of(member: str) -> Entry:
    """`Transparency` is opacity (ci-templates §8.3, note)."""
    return made(
        f"{member}.transparency",
        Number().within(OPACITY),
        f"{member.capitalize()}.Transparency",
        unit=tr("%"),
        whole=lambda _, __: 100,
        hint=tr("100 is solid, 1 can hardly be seen."),
    )


class WatermarkFields:
    """Makes the fields of texts, and those that all watermarks have; what they are called and whether they are on
    depends on the watermark that is ``chosen``.
    """

    def __init__(self, chosen: Callable[[], Watermark | None], has_span: Callable[[], bool]) -> None:
        self._chosen, self._has_span = chosen, has_span

    def text(self) -> Sequence[Entry | Pair]:
        """Of a text."""
        words = made(
            "text.text",
            Kind(most=WATERMARK_TEXT_LIMIT),
            "Text.Text",
            hint=tr("English letters, Chinese, digits, _, - and *"),
        )
        face = made(
            "text.font_type",
            worded("watermarks.*.text.font_type", absent=tr("Not set")),
            "Text.FontType",
            hint=self._about_face,
        )
        size = made(
            "text.font_size",
            Number().within(LETTERS),
            "Text.FontSize",
            unit=tr("px"),
            hint=tr("Or pull a corner on the canvas."),
        )
        colour = made("text.font_color", Colour(), "Text.FontColor", hint=tr("Also 0xRRGGBB"))
        return words, face, Pair(size, colour), opacity_of("text")

    def _about_face(self, _: View, __: str) -> str:
        """The service's typefaces are not free: the picture here is made with another one (A29)."""
        chosen = self._chosen()
        text = chosen.text if chosen else None
        if text is not None and text.font_type in TYPEFACES_WITHOUT_CHINESE:
            return tr("English letters only. Shown here in another typeface (assumed).")
        return tr("Chinese and English. Shown here in another typeface (assumed).")

    def _offset_range(self) -> Range | None:
        chosen = self._chosen()
        return offset_range(chosen) if chosen else None

    def place(self) -> Entry:
        """The nine points."""
        return made("pos", worded("watermarks.*.pos", look="places"), "Pos", off=self._off_moving, is_inner=True)

    def offsets(self) -> tuple[Entry, Entry]:
        """How far from the edges that its place names."""

        def offset(axis: str, edge: str, hint: str = "") -> Entry:
            return made(
                f"d{axis}",
                Number(),
                f"D{axis}",
                label=edge,
                hint=hint,
                unit=lambda _, __: tr("%") if self._is_percent() else tr("px"),
                whole=lambda _, __: 100 if self._is_percent() else None,
                usual=lambda _, __: 0,
                takes=self._offset_range,
                off=lambda view: self._off_offset(view, axis),
                is_inner=True,
                object_name=f"watermarkD{axis}",
            )

        return (
            offset("x", tr("From the left")),
            offset("y", tr("From the top"), tr("Or drag it on the canvas.")),
        )

    def _is_percent(self) -> bool:
        chosen = self._chosen()
        return bool(chosen and is_in_percent(chosen))

    def _off_offset(self, view: View, axis: str) -> str:
        chosen = self._chosen()
        if chosen is not None and not moves_across(chosen) and is_in_the_middle(chosen, f"d{axis}"):
            return tr("Off: it stands in the middle.")
        return self._off_moving(view)

    def _off_moving(self, _: View) -> str:
        return tr("Off because it moves from left to right.") if self._moves() else ""

    def loc_mode(self) -> Entry:
        return made(
            "loc_mode",
            worded("watermarks.*.loc_mode", absent=tr("Not set")),
            "LocMode",
            hint=tr("Changing this keeps the watermark where it is."),
            put=_put_loc_mode,
            off=self._off_moving,
        )

    def span(self) -> tuple[Entry, Entry]:
        """From and to."""

        def time(name: str, element: str, default: str) -> Entry:
            return made(
                name,
                Number(low=0, is_time=True),
                element,
                unit=tr("s"),
                default=default,
                hint=tr("Of the result; also takes 1:30"),
                off=lambda _: "" if self._has_span() else tr("Off: it is there all the time."),
            )

        return (
            time("start_time", "StartTime", tr("The start")),
            time("end_time", "EndTime", tr("The end")),
        )

    def slide(self) -> Entry:
        return made(
            "slide_config.slide_mode",
            worded("watermarks.*.slide_config.slide_mode", absent=tr("No movement")),
            "SlideConfig.SlideMode",
            hint=tr("It goes through the picture; its place counts no more."),
            off=self._off_sliding,
            put=_put_slide,
            tells_parent=True,
        )

    def _off_sliding(self, view: View) -> str:
        """H.265 cannot (ci-templates §8.1); what is set all the same can be taken away."""
        chosen, transcode = self._chosen(), transcode_in_force(view.composition, view.known)
        codec = transcode.video.codec if transcode and transcode.video else None
        is_set = chosen is not None and chosen.slide_config is not None
        return tr("Off because H.265 has no moving watermarks.") if codec == "H.265" and not is_set else ""

    def speeds(self) -> tuple[Entry, Entry]:
        """Across and down."""

        def speed(axis: str) -> Entry:
            return made(
                f"slide_config.{axis}_slide_speed",
                Number(is_whole=True).within(SLIDE_SPEED),
                f"SlideConfig.{axis.upper()}SlideSpeed",
                usual=lambda _, __: 0,
                hint=tr("The more, the faster (assumed); 0 is the default."),
                off=lambda _: "" if self._moves() else tr("Off because the watermark does not move."),
            )

        return (
            speed("x"),
            speed("y"),
        )

    def _moves(self) -> bool:
        chosen = self._chosen()
        return chosen is not None and moves_across(chosen)


def changed_mark(
    view: View, composition: Composition, path: str, change: Callable[[Watermark, tuple[int, int] | None], Watermark]
) -> Composition:
    """``composition`` with the watermark of ``path`` changed by a function of it and of the frame."""
    owner = ".".join(path.split(".")[:2])
    frame = frame_in_force(composition, view.known).size
    return write_path(composition, owner, change(read_path(composition, owner), frame))


def _put_loc_mode(view: View, composition: Composition, path: str, value: Any) -> Composition:
    return changed_mark(view, composition, path, lambda mark, frame: change_offset_unit(mark, frame, value))


def _put_slide(_: View, composition: Composition, path: str, value: Any) -> Composition:
    """Without movement there is no SlideConfig: its bare presence switches the offsets off (ci-templates §8.5)."""
    if value is None:
        return write_path(composition, path.rpartition(".")[0], None)
    return write_path(composition, path, value)
