"""What the window shows and asks when things go wrong, or cost money."""

from __future__ import annotations

import threading
import time

import pytest
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from support import fault_proxy as faults
from support.builders import LOCAL
from support.fault_proxy import FaultProxy
from support.ledgers import bring_to
from support.local_cloud import Caller
from tilewright.accounts.profile import Profile
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.wish import make_wish
from tilewright.localcloud.server import LocalCloud
from tilewright.model.states import State
from tilewright.ui.jobs import contact
from tilewright.ui.jobs.cells import Column
from tilewright.ui.report import without_commands
from tilewright.usecases.watched import Resting
from tilewright.wire.faults import write_fault

from .conftest import Desk, OpenDesk, one, produce_when_released


def test_that_a_lost_answer_frees_the_button_is_told_and_sends_nothing_twice(
    cloud: LocalCloud, proxy: FaultProxy, open_desk: OpenDesk
) -> None:
    desk = open_desk()
    proxy.faults.append(faults.LOSE_ANSWER)
    desk.submit()
    desk.until_delivered()
    assert "The answer to lesson was lost." in desk.sentences
    assert not desk.bench.is_sending
    assert proxy.delivered == 1
    assert len(Caller(cloud.endpoint).list_jobs().jobs) == 1


@pytest.mark.parametrize("clock", [lambda: time.time() - 430])
def test_that_a_clock_that_is_wrong_is_told_once_when_the_job_is_sent(desk: Desk, clock: object) -> None:
    desk.submit()
    desk.until_delivered()
    told = [message for message in desk.said if "clock" in message.sentence]
    assert [message.kind for message in told] == ["warning"]
    assert told[0].sentence.startswith("This computer's clock is 7 min ahead of the service's.")
    assert "set the clock" in told[0].sentence
    assert desk.said[desk.said.index(told[0]) - 1].sentence == "lesson is submitted."


REFUSED = b"<Error><Code>AccessDenied</Code><Message>no</Message><RequestId>NjA</RequestId></Error>"


def test_that_a_refusal_is_told_stays_readable_and_can_be_tried_again(proxy: FaultProxy, open_desk: OpenDesk) -> None:
    desk = open_desk()
    proxy.faults.append(faults.Say(403, REFUSED))
    desk.submit()
    desk.until(lambda: any(message.kind == "error" for message in desk.said))
    assert not desk.bench.is_sending
    desk.until(lambda: desk.jobs.intents)
    assert desk.text(Column.STATE) == "Not sent"
    assert "Nothing was made" in desk.text(Column.PROGRESS)
    desk.table.choose_row(0)
    desk.bench.commands.run("jobs.retry")
    desk.until_delivered(2)
    assert proxy.delivered == 1


@pytest.mark.parametrize("produce", [produce_when_released])
def test_that_a_silent_service_is_shown_as_lost_contact_and_then_as_it_is(
    released: threading.Event, proxy: FaultProxy, open_desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contact, "SILENT_SECONDS", 0.0)
    desk = open_desk()
    desk.submit()
    desk.until_state(State.RUNNING)
    proxy.faults_of_reads.extend([faults.RESET] * 1000)
    desk.until(lambda: desk.text(Column.STATE) == "Lost contact")
    assert desk.text(Column.PROGRESS).startswith("No contact for")
    proxy.faults_of_reads.clear()
    desk.until(lambda: desk.text(Column.STATE).startswith("Running"))
    released.set()
    desk.until_delivered()
    assert desk.text(Column.STATE) == "Success"


def test_that_missing_keys_are_said_in_the_row_and_asked_for_anew_on_wish(open_desk: OpenDesk, desk: Desk) -> None:
    school = Profile(name="school", bucket="lessons-1250000001", region="ap-shanghai")
    with Ledger(desk.bench.workplace.home) as ledger:
        made = ledger.intend(make_wish(one()), school.target("AKID"), name="paid").intent
        bring_to(ledger, made.id, State.SUBMITTED, {"job_id": "j1", "job_created": 1.0})
    desk.until(lambda: desk.jobs.intents and desk.jobs.contact(made.id).is_resting)
    assert desk.text(Column.STATE) == "Lost contact"
    assert "school" in desk.text(Column.PROGRESS)
    desk.bench.commands.run("jobs.ask-now")
    assert not desk.jobs.contact(made.id).is_resting
    desk.until(lambda: desk.jobs.contact(made.id).is_resting)


SLOWER = write_fault("SlowDown", "slower", "NjA", resource=None)
IN_HALF_A_MINUTE = faults.Say(429, SLOWER, headers=(("x-ci-request-id", "NjA"), ("Retry-After", "30")))


@pytest.mark.parametrize("produce", [produce_when_released])
def test_that_a_service_that_wants_to_be_left_alone_is_not_asked_however_often_one_asks_now(
    released: threading.Event, proxy: FaultProxy, open_desk: OpenDesk, qtbot: QtBot
) -> None:
    desk = open_desk()
    desk.submit()
    desk.until_state(State.RUNNING)
    proxy.faults_of["query"].append(IN_HALF_A_MINUTE)
    desk.until(lambda: desk.jobs.contact(desk.newest.id).next_try is not None)
    asked = len(proxy.calls)
    for _ in range(10):
        desk.bench.commands.run("jobs.ask-now")
        qtbot.wait(100)
    assert len([call for call in proxy.calls[asked:] if "/jobs" in call]) == 0
    assert desk.jobs.contact(desk.newest.id).next_try is not None


