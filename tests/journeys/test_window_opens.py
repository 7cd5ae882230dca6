"""The program on a desktop: its window is there, active, and seen by assistive technology; closed, nothing is left."""

from __future__ import annotations

import pytest

from support.assistive import walk
from support.desktop import desktop, require_programs
from support.seat import Seat
from support.waiting import wait_for


def test_that_the_window_opens_and_the_window_manager_closes_it(seat: Seat) -> None:
    program = seat.start()
    assert "4 tiles" in program.find("Submit", "push button").description  # the sample, at the first start
    seat.close()
    assert seat.wait_for_end() == 0
    assert "Traceback" not in seat.desktop.said()


def test_that_a_log_that_cannot_be_written_is_told_in_a_window_that_works(seat: Seat) -> None:
    seat.home.mkdir(parents=True, exist_ok=True)
    (seat.home / "log").write_text("in the way")
    program = seat.start()
    log = str(seat.home / "log")
    wait_for(lambda: any(log in str(facts["name"]) for facts in walk(program.tree())), "the trouble to be told")
    seat.hands.keys("ctrl+n")
    program.find("Untitled — Tilewright", "frame")


def test_that_nothing_of_a_desktop_is_left() -> None:
    with desktop() as made:
        made.start_tilewright()
        wait_for(lambda: made.run("xdotool", "getactivewindow").returncode == 0, "a window")
        assert len(made.processes()) >= 6
    assert made.processes() == []
    assert not made.folder.exists()


def test_that_a_machine_without_a_virtual_desktop_is_told_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(pytest.fail.Exception, match=r"missing: xvfb openbox dbus-daemon xdotool\. `packaging/test"):
        require_programs()
