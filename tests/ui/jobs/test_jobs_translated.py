"""Jobs in another language: the list, the menu, the details, and what is asked."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from tilewright.ui.jobs.model import Column
from ui.pseudo import OPEN, texts_of

from .conftest import Desk


def plain(desk: Desk) -> set[tuple[str, str]]:
    """What people read in the panel that is no value of the job and stays in English."""
    job = desk.newest
    own = {job.name, job.id, job.id[:8], job.job_id, job.result_key, job.target.bucket, job.target.region}
    own.add(str(job.delivered_path))
    return {one for one in texts_of(desk.window) if OPEN not in one[1] and one[1] not in own}


def test_that_list_menu_details_and_questions_are_translated(pseudo: None, desk: Desk) -> None:
    desk.submit()
    desk.until_delivered()
    assert OPEN in desk.text(Column.STATE)
    rows = desk.table.rows
    heard = str(rows.index(0, Column.STATE).data(Qt.ItemDataRole.AccessibleTextRole) or "")
    assert OPEN in heard
    desk.table.choose_row(0)
    desk.bench.commands.run("jobs.details")
    details = desk.panel.details
    assert details is not None
    desk.until(lambda: desk.newest.job_id in details.answers.toPlainText())
    assert plain(desk) == set()
    desk.bench.commands.run("jobs.details")
    desk.click(20)
    menu = desk.table.findChild(QMenu, "jobMenu")
    assert menu is not None
    assert {action.text() for action in menu.actions() if action.text() and OPEN not in action.text()} == set()
    menu.close()
    desk.bench.commands.run("jobs.retry")
    assert OPEN in desk.asked.titles[-1]
    assert OPEN in desk.asked.sentence
    assert all(OPEN in choice.text for choice in desk.asked.choices)
    assert all(OPEN in message.sentence for message in desk.said)
