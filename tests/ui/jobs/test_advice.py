"""What a teacher is told when something is unclear: what goes on by itself, when, and what may be done."""

from __future__ import annotations

import dataclasses
import threading

import pytest

from support import fault_proxy as faults
from support.builders import ACCOUNT
from support.fault_proxy import FaultProxy
from support.faulty_answers import TWICE
from support.local_cloud import Caller
from tilewright.jobs.contact import Answered
from tilewright.jobs.events import NoLongerNamed
from tilewright.jobs.intent import Fate, Intent, TwinJob
from tilewright.jobs.lost import as_lost
from tilewright.jobs.pace import ticks
from tilewright.localcloud.server import LocalCloud
from tilewright.model.states import State
from tilewright.ui.jobs.advice import Advice, advice_on
from tilewright.ui.jobs.contact import UNHEARD, Contact
from tilewright.ui.jobs.story import story_of
from tilewright.ui.jobs.wording import whole_story

from .conftest import Desk, OpenDesk, produce_when_released
from .test_details import open_details
from .test_wording import NOW, intent


def advice(made: Intent, contact: Contact = UNHEARD) -> Advice:
    found = advice_on(made, contact, NOW)
    assert found is not None
    return found


def commands(found: Advice) -> list[str]:
    return [step.command for step in found.steps]


def test_that_an_unknown_outcome_says_what_goes_on_and_that_nothing_need_be_done() -> None:
    found = advice(intent(State.UNKNOWN))
    assert "goes on asking by itself" in found.sentence
    assert "sent again only if it surely is not there; you need not do anything." in found.sentence
    assert commands(found) == ["jobs.ask-now", "jobs.send-anyway"]


def test_that_it_says_when_absence_can_be_certain() -> None:
    sent = {"sending_at": 2e9, "sending_clock": 2e9, "signature_end": 2_000_000_120, "target": ACCOUNT}
    assert "it cannot be certain" in advice(intent(State.UNKNOWN, **sent)).sentence
    assert "be certain" not in advice(intent(State.UNKNOWN, **{**sent, "signature_end": 1000})).sentence


def test_that_it_says_when_it_is_asked_again_while_nobody_answers() -> None:
    found = advice(intent(State.UNKNOWN), Contact(lost_at=NOW - 180, next_try=NOW + 20))
    assert "No contact for 3 min, next try in 20 s." in found.sentence


def test_that_gone_keys_say_whose_they_are_and_lead_to_the_accounts() -> None:
    found = advice(as_lost(intent(State.RUNNING, target=ACCOUNT)))
    assert "the keys of school" in found.sentence
    assert "takes it up where it was" in found.sentence
    assert commands(found) == ["file.accounts", "jobs.ask-now"]


def test_that_a_job_the_service_forgot_may_be_submitted_again() -> None:
    found = advice(intent(State.LOST, ended=900.0, code="NoSuchJob"))
    assert found.severity == "error"
    assert "jobs.retry" in commands(found)


def test_that_what_became_of_a_job_the_service_forgot_is_said_once() -> None:
    made = intent(State.LOST, ended=900.0, code="NoSuchJob", message="The service no longer knows the job.")
    details = " ".join([advice(made).sentence, *(moment.detail for moment in story_of(made, UNHEARD, NOW))])
    for told in (details, whole_story(made, UNHEARD, None, NOW)):
        assert told.count("no longer knows") == 1, told
    assert "NoSuchJob" not in details
    assert story_of(made, UNHEARD, NOW)[-1].title == "Lost"


@pytest.mark.parametrize(("state", "told"), [(State.RUNNING, "goes on at the service"), (State.NOT_SENT, "waits here")])
def test_that_silence_says_where_the_job_is(state: State, told: str) -> None:
    found = advice(intent(state), Contact(lost_at=NOW - 60, next_try=NOW + 5, message="The network is away."))
    assert told in found.sentence
    assert "The network is away." in found.sentence
    assert "next try in 5 s" in found.sentence


def test_that_a_job_that_no_answer_names_says_what_that_means_and_what_goes_on() -> None:
    found = advice(intent(State.RUNNING, target=ACCOUNT), Contact(answered=NOW - 400, unnamed_at=NOW - 300))
    assert "have not named this job for 5 min." in found.sentence
    assert "goes on asking and looking by itself" in found.sentence
    assert commands(found) == ["jobs.ask-now"]


def test_that_a_job_is_told_to_be_unnamed_since_the_first_time_until_an_answer_names_it(desk: Desk) -> None:
    desk.submit()
    desk.until_delivered()
    made = desk.newest
    desk.jobs.tell(NoLongerNamed(made.id, made.job_id, 300.0))
    desk.jobs.tell(NoLongerNamed(made.id, made.job_id, 30.0))  # a watch that began anew
    contact = desk.jobs.contact(made.id)
    assert contact.unnamed_at == pytest.approx(ticks() - 300, abs=10)
    desk.jobs._on_event(Answered((made.id,)))
    assert desk.jobs.contact(made.id).unnamed_at is None


def test_that_a_failure_says_what_why_and_cure_and_offers_what_helps() -> None:
    made = intent(State.FAILED, ended=900.0, code="ResourceNotFound", message="The source a.mp4 is not in the bucket.")
    found = advice(made)
    assert found.sentence.count(".") >= 3
    assert "jobs.retry" in commands(found)
    assert "jobs.reopen" in commands(found)


