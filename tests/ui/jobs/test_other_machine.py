"""A window on the home of another machine: its jobs are shown, none is sent until the user takes them over."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.builders import LOCAL
from support.local_cloud import Caller
from tilewright.jobs.ledger import Ledger
from tilewright.jobs.machine import Machine
from tilewright.jobs.wish import make_wish
from tilewright.localcloud.server import LocalCloud
from tilewright.model.states import State
from tilewright.ui.jobs.cells import Column

from .conftest import OpenDesk, one

ELSEWHERE = Machine("b" * 32)


@pytest.mark.usefixtures("hurried")
def test_that_jobs_of_another_machine_are_only_shown_until_they_are_taken_over(
    home: Path, cloud: LocalCloud, open_desk: OpenDesk
) -> None:
    with Ledger(home, machine=ELSEWHERE) as ledger:
        ledger.intend(make_wish(one("theirs")), LOCAL, name="theirs")
    desk = open_desk()
    desk.until(lambda: desk.said and desk.jobs.intents)
    told = desk.said[0]
    assert (told.kind, told.button) == ("error", "Take them over…")
    assert "its jobs belong to another computer" in told.sentence
    assert "`" not in told.hint
    assert desk.text(Column.STATE) == "Not sent"
    desk.submit(one("mine"))
    desk.until(lambda: len(desk.said) > 1 and not desk.bench.is_sending)
    assert "its jobs belong to another computer" in desk.said[-1].sentence
    assert Caller(cloud.endpoint).list_jobs().jobs == ()

    assert told.run is not None
    told.run()
    assert desk.asked.titles == ["Take the jobs over?"]
    desk.asked.press("Take them over")
    desk.until_state(State.SUCCESS)
    assert "The jobs are those of this computer now." in desk.sentences
    (job,) = Caller(cloud.endpoint).list_jobs().jobs
    assert job.job_id == desk.newest.job_id


def test_that_a_window_on_a_network_says_so_and_offers_no_button(
    home: Path, cloud: LocalCloud, open_desk: OpenDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "mountinfo"
    table.write_text(f"1 0 0:1 / / rw - ext4 x rw\n2 1 0:2 / {home.parent} rw - cifs //server/home rw\n", "utf-8")
    monkeypatch.setattr("tilewright.jobs.machine.MOUNTS", table)
    desk = open_desk()
    desk.until(lambda: desk.said)
    assert "it lies on a network file system (cifs)" in desk.said[0].sentence
    assert desk.said[0].button == ""
    assert "TILEWRIGHT_HOME" in desk.said[0].hint
    desk.submit()
    desk.until(lambda: len(desk.said) > 1 and not desk.bench.is_sending)
    assert Caller(cloud.endpoint).list_jobs().jobs == ()
