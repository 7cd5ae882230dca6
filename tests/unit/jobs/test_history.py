from __future__ import annotations

import itertools
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.builders import ACCOUNT, LOCAL, composition
from support.ledgers import bring_to
from support.many_jobs import BEGUN, SCHOOL, fill
from tilewright.jobs.history import History
from tilewright.jobs.intent import Intent
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.wanted import Term, Wanted, terms_of
from tilewright.jobs.wish import make_wish
from tilewright.model.states import Kind, State, kind_of
from tilewright.model.target import Target
from tilewright.model.transitions import Who

MANY = 1200


class Clock:
    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock) -> Iterator[Ledger]:
    with Ledger(tmp_path / "home", now=clock) as opened:
        yield opened


@pytest.fixture
def history(ledger: Ledger) -> Iterator[History]:
    with History(ledger.path.parent) as opened:
        yield opened


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[History]:
    home = tmp_path_factory.mktemp("many")
    fill(home, MANY, unresolved=100)
    with History(home) as opened:
        yield opened


def made(ledger: Ledger, name: str, target: Target = LOCAL) -> Intent:
    return ledger.intend(make_wish(composition(user_data=name)), target, name=name).intent


def names(history: History, wanted: Wanted) -> list[str]:
    found = history.page(wanted, 100)
    assert list(history.numbers(wanted)) == [intent.number for intent in found]
    return [intent.name for intent in found]


def look(history: History, text: str) -> list[str]:
    return names(history, Wanted(terms_of(text)))


def test_that_pages_follow_each_other_without_a_gap_or_a_double(many: History) -> None:
    whole = many.newest(MANY + 10)
    assert len(whole) == MANY
    assert [intent.created for intent in whole] == sorted((intent.created for intent in whole), reverse=True)
    pages, last = [], None
    while page := many.page(Wanted(), 77, last):
        pages += page
        last = page[-1]
    assert pages == whole
    assert list(many.each(Wanted())) == whole
    assert list(many.numbers(Wanted())) == [intent.number for intent in whole]
    some = [whole[place].number for place in (700, 3, 1100)]
    assert [intent.number for intent in many.rows(some)] == [some[1], some[0], some[2]]


def test_that_jobs_of_the_same_moment_are_told_apart_by_their_numbers(ledger: Ledger, history: History) -> None:
    ids = [made(ledger, str(number)).id for number in range(5)]
    first = history.page(Wanted(), 2)
    rest = history.page(Wanted(), 10, first[-1])
    assert [intent.id for intent in (*first, *rest)] == ids[::-1]


def test_that_what_is_made_between_two_pages_moves_no_row_of_the_next(ledger: Ledger, history: History) -> None:
    for number in range(4):
        made(ledger, str(number))
    first = history.page(Wanted(), 2)
    made(ledger, "later")
    assert [intent.name for intent in history.page(Wanted(), 2, first[-1])] == ["1", "0"]


def test_that_a_job_is_found_by_each_of_its_texts(ledger: Ledger, history: History) -> None:
    target = ACCOUNT.replace(profile="Schule")
    first = ledger.intend(make_wish(composition(user_data="a")), target, name="Élan 第一课").intent
    made(ledger, "other")
    facts = {"job_id": "vAb12cd", "code": "InvalidArgument", "message": "The video has no picture."}
    bring_to(ledger, first.id, State.FAILED, facts)
    expected = ["Élan 第一课"]
    texts = (
        "élan",
        "ÉLAN",
        "第一",
        "一",
        "vab12CD",
        "invalidargument",
        "no picture",
        "schule",
        "elan",
    )
    found = {text: look(history, text) for text in (*texts, first.short_id.upper(), first.output_key, "élan argument")}
    assert found.pop("elan") == []
    assert found == dict.fromkeys(found, expected)
    assert look(history, "") == look(history, first.output_bucket) == ["other", "Élan 第一课"]
    assert look(history, "élan nothing") == []


