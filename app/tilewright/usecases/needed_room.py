"""How much room a job of the local cloud will take on the disk, before it is submitted; for a rehearsal also what is
brought for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from ..checks.asked import audio_codec_of, has_picture, has_sound, video_codec_of
from ..model.composition import Composition
from ..model.options import Transcode, Video
from ..model.source import Known, frame_in_force, transcode_in_force
from ..model.span import known_length
from ..text import Text, say
from .workplace import Service, Workplace

_BITS_OF_A_PIXEL = {"H.264": 0.07, "H.265": 0.05, "VP8": 0.08, "VP9": 0.05, "AV1": 0.04}
"""Bits for a pixel of one picture at the usual quality: those of filmed videos, more than slides or a talk take. A
guess, as nobody knows what is in a video before it is encoded.
"""

_STEPS_TO_HALVE = 6.0
"""So many steps of Crf make the result half as large, roughly."""

_SOUND_KBPS = {"pcm_s16le": 1536, "flac": 800}
_USUAL_SOUND_KBPS, _USUAL_FPS = 128, 25.0


@dataclass(frozen=True, slots=True)
class RoomNeeded:
    """The result, or the copies of a rehearsal (``what``), will take about ``needed`` bytes, of ``free`` ones on the
    disk, of which ``kept`` are left alone.
    """

    needed: int
    free: int
    kept: int
    what: Literal["result", "copies"] = "result"

    @property
    def is_short(self) -> bool:
        return self.free < self.needed + self.kept

    @property
    def sentence(self) -> Text:
        """What it takes; where that is too much, also what there is."""
        values = {"needed": _up(self.needed), "free": self.free // 1_000_000, "kept": _up(self.kept)}
        if not self.is_short:
            if self.what == "copies":
                return say("What is brought will take about {needed} MB while it is fetched.", needed=_up(self.needed))
            return say("The result will take about {needed} MB.", needed=_up(self.needed))
        if self.what == "copies":
            return say(
                "What is brought will take about {needed} MB while it is fetched, and {free} MB are free, of which the "
                "local cloud leaves {kept} MB alone.",
                **values,
            )
        return say(
            "The result will take about {needed} MB, and {free} MB are free, of which the local cloud leaves {kept} MB "
            "alone.",
            **values,
        )

    def describe(self) -> str:
        if self.is_short and self.what == "copies":
            return say("Warning: {told} `tilewright bucket clean` lists what can go.", told=self.sentence)
        if self.is_short:
            return say(
                "Warning: {told} The job may wait or fail; `tilewright bucket clean` lists what can go.",
                told=self.sentence,
            )
        return self.sentence

    def as_record(self) -> dict[str, Any]:
        return {"event": "room", **asdict(self), "short": self.is_short}


def room_needed(
    service: Service, composition: Composition, known: Known, workplace: Workplace, *, is_fetched: bool
) -> Iterator[RoomNeeded]:
    """What a job of the local cloud inside the program needs; nothing for other services, and while the size of the
    result is not known. ``is_fetched``: its file is put beside, which takes as much again.
    """
    size = result_size(composition, known)
    if size is not None:
        yield from room_on_disk(service, workplace, size * 2 if is_fetched else size, "result")


def room_on_disk(
    service: Service, workplace: Workplace, needed: int, what: Literal["result", "copies"]
) -> Iterator[RoomNeeded]:
    """``needed`` bytes as the disk of the local cloud inside the program has them; nothing for other services."""
    from ..localcloud.local_settings import SettingsFile  # late: submitting to an account needs neither
    from ..localcloud.room import free_and_kept

    if not service.is_embedded:
        return
    folder = workplace.home / "local-cloud"
    try:
        free, kept = free_and_kept(folder, SettingsFile(folder).read())
    except OSError:
        return
    yield RoomNeeded(needed, free, kept, what)


def result_size(composition: Composition, known: Known) -> int | None:
    """About how many bytes the result has; ``None`` while its length or frame is not known."""
    length, transcode = known_length(composition, known), transcode_in_force(composition, known)
    if length is None or transcode is None:
        return None
    kbps = _sound_kbps(transcode) if has_sound(transcode) else 0.0
    if has_picture(transcode):
        picture = _picture_kbps(transcode, composition, known)
        if picture is None:
            return None
        kbps += picture
    return round(length * kbps * 1000 / 8)


def _sound_kbps(transcode: Transcode) -> float:
    stated = transcode.audio.bitrate if transcode.audio else None
    return stated or _SOUND_KBPS.get(audio_codec_of(transcode) or "", _USUAL_SOUND_KBPS)


def _picture_kbps(transcode: Transcode, composition: Composition, known: Known) -> float | None:
    from ..localcloud.encoding import DEFAULT_CRF

    video = transcode.video or Video()
    if video.crf is None and isinstance(video.bitrate, int):
        return video.bitrate
    size = frame_in_force(composition, known).size
    if size is None:
        return None
    rates = [source.fps for tile in composition.shown if (source := known.sources.get(tile.url)) and source.fps]
    fps = float(video.fps or max(rates, default=_USUAL_FPS))
    crf = DEFAULT_CRF if video.crf is None else float(video.crf)
    bits = _BITS_OF_A_PIXEL[video_codec_of(transcode) or "H.264"] * 2 ** ((DEFAULT_CRF - crf) / _STEPS_TO_HALVE)
    kbps = size[0] * size[1] * fps * bits / 1000
    return min(kbps, video.maxrate) if video.maxrate else kbps


def _up(size: int) -> int:
    """Whole megabytes, of a million bytes each, not fewer."""
    return -(-size // 1_000_000)
