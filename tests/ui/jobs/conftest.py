"""The Jobs panel on a real local cloud in this process; questions and programs of the desktop are the test's."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from support.builders import composition
from support.clips import clip
from support.fault_proxy import FaultProxy, fault_proxy
from support.local_cloud import Caller, local_cloud
from support.sending import produce_slowly
from tilewright.jobs.intent import Intent
from tilewright.localcloud.server import LocalCloud
from tilewright.model.composition import Composition
from tilewright.model.states import State
from tilewright.model.target import Target
from tilewright.ui.commands import groups
from tilewright.ui.files.standing import Standing
from tilewright.ui.jobs.cells import Column
from tilewright.ui.jobs.list import JobList
from tilewright.ui.jobs.panel import JobsPanel
from tilewright.ui.jobs.table import JobTable
from tilewright.ui.report import Message
from tilewright.ui.windows.question import Choice
from tilewright.ui.workbench import Workbench
from ui.conftest import OpenBench


class NoPanels:
    """Stands where the window does for the commands of the view."""

    def is_open(self, side: str) -> bool:
        return True

    def toggle(self, side: str) -> None: ...
    def step(self, side: str, pixels: int) -> None: ...
    def reset(self) -> None: ...
    def show_page(self, name: str) -> None: ...


class Asked:
    """Notes what the user is asked, and answers as told."""

    def __init__(self) -> None:
        self.titles: list[str] = []
        self.sentence = ""
        self.choices: tuple[Choice, ...] = ()
        self.save_to: Path | None = None

    def ask(self, title: str, sentence: str, choices: Sequence[Choice]) -> None:
        self.titles.append(title)
        self.sentence = sentence
        self.choices = tuple(choices)

    def press(self, text: str) -> None:
        choice = next(choice for choice in self.choices if choice.text == text)
        self.choices = ()
        choice.run()

    def save_video(self, name: str, then: Callable[[tuple[Path, ...]], None]) -> None:
        self.titles.append(name)
        if self.save_to is not None:
            then((self.save_to,))

    save_text = save_video


class Desk:
    """A window's workbench with its Jobs panel."""

    def __init__(self, bench: Workbench, qtbot: QtBot, file: Path) -> None:
        self.bench, self.jobs, self._qtbot = bench, bench.jobs, qtbot
        self.asked = Asked()
        bench.files.attach(self.asked)  # type: ignore[arg-type]  # all that is asked of it here
        self.said: list[Message] = []
        bench.report.said.connect(self.said.append)
        for group in groups.commands(bench, NoPanels()):
            bench.commands.add(group)
        self.panel = JobsPanel(bench, JobList(bench, JobTable(bench)))
        self.table = self.panel.table
        self.window = _window_of(self.panel)
        self.opened: list[Path] = []
        self.jobs.actions.show_file = self._open
        self.file = file
        self._is_closed = False

    def _open(self, path: Path) -> bool:
        self.opened.append(path)
        return True

    def put(self, made: Composition) -> None:
        """Open ``made`` as the composition in the file."""
        self.bench.files.put(Standing(self.file.name, made, self.file), made)

    def submit(self, made: Composition | None = None) -> None:
        self.put(made or one())
        self.bench.commands.run("composition.submit")

    def until(self, is_so: Callable[[], object], seconds: float = 20) -> None:
        self._qtbot.waitUntil(lambda: bool(is_so()), timeout=round(seconds * 1000))

    @property
    def newest(self) -> Intent:
        return self.jobs.intents[0]

    def until_state(self, state: State, seconds: float = 20) -> None:
        self.until(lambda: self.jobs.intents and self.newest.state is state, seconds)

    def until_delivered(self, count: int = 1) -> None:
        """Until there are ``count`` jobs and the file of the newest is in its place."""
        self.until(lambda: len(self.jobs.intents) == count and self.newest.delivered is not None)

    @property
    def sentences(self) -> list[str]:
        return [message.sentence for message in self.said]

    def text(self, column: Column, row: int = 0) -> str:
        return str(self.table.rows.index(row, column).data() or "")

    def click(self, x: int, row: int = 0, *, from_right: bool = True) -> None:
        """Press where a button is: ``x`` pixels from the edge of the row."""
        rect = self.table.visualRect(self.table.rows.index(row, Column.ACTION if from_right else Column.NAME))
        point = QPoint(rect.right() - x if from_right else rect.left() + x, rect.center().y())
        self._qtbot.mouseClick(self.table.viewport(), Qt.MouseButton.LeftButton, pos=point)

    def close(self) -> None:
        if not self._is_closed:
            self._is_closed = True
            self.window.close()
            assert self.bench.background.close(10), "work in the background did not end"
            self.window.deleteLater()  # what would arrive late finds nobody