@pytest.mark.parametrize("produce", [produce_when_released])
def test_that_a_job_that_is_asked_about_does_not_stay_lost(released: threading.Event, open_desk: OpenDesk) -> None:
    """That its keys were gone may arrive after the user wanted to know, and they are back."""
    desk = open_desk()
    desk.submit()
    desk.until_state(State.RUNNING)
    desk.jobs._on_event(Resting((desk.newest.id,), "The job needs the keys of school.", "", needs_keys=True))
    assert desk.newest.state is State.LOST
    desk.until_state(State.RUNNING)
    assert not desk.jobs.contact(desk.newest.id).is_resting


def test_that_submitting_to_an_account_asks_first_and_cancel_sends_nothing(desk: Desk) -> None:
    desk.put(one())
    desk.bench.session.aim(LOCAL.replace(profile="school", local=False))
    desk.bench.commands.run("composition.submit")
    desk.until(lambda: desk.asked.titles)
    assert desk.asked.titles == ["Submit lesson to school?"]
    assert [choice.text for choice in desk.asked.choices if choice.is_safe] == ["Cancel"]
    assert not desk.bench.is_sending
    desk.bench.commands.run("composition.submit")
    assert len(desk.asked.titles) == 1  # one question at a time
    desk.asked.press("Cancel")
    assert not desk.bench.is_sending
    desk.bench.commands.run("composition.submit")
    desk.until(lambda: len(desk.asked.titles) == 2)
    desk.asked.press("Cancel")


def test_that_an_assistive_client_reads_the_state_of_a_job(desk: Desk, qtbot: QtBot) -> None:
    desk.submit()
    desk.until_delivered()
    table = QAccessible.queryAccessibleInterface(desk.table)
    assert table.text(QAccessible.Text.Name) == "Jobs"
    texts = {
        table.child(number).text(QAccessible.Text.Name)
        for number in range(table.childCount())
        if table.child(number) is not None
    }
    assert {"lesson, Local cloud", "Success", "lesson.mp4 in lessons", "Open"} <= texts


@pytest.mark.usefixtures("hurried")
def test_that_an_unknown_outcome_is_sent_anyway_only_when_the_user_says_so_twice(
    cloud: LocalCloud, proxy: FaultProxy, open_desk: OpenDesk
) -> None:
    desk = open_desk()
    proxy.faults.append(faults.DROP)
    desk.submit()
    desk.until_state(State.UNKNOWN)
    desk.table.choose_row(0)
    doubtful = desk.newest.id
    desk.bench.commands.run("jobs.send-anyway")
    assert desk.asked.titles[-1] == "Send lesson anyway?"
    assert [choice.text for choice in desk.asked.choices if choice.is_safe] == ["Keep asking"]
    desk.asked.press("Send anyway")
    desk.until_delivered(2)
    desk.until(lambda: desk.jobs.intents[1].is_resolved, 30)
    assert desk.jobs.intents[1].id == doubtful
    assert desk.jobs.intents[1].state is State.CANCELLED
    assert len(Caller(cloud.endpoint).list_jobs().jobs) == 1


@pytest.mark.parametrize(
    ("hint", "shown"),
    [
        ("Choose another name. With --force it is replaced.", "Choose another name."),
        ("`tilewright check FILE` lists all problems.", ""),
        ("It was sent twice. `submit --again` sends it anyway; you may pay twice.", "It was sent twice."),
        ("Mend what it says and submit again.", "Mend what it says and submit again."),
        ("请选择其他名称。使用 --force 时将替换它。", "请选择其他名称。"),
    ],
)
def test_that_nobody_is_sent_to_a_command_line(hint: str, shown: str) -> None:
    assert without_commands(hint) == shown


def test_that_a_result_that_ends_like_a_program_is_not_opened(desk: Desk) -> None:
    desk.submit()
    desk.until_delivered()
    program = desk.file.with_suffix(".desktop")
    program.write_text("[Desktop Entry]")
    with Ledger(desk.bench.workplace.home) as ledger:
        ledger._database.execute("UPDATE intents SET delivered_path = ?", (str(program),))
    desk.jobs.actions.open_result(desk.newest.id)
    desk.until(lambda: any("is not opened" in sentence for sentence in desk.sentences))
    assert desk.opened == []


@pytest.mark.parametrize("produce", [produce_when_released])
def test_that_a_running_job_offers_no_cancel_and_one_that_raced_is_told_in_a_sentence(
    released: threading.Event, desk: Desk
) -> None:
    desk.submit()
    desk.until_state(State.RUNNING)
    desk.table.choose_row(0)
    assert desk.text(Column.ACTION) == ""
    assert desk.bench.commands.get("jobs.cancel").off() == "It runs already; the service stops only jobs that wait."
    progress = desk.text(Column.PROGRESS)
    desk.jobs.actions.cancel(desk.newest.id)  # pressed while it still waited, as far as the window knew
    desk.until(lambda: any("not cancelled" in sentence for sentence in desk.sentences))
    assert "lesson was not cancelled: the service stops only jobs that wait." in desk.sentences
    desk.until(lambda: desk.newest.cancel_wished)
    assert desk.text(Column.PROGRESS) == progress
    released.set()
    desk.until_delivered()
