"""What is said of a job: no state without a sentence, and none that a teacher would not understand."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime

import pytest

from support.builders import ACCOUNT, LOCAL, composition
from tilewright.jobs.estimate import Left
from tilewright.jobs.intent import Intent
from tilewright.jobs.wish import make_wish
from tilewright.model.states import State
from tilewright.ui.jobs.advice import advice_on
from tilewright.ui.jobs.contact import UNHEARD, Contact
from tilewright.ui.jobs.story import story_of
from tilewright.ui.jobs.wording import (
    age_text,
    chip_of,
    in_time,
    lines_of,
    span,
    started_text,
    state_in_words,
    title_of,
    took_seconds,
    whole_story,
)
from ui.pseudo import english

NOW = 1000.0


def intent(state: State, **fields: object) -> Intent:
    wish = make_wish(composition())
    made = Intent(
        id=wish.intent_id,
        short_id=wish.short_id,
        mark=wish.mark,
        target=LOCAL,
        request_size=8,
        wish=wish.hash,
        name="lesson",
        state=state,
        created=100.0,
        output_bucket=LOCAL.bucket,
        output_region=LOCAL.region,
        output_key=wish.output.object or "",
    )
    return dataclasses.replace(made, **fields)  # type: ignore[arg-type]  # names and types of Intent


def said(made: Intent, contact: Contact = UNHEARD, left: Left | None = None) -> str:
    return lines_of(made, contact, left, NOW).spoken


@pytest.mark.parametrize("state", list(State))
def test_that_every_state_has_a_chip_and_a_sentence(state: State) -> None:
    for ended in (None, 200.0):
        made = intent(state, ended=ended)
        assert chip_of(made, UNHEARD, NOW).text
        assert said(made)


def test_that_a_running_job_tells_how_far_it_is() -> None:
    made = intent(State.RUNNING, progress=64)
    lines = lines_of(made, UNHEARD, Left(21, 38), NOW)
    assert lines.bar == 0.64
    assert lines.spoken == "64 % · 20–40 s left"
    assert state_in_words(made, UNHEARD, NOW) == "Running 64 %"


def test_that_an_unknown_outcome_never_looks_like_progress() -> None:
    lines = lines_of(intent(State.UNKNOWN), UNHEARD, None, NOW)
    assert lines.is_striped
    assert lines.bar is None
    assert lines.spoken == "Answer lost. Asking, not sending again."


def test_that_lost_contact_says_since_when_and_when_next() -> None:
    made = intent(State.RUNNING, progress=40)
    contact = Contact(answered=NOW - 180, lost_at=NOW - 180, next_try=NOW + 20)
    assert chip_of(made, contact, NOW).text == state_in_words(made, contact, NOW) == "Lost contact"
    assert said(made, contact) == "No contact for 3 min, next try in 20 s"


def test_that_a_short_silence_is_not_worth_a_word() -> None:
    made = intent(State.RUNNING, progress=40)
    contact = Contact(lost_at=NOW - 2, next_try=NOW + 1)
    assert chip_of(made, contact, NOW).text == "Running"
    assert said(made, contact) == "40 % · no estimate yet"


@pytest.mark.parametrize("state", [State.SUBMITTED, State.RUNNING])
def test_that_a_job_that_no_answer_names_any_more_says_since_when(state: State) -> None:
    made = intent(state, progress=40, target=ACCOUNT)
    contact = Contact(answered=NOW - 400, unnamed_at=NOW - 300)
    told = "The service has not named this job for 5 min; looking for it."
    assert said(made, contact) == told
    assert told in whole_story(made, contact, None, NOW)
    assert told in story_of(made, contact, NOW)[-1].detail
    silent = dataclasses.replace(contact, lost_at=NOW - 60, next_try=NOW + 20)
    assert said(made, silent) == "No contact for 60 s, next try in 20 s"
    assert "not named" not in said(dataclasses.replace(made, state=State.SUCCESS, ended=2.0), contact)


def test_that_missing_keys_say_what_to_do() -> None:
    contact = Contact(is_resting=True, message="There are no keys for school.", hint="Set them.")
    assert said(intent(State.SUBMITTED, target=ACCOUNT), contact) == "There are no keys for school. Set them."


def test_that_an_ended_job_is_never_called_lost_for_want_of_contact() -> None:
    contact = Contact(is_resting=True, message="No keys.")
    assert chip_of(intent(State.SUCCESS, ended=2.0), contact, NOW).text == "Success"


def test_that_a_result_says_where_it_is() -> None:
    done = intent(State.SUCCESS, ended=2.0, result_key="output/lesson-1.mp4")
    assert said(done) == "lesson-1.mp4 in the bucket"
    there = dataclasses.replace(done, result_path="/v/lesson", delivered_path="/v/lesson.mp4", delivered=3.0)
    assert said(there) == "lesson.mp4 in v"
    not_yet = dataclasses.replace(done, result_path="/v/lesson")
    assert "put in its place" in said(not_yet)
    assert said(there, Contact(delivery="No room left.")).endswith("No room left.")


def test_that_a_failure_shows_its_first_line_and_the_whole_of_it_in_the_tooltip() -> None:
    made = intent(State.FAILED, ended=2.0, message="bikes.mp4 is not in the bucket\ntrace 17", job_id="j1")
    assert said(made) == "bikes.mp4 is not in the bucket Mend that, then retry."
    assert "trace 17" in whole_story(made, UNHEARD, None, NOW)
    assert "Job j1" in whole_story(made, UNHEARD, None, NOW)


def test_that_a_wish_to_cancel_is_shown_until_it_is_done() -> None:
    assert "cancelled" in said(intent(State.SUBMITTED, cancel_wished=True))


def test_that_the_age_of_the_last_answer_is_told_also_where_its_column_is_hidden() -> None:
    heard = Contact(answered=NOW - 12)
    assert "Last answer 12 s ago" in whole_story(intent(State.RUNNING, progress=40), heard, None, NOW).splitlines()
    assert "Last answer" not in whole_story(intent(State.SUCCESS, ended=2.0), heard, None, NOW)


def test_that_a_running_job_shows_its_progress_also_when_it_was_too_late_to_cancel_it() -> None:
    made = intent(State.RUNNING, cancel_wished=True, progress=40)
    assert said(made, left=Left(80, 100)) == said(dataclasses.replace(made, cancel_wished=False), left=Left(80, 100))
    assert "stops only jobs that wait" in whole_story(made, UNHEARD, None, NOW)


def test_that_a_job_without_a_name_is_called_after_its_output() -> None:
    assert title_of(intent(State.SUBMITTED, name="")) == "lesson"


@pytest.mark.parametrize(("seconds", "text"), [(4, "4 s"), (180, "3 min"), (7200, "2 h")])
def test_that_spans_are_short(seconds: float, text: str) -> None:
    assert span(seconds) == text
    assert age_text(Contact(answered=NOW - seconds), NOW) == f"{text} ago"


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (None, ""),
        (Left(0.0, 4.0), "a few seconds left"),
        (Left(0.0, 12.0), "0–20 s left"),
        (Left(21.0, 38.0), "20–40 s left"),
        (Left(130.0, 230.0), "about 2–4 min left"),
        (Left(115.0, 120.0), "about 2 min left"),
        (Left(7300.0, 10_000.0), "about 2–3 h left"),
        (Left(0.0, 0.0, is_overdue=True), "takes longer than estimated"),
    ],
)
def test_that_estimates_are_as_exact_as_they_can_be(left: Left | None, text: str) -> None:
    assert in_time(left) == text


def test_that_a_running_job_without_an_estimate_says_so() -> None:
    assert said(intent(State.RUNNING, progress=4)) == "4 % · no estimate yet"
    assert said(intent(State.RUNNING)) == "No estimate yet"


def test_that_a_day_is_named_when_it_is_not_today() -> None:
    moment = datetime(2026, 5, 4, 13, 41).astimezone()
    assert started_text(moment.timestamp(), date(2026, 5, 4)) == "13:41"
    assert started_text(moment.timestamp(), date(2026, 5, 5)) == "Yesterday"
    assert "26" in started_text(moment.timestamp(), date(2026, 5, 9))


def test_that_time_counts_from_the_sending_to_the_end() -> None:
    assert took_seconds(intent(State.SUCCESS, sending_clock=110.0, ended=148.0), NOW) == 38
    assert took_seconds(intent(State.RUNNING, sending_clock=110.0), 150.0) == 40
    assert took_seconds(intent(State.CANCELLED, ended=148.0), NOW) is None


LOST = Contact(answered=1.0, lost_at=1.0, next_try=NOW + 30)
UNNAMED = Contact(answered=1.0, unnamed_at=1.0)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("contact", [UNHEARD, LOST, UNNAMED], ids=["heard", "lost", "unnamed"])
def test_that_every_state_is_told_in_another_language(pseudo: None, state: State, contact: Contact) -> None:
    for changes in ({}, {"cancel_wished": True, "progress": 40}, {"message": "no", "ended": 900.0, "attempts": 2}):
        made = intent(state, **changes)
        told = [state_in_words(made, contact, NOW), lines_of(made, contact, Left(30, 50), NOW).spoken]
        told += [whole_story(made, contact, Left(30, 50), NOW), age_text(contact, NOW)]
        told += [text for moment in story_of(made, contact, NOW) for text in (moment.title, moment.detail)]
        advice = advice_on(made, contact, NOW)
        told += [advice.sentence, *(step.text for step in advice.steps)] if advice else []
        assert english(told, own=(made.name, made.output_key, made.output_key.rpartition("/")[2], "no")) == set()