def test_that_what_is_looked_for_is_taken_as_it_is_typed(ledger: Ledger, history: History) -> None:
    for name in ("100 %", "100", "a_b", "aXb", "c\\d", "e'f"):
        made(ledger, name)
    found = [look(history, text) for text in ("%", "a_b", "c\\d", "e'f", "' OR 1 --")]
    assert found == [["100 %"], ["a_b"], ["c\\d"], ["e'f"], []]


def test_that_a_job_is_found_by_what_became_of_it_as_soon_as_that_is_known(ledger: Ledger, history: History) -> None:
    job = made(ledger, "lesson")
    bring_to(ledger, job.id, State.SUBMITTED, {"job_id": "vfirst"})
    assert look(history, "vfirst") == ["lesson"]
    ended = {"result_key": "output/plain.mp4", "ended": 1.0}
    ledger.move(job.id, {State.SUBMITTED}, State.SUCCESS, ended, by=Who.WATCH)
    assert look(history, "plain.mp4") == ["lesson"]
    assert look(history, "success vfirst") == ["lesson"]
    assert look(history, "running") == []


def test_that_words_of_the_user_name_states_and_the_local_cloud(ledger: Ledger, history: History) -> None:
    here, there = made(ledger, "here"), made(ledger, "there", ACCOUNT)
    bring_to(ledger, there.id, State.RUNNING)
    assert names(history, Wanted((Term("gerade dran", frozenset({State.RUNNING})),))) == ["there"]
    assert names(history, Wanted((Term("rechner", is_local=True),))) == ["here"]
    assert here.target.local


@pytest.fixture
def one_of_each(ledger: Ledger, clock: Clock) -> dict[tuple[State, bool], Intent]:
    """An intent in every state there is, open and over."""
    found = {}
    for state, is_resolved in itertools.product(State, (False, True)):
        clock.now += 60
        job = made(ledger, f"{state} {is_resolved}")
        ended = 1.0 if is_resolved else None
        sets = "UPDATE intents SET state = ?, ended = ? WHERE id = ?"
        ledger._database.execute(sets, (state, ended, job.id))
        found[state, is_resolved] = ledger.get(job.id)
    return found


def test_that_every_kind_is_listed_and_counted_as_it_is_told(
    one_of_each: dict[tuple[State, bool], Intent], history: History
) -> None:
    for kind in Kind:
        expected = {
            intent.name for pair, intent in one_of_each.items() if kind_of(pair[0], is_resolved=pair[1]) is kind
        }
        assert {intent.kind for intent in history.page(Wanted(kind=kind), 100)} == {kind}
        assert set(names(history, Wanted(kind=kind))) == expected
        assert history.counts()[kind] == len(expected)
    for state in State:
        assert names(history, Wanted(states=frozenset({state}))) == [f"{state} True", f"{state} False"]


def test_that_open_jobs_without_their_keys_count_as_lost(
    one_of_each: dict[tuple[State, bool], Intent], history: History
) -> None:
    running = one_of_each[State.RUNNING, False]
    gone = frozenset({running.number})
    assert running.name not in names(history, Wanted(kind=Kind.RUNNING, without_keys=gone))
    assert running.name in names(history, Wanted(kind=Kind.NEEDS_YOU, without_keys=gone))
    assert running.name in names(history, Wanted(states=frozenset({State.LOST}), without_keys=gone))
    assert running.name not in names(history, Wanted(states=frozenset({State.RUNNING}), without_keys=gone))
    lost = Term("verloren", frozenset({State.LOST}))
    assert running.name in names(history, Wanted((lost,), without_keys=gone))
    assert len(names(history, Wanted(without_keys=gone))) == len(one_of_each)


def test_that_a_time_is_from_its_first_moment_up_to_its_last(many: History) -> None:
    begin, end = BEGUN + 60 * 10, BEGUN + 60 * 20
    found = many.page(Wanted(since=begin, until=end), 100)
    assert [intent.short_id for intent in found] == [f"{number:08d}" for number in range(19, 9, -1)]
    both = Wanted(terms_of("algebra"), since=begin, until=end)
    assert [intent.name for intent in many.page(both, 100)] == ["Algebra 18", "Algebra 12"]


