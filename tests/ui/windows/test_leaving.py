"""The window is closed with a submission on its way: it goes out of sight at once, and nothing gets lost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from support.clips import clip
from support.local_cloud import Caller, local_cloud
from support.sending import produce_slowly
from tilewright import settings
from tilewright.jobs.history import History
from tilewright.localcloud.server import LocalCloud
from tilewright.ui.files.start import start
from tilewright.ui.report import Message
from tilewright.usecases import submit as use_case
from ui.conftest import OpenWindow

OTHER = "a-video-that-is-not-there"


@pytest.fixture
def cloud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalCloud]:
    with local_cloud(tmp_path / "cloud", produce=produce_slowly) as made:
        Caller(made.endpoint).put("input/a.mp4", clip("mono").read_bytes())
        monkeypatch.setenv("TILEWRIGHT_ENDPOINT", made.endpoint.address)
        monkeypatch.setenv("TILEWRIGHT_SECRET_ID", made.endpoint.secret_id)
        monkeypatch.setenv("TILEWRIGHT_SECRET_KEY", made.endpoint.secret_key)
        yield made


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Looking at the sources takes until this is set."""
    opened = threading.Event()
    know: Callable[..., Any] = use_case.know

    def slowly(*given: Any, **named: Any) -> Any:
        opened.wait(20)
        return know(*given, **named)

    monkeypatch.setattr(use_case, "know", slowly)
    yield opened
    opened.set()


def test_that_a_window_closed_right_after_the_press_ends_when_the_job_is_at_the_service(
    cloud: LocalCloud, gate: threading.Event, open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window(composition(size=(320, 180)))
    window.bench.files.ending.skip_question()
    window.bench.commands.run("composition.submit")
    assert not window.close()
    assert not window.isVisible()
    with qtbot.waitSignal(window.closed, timeout=20_000):
        gate.set()
    assert len(Caller(cloud.endpoint).list_jobs().jobs) == 1
    with History(window.bench.workplace.home) as history:
        (made,) = history.newest()
    assert made.job_id
    assert window.bench.preferences.window.not_submitted == ""


def test_that_what_came_to_nothing_after_the_window_was_closed_is_said_at_the_next_start(
    cloud: LocalCloud, gate: threading.Event, open_window: OpenWindow, qtbot: QtBot
) -> None:
    first = open_window(composition(tile(OTHER, 0, 0, 320, 180), size=(320, 180)))
    first.bench.files.ending.skip_question()
    first.bench.commands.run("composition.submit")
    first.close()
    with qtbot.waitSignal(first.closed, timeout=20_000):
        gate.set()
    said: list[Message] = []
    second = open_window()
    second.bench.report.said.connect(said.append)
    start(second.bench)
    assert said[0].kind == "error"
    assert said[0].sentence.startswith("Untitled was not submitted.")
    assert settings.load(second.bench.workplace.home).window.not_submitted
    second.bench.files.ending.skip_question()
    second.close()
    assert settings.load(second.bench.workplace.home).window.not_submitted == ""


def test_that_a_service_that_never_answers_does_not_keep_the_window_for_ever(
    cloud: LocalCloud, gate: threading.Event, open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window(composition(size=(320, 180)))
    window.bench.files.ending.skip_question()
    window.bench.commands.run("composition.submit")
    window.desk.leaving._patience.setInterval(50)
    qtbot.waitUntil(lambda: window.bench.is_sending)
    with qtbot.waitSignal(window.closed, timeout=20_000):
        window.close()
        gate_soon = threading.Timer(0.3, gate.set)  # the thread of the work ends, too
        gate_soon.start()
    gate_soon.join()
    assert "did not answer" in window.bench.preferences.window.not_submitted
    with History(window.bench.workplace.home) as history:
        assert history.newest() == []
    assert not Caller(cloud.endpoint).list_jobs().jobs


def test_that_a_window_closed_in_mid_job_does_not_wait_for_its_end(
    cloud: LocalCloud, open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window(composition(size=(320, 180)))
    window.bench.files.ending.skip_question()
    window.bench.commands.run("composition.submit")
    qtbot.waitUntil(lambda: not window.bench.is_sending, timeout=20_000)
    assert window.close()
