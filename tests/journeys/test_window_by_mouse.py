"""A lesson by mouse and keys: four videos are dropped on a fresh window and become one."""

from __future__ import annotations

from pathlib import Path

from support import lesson
from support.hands import FileManager
from support.seat import Seat, place, wait_for_success
from support.waiting import wait_for
from tilewright.layout.rect import Rect
from tilewright.media.probe import probe


def test_that_a_lesson_is_made_with_mouse_and_keys(seat: Seat, tmp_path: Path) -> None:
    hands = seat.hands
    program = seat.start_afresh()
    canvas = program.find("Canvas", "canvas")

    # Four videos are dropped, and laid out two by two.
    FileManager(seat.desktop, hands, lesson.make_videos(tmp_path)).drop_on(canvas)
    board = program.find("3, board.mp4", "image")
    program.find("4, class.mp4", "image")
    hands.click(program.find("Grid of four"))
    wait_for(lambda: place(board) == Rect(0, 540, 960, 540), "the tiles to lie in a grid")

    # One is dragged, one is resized at its corner, one gets a number.
    teacher = program.find("1, teacher.mp4", "image")
    x, y = teacher.box.centre
    hands.drag((x, y), (x + 63, y + 41))
    wait_for(lambda: place(teacher)[2:] == (960, 540) and place(teacher).x > 0 < place(teacher).y, "the tile to move")
    corner = program.find("4, class.mp4", "image").box
    hands.click((corner.x + 60, corner.y + 60))
    end = (corner.x + corner.width, corner.y + corner.height)
    hands.drag((end[0] - 1, end[1] - 1), (end[0] - 101, end[1] - 61))
    resized = program.find("4, class.mp4", "image")
    wait_for(lambda: place(resized).width < 960, "the tile to be smaller")
    hands.click(program.find("2, slides.mp4", "image"))
    hands.replace(program.find("X", "text"), "50% + 20")
    wait_for(lambda: place(program.find("2, slides.mp4", "image")).x == 980, "the tile to lie at 980")

    # A text over it all, and off it goes.
    hands.click(program.find("Watermarks options"))
    hands.click(program.find("Add text", "push button"))
    program.find("Watermark 1: Text")
    hands.replace(program.find("Watermark text", "text"), "Lesson-12")
    file = tmp_path / "lesson 12.tilewright"
    seat.save_as(file)
    hands.click(program.find("Submit", "push button"))
    seen = wait_for_success(program)
    assert any(name.startswith("Running") for name in seen), seen

    # The result lies beside the composition, and opens.
    result = tmp_path / "lesson 12.mp4"
    wait_for(result.is_file, "the result to be put beside the composition")
    program.find(f"lesson 12.mp4 in {tmp_path.name}", "table cell")
    hands.click(program.find("Open", "table cell"))
    wait_for(seat.desktop.opened, "the result to be opened")
    assert seat.desktop.opened() == [result.as_uri()]
    xml = lesson.printed_request(file)
    assert xml == lesson.sent_request(seat.home) + "\n"
    shown = {child.name: place(child) for child in canvas.children() if child.role == "image"}
    assert [rect for _, rect in lesson.tiles_of(xml)] == list(shown.values())
    facts = probe(result)
    assert (facts.width, facts.height, facts.has_sound) == (1920, 1080, True)
    assert abs(facts.duration - lesson.SECONDS) < 0.1
    watermark = lesson.differences(result, xml)
    assert watermark is not None, "the watermark is not there"
    assert watermark[2] - watermark[0] < 500
    assert watermark[3] - watermark[1] < 100

    seat.close()
    assert seat.wait_for_end() == 0
    assert "Traceback" not in seat.desktop.said()
