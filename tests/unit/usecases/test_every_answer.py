"""Every answer about a job, as a list for the service's support."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.builders import LOCAL, composition
from tilewright.jobs.intent import Answer, Intent
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.wish import make_wish
from tilewright.settings import Settings
from tilewright.usecases.every_answer import FIELDS, every_answer, table_of
from tilewright.usecases.workplace import Workplace


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path) as opened:
        yield opened


@pytest.fixture
def workplace(tmp_path: Path) -> Workplace:
    return Workplace(tmp_path, Settings(), {})


def noted(ledger: Ledger, *answers: Answer) -> Intent:
    made = ledger.intend(make_wish(composition()), LOCAL).intent
    ledger.keep_answers([(made.id, answer) for answer in answers])
    return made


def test_that_each_request_id_has_a_line_and_what_had_none_is_counted_apart(
    ledger: Ledger, workplace: Workplace
) -> None:
    said = (2.0, "x"), (3.0, ""), (5.0, ""), (6.0, "")
    broken = [Answer(asked, request_id, 0, b"", "query", "BrokenOff") for asked, request_id in said]
    intent = noted(ledger, Answer(1.0, "s", 200, b"", "submit", "submitted"), *broken[:2])
    ledger.keep_answers([(intent.id, Answer(4.0, "h", 404, b"", "head", "absent"))])
    ledger.keep_answers([(intent.id, answer) for answer in broken[2:]])
    found = [(it.asked, it.call, it.request_id, it.times) for it in every_answer(intent, workplace)]
    assert found == [
        (1.0, "submit", "s", 1),
        (2.0, "query", "x", 1),
        (4.0, "head", "h", 1),
        (6.0, "query", "", 3),
    ]


def test_that_the_list_is_a_table_that_runs_nothing(ledger: Ledger, workplace: Workplace) -> None:
    intent = noted(ledger, Answer(0.5, "=1+1", 403, b"", "cancel", "AccessDenied"))
    lines = table_of(intent, workplace).decode("utf-8-sig").splitlines()
    (row,) = csv.DictReader(lines)
    assert tuple(row) == FIELDS
    asked = "1970-01-01T00:00:00.500+00:00"
    assert list(row.values()) == [asked, "cancel", "403", "'=1+1", "1", "Refused: AccessDenied."]