def test_that_counts_stay_right_whatever_happens(ledger: Ledger, history: History) -> None:
    dice = random.Random(7)
    for number in range(60):
        job = made(ledger, str(number))
        if dice.random() < 0.8:
            bring_to(ledger, job.id, dice.choice(list(State)), {})
        if dice.random() < 0.3:
            ledger.wish_cancel(job.id)
        expected = dict.fromkeys(Kind, 0)
        for intent in history.newest(100):
            expected[intent.kind] += 1
        assert history.counts() == expected


def test_that_every_change_is_told_once_and_in_order(ledger: Ledger, history: History) -> None:
    jobs = [made(ledger, str(number)) for number in range(3)]
    mark = history.mark()
    assert history.changed_since(mark) == (mark, [])
    bring_to(ledger, jobs[1].id, State.RUNNING, {"progress": 5})
    ledger.wish_cancel(jobs[0].id)
    ledger.want_result(jobs[2].id, "/tmp/x")
    made(ledger, "new")
    after, changed = history.changed_since(mark)
    assert [intent.name for intent in changed] == ["1", "0", "2", "new"]
    assert changed[0].progress == 5
    assert history.mark() == after
    assert history.changed_since(after) == (after, [])
    ledger.move(jobs[1].id, {State.RUNNING}, State.RUNNING, {"progress": 6}, by=Who.WATCH)
    ledger.move(jobs[1].id, {State.RUNNING}, State.RUNNING, {"progress": 7}, by=Who.WATCH)
    last, changed = history.changed_since(after, limit=1)
    assert [(intent.name, intent.progress) for intent in changed] == [("1", 7)]
    assert last == history.mark()


def test_that_more_changes_than_are_read_at_once_come_next(many: History) -> None:
    mark, seen = 0, []
    while True:
        mark, changed = many.changed_since(mark, limit=500)
        if not changed:
            break
        seen += [intent.number for intent in changed]
    assert seen == list(range(1, MANY + 1))


def test_that_what_is_still_to_be_heard_of_is_open_or_on_its_way(ledger: Ledger, history: History) -> None:
    done = {"result_key": "a.mp4", "ended": time.time()}
    made(ledger, "open", ACCOUNT)
    for name in ("on its way", "there", "not wanted"):
        job = made(ledger, name)
        if name != "not wanted":
            ledger.want_result(job.id, "/tmp/video")
        bring_to(ledger, job.id, State.SUCCESS, done)
        if name == "there":
            ledger.note_delivered(job.id)
    awaited = history.awaited()
    assert [intent.name for intent in awaited] == ["on its way", "open"]
    assert all(intent.is_awaited for intent in awaited)
    assert not any(intent.is_awaited for intent in history.newest() if intent not in awaited)
    assert sorted(target.profile for target in history.awaited_targets()) == sorted((LOCAL.profile, ACCOUNT.profile))


def test_that_lists_read_no_request(many: History) -> None:
    """From the tables that hold requests and answers nothing is read, whatever is listed."""
    read: set[str] = set()

    def note(action: int, table: str | None, *_: object) -> int:
        if action == 20 and table is not None:  # SQLITE_READ
            read.add(table)
        return 0

    with History(many.path.parent) as watched:
        watched._database.set_authorizer(note)
        wanted = Wanted(terms_of("algebra"), kind=Kind.DONE)
        watched.rows(watched.numbers(wanted)[:50])
        watched.page(wanted, 50)
        watched.counts()
        watched.changed_since(0)
        watched.awaited()
    assert read == {"intents", "tallies"}


