"""What the FFmpeg of this computer was built without, and which compositions need it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .composition import Composition, Tile
from .options import Transcode, Watermark
from .template import resolved

LAYOUT = "tiles"
"""The path of what is needed to put the tiles together."""


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing: ``path`` is the field that asks for it, ``sentence`` tells what and the cure."""

    path: str
    sentence: str


def asked_of_ffmpeg(
    composition: Composition, transcodes: Mapping[str, Transcode], watermarks: Mapping[str, Watermark]
) -> Composition | None:
    """What of ``composition`` is FFmpeg's work, with what its templates contain in the place of their ids: names, keys
    and whom to tell are left out. ``None`` while it is not known what a template contains.
    """
    whole = resolved(composition, transcodes, watermarks)
    if whole.transcode_template_id or whole.watermark_template_ids:
        return None
    return Composition(
        tiles=tuple(
            Tile(id=str(number), url=tile.url, x=tile.x, y=tile.y, width=tile.width, height=tile.height)
            for number, tile in enumerate(whole.shown)
        ),
        keep_audio_track=whole.keep_audio_track,
        transcode=whole.transcode,
        watermarks=whole.watermarks,
    )


def noted(asked: Composition, lack: Lack) -> Mapping[Composition, Lack]:
    """It as `find_lack` looks for it: what does not depend on where tiles lie holds wherever they are carried."""
    return {asked if lack.path == LAYOUT else _encoding_of(asked): lack}


def find_lack(asked: Composition, lacks: Mapping[Composition, Lack]) -> Lack | None:
    """What ``asked`` needs that is missing; ``None`` for nothing, or while nobody has looked."""
    return lacks.get(_encoding_of(asked)) or lacks.get(asked)


def _encoding_of(asked: Composition) -> Composition:
    return asked.replace(tiles=(), watermarks=())
