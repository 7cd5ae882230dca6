"""How much a user has to do until there is a video."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

from support import lesson
from support.assistive import Node
from support.hands import FileManager
from support.seat import Seat, place, wait_for_success
from support.waiting import wait_for
from tilewright.layout.rect import Rect


def test_that_the_first_video_of_a_newcomer_takes_at_most_four_gestures(seat: Seat) -> None:
    program = seat.start()
    program.find("4, landscape", "image")
    seat.hands.click(program.find("Submit", "push button"))
    wait_for_success(program)
    wait_for(lambda: list((seat.desktop.user / "Videos").glob("*.mp4")), "the result to be in the folder of videos")
    assert seat.hands.gestures <= 4


def lie_apart(tiles: list[Node]) -> bool:
    places = [place(tile) for tile in tiles]
    return not any(one.overlaps(other) for one, other in combinations(places, 2))


def test_that_four_videos_two_by_two_are_submitted_in_six_gestures(seat: Seat, tmp_path: Path) -> None:
    program = seat.start()
    program.find("4, landscape", "image")
    hands = seat.hands
    hands.keys("ctrl+n")
    program.find("Untitled — Tilewright", "frame")
    canvas = program.find("Canvas", "canvas")
    FileManager(seat.desktop, hands, lesson.make_videos(tmp_path)).drop_on(canvas)
    tiles = [program.find(f"{number}, {name}.mp4", "image") for number, name in enumerate(lesson.NAMES, 1)]
    wait_for(lambda: lie_apart(tiles), "the dropped videos to lie beside each other")
    hands.click(program.find("Grid of four"))
    wait_for(lambda: place(tiles[2]) == Rect(0, 540, 960, 540), "the tiles to lie in a grid")
    hands.click(program.find("Submit", "push button"))
    wait_for(
        lambda: lesson.is_submitted(seat.home), lambda: f"the job to be submitted {lesson.newest_intent(seat.home)}", 10
    )
    assert hands.gestures <= 6
    wait_for_success(program)
    seat.close()
    hands.wait_for_window("Untitled is not saved yet — Tilewright")
    hands.keys("Return")
    assert seat.wait_for_end() == 0
