"""Compositions and facts in one line: ``composition(tile("a", 0, 0, 640, 360), size=(1280, 720))``.

What is built without further wishes is whole: the checks find nothing in it once its sources are ``known``.
"""

from __future__ import annotations

from typing import Any

from tilewright.model.composition import Composition, Tile
from tilewright.model.options import Audio, Container, Output, Transcode, Video
from tilewright.model.source import Known, Source, Trouble
from tilewright.model.target import LOCAL_BUCKET, LOCAL_REGION, Target

LOCAL = Target(profile="local", bucket=LOCAL_BUCKET, region=LOCAL_REGION, local=True)
ACCOUNT = Target(profile="school", bucket="lessons-1250000001", region="ap-shanghai")


def url(name: str, target: Target = LOCAL) -> str:
    """The address of ``input/NAME.mp4`` in the target's bucket."""
    return f"https://{target.cos_host}/input/{name}.mp4"


def tile(
    name: str = "a",
    /,
    x: int | None = 0,
    y: int | None = 0,
    width: int | None = 640,
    height: int | None = 360,
    **fields: Any,
) -> Tile:
    """A tile with id ``name`` that shows ``url(name)``; ``fields`` are those of `Tile`."""
    return Tile(**{"id": name, "url": url(name), "x": x, "y": y, "width": width, "height": height, **fields})


def transcode(size: tuple[int, int] | None = (1280, 720), **video: Any) -> Transcode:
    """MP4 with H.264 and AAC; ``video`` are further fields of `Video`."""
    width, height = size if size else (None, None)
    return Transcode(
        container=Container(format="mp4"),
        video=Video(**{"codec": "H.264", "width": width, "height": height, **video}),
        audio=Audio(codec="aac"),
    )


def output(name: str = "output/lesson.${ext}", target: Target = LOCAL) -> Output:
    return Output(region=target.region, bucket=target.bucket, object=name)


def composition(*tiles: Tile, size: tuple[int, int] | None = (1280, 720), **fields: Any) -> Composition:
    """A composition of ``tiles`` (none given: one that fills the frame); ``fields`` go over ours."""
    width, height = size if size else (640, 360)
    shown = tiles or (tile("a", 0, 0, width, height),)
    ours: dict[str, Any] = {
        "tiles": shown,
        "keep_audio_track": True,
        "transcode": transcode(size),
        "output": output(),
    }
    return Composition(**{**ours, **fields})


def source(width: int = 1280, height: int = 720, duration: float = 10.0, **facts: Any) -> Source:
    """A video with two channels of sound; ``facts`` are fields of `Source`."""
    return Source(**{"width": width, "height": height, "duration": duration, "fps": 25.0, "channels": 2, **facts})


def known(**facts: Source | Trouble) -> Known:
    """Facts by the names of ``url(name)``: ``known(a=source(640, 360), b=Trouble("absent", "…"))``."""
    result = Known()
    for name, fact in facts.items():
        if isinstance(fact, Source):
            result = result.with_source(url(name), fact)
        else:
            result = result.with_trouble(url(name), fact)
    return result
