from __future__ import annotations

import dataclasses
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from support.builders import ACCOUNT, LOCAL, composition
from support.ledgers import bring_to
from tilewright.errors import DiskFull, NewerFormat, StorageError, UnknownJob, WrongUse
from tilewright.jobs.history import History
from tilewright.jobs.intent import Answer, Intent
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.migrations import MIGRATIONS
from tilewright.jobs.schema import COLUMNS, looked_at, translated
from tilewright.jobs.wish import make_wish
from tilewright.jobs.wished import Intended
from tilewright.model.states import State
from tilewright.model.transitions import Who
from tilewright.text import Text, say

NOW = 1_800_000_000.0


class Clock:
    def __init__(self) -> None:
        self.now = NOW

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


def intend(ledger: Ledger, user_data: str = "lesson", **options: Any) -> Intended:
    return ledger.intend(make_wish(composition(user_data=user_data)), LOCAL, name="lesson", **options)


def test_that_a_ledger_is_looked_at_wherever_it_lies_also_behind_two_slashes(tmp_path: Path) -> None:
    """SQLite takes what follows two slashes for a host; so begin paths of Windows shares, too."""
    home = Path(f"/{tmp_path.as_posix()}") / "50%20 of #1? 课"
    with Ledger(home) as ledger:
        made = intend(ledger).intent
    assert str(ledger.path).startswith("//")
    with looked_at(ledger.path) as database:
        assert database.execute("SELECT id FROM intents").fetchall() == [(made.id,)]
    with History(home) as history:
        assert history.get(made.id).id == made.id


def test_that_an_intent_comes_back_as_it_was_made(ledger: Ledger) -> None:
    wish = make_wish(composition())
    made = ledger.intend(wish, ACCOUNT, name="第一课", result_path="/tmp/x.mp4").intent
    assert ledger.get(wish.intent_id) == made
    assert ledger.request(wish.intent_id) == wish.request
    assert made.request_size == len(wish.request)
    assert made.target == ACCOUNT
    assert (made.state, made.is_resolved, made.attempts) == (State.NOT_SENT, False, 0)
    assert made.output_key == wish.output.object


def end(ledger: Ledger, message: str) -> Intent:
    made = intend(ledger).intent
    assert ledger.move(made.id, {State.NOT_SENT}, State.NOT_SENT, {"message": message, "ended": NOW}, by=Who.SENDER)
    return made


def test_that_a_sentence_of_ours_is_kept_with_what_it_is_made_of(tmp_path: Path) -> None:
    told = say("The job {id} ended: {state}, {percent} %.", id="{j1}", state=State.LOST.word, percent=40)
    with Ledger(tmp_path) as ledger:
        made = end(ledger, told)
    with History(tmp_path) as history:
        kept = history.get(made.id).message
        (plain,) = history._read("SELECT message FROM intents")[0]
    assert isinstance(kept, Text)
    assert (kept, kept.template, dict(kept.values)) == (told, told.template, dict(told.values))
    assert isinstance(kept.values["state"], Text)
    assert plain == "The job {j1} ended: lost, 40 %."


def test_that_what_others_said_is_kept_as_it_came(ledger: Ledger) -> None:
    kept = ledger.get(end(ledger, "no {room}").id).message
    assert (kept, type(kept)) == ("no {room}", str)


@pytest.mark.parametrize(
    "packed", ["{", "[]", "7", '["{x}"]', '["{x.y}",{"x":1}]', '["Another."]', '[["Lost."]]', '["Lost.",3]', "null"]
)
def test_that_parts_that_do_not_make_the_sentence_are_left_aside(ledger: Ledger, packed: str) -> None:
    made = end(ledger, say("Lost."))
    ledger._write(lambda database: database.execute("UPDATE intents SET said = ?", (packed,)))
    kept = ledger.get(made.id).message
    assert (kept, type(kept)) == ("Lost.", str)


def test_that_a_new_message_takes_the_parts_of_the_old_one_away(ledger: Ledger) -> None:
    made = intend(ledger).intent
    bring_to(ledger, made.id, State.UNKNOWN, {"message": say("First.")})
    assert isinstance(ledger.get(made.id).message, Text)
    assert ledger.move(made.id, {State.UNKNOWN}, State.SUBMITTED, {"message": "Second."}, by=Who.FINDER)
    assert type(ledger.get(made.id).message) is str


def test_that_every_field_of_an_intent_is_a_column() -> None:
    assert {field.name for field in dataclasses.fields(Intent)} == set(COLUMNS) - {"place", "said"}


