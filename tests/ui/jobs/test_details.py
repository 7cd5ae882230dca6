"""A job in full: the exact bytes that were sent are one click away."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tilewright.jobs.history import History
from tilewright.ui.jobs.contact import UNHEARD, Contact
from tilewright.ui.jobs.details import JobDetails
from tilewright.ui.jobs.story import advice_on, story_of

from .conftest import Desk, one


def open_details(desk: Desk) -> JobDetails:
    desk.table.choose_row(0)
    desk.window.activateWindow()
    desk.table.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(desk.table, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    details = desk.panel.details
    assert details is not None
    return details


def test_that_the_request_is_shown_as_it_was_sent_and_the_answer_as_it_came(desk: Desk) -> None:
    desk.submit()
    desk.until_delivered()
    details = open_details(desk)
    assert details.isVisible()
    with History(desk.bench.workplace.home) as history:
        sent = history.request(desk.newest.id).decode()
    desk.until(lambda: details.request.toPlainText() == sent)
    desk.until(lambda: desk.newest.job_id in details.answers.toPlainText())
    assert "HTTP 200" in details.answers.toPlainText()


def test_that_they_follow_the_chosen_job_and_its_state(desk: Desk) -> None:
    desk.submit(one("first"))
    desk.until_delivered()
    details = open_details(desk)
    desk.submit(one("second"))
    desk.until(lambda: len(desk.jobs.intents) == 2)
    desk.table.choose_row(0)
    assert "first" not in details.request.toPlainText()
    desk.until(lambda: "second" in details.request.toPlainText())
    desk.until_delivered(2)
    assert [moment.title for moment in story_of(desk.newest, UNHEARD, 0.0)] == [
        "Noted",
        "Sent",
        "The service has the job",
        "Success",
        "Put in its place",
    ]


def test_that_they_stand_beside_the_list_or_in_its_place_and_go_away_again(desk: Desk) -> None:
    desk.submit()
    desk.until_delivered()
    details = open_details(desk)
    assert desk.table.isVisible()
    desk.window.resize(700, 400)
    assert not desk.table.isVisible()
    assert details.isVisible()
    details.head.back.click()
    assert desk.table.isVisible()
    assert not details.isVisible()
    assert desk.table.hasFocus()


def test_that_uneasy_states_say_what_is_safe_to_do(desk: Desk) -> None:
    desk.submit()
    desk.until_delivered()
    assert advice_on(desk.newest, UNHEARD, 0.0) is None
    kept = Contact(delivery="No room left on the disk.")
    advice = advice_on(desk.newest, kept, 0.0)
    assert advice is not None
    assert advice.command == "jobs.save-as"
    desk.jobs._contacts[desk.newest.id] = kept
    details = open_details(desk)
    assert details.card is not None
    desk.asked.save_to = None
    assert details.card.button is not None
    details.card.button.click()
    assert desk.asked.titles[-1] == "lesson.mp4"
