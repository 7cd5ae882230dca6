"""The window goes away in the middle of a job, and the job goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import lesson
from support.assistive import Node
from support.cli import run
from support.clips import ffmpeg
from support.seat import Seat, wait_for_success
from support.waiting import wait_for
from tilewright.media.probe import probe
from tilewright.model.states import State

SECONDS = 30
"""Of the video: long enough to close the window while it is rendered."""


@pytest.fixture
def long_lesson(tmp_path: Path) -> Path:
    """A composition whose job takes a while."""
    video, file = tmp_path / "long.mp4", tmp_path / "lesson.tilewright"
    picture = f"testsrc2=s=640x360:r=25:d={SECONDS}"
    ffmpeg("-f", "lavfi", "-i", picture, "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", str(video))
    run("new", video, video, "--size", "1280x720", "--layout", "side-by-side", "-o", file).expect()
    return file


def wait_for_running(program: Node) -> None:
    table = program.find("Jobs", "table")

    def look() -> bool:
        return any(cell.name.startswith("Running") for cell in table.all(role="table cell"))

    wait_for(look, "the job to run", 30)


@pytest.mark.full
@pytest.mark.parametrize("way", [pytest.param("closed", marks=pytest.mark.full), "killed"])  # closed: test_window_jobs
def test_that_a_job_goes_on_without_the_window_and_is_found_again(seat: Seat, long_lesson: Path, way: str) -> None:
    program = seat.start(long_lesson)
    program.find("2, long.mp4", "image")
    seat.hands.keys("ctrl+Return")
    wait_for_running(program)
    if way == "closed":
        seat.close()
        assert seat.wait_for_end() == 0
    else:
        seat.kill()
    assert not lesson.newest_intent(seat.home).is_resolved

    again = seat.start()
    wait_for_success(again)
    result = long_lesson.with_suffix(".mp4")
    wait_for(result.is_file, "the result to be put beside the composition")
    assert abs(probe(result).duration - SECONDS) < 0.2
    assert lesson.newest_intent(seat.home).state is State.SUCCESS
    assert len(run("jobs", "--json").expect().records) == 1
    assert "Traceback" not in seat.desktop.said()
