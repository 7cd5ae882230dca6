"""`render` against the same graph by hand: what the program adds to FFmpeg's own time."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from support.cli import run
from support.clips import ffmpeg
from tilewright.media.ffmpeg import find_ffmpeg
from tilewright.media.probe import probe

SECONDS = 20
LIMIT = 1.10
ROUNDS = 3


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("sources")
    paths = [folder / f"{number}.mp4" for number in range(4)]
    for number, path in enumerate(paths):
        picture = f"testsrc2=s=1280x720:r=30:d={SECONDS}"
        sound = f"sine=f={330 + 110 * number}:d={SECONDS}"
        ffmpeg(
            *("-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound),
            *("-vf", f"hue=h={90 * number}", "-c:v", "libx264", "-preset", "veryfast", "-g", "30"),
            *("-pix_fmt", "yuv420p", "-c:a", "aac", str(path)),
        )
    return paths


def by_hand(sources: list[Path], out: Path) -> list[str]:
    """2×2 of 720p into 720p with the sounds of all, as somebody who knows FFmpeg would type it."""
    inputs = [part for path in sources for part in ("-i", str(path))]
    scaled = ";".join(f"[{n}:v]scale=640:360:flags=bicubic,setsar=1[v{n}]" for n in range(4))
    graph = (
        f"{scaled};[v0][v1][v2][v3]xstack=inputs=4:layout=0_0|w0_0|0_h0|w0_h0[v];"
        "[0:a][1:a][2:a][3:a]amix=inputs=4:normalize=0,alimiter=level=0[a]"
    )
    encoding = ["-c:v", "libx264", "-crf", "25", "-preset", "medium", "-r", "30", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    command = [find_ffmpeg().path, "-v", "error", "-nostdin", "-y", *inputs, "-filter_complex", graph]
    return [*command, "-map", "[v]", "-map", "[a]", *encoding, "-movflags", "+faststart", str(out)]


@pytest.mark.bench
@pytest.mark.timeout(1800)
def test_that_rendering_takes_at_most_a_tenth_longer_than_ffmpeg_by_hand(
    sources: list[Path], tmp_path: Path, record_property: pytest.RecordProperty
) -> None:
    ours, theirs = [], []
    for number in range(ROUNDS):
        out, hand = tmp_path / f"ours-{number}.mp4", tmp_path / f"hand-{number}.mp4"
        made = tmp_path / f"g-{number}.tilewright"  # another name of the output makes it another job
        run("new", *sources, "--size", "1280x720", "--layout", "2x2", "-o", made).expect()
        begin = time.monotonic()
        subprocess.run(by_hand(sources, hand), check=True)
        theirs.append(time.monotonic() - begin)
        begin = time.monotonic()
        run("render", made, "-o", out, timeout=900).expect()
        ours.append(time.monotonic() - begin)
        assert probe(out).duration == pytest.approx(probe(hand).duration, abs=0.05)
    ratio = min(ours) / min(theirs)
    record_property("ratio", ratio)
    sys.stdout.write(f"\nrender {min(ours):.2f} s, by hand {min(theirs):.2f} s, ratio {ratio:.3f}\n")
    assert ratio <= LIMIT
