"""Facts about sources and their pictures: told in batches, and a service that is away is left alone."""

from __future__ import annotations

import time

import pytest
from pytestqt.qtbot import QtBot

from support.builders import composition, source, tile, url
from tilewright.durable import FileLock, make_private
from tilewright.errors import Unreachable
from tilewright.localcloud.home import START_WITHIN, STARTING_NAME
from tilewright.media.picture import Picture
from tilewright.model.source import Known, Trouble
from tilewright.ui.session import MOST_AT_ONCE
from tilewright.ui.workbench import Workbench
from tilewright.usecases.workplace import Service, Workplace
from ui.conftest import OpenBench

SENTENCE = "There is no service in this test."


def count_asks(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often anybody asks for the service, which is away."""
    asked: list[str] = []

    def service(_: Workplace, profile: str | None = None) -> Service:
        asked.append(profile or "")
        raise Unreachable(SENTENCE)

    monkeypatch.setattr(type(bench.workplace), "service", service)
    return asked


def rest(bench: Workbench, qtbot: QtBot) -> None:
    qtbot.wait(30)
    qtbot.waitUntil(lambda: not bench.background.is_busy, timeout=20000)


def test_that_a_window_closes_at_once_although_the_local_cloud_does_not_come_up(
    open_bench: OpenBench, qtbot: QtBot
) -> None:
    bench = open_bench(composition(tile("a")))
    starting = FileLock(make_private(bench.workplace.home / "local-cloud") / STARTING_NAME)
    assert starting.acquire()
    try:
        bench.sources.look()
        qtbot.wait(100)
        begun = time.monotonic()
        assert bench.close(10)
        assert time.monotonic() - begun < START_WITHIN / 5
    finally:
        starting.release()


def test_that_a_service_that_is_away_is_asked_and_told_once_and_the_tile_says_why(
    make_bench: OpenBench, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    bench = make_bench(composition(tile("a")))
    asked = count_asks(bench, monkeypatch)
    said: list[str] = []
    bench.report.said.connect(lambda message: said.append(message.sentence))
    document = bench.session.document
    bench.sources.look()
    rest(bench, qtbot)
    for number in range(3):
        document.apply(composition(tile("a", x=number + 1), tile(f"b{number}")), "Edit")
        rest(bench, qtbot)
    assert said == [SENTENCE]
    assert len(asked) == 1
    assert bench.session.known.troubles == dict.fromkeys(
        map(url, ("a", "b0", "b1", "b2")), Trouble("unreachable", SENTENCE)
    )
    bench.sources.retry(url("a"))
    rest(bench, qtbot)
    assert len(asked) == 2
    assert said == [SENTENCE]


def test_that_pictures_leave_a_service_alone_that_is_away(
    make_bench: OpenBench, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    bench = make_bench(composition(tile("a"), tile("b")))
    asked = count_asks(bench, monkeypatch)
    assert bench.pictures.of(url("a")) is None
    rest(bench, qtbot)
    assert bench.pictures.has_failed(url("a"))
    assert bench.pictures.of(url("b")) is None
    assert bench.pictures.has_failed(url("b"))
    rest(bench, qtbot)
    assert len(asked) == 1
    bench.pictures.retry(url("a"))
    rest(bench, qtbot)
    assert len(asked) == 2


def test_that_videos_of_other_places_need_no_service(
    make_bench: OpenBench, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    bench = make_bench(composition(tile("a", url="https://elsewhere.invalid/a.mp4")))
    asked = count_asks(bench, monkeypatch)
    bench.sources.look()
    bench.pictures.of("https://elsewhere.invalid/a.mp4")
    rest(bench, qtbot)
    assert asked == []
    assert bench.pictures.has_failed("https://elsewhere.invalid/a.mp4")


def test_that_an_address_that_is_being_typed_is_not_asked_about(
    make_bench: OpenBench, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    bench = make_bench(composition(tile("a")))
    asked = count_asks(bench, monkeypatch)
    for typed in ("https://elsewhere.invalid/x", url("x"), url("xy")):
        bench.session.document.preview(composition(tile("a", url=typed)))
        bench.pictures.of(typed)
    qtbot.wait(30)
    assert asked == []
    bench.session.document.commit("Address")
    rest(bench, qtbot)
    assert bench.pictures.has_failed(url("xy"))
    assert not bench.pictures.has_failed(url("x"))


def _count(signal: object) -> list[None]:
    counted: list[None] = []
    signal.connect(lambda *_: counted.append(None))  # type: ignore[attr-defined] # any signal
    return counted


def test_that_many_facts_and_pictures_are_told_in_few_batches(make_bench: OpenBench, qtbot: QtBot) -> None:
    count = 300
    names = [f"s{number}" for number in range(count)]
    bench = make_bench(composition(*(tile(name) for name in names)))
    learnt, arrived, found = map(_count, (bench.session.known_changed, bench.pictures.arrived, bench.findings.changed))
    small = Picture(2, 2, bytes(12))
    bench.pictures.expect(map(url, names))
    for name in names:
        bench.sources._on_known(Known().with_source(url(name), source()))
        bench.pictures._on_picture((url(name), small))
    qtbot.waitUntil(lambda: len(bench.session.known.sources) == count, timeout=5000)
    qtbot.waitUntil(lambda: len(arrived) > 0, timeout=5000)
    rest(bench, qtbot)
    assert (len(learnt), len(arrived)) == (1, 1)
    assert len(found) <= 2
    assert all(bench.pictures.of(url(name)) is not None for name in names), "all of the open composition are kept"


def test_that_the_checks_of_many_tiles_run_in_the_background_and_the_last_composition_counts(
    make_bench: OpenBench, qtbot: QtBot
) -> None:
    tiles = [tile(f"s{number}", number, 0) for number in range(MOST_AT_ONCE + 50)]
    bench = make_bench(composition(*tiles))
    document = bench.session.document
    rest(bench, qtbot)
    document.apply(composition(*tiles[:-1], tiles[-1].replace(width=0)), "Edit")
    assert not bench.findings.at(f"tiles.{tiles[-1].id}.width")
    document.apply(composition(*tiles[:-1], tiles[-1].replace(height=0)), "Edit")
    rest(bench, qtbot)
    rest(bench, qtbot)
    assert bench.findings.at(f"tiles.{tiles[-1].id}.height")
    assert not bench.findings.at(f"tiles.{tiles[-1].id}.width")


def test_that_whoever_needs_the_findings_now_gets_them(make_bench: OpenBench) -> None:
    tiles = [tile(f"s{number}", number, 0, width=0) for number in range(MOST_AT_ONCE + 50)]
    bench = make_bench(composition(*tiles))
    bench.findings.refresh()
    assert bench.findings.at("tiles.s7.width")
