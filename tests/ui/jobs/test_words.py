"""The Jobs page, a job's details and what is asked about it, in another language."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, Qt

from support import fault_proxy as faults
from support.fault_proxy import Fault, FaultProxy, Say
from tilewright.jobs.intent import Intent
from tilewright.localcloud.server import LocalCloud
from tilewright.text import Text
from tilewright.ui.jobs.cells import Column
from tilewright.wire.faults import write_fault
from ui.pseudo import BREAK, OPEN, english, in_pseudo, texts_of

from .conftest import Desk, OpenDesk

IDS = (("x-ci-request-id", "NjA"), ("Content-Type", "application/xml"))
REFUSED = Say(403, write_fault("AccessDenied", "no", "NjA", resource=None), headers=IDS)
ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)


@pytest.fixture
def desk(pseudo: None, cloud: LocalCloud, open_desk: OpenDesk) -> Desk:
    return open_desk()


def own(intent: Intent) -> set[str]:
    """Names that are the same in every language."""
    names = {intent.name, intent.job_id, intent.result_key, intent.output_key, intent.delivered_path}
    return names | {name.rpartition("/")[2] for name in names}


def test_that_the_list_and_the_details_are_translated(desk: Desk) -> None:
    desk.submit()
    desk.until_delivered()
    desk.table.choose_row(0)
    desk.bench.commands.run("jobs.details")
    details, rows = desk.panel.details, desk.table.rows
    assert details is not None
    desk.until(lambda: details.answers.text.toPlainText())
    QCoreApplication.processEvents()
    cells = {str(rows.index(0, column).data(role) or "") for column in Column for role in ROLES}
    heads = {str(rows.headerData(column, Qt.Orientation.Horizontal) or "") for column in Column}
    assert len(cells) > 6
    assert english(cells | heads, own(desk.newest)) == set()
    texts = {text for _, text in texts_of(desk.window)}
    assert len(texts) > 25
    assert english(texts, own(desk.newest)) == set()


def test_that_the_empty_list_and_one_that_finds_nothing_are_translated(desk: Desk) -> None:
    desk.until(lambda: desk.jobs.is_read)
    assert all(OPEN in text for _, text in texts_of(desk.window))
    desk.submit()
    desk.until_delivered()
    desk.panel.tools.field.setText("nothing like it")
    assert english({text for _, text in texts_of(desk.window)}, own(desk.newest)) == set()


def test_that_what_is_asked_and_said_about_a_job_is_translated(desk: Desk) -> None:
    desk.submit()
    desk.until_delivered()
    for command in ("jobs.retry", "composition.submit"):
        desk.bench.commands.run(command)
        desk.until(lambda: desk.asked.choices)
        asked = {desk.asked.titles[-1], desk.asked.sentence, *(choice.text for choice in desk.asked.choices)}
        assert english(asked, own(desk.newest)) == set()
        desk.asked.press("⟦Cancel⟧")
    desk.bench.commands.run("jobs.copy-id")
    said = {text for message in desk.said for text in (message.sentence, message.hint, message.button)}
    assert len(said) > 2
    assert english(said, own(desk.newest)) == set()


@pytest.mark.parametrize("fault", [faults.REDIRECT, REFUSED], ids=["unknown", "refused"])
def test_that_what_the_ledger_noted_in_another_window_is_translated(
    pseudo: None, proxy: FaultProxy, open_desk: OpenDesk, fault: Fault
) -> None:
    """Two windows on one home: what the second one shows it has read."""
    first = open_desk()
    proxy.faults.append(fault)
    proxy.always["list"] = faults.BAD_GATEWAY
    first.submit()
    first.until(lambda: first.jobs.intents and first.newest.message)
    desk = open_desk()
    desk.until(lambda: desk.jobs.intents)
    desk.table.choose_row(0)
    desk.bench.commands.run("jobs.details")
    details, noted = desk.panel.details, desk.newest.message
    desk.until(lambda: details is not None and details.card is not None)
    assert details is not None
    assert details.card is not None
    assert isinstance(noted, Text)
    shown = {text for _, text in texts_of(details)} | {details.card.accessibleName()}
    rows = desk.table.rows
    shown |= {str(rows.index(0, column).data(role) or "") for column in Column for role in ROLES}
    assert any(in_pseudo(noted) in text.replace(BREAK, "") for text in shown)
    assert not any(noted in text for text in shown)
