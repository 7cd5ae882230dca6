"""A history of thousands: what is in sight is read, and nothing that happens moves it from under the eyes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from support.builders import LOCAL, composition
from support.many_jobs import SCHOOL, fill
from tilewright import settings
from tilewright.jobs.history import History
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.wanted import Wanted, terms_of
from tilewright.jobs.wish import make_wish
from tilewright.ui.jobs.cells import Column
from tilewright.ui.jobs.known import KEPT
from tilewright.ui.jobs.period import ANY_TIME, Period
from tilewright.ui.jobs.period_dialog import PeriodDialog, read_day
from tilewright.ui.widgets.labels import Label

from .conftest import Desk, OpenDesk

MANY = 5000


@pytest.fixture
def full(open_desk: OpenDesk) -> Desk:
    fill(settings.home(), MANY, targets=(SCHOOL,))
    desk = open_desk()
    desk.until(lambda: desk.table.rows.rowCount() == MANY and is_shown(desk))
    return desk


def rows_in_sight(desk: Desk) -> range:
    table = desk.table
    return range(table.rowAt(0), table.rowAt(table.viewport().height() - 1) + 1)


def is_shown(desk: Desk) -> bool:
    """Whether all rows in sight were read."""
    return bool(rows_in_sight(desk)) and all(desk.text(Column.NAME, row) for row in rows_in_sight(desk))


def note(desk: Desk, name: str) -> str:
    """Another process makes a job, and gives it up at once."""
    with Ledger(desk.bench.workplace.home) as ledger:
        wish = make_wish(composition(user_data=name))
        made = ledger.intend(wish, LOCAL, name=name).intent
        ledger._database.execute("UPDATE intents SET ended = 1.0 WHERE id = ?", (made.id,))
    return made.id


def test_that_every_job_can_be_scrolled_to_and_few_are_held(full: Desk) -> None:
    bar, seen = full.table.verticalScrollBar(), set()
    for place in range(0, bar.maximum() + 400, 20_000):
        bar.setValue(place)
        full.until(lambda: is_shown(full))
        seen |= {full.text(Column.NAME, row) for row in rows_in_sight(full)}
    bar.setValue(bar.maximum())
    full.until(lambda: is_shown(full))
    assert full.text(Column.NAME, MANY - 1).startswith("Algebra 0,")
    assert len(seen) > 40
    assert len(full.jobs.intents) <= KEPT


def test_that_end_chooses_the_last_job_once_it_is_read(full: Desk) -> None:
    full.table.choose_row(0)
    full.table.setFocus()
    QTest.keyClick(full.table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    full.until(lambda: full.table.currentIndex().row() == MANY - 1)
    full.until(lambda: (chosen := full.jobs.get(full.jobs.current)) is not None and chosen.name == "Algebra 0")


def test_that_a_new_job_moves_neither_what_is_chosen_nor_what_is_in_sight(full: Desk) -> None:
    full.table.verticalScrollBar().setValue(40_000)
    full.until(lambda: is_shown(full))
    first = rows_in_sight(full)[0]
    full.table.choose_row(first + 2)
    chosen, told = full.jobs.current, [full.text(Column.NAME, row) for row in rows_in_sight(full)]
    for number in range(3):
        note(full, f"new {number}")
    full.until(lambda: full.table.rows.rowCount() == MANY + 3)
    full.until(lambda: is_shown(full))
    assert rows_in_sight(full)[0] == first + 3
    assert [full.text(Column.NAME, row) for row in rows_in_sight(full)] == told
    assert full.jobs.current == chosen
    assert full.table.currentIndex().row() == first + 5


def test_that_the_top_of_the_list_shows_what_is_new(full: Desk) -> None:
    note(full, "new")
    full.until(lambda: full.text(Column.NAME).startswith("new,"))
    assert rows_in_sight(full)[0] == 0


def test_that_a_row_in_sight_is_shown_as_it_is_now(full: Desk) -> None:
    row = rows_in_sight(full)[1]
    number = full.table.rows.number_at(row)
    with Ledger(full.bench.workplace.home) as ledger:
        ledger._database.execute("UPDATE intents SET name = 'Renamed' WHERE number = ?", (number,))
    full.until(lambda: full.text(Column.NAME, row).startswith("Renamed,"))


def test_that_the_chosen_job_stays_chosen_while_others_are_looked_for(full: Desk) -> None:
    full.table.choose_row(3)
    chosen = full.jobs.current
    full.panel.tools.field.setText("nothing has this")
    full.until(lambda: full.table.rows.rowCount() == 0)
    assert full.jobs.current == chosen
    full.panel.tools.field.setText("")
    full.until(lambda: full.table.rows.rowCount() == MANY)
    assert full.table.currentIndex().row() == 3


def test_that_what_is_looked_for_is_seen_from_its_beginning(full: Desk) -> None:
    full.table.verticalScrollBar().setValue(100_000)
    full.until(lambda: is_shown(full))
    full.panel.tools.field.setText("algebra")
    full.until(lambda: full.table.rows.rowCount() < MANY and is_shown(full))
    assert rows_in_sight(full)[0] == 0
    assert full.panel.list.said.text().startswith(f"834 of {MANY} jobs")


def test_that_what_is_shown_is_exported_and_nothing_replaced_unasked(full: Desk, tmp_path: Path) -> None:
    path = tmp_path / "jobs.json"
    choose: Callable[..., None] = lambda _, then: then((path,))  # noqa: E731 - the dialog of the system
    full.asked.save_table = choose  # type: ignore[attr-defined]
    full.panel.tools.field.setText("biology failed")
    full.until(lambda: 0 < full.table.rows.rowCount() < MANY)
    why_not: list[str] = []
    full.bench.report.said.connect(lambda _: why_not.append(full.bench.commands.get("jobs.export").off()))
    full.bench.commands.run("jobs.export")
    full.until(path.exists)
    with History(full.bench.workplace.home) as history:
        expected = [intent.id for intent in history.each(Wanted(terms_of("biology failed")))]
    full.until(lambda: full.sentences[-1:] == [f"{len(expected)} jobs are in jobs.json."])
    assert [record["intent"] for record in json.loads(path.read_text("utf-8"))] == expected
    assert why_not == [""]  # who is told that it is written can write again
    path.write_text("mine")
    full.bench.commands.run("jobs.export")
    full.until(lambda: "jobs.json is already there" in full.asked.titles)
    assert path.read_text() == "mine"
    full.asked.press("Replace")
    full.until(lambda: path.read_text("utf-8").startswith("["))


def choose(desk: Desk, words: str) -> None:
    """Press the button for when and where, and choose from its menu."""
    QTest.mouseClick(desk.panel.list.narrowing, Qt.MouseButton.LeftButton)
    desk.until(lambda: any(menu.isVisible() for menu in desk.panel.list.narrowing.findChildren(QMenu)))
    menu = next(menu for menu in desk.panel.list.narrowing.findChildren(QMenu) if menu.isVisible())
    action = next(action for action in menu.actions() if action.text() == words)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def foot(desk: Desk) -> set[str]:
    return {label.text() for label in desk.panel.findChildren(Label) if "jobs" in label.text()}


def test_that_jobs_are_shown_by_when_and_where_they_were_made(open_desk: OpenDesk) -> None:
    fill(settings.home(), 40, targets=(LOCAL, SCHOOL))
    desk = open_desk()
    desk.until(lambda: desk.table.rows.rowCount() == 40)
    desk.submit()
    desk.until(lambda: desk.table.rows.rowCount() == 41)
    choose(desk, f"school · {SCHOOL.bucket}")
    desk.until(lambda: desk.table.rows.rowCount() == 20)
    assert any(text.startswith(f"20 of 41 jobs · school · {SCHOOL.bucket}") for text in foot(desk))
    choose(desk, "Today")
    desk.until(lambda: desk.table.rows.rowCount() == 0)
    choose(desk, "All places")
    desk.until(lambda: desk.table.rows.rowCount() == 1)
    assert any(text.startswith("1 of 41 jobs · Today") for text in foot(desk))
    assert desk.panel.list.narrowing.accessibleName() == "When and where: Today"
    note(desk, "another of today")
    desk.until(lambda: desk.table.rows.rowCount() == 2)
    desk.window.resize(1100, 200)  # no room for the button, and what it says
    desk.until(lambda: desk.table.rows.rowCount() == 42)
    assert not desk.panel.list.narrowing.isChecked()


def test_that_days_begin_at_midnight_here() -> None:
    first = [Period(days).span(date(2026, 3, 29))[0] for days in (1, 7, 30)]
    local = [datetime.fromtimestamp(moment or 0, UTC).astimezone() for moment in first]
    assert [moment.strftime("%Y-%m-%d %H:%M:%S") for moment in local] == [
        "2026-03-29 00:00:00",
        "2026-03-23 00:00:00",
        "2026-02-28 00:00:00",
    ]
    assert ANY_TIME.span() == (None, None)


def open_days(desk: Desk) -> PeriodDialog:
    choose(desk, "From … to …")
    desk.until(lambda: desk.window.findChildren(PeriodDialog))
    return desk.window.findChildren(PeriodDialog)[-1]


def test_that_jobs_are_shown_between_two_days(open_desk: OpenDesk) -> None:
    days = [date(2026, 3, day) for day in (1, 2, 2, 5, 9)]
    for number, day in enumerate(days):
        noon = datetime.combine(day, time(12)).astimezone().timestamp()
        with Ledger(settings.home(), now=lambda noon=noon: noon) as ledger:
            ledger.intend(make_wish(composition(user_data=str(number))), SCHOOL)
    desk = open_desk()
    desk.until(lambda: desk.table.rows.rowCount() == 5)
    dialog = open_days(desk)
    dialog.first.setText("2026-03-05")
    dialog.last.setText("2026-03-02")
    assert dialog.said.text() == "The last day is before the first."
    assert not dialog.show_button.isEnabled()
    dialog.first.setText("next week")
    assert dialog.said.text().startswith("next week is no day. Write it as 2")
    dialog.first.setText("2026-03-02")
    dialog.last.setText("2026-03-05")
    QTest.keyClick(dialog.last, Qt.Key.Key_Return)
    desk.until(lambda: desk.table.rows.rowCount() == 3)
    assert desk.panel.list.narrowing.said == "2026-03-02 to 2026-03-05"
    dialog = open_days(desk)
    assert (dialog.first.text(), dialog.last.text()) == ("2026-03-02", "2026-03-05")
    dialog.first.clear()
    dialog.show_button.click()
    desk.until(lambda: desk.table.rows.rowCount() == 4)
    dialog = open_days(desk)
    QTest.keyClick(dialog.first, Qt.Key.Key_Escape)
    assert desk.panel.list.narrowing.said == "Up to 2026-03-05"
    choose(desk, "Any time")
    desk.until(lambda: desk.table.rows.rowCount() == 5)


@pytest.mark.parametrize(
    ("period", "words", "first", "last"),
    [
        (Period(first=date(2026, 3, 29)), "From 2026-03-29 on", "2026-03-29 00:00", None),
        (Period(last=date(2026, 3, 29)), "Up to 2026-03-29", None, "2026-03-30 00:00"),
        (
            Period(first=date(2026, 3, 1), last=date(2026, 3, 29)),
            "2026-03-01 to 2026-03-29",
            "2026-03-01 00:00",
            "2026-03-30 00:00",
        ),
        (Period(first=date.min, last=date.max), "0001-01-01 to 9999-12-31", None, None),
    ],
)
def test_that_both_days_belong_to_a_period(period: Period, words: str, first: str | None, last: str | None) -> None:
    assert period.words == words
    told = [
        datetime.fromtimestamp(moment, UTC).astimezone().strftime("%Y-%m-%d %H:%M") if moment is not None else None
        for moment in period.span()
    ]
    assert told == [first, last]


def test_that_days_are_read_as_they_are_written_here() -> None:
    day = date(2026, 11, 29)
    assert read_day(" 2026-11-29 ") == day
    assert read_day(QLocale().toString(QDate(2026, 11, 29), QLocale.FormatType.LongFormat)) == day
    assert read_day("") is None
    with pytest.raises(ValueError, match="tomorrow"):
        read_day("tomorrow")
