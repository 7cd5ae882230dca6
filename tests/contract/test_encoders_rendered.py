"""Results in every video codec of the service, as the real encoders make them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest

from support.clips import Card, card
from support.pictures import read_levels
from support.rendering import compose, render
from tilewright.layout.rect import Rect
from tilewright.localcloud.render import render_args
from tilewright.media.ffmpeg import encoders, find_ffmpeg, run
from tilewright.model.composition import Composition
from tilewright.model.options import Container, Video

SIDE = 128
RED, BLUE = (200, 40, 40), (50, 70, 210)
RED_LEVELS, BLUE_LEVELS = (91, 104, 198), (85, 192, 109)
KINDS = {"VP8": "WebM", "VP9": "WebM"}


def plain(colour: tuple[int, int, int]) -> Path:
    return card(Card(colours=(colour,) * 4, seconds=0.5, rate=Fraction(10)))


AOM, RAV1E = frozenset({"libaom-av1"}), frozenset({"librav1e"})
"""The encoders of an FFmpeg without SVT-AV1, and without libaom as well, as far as they matter."""


def rendered(folder: Path, codec: str, encoders: Collection[str] = (), **fields: Any) -> Path:
    """Red on the left, blue on the right, 5 pictures."""
    halves = [(plain(RED), Rect(0, 0, 64, SIDE)), (plain(BLUE), Rect(64, 0, 64, SIDE))]
    composition, inputs = compose((SIDE, SIDE), halves, video=Video(codec=codec, fps=10, **fields))
    output = folder / "out"
    assert run(find_ffmpeg(), render_args(in_file(composition, codec), inputs, output, encoders=encoders)) == ""
    return output


def in_file(composition: Composition, codec: str) -> Composition:
    """In a kind of file that may hold the codec."""
    assert composition.transcode is not None
    container = Container(format=KINDS.get(codec, "mp4"))
    return composition.replace(transcode=composition.transcode.replace(container=container))


def facts(path: Path) -> dict[str, Any]:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        pictures = list(container.decode(stream))
        return {
            "codec": stream.codec_context.codec.canonical_name,
            "profile": stream.profile,
            "pixels": stream.codec_context.pix_fmt,
            "rate": stream.average_rate,
            "pictures": len(pictures),
            "keys": [number for number, picture in enumerate(pictures) if picture.key_frame],
        }


@pytest.mark.parametrize(
    ("codec", "fields", "expected"),
    [
        ("H.264", {"profile": "Main"}, {"codec": "h264", "profile": "Main"}),
        ("H.264", {"crf": 0.5}, {"codec": "h264", "profile": "High 4:4:4 Predictive"}),
        ("H.264", {"pixfmt": "yuv422p", "preset": "VeryFast"}, {"pixels": "yuv422p", "profile": "High 4:2:2"}),
        ("h.265", {"gop": 2}, {"codec": "hevc", "profile": "Main", "keys": [0, 2, 4]}),
        ("H.265", {"pixfmt": "yuv420p10le"}, {"codec": "hevc", "profile": "Main 10", "pixels": "yuv420p10le"}),
        ("VP8", {"preset": "realtime"}, {"codec": "vp8"}),
        ("VP9", {"gop": 2}, {"codec": "vp9", "profile": "Profile 0", "keys": [0, 2, 4]}),
        ("AV1", {"maxrate": 900}, {"codec": "av1", "profile": "Main"}),
    ],
)
def test_that_every_codec_is_what_was_asked_for(
    codec: str, fields: dict[str, Any], expected: dict[str, Any], tmp_path: Path
) -> None:
    result = rendered(tmp_path, codec, **fields)
    found = facts(result)
    usual = {"pixels": "yuv420p", "rate": 10, "pictures": 5}
    assert found == {**found, **usual, **expected}
    shown = read_levels(result, 0.2)
    for x, levels in ((20, RED_LEVELS), (100, BLUE_LEVELS)):
        pixel = shown.getpixel((x, 64))
        assert isinstance(pixel, tuple)
        assert max(abs(a - b) for a, b in zip(pixel, levels, strict=True)) <= 4, (pixel, levels)


@pytest.mark.parametrize(
    ("encoders", "fields", "keys"),
    [
        (AOM, {"crf": 10, "gop": 2}, [0, 2, 4]),
        (AOM, {"crf": 30, "gop": 1}, [0, 1, 2, 3, 4]),
        (AOM, {"bitrate": 900, "gop": 3, "bufsize": 900}, [0, 3]),
        (RAV1E, {"crf": 10, "gop": 2}, [0, 2, 4]),
        (RAV1E, {"crf": 30, "gop": 1}, [0, 1, 2, 3, 4]),
        (RAV1E, {"bitrate": 900, "gop": 3}, [0, 3]),
        (RAV1E, {}, [0]),
    ],
)
def test_that_av1_is_what_was_asked_for_by_another_encoder_too(
    encoders: frozenset[str], fields: dict[str, Any], keys: list[int], tmp_path: Path
) -> None:
    result = rendered(tmp_path, "AV1", encoders, preset="5", **fields)
    found = facts(result)
    assert found == {**found, "codec": "av1", "profile": "Main", "pixels": "yuv420p", "pictures": 5, "keys": keys}
    shown = read_levels(result, 0.2)
    for x, levels in ((20, RED_LEVELS), (100, BLUE_LEVELS)):
        pixel = shown.getpixel((x, 64))
        assert isinstance(pixel, tuple)
        assert max(abs(a - b) for a, b in zip(pixel, levels, strict=True)) <= 4, (pixel, levels)


def test_that_ten_bits_are_composed_with_ten_bits(tmp_path: Path) -> None:
    """A slope of 10-bit levels keeps those between two 8-bit ones, under a second tile at an odd place."""
    source = tmp_path / "slope.mkv"
    slope = "color=s=512x64:r=5:d=0.4,format=yuv420p10,geq=lum='300+X':cb=512:cr=512"
    made = ["-y", "-f", "lavfi", "-i", slope, "-c:v", "ffv1", "-f", "matroska", str(source)]
    run(find_ffmpeg(), made)
    tiles = [(source, Rect(0, 0, 512, 128)), (plain(RED), Rect(3, 65, 33, 33))]
    for number, shown in enumerate((tiles[:1], tiles)):
        video = Video(codec="H.265", pixfmt="yuv420p10le", crf=1)
        composition, inputs = compose((512, 128), shown, video=video)
        output = render(composition, inputs, tmp_path / f"{number}.mp4")
        with av.open(str(output)) as container:
            plane = next(container.decode(video=0)).planes[0]
        row = memoryview(bytes(plane)).cast("H")[20 * plane.line_size // 2 :][:512]
        rests = Counter(level % 4 for level in row)
        assert min(rests.values()) > 60, rests
        assert len(rests) == 4
        assert all(abs(level - (300 + x)) <= 3 for x, level in enumerate(row))


CODECS = [("H.264", ""), ("H.265", ""), ("VP8", ""), ("VP9", ""), ("AV1", ""), ("AV1", *AOM)]
"""Each with the encoder that is at hand, where it is not the usual one."""


@pytest.mark.full
@pytest.mark.parametrize(("codec", "encoder"), CODECS)
def test_that_a_bitrate_is_kept(codec: str, encoder: str, tmp_path: Path) -> None:
    source = tmp_path / "noise.mkv"
    noise = "testsrc2=s=256x144:r=25:d=6,noise=alls=20:allf=t"
    run(find_ffmpeg(), ["-y", "-f", "lavfi", "-i", noise, "-c:v", "ffv1", "-f", "matroska", str(source)])
    video = Video(codec=codec, bitrate=300)
    composition, inputs = compose((256, 144), [(source, Rect(0, 0, 256, 144))], video=video)
    output = tmp_path / "out"
    run(find_ffmpeg(), render_args(in_file(composition, codec), inputs, output, encoders={encoder}))
    assert output.stat().st_size * 8 / 6 / 1000 == pytest.approx(300, rel=0.3)


@pytest.mark.full
@pytest.mark.parametrize(("codec", "encoder"), CODECS[1:])
def test_that_a_smaller_crf_is_a_larger_file(codec: str, encoder: str, tmp_path: Path) -> None:
    sizes = []
    for crf in (1, 25, 51):
        (tmp_path / str(crf)).mkdir()
        sizes.append(noisy(tmp_path / str(crf), codec, crf, encoder).stat().st_size)
    assert sizes[0] > 1.5 * sizes[1] > 2 * sizes[2]


def noisy(folder: Path, codec: str, crf: float, encoder: str) -> Path:
    source = folder / "noise.mkv"
    noise = "testsrc2=s=256x144:r=25:d=1,noise=alls=20:allf=t"
    run(find_ffmpeg(), ["-y", "-f", "lavfi", "-i", noise, "-c:v", "ffv1", "-f", "matroska", str(source)])
    composition, inputs = compose((256, 144), [(source, Rect(0, 0, 256, 144))], video=Video(codec=codec, crf=crf))
    output = folder / "out"
    run(find_ffmpeg(), render_args(in_file(composition, codec), inputs, output, encoders={encoder}))
    return output


def test_that_the_ffmpeg_at_hand_tells_its_encoders() -> None:
    found = encoders(find_ffmpeg())
    assert {"libx264", "libx265", "libvpx", "libvpx-vp9", "libsvtav1", "aac"} <= found
    assert "V....." not in found


def test_that_a_buffer_follows_a_bitrate_that_was_lowered_to_that_of_the_sources(tmp_path: Path) -> None:
    """SVT-AV1 takes no buffer of more than 10 seconds; a comparison with the sources lowers the bitrate alone (A42)."""
    assert facts(rendered(tmp_path, "AV1", bitrate=50, bufsize=2000))["pictures"] == 5
