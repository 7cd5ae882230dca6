"""What the clock of a video does is found in one pass over its time stamps, which can be stopped."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from support.clips import clip, ffmpeg
from tilewright.media.clocks import Clock, read_clock
from tilewright.media.ffmpeg import Stopped
from tilewright.media.gaps import MOST_SECONDS


def recorded(folder: Path, *begins: float) -> Path:
    """Recordings of 2 seconds, one after the other in a ts file, whose clocks show these seconds at their start."""
    data = b""
    for begin in begins:
        path = folder / f"{begin}.ts"
        ffmpeg("-i", str(clip("plain")), "-c", "copy", "-output_ts_offset", str(begin), str(path))
        data += path.read_bytes()
    path = folder / "joined.ts"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("begins", "back", "missing", "is_steady"),
    [
        ((0, 2), 0, 0, True),
        ((0, 0, 0), 4, 0, True),
        ((0, 1.7), 0, 0, True),  # a trifle
        ((0, 9), 0, 0, True),  # FFmpeg believes it
        ((0, 20, 40), 0, 36, True),
        ((0, 20, 2), 0, 16, False),
        ((30, 18), 14, 0, False),
        ((90, 0), 0, 98, True),  # as if it had begun again after 26 hours
    ],
)
def test_that_jumps_of_a_clock_are_found(
    begins: tuple[float, ...], back: float, missing: float, is_steady: bool, tmp_path: Path
) -> None:
    found = read_clock(recorded(tmp_path, *begins), "joined", 0.0, 100.0)
    assert found.back == pytest.approx(back, abs=0.1)
    assert found.missing == pytest.approx(missing, abs=0.1)
    assert found.is_steady == is_steady


def test_that_only_what_lies_in_what_is_shown_is_missing(tmp_path: Path) -> None:
    path = recorded(tmp_path, 0, 20)
    shown = [(0.0, 1.0), (0.0, 10.0), (5.0, 10.0), (15.0, 22.0), (20.5, 22.0)]
    missing = [read_clock(path, "joined", since, until).missing for since, until in shown]
    assert missing == pytest.approx([0.0, 8.0, 5.0, 5.0, 0.0], abs=0.1)


def test_that_files_whose_clock_cannot_jump_are_not_read() -> None:
    assert read_clock(clip("long"), "long", 0.0, 9.0, lambda: True) == Clock()


def test_that_the_look_stops_when_it_is_told_to_and_after_a_while(tmp_path: Path) -> None:
    path = recorded(tmp_path, 0, 0)
    with pytest.raises(Stopped):
        read_clock(path, "joined", 0.0, 9.0, lambda: True)
    ticks = (number * MOST_SECONDS / 1.5 for number in itertools.count())  # at the start, then at each 100 packets
    assert read_clock(path, "joined", 0.0, 9.0, ticks=lambda: next(ticks)) == Clock()
