"""What a result is asked to have more of than its sources: the comparisons of `TransConfig` (ci-templates §5).

The service writes of one source. With several the greatest value among them counts (A42).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .codecs import is_audio_only
from .options import Audio, Transcode, TransConfig, Video
from .source import Source

Switch = Literal["is_check_reso", "is_check_video_fps", "is_check_video_bitrate", "is_check_audio_bitrate"]

METHODS: dict[Switch, str] = {
    "is_check_reso": "reso_adj_method",
    "is_check_video_fps": "video_fps_adj_method",
    "is_check_video_bitrate": "video_bitrate_adj_method",
    "is_check_audio_bitrate": "audio_bitrate_adj_method",
}
"""Each comparison, and the field that says what follows."""

_SLACK: dict[Switch, float] = {**dict.fromkeys(METHODS, 0.0), "is_check_video_fps": 0.05}
"""By how much more is still the same: 30 pictures a second are those of 29.97."""

FAIL = "1"
"""The method that makes the job fail; otherwise the result has what the source has."""


@dataclass(frozen=True, slots=True)
class Excess:
    """``wanted`` is more than ``most``: pixels of the frame, pictures a second, or kbps, by ``switch``."""

    switch: Switch
    wanted: float
    most: float
    fails: bool


def excesses(transcode: Transcode, sources: Sequence[Source]) -> tuple[Excess, ...]:
    """Of the comparisons that are on, those in which the result wants more; none while no source is known.

    What is not known of any source is not compared, and a bitrate not where a quality rules.
    """
    config = transcode.trans_config
    if config is None or not sources:
        return ()
    video, audio = transcode.video or Video(), transcode.audio or Audio(remove=True)
    if video.remove or is_audio_only(transcode.container.format if transcode.container else None):
        video = Video()
    bitrate = video.bitrate if isinstance(video.bitrate, int) and video.crf is None else 0
    sound = 0 if audio.remove else audio.bitrate or 0
    values: tuple[tuple[Switch, float, float], ...] = (
        ("is_check_reso", (video.width or 0) * (video.height or 0), max(one.width * one.height for one in sources)),
        ("is_check_video_fps", (video.fps or 0), max(one.fps for one in sources)),
        ("is_check_video_bitrate", bitrate, max(one.video_bitrate for one in sources)),
        ("is_check_audio_bitrate", sound, max(one.audio_bitrate for one in sources)),
    )
    return tuple(
        Excess(switch, wanted, most, _fails(config, switch))
        for switch, wanted, most in values
        if getattr(config, switch) and most > 0 and wanted > most + _SLACK[switch]
    )


def _fails(config: TransConfig, switch: Switch) -> bool:
    return (getattr(config, METHODS[switch]) or "").strip() == FAIL


def lowered(transcode: Transcode, found: Sequence[Excess]) -> Transcode:
    """``transcode`` with what its sources have where it wants more. The frame stays as large as it is, since tiles are
    placed in it (A42).
    """
    video, audio = transcode.video or Video(), transcode.audio or Audio()
    for excess in found:
        if excess.switch == "is_check_video_fps":
            video = video.replace(fps=None)  # which is that of the quickest source
        elif excess.switch == "is_check_video_bitrate":
            video = video.replace(bitrate=max(1, int(excess.most)))
        elif excess.switch == "is_check_audio_bitrate":
            audio = audio.replace(bitrate=max(1, int(excess.most)))
    return transcode.replace(video=video, audio=audio if transcode.audio is not None else None)
