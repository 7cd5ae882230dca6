"""Files at a real window: titles, questions, drops, recent files, and closing."""

from __future__ import annotations

import itertools
import shutil
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from support.carriers import CARRIERS, SECRET, TILES
from support.clips import clip
from tilewright.files.recovery import left_over
from tilewright.files.saving import open_file, save_file
from tilewright.ui.canvas.view import Canvas
from tilewright.ui.report import Message
from tilewright.ui.windows.main import MainWindow
from tilewright.ui.windows.question import Question
from ui.conftest import OpenWindow

from .conftest import ONE, OTHER, TWO

pytestmark = pytest.mark.expects_log("propagateSizeHints")  # dialogs of a fixed size, offscreen


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "lesson.tilewright"
    save_file(path, ONE, None)
    return path


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    window = open_window()
    window.bench.files.put_fresh()
    return window


def rest(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until nothing happens in the background and keys reach the window again."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(lambda: not window.bench.background.is_busy, timeout=20000)


def dialog(kind: type[QDialog], qtbot: QtBot) -> QDialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    return found


def press(text: str, qtbot: QtBot) -> None:
    """Press a button of the question that is open."""
    question = dialog(Question, qtbot)
    button = next(one for one in question.findChildren(QPushButton) if one.text() == text)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def choose(path: Path, qtbot: QtBot) -> None:
    """Type a name into the file dialog and press Enter."""
    found = dialog(QFileDialog, qtbot)
    field = found.findChild(QLineEdit, "fileNameEdit")
    assert field is not None
    qtbot.wait(200)  # Qt chooses the suggested file once more when it has read the folder
    field.setText(str(path))
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not found)


