"""Whether the FFmpeg at hand was built with what a job needs: encoders, kinds of files, filters.

A job is refused for what it lacks when it is submitted, and the checks tell the same before. Which filters it needs,
and whether there is sound to be encoded, depends on its sources, too, which nobody has read by then: that is looked for
which it needs whatever they are, and the rest when the job begins.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import Path
from typing import Final

from ..checks.asked import has_picture, video_codec_of
from ..errors import BadInput
from ..layout.rect import Rect
from ..layout.watermarks import way_of
from ..media.ffmpeg import Ffmpeg, encoders, filters, muxers, pixel_formats
from ..media.sound_probe import SoundFile
from ..model.composition import Composition
from ..model.lack import LAYOUT, Lack
from ..model.music import heard_pieces
from ..model.options import Transcode, Video
from ..model.ranges import is_under
from ..model.source import Source
from ..text import say
from . import container, encoding, sound
from .container import kind_of
from .encoding import encode_picture
from .locking import is_locked
from .music import Music
from .overlay import Overlay
from .render import Input, render_args

_FILE: Final = Path("/file")
"""Stands for each file; nothing is opened."""

_LONG: Final = 1_000_000
"""Seconds of each video and each piece of music: whatever is cut out of them, something is left."""

_VIDEO: Final = Source(1280, 720, _LONG, coded_width=1280, coded_height=720, fps=25.0, samplerate=44100)
_MUSIC: Final = SoundFile(channels=2, samplerate=44100, samples=_LONG * 44100)
_STAMP: Final = (2, 2)
"""The size of the smallest watermark; the largest one fills the frame."""

_WORDS: Final = """
color scale crop setsar fps format tpad trim split xstack overlay setparams setpts settb setfield transpose hflip vflip
aresample aformat pan amix volume alimiter apad atrim asetpts concat aloop aeval afade
"""
OF_GRAPHS: Final = frozenset(_WORDS.split())
"""All filters that are used whatever the sources are. Where FFmpeg has them no graph has to be drawn."""

_SILENT: Final = (0,)
_HEARD: Final = (1, 2)
"""How many channels the only video with sound may have."""


def what_is_missing(composition: Composition, ffmpeg: Ffmpeg) -> Lack | None:
    """What ``ffmpeg`` was built without and ``composition`` needs, whose templates are in their places; ``None`` for
    nothing. What FFmpeg does not tell counts as there: the job itself will tell.
    """
    transcode = composition.transcode or Transcode()
    there = encoders(ffmpeg)
    lack = _missing_encoder(transcode, there) if there else None
    if lack is None and has_picture(transcode):
        lack = _missing_pixels(transcode, ffmpeg, there)
    if lack is None and (kinds := muxers(ffmpeg)):
        lack = container.what_is_missing(kind_of(transcode), kinds)
    return lack or _missing_filter(composition, filters(ffmpeg))


def _missing_encoder(transcode: Transcode, there: Collection[str]) -> Lack | None:
    """Videos may be silent: sound is certain where there is music, or nothing else in the result."""
    lack = encoding.what_is_missing(transcode, there)
    if lack is None and (heard_pieces(transcode) or not has_picture(transcode)):
        lack = sound.what_is_missing(transcode, there)
    return lack


def _missing_pixels(transcode: Transcode, ffmpeg: Ffmpeg, there: Collection[str]) -> Lack | None:
    """An encoder may be built for eight bits alone, or for 4:2:0."""
    codec = video_codec_of(transcode)
    made = encode_picture((transcode.video or Video()).replace(codec=codec), there)
    formats = pixel_formats(ffmpeg, made.encoder)
    if not formats or {made.pixels, f"{made.pixels}le", f"{made.pixels}be"} & formats:
        return None
    told = say(
        "The FFmpeg of this computer does not encode {pixels} in {codec} ({encoder}). Choose another pixel format, or "
        "another FFmpeg.",
        pixels=made.pixels,
        codec=codec,
        encoder=made.encoder,
    )
    return Lack("transcode.video.pixfmt", told)


def _missing_filter(composition: Composition, there: AbstractSet[str]) -> Lack | None:
    """Videos may be silent, unless nothing else is heard or seen."""
    frame = composition.inline_frame.size
    if not there or there >= OF_GRAPHS or frame is None or not _is_placed(composition):
        return None
    stamps = (_STAMP, frame) if composition.watermarks else (_STAMP,)
    for channels in (_SILENT, _HEARD):
        try:
            sketches = [_sketched(composition, stamp, count) for stamp in stamps for count in channels]
        except BadInput:  # it cannot be rendered from such videos: perhaps from others
            continue
        first, *others = map(_filters_of, sketches)
        told = _told([name for name in first if all(name in other for other in others)], there)
        return Lack(LAYOUT, told) if told else None
    return None


def _is_placed(composition: Composition) -> bool:
    """Whether all tiles lie where they do whatever their videos are."""
    config = (composition.transcode or Transcode()).trans_config
    return not (config and config.is_check_reso) and all(tile.width and tile.height for tile in composition.shown)


def missing_sound(transcode: Transcode, args: Sequence[str], there: Collection[str]) -> str:
    """The sentence that tells that FFmpeg has no encoder for the sound that ``args`` make; empty where it has."""
    lack = sound.what_is_missing(transcode, there) if "-c:a" in args and there else None
    return lack.sentence if lack else ""


def missing_filters(args: Sequence[str], there: Collection[str]) -> str:
    """The sentence that tells which filters FFmpeg needs for ``args`` that are not ``there``; empty for none."""
    return _told(_filters_of(args), there)


def _told(needed: Sequence[str], there: Collection[str]) -> str:
    missing = [name for name in needed if name not in there]
    if not missing:
        return ""
    return say(
        "The FFmpeg of this computer cannot put this video together: it has no filter {names}. Use another FFmpeg.",
        names=", ".join(missing),
    )


def _filters_of(args: Sequence[str]) -> tuple[str, ...]:
    return filters_in(args[args.index("-filter_complex") + 1])


_NOT_NAMES: Final = re.compile(r"'[^']*'|\\.|\[[^]]*\]", re.DOTALL)
"""What is quoted or escaped in a graph, and its pads."""


def filters_in(graph: str) -> tuple[str, ...]:
    """The names of the filters in a graph of FFmpeg's, each once."""
    parts = re.split("[;,]", _NOT_NAMES.sub("", graph))
    return tuple(dict.fromkeys(name for part in parts if (name := part.partition("=")[0].strip())))


def _sketched(composition: Composition, stamp: tuple[int, int], channels: int) -> list[str]:
    """FFmpeg's arguments for ``composition`` if its sources were ordinary videos, the first of them with so many
    ``channels`` and the others silent, and each watermark of the size ``stamp``. Raises ``BadInput``.
    """
    transcode = composition.transcode or Transcode()
    frame = composition.inline_frame.size
    overlays = [
        Overlay(_FILE, Rect(0, 0, *stamp), 0.0, one.end_time, is_under(one), way_of(one, frame, stamp))
        for one in composition.watermarks
        if frame and has_picture(transcode)
    ]
    inputs = {tile.url: Input(_FILE, _VIDEO) for tile in composition.shown}
    for url in [*inputs][:1]:
        inputs[url] = Input(_FILE, replace(_VIDEO, channels=channels))
    return render_args(
        composition,
        inputs,
        _FILE,
        overlays,
        [Music(_FILE, _MUSIC, piece) for _, piece in heard_pieces(transcode)],
        _FILE if is_locked(transcode) else None,
    )
