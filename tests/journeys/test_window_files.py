"""Files through the real window: killed in the middle of an edit, ended, closed, opened again."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from support.assistive import Node
from support.builders import composition, tile
from support.hands import FileManager
from support.seat import Seat
from tilewright.files.recovery import left_over
from tilewright.files.saving import open_file, save_file

A_SECOND = 1.0
"""What was edited earlier than this before a crash must not be lost (the issue's promise)."""


def lesson(folder: Path) -> Path:
    path = folder / "lesson.tilewright"
    save_file(path, composition(tile("a")), None)
    return path


def set_width(seat: Seat, program: Node, pixels: int) -> None:
    """Type another width of the frame, as somebody who works without a mouse does."""
    field = program.find("Width of the frame", "text")
    field.focus()
    seat.hands.keys("ctrl+a")
    seat.hands.type(str(pixels))
    seat.hands.keys("Return")


def width(program: Node) -> str:
    return program.find("Width of the frame", "text").text


def test_that_a_killed_window_loses_nothing_that_is_older_than_a_second(seat: Seat, tmp_path: Path) -> None:
    path = lesson(tmp_path)
    program = seat.start(path)
    for pixels in (1000, 1010, 1020):
        set_width(seat, program, pixels)
    program.find("Width of the frame", "text").wait_text("1020")
    time.sleep(A_SECOND)
    seat.kill()
    assert open_file(path).opened.composition == composition(tile("a"))
    again = seat.start()
    again.find("lesson.tilewright* — Tilewright", "frame")
    again.message("Tilewright ended unexpectedly. lesson.tilewright is as it was; save it to keep it.")
    assert width(again) == "1020"
    seat.hands.keys("ctrl+s")
    again.find("lesson.tilewright — Tilewright", "frame")
    assert open_file(path).opened.composition.inline_frame.width == 1020
    seat.hands.keys("ctrl+q")
    assert seat.wait_for_end() == 0
    assert left_over(seat.home) == ()
    assert "Traceback" not in seat.desktop.said()


@pytest.mark.parametrize("number", [signal.SIGTERM, pytest.param(signal.SIGHUP, marks=pytest.mark.full)])
def test_that_a_window_told_to_end_keeps_its_work_without_asking(
    seat: Seat, tmp_path: Path, number: signal.Signals
) -> None:
    before = signal.signal(number, signal.SIG_DFL)  # a child has it, too: `nohup` may run the tests
    try:
        program = seat.start(lesson(tmp_path))
    finally:
        signal.signal(number, before)
    set_width(seat, program, 1000)
    program.find("Width of the frame", "text").wait_text("1000")
    assert seat.child is not None
    seat.child.send_signal(number)
    assert seat.wait_for_end() == 0
    assert width(seat.start()) == "1000"


def test_that_closing_asks_once_and_keeps_what_has_no_file(seat: Seat) -> None:
    program = seat.start()
    seat.hands.keys("Escape")  # the hints
    set_width(seat, program, 1000)
    program.find("Sample* — Tilewright", "frame")
    seat.close()
    seat.hands.wait_for_window("Sample is not saved yet — Tilewright")
    seat.hands.keys("Escape")
    seat.hands.wait_for_window("Sample* — Tilewright")
    seat.hands.keys("ctrl+q")
    seat.hands.wait_for_window("Sample is not saved yet — Tilewright")
    seat.hands.keys("Return")
    assert seat.wait_for_end() == 0
    again = seat.start()
    again.message("Sample is as you left it. It is not saved yet.")
    assert width(again) == "1000"
    assert not again.has("Got it: Your jobs")


def test_that_a_composition_dragged_from_a_file_manager_opens(seat: Seat, tmp_path: Path) -> None:
    program = seat.start()
    program.find(role="list item")  # the panels are all there
    seat.hands.keys("Escape")
    files = FileManager(seat.desktop, seat.hands, [lesson(tmp_path)])
    files.drop_on(program.find(role="frame"))
    program.find("lesson.tilewright — Tilewright", "frame")
    program.find("1, a.mp4, 640 × 360 at 0, 0, one error", "list item")


def test_that_a_second_window_on_a_file_offers_a_copy(seat: Seat, tmp_path: Path) -> None:
    path = lesson(tmp_path)
    seat.start(path)
    first = seat.child
    second = seat.eyes.program(seat.launch(path))
    seat.hands.wait_for_window("lesson.tilewright is open in another window — Tilewright")
    seat.hands.keys("Return")
    second.find("lesson copy — Tilewright", "frame")
    assert first is not None
    assert first.poll() is None
