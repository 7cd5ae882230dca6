"""Rules about how the result is encoded (ci-templates §3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..model.problem import Fix, Problem
from ..text import Text, say
from .mending import set_field
from .registry import View, rule


@dataclass(frozen=True, slots=True)
class Range:
    """The legal values of a number of `Transcode.Video`; ``is_open`` means above ``low``, not from it."""

    low: int
    high: int
    what: str
    unit: str
    is_open: bool = False

    def holds(self, value: float) -> bool:
        return (self.low < value if self.is_open else self.low <= value) and value <= self.high

    def tell(self, value: object) -> Text:
        """What ``value`` is, and what it must be."""
        values: dict[str, object] = {"what": self.what, "value": value, "unit": self.unit}
        values |= {"low": self.low, "high": self.high}
        if self.is_open:
            return say("The {what} is {value}{unit}; it must be above {low} up to {high}.", **values)
        return say("The {what} is {value}{unit}; it must be from {low} up to {high}.", **values)

    def nearest(self, value: float) -> int | None:
        """The nearest legal value; ``None`` (leave it out) where there is no nearest one."""
        if value > self.high:
            return self.high
        return None if self.is_open else self.low


FPS = Range(0, 60, say("number of pictures a second"), "", is_open=True)
BITRATE = Range(10, 50_000, say("bitrate"), " kbps")
CRF = Range(0, 51, say("quality number (Crf)"), "", is_open=True)
GOP = Range(1, 100_000, say("distance of key pictures (Gop)"), "")


def _judge(view: View, field: str, limits: Range) -> Iterator[Problem]:
    video = view.inline.video if view.inline else None
    value = getattr(video, field) if video else None
    if value is None or value == "auto" or (not isinstance(value, str) and limits.holds(value)):
        return
    good = None if isinstance(value, str) else limits.nearest(value)
    path = f"transcode.video.{field}"
    yield Problem(
        f"{field}-range",
        path,
        "error",
        limits.tell(value),
        Fix(
            "Leave it out" if good is None else say("Make it {good}{unit}", good=good, unit=limits.unit),
            set_field(path, good),
        ),
    )


@rule("fps-range")
def find_bad_fps(view: View) -> Iterator[Problem]:
    yield from _judge(view, "fps", FPS)


@rule("bitrate-range")
def find_bad_bitrate(view: View) -> Iterator[Problem]:
    yield from _judge(view, "bitrate", BITRATE)


@rule("crf-range")
def find_bad_crf(view: View) -> Iterator[Problem]:
    yield from _judge(view, "crf", CRF)


@rule("gop-range")
def find_bad_gop(view: View) -> Iterator[Problem]:
    yield from _judge(view, "gop", GOP)


@rule("video-removed")
def find_removed_video(view: View) -> Iterator[Problem]:
    """Without its picture a composition is nothing (ci-templates §3)."""
    if view.inline and view.inline.video and view.inline.video.remove:
        yield Problem(
            "video-removed",
            "transcode.video.remove",
            "error",
            "The encoding leaves the picture out; nothing would be seen.",
            Fix("Keep the picture", set_field("transcode.video.remove", None)),
        )
