"""What is saved where a part of a tile is hidden: processor time of FFmpeg for the graph alone, nothing is encoded.

packaging/test bench tests/bench/test_hidden_parts.py
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.race import ROOT, make_sources, spend
from support.rendering import compose
from tilewright.layout.rect import Rect
from tilewright.localcloud.render import render_args
from tilewright.media.ffmpeg import find_ffmpeg

pytestmark = [pytest.mark.bench, pytest.mark.timeout(600)]

SECONDS = 4
ROUNDS = 3

CUT = re.compile(r"scale=\d+:\d+,crop=[\d:]*:exact=1,scale=\d+:\d+:([^,]*),crop=(\d+):(\d+):[\d:]*:exact=1")


@dataclass(frozen=True)
class Case:
    """Videos of ``size``; of the first one of ``rects`` a part is hidden, what is seen begins at ``offset``."""

    size: str
    frame: tuple[int, int]
    rects: tuple[Rect, ...]
    offset: tuple[int, int]


CASES = {
    "a quarter of 4K in the frame, from 1080p": Case(
        "1920x1080", (1920, 1080), (Rect(-1920, -1080, 3840, 2160),), (1920, 1080)
    ),
    "a quarter of 4K in the frame, from 4K of 4:3": Case(
        "2880x2160", (1920, 1080), (Rect(-1920, -1080, 3840, 2160),), (1920, 1080)
    ),
    "half behind two others, from 720p": Case(
        "1280x720", (1920, 1080), (Rect(0, 0, 1920, 1080), Rect(960, 0, 960, 540), Rect(960, 540, 960, 540)), (0, 0)
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_that_hidden_parts_cost_little(name: str, tmp_path: Path, told: Callable[[str], None]) -> None:
    case = CASES[name]
    folder = ROOT / "build" / "bench" / f"sources-{SECONDS}s-{case.size}"
    folder.mkdir(parents=True, exist_ok=True)
    sources = make_sources(folder, len(case.rects), SECONDS, case.size)
    graph, inputs = graph_of(case, sources)
    first = case.rects[0]
    whole, count = CUT.subn(
        rf"scale={first.width}:{first.height}:\1,crop=\2:\3:{case.offset[0]}:{case.offset[1]}", graph
    )
    assert count == 1, graph
    taken: dict[str, list[float]] = {"in part": [], "whole": []}
    for _ in range(ROUNDS):
        for which, one in (("in part", graph), ("whole", whole)):
            command = [find_ffmpeg().path, "-v", "error", "-nostdin", *inputs, "-filter_complex", one]
            spent = spend([*command, "-map", "[picture]", "-f", "null", "-"], tmp_path / "log")
            taken[which].append(spent.processors)
    part, all_of_it = min(taken["in part"]), min(taken["whole"])
    told(f"{name}: {part:.2f} s of processor time, scaled whole {all_of_it:.2f} s ({part / all_of_it:.2f})")
    assert part < 0.9 * all_of_it


def graph_of(case: Case, sources: Sequence[Path]) -> tuple[str, list[str]]:
    """Of the picture, and the arguments before it."""
    made, files = compose(case.frame, list(zip(sources, case.rects, strict=True)), sound=False)
    arguments = render_args(made, files, "none")
    place = arguments.index("-filter_complex")
    return arguments[place + 1], arguments[1:place]
