"""What the bucket said of names is kept with the intent that the wish came to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.builders import LOCAL, composition, output
from tilewright.errors import AppError, DiskFull, StorageError
from tilewright.jobs.history import History
from tilewright.jobs.intent import Answer, Intent
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.reserved import Look
from tilewright.jobs.wish import Wish, make_wish


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path) as opened:
        yield opened


def look(wish: Wish, request_id: str, *, is_there: bool = False) -> Look:
    told = "there" if is_there else "absent"
    answer = Answer(1.0, request_id, 200 if is_there else 404, b"", "head", told)
    return Look(1.0, is_there, heard=(answer,), name=(wish.reserved, LOCAL.bucket, LOCAL.region))


def kept(ledger: Ledger, intent: Intent) -> list[tuple[str, str]]:
    with History(ledger.path.parent) as history:
        answers = history.each_answer(intent.id)
    return [(answer.call, repeat.request_id) for answer in answers for repeat in answer.repeats]


def numbered() -> Wish:
    return make_wish(composition(output=output("output/lesson.mp4")))


def test_that_a_name_that_was_taken_and_one_that_an_equal_wish_wanted_are_told_as_others(ledger: Ledger) -> None:
    taken, free, equal = numbered(), numbered(), numbered()
    made = ledger.intend(free, LOCAL, look=look(free, "b"), earlier=[look(taken, "a", is_there=True)]).intent
    joined = ledger.intend(equal, LOCAL, look=look(equal, "c"))
    assert (joined.how, joined.intent.id) == ("joined", made.id)
    assert kept(ledger, made) == [("name", "a"), ("head", "b"), ("name", "c")]


def test_that_the_same_exact_name_is_told_as_the_output(ledger: Ledger) -> None:
    wish = make_wish(composition(output=output("output/exact.mp4")), "exact")
    made = ledger.intend(wish, LOCAL, look=look(wish, "b"), earlier=[look(wish, "a")]).intent
    again = make_wish(composition(output=output("output/exact.mp4")), "exact")
    assert ledger.intend(again, LOCAL, look=look(again, "c")).how == "joined"
    assert sorted(kept(ledger, made)) == [("head", "a"), ("head", "b"), ("head", "c")]


@pytest.mark.parametrize("error", [DiskFull("No room left."), StorageError("The disk is broken.")])
def test_that_a_wish_joins_an_equal_one_also_where_nothing_can_be_written(ledger: Ledger, error: AppError) -> None:
    def fail(_: object) -> None:
        raise error

    made = ledger.intend(numbered(), LOCAL).intent
    equal = numbered()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledger, "keep_answers", fail)
        assert ledger.intend(equal, LOCAL, look=look(equal, "c")).intent.id == made.id
    assert kept(ledger, made) == []