def test_that_lists_are_read_in_the_order_of_an_index(many: History) -> None:
    """Neither the rows themselves are gone through, nor is anything sorted."""
    asked = (
        Wanted(),
        Wanted(terms_of("algebra")),
        Wanted(kind=Kind.NEEDS_YOU),
        Wanted(since=BEGUN + 500),
        Wanted(places=frozenset([SCHOOL.place]), since=BEGUN + 500),
        Wanted((Term("algebra", is_local=True),)),
    )
    for wanted in asked:
        where, values = wanted.condition()
        query = f"SELECT number FROM intents WHERE {where} ORDER BY created DESC, number DESC"
        plan = [row[3] for row in many._database.execute(f"EXPLAIN QUERY PLAN {query}", values)]
        assert len(plan) == 1, plan
        assert "COVERING INDEX intents_listed" in plan[0]


def test_that_jobs_are_found_by_their_place(many: History) -> None:
    assert {target.place for target in many.places()} == {LOCAL.place, SCHOOL.place}
    found = [many.page(Wanted(places=frozenset(places)), 10_000) for places in ([SCHOOL.place], ["none"], [])]
    assert [{intent.target.profile for intent in page} for page in found] == [{"school"}, set(), {"local", "school"}]
    with_both = Wanted(places=frozenset([SCHOOL.place, LOCAL.place]))
    assert len(many.numbers(with_both)) == len(many.numbers(Wanted()))


def test_that_the_places_are_read_from_an_index_however_many_jobs_there_are(many: History, tmp_path: Path) -> None:
    steps = [0]

    def count() -> int:
        steps[0] += 1
        return 0

    many._database.set_progress_handler(count, 1)
    assert len(many.places()) == 2
    assert steps[0] < 500
    with History(tmp_path / "empty") as empty:
        assert empty.places() == []


def test_that_the_last_one_of_a_name_and_place_is_found_however_many_came_since(many: History) -> None:
    (old,) = many.called("Algebra 0", LOCAL.place, 9)
    assert (old.name, old.created) == ("Algebra 0", BEGUN)
    assert many.called("algebra 0", LOCAL.place, 9) == []
    assert many.called("Algebra", LOCAL.place, 9) == []
    assert many.called("Algebra 0", SCHOOL.place, 9) == []
    assert many.called("Algebra 0", LOCAL.place, 9, since=BEGUN + 1) == []
    assert many.called("Algebra 0", LOCAL.place, 9, before=old) == []


@pytest.mark.parametrize("name", ["lesson", "50%_\\x", "two\nlines", "第一课", "ÉLAN ß", ""])
def test_that_those_of_a_name_come_newest_first_and_none_that_was_never_sent(
    ledger: Ledger, history: History, clock: Clock, name: str
) -> None:
    found = []
    for number in range(4):
        clock.now += 1
        found.append(ledger.intend(make_wish(composition(user_data=str(number))), LOCAL, name=name).intent)
        ledger.intend(make_wish(composition(user_data=f"other {number}")), LOCAL, name=f"{name} other")
    bring_to(ledger, found[2].id, State.NOT_SENT, {"ended": clock.now})
    told = history.called(name, LOCAL.place, 9)
    assert [intent.id for intent in told] == [found[3].id, found[1].id, found[0].id]
    assert history.called(name, LOCAL.place, 1, before=told[0]) == told[1:2]


def test_that_a_name_is_looked_for_in_the_index_that_lists_are_read_from(many: History) -> None:
    seen: list[str] = []
    many._database.set_trace_callback(seen.append)
    try:
        many.called("nobody's", LOCAL.place, 1)
    finally:
        many._database.set_trace_callback(None)
    plan = many._database.execute(f"EXPLAIN QUERY PLAN {seen[-1]}").fetchall()
    assert [row[3] for row in plan] == ["SEARCH intents USING INDEX intents_listed (created>?)"]


def test_that_those_before_one_in_the_list_are_the_nearest(many: History) -> None:
    rows = many.newest(MANY)
    assert many.newer(rows[700], 3) == [rows[699], rows[698], rows[697]]
    assert many.newer(rows[0], 3) == []
