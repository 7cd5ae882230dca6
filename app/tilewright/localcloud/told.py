"""What the reply about a job tells of its result: `MediaInfo`, from the file itself (ci-templates §9)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path
from typing import BinaryIO, cast

from ..errors import BadInput
from ..media.joined import Joined
from ..media.media_info import describe
from ..wire.media_info import FORMAT, spell_result_info
from ..wire.results import StreamFacts

log = logging.getLogger(__name__)

_NAME = "the result"


def media_info_of(path: Path) -> bytes:
    """The `MediaInfo` of a result as XML; empty, told in the log, for a file that cannot be described: that costs
    nobody the video.
    """
    return _told(lambda: describe(path, _NAME))


def media_info_of_pieces(folder: Path) -> bytes:
    """The same for the pieces in ``folder``, as if they were one file (A86); those that are encrypted tell nothing."""
    return _told(lambda: _as_one([_describe_track(track) for track in _tracks(folder)]))


def _told(look: Callable[[], Iterable[StreamFacts]]) -> bytes:
    try:
        return spell_result_info(look())
    except BadInput as error:
        log.info("What a result is made of is not told: %s", error)
    except Exception:  # the edge to PyAV: whatever it meets, the video is finished
        log.exception("What a result is made of is not told.")
    return b""


def _tracks(folder: Path) -> list[list[Path]]:
    """The pieces in the order in which they are played: all of hls, where those of AV1 have a head (``j1-init.mp4``);
    those of picture and of sound apart of dash, where each begins with a head that has no number (``j1-0.m4s`` before
    ``j1-0-00001.m4s``).
    """
    if pieces := sorted(folder.glob("*.ts")):
        return [pieces]
    if heads := list(folder.glob("*-init.mp4")):
        return [[*heads, *sorted(folder.glob("*.m4s"))]]
    tracks: dict[str, list[Path]] = {}
    for path in sorted(folder.glob("*.m4s"), key=lambda one: one.stem):  # a head is the beginning of the others' names
        head = next((head for head in tracks if path.stem.startswith(f"{head}-")), path.stem)
        tracks.setdefault(head, []).append(path)
    return list(tracks.values())


def _describe_track(paths: list[Path]) -> tuple[StreamFacts, ...]:
    with Joined(paths) as file:
        return describe(cast("BinaryIO", file), _NAME)


def _as_one(tracks: list[tuple[StreamFacts, ...]]) -> list[StreamFacts]:
    """What files that are played together are as one; raises ``BadInput`` where there are none."""
    if not tracks:
        raise BadInput("It has no pieces.")
    if len(tracks) == 1:
        return list(tracks[0])
    heads = [dict(facts.values) for track in tracks for facts in track if facts.part == FORMAT]
    streams = [facts for track in tracks for facts in track if facts.part != FORMAT]
    size = sum(int(head["Size"]) for head in heads)
    length = max(float(head.get("Duration", "0")) for head in heads)
    told = heads[0] | {"NumStream": str(len(streams)), "Size": str(size)}
    told |= {"StartTime": min((head["StartTime"] for head in heads), key=float)}
    if length:
        told |= {"Duration": f"{length:.6f}", "Bitrate": f"{size * 8 / length / 1000:.6f}"}
    numbers = count()
    numbered = [StreamFacts(one.part, _with_index(one.values, next(numbers))) for one in streams]
    return [StreamFacts(FORMAT, tuple(told.items())), *numbered]


def _with_index(values: tuple[tuple[str, str], ...], index: int) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(index) if name == "Index" else value) for name, value in values)
