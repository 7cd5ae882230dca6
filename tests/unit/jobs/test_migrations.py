"""Ledgers as each version wrote them: `tests/golden/ledger/N.sql` is the dump of one of version N.

Each was made with the code of its time: an intent in every kind of state, answers, Chinese and accented names.
"""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from support.builders import composition
from support.troubles import TROUBLES, Trouble, stopped_at
from tilewright.errors import NewerFormat
from tilewright.jobs.history import History
from tilewright.jobs.intent import Fate, Intent, TwinJob
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.migrations import MIGRATIONS, words_of
from tilewright.jobs.schema import COLUMNS
from tilewright.jobs.wish import make_wish
from tilewright.model.states import State
from tilewright.model.target import read_target
from tilewright.model.transitions import Who
from tilewright.text import Text

GOLDEN = Path(__file__).parents[2] / "golden" / "ledger"
VERSIONS = range(1, len(MIGRATIONS) + 1)


def write(version: int, home: Path) -> Path:
    """The ledger of ``version`` in ``home``, as it was closed."""
    home.mkdir()
    path = home / "ledger.sqlite3"
    database = sqlite3.connect(path)
    database.executescript((GOLDEN / f"{version}.sql").read_text("utf-8"))
    database.close()
    return path


def rows_of(path: Path, query: str) -> list[dict[str, object]]:
    database = sqlite3.connect(path)
    database.row_factory = sqlite3.Row
    rows = [dict(row) for row in database.execute(query)]
    database.close()
    return rows


def words(intent: Intent) -> str:
    keys = intent.output_bucket, intent.output_key, intent.result_key
    first = intent.id, intent.name, intent.job_id, intent.code, intent.message
    return words_of(*first, *keys, intent.target.profile, *(twin.job_id for twin in intent.twins))


def test_that_there_is_a_ledger_of_every_version() -> None:
    assert sorted(int(path.stem) for path in GOLDEN.glob("*.sql")) == list(VERSIONS)


@pytest.mark.parametrize("version", VERSIONS)
def test_that_a_ledger_of_any_version_keeps_all_its_rows(version: int, tmp_path: Path) -> None:
    path = write(version, tmp_path / "home")
    before = rows_of(path, "SELECT rowid AS row, * FROM intents ORDER BY rowid")
    answers = rows_of(path, "SELECT intent, asked, request_id, status, body FROM answers ORDER BY rowid")
    requests = [(row["id"], row["request"]) for row in before if "request" in row] or [
        (row["intent"], row["request"]) for row in rows_of(path, "SELECT * FROM requests ORDER BY rowid")
    ]
    assert len(before) == 6
    assert len(answers) == 4
    with History(path.parent) as history:
        after = history.newest()[::-1]
        for row, intent in zip(before, after, strict=True):
            same = set(COLUMNS) & set(row) - {"target", "place", "number", "said", "twins"}
            assert {name: getattr(intent, name) for name in same} == {name: row[name] for name in same}
            assert intent.target == read_target(str(row["target"]))
            assert intent.number == row["row"]
        assert [(intent.id, history.request(intent.id)) for intent in after] == requests
        kept = [(intent.id, answer) for intent in after for answer in history.answers(intent.id)]
    assert len(kept) == len(answers)
    for row, (intent_id, answer) in zip(answers, kept, strict=True):
        said = (intent_id, answer.asked, answer.request_id, answer.status, answer.body)
        assert said == tuple(row.values())
    found = rows_of(path, "SELECT words, request_size FROM intents ORDER BY number")
    assert [row["words"] for row in found] == [words(intent) for intent in after]
    assert [row["request_size"] for row in found] == [len(request) for _, request in requests]