def test_that_a_failure_nobody_knows_keeps_the_words_of_the_service() -> None:
    found = advice(intent(State.FAILED, ended=900.0, code="Odd", message="teapot"))
    assert "teapot" in found.sentence


def with_twins(*fates: Fate) -> Intent:
    twins = tuple(TwinJob(f"j{number}" + "c0d2e4b5" * 4, fate) for number, fate in enumerate(fates, 1))
    return intent(State.SUCCESS, ended=900.0, job_id="jkept" + "a1b2c3d4" * 4, twins=twins)


@pytest.mark.parametrize("fates", [(Fate.STAYS,), tuple(Fate), (Fate.CANCELLED,) * 4], ids=len)
def test_that_each_job_of_one_wish_is_named_once_where_they_are_told(fates: tuple[Fate, ...]) -> None:
    made = with_twins(*fates)
    (told,) = [moment.detail for moment in story_of(made, UNHEARD, NOW) if "has it" in moment.title]
    for sentence in (told, advice(made).sentence):
        for job_id in (made.job_id, *(twin.job_id for twin in made.twins)):
            assert sentence.count(job_id) == 1, sentence


def test_that_several_jobs_of_one_wish_are_a_list_with_what_became_of_each() -> None:
    made = with_twins(*Fate)
    heading, *lines = advice(made).sentence.splitlines()
    assert heading == "The service has the job 4 times:"
    ids = [made.job_id, *(twin.job_id for twin in made.twins)]
    assert [line.partition(job_id)[::2] for line, job_id in zip(lines, ids, strict=True)] == [
        ("• ", " is kept."),
        ("• ", " is to be cancelled before it begins."),
        ("• ", " was cancelled."),
        ("• ", " could not be cancelled and may cost extra."),
    ]
    assert advice(dataclasses.replace(made, state=State.LOST)).sentence.splitlines()[1:] == [heading, *lines]


@pytest.mark.parametrize("produce", [produce_when_released])
def test_that_two_jobs_of_one_wish_are_both_named_also_in_another_window(
    released: threading.Event, proxy: FaultProxy, cloud: LocalCloud, open_desk: OpenDesk
) -> None:
    first = open_desk()
    proxy.faults.append(TWICE)
    first.submit()
    first.until(lambda: first.jobs.intents and first.newest.twins)
    first.until(lambda: any("has the job twice" in sentence for sentence in first.sentences))
    released.set()
    first.until_delivered()
    desk = open_desk()
    desk.until_delivered()
    made = desk.newest
    jobs = [job.job_id for job in Caller(cloud.endpoint).list_jobs(orderByTime="Asc").jobs]
    assert [made.job_id, *(twin.job_id for twin in made.twins)] == jobs
    desk.jobs.choose(made.id)
    desk.jobs.show_details(shown=True)
    desk.until(lambda: desk.panel.details and desk.panel.details.card)
    assert desk.panel.details is not None
    assert desk.panel.details.card is not None
    for sentence in (desk.panel.details.card.accessibleName(), story_of(made, UNHEARD, NOW)[-3].detail):
        assert all(job in sentence for job in jobs), sentence
        assert "the other was cancelled" in sentence


@pytest.mark.parametrize("produce", [produce_when_released])
@pytest.mark.usefixtures("hurried")
def test_that_the_card_of_an_unknown_outcome_can_be_pressed(
    released: threading.Event, proxy: FaultProxy, open_desk: OpenDesk
) -> None:
    desk = open_desk()
    proxy.faults.append(faults.DROP)
    proxy.faults_of_reads.extend([faults.RESET] * 1000)
    desk.submit()
    desk.until_state(State.UNKNOWN)
    details = open_details(desk)
    assert details.card is not None
    assert [button.text() for button in details.card.buttons] == ["Ask now", "Send anyway…"]
    assert all(button.height() >= 24 for button in details.card.buttons)
    desk.until(lambda: details.card is not None and details.card.buttons[1].isEnabled())
    details.card.buttons[1].click()
    assert desk.asked.titles[-1] == "Send lesson anyway?"
    desk.asked.press("Keep asking")
    proxy.faults_of_reads.clear()
    details.card.buttons[0].click()
    released.set()
    desk.until_delivered()


def test_that_every_sentence_ends(desk: Desk) -> None:
    for state in State:
        for changes in ({}, {"ended": 900.0}):
            found = advice_on(dataclasses.replace(intent(state), **changes), UNHEARD, NOW)
            assert found is None or found.sentence.endswith((".", "!"))


def test_that_the_card_is_whole_in_a_low_panel_and_above_the_parts_in_a_high_one(desk: Desk) -> None:
    desk.submit()
    desk.until_delivered()
    details = open_details(desk)
    made = dataclasses.replace(desk.newest, state=State.FAILED, code="ResourceNotFound", message="a.mp4 is not there")
    desk.jobs._contacts[made.id] = Contact(delivery="The disk is full. " * 20)
    for height in (240, 400, 800):
        desk.window.resize(700, height)
        desk.jobs.heard.emit()
        card = details.card
        assert card is not None
        desk.until(lambda card=card: card.height() >= card.heightForWidth(card.width()))
        is_above = not details.pages.isAncestorOf(card)
        assert is_above == (details.height() >= 440)
