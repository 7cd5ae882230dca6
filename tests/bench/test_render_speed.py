"""Rendering against the best command by hand and against other programs: time, memory, and what the program adds.

Everybody renders in turn, several times, and the quickest run of each counts. The figures are kept in
`build/bench/render.jsonl`.
"""

from __future__ import annotations

import functools
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import ImageChops, ImageStat

from support import cli
from support.builders import tile
from support.local_cloud import Caller, local_cloud
from support.pictures import read_picture
from support.race import (
    CASES,
    CRF,
    PRESET,
    RATE,
    ROOT,
    SOUND,
    Case,
    Spent,
    by_gstreamer,
    by_hand,
    by_melt,
    by_moviepy,
    make_sources,
    spend,
)
from tilewright.layout.rect import Rect
from tilewright.localcloud.render import Input, render_args
from tilewright.media.ffmpeg import find_ffmpeg
from tilewright.media.probe import probe
from tilewright.model.composition import Composition
from tilewright.model.options import Audio, Container, Output, Transcode, Video
from tilewright.wire.request import write_request

pytestmark = [pytest.mark.bench, pytest.mark.timeout(3600)]

SECONDS = 12
ROUNDS = 3
LIMIT = 1.05
MEMORY_LIMIT = 1.15
OVERHEAD = 0.3
"""Seconds by the clock for a job, beside FFmpeg's own."""

GOALS = {"GStreamer": 1.0, "MLT": 0.45, "MoviePy": 0.35}
"""Our time at most, as a part of theirs."""

ONCE = ("MoviePy",)
"""So slow that one round has to do."""


@dataclass
class Course:
    """What one case took: the runs of each by name."""

    walls: dict[str, list[float]] = field(default_factory=dict)
    spent: dict[str, list[Spent]] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    def best(self, name: str) -> float:
        return min(self.walls[name])

    def memory(self, name: str) -> int:
        return max(one.memory for one in self.spent[name])


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return make_sources(tmp_path_factory.mktemp("sources"), max(len(case.rects) for case in CASES), SECONDS)


@pytest.fixture(scope="module")
def caller(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    with local_cloud(tmp_path_factory.mktemp("cloud") / "home") as cloud:
        yield Caller(cloud.endpoint)


def composed(case: Case, caller: Caller, sources: Sequence[Path]) -> Composition:
    for path in sources:
        caller.adopt(f"input/{path.name}", path)
    tiles = [
        tile(f"t{n}", *rect, url=caller.url(f"input/{path.name}"))
        for n, (rect, path) in enumerate(zip(case.rects, sources, strict=True))
    ]
    video = Video(codec="H.264", width=case.frame[0], height=case.frame[1], crf=CRF, preset=PRESET, fps=RATE)
    transcode = Transcode(container=Container(format="mp4"), video=video, audio=Audio(codec="aac", bitrate=SOUND))
    output = Output(region=caller.region, bucket=caller.bucket, object="output/${jobid}.mp4")
    return Composition(tiles=tuple(tiles), keep_audio_track=True, transcode=transcode, output=output)


def submit_to_file(caller: Caller, made: Composition, out: Path) -> float:
    """Seconds from the request to the result on the disk."""
    body = write_request(made)
    began = time.monotonic()
    done = caller.wait(caller.submit(body).job_id, seconds=900)
    assert done.state == "Success", done
    out.write_bytes(caller.get(done.result_keys[0]).body)
    return time.monotonic() - began


def own_command(made: Composition, sources: Sequence[Path], out: Path) -> list[str]:
    """What the local cloud has FFmpeg do, as a command."""
    inputs = {one.url: Input(path, probe(path)) for one, path in zip(made.tiles, sources, strict=True)}
    return [find_ffmpeg().path, "-v", "error", "-nostdin", *render_args(made, inputs, out)]


def commands(case: Case, sources: Sequence[Path]) -> Mapping[str, Callable[[Path], list[str] | None]]:
    return {
        "GStreamer": lambda out: by_gstreamer(case, sources, out),
        "MLT": lambda out: by_melt(case, sources, out, SECONDS),
        "MoviePy": lambda out: by_moviepy(case, sources, out),
    }


@pytest.fixture(scope="module")
def race(sources: list[Path], caller: Caller, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Case], Course]:
    """Runs a case once, however many tests look at it."""

    @functools.cache
    def run(case: Case) -> Course:
        folder = tmp_path_factory.mktemp("race")
        used = sources[: len(case.rects)]
        made, course = composed(case, caller, used), Course()
        hand, ours = folder / "hand.mp4", folder / "ours.mp4"
        for number in range(ROUNDS):
            _take(course, "by hand", spend(by_hand(case, used, hand), folder / "log"), hand)
            course.walls.setdefault("ours", []).append(submit_to_file(caller, made, ours))
            for name, command_of in commands(case, used).items():
                out = folder / f"{name}.mp4"
                command = command_of(out) if number == 0 or name not in ONCE else None
                if command is not None:
                    _take(course, name, spend(command, folder / "log"), out)
        _take(course, "our FFmpeg", spend(own_command(made, used, folder / "again.mp4"), folder / "log"), ours)
        _check_alike(ours, [hand, *folder.glob("[GM]*.mp4")])
        _tell(case, course)
        return course

    return run


