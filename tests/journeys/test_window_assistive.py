"""The whole job by assistive technology alone: no pointer is moved and no key is pressed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from support import lesson
from support.assistive import walk
from support.cli import run
from support.seat import Seat, place, wait_for_success
from support.waiting import wait_for
from tilewright.layout.rect import Rect
from tilewright.media.probe import probe

CONTROLS = {
    "push button",
    "check box",
    "radio button",
    "combo box",
    "text",
    "spin button",
    "slider",
    "menu item",
    "page tab",
    "list",
    "table",
    "canvas",
    "link",
}
HEARD = (
    "object:announcement",
    "object:property-change:accessible-name",
    "object:property-change:accessible-description",
    "object:state-changed:focused",
    "object:state-changed:selected",
)
PAGES = ("Tile", "Frame", "Video", "Sound", "Watermarks", "Output", "Callback & priority", "Advanced")


def in_words(rect: Rect) -> str:
    return f"{rect.width} × {rect.height} at {rect.x}, {rect.y}"


def unnamed(tree: dict[str, Any]) -> list[str]:
    """What is wrong with the names of controls: none, or the same as that of another in the same named part."""
    wrong = [
        f"{found['role']} without a name" for found in walk(tree) if found["role"] in CONTROLS and not found["name"]
    ]
    for part in walk(tree):
        if part["name"] and part["role"] not in CONTROLS:
            counted = Counter((found["role"], found["name"]) for found in controls_of(part))
            wrong += [f"{n} × {role} “{name}” in “{part['name']}”" for (role, name), n in counted.items() if n > 1]
    return wrong


def controls_of(part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The controls of a part, without those of the named parts within it."""
    for child in part["children"]:
        if child["role"] in CONTROLS:
            yield child
        elif not child["name"]:
            yield from controls_of(child)


def test_that_a_lesson_is_made_by_assistive_technology_alone(seat: Seat, tmp_path: Path) -> None:
    file = tmp_path / "lesson.tilewright"
    videos = lesson.make_videos(tmp_path)
    run("new", *videos, "--size", "1280x720", "--layout", "2x2", "-o", file).expect()
    program = seat.start(file)

    # The tiles are children of the canvas, where they are drawn.
    canvas = program.find("Canvas", "canvas")
    slides = canvas.find("2, slides.mp4", "image")
    names = [child.name for child in canvas.children() if child.role == "image"]
    assert names == [f"{number + 1}, {name}.mp4" for number, name in enumerate(lesson.NAMES)]
    wait_for(lambda: canvas.box.width > slides.box.width > 100, "the frame to be fitted into the canvas")
    before = slides.box

    # One is chosen, and its X set through its field.
    slides.do("Press")
    wait_for(lambda: "selected" in slides.states, "the tile to be chosen")
    field = program.find("X", "text")
    field.wait_text("640")
    field.write("560")
    wait_for(lambda: place(slides) == Rect(560, 0, 640, 360), lambda: f"X to be taken; it is {slides.description}")
    moved = slides.box
    assert moved.x < before.x - 20
    assert abs(moved.width - before.width) <= 1  # whole pixels of the screen, outwards
    assert moved.y == before.y

    # It is submitted, and followed until it has succeeded.
    program.find("Submit", "push button").press()
    wait_for_success(program)
    result = tmp_path / "lesson.mp4"
    wait_for(result.is_file, "the result to be put beside the composition")
    assert probe(result).width == 1280
    sent = lesson.sent_request(seat.home)
    assert dict(lesson.tiles_of(sent))["slides"] == Rect(560, 0, 640, 360)
    assert lesson.differences(result, sent) is None


def test_that_every_control_of_every_page_has_a_name_of_its_own(seat: Seat) -> None:
    program = seat.start()
    program.find("4, landscape", "image").do("Press")
    program.find("Options", "filler")
    wrong = unnamed(program.tree())
    for page in PAGES:
        tab = program.find(f"{page} options", "check box")
        tab.press()
        shown = program.find(f"{page} options", "filler")
        wrong += [f"{page}: {what}" for what in unnamed(shown.tree())]
    for tab in ("Problems", "Request", "Jobs"):
        program.find(tab, "page tab").do("Press")
        wrong += [f"{tab}: {what}" for what in unnamed(program.find("Jobs, problems and request", "panel").tree())]
    assert not wrong, "\n".join(sorted(set(wrong)))


def test_that_actions_choose_move_resize_and_raise_tiles_and_all_of_it_is_heard(seat: Seat) -> None:
    program = seat.start()
    canvas = program.find("Canvas", "canvas")
    slides, teacher = canvas.find("1, slides", "image"), canvas.find("2, teacher", "image")
    at, beside = place(slides), place(teacher)
    ears = seat.eyes.listen(*HEARD)

    def is_heard() -> bool:
        slides.do("Toggle")
        return ears.heard("object:state-changed:selected:1", name="1, slides")

    wait_for(is_heard, "the program to know that somebody listens")

    # One is moved and resized.
    assert slides.about("Move right") == ("Moves the tile by a step to the right", "Right")
    slides.do("Press")
    slides.do("Move right")
    ears.wait("object:announcement", text=f"slides: {in_words(at._replace(x=at.x + 1))}")
    ears.wait("object:property-change:accessible-description", name="1, slides")
    slides.do("Wider")
    wider = at._replace(x=at.x + 1, width=at.width + 1)
    ears.wait("object:announcement", text=f"slides: {in_words(wider)}")
    assert place(slides) == wider
    assert slides.about("Top edge down")[0] == "Moves the top edge down by a step"
    slides.do("Left edge to the right")
    slides.do("Top edge down")
    wider = Rect(wider.x + 1, wider.y + 1, wider.width - 1, wider.height - 1)
    ears.wait("object:announcement", text=f"slides: {in_words(wider)}")
    assert place(slides) == wider

    # The focus goes there; it is raised.
    slides.focus()
    ears.wait("object:state-changed:focused:1", name="1, slides")
    slides.do("Bring to front")
    ears.wait("object:announcement", text="slides is number 4 of 4")
    ears.wait("object:property-change:accessible-name", name="1, teacher")
    assert slides.name == "4, slides"

    # Several move together, and are told of together; what was done is undone.
    teacher.do("Toggle")
    assert set(canvas.chosen) == {"1, teacher", "4, slides"}
    teacher.do("Move down")
    ears.wait("object:announcement", text="2 tiles moved")
    program.find("Undo", "push button").press()
    wait_for(lambda: place(teacher) == beside, "the move to be undone")
    assert place(slides) == wider
