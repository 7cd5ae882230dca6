"""The answers of the service in an open job: they follow the ledger, and nothing that is read moves away."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from support.builders import LOCAL, composition
from support.ledgers import bring_to
from tilewright import settings
from tilewright.jobs.answers import NEWEST
from tilewright.jobs.intent import Answer, Repeat
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.wish import make_wish
from tilewright.model.states import State
from tilewright.ui.jobs import details as module
from tilewright.ui.jobs.details import JobDetails
from tilewright.ui.jobs.parts import AnswersPart
from tilewright.ui.jobs.story import clock_text
from tilewright.usecases import answers as usecase
from tilewright.usecases.heard import ReadAnswer
from ui.conftest import OpenBench

from .conftest import Desk, OpenDesk

LONG = "\n".join(f"<Line{number}/>" for number in range(300))


def keep(desk: Desk, *told: str) -> None:
    """The list of jobs was asked for, as while a job is in doubt: no row of the ledger moves."""
    with Ledger(settings.home()) as ledger:
        answers = (Answer(float(place), f"id{told[place]}", 200, b"", "list", it) for place, it in enumerate(told))
        ledger.keep_answers([(desk.newest.id, answer) for answer in answers])


@pytest.fixture
def doubtful(open_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> tuple[Desk, JobDetails]:
    """The details of a job that nobody asks about by itself."""
    monkeypatch.setattr(module, "ANEW_MS", 150)
    with Ledger(settings.home()) as ledger:
        made = ledger.intend(make_wish(composition()), LOCAL, name="lesson").intent
        bring_to(ledger, made.id, State.FAILED, {"code": "X"})
    desk = open_desk()
    desk.until(lambda: desk.jobs.intents and desk.table.rows.rowCount())
    desk.table.choose_row(0)
    desk.jobs.show_details(shown=True)
    details = desk.panel.details
    assert details is not None
    desk.until(lambda: details.request.text.toPlainText())
    assert details.answers.chosen.count() == 0
    return desk, details


def test_that_what_is_heard_while_nothing_moves_is_shown_in_an_open_job(doubtful: tuple[Desk, JobDetails]) -> None:
    desk, details = doubtful
    keep(desk, "5")
    desk.until(lambda: details.answers.chosen.count() == 1)
    keep(desk, "5", "6")
    desk.until(lambda: details.answers.chosen.count() == 2)
    assert "2 times" in details.answers.chosen.itemText(1)


def test_that_what_was_heard_behind_a_hidden_view_is_there_when_it_is_shown(doubtful: tuple[Desk, JobDetails]) -> None:
    desk, details = doubtful
    desk.jobs.show_details(shown=False)
    keep(desk, "5")
    desk.until(lambda: details._is_stale and not details._later.isActive())
    assert details.answers.chosen.count() == 0
    desk.jobs.show_details(shown=True)
    desk.until(lambda: details.answers.chosen.count() == 1)


@pytest.mark.full
def test_that_a_ledger_that_never_rests_is_read_now_and_then(
    doubtful: tuple[Desk, JobDetails], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    desk, details = doubtful
    read: list[object] = []
    heard_of: Callable[..., object] = usecase.heard_of
    monkeypatch.setattr(usecase, "heard_of", lambda *given: (read.append(given), heard_of(*given))[1])
    begun = time.monotonic()
    for number in range(40):
        keep(desk, str(number))
        qtbot.wait(10)
    desk.until(lambda: details.answers.chosen.count() == 40)
    assert 1 <= len(read) <= (time.monotonic() - begun) / 0.15 + 1
    before = len(read)
    qtbot.wait(400)
    assert len(read) <= before + 1  # the last change may have been told after it was read


def test_that_it_is_said_that_older_answers_are_not_shown_and_all_are_saved(
    doubtful: tuple[Desk, JobDetails], tmp_path: Path
) -> None:
    desk, details = doubtful
    keep(desk, *map(str, range(NEWEST)))
    desk.until(lambda: details.answers.chosen.count() == NEWEST)
    assert not details.answers.bound.text()
    keep(desk, "one more", "and another")
    desk.until(lambda: details.answers.bound.text().startswith("2 older answers are not shown"))
    assert details.answers.chosen.count() == NEWEST
    details.tabs.setCurrentIndex(2)
    assert details.answers.bound.isVisible()
    path = tmp_path / "answers.csv"
    desk.asked.save_to = path
    QTest.mouseClick(details.answers.save_all, Qt.MouseButton.LeftButton)
    desk.until(path.exists)
    assert desk.asked.titles[-1] == f"answers-{desk.newest.short_id}.csv"
    rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
    ids = [f"id{number}" for number in range(NEWEST)] + ["idone more", "idand another"]
    assert sorted(row["request_id"] for row in rows) == sorted(ids)
    (fifth,) = (row for row in rows if row["request_id"] == "id5")
    assert (fifth["call"], fifth["says"]) == ("list", "The list of jobs, or a page of it: 5.")


@pytest.fixture
def part(open_bench: OpenBench, qtbot: QtBot) -> AnswersPart:
    made = AnswersPart(open_bench())
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    show(made, "a", "b")
    return made


def show(part: AnswersPart, *ids: str, **changes: object) -> None:
    """Show answers of these ids, oldest first; the last one with ``changes``."""
    answers = [ReadAnswer(1.0, each, 200, f"says {each}", LONG, "list") for each in ids]
    answers[-1] = replace(answers[-1], **changes)  # type: ignore[arg-type]  # names and types of a test's own
    part.show_answers(tuple(answers), lambda answer: f"{answer.says} {answer.times}")


def test_that_the_newest_answer_is_shown_until_somebody_reads_another(part: AnswersPart) -> None:
    show(part, "a", "b", "c")
    assert part.chosen.currentText() == "says c 1"
    part.chosen.setCurrentIndex(2)
    show(part, "a", "b", "c", "d")
    assert (part.chosen.currentText(), part.chosen.count()) == ("says a 1", 4)
    show(part, "b", "c", "d", "e")  # the oldest went
    assert [part.chosen.itemText(row)[5] for row in range(4)] == list("edcb")
    assert part.text.toPlainText().startswith(part.chosen.currentText())


def test_that_an_answer_that_is_being_read_stays_when_a_newer_one_comes(part: AnswersPart) -> None:
    part.text.verticalScrollBar().setValue(50)
    show(part, "a", "b", "c")
    assert (part.chosen.currentText(), part.text.verticalScrollBar().value()) == ("says b 1", 50)
    part.text.verticalScrollBar().setValue(0)
    part.text.moveCursor(QTextCursor.MoveOperation.EndOfWord, QTextCursor.MoveMode.KeepAnchor)
    show(part, "a", "b", "c", "d")
    assert part.chosen.currentText() == "says b 1"


def test_that_place_and_selection_stay_when_an_answer_is_heard_again(part: AnswersPart) -> None:
    assert part.text.find("<Line70/>")
    part.text.verticalScrollBar().setValue(60)
    show(part, "a", "b", says="says 第𝄞 again", times=3, latest=9.0, again=(Repeat(8.0, "y"), Repeat(9.0, "z")))
    again = "\n".join(f"{clock_text(asked)}  {each}" for asked, each in ((9.0, "z"), (8.0, "y")))
    said = "Said again, the last time first, with the request ids:"
    assert part.text.toPlainText() == f"says 第𝄞 again 3\nRequest id b\n\n{LONG}\n\n{said}\n{again}"
    assert part.text.textCursor().selectedText() == "<Line70/>"
    assert part.text.verticalScrollBar().value() == 60
    show(part, "a", "b", times=13, text="")
    assert part.text.toPlainText().endswith("Of this answer only what it says was kept.")
    show(part, "a", "b", times=13, text="", again=(Repeat(9.0, "z"),))
    assert part.text.toPlainText().endswith(f"{clock_text(9.0)}  z\nand 11 times more")
