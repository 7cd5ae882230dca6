from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.builders import LOCAL, composition
from support.troubles import EIO, ENOSPC, Trouble, stopped_at
from tilewright.jobs.answers import BODY_LIMIT, NEWEST, NEWEST_REPEATS
from tilewright.jobs.history import History
from tilewright.jobs.intent import Answer, Repeat
from tilewright.jobs.keeping import keep_heard
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.wish import make_wish


class Kept:
    """The answers of one intent; each new one comes a second later, with a request id of its own."""

    def __init__(self, ledger: Ledger, history: History) -> None:
        self._ledger, self._history = ledger, history
        self.id = ledger.intend(make_wish(composition()), LOCAL).intent.id
        self._count = 0

    def add(self, call: str, told: str, status: int = 200, body: bytes = b"<Response/>") -> None:
        self._count += 1
        answer = Answer(float(self._count), f"id{self._count}", status, body, call, told)
        self.keep(answer)

    def keep(self, answer: Answer) -> None:
        self._ledger.keep_answers([(self.id, answer)])

    @property
    def all(self) -> list[Answer]:
        return self._history.each_answer(self.id)

    @property
    def newest(self) -> list[Answer]:
        return self._history.answers(self.id)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    with Ledger(tmp_path) as ledger, History(tmp_path) as history:
        yield Kept(ledger, history)


def test_that_every_answer_that_is_news_is_kept_with_its_request_id(kept: Kept) -> None:
    news = [("submit", "submitted"), ("query", "running 5"), ("query", "TimedOut"), ("cancel", "JobStateError")]
    for call, told in news:
        kept.add(call, told)
    found = [(answer.call, answer.told, answer.request_id, answer.times) for answer in kept.all]
    assert found == [(*it, f"id{number}", 1) for number, it in enumerate(news, 1)]


def test_that_the_same_in_a_row_is_counted_and_keeps_each_request_id(kept: Kept) -> None:
    for _ in range(3):
        kept.add("query", "SlowDown", 503, b"")
    kept.add("query", "running 5")
    kept.add("query", "SlowDown", 503, b"")
    found = [(it.told, it.times, it.asked, it.latest, it.request_id, it.again) for it in kept.all]
    assert found == [
        ("SlowDown", 3, 1.0, 3.0, "id1", (Repeat(2.0, "id2"), Repeat(3.0, "id3"))),
        ("running 5", 1, 4.0, 4.0, "id4", ()),
        ("SlowDown", 1, 5.0, 5.0, "id5", ()),
    ]


def test_that_what_brought_no_request_id_is_only_counted(kept: Kept) -> None:
    for asked in (1.0, 2.0, 3.0):
        kept.keep(Answer(asked, "", 0, b"", "query", "NoAnswer"))
    assert [(it.times, it.latest, it.repeats) for it in kept.all] == [(3, 3.0, ())]


def test_that_of_what_was_said_very_often_the_newest_times_are_read_unless_all_are_wanted(kept: Kept) -> None:
    for _ in range(NEWEST_REPEATS + 21):
        kept.add("query", "running 5")
    ids = [f"id{number}" for number in range(1, NEWEST_REPEATS + 22)]
    (newest,), (whole,) = kept.newest, kept.all
    assert [repeat.request_id for repeat in whole.repeats] == ids
    assert [repeat.request_id for repeat in newest.again] == ids[21:]
    assert newest.times == whole.times == NEWEST_REPEATS + 21


def test_that_what_was_counted_before_it_is_kept_counts_as_often_and_takes_no_body_away(kept: Kept) -> None:
    times = Repeat(3.0, "again3"), Repeat(4.0, "again4")
    again = Answer(2.0, "again2", 200, b"", "query", "running 5", 3, 4.0, times)
    kept.add("query", "running 5", body=b"news")
    kept.keep(again)
    kept.add("query", "NoAnswer", 0, b"")
    kept.keep(again)
    found = [(it.told, it.times, it.latest, it.request_id, it.again, it.body) for it in kept.all]
    assert found == [
        ("running 5", 4, 4.0, "id1", (Repeat(2.0, "again2"), *times), b"news"),
        ("NoAnswer", 1, 2.0, "id2", (), b""),
        ("running 5", 3, 4.0, "again2", times, b""),
    ]


