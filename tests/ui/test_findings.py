"""The findings: what is shown of what the checks find."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from support.builders import LOCAL, composition, tile
from tilewright.ui.background import Background
from tilewright.ui.findings import Findings
from tilewright.ui.session import Session


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    made = Background()
    yield made
    assert made.close()


def test_that_an_empty_composition_holds_up_submit_and_is_no_problem_to_show(background: Background) -> None:
    session = Session(LOCAL, composition().replace(tiles=()))
    findings = Findings(session, background)
    findings.refresh()
    assert findings.problems == ()
    assert [problem.code for problem in findings.stopping] == ["tiles-none"]


def test_that_a_composition_with_all_tiles_hidden_is_a_problem_to_show(background: Background) -> None:
    session = Session(LOCAL, composition(tile("a", hidden=True)))
    findings = Findings(session, background)
    findings.refresh()
    assert [problem.code for problem in findings.errors] == ["tiles-none"]
    session.document.apply(composition().replace(tiles=()), "Delete tile")
    QCoreApplication.processEvents()
    assert findings.errors == ()
