"""Faults of the network and the service as the panel shows them: the state in the row, the sentence in the card, and
one job for each wish. All cells of faults and calls are in ``tests/contract/test_fault_matrix_of_window.py``.
"""

from __future__ import annotations

import threading
import time

import pytest

from support import fault_proxy as faults
from support.fault_proxy import FaultProxy
from support.fault_words import error
from support.faulty_answers import refusal_of_list
from support.ledgers import bring_to
from tilewright.accounts.profile import Profile
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.wish import make_wish
from tilewright.localcloud.server import LocalCloud
from tilewright.model.states import State
from tilewright.ui.jobs import contact
from tilewright.ui.jobs.cells import Column

from .conftest import Desk, OpenDesk, one, produce_when_released
from .test_details import open_details


def card_of(desk: Desk) -> str:
    """What the card of the newest job says, with its details open."""
    details = open_details(desk)
    desk.until(lambda: details.card and details.card.isVisible())
    assert details.card is not None
    return details.card.accessibleName()


def test_that_a_list_that_is_refused_while_an_answer_is_lost_is_said_and_ask_now_finds_the_job(
    cloud: LocalCloud, proxy: FaultProxy, open_desk: OpenDesk
) -> None:
    desk = open_desk()
    proxy.faults_of["submit"].append(faults.LOSE_ANSWER)
    proxy.always["list"] = refusal_of_list()
    desk.submit()
    desk.until(lambda: desk.jobs.intents and desk.jobs.contact(desk.newest.id).is_resting)
    assert (desk.newest.state, desk.text(Column.STATE)) == (State.UNKNOWN, "Lost contact")
    said = card_of(desk)
    assert "the service may have the job, or not." in said
    assert "Cannot list the jobs. The keys may not do this." in said
    assert "Ask the owner of the account for that permission, or use other keys." in said
    proxy.always.clear()
    desk.bench.commands.run("jobs.ask-now")
    desk.until_delivered()
    assert desk.text(Column.STATE) == "Success"
    assert len(cloud.accepted_posts()) == 1


@pytest.mark.parametrize("produce", [produce_when_released])
def test_that_a_service_that_is_away_is_said_with_its_own_words_while_the_job_goes_on(
    released: threading.Event,
    cloud: LocalCloud,
    proxy: FaultProxy,
    open_desk: OpenDesk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(contact, "SILENT_SECONDS", 0.0)
    desk = open_desk()
    desk.submit()
    desk.until_state(State.RUNNING)
    proxy.always["query"] = error(503, "ServiceUnavailable")
    desk.until(lambda: desk.text(Column.STATE) == "Lost contact")
    said = card_of(desk)
    assert "The job goes on at the service; only nobody can ask about it now." in said
    assert "Cannot ask about the job" in said
    assert "The service is not available at the moment." in said
    proxy.always.clear()
    released.set()
    desk.until_delivered()
    assert desk.text(Column.STATE) == "Success"
    assert len(cloud.accepted_posts()) == 1


@pytest.mark.parametrize("produce", [produce_when_released])
def test_that_a_wish_to_cancel_is_told_to_the_service_by_nobody_before_it_wants_to_be_asked(
    released: threading.Event, cloud: LocalCloud, proxy: FaultProxy, open_desk: OpenDesk
) -> None:
    desk = open_desk()
    for name in ("first", "second"):
        desk.submit(one(name))
        desk.until(lambda: not desk.bench.is_sending)
    desk.until(lambda: len(desk.jobs.intents) == 2 and desk.text(Column.ACTION) == "Cancel the job")
    proxy.faults_of["cancel"].append(error(429, "SlowDown", ("Retry-After", "3")))
    desk.table.choose_row(0)
    desk.bench.commands.run("jobs.cancel")
    desk.until(lambda: proxy.met["cancel"])
    begun, asked = time.monotonic(), len(proxy.calls)
    desk.until(lambda: len([call for call in proxy.calls[asked:] if "/jobs" in call]) > 0)
    assert time.monotonic() - begun > 2.5
    desk.until_state(State.CANCELLED)
    assert desk.text(Column.STATE) == "Cancelled"
    assert len(cloud.accepted_posts()) == 2


def test_that_a_wish_to_cancel_without_the_keys_is_noted_and_the_keys_are_asked_for(desk: Desk) -> None:
    school = Profile(name="school", bucket="lessons-1250000001", region="ap-shanghai")
    with Ledger(desk.bench.workplace.home) as ledger:
        made = ledger.intend(make_wish(one()), school.target("AKID"), name="paid").intent
        bring_to(ledger, made.id, State.SUBMITTED, {"job_id": "j1", "job_created": 1.0})
    desk.until(lambda: desk.jobs.intents and desk.jobs.contact(made.id).is_resting)
    desk.jobs.actions.cancel(made.id)
    desk.until(lambda: any("needs the keys of school" in sentence for sentence in desk.sentences))
    desk.until(lambda: desk.newest.cancel_wished)