def _take(course: Course, name: str, spent: Spent, out: Path) -> None:
    course.walls.setdefault(name, []).append(spent.wall)
    course.spent.setdefault(name, []).append(spent)
    course.sizes[name] = out.stat().st_size


def _check_alike(ours: Path, others: Sequence[Path]) -> None:
    """Who leaves something out is not quicker."""
    length, picture = probe(ours).duration, read_picture(ours, SECONDS / 2)
    for other in others:
        assert probe(other).duration == pytest.approx(length, abs=0.2), other.name
        assert probe(other).has_sound, other.name
        difference = ImageStat.Stat(ImageChops.difference(picture, read_picture(other, SECONDS / 2)))
        assert max(difference.mean) < (3 if other.name == "hand.mp4" else 16), other.name


def _tell(case: Case, course: Course) -> None:
    """For whoever watches, and for the page of figures."""
    hand = course.best("by hand")
    lines = [f"{name} {course.best(name):.2f} s ({course.best(name) / hand:.3f})" for name in course.walls]
    sys.stdout.write(f"\n{case.name}: {', '.join(lines)}\n")
    folder = ROOT / "build" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    figures = {
        "case": case.name,
        "walls": course.walls,
        "memory": {name: course.memory(name) for name in course.spent},
        "processors": {name: min(one.processors for one in course.spent[name]) for name in course.spent},
        "sizes": course.sizes,
    }
    with (folder / "render.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(figures) + "\n")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_that_a_job_takes_hardly_longer_than_the_best_command_by_hand(
    case: Case, race: Callable[[Case], Course]
) -> None:
    course = race(case)
    assert course.best("ours") <= LIMIT * course.best("by hand")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_that_ffmpeg_needs_hardly_more_memory_than_by_hand(case: Case, race: Callable[[Case], Course]) -> None:
    course = race(case)
    assert course.memory("our FFmpeg") <= MEMORY_LIMIT * course.memory("by hand")


@pytest.mark.parametrize("rival", GOALS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_that_no_other_program_is_as_quick(case: Case, rival: str, race: Callable[[Case], Course]) -> None:
    course = race(case)
    if rival not in course.walls:
        pytest.skip(f"{rival} is not on this machine; `packaging/test bench` brings it where it may")
    assert course.best("ours") <= GOALS[rival] * course.best(rival)


@pytest.mark.parametrize("count", [1, 4, 16])
def test_that_everything_beside_ffmpeg_takes_a_moment(count: int, caller: Caller, tmp_path: Path) -> None:
    """Short videos, so that FFmpeg's own time is short and what comes on top is seen."""
    used = make_sources(tmp_path, count, 0.2)
    columns = {1: 1, 4: 2, 16: 4}[count]
    rects = [Rect(n % columns * 64, n // columns * 36, 64, 36) for n in range(count)]
    case = Case(f"{count} short", (256, 144), tuple(rects))
    ours, own = [], []
    for number in range(5):
        (tmp_path / str(number)).mkdir()
        fresh = [tmp_path / str(number) / f"{count}-{number}-{path.name}" for path in used]
        for path, copy in zip(used, fresh, strict=True):  # facts that are kept from the last round do not count
            copy.write_bytes(path.read_bytes() + b"\0\0\0\x08free" * (number + 1))
        made = composed(case, caller, fresh)
        own.append(spend(own_command(made, fresh, tmp_path / "own.mp4"), tmp_path / "log").wall)
        ours.append(submit_to_file(caller, made, tmp_path / "ours.mp4"))
    added = min(ours) - min(own)
    sys.stdout.write(f"\n{count} sources: {added * 1000:.0f} ms beside FFmpeg's own {min(own) * 1000:.0f} ms\n")
    assert added <= OVERHEAD


def test_that_rendering_takes_at_most_a_tenth_longer_than_ffmpeg_by_hand(sources: list[Path], tmp_path: Path) -> None:
    """The command line, with its own start and that of the local cloud."""
    case, ours, theirs = CASES[0], [], []
    for number in range(ROUNDS):
        out, hand = tmp_path / f"ours-{number}.mp4", tmp_path / f"hand-{number}.mp4"
        made = tmp_path / f"g-{number}.tilewright"  # another name of the output makes it another job
        cli.run("new", *sources[:4], "--size", "1280x720", "--layout", "2x2", "-o", made).expect()
        begin = time.monotonic()
        subprocess.run(by_hand(case, sources[:4], hand), check=True)
        theirs.append(time.monotonic() - begin)
        begin = time.monotonic()
        cli.run("render", made, "-o", out, timeout=900).expect()
        ours.append(time.monotonic() - begin)
        assert probe(out).duration == pytest.approx(probe(hand).duration, abs=0.05)
    ratio = min(ours) / min(theirs)
    sys.stdout.write(f"\nrender {min(ours):.2f} s, by hand {min(theirs):.2f} s, ratio {ratio:.3f}\n")
    assert ratio <= 1.10