@pytest.mark.parametrize("version", VERSIONS)
def test_that_work_goes_on_in_a_ledger_of_any_version(version: int, tmp_path: Path) -> None:
    path = write(version, tmp_path / "home")
    with Ledger(path.parent) as ledger:
        unresolved = ledger.open_intents()
        assert {intent.state for intent in unresolved} == {
            State.NOT_SENT,
            State.SENDING,
            State.UNKNOWN,
            State.RUNNING,
        }
        waiting = unresolved[0]
        assert ledger.intend(make_wish(composition(user_data="waiting")), waiting.target).how == "joined"
        made = ledger.intend(make_wish(composition(user_data="another")), waiting.target, name="Another").intent
        assert made.number == 7
        assert ledger.move(made.id, {State.NOT_SENT}, State.SENDING, {"attempts": 1}, by=Who.SENDER)
        assert ledger.get(made.id).state is State.SENDING
        assert ledger.known_jobs(unresolved[3].target, 0.0) == {"v" + "1" * 32}
    with History(path.parent) as history:
        assert history.newest(1) == [history.get(made.id)]


def test_that_what_sentences_are_made_of_and_twins_come_with_their_version(tmp_path: Path) -> None:
    with History(write(6, tmp_path / "6").parent) as old, History(write(7, tmp_path / "7").parent) as new:
        assert {type(intent.message) for intent in old.newest()} == {str}
        assert not any(intent.twins for intent in old.newest())
        told = {intent.name: intent for intent in new.newest()}
    unknown = told["Élan — unknown"].message
    assert isinstance(unknown, Text)
    assert unknown.template == "{message} {hint}"
    assert isinstance(unknown.values["message"], Text)
    assert type(told["failed"].message) is str
    assert told["第一课"].twins == (TwinJob("v" + "3" * 32, Fate.CANCELLED), TwinJob("v" + "4" * 32, Fate.STAYS))


def test_that_lengths_come_with_their_version(tmp_path: Path) -> None:
    lengths = []
    for version in (7, 8):
        with History(write(version, tmp_path / str(version)).parent) as history:
            lengths.append({intent.name: intent.length for intent in history.newest()})
    assert set(lengths[0].values()) == {None}
    assert (lengths[1]["running"], lengths[1]["第一课"], lengths[1]["waiting"]) == (12.5, 12.5, None)


def test_that_waiting_twins_and_the_request_ids_of_the_last_time_come_with_their_version(tmp_path: Path) -> None:
    path = write(9, tmp_path / "9")
    with Ledger(path.parent) as ledger:
        (waiting,) = ledger.with_waiting_twins()
    assert (waiting.name, waiting.twins) == ("running", (TwinJob("v" + "5" * 32, Fate.WAITS),))
    with History(path.parent) as new, History(write(8, tmp_path / "8").parent) as old:
        ids = [
            [
                [repeat.request_id for repeat in it.repeats]
                for intent in history.newest()
                for it in history.answers(intent.id)
            ]
            for history in (old, new)
        ]
    assert len(ids[0]) == len(ids[1]) == 4
    assert all(len(each) == 1 for each in ids[0])
    assert [each for each in ids[1] if len(each) > 1] == [["NjQ0", "NjY1"]]


def test_that_each_request_id_comes_with_its_version(tmp_path: Path) -> None:
    found = []
    for version in (10, 11):
        with History(write(version, tmp_path / str(version)).parent) as history:
            answers = [answer for intent in history.newest() for answer in history.each_answer(intent.id)]
        found.append([(it.times, [repeat.request_id for repeat in it.repeats]) for it in answers if it.times > 1])
    assert found == [[(2, ["NjQ0", "NjY1"])], [(4, ["NjQ0", "NjY1", "NjYy", "NjYz"])]]


@pytest.mark.parametrize(("latest_id", "ids"), [("", ["NjQ0"]), ("NjQ0", ["NjQ0"]), ("NjY1", ["NjQ0", "NjY1"])])
def test_that_of_what_was_said_several_times_no_request_id_is_made_up(
    latest_id: str, ids: list[str], tmp_path: Path
) -> None:
    path = write(10, tmp_path / "home")
    database = sqlite3.connect(path)
    database.execute("UPDATE answers SET times = 7, latest_id = ? WHERE request_id = 'NjQ0'", (latest_id,))
    database.commit()
    database.close()
    with History(path.parent) as history:
        answers = [answer for intent in history.newest() for answer in history.each_answer(intent.id)]
    (several,) = (answer for answer in answers if answer.times > 1)
    assert (several.times, [repeat.request_id for repeat in several.repeats]) == (7, ids)


