"""The same lesson by keyboard alone: the pointer is never moved."""

from __future__ import annotations

from pathlib import Path

from support import lesson
from support.assistive import Node
from support.seat import Seat, place, wait_for_success
from support.waiting import wait_for
from tilewright.layout.rect import Rect
from tilewright.media.probe import probe

MOST_TABS = 80
"""Presses of Tab after which what is looked for counts as out of reach."""


def tab_to(seat: Seat, wanted: Node) -> None:
    """Press Tab until it has the focus."""
    for _ in range(MOST_TABS):
        if "focused" in wanted.states:
            return
        seat.hands.keys("Tab")
    raise AssertionError(f"{MOST_TABS} times Tab did not lead to {wanted.name}")


def is_focused_by(seat: Seat, wanted: Node, keys: str) -> bool:
    """Whether it has the focus; if not, its keys are pressed: a window that just opened may not hear yet."""
    if "focused" in wanted.states:
        return True
    seat.hands.keys(keys)
    return False


def command(seat: Seat, program: Node, words: str, entry: str) -> None:
    """Run a command through the palette."""
    seat.hands.keys("ctrl+k")
    found = program.find("Commands found", "list")
    seat.hands.type(words)

    def first() -> str:
        rows = found.children()
        return rows[0].name if rows else ""

    wait_for(lambda: first().startswith(entry), lambda: f"{entry} to be found first, not {first()}")
    seat.hands.keys("Return")


def type_over(seat: Seat, text: str) -> None:
    seat.hands.keys("ctrl+a")
    seat.hands.type(text)
    seat.hands.keys("Return")


def test_that_a_lesson_is_made_by_keyboard_alone(seat: Seat, tmp_path: Path) -> None:
    hands = seat.hands
    program = seat.start_afresh()
    canvas = program.find("Canvas", "canvas")

    # Four videos by their names, and a layout by a few letters of it.
    hands.keys("ctrl+i")
    hands.wait_for_window("Add videos — Tilewright")
    names = program.find("File name:", "text")
    wanted = " ".join(f'"{path}"' for path in lesson.make_videos(tmp_path))
    wait_for(lambda: is_focused_by(seat, names, "alt+n"), "the field for names to have the keyboard")
    hands.type(wanted)
    names.wait_text(wanted)
    hands.keys("Return")
    program.find("4, class.mp4", "image")
    command(seat, program, "film", "Layout Film strip")
    command(seat, program, "2x2", "Layout 2×2")
    teacher = program.find("1, teacher.mp4", "image")
    wait_for(lambda: place(teacher) == Rect(0, 0, 960, 540), lambda: f"the grid; it is at {teacher.description}")

    # One is moved and resized by arrow keys, one gets a number.
    hands.keys("Escape")
    tab_to(seat, canvas)
    hands.keys("ctrl+shift+a", "Tab")
    wait_for(lambda: "selected" in teacher.states, "the first tile to be chosen")
    hands.keys(*["shift+Right"] * 4, *["Down"] * 3, *["alt+Left"] * 6)
    wait_for(lambda: place(teacher) == Rect(40, 3, 954, 540), lambda: f"the keys; it is {teacher.description}")
    slides = program.find("2, slides.mp4", "image")
    hands.keys("Tab")
    wait_for(lambda: "selected" in slides.states, "the second tile to be chosen")
    hands.keys("Return")
    field = program.find("X", "text")
    wait_for(lambda: "focused" in field.states, "the first field of the tile to have the focus")
    type_over(seat, "1000")
    wait_for(lambda: place(slides).x == 1000, lambda: f"X to be taken; it is {slides.description}")

    # A text over it all.
    command(seat, program, "watermarks", "Show the Watermarks options")
    tab_to(seat, program.find("Add text", "push button"))
    hands.keys("space")
    tab_to(seat, program.find("Watermark text", "text"))
    type_over(seat, "Lesson-12")

    # Saved, submitted, followed, opened.
    file = tmp_path / "lesson.tilewright"
    seat.save_as(file)
    hands.keys("ctrl+Return")
    wait_for_success(program)
    result = tmp_path / "lesson.mp4"
    wait_for(result.is_file, "the result to be put beside the composition")
    hands.keys("ctrl+j")
    hands.keys("Home", "Return")
    wait_for(seat.desktop.opened, "the result to be opened")
    assert seat.desktop.opened() == [result.as_uri()]
    xml = lesson.printed_request(file)
    assert xml == lesson.sent_request(seat.home) + "\n"
    assert dict(lesson.tiles_of(xml))["slides"] == Rect(1000, 0, 960, 540)
    assert (probe(result).width, probe(result).height) == (1920, 1080)
    watermark = lesson.differences(result, xml)
    assert watermark is not None, "the watermark is not there"
    assert watermark[2] - watermark[0] < 500
    assert watermark[3] - watermark[1] < 100

    hands.keys("ctrl+q")
    assert seat.wait_for_end() == 0
    assert "Traceback" not in seat.desktop.said()
