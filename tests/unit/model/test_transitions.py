from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.builders import LOCAL, composition
from support.ledgers import bring_to
from tilewright.errors import WrongUse
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.wish import make_wish
from tilewright.model.states import State
from tilewright.model.transitions import TRANSITIONS, Who

ROOT = Path(__file__).parents[3]
WAYS = {(it.before, it.after, it.who): it for it in TRANSITIONS}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path) as opened:
        yield opened


def made(ledger: Ledger, state: State, **changes: object) -> str:
    intent = ledger.intend(make_wish(composition(user_data="lesson")), LOCAL, again=True).intent
    if state is not State.NOT_SENT or changes:
        bring_to(ledger, intent.id, state, changes)
    return intent.id


@pytest.mark.parametrize("who", Who)
@pytest.mark.parametrize("before", State)
def test_that_the_ledger_makes_every_move_of_the_table_and_no_other(ledger: Ledger, before: State, who: Who) -> None:
    for after, ends in itertools.product(State, (False, True)):
        way = WAYS.get((before, after, who))
        intent_id = made(ledger, before)
        was = ledger.get(intent_id)
        changes = {"ended": 5.0} if ends else {}
        if way is not None and way.ends in {None, ends}:
            assert ledger.move(intent_id, {before}, after, changes, by=who)
            assert (ledger.get(intent_id).state, ledger.get(intent_id).is_resolved) == (after, ends)
        else:
            with pytest.raises(WrongUse, match=rf"The {who} cannot bring a job from {before} to {after}"):
                ledger.move(intent_id, {before}, after, changes, by=who)
            assert ledger.get(intent_id) == was
        if not ledger.get(intent_id).is_resolved:  # or the next wish joins it
            ledger._database.execute("UPDATE intents SET ended = 1 WHERE id = ?", (intent_id,))


@pytest.mark.parametrize("way", TRANSITIONS, ids=lambda way: f"{way.who}-{way.before}-{way.after}")
def test_that_nothing_moves_what_is_at_its_end(ledger: Ledger, way: object) -> None:
    assert way in TRANSITIONS
    it = next(one for one in TRANSITIONS if one == way)
    intent_id = made(ledger, State.NOT_SENT, ended=5.0)
    ledger._database.execute("UPDATE intents SET state = ? WHERE id = ?", (it.before, intent_id))
    changes = {"ended": 9.0} if it.ends else {}
    assert not ledger.move(intent_id, {it.before}, it.after, changes, by=it.who)
    assert (ledger.get(intent_id).state, ledger.get(intent_id).ended) == (it.before, 5.0)


def test_that_one_impossible_state_among_those_expected_is_enough(ledger: Ledger) -> None:
    intent_id = made(ledger, State.NOT_SENT)
    with pytest.raises(WrongUse):
        ledger.move(intent_id, {State.NOT_SENT, State.SUCCESS}, State.SENDING, by=Who.SENDER)
    assert ledger.get(intent_id).state is State.NOT_SENT


def test_that_every_state_is_reached_and_every_open_one_left() -> None:
    reached = {State.NOT_SENT}
    while more := {it.after for it in TRANSITIONS if it.before in reached} - reached:
        reached |= more
    assert reached == set(State)
    assert {it.before for it in TRANSITIONS} == {state for state in State if not state.is_final}
    assert all(it.ends for it in TRANSITIONS if it.after.is_final)
    assert len(WAYS) == len(TRANSITIONS)


def test_that_every_part_moves_intents_in_its_own_name() -> None:
    """Who calls the ledger's ``move`` says who it is, in the modules that the table names."""
    found: dict[str, set[str]] = {}
    for path in (ROOT / "app/tilewright").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            named = {word.arg: word.value for word in node.keywords} if isinstance(node, ast.Call) else {}
            if isinstance(by := named.get("by"), ast.Attribute) and ast.unparse(by.value) == "Who":
                found.setdefault(by.attr, set()).add(path.relative_to(ROOT / "app/tilewright").as_posix())
    assert found == {
        "SENDER": {"jobs/course.py", "jobs/send.py"},
        "FINDER": {"jobs/course.py", "jobs/reconcile.py"},
        "WATCH": {"jobs/noting.py"},
    }


def rows() -> list[str]:
    """The table, with ways that differ in nothing but the states that follow in one row."""
    grouped: dict[tuple[str, str, str, object], list[str]] = {}
    for it in TRANSITIONS:
        grouped.setdefault((it.before, it.who, it.what, it.ends), []).append(it.after)
    ends = {True: "yes", False: "", None: "yes or no"}
    lines = ["| from | to | by | when | an end |", "|---|---|---|---|---|"]
    for (before, who, what, end), afters in grouped.items():
        lines.append(f"| {before} | {' · '.join(afters)} | {who} | {what} | {ends[end]} |".replace("  |", " |"))
    return lines


def test_that_the_documentation_shows_the_table() -> None:
    text = (ROOT / "docs/job-states.md").read_text("utf-8")
    shown = text.partition("<!-- transitions -->\n")[2].partition("<!-- end -->")[0]
    assert shown.splitlines() == rows()