def drop(window: MainWindow, at: QWidget, *names: str) -> bool:
    """Drop files on a part of the window as the system does; whether the window takes them."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(name) if name.startswith("/") else QUrl(name) for name in names])
    return drop_mime(window, at, mime)


def drop_mime(window: MainWindow, at: QWidget, mime: QMimeData) -> bool:
    buttons, keys, copy = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    handle, place = window.windowHandle(), at.mapTo(window, at.rect().center())
    enter = QDragEnterEvent(place, copy, mime, buttons, keys)
    QApplication.sendEvent(window, enter)
    if not enter.isAccepted():
        return False
    assert handle is not None
    event = QDropEvent(QPointF(place), copy, mime, buttons, keys)
    QApplication.sendEvent(window, event)
    return event.isAccepted()


def test_that_the_title_says_what_is_open_and_whether_it_is_saved(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    assert window.windowTitle() == "Untitled[*] — Tilewright"
    window.bench.files.open(path)
    rest(window, qtbot)
    assert window.windowTitle() == "lesson.tilewright[*] — Tilewright"
    assert not window.isWindowModified()
    window.bench.session.document.apply(TWO, "Edit")
    assert window.isWindowModified()
    qtbot.waitUntil(lambda: window.menu_row.rect().contains(window.menu_row._state.geometry()))


def test_that_keys_open_and_save(window: MainWindow, path: Path, tmp_path: Path, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    choose(path, qtbot)
    rest(window, qtbot)
    assert window.bench.session.composition == ONE
    window.bench.session.document.apply(TWO, "Edit")
    qtbot.waitUntil(lambda: window.bench.commands.action("file.save").isEnabled())
    QTest.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    rest(window, qtbot)
    assert open_file(path).opened.composition == TWO
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window, Qt.Key.Key_S, both)
    choose(tmp_path / "without ending", qtbot)
    rest(window, qtbot)
    assert open_file(tmp_path / "without ending.tilewright").opened.composition == TWO
    assert window.bench.files.is_saved


def test_that_saving_is_off_when_there_is_nothing_to_save(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    off = window.bench.commands.get("file.save").off
    assert off() == "Nothing to save yet"
    window.bench.files.open(path)
    rest(window, qtbot)
    assert off() == "Everything is saved"
    window.bench.session.document.apply(TWO, "Edit")
    assert off() == ""


def test_that_an_existing_name_is_asked_about_once(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    window.bench.session.document.apply(TWO, "Edit")
    window.bench.commands.run("file.save")
    choose(path, qtbot)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), Question))
    assert open_file(path).opened.composition == ONE
    press("Replace", qtbot)
    rest(window, qtbot)
    assert open_file(path).opened.composition == TWO


def test_that_escape_answers_a_question_with_cancel(window: MainWindow, qtbot: QtBot) -> None:
    window.bench.session.document.apply(TWO, "Edit")
    window.close()
    QTest.keyClick(dialog(Question, qtbot), Qt.Key.Key_Escape)
    assert window.isVisible()
    assert window.bench.session.composition == TWO
    window.close()
    press("Cancel", qtbot)
    assert window.isVisible()


def test_that_closing_keeps_what_has_no_file(window: MainWindow, qtbot: QtBot) -> None:
    window.bench.session.document.apply(TWO, "Edit")
    assert not window.close()
    with qtbot.waitSignal(window.closed):
        QTest.keyClick(dialog(Question, qtbot), Qt.Key.Key_Return)
    assert [one.title for one in left_over(window.bench.workplace.home)] == ["Untitled"]


def test_that_logging_out_asks_nothing_and_loses_nothing(window: MainWindow, qtbot: QtBot) -> None:
    window.bench.session.document.apply(TWO, "Edit")
    window.desk._on_session_end()
    assert window.close()
    assert [one.title for one in left_over(window.bench.workplace.home)] == ["Untitled"]


def test_that_a_clean_window_closes_by_its_key(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.closed):
        QTest.keyClick(window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)


def test_that_compositions_and_videos_are_dropped_anywhere(
    window: MainWindow, path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window.panels.fill_now()
    assert drop(window, window.menu_row, str(path))
    rest(window, qtbot)
    assert window.bench.session.composition == ONE
    video = tmp_path / "one.mp4"
    shutil.copy(clip("silent"), video)
    assert drop(window, window.panels.left, str(video))
    qtbot.waitUntil(lambda: len(window.bench.session.composition.tiles) == 2, timeout=20000)
    assert not drop(window, window.menu_row, "data:text/plain,hello")


def text_of(text: str) -> QMimeData:
    made = QMimeData()
    made.setText(text)
    return made


def drop_on_canvas(window: MainWindow, mime: QMimeData, at: tuple[int, int] | None = None) -> bool:
    """Drop on the canvas, whose own part of the window takes it, ``at`` a pixel of the frame; whether it does."""
    buttons, keys, copy = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    canvas = window.findChild(Canvas, "canvas")
    assert canvas is not None
    lens = canvas.hand.lens
    point = QPoint(round(lens.x(at[0])), round(lens.y(at[1]))) if at else canvas.viewport().rect().center()
    enter = QDragEnterEvent(point, copy, mime, buttons, keys)
    QApplication.sendEvent(canvas.viewport(), enter)
    event = QDropEvent(QPointF(point), copy, mime, buttons, keys)
    if enter.isAccepted():
        QApplication.sendEvent(canvas.viewport(), event)
    return enter.isAccepted() and event.isAccepted()


def test_that_the_videos_of_a_folder_that_is_dropped_on_the_canvas_are_arranged(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    for name in ("lesson 10.mp4", "lesson 2.mp4", "lesson 1.mp4"):
        shutil.copy(clip("silent"), tmp_path / name)
    (tmp_path / "notes.txt").write_text("milk, bread")
    folder = QMimeData()
    folder.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    session = window.bench.session
    assert drop_on_canvas(window, folder)
    qtbot.waitUntil(lambda: bool(session.composition.tiles) and not window.bench.adding.is_busy, timeout=20000)
    names = [tile.url.rpartition("/")[2] for tile in session.composition.tiles]
    assert names == ["lesson%201.mp4", "lesson%202.mp4", "lesson%2010.mp4"]
    rects = [rect for there in session.placement().tiles if (rect := there.drawn)]
    assert len(rects) == 3
    assert not any(one.overlaps(other) for one, other in combinations(rects, 2))
    session.document.undo()
    assert session.composition.tiles == ()


def test_that_a_video_lies_where_it_is_dropped_on_the_canvas(window: MainWindow, qtbot: QtBot) -> None:
    session = window.bench.session
    session.document.reset(composition(tile("a", 0, 0, 1920, 1080), size=(1920, 1080)))
    urls = QMimeData()
    urls.setUrls([QUrl("https://a.invalid/1.mp4")])
    assert drop_on_canvas(window, urls, at=(600, 400))
    qtbot.waitUntil(lambda: len(session.composition.tiles) == 2, timeout=20000)
    rect = session.placement().tiles[1].drawn
    assert rect is not None
    assert abs(rect.x + rect.width / 2 - 600) < 6  # as near as pixels of the screen are
    assert abs(rect.y + rect.height / 2 - 400) < 6


def test_that_notes_beside_videos_are_left_out_by_name_and_the_videos_come(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    said: list[Message] = []
    window.bench.report.said.connect(said.append)
    for name in ("2.mp4", "1.mp4"):
        shutil.copy(clip("silent"), tmp_path / name)
    (tmp_path / "notes.txt").write_text("milk, bread")
    (tmp_path / "2.info.json").write_text('{"title": "lesson"}')
    names = [str(tmp_path / name) for name in ("notes.txt", "1.mp4", "2.info.json", "2.mp4")]
    assert drop(window, window.menu_row, *names)
    qtbot.waitUntil(lambda: len(window.bench.session.composition.tiles) == 2, timeout=20000)
    assert [message.sentence.partition(" ")[0] for message in said] == ["notes.txt", "2.info.json"], said
    assert not any("is opened" in message.sentence for message in said)


def test_that_addresses_become_tiles_wherever_they_are_dropped_and_an_odd_line_is_named(
    window: MainWindow, qtbot: QtBot
) -> None:
    said: list[Message] = []
    window.bench.report.said.connect(said.append)
    window.panels.fill_now()

    def names(count: int) -> list[str]:
        qtbot.waitUntil(lambda: len(window.bench.session.composition.tiles) == count, timeout=20000)
        return [one.url for one in window.bench.session.composition.tiles]

    assert drop(window, window.menu_row, "https://a.invalid/1.mp4", "https://a.invalid/2.mp4")
    assert names(2) == ["https://a.invalid/1.mp4", "https://a.invalid/2.mp4"]
    assert window.bench.session.document.undo_text == "Add 2 videos"
    urls = QMimeData()
    urls.setUrls([QUrl("https://a.invalid/3.mp4")])
    assert drop_on_canvas(window, urls)
    assert names(3)[-1] == "https://a.invalid/3.mp4"
    assert drop_on_canvas(window, text_of("https://a.invalid/4.mp4\n\nhttps://a.invalid/5.mp4\n"))
    assert names(5)[-2:] == ["https://a.invalid/4.mp4", "https://a.invalid/5.mp4"]

    said.clear()
    odd = "https://a.invalid/6.mp4\nlesson seven"
    assert drop_on_canvas(window, text_of(odd))
    assert drop_mime(window, window.menu_row, text_of(odd))
    QApplication.clipboard().setText(odd)
    window.bench.commands.run("composition.paste-videos")
    told = [message.sentence for message in said if message.about == "add"]
    assert told == ["This line is neither an address nor the path of a file: lesson seven"] * 3
    assert not drop_on_canvas(window, text_of("only words"))
    assert len(names(5)) == 5


def test_that_whatever_contains_a_request_is_opened_pasted_and_dropped(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    said: list[Message] = []
    window.bench.report.said.connect(said.append)
    file = tmp_path / "sent.txt"

    def by_keys(data: bytes) -> None:
        file.write_bytes(data)
        QTest.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
        choose(file, qtbot)

    def from_a_file(data: bytes) -> None:
        file.write_bytes(data)
        window.bench.files.open(file)

    def from_the_clipboard(data: bytes) -> None:
        QApplication.clipboard().setText(data.decode())
        window.bench.commands.run("composition.paste-videos")

    def from_a_drop(data: bytes) -> None:
        assert drop_mime(window, window.menu_row, text_of(data.decode()))

    ways = (
        (from_a_file, "sent.txt"),
        (from_the_clipboard, "What was on the clipboard"),
        (from_a_drop, "What was dropped"),
    )
    others = ("answer", "callback as JSON", "dump of a request", "JSON of an SDK")
    of_curl = itertools.product(["curl --data"], [(by_keys, "sent.txt"), *ways[1:]])
    for kind, (take, name) in [*of_curl, *itertools.product(others, ways)]:
        data, note = CARRIERS[kind]
        window.bench.files.ending.skip_question()
        window.bench.files.put_fresh()
        take(data)
        qtbot.waitUntil(lambda: bool(window.bench.session.composition.tiles), timeout=20000)
        opened = window.bench.session.composition
        assert [one.replace(id="") for one in opened.tiles] == [one.replace(id="") for one in TILES], (kind, name)
        assert opened.user_data == "my $data `here`"
        assert said[-1].sentence == f"{name} was opened as a new composition.", kind
        assert said[-1].hint.startswith(note), (kind, name)
        assert ("Left out, as they are secrets: " in said[-1].hint) == (SECRET.encode() in data), (kind, name)
        assert SECRET not in said[-1].hint
        assert window.bench.files.path is None


def test_that_a_callback_in_a_file_without_an_ending_is_opened_when_it_is_dropped(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    said: list[Message] = []
    window.bench.report.said.connect(said.append)
    file, video = tmp_path / "callback", tmp_path / "one.mp4"
    file.write_bytes(CARRIERS["callback as JSON"][0])
    shutil.copy(clip("silent"), video)
    assert drop(window, window.menu_row, str(video), str(file))
    qtbot.waitUntil(lambda: bool(window.bench.session.composition.tiles), timeout=20000)
    assert [tile.url for tile in window.bench.session.composition.tiles] == [tile.url for tile in TILES]
    assert [message.sentence for message in said] == [
        "callback was opened as a new composition.",
        "callback was opened; the other files were left out.",
    ]


def test_that_a_curl_command_for_cmd_is_opened_from_a_bat_file_that_is_pasted(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    said: list[Message] = []
    window.bench.report.said.connect(said.append)
    file = tmp_path / "sent.bat"
    file.write_bytes(CARRIERS["curl for cmd"][0])
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    QApplication.clipboard().setMimeData(mime)
    window.bench.commands.run("composition.paste-videos")
    qtbot.waitUntil(lambda: bool(window.bench.session.composition.tiles), timeout=20000)
    assert [tile.url for tile in window.bench.session.composition.tiles] == [tile.url for tile in TILES]
    assert [message.sentence for message in said] == ["sent.bat was opened as a new composition."]


def test_that_a_text_that_is_too_large_is_refused_from_a_file_the_clipboard_and_a_drop_alike(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    said: list[Message] = []
    window.bench.report.said.connect(said.append)
    bomb = f"<Request>{'x' * 5_000_000}</Request>"
    file = tmp_path / "bomb.xml"
    file.write_text(bomb)
    start = window.bench.session.composition

    def paste() -> None:
        QApplication.clipboard().setText(bomb)
        window.bench.commands.run("composition.paste-videos")

    def let_fall() -> None:
        mime = QMimeData()
        mime.setText(bomb)
        assert drop_mime(window, window.menu_row, mime)

    for take, name in (
        (lambda: window.bench.files.open(file), str(file)),
        (paste, "What was on the clipboard"),
        (let_fall, "What was dropped"),
    ):
        said.clear()
        take()
        qtbot.waitUntil(lambda: bool(said), timeout=10_000)
        assert [message.sentence for message in said] == [f"{name} is larger than 4 MiB."]
        assert window.bench.session.composition == start


def test_that_the_menu_offers_recent_files_and_what_was_not_saved(
    open_window: OpenWindow, path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    first = open_window()
    first.bench.files.put_fresh()
    first.bench.session.document.apply(OTHER, "Edit")
    first.desk.end()
    window = open_window()
    window.bench.files.put_fresh()
    odd = tmp_path / "a & b.tilewright"
    save_file(odd, TWO, None)
    for name in (path, odd):
        window.bench.files.open(name)
        rest(window, qtbot)
    menu = window.desk.recent
    menu.fill()
    qtbot.waitUntil(lambda: not menu.is_looking)
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts[0].startswith("Not saved: Untitled, ")
    assert texts[1].startswith("a && b.tilewright")
    assert texts[2].startswith("lesson.tilewright")
    next(action for action in menu.actions() if action.text() == texts[2]).trigger()
    rest(window, qtbot)
    assert window.bench.files.path == path
    menu.actions()[0].trigger()
    assert window.bench.session.composition == OTHER
    assert window.bench.files.has_unsaved
    assert menu.menuAction() in window.menu_row.menu("File").actions()


def test_that_a_file_is_taken_off_the_recent_ones_and_stays_on_the_disk(
    open_window: OpenWindow, path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window = open_window()
    other = tmp_path / "other.tilewright"
    save_file(other, TWO, None)
    for name in (path, other):
        window.bench.files.open(name)
        rest(window, qtbot)
    preferences = window.bench.preferences
    assert set(preferences.window.recent_at) == {str(path), str(other)}
    menu = window.desk.recent
    menu.fill()
    assert menu.actions()[-1].menu() is menu.removal
    first, second = menu.removal.actions()
    assert first.text().startswith("other.tilewright")
    assert "cleaning up no longer spares the videos that only it names" in first.toolTip()
    second.trigger()
    assert (preferences.window.recent, set(preferences.window.recent_at)) == ((str(other),), {str(other)})
    assert path.is_file()
    menu.fill()
    assert [action.data() for action in menu.removal.actions()] == [str(other)]


def test_that_the_list_to_remove_from_stays_while_it_is_open(open_window: OpenWindow, path: Path, qtbot: QtBot) -> None:
    window = open_window()
    window.bench.files.open(path)
    rest(window, qtbot)
    menu = window.desk.recent
    menu.fill()
    qtbot.waitUntil(lambda: not menu.is_looking)
    other = open_window()
    other.bench.files.put_fresh()
    other.bench.session.document.apply(OTHER, "Edit")
    other.desk.end()
    menu.popup(QPoint(0, 0))
    menu.removal.popup(QPoint(200, 0))
    (remove,) = menu.removal.actions()
    qtbot.waitUntil(lambda: not menu.is_looking)
    assert menu.removal.isVisible()
    assert menu.removal.actions() == [remove]
    menu.removal.setActiveAction(remove)
    QTest.keyClick(menu.removal, Qt.Key.Key_Return)
    assert window.bench.preferences.window.recent == ()
    menu.close()
    menu.fill()
    assert menu.actions()[0].text().startswith("Not saved: ")


def test_that_a_fresh_home_has_a_menu_that_says_so(window: MainWindow) -> None:
    menu = window.desk.recent
    menu.fill()
    assert [(action.text(), action.isEnabled()) for action in menu.actions()] == [("No files yet", False)]
