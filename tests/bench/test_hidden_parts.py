"""What is saved where a part of a tile is hidden: processor time of FFmpeg that decodes and composes, without encoding.

packaging/test bench tests/bench/test_hidden_parts.py
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.race import ROOT, make_sources, spend
from support.rendering import compose
from tilewright.layout.rect import Rect
from tilewright.localcloud import layers
from tilewright.localcloud.render import render_args
from tilewright.media.ffmpeg import find_ffmpeg

pytestmark = [pytest.mark.bench, pytest.mark.timeout(600)]

SECONDS = 4
ROUNDS = 4

QUARTER = Rect(-1920, -1080, 3840, 2160)
"""Of this tile a quarter lies in a frame of 1920×1080."""

HALF = (Rect(0, 0, 1920, 1080), Rect(960, 0, 960, 540), Rect(960, 540, 960, 540))
"""The first one lies half behind the others."""


@dataclass(frozen=True)
class Case:
    """Videos of ``size`` in a frame of 1920×1080. What is not decoding costs at most ``goal`` of what it costs when
    every tile is scaled whole.
    """

    size: str
    rects: tuple[Rect, ...]
    goal: float


CASES = {
    "a quarter of 3840x2160 is seen, from 1920x1080": Case("1920x1080", (QUARTER,), 0.5),
    "a quarter of 3840x2160 is seen, from 2880x2160": Case("2880x2160", (QUARTER,), 0.6),
    "half behind two others, from 1280x720": Case("1280x720", HALF, 0.95),
}


@pytest.mark.parametrize("name", CASES)
def test_that_hidden_parts_cost_little(
    name: str, tmp_path: Path, told: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = CASES[name]
    folder = ROOT / "build" / "bench" / f"sources-{SECONDS}s-{case.size}"
    folder.mkdir(parents=True, exist_ok=True)
    sources = make_sources(folder, len(case.rects), SECONDS, case.size)
    commands = {"in part": composing(case, sources)}
    monkeypatch.setattr(layers, "_is_worth", lambda part, whole: False)
    commands["whole"] = composing(case, sources)
    assert commands["whole"] != commands["in part"]
    commands["decoding"] = decoding(sources)
    taken = {which: float("inf") for which in commands}
    for _ in range(ROUNDS):
        for which, command in commands.items():
            taken[which] = min(taken[which], spend(command, tmp_path / "log").processors)
    part, all_of_it = taken["in part"] - taken["decoding"], taken["whole"] - taken["decoding"]
    told(f"{name}, in s: " + ", ".join(f"{seconds:.2f} {which}" for which, seconds in taken.items()))
    assert part < case.goal * all_of_it


def composing(case: Case, sources: Sequence[Path]) -> list[str]:
    made, files = compose((1920, 1080), list(zip(sources, case.rects, strict=True)), sound=False)
    arguments = render_args(made, files, "none")
    end = arguments.index("-map")
    return [find_ffmpeg().path, "-v", "error", "-nostdin", *arguments[:end], "-map", "[picture]", "-f", "null", "-"]


def decoding(sources: Sequence[Path]) -> list[str]:
    command = [find_ffmpeg().path, "-v", "error", "-nostdin", *(item for path in sources for item in ("-i", str(path)))]
    return [*command, *(item for number in range(len(sources)) for item in ("-map", f"{number}:v")), "-f", "null", "-"]
