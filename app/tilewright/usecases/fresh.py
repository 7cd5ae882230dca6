"""A composition to begin with. A window shows it first of all, so nothing here needs the network or media."""

from __future__ import annotations

from ..model.composition import Composition, Tile
from ..model.options import Audio, Container, Output, Transcode, Video
from ..model.target import Target
from .names import safe_name

DEFAULT_SIZE = (1920, 1080)


def new_composition(tiles: tuple[Tile, ...], size: tuple[int, int], target: Target, name: str) -> Composition:
    """A composition as a newcomer wants it: MP4 with H.264 and AAC, all sounds kept (product, "Where the API …")."""
    width, height = size
    return Composition(
        tiles=tiles,
        keep_audio_track=True,
        transcode=Transcode(
            container=Container(format="mp4"),
            video=Video(codec="H.264", width=width, height=height),
            audio=Audio(codec="aac"),
        ),
        output=Output(
            region=target.region,
            bucket=target.bucket,
            object=f"output/{safe_name(name, 'composition')}.${{ext}}",
        ),
    )
