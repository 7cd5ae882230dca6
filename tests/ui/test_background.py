"""Work in the background: where it runs, in what order it tells, and how it ends."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from tilewright.errors import AppError, Damaged
from tilewright.ui.background import Background, Bell, Wait


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    made = Background()
    yield made
    assert made.close(10)


def count(wait: Wait) -> Iterator[object]:
    for number in range(3):
        yield number, threading.current_thread() is threading.main_thread()


def test_that_work_runs_elsewhere_and_is_told_in_the_window_thread(background: Background, qtbot: QtBot) -> None:
    told: list[object] = []
    ui_thread = QThread.currentThread()
    background.run(
        count,
        on_event=lambda event: told.append((event, QThread.currentThread() is ui_thread)),
        on_done=lambda: told.append("done"),
    )
    qtbot.waitUntil(lambda: "done" in told)
    assert told == [((0, False), True), ((1, False), True), ((2, False), True), "done"]


def test_that_a_lane_does_one_thing_at_a_time_in_the_order_asked_for(background: Background, qtbot: QtBot) -> None:
    log: list[str] = []

    def slow(name: str) -> object:
        def work(wait: Wait) -> Iterator[object]:
            log.append(f"{name} begins")
            wait(0.02)
            log.append(f"{name} ends")
            yield name

        return work

    told: list[object] = []
    for name in "abc":
        background.run(slow(name), on_event=told.append, lane="one")  # type: ignore[arg-type]  # a closure's type
    qtbot.waitUntil(lambda: told == ["a", "b", "c"])
    assert log == ["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]


def test_that_a_failure_arrives_as_its_error(background: Background, qtbot: QtBot) -> None:
    def work(_: Wait) -> Iterator[object]:
        yield 1
        raise Damaged("It is broken.", "Take another.")

    failed: list[AppError] = []
    background.run(work, on_failed=failed.append)
    qtbot.waitUntil(lambda: bool(failed))
    assert str(failed[0]) == "It is broken. Take another."


@pytest.mark.expects_log("Work in the background failed")
def test_that_what_nobody_foresaw_is_told_in_words(background: Background, qtbot: QtBot) -> None:
    def work(_: Wait) -> Iterator[object]:
        yield from ()
        raise ZeroDivisionError

    failed: list[AppError] = []
    background.run(work, on_failed=failed.append)
    qtbot.waitUntil(lambda: bool(failed))
    assert "mistake" in failed[0].message


def test_that_cancelled_work_stops_at_its_wait_and_tells_nothing_more(background: Background, qtbot: QtBot) -> None:
    ended = threading.Event()

    def work(wait: Wait) -> Iterator[object]:
        try:
            yield 1
            while not wait(30):
                yield 2
        finally:
            ended.set()

    told: list[object] = []
    task = background.run(work, on_event=told.append, on_done=lambda: told.append("done"))
    qtbot.waitUntil(lambda: told == [1])
    begun = time.monotonic()
    task.cancel()
    assert ended.wait(5)
    assert time.monotonic() - begun < 5
    qtbot.wait(50)
    assert told == [1]


def test_that_closing_ends_everything_and_starts_nothing_new(qtbot: QtBot) -> None:
    background = Background()

    def forever(wait: Wait) -> Iterator[object]:
        while not wait(30):
            yield 1

    for lane in ("", "x", "x"):
        background.run(forever, lane=lane)
    assert background.close(5)
    told: list[object] = []
    background.run(count, on_event=told.append)
    qtbot.wait(30)
    assert told == []


def test_that_what_is_a_part_of_opening_does_not_wait_for_release(background: Background, qtbot: QtBot) -> None:
    told: list[object] = []
    background.hold()
    background.run(lambda _: iter(["held"]), on_event=told.append)
    background.run(lambda _: iter(["first"]), on_event=told.append, is_first=True)
    qtbot.waitUntil(lambda: told == ["first"])
    background.release()
    qtbot.waitUntil(lambda: told == ["first", "held"])


def test_that_held_work_begins_in_order_when_it_is_released(background: Background, qtbot: QtBot) -> None:
    told: list[object] = []
    background.hold()
    for number in range(3):
        background.run(lambda _, n=number: iter([n]), on_event=told.append, lane="one")
    qtbot.wait(50)
    assert told == []
    background.release()
    qtbot.waitUntil(lambda: told == [0, 1, 2])


def test_that_held_work_never_begins_once_it_is_closed(background: Background, qtbot: QtBot) -> None:
    told: list[object] = []
    background.hold()
    background.run(lambda _: iter([1]), on_event=told.append)
    assert background.close(1)
    background.release()
    qtbot.wait(50)
    assert told == []


def test_that_a_bell_is_heard_once_however_often_it_was_rung() -> None:
    bell = Bell()
    assert not bell.heard()
    bell.ring()
    bell.ring()
    assert [bell.heard(), bell.heard()] == [True, False]
    bell.ring()
    assert bell.heard()