def test_that_the_ledger_is_private_durable_and_survives_reopening(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with Ledger(home) as first:
        made = intend(first).intent
    assert stat.S_IMODE((home / "ledger.sqlite3").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    with Ledger(home) as second, History(home) as history:
        assert history.newest() == [made]
        pragma = second._database.execute
        assert pragma("PRAGMA journal_mode").fetchone() == ("wal",)
        assert pragma("PRAGMA synchronous").fetchone() == (2,)


def test_that_the_same_wish_joins_one_that_is_under_way(ledger: Ledger) -> None:
    first = intend(ledger)
    second = intend(ledger)
    assert (first.how, second.how) == ("new", "joined")
    assert second.intent.id == first.intent.id
    assert intend(ledger, again=True).how == "joined"


def test_that_the_same_wish_elsewhere_is_another_intent(ledger: Ledger) -> None:
    intend(ledger)
    other = LOCAL.replace(bucket="other-1250000000")
    assert ledger.intend(make_wish(composition(user_data="lesson")), other).how == "new"


def test_that_two_local_clouds_of_one_place_do_not_see_each_others_jobs(ledger: Ledger) -> None:
    one, two = LOCAL.replace(service="a" * 32), LOCAL.replace(service="b" * 32)
    first = ledger.intend(make_wish(composition()), one).intent
    assert ledger.intend(make_wish(composition()), two).how == "new"
    assert [intent.id for intent in ledger.unresolved(one)] == [first.id]
    bring_to(ledger, first.id, State.SUCCESS, {"ended": NOW, "job_id": "j1", "job_created": NOW})
    assert ledger.known_jobs(one, NOW) == {"j1"}
    assert ledger.known_jobs(two, NOW) == frozenset()
    assert ledger.intend(make_wish(composition()), two.replace(service="c" * 32)).how == "new"


def test_that_a_local_cloud_without_a_name_may_be_the_same(ledger: Ledger) -> None:
    ledger.intend(make_wish(composition()), LOCAL.replace(service="a" * 32))
    assert ledger.intend(make_wish(composition()), LOCAL).how == "joined"


def test_that_new_keys_of_the_same_place_still_join(ledger: Ledger) -> None:
    intend(ledger)
    other = LOCAL.replace(profile="renamed", key_id_hash="ff")
    assert ledger.intend(make_wish(composition(user_data="lesson")), other).how == "joined"


def test_that_again_sends_anyway_while_the_outcome_is_unknown_and_drops_the_one_in_doubt(ledger: Ledger) -> None:
    first = intend(ledger).intent
    bring_to(ledger, first.id, State.UNKNOWN)
    assert intend(ledger).how == "joined"
    second = intend(ledger, again=True)
    assert second.how == "new"
    assert ledger.get(first.id).cancel_wished
    assert not ledger.get(second.intent.id).cancel_wished


def test_that_the_intent_in_doubt_that_was_seen_is_dropped_wherever_it_was_sent(ledger: Ledger) -> None:
    seen = ledger.intend(make_wish(composition(user_data="lesson")), ACCOUNT).intent
    bring_to(ledger, seen.id, State.UNKNOWN)
    made = ledger.intend(make_wish(composition(user_data="lesson")), LOCAL, again=True, instead_of=seen.id)
    assert made.how == "new"
    assert ledger.get(seen.id).cancel_wished


@pytest.mark.parametrize(("state", "how"), [(State.RUNNING, "joined"), (State.SUCCESS, "finished")])
def test_that_an_outcome_known_before_the_user_says_send_anyway_is_the_answer(
    ledger: Ledger, clock: Clock, state: State, how: str
) -> None:
    seen = intend(ledger).intent
    bring_to(ledger, seen.id, state, {"ended": clock() if state.is_final else None})
    answer = ledger.intend(make_wish(composition(user_data="lesson")), LOCAL, again=True, instead_of=seen.id)
    assert (answer.how, answer.intent.id) == (how, seen.id)
    assert not ledger.get(seen.id).cancel_wished


def test_that_a_wish_fulfilled_today_is_named_and_again_makes_a_new_one(ledger: Ledger, clock: Clock) -> None:
    first = intend(ledger).intent
    bring_to(ledger, first.id, State.SUCCESS, {"ended": NOW, "job_id": "j1"})
    clock.now = NOW + 24 * 3600 - 1
    found = intend(ledger)
    assert (found.how, found.intent.job_id) == ("finished", "j1")
    clock.now = NOW + 24 * 3600 + 1
    assert intend(ledger).how == "new"


def test_that_again_makes_a_new_intent_of_a_fulfilled_wish(ledger: Ledger) -> None:
    first = intend(ledger).intent
    bring_to(ledger, first.id, State.SUCCESS, {"ended": NOW})
    assert intend(ledger, again=True).how == "new"


def test_that_one_that_is_passed_over_does_not_answer_nor_do_those_before_it(ledger: Ledger, clock: Clock) -> None:
    first = intend(ledger).intent
    bring_to(ledger, first.id, State.SUCCESS, {"ended": NOW})
    second = intend(ledger, again=True).intent
    bring_to(ledger, second.id, State.SUCCESS, {"ended": NOW + 1})
    assert intend(ledger, passed_over=first.id).intent.id == second.id
    assert intend(ledger, passed_over=second.id).how == "new"


def test_that_the_order_of_wishes_counts_not_the_clock_by_which_they_ended(ledger: Ledger, clock: Clock) -> None:
    first = intend(ledger).intent
    bring_to(ledger, first.id, State.SUCCESS, {"ended": NOW + 3600})
    second = intend(ledger, passed_over=first.id).intent
    bring_to(ledger, second.id, State.SUCCESS, {"ended": NOW + 1})
    assert intend(ledger).intent.id == second.id
    assert intend(ledger, passed_over=first.id).intent.id == second.id
    assert intend(ledger, passed_over=second.id).how == "new"


@pytest.mark.parametrize("state", [State.NOT_SENT, State.SENDING, State.UNKNOWN, State.RUNNING])
def test_that_what_is_open_counts_whatever_is_passed_over(ledger: Ledger, state: State) -> None:
    first = intend(ledger).intent
    bring_to(ledger, first.id, State.SUCCESS, {"ended": NOW})
    second = intend(ledger, passed_over=first.id).intent
    bring_to(ledger, second.id, state)
    found = intend(ledger, passed_over=first.id)
    assert (found.how, found.intent.id) == ("joined", second.id)
    assert not ledger.get(second.id).cancel_wished


@pytest.mark.parametrize("state", [State.FAILED, State.CANCELLED, State.LOST, State.NOT_SENT])
def test_that_a_wish_that_came_to_nothing_does_not_stand_in_the_way(ledger: Ledger, state: State) -> None:
    first = intend(ledger).intent
    bring_to(ledger, first.id, state, {"ended": NOW})
    assert intend(ledger).how == "new"


def test_that_of_two_moves_from_the_same_state_one_wins(ledger: Ledger) -> None:
    made = intend(ledger).intent
    assert ledger.move(made.id, {State.NOT_SENT}, State.SENDING, {"attempts": 1}, by=Who.SENDER)
    assert not ledger.move(made.id, {State.NOT_SENT}, State.SENDING, {"attempts": 2}, by=Who.SENDER)
    assert ledger.get(made.id).attempts == 1


def test_that_an_ended_intent_never_moves_again(ledger: Ledger) -> None:
    made = intend(ledger).intent
    bring_to(ledger, made.id, State.NOT_SENT, {"ended": NOW})
    assert not ledger.move(made.id, {State.NOT_SENT, State.SENDING}, State.SENDING, by=Who.SENDER)
    assert not ledger.wish_cancel(made.id)


def test_that_a_column_nobody_knows_is_refused(ledger: Ledger) -> None:
    made = intend(ledger).intent
    with pytest.raises(WrongUse):
        ledger.move(made.id, {State.NOT_SENT}, State.SENDING, {"state = 'x' --": 1}, by=Who.SENDER)


def test_that_many_threads_wishing_the_same_make_one_intent(tmp_path: Path) -> None:
    ids: list[str] = []

    def wish() -> None:
        with Ledger(tmp_path / "home") as own:
            ids.append(intend(own).intent.id)

    Ledger(tmp_path / "home").close()
    threads = [threading.Thread(target=wish) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 6
    assert len(set(ids)) == 1


def test_that_a_job_is_found_by_any_of_its_names(ledger: Ledger) -> None:
    made = intend(ledger).intent
    bring_to(ledger, made.id, State.RUNNING, {"job_id": "j8d121820F5e4"})
    for name in ("j8d121820F5e4", "j8d12", "J8D12", made.id, made.id[:6], made.short_id, made.id.upper()):
        assert ledger.find(name).id == made.id


@pytest.mark.parametrize("name", ["", "nothing", "%", "_", "\\", "'; DROP TABLE intents; --"])
def test_that_a_name_of_no_job_is_told_with_a_sentence(ledger: Ledger, name: str) -> None:
    intend(ledger)
    with pytest.raises(UnknownJob, match=r"\."):
        ledger.find(name)


def test_that_a_beginning_of_two_jobs_names_both(ledger: Ledger) -> None:
    for number in (1, 2):
        made = intend(ledger, f"lesson {number}").intent
        bring_to(ledger, made.id, State.RUNNING, {"job_id": f"jabc{number}"})
    with pytest.raises(UnknownJob, match=r"jabc1.*jabc2|jabc2.*jabc1"):
        ledger.find("jabc")


def test_that_the_list_is_newest_first(ledger: Ledger, history: History, clock: Clock) -> None:
    made = []
    for number in range(3):
        clock.now += 1
        made.append(intend(ledger, str(number)).intent.id)
    assert [intent.id for intent in history.newest()] == made[::-1]
    assert [intent.id for intent in history.newest(1)] == made[2:]
    assert [intent.id for intent in ledger.unresolved(LOCAL)] == made
    assert ledger.unresolved(ACCOUNT) == []


def test_that_answers_are_kept_up_to_their_limit(ledger: Ledger, history: History) -> None:
    made = intend(ledger).intent
    ledger.move(made.id, {State.NOT_SENT}, State.SENDING, by=Who.SENDER, answer=Answer(NOW, "NjA", 200, b"x" * 100_000))
    (kept,) = history.answers(made.id)
    assert (kept.request_id, kept.status, len(kept.body)) == ("NjA", 200, 65536)


def test_that_a_newer_ledger_is_refused(tmp_path: Path) -> None:
    Ledger(tmp_path).close()
    database = sqlite3.connect(tmp_path / "ledger.sqlite3")
    database.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    database.close()
    with pytest.raises(NewerFormat):
        Ledger(tmp_path)


def test_that_a_damaged_ledger_is_told_with_its_path(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite3").write_bytes(b"no database at all, " * 500)
    with pytest.raises(StorageError, match=r"ledger\.sqlite3"):
        Ledger(tmp_path)


def test_that_a_full_disk_is_told_as_such(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        pages = ledger._database.execute("PRAGMA page_count").fetchone()[0]
        ledger._database.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(DiskFull, match="ledger"):
            for number in range(200):
                intend(ledger, f"lesson {number} " + "x" * 500)
        ledger._database.execute("PRAGMA max_page_count = 100000")
        assert intend(ledger, "after").how == "new"


def test_that_errors_of_the_database_become_ours(tmp_path: Path) -> None:
    with pytest.raises(StorageError), translated(tmp_path, "read"):
        raise sqlite3.OperationalError("disk I/O error")


def test_that_the_lock_of_an_intent_has_one_owner(ledger: Ledger) -> None:
    first, second = ledger.lock("a"), ledger.lock("a")
    assert first.acquire()
    assert not second.acquire()
    first.release()
    assert second.acquire()
    second.release()
    ledger.forget_lock("a")
    ledger.forget_lock("a")


def test_that_many_may_open_a_new_ledger_at_once(tmp_path: Path) -> None:
    for number in range(20):
        home = tmp_path / str(number)
        with ThreadPoolExecutor(8) as pool:
            for ledger in pool.map(lambda _, home=home: Ledger(home), range(8)):
                assert ledger.open_intents() == []
                ledger.close()


def in_another_process(home: Path) -> list[str]:
    """The ids that a process which opens the ledger, reads and closes it, sees."""
    code = """
import pathlib, sys
from tilewright.jobs.history import History
with History(pathlib.Path(sys.argv[1])) as history:
    print(*(intent.id for intent in history.newest()))
"""
    done = subprocess.run([sys.executable, "-c", code, str(home)], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_that_what_one_of_two_threads_writes_is_seen_after_another_process_came_and_went(tmp_path: Path) -> None:
    """SQLite's locks belong to the process: whoever closes any other handle of the file would give them up. Then the
    other process takes itself for the last one, and removes the log that is still written to."""
    home = tmp_path / "home"
    with Ledger(home) as watching:
        with Ledger(home):
            pass
        assert in_another_process(home) == []
        made = intend(watching).intent
        assert in_another_process(home) == [made.id]
    assert in_another_process(home) == [made.id]
