"""Rules about `TransConfig`: comparing the result with its source, and fitting shapes (ci-templates §5).

All of it is written for jobs with one source. With several the service does not say which is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.excess import FAIL, METHODS, Switch, excesses
from ..model.options import TransConfig
from ..model.problem import Fix, Problem
from ..text import Text, say
from .mending import leave_out, set_field
from .registry import View, rule

_PATH = "transcode.trans_config"
_CHECKS = {
    "is_check_reso": ("reso_adj_method", "IsCheckReso", "ResoAdjMethod"),
    "is_check_video_bitrate": ("video_bitrate_adj_method", "IsCheckVideoBitrate", "VideoBitrateAdjMethod"),
    "is_check_audio_bitrate": ("audio_bitrate_adj_method", "IsCheckAudioBitrate", "AudioBitrateAdjMethod"),
    "is_check_video_fps": ("video_fps_adj_method", "IsCheckVideoFps", "VideoFpsAdjMethod"),
}
"""The switch of each comparison, its method, and what the service calls both."""


def _config(view: View) -> TransConfig | None:
    return view.inline.trans_config if view.inline else None


@rule("adjust-method-unused")
def find_methods_without_switch(view: View) -> Iterator[Problem]:
    """0 is what the service takes anyway, so it is not worth a word."""
    config = _config(view)
    for switch, (method, switch_name, method_name) in _CHECKS.items():
        if config and getattr(config, method) == FAIL and not getattr(config, switch):
            yield Problem(
                "adjust-method-unused",
                f"{_PATH}.{method}",
                "error",
                say(
                    "{method_name} says what follows from a comparison with the source, but {switch_name} is off: it "
                    "is ignored.",
                    method_name=method_name,
                    switch_name=switch_name,
                ),
                leave_out(f"{_PATH}.{method}"),
            )


@rule("check-several")
def find_comparison_with_several(view: View) -> Iterator[Problem]:
    config = _config(view)
    if config is None or len(view.shown) < 2:
        return
    for switch, (_, name, _method) in _CHECKS.items():
        if getattr(config, switch):
            yield Problem(
                "check-several",
                f"{_PATH}.{switch}",
                "note",
                say(
                    "{name} compares the result with its source; with which of several videos is not known.", name=name
                ),
                Fix("Switch it off", set_field(f"{_PATH}.{switch}", None)),
                "A42",
            )


_FAILS: dict[Switch, Text] = {
    "is_check_reso": say(
        "The job shall fail when the video is smaller than the frame (ResoAdjMethod 1), and every video is."
    ),
    "is_check_video_fps": say(
        "The job shall fail when the video has fewer pictures a second than the result (VideoFpsAdjMethod 1), and "
        "every video has."
    ),
    "is_check_video_bitrate": say(
        "The job shall fail when the video has a lower bitrate than the result (VideoBitrateAdjMethod 1), and every "
        "video has."
    ),
    "is_check_audio_bitrate": say(
        "The job shall fail when the sound has a lower bitrate than that of the result (AudioBitrateAdjMethod 1), and "
        "that of every video has."
    ),
}


@rule("check-fails")
def find_comparison_that_fails(view: View) -> Iterator[Problem]:
    """Where every source is less than what is asked for, method 1 lets the job fail."""
    for excess in excesses(view.inline, view.facts) if view.inline else ():
        if excess.fails:
            path = f"{_PATH}.{METHODS[excess.switch]}"
            mend = Fix("Do not let it fail", set_field(path, None))
            yield Problem("check-fails", path, "warning", _FAILS[excess.switch], mend)


@rule("adjust-shape-composed")
def find_fitting_of_composition(view: View) -> Iterator[Problem]:
    """How `AdjDarMethod` acts on a frame that is put together is not documented (ci-templates §5)."""
    config = _config(view)
    if config and (config.adj_dar_method or "none").lower() != "none":
        yield Problem(
            "adjust-shape-composed",
            f"{_PATH}.adj_dar_method",
            "note",
            "How another shape is fitted (AdjDarMethod) is written for single videos; here tiles say where each lies.",
            leave_out(f"{_PATH}.adj_dar_method"),
            "A43",
        )


@rule("index-several", "index-form")
def find_bad_index(view: View) -> Iterator[Problem]:
    """The number of a stream as the service tells it of one file (ci-templates §5)."""
    config = _config(view)
    index = config.transcode_index if config else None
    if not index:
        return
    path = f"{_PATH}.transcode_index"
    if len(view.shown) > 1:
        told = say("A number of a stream (TranscodeIndex) means nothing with several videos.")
        yield Problem("index-several", path, "warning", told, leave_out(path))
    elif not re.fullmatch(r"\d{1,4}", index):
        told = say("A stream is named by one whole number (TranscodeIndex); how several are written is not known.")
        yield Problem("index-form", path, "warning", told, leave_out(path))
