"""The same once more: to the place that was shown, and without keeping anybody waiting."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from support import fault_proxy as faults
from support.fault_proxy import FaultProxy
from support.ledgers import bring_to
from support.local_cloud import Caller
from tilewright import settings
from tilewright.accounts.profile import Profile
from tilewright.jobs.intent import Intent
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.wish import make_wish
from tilewright.localcloud.server import LocalCloud
from tilewright.model.states import State
from tilewright.ui.jobs.cells import Column

from .conftest import Desk, OpenDesk, one

MOVED = Profile(name="school", bucket="moved-1250000001", region="ap-shanghai")


@pytest.fixture
def school(cloud: LocalCloud) -> Profile:
    """The account of earlier days, which the local cloud plays; its profile was edited since."""
    settings.change(settings.home(), lambda now: msgspec.structs.replace(now, profiles=(MOVED,)))
    return MOVED.replace(bucket=cloud.endpoint.bucket, region=cloud.endpoint.region)


def made_earlier(profile: Profile, secret_id: str, state: State, **columns: Any) -> Intent:
    with Ledger(settings.home()) as ledger:
        made = ledger.intend(make_wish(one()), profile.target(secret_id), name="lesson").intent
        bring_to(ledger, made.id, state, columns)
        return ledger.get(made.id)


def test_that_submit_again_goes_to_the_place_that_it_names(
    cloud: LocalCloud, school: Profile, open_desk: OpenDesk
) -> None:
    made_earlier(school, cloud.endpoint.secret_id, State.FAILED, ended=1.0, message="no")
    desk = open_desk()
    desk.until(lambda: desk.jobs.intents)
    desk.table.choose_row(0)
    desk.bench.commands.run("jobs.retry")
    desk.asked.press("Submit")
    desk.until(lambda: len(desk.jobs.intents) == 2 and desk.newest.job_id)
    assert desk.newest.target.place == school.target("").place
    assert [job.job_id for job in Caller(cloud.endpoint).list_jobs().jobs] == [desk.newest.job_id]


def test_that_without_the_keys_of_then_nothing_is_submitted_again(
    cloud: LocalCloud, school: Profile, open_desk: OpenDesk
) -> None:
    made_earlier(school, "AKIDofthen", State.FAILED, ended=1.0, message="no")
    desk = open_desk()
    desk.until(lambda: desk.jobs.intents)
    desk.table.choose_row(0)
    desk.bench.commands.run("jobs.retry")
    desk.asked.press("Submit")
    desk.until(lambda: any("needs the keys of school" in sentence for sentence in desk.sentences))
    assert not desk.bench.is_sending
    assert len(desk.jobs.intents) == 1
    assert not Caller(cloud.endpoint).list_jobs().jobs


def test_that_send_anyway_drops_the_one_in_doubt_although_its_profile_was_edited(
    cloud: LocalCloud, school: Profile, open_desk: OpenDesk
) -> None:
    doubtful = made_earlier(
        school, cloud.endpoint.secret_id, State.UNKNOWN, sending_at=1.0, sending_clock=1.0, signature_end=2, attempts=1
    )
    desk = open_desk()
    desk.until(lambda: desk.jobs.intents)
    desk.table.choose_row(0)
    desk.bench.commands.run("jobs.send-anyway")
    desk.asked.press("Send anyway")
    desk.until(lambda: len(desk.jobs.intents) == 2 and desk.newest.job_id)
    assert desk.newest.target.place == doubtful.target.place
    assert desk.jobs.intents[1].cancel_wished


def test_that_joining_one_in_doubt_frees_the_button_at_once(proxy: FaultProxy, open_desk: OpenDesk) -> None:
    desk = open_desk()
    proxy.faults.append(faults.DROP)
    desk.submit()
    desk.until_state(State.UNKNOWN)
    desk.until(lambda: not desk.bench.is_sending)
    desk.bench.commands.run("composition.submit")
    desk.until(lambda: "lesson is under way already." in desk.sentences)
    assert not desk.bench.is_sending
    assert desk.text(Column.STATE).startswith("Unknown")
    desk.table.choose_row(0)
    assert desk.bench.commands.get("jobs.send-anyway").off() == ""


def test_that_what_was_made_is_made_again_after_one_question_that_tells_of_the_price(
    cloud: LocalCloud, school: Profile, open_desk: OpenDesk
) -> None:
    made_earlier(school, cloud.endpoint.secret_id, State.SUCCESS, ended=1.0, result_key="output/lesson.mp4")
    desk = open_desk()
    desk.until(lambda: desk.jobs.intents)
    desk.table.choose_row(0)
    desk.bench.commands.run("jobs.retry")
    assert "made already" in desk.asked.titles[-1]
    assert "costs money again" in desk.asked.sentence
    assert [choice.text for choice in desk.asked.choices if choice.is_safe] == ["Cancel"]
    desk.asked.press("Cancel")
    assert not desk.bench.is_sending
    desk.bench.commands.run("jobs.retry")
    desk.asked.press("Submit again")
    desk.until(lambda: len(desk.jobs.intents) == 2 and desk.newest.job_id)
    assert len(desk.asked.titles) == 2
    assert [job.job_id for job in Caller(cloud.endpoint).list_jobs().jobs] == [desk.newest.job_id]


def test_that_the_local_cloud_makes_it_again_without_a_word_of_money(desk: Desk, cloud: LocalCloud) -> None:
    desk.submit()
    desk.until_delivered()
    desk.table.choose_row(0)
    desk.bench.commands.run("jobs.retry")
    assert "money" not in desk.asked.sentence
    desk.asked.press("Submit again")
    desk.until_delivered(2)
    assert len(Caller(cloud.endpoint).list_jobs().jobs) == 2
