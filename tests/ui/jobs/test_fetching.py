"""Results that come to this computer: once, seen, stopped at will, and over no other file unless wanted."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tilewright.ui.jobs.cells import Column
from tilewright.usecases import fetch, own_result
from tilewright.usecases.events import Fetching

from .conftest import Desk


class SlowTransfers:
    """Every transfer stops half way until ``go`` is set; ``count`` of them began, ``left`` were given up."""

    def __init__(self, fetch_result: Any) -> None:
        self.go = threading.Event()
        self.count = self.left = 0
        self._fetch_result = fetch_result

    def __call__(self, client: object, key: str, path: Path, **how: Any) -> Iterator[object]:
        self.count += 1
        try:
            while not self.go.wait(0.02):
                yield Fetching(key, 1, 2)
        except GeneratorExit:
            self.left += 1
            raise
        yield from self._fetch_result(client, key, path, **how)


@pytest.fixture
def fetched_desk(desk: Desk) -> Desk:
    """A desk with a job whose result is not here any more."""
    desk.submit()
    desk.until_delivered()
    desk.file.with_suffix(".mp4").unlink()
    desk.table.choose_row(0)
    return desk


@pytest.fixture
def transfers(fetched_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowTransfers]:
    made = SlowTransfers(own_result.fetch_result)
    monkeypatch.setattr(own_result, "fetch_result", made)
    yield made
    made.go.set()


def test_that_a_result_on_its_way_is_seen_in_its_row_and_comes_once(
    fetched_desk: Desk, transfers: SlowTransfers
) -> None:
    desk = fetched_desk
    before = desk.text(Column.PROGRESS)
    desk.bench.commands.run("jobs.open")
    desk.until(lambda: "50 %" in desk.text(Column.PROGRESS))
    desk.bench.commands.run("jobs.open")
    assert "The video is on its way already." in desk.sentences
    transfers.go.set()
    desk.until(lambda: desk.opened)
    desk.until(lambda: desk.text(Column.PROGRESS) == before)
    assert transfers.count == 1


def test_that_a_result_on_its_way_is_stopped(fetched_desk: Desk, transfers: SlowTransfers) -> None:
    desk = fetched_desk
    stop = desk.bench.commands.get("jobs.stop-fetching")
    assert stop.off() == "Its result is not being fetched"
    desk.bench.commands.run("jobs.open")
    desk.until(lambda: "50 %" in desk.text(Column.PROGRESS))
    desk.bench.commands.run("jobs.stop-fetching")
    assert "%" not in desk.text(Column.PROGRESS)
    desk.until(lambda: transfers.left == 1)
    assert desk.opened == []
    transfers.go.set()
    desk.bench.commands.run("jobs.open")
    desk.until(lambda: desk.opened)


def test_that_another_file_is_replaced_only_when_the_user_says_so(fetched_desk: Desk, tmp_path: Path) -> None:
    desk = fetched_desk
    there = tmp_path / "there.mp4"
    there.write_bytes(b"mine")
    desk.asked.save_to = there
    desk.bench.commands.run("jobs.save-as")
    desk.until(lambda: desk.asked.choices)
    assert desk.asked.titles[-1] == "there.mp4 is already there"
    assert [choice.text for choice in desk.asked.choices if choice.is_safe] == ["Another name…"]
    assert there.read_bytes() == b"mine"
    desk.asked.press("Replace")
    desk.until(lambda: "there.mp4 is saved." in desk.sentences)
    assert there.read_bytes() == b"video"


def test_that_of_results_fetched_to_be_opened_the_oldest_go(
    fetched_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = fetched_desk
    results = desk.bench.workplace.home / "cache" / "results"
    for name in ("older", "newer"):
        (results / name).mkdir(parents=True)
        (results / name / "a.mp4").write_bytes(b"12345")
    os.utime(results / "older", (1, 1))
    monkeypatch.setattr(fetch, "KEPT_BYTES", 7)
    desk.bench.commands.run("jobs.open")
    desk.until(lambda: desk.opened)
    assert sorted(one.name for one in results.iterdir()) == sorted(["newer", desk.newest.id])