def test_that_the_clock_of_the_machine_comes_with_its_version(tmp_path: Path) -> None:
    sent = []
    for version in (9, 10):
        with History(write(version, tmp_path / str(version)).parent) as history:
            sent.append({(it.sending_ticks, it.sending_boot) for it in history.newest() if it.state is State.UNKNOWN})
    assert sent == [{(None, "")}, {(5000.25, "6f1c2d3e-0000-4000-8000-000000000001")}]


def shape(path: Path) -> list[tuple[str, list[dict[str, object]]]]:
    """Tables with their columns, and indexes and triggers as they were written."""
    names = rows_of(path, "SELECT name, type, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name")
    return [
        (str(row["name"]), rows_of(path, f"PRAGMA table_info({row['name']})") if row["type"] == "table" else [row])
        for row in names
    ]


def test_that_every_version_becomes_the_same(tmp_path: Path) -> None:
    Ledger(tmp_path / "new").close()
    expected = shape(tmp_path / "new" / "ledger.sqlite3")
    for version in VERSIONS:
        path = write(version, tmp_path / str(version))
        Ledger(path.parent).close()
        assert shape(path) == expected
        assert rows_of(path, "PRAGMA foreign_key_check") == []
        assert rows_of(path, "PRAGMA integrity_check") == [{"integrity_check": "ok"}]


def test_that_an_interrupted_migration_leaves_the_ledger_as_it_was(tmp_path: Path) -> None:
    path = write(1, tmp_path / "home")
    before = rows_of(path, "SELECT * FROM intents")
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE requests (a)")  # so that the last migration fails half-way
    database.commit()
    database.close()
    with pytest.raises(Exception, match="requests"):
        Ledger(path.parent)
    assert rows_of(path, "SELECT * FROM intents") == before
    assert rows_of(path, "PRAGMA user_version") == [{"user_version": 1}]


@pytest.mark.parametrize("version", VERSIONS[:-1])
@pytest.mark.parametrize("point", ["ledger.migrate.before", "ledger.migrate.changed", "ledger.migrate.committed"])
@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES)
def test_that_a_migration_that_ends_anywhere_is_made_the_next_time(
    version: int, point: str, trouble: Trouble, tmp_path: Path
) -> None:
    path = write(version, tmp_path / "home")
    before = rows_of(path, "SELECT id, state FROM intents ORDER BY rowid")
    with stopped_at(point, trouble), pytest.raises(trouble.error, match=trouble.sentence):
        Ledger(path.parent)
    reached = len(MIGRATIONS) if point.endswith("committed") else version
    assert rows_of(path, "PRAGMA user_version") == [{"user_version": reached}]
    Ledger(path.parent).close()
    assert rows_of(path, "SELECT id, state FROM intents ORDER BY rowid") == before
    assert rows_of(path, "PRAGMA integrity_check") == [{"integrity_check": "ok"}]


def test_that_a_newer_ledger_is_refused_and_left_alone(tmp_path: Path) -> None:
    newest = len(MIGRATIONS)
    path = write(newest, tmp_path / "home")
    database = sqlite3.connect(path)
    database.execute(f"PRAGMA user_version = {newest + 1}")
    database.close()
    kept = tmp_path / "kept"
    shutil.copy(path, kept)
    for way in (Ledger, History):
        with pytest.raises(NewerFormat, match=rf"later Tilewright \(version {newest + 1}\)"):
            way(path.parent)
    assert rows_of(path, "SELECT * FROM intents") == rows_of(kept, "SELECT * FROM intents")
