"""What people call the values of a field that has a few of them: in the form, and in what a template contains.

The words are those of the service's console (ci-templates §13); this is their only home.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ..text import Text, say
from .ranges import TYPEFACES

Words = Mapping[Any, Text | str]

_THEN: Words = {"0": say("Take the source's"), "1": say("Fail the job")}
_CONFIG = "transcode.trans_config"
_BY_RATIO = say("By ratio: percent of the frame")

_ALL: Mapping[str, Words] = MappingProxyType(
    {
        "transcode.video.profile": {
            "baseline": say("baseline, for old phones"),
            "main": say("main"),
            "high": say("high"),
            "auto": say("auto"),
        },
        "transcode.video.roi": {
            "none": say("none"),
            "low": say("low"),
            "medium": say("medium"),
            "high": say("high"),
        },
        "transcode.audio_mix.mix_mode": {"Repeat": say("Loop"), "Once": say("Once")},
        f"{_CONFIG}.adj_dar_method": {
            "scale": say("Scale"),
            "crop": say("Crop and scale"),
            "pad": say("Black bars"),
            "none": say("Keep ratio"),
        },
        f"{_CONFIG}.reso_adj_method": _THEN,
        f"{_CONFIG}.video_bitrate_adj_method": _THEN,
        f"{_CONFIG}.audio_bitrate_adj_method": _THEN,
        f"{_CONFIG}.video_fps_adj_method": _THEN,
        "watermarks.*.text.font_type": TYPEFACES,
        "watermarks.*.pos": {
            "TopLeft": say("top left"),
            "Top": say("top"),
            "TopRight": say("top right"),
            "Left": say("left"),
            "Center": say("middle"),
            "Right": say("right"),
            "BottomLeft": say("bottom left"),
            "Bottom": say("bottom"),
            "BottomRight": say("bottom right"),
        },
        "watermarks.*.loc_mode": {"Absolute": say("Fixed position: pixels"), "Relativity": _BY_RATIO},
        "watermarks.*.slide_config.slide_mode": {
            "ScrollFromLeft": say("From left to right"),
            "Default": say("Off"),
        },
        "watermarks.*.image.mode": {
            "Original": say("Input image size"),
            "Proportion": _BY_RATIO,
            "Fixed": say("Fixed size: pixels"),
        },
        "watermarks.*.image.background": {
            False: say("On top of the video"),
            True: say("Underneath the video"),
        },
    }
)


def words_of_values(path: str) -> Words:
    """The values of the field at ``path``, each with what it is called, in the order of the form; empty for a field
    whose values are their own words.
    """
    return _ALL.get(path, {})


def word_of_value(path: str, value: Any) -> Text | str | None:
    """What ``value`` is called there; ``None`` for one that has no other word."""
    return next((word for one, word in words_of_values(path).items() if one == value), None)
