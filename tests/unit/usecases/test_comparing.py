"""What can be compared, in a history that is longer than anybody remembers."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.builders import LOCAL, composition, transcode
from support.ledgers import bring_to
from support.many_jobs import BEGUN, SCHOOL, fill
from tilewright.jobs.intent import Intent
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.wish import make_wish
from tilewright.model.composition import Composition
from tilewright.model.document import encode
from tilewright.model.options import HlsEncrypt, TransConfig
from tilewright.model.states import State
from tilewright.settings import Settings
from tilewright.usecases.answers import heard_of
from tilewright.usecases.comparing import (
    NAMESAKES,
    NEAR,
    NEWEST,
    Choices,
    changed_since,
    choices_around,
    choices_for_open,
    compare,
)
from tilewright.usecases.jobs import request_of
from tilewright.usecases.workplace import Workplace

SINCE = 320
"""So many were submitted after those that the tests compare."""


@pytest.fixture
def workplace(tmp_path: Path) -> Workplace:
    made = Workplace(tmp_path / "home", Settings(), {})
    fill(made.home, SINCE, targets=(SCHOOL,))
    return made


def submitted(workplace: Workplace, name: str, width: int, before: float) -> Intent:
    """Submitted ``before`` seconds before the many others."""
    with Ledger(workplace.home, now=lambda: BEGUN - before) as ledger:
        made = ledger.intend(make_wish(composition(size=(width, 180))), LOCAL, name=name).intent
        bring_to(ledger, made.id, State.FAILED, {"code": "X", "ended": BEGUN - before + 1})
        return ledger.get(made.id)


def place_of(choices: Choices, intent: Intent) -> int:
    return [job.id for job in choices.jobs].index(intent.id)


def test_that_a_batch_of_others_does_not_hide_what_was_submitted_last(workplace: Workplace) -> None:
    first, last = submitted(workplace, "lesson", 320, 100), submitted(workplace, "lesson", 640, 50)
    since = changed_since(composition(size=(320, 180)), "lesson", LOCAL, workplace)
    assert since.last == last
    assert since.compared is not None
    assert {(it.before, it.after) for it in since.compared.differences} == {(640, 320)}
    assert choices_for_open("lesson", LOCAL, workplace).before == last.id
    assert changed_since(composition(), "lesson", SCHOOL, workplace).last is None
    assert changed_since(composition(), "lesson", LOCAL, workplace, not_before=BEGUN - 49).last is None
    assert {first.id, last.id} <= {job.id for job in choices_for_open("lesson", LOCAL, workplace).jobs}


def test_that_an_old_job_is_compared_with_the_one_of_its_name_before_it(workplace: Workplace) -> None:
    first, other = submitted(workplace, "lesson", 320, 100), submitted(workplace, "other", 320, 80)
    last = submitted(workplace, "lesson", 640, 50)
    choices = choices_around(last.id, workplace)
    assert choices.before == first.id
    assert [place_of(choices, job) - place_of(choices, last) for job in (other, first)] == [1, 2]
    assert choices_around(other.id, workplace).before == first.id  # the one before, as none is called so
    assert choices_around(first.id, workplace).before == ""


def test_that_what_stands_around_an_old_job_and_the_newest_can_be_chosen(workplace: Workplace) -> None:
    old = submitted(workplace, "lesson", 320, 100)
    jobs = choices_around(old.id, workplace).jobs
    assert len(jobs) == NEWEST + NEAR + 1
    assert [job.created for job in jobs] == sorted((job.created for job in jobs), reverse=True)
    newest = [job.created for job in jobs[:NEWEST]]
    assert newest == [BEGUN + 60 * (SINCE - 1 - number) for number in range(NEWEST)]
    middle = jobs[NEWEST + NEAR // 2]
    assert len(choices_around(middle.id, workplace).jobs) <= NEWEST + 2 * NEAR + 1 + NAMESAKES


def test_that_a_composition_never_submitted_is_compared_with_the_newest(workplace: Workplace) -> None:
    choices = choices_for_open("new", LOCAL, workplace)
    assert choices.before == choices.jobs[0].id
    empty = Workplace(workplace.home.with_name("empty"), Settings(), {})
    assert choices_for_open("new", LOCAL, empty) == Choices((), "")


def encrypted(key: str | None) -> Composition:
    config = TransConfig(hls_encrypt=HlsEncrypt(is_hls_encrypt=True, uri_key=key))
    return composition(transcode=transcode().replace(trans_config=config))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("key-one", "key-two", ("a key that is not shown", "another key")),
        (None, "key-two", (None, "a key that is not shown")),
        ("key-one", "https://keys.example/1", ("a key that is not shown", "https://keys.example/1")),
        (
            "https://me:key-one@keys.example/1",
            "https://me:key-two@keys.example/1",
            ("https://HIDDEN@keys.example/1", "another key"),
        ),
    ],
)
def test_that_another_encryption_key_is_told_without_telling_it(
    workplace: Workplace, before: str | None, after: str, told: tuple[str | None, str]
) -> None:
    compared = compare(encrypted(before), encrypted(after), workplace)
    (difference,) = compared.differences
    assert (difference.before, difference.after) == told
    everything = encode(compared.before) + encode(compared.after) + repr(compared).encode()
    assert b"key-one" not in everything
    assert b"key-two" not in everything
    assert not compare(encrypted(after), encrypted(after), workplace).differences


def test_that_the_request_of_a_job_is_shown_without_its_encryption_key(workplace: Workplace) -> None:
    with Ledger(workplace.home, now=lambda: BEGUN) as ledger:
        intent = ledger.intend(make_wish(encrypted("key-one")), LOCAL, name="lesson").intent
    heard = heard_of(intent, workplace)
    assert b"<UriKey>HIDDEN</UriKey>" in heard.request
    assert b"key-one" not in heard.request
    assert b"key-one" in request_of(intent.id, workplace)