def test_that_what_was_said_to_a_submission_is_never_counted_away(kept: Kept) -> None:
    for _ in range(2):
        kept.add("submit", "NoAnswer", 0, b"")
    assert [answer.request_id for answer in kept.all] == ["id1", "id2"]


def test_that_of_the_steps_of_a_state_the_last_keeps_its_body(kept: Kept) -> None:
    for told in ("submitted", "running", "running 40", "running 80", "success 100"):
        kept.add("query", told, body=told.encode())
    assert [answer.body for answer in kept.all] == [b"submitted", b"", b"", b"running 80", b"success 100"]
    kept.add("query", "running", 503, b"<Error/>")
    assert kept.all[3].body == b"running 80"


def test_that_of_equal_failures_of_a_listing_the_last_keeps_its_body(kept: Kept) -> None:
    for told, body in (("BadReply", b"<html>"), ("0", b""), ("BadReply", b"<html> again")):
        kept.add("list", told, 502, body)
    assert [answer.body for answer in kept.all] == [b"", b"", b"<html> again"]


def test_that_old_answers_to_questions_lose_their_bodies_and_keep_their_request_ids(kept: Kept) -> None:
    kept.add("submit", "submitted", body=b"made")
    kept.add("cancel", "TooLate", 409, body=b"late")
    for number in range(NEWEST + 40):
        kept.add("query", f"step{number}")
    kept.add("query", "success 100", body=b"end")
    steps = [f"step{number}" for number in range(NEWEST + 40)]
    assert [answer.told for answer in kept.all] == ["submitted", "TooLate", *steps, "success 100"]
    assert [answer.request_id for answer in kept.all] == [f"id{number}" for number in range(1, NEWEST + 44)]
    has_body = [bool(answer.body) for answer in kept.all]
    assert has_body == [True, True, *[False] * 41, *[True] * NEWEST]
    assert [answer.told for answer in kept.newest] == ["submitted", "TooLate", *steps[41:], "success 100"]
    assert (kept.all[0].body, kept.all[1].body, kept.all[-1].body) == (b"made", b"late", b"end")


def test_that_a_body_is_cut_at_its_limit(kept: Kept) -> None:
    kept.add("submit", "submitted", body=b"x" * 100_000)
    assert len(kept.all[0].body) == BODY_LIMIT == 65536


@pytest.mark.parametrize("trouble", [EIO, ENOSPC], ids=["EIO", "ENOSPC"])
def test_that_an_answer_that_cannot_be_kept_stops_nothing(tmp_path: Path, trouble: Trouble) -> None:
    with Ledger(tmp_path) as ledger, History(tmp_path) as history:
        made = ledger.intend(make_wish(composition()), LOCAL).intent
        answer = Answer(1.0, "id1", 200, b"", "list", "absent")
        with stopped_at("ledger.write.changed", trouble) as reached:
            keep_heard(ledger, [made.id], answer)
        assert (reached["ledger.write.changed"] > 0, reached["ledger.write.committed"]) == (True, 0)
        assert history.answers(made.id) == []
        keep_heard(ledger, [made.id], answer)
        assert [kept.request_id for kept in history.answers(made.id)] == ["id1"]


def test_that_a_wish_to_cancel_without_a_word_fills_nothing_however_often_it_is_told(kept: Kept) -> None:
    kept.add("submit", "submitted")
    kept.add("cancel", "AccessDenied", 403)
    for number in range(3 * NEWEST):
        kept.add("cancel", "BadReply", 502 + number % 2, b"Bad gateway" * 300)
    assert len(kept.all) == 3 * NEWEST + 2
    assert len(kept.newest) == NEWEST + 2
    assert [answer.told for answer in kept.newest[:2]] == ["submitted", "AccessDenied"]
    assert sum(len(answer.body) > 100 for answer in kept.all) == 2
