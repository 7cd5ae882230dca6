"""Holes in a video are found in one pass, which can be stopped."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import pytest

from support.clips import clip, ffmpeg
from support.clips_sound import unknown
from tilewright.media.ffmpeg import Stopped
from tilewright.media.gaps import LEAST, MOST_SECONDS, Holes, missing_seconds


@pytest.mark.parametrize("spread", [0, 1, 8])
def test_that_holes_are_the_same_in_whatever_order_pictures_come(spread: int) -> None:
    """Pictures are stored in the order of decoding, some before others that are shown earlier."""
    chance = random.Random(spread)
    for _ in range(50):
        times = list(itertools.accumulate(chance.choice((0.04, 0.3, 0.5, 0.6, 2.0)) for _ in range(200)))
        expected = sum(end - start for start, end in itertools.pairwise(times) if end - start > LEAST)
        order = sorted(range(len(times)), key=lambda place: place + chance.uniform(0, spread))
        holes = Holes()
        for place in order:
            holes.note(times[place])
        assert holes.seconds == pytest.approx(expected)


def test_that_the_hole_in_a_video_is_measured(tmp_path: Path) -> None:
    path = tmp_path / "holed.mkv"
    thinned = "select='lt(t,1)+gt(t,2.5)'"
    ffmpeg("-i", str(clip("long")), "-vf", thinned, "-fps_mode", "vfr", "-bf", "3", "-an", str(path))
    assert missing_seconds(path, "holed", 9.0) == pytest.approx(1.56, abs=0.1)
    assert missing_seconds(path, "holed", 0.9) == 0.0
    assert missing_seconds(path, "holed", 9.0, since=3.0) == 0.0


def test_that_the_sound_that_can_be_heard_tells_where_nothing_comes(tmp_path: Path) -> None:
    """Another track before it is of a kind that nobody knows, and pauses with the pictures."""
    path, thinned = tmp_path / "paused.mkv", "select='lt(t,1)+gt(t,2.5)'"
    tones = ["-f", "lavfi", "-i", "sine=400:d=4"] * 2
    tracks = ["-map", "0:v", "-map", "1", "-map", "2", "-c:a", "flac", "-filter:a:0", f"a{thinned}"]
    ffmpeg("-i", str(clip("long")), *tones, *tracks, "-vf", thinned, "-fps_mode", "vfr", str(path))
    assert missing_seconds(path, "paused", 9.0) == pytest.approx(1.5, abs=0.1)
    assert missing_seconds(unknown(path, "A_FLAC", tmp_path), "paused", 9.0) == 0.0


def test_that_the_search_stops_when_it_is_told_to() -> None:
    with pytest.raises(Stopped):
        missing_seconds(clip("long"), "long", 9.0, lambda: True)


def test_that_the_search_of_a_long_video_ends_and_what_was_found_by_then_counts(tmp_path: Path) -> None:
    path = tmp_path / "holed.mkv"
    source = ["-f", "lavfi", "-i", "testsrc2=s=64x48:r=25:d=20"]
    ffmpeg(*source, "-vf", "select='lt(t,1)+gt(t,3)*lt(t,12)+gt(t,15)'", "-fps_mode", "vfr", "-g", "25", str(path))
    assert missing_seconds(path, "holed", 20.0) == pytest.approx(2.08 + 3.08, abs=0.05)
    ticks = (number * MOST_SECONDS / 2.5 for number in itertools.count())  # at the start, then at each 100 packets
    assert missing_seconds(path, "holed", 20.0, ticks=lambda: next(ticks)) == pytest.approx(2.08, abs=0.05)
    at_once = iter((0.0, MOST_SECONDS + 1))
    assert missing_seconds(path, "holed", 20.0, ticks=lambda: next(at_once)) == 0.0
