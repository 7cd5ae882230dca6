"""What the renderer does not do, as a real FFmpeg tells of it: no pixel is scaled that need not be, nothing is decoded
that nobody sees, and nothing twice.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.clips import clip
from support.rendering import QUICK, compose
from tilewright.layout.rect import Rect
from tilewright.localcloud.render import render_args
from tilewright.media.ffmpeg import find_ffmpeg
from tilewright.model.options import TimeInterval

OWN = (320, 240)
"""The size of the clips."""

SCALED = re.compile(r"^(?:\[swscaler[^]]*\] )+(\d+x\d+) -> (\d+x\d+)$", re.MULTILINE)
DECODED = re.compile(r"Input stream #(\d+):\d+ \(video\): .*?(\d+) frames decoded")


@dataclass(frozen=True)
class Told:
    """What FFmpeg did: the ``graph`` it was given, from and to which sizes it ``scaled``, whether ``parallel`` to
    itself, and how many pictures it ``decoded`` of each input.
    """

    graph: str
    scaled: frozenset[tuple[str, str]]
    is_parallel: bool
    decoded: dict[int, int]


def told(frame: tuple[int, int], tiles: Sequence[tuple[str, Rect]], folder: Path, seconds: float = 0.2) -> Told:
    """What it did for the first ``seconds`` of the composition."""
    cut = TimeInterval(duration=seconds)
    files = [(clip(name), rect) for name, rect in tiles]
    composition, inputs = compose(frame, files, video=QUICK, sound=True, interval=cut)
    arguments = render_args(composition, inputs, folder / "out.mp4")
    place = arguments.index("-filter_complex") + 1
    graph = arguments[place]
    arguments[place] = re.sub(r"(?<=[\],])(scale=[^,;[]*)", r"\1:flags=bicubic+print_info", graph)
    run = [str(find_ffmpeg().path), "-hide_banner", "-nostdin", "-v", "verbose", *arguments]
    log = subprocess.run(run, check=True, capture_output=True, text=True, timeout=60).stderr
    return Told(
        graph,
        frozenset(SCALED.findall(log)),
        "] [swscaler" in log,
        {int(number): int(count) for number, count in DECODED.findall(log)},
    )


QUARTERS = [Rect(x, y, *OWN) for y in (0, 240) for x in (0, 320)]


def test_that_nothing_is_scaled_where_sizes_match(tmp_path: Path) -> None:
    names = ["plain", "silent", "long", "short"]
    assert told((640, 480), list(zip(names, QUARTERS, strict=True)), tmp_path).scaled == frozenset()
    one_is_smaller = [*zip(names[:3], QUARTERS, strict=False), (names[3], Rect(320, 240, 160, 120))]
    assert told((640, 480), one_is_smaller, tmp_path).scaled == {("320x240", "160x120")}


def test_that_a_part_that_the_frame_cuts_off_costs_no_scaling_either(tmp_path: Path) -> None:
    found = told((320, 240), [("plain", Rect(-160, 60, *OWN))], tmp_path)
    assert found.scaled == frozenset()


def test_that_of_a_huge_tile_only_what_is_seen_is_scaled(tmp_path: Path) -> None:
    (scaled,) = told((320, 240), [("plain", Rect(-2000, -1500, 4000, 3000))], tmp_path).scaled
    width, height = map(int, scaled[1].split("x"))
    assert 320 <= width <= 500
    assert 240 <= height <= 450


def test_that_of_a_tile_that_the_frame_cuts_off_only_what_is_seen_is_scaled(tmp_path: Path) -> None:
    found = told((320, 240), [("plain", Rect(-320, 0, 640, 240))], tmp_path)
    assert found.scaled == {("166x240", "332x240")}  # half of it, and what the scaler looks at beside it


def test_that_of_a_tile_half_behind_others_only_the_other_half_is_scaled(tmp_path: Path) -> None:
    tiles = [("plain", Rect(0, 0, 640, 480)), ("short", Rect(320, 0, 320, 240)), ("long", Rect(320, 240, 320, 240))]
    found = told((640, 480), tiles, tmp_path)
    assert found.scaled == {("166x240", "332x480")}
    assert "overlay" not in found.graph


def test_that_what_nobody_sees_is_not_decoded(tmp_path: Path) -> None:
    hidden = [("plain", Rect(10, 10, 100, 100)), ("short", Rect(120, 10, 100, 100)), ("long", Rect(0, 0, *OWN))]
    found = told(OWN, hidden, tmp_path, seconds=4.0)
    assert found.decoded[0] == pytest.approx(100, abs=1)  # the long one, which lies over the others
    assert sum(found.decoded.values()) == found.decoded[0]
    assert found.graph.count("amix=inputs=3") == 1


def test_that_tiles_beside_each_other_are_copied_and_laid_over_nothing(tmp_path: Path) -> None:
    tiles = list(zip(["plain", "silent", "long", "short"], QUARTERS, strict=True))
    graph = told((640, 480), tiles, tmp_path).graph
    assert graph.count("xstack=inputs=4") == 1
    assert "overlay" not in graph
    assert "444" not in graph


def test_that_a_source_of_several_tiles_is_decoded_once(tmp_path: Path) -> None:
    rects = [Rect(0, 0, 320, 240), Rect(320, 0, 320, 240), Rect(0, 240, 160, 120), Rect(300, 200, 99, 77)]
    found = told((640, 480), [("plain", rect) for rect in rects], tmp_path, seconds=2.0)
    assert found.decoded == {0: 60}


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="there is one processor")
def test_that_a_picture_is_scaled_by_several_threads(tmp_path: Path) -> None:
    assert told((640, 480), [("plain", Rect(0, 0, 640, 480))], tmp_path).is_parallel