def _window_of(panel: JobsPanel) -> QWidget:
    """A window around the panel that asks for no size of its own: the screen of the tests has no use for that."""
    window = QWidget()
    column = QVBoxLayout(window)
    column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
    column.addWidget(panel.tools)
    column.addWidget(panel)
    window.resize(1100, 400)
    window.show()
    return window


def one(name: str = "lesson", **fields: Any) -> Composition:
    """A composition whose source is there."""
    return composition(size=(320, 180), user_data=name, **fields)


OpenDesk = Callable[..., Desk]


RELEASED = threading.Event()


def produce_when_released(*given: Any, should_stop: Callable[[], bool], **named: Any) -> None:
    """A production that takes as long as a test with ``released`` wants it to."""
    while not RELEASED.is_set() and not should_stop():
        time.sleep(0.01)
    produce_slowly(*given, should_stop=should_stop, **named)


@pytest.fixture
def released() -> Iterator[threading.Event]:
    RELEASED.clear()
    yield RELEASED
    RELEASED.set()


@pytest.fixture
def produce() -> Callable[..., None]:
    """How the local cloud of the test makes videos: as short ones are, without FFmpeg."""
    return produce_slowly


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Submissions are signed for 4 seconds only, so that absence is certain soon."""
    monkeypatch.setattr(Target, "signature_life", 4)


@pytest.fixture
def clock() -> Callable[[], float]:
    """The clock of the local cloud of the test."""
    return time.time


@pytest.fixture
def cloud(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    produce: Callable[..., None] | None,
    clock: Callable[[], float],
) -> Iterator[LocalCloud]:
    options = {"produce": produce} if produce else {}
    with local_cloud(tmp_path / "cloud", clock=clock, **options) as made:
        Caller(made.endpoint).put("input/a.mp4", clip("mono").read_bytes())
        monkeypatch.setenv("TILEWRIGHT_ENDPOINT", made.endpoint.address)
        monkeypatch.setenv("TILEWRIGHT_SECRET_ID", made.endpoint.secret_id)
        monkeypatch.setenv("TILEWRIGHT_SECRET_KEY", made.endpoint.secret_key)
        yield made


@pytest.fixture
def proxy(cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultProxy]:
    with fault_proxy(cloud.endpoint.address) as made:
        monkeypatch.setenv("TILEWRIGHT_ENDPOINT", made.address)
        yield made


@pytest.fixture
def open_desk(cloud: LocalCloud, open_bench: OpenBench, qtbot: QtBot, tmp_path: Path) -> Iterator[OpenDesk]:
    """Opens windows' desks on one home; their compositions lie in one folder."""
    made: list[Desk] = []
    folder = tmp_path / "lessons"
    folder.mkdir()

    def make(name: str = "lesson") -> Desk:
        made.append(Desk(open_bench(), qtbot, folder / f"{name}.tilewright"))
        return made[-1]

    yield make
    for desk in made:
        desk.close()


@pytest.fixture
def desk(open_desk: OpenDesk) -> Desk:
    return open_desk()
