"""The first instants of the window: what is done to it before it is furnished."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from support.clips import ffmpeg
from tilewright.files.recovery import State, left_over, new_slot, take_newest
from tilewright.files.saving import save_file
from tilewright.ui.application import _Found, _furnish
from tilewright.ui.commands.registry import Commands
from tilewright.ui.theme.theme import Theme
from tilewright.ui.windows.early import Early
from tilewright.ui.windows.main import MainWindow
from tilewright.usecases.workplace import Workplace

TURNS = 37
"""In how many pieces the window is furnished."""

SOME = (0, 1, 12, 18, 26, 27, 30, 36)
"""Before it is begun, among the commands, the bars, the docks, before there is something to work on, while it is
unveiled, and at the end.
"""

PLACE = QPoint(400, 300)
ONE = composition(tile("one"))


class Opening:
    """A window that is shown, and furnished turn by turn."""

    def __init__(self, theme: Theme, qtbot: QtBot) -> None:
        self._theme, self._qtbot = theme, qtbot
        self.window = MainWindow()
        self.window.show_outlines(ONE)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.early = Early(self.window)
        self._mime = QMimeData()

    @property
    def handle(self) -> QWindow:
        handle: QWindow = self.window.windowHandle()
        return handle

    def turns(self, file: Path | None = None) -> Iterator[int]:
        """The number of each turn, before it is taken; what is `left_over` is taken up."""
        workplace = Workplace.open()
        found = _Found(file, None if file else take_newest(workplace.home))
        work = _furnish(self.window, workplace, self._theme, self.early, found)
        for number in range(TURNS):
            yield number
            assert (next(work, self) is self) == (number == TURNS - 1)

    def furnish(self, do: Callable[[], bool] = lambda: True, before: int = 0, file: Path | None = None) -> None:
        """Take all turns; ``do`` is done ``before`` one of them, and has to succeed."""
        for number in self.turns(file):
            assert number != before or do()

    def drop(self, *paths: Path) -> bool:
        """Whether the files were taken."""
        return self.enter(*paths) and self.let_fall()

    def enter(self, *paths: Path) -> bool:
        """Whether the files are welcome."""
        self._mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        return self.enter_with(self._mime)

    def enter_with(self, mime: QMimeData) -> bool:
        self._mime = mime
        event = QDragEnterEvent(PLACE, *self._how())
        QApplication.sendEvent(self.handle, event)
        return event.isAccepted()

    def let_fall(self) -> bool:
        event = QDropEvent(QPointF(PLACE), *self._how())
        QApplication.sendEvent(self.handle, event)
        return event.isAccepted()

    def _how(self) -> tuple[Qt.DropAction, QMimeData, Qt.MouseButton, Qt.KeyboardModifier]:
        return Qt.DropAction.CopyAction, self._mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier

    def names(self) -> list[str]:
        return [Path(one.url).name for one in self.window.bench.session.composition.tiles]

    def wait_for(self, *names: str) -> None:
        self._qtbot.waitUntil(lambda: self.names()[-len(names) :] == list(names), timeout=30000)


@pytest.fixture
def opening(theme: Theme, qtbot: QtBot) -> Iterator[Opening]:
    made = Opening(theme, qtbot)
    yield made
    if made.window.is_furnished:
        made.window.bench.files.ending.skip_question()
    made.window.close()
    made.window.deleteLater()


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("videos") / "clip.mp4"
    picture = "testsrc2=s=64x36:r=10:d=0.5"
    ffmpeg("-f", "lavfi", "-i", picture, "-c:v", "libx264", "-pix_fmt", "yuv420p", str(path))
    return path


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    """The file of `ONE`."""
    path = tmp_path / "lesson.tilewright"
    save_file(path, ONE, None)
    return path


def leave(home: Path, name: str, path: Path | None = None) -> None:
    """`ONE` was not saved when the program ended."""
    slot = new_slot(home)
    slot.keep(State(ONE, name, path))
    slot.close()


@pytest.mark.parametrize("turn", SOME)
def test_that_videos_dropped_on_the_outlines_are_added_to_what_the_window_begins_with(
    opening: Opening, video: Path, turn: int
) -> None:
    opening.furnish(lambda: opening.drop(video), before=turn)
    assert len(opening.names()) == 4  # the sample
    opening.wait_for("clip.mp4")
    assert len(opening.names()) == 5


def test_that_videos_dropped_early_are_added_to_the_file_that_is_being_opened(
    opening: Opening, video: Path, lesson: Path
) -> None:
    opening.furnish(lambda: opening.drop(video), file=lesson)
    opening.wait_for("one.mp4", "clip.mp4")
    assert opening.window.bench.files.path == lesson


@pytest.mark.parametrize("turn", SOME)
def test_that_what_is_dragged_in_early_may_be_dropped_late(opening: Opening, video: Path, turn: int) -> None:
    opening.furnish(lambda: opening.enter(video), before=turn)
    assert opening.let_fall()
    opening.wait_for("clip.mp4")
    assert opening.drop(video)  # what comes now is the window's own
    opening.wait_for("clip.mp4", "clip.mp4")


def test_that_what_is_dragged_in_early_may_be_carried_away_again(opening: Opening, video: Path) -> None:
    opening.furnish(lambda: opening.enter(video), before=1)
    before = opening.names()
    QApplication.sendEvent(opening.handle, QDragLeaveEvent())
    assert opening.names() == before
    assert opening.drop(video)
    opening.wait_for("clip.mp4")


def test_that_a_composition_dropped_on_the_outlines_is_opened(opening: Opening, lesson: Path, qtbot: QtBot) -> None:
    opening.furnish(lambda: opening.drop(lesson), before=1)
    qtbot.waitUntil(lambda: opening.window.bench.files.path == lesson)


def test_that_the_outlines_refuse_what_is_neither(opening: Opening) -> None:
    mime = QMimeData()
    mime.setText("not an address")
    assert not opening.enter_with(mime)


def press_n(opening: Opening) -> None:
    QTest.keyClick(opening.handle, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)


def paste(opening: Opening) -> None:
    QGuiApplication.clipboard().setText("https://e.invalid/one.mp4")
    QTest.keyClick(opening.handle, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def click(opening: Opening) -> None:
    """On the tab of the request, once it is there."""
    if opening.window.is_furnished:
        tabs = opening.window.bottom.tabs
        tab = tabs.tabRect(opening.window.bottom.index("request")).center()
        QTest.mouseClick(opening.handle, Qt.MouseButton.LeftButton, pos=tabs.mapTo(opening.window, tab))


@pytest.mark.parametrize("do", [press_n, paste, click])
def test_that_keys_and_clicks_mean_nothing_before_the_window_is_furnished(
    opening: Opening, do: Callable[[Opening], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []
    monkeypatch.setattr(Commands, "run", lambda _, command_id: ran.append(command_id))
    for _ in opening.turns():
        do(opening)
        QApplication.processEvents()
    assert ran == []
    assert opening.window.bottom.tabs.currentIndex() == opening.window.bottom.index("jobs")
    press_n(opening)
    assert ran == ["file.new"]


def test_that_what_was_left_comes_back_in_the_place_of_the_sample(opening: Opening, home: Path) -> None:
    leave(home, "Lesson")
    opening.furnish()
    assert opening.window.bench.session.composition == ONE
    assert opening.window.bench.files.title == "Lesson"
    assert left_over(home) == ()


def test_that_videos_dropped_early_are_added_to_what_was_left_of_a_file(
    opening: Opening, video: Path, lesson: Path, home: Path
) -> None:
    save_file(lesson, composition(tile("before")), None, replace=True)
    leave(home, lesson.name, lesson)
    opening.furnish(lambda: opening.drop(video))
    opening.wait_for("one.mp4", "clip.mp4")


def test_that_videos_dropped_early_go_nowhere_when_their_file_is_given_up(
    opening: Opening, video: Path, lesson: Path, qtbot: QtBot
) -> None:
    opening.furnish(lambda: opening.drop(video), file=lesson)
    bench = opening.window.bench
    assert bench.files.opener.is_opening
    bench.files.put_fresh()
    bench.files.open(lesson)
    opening.wait_for("one.mp4")
    qtbot.waitUntil(lambda: opening.window.panels.is_filled)
    qtbot.waitUntil(lambda: not bench.adding.is_busy)
    assert opening.names() == ["one.mp4"]


@pytest.mark.parametrize(
    "what", ["tilewright.ui.files.start.start", "tilewright.ui.windows.first_steps.FirstSteps.start"]
)
def test_that_the_hand_is_let_in_although_something_failed_at_the_start(
    opening: Opening, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("as a test")

    monkeypatch.setattr(what, fail)
    with pytest.raises(RuntimeError, match="as a test"):
        opening.furnish()
    assert opening.window.updatesEnabled()
    assert opening.window.panels.centre.canvas.updatesEnabled()
    assert opening.window.bench.commands.action("file.new").isEnabled()
