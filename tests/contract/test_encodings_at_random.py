"""Whatever the local cloud takes of `Video` its FFmpeg can encode: no job fails for what could be told before."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest

from support.clips import Card, card
from support.rendering import compose, render
from tilewright.checks import refused, unsupported
from tilewright.layout.rect import Rect
from tilewright.model.codecs import (
    DISPUTED_AV1_PRESETS,
    PIXEL_FORMATS,
    PRESETS,
    PROFILES,
    VIDEO_CODECS,
    codecs_for,
    spelled,
)
from tilewright.model.composition import Composition
from tilewright.model.options import Container, Video

KINDS = ("mp4", "mkv", "WebM", "ts", "mov")
NAMES = {"H.264": "h264", "H.265": "hevc", "VP8": "vp8", "VP9": "vp9", "AV1": "av1"}

CHOICES: dict[str, tuple[Any, ...]] = {
    "fps": (0.5, 7, 23.976, 60),
    "bitrate": (10, 300, 50_000, "auto"),
    "crf": (0.1, 0.9, 1, 18.5, 51),
    "gop": (1, 2, 100_000),
    "bufsize": (0, 1000, 128_000),
    "maxrate": (10, 400, 50_000),
    "rotate": (0, 90, 180, 270),
    "crop": ("1:1:0:0", "63:31:5:7", "128:130:0:0"),
    "interlaced": (True, False),
    "profile": PROFILES,
}
"""Values of the whole ranges, their ends included."""


def random_video(chance: random.Random, codec: str) -> Video:
    fields = {name: chance.choice(values) for name, values in CHOICES.items() if chance.random() < 0.35}
    presets = DISPUTED_AV1_PRESETS if codec == "AV1" else PRESETS[codec]
    for name, words in (("preset", presets), ("pixfmt", PIXEL_FORMATS[codec])):
        if words and chance.random() < 0.5:
            fields[name] = chance.choice(words)
    return Video(codec=codec, **fields)


def random_job(seed: int) -> tuple[Composition, Any]:
    """What is taken of many that are drawn by ``seed``: 1 of 30 at least is."""
    chance = random.Random(seed)
    for _ in range(30):
        kind = chance.choice(KINDS)
        codec = chance.choice([one for one in VIDEO_CODECS if one in codecs_for(kind).video])
        made = card(Card(colours=((200, 40, 40),) * 4, seconds=0.3, rate=Fraction(10)))
        size = (128, 130)
        composition, inputs = compose(size, [(made, Rect(3, 5, 77, 91))], video=random_video(chance, codec))
        assert composition.transcode is not None
        composition = composition.replace(transcode=composition.transcode.replace(container=Container(format=kind)))
        if not refused(composition) and not unsupported(composition):
            return composition, inputs
    pytest.fail("Nothing that was drawn is taken.")


def check(seed: int, folder: Path) -> None:
    composition, inputs = random_job(seed)
    result = render(composition, inputs, folder / "out")
    video = composition.transcode and composition.transcode.video
    assert video is not None
    codec = spelled(video.codec, VIDEO_CODECS)
    with av.open(str(result)) as container:
        stream = container.streams.video[0]
        assert stream.codec_context.codec.canonical_name == NAMES[codec or ""]
        picture = next(container.decode(stream))
        assert (picture.width, picture.height) == ((128, 130) if (video.rotate or 0) % 180 == 0 else (130, 128))


@pytest.mark.parametrize("seed", range(6))
def test_that_what_is_taken_is_encoded(seed: int, tmp_path: Path) -> None:
    check(seed, tmp_path)


@pytest.mark.full
@pytest.mark.parametrize("seed", range(6, 80))
def test_that_more_of_what_is_taken_is_encoded(seed: int, tmp_path: Path) -> None:
    check(seed, tmp_path)
