"""A window's files without the window: its dialogs are answered by the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from tilewright.model.composition import Composition
from tilewright.ui.files.files import Files
from tilewright.ui.report import Message
from tilewright.ui.windows.question import Choice
from tilewright.ui.workbench import Workbench

ONE, TWO, OTHER = (composition(tile(name)) for name in ("one", "two", "other"))


class Answers:
    """Stands for the user in front of dialogs: notes what is asked, and answers as told beforehand."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.choices: tuple[Choice, ...] = ()
        self.names: list[Path] = []
        self.suggested: list[tuple[str, str]] = []

    def ask(self, title: str, sentence: str, choices: Sequence[Choice]) -> None:
        assert sum(choice.is_safe for choice in choices) == 1
        assert sum(choice.is_way_out for choice in choices) == 1
        self.asked.append(title)
        self.choices = tuple(choices)

    def press(self, text: str) -> None:
        """Answer the question that is open."""
        choice = next(choice for choice in self.choices if choice.text == text)
        self.choices = ()
        choice.run()

    def open_document(self, folder: str, then: Callable[[tuple[Path, ...]], None]) -> None:
        then((self.names.pop(0),))

    open_videos = open_document

    def save_document(self, folder: str, name: str, then: Callable[[tuple[Path, ...]], None]) -> None:
        self.suggested.append((folder, name))
        if self.names:
            then((self.names.pop(0),))


class Desk:
    """One window's files and the hand that works on them."""

    def __init__(self, bench: Workbench, qtbot: QtBot) -> None:
        self.bench, self._qtbot = bench, qtbot
        self.files: Files = bench.files
        self.answers = Answers()
        self.files.attach(self.answers)  # type: ignore[arg-type]  # all that Files asks of it
        self.said: list[Message] = []
        bench.report.said.connect(self.said.append)
        bench.sources.failed.disconnect(bench.report.error_once)  # these tests are not about the service that is away
        self.is_closed = False

    @property
    def composition(self) -> Composition:
        return self.bench.session.composition

    def edit(self, value: Composition) -> None:
        self.bench.session.document.apply(value, "Edit")

    def rest(self) -> None:
        """Wait until nothing happens in the background."""
        self._qtbot.waitUntil(lambda: not self.bench.background.is_busy and not self.files.is_saving)

    def open(self, path: Path) -> None:
        self.files.open(path)
        self.rest()

    def save(self) -> None:
        self.files.save()
        self.rest()

    def close(self) -> bool:
        """Close the window if it may; whether it is closed."""
        if not self.is_closed and self.files.ending.allows(self.close):
            self.is_closed = True
            assert self.bench.close()
        return self.is_closed

    def die(self) -> None:
        """End as after kill -9, once what was under way is written: every lock is gone, nothing is tidied up."""
        self.rest()
        self.is_closed = True
        autosave = self.files._autosave
        if autosave._slot is not None:
            autosave._slot.close()
            autosave._slot = None
        self.files._keep_claim(None)
        self.bench.session.document.blockSignals(True)
        autosave.end = lambda state: None  # type: ignore[method-assign]
        assert self.bench.close()


@pytest.fixture
def open_desk(make_bench: Callable[[Composition], Workbench], qtbot: QtBot) -> Iterator[Callable[[], Desk]]:
    """Opens windows, each with an empty composition."""
    desks: list[Desk] = []

    def make() -> Desk:
        desk = Desk(make_bench(composition(size=(1920, 1080))), qtbot)
        desk.files.put_fresh()
        desks.append(desk)
        return desk

    yield make
    for desk in desks:
        if not desk.is_closed:
            desk.files.ending.skip_question()
            desk.close()


@pytest.fixture
def desk(open_desk: Callable[[], Desk]) -> Desk:
    return open_desk()
