"""What is done right after typing waits for a long text, which is read in the background."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from support.builders import known, source
from tilewright.files.saving import open_file
from tilewright.model.composition import Composition
from tilewright.model.kept import unknown
from tilewright.model.problem import Fix, Problem
from tilewright.ui.inspector.inspector import Inspector
from tilewright.ui.inspector.preset_card import PresetCard
from tilewright.ui.inspector.preset_dialog import PresetDialog
from tilewright.ui.inspector.template_chooser import TemplateChooser
from tilewright.ui.request import typed
from ui.conftest import OpenWindow
from ui.files.conftest import Answers
from ui.request.test_editing import MADE, many, page, put, wait_for
from ui.request.test_request import Page

__all__ = ["page"]


@pytest.fixture
def long(page: Page) -> Page:
    """A page with a text that is too long to be read in a turn, and the hand that has just typed into it."""
    page.bench.files.attach(Answers())  # type: ignore[arg-type]  # all that Files asks of it
    page.settle(many(90))
    assert len(page.text) > typed.AT_ONCE
    put(page, "<X>89</X>", "<X>5000</X>")
    return page


def last_x(page: Page) -> int | None:
    return page.bench.session.document.committed.tile("t89").x


def test_that_save_waits_for_a_long_text_and_saves_it(long: Page, qtbot: QtBot, tmp_path: Path) -> None:
    path, files = tmp_path / "long.tilewright", long.bench.files
    answers = Answers()
    answers.names = [path]
    files.attach(answers)  # type: ignore[arg-type]  # all that Files asks of it
    files.save()
    files.save()  # pressed twice it is done once
    assert last_x(long) == 89, "the text was read in the UI thread"
    assert long.bench.unread.is_reading
    wait_for(qtbot, lambda: files.is_saved)
    assert open_file(path).opened.composition.tile("t89").x == 5000
    assert len(answers.suggested) == 1
    put(long, "<X>5000</X>", "<X>6000</X>")
    files.save()
    assert last_x(long) == 5000
    wait_for(qtbot, lambda: last_x(long) == 6000 and files.is_saved)
    assert open_file(path).opened.composition.tile("t89").x == 6000


def test_that_a_window_waits_for_a_long_text_before_it_asks(long: Page, qtbot: QtBot) -> None:
    answers, ending, closed = Answers(), long.bench.files.ending, list[bool]()

    def close() -> None:
        closed.append(ending.allows(close))

    long.bench.files.attach(answers)  # type: ignore[arg-type]  # all that Files asks of it
    close()
    close()
    assert closed == [False, False]
    assert (answers.asked, last_x(long)) == ([], 89)
    wait_for(qtbot, lambda: bool(answers.asked))
    assert last_x(long) == 5000
    assert len(answers.asked) == 1
    answers.press("Keep")
    assert closed[-1]


def test_that_another_composition_waits_for_a_long_text(long: Page, qtbot: QtBot) -> None:
    answers, files = Answers(), long.bench.files
    files.attach(answers)  # type: ignore[arg-type]  # all that Files asks of it
    files.new()
    assert last_x(long) == 89
    wait_for(qtbot, lambda: bool(answers.asked))
    assert last_x(long) == 5000
    answers.press("Discard")
    assert long.bench.session.composition == files.fresh()


def test_that_nothing_that_waited_is_done_to_another_composition(long: Page, qtbot: QtBot, tmp_path: Path) -> None:
    path, files = tmp_path / "long.tilewright", long.bench.files
    answers = Answers()
    answers.names = [path]
    files.attach(answers)  # type: ignore[arg-type]  # all that Files asks of it
    files.save()
    files.put_fresh()
    wait_for(qtbot, lambda: not long.bench.unread.is_reading and not long.bench.background.is_busy)
    QTest.qWait(50)
    assert not path.exists()
    assert long.bench.session.composition == files.fresh()


def test_that_a_window_that_ends_without_a_question_leaves_no_text_behind(long: Page) -> None:
    ending = long.bench.files.ending
    ending.skip_question()
    assert ending.allows(lambda: None)
    assert last_x(long) == 5000


def test_that_a_long_text_is_read_behind_when_its_page_is_hidden(long: Page, qtbot: QtBot) -> None:
    long.pane.hide()
    assert last_x(long) == 89
    wait_for(qtbot, lambda: last_x(long) == 5000)


def test_that_the_mark_waits_for_a_long_text(long: Page, qtbot: QtBot) -> None:
    long.pane.tools.mark.click()
    assert last_x(long) == 89
    wait_for(qtbot, lambda: last_x(long) == 5000 and "tw1:" in long.text)
    assert "<X>5000</X>" in long.text


def test_that_a_copy_waits_for_a_long_text(long: Page, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().clear()
    long.bench.copies.copy("xml")
    assert last_x(long) == 89
    wait_for(qtbot, lambda: "<X>5000</X>" in QGuiApplication.clipboard().text())


def test_that_save_goes_on_when_a_long_text_cannot_be_read(long: Page, qtbot: QtBot, tmp_path: Path) -> None:
    path, files = tmp_path / "long.tilewright", long.bench.files
    answers = Answers()
    answers.names = [path]
    files.attach(answers)  # type: ignore[arg-type]  # all that Files asks of it
    put(long, "<X>5000</X>", "<X>5000</Y>")
    files.save()
    wait_for(qtbot, lambda: files.is_saved)
    assert open_file(path).opened.composition.tile("t89").x == 89
    assert files.ending.has_unread_text
    assert "<X>5000</Y>" in long.text


def test_that_a_problem_is_mended_after_a_long_text_is_read(long: Page, qtbot: QtBot) -> None:
    document = long.bench.session.document
    fix = Fix("Move it", lambda now: now.with_tile(now.tile("t0").replace(y=7)))
    long.bench.mend(Problem("tile-outside", "tiles.t0.y", "error", "It lies outside.", fix))
    assert last_x(long) == 89
    wait_for(qtbot, lambda: document.committed.tile("t0").y == 7)
    assert last_x(long) == 5000
    document.undo()
    assert (document.committed.tile("t0").y, last_x(long)) == (1, 5000)


@pytest.fixture
def options(long: Page, qtbot: QtBot) -> Iterator[Inspector]:
    """All options beside that page, with the first tile chosen."""
    long.bench.session.learn(known(t0=source(320, 180)))
    long.bench.session.select(["t0"])
    long.bench.preferences.set("shows_all_options", True)
    made = Inspector(long.bench)
    made.habits.scales_tiles = False
    for _ in made.build():
        pass
    qtbot.addWidget(made)
    made.show()
    yield made
    made.hide()


def button(inside: QWidget, name: str) -> QAbstractButton:
    return next(one for one in inside.findChildren(QAbstractButton) if name in {one.text(), one.accessibleName()})


Does = tuple[str, str, Callable[[Composition], object]]

PRESSED: tuple[Does, ...] = (
    ("output", "Insert ${jobid} into the name", lambda made: made.output and "${jobid}" in (made.output.object or "")),
    ("sound", "Keep the sound of the sources", lambda made: made.keep_audio_track is False),
    (
        "frame",
        "Shape 1:1",
        lambda made: made.inline_frame.size and made.inline_frame.size != many(90).inline_frame.size,
    ),
    ("tile", "Resize in the frame: Source size", lambda made: made.tile("t0").width == 320),
    ("watermarks", "Add text", lambda made: made.watermarks),
)
"""What is pressed on which page, and what comes of it."""


@pytest.mark.parametrize(("page_id", "name", "is_done"), PRESSED, ids=[page_id for page_id, *_ in PRESSED])
def test_that_a_button_of_the_options_waits_for_a_long_text(
    long: Page, options: Inspector, qtbot: QtBot, page_id: str, name: str, is_done: Callable[[Composition], object]
) -> None:
    options.show_page(page_id)
    button(options.page(page_id), name).click()
    expect_both(long, qtbot, is_done)


def expect_both(long: Page, qtbot: QtBot, is_done: Callable[[Composition], object]) -> None:
    """What was typed is read in the background, then what was pressed is done: two steps."""
    document = long.bench.session.document
    assert last_x(long) == 89, "the text was read in the UI thread"
    wait_for(qtbot, lambda: bool(is_done(document.committed)))
    assert last_x(long) == 5000
    document.undo()
    assert not is_done(document.committed)
    assert last_x(long) == 5000, "both were one step"


def test_that_music_by_its_address_waits_for_a_long_text(long: Page, options: Inspector, qtbot: QtBot) -> None:
    options.show_page("sound")
    next(one for one in options.page("sound").findChildren(QAction) if one.text() == "By its address").trigger()
    expect_both(long, qtbot, lambda made: made.transcode and made.transcode.audio_mix_array)


def test_that_what_is_not_known_is_removed_after_a_long_text_is_read(
    long: Page, options: Inspector, qtbot: QtBot
) -> None:
    put(long, "<X>88</X>", "<X>88</X><New>1</New>")
    wait_for(qtbot, lambda: last_x(long) == 5000 and bool(unknown(long.bench.session.composition)))
    put(long, "<X>5000</X>", "<X>89</X>")
    options.show_page("advanced")
    button(options.page("advanced"), "Remove the part that is not known").click()
    assert last_x(long) == 5000, "the text was read in the UI thread"
    wait_for(qtbot, lambda: not unknown(long.bench.session.document.committed))
    assert last_x(long) == 89


def test_that_the_templates_are_shown_when_a_long_text_is_read(long: Page, options: Inspector, qtbot: QtBot) -> None:
    options.show_page("video")
    button(options.page("video"), "Choose a transcode template").click()
    assert last_x(long) == 89
    wait_for(qtbot, lambda: options.findChild(TemplateChooser) is not None)
    assert last_x(long) == 5000
    for chooser in options.findChildren(TemplateChooser):
        chooser.close()


def test_that_a_preset_is_saved_from_a_long_text_that_was_read(long: Page, options: Inspector, qtbot: QtBot) -> None:
    (card,) = options.page("video").findChildren(PresetCard)
    card.acts.save_as()
    (dialog,) = options.findChildren(PresetDialog)
    dialog.named.emit("Lesson", "", False)
    dialog.close()
    expect_both(long, qtbot, lambda made: made.preset)


def test_that_save_can_be_pressed_as_soon_as_something_is_typed(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window, path = open_window(MADE), tmp_path / "lesson.tilewright"
    files = window.bench.files
    files.save_to(path)
    wait_for(qtbot, lambda: files.is_saved)
    window.bench.commands.run("view.request")
    pane = window.panels.request.content
    wait_for(qtbot, lambda: "<X>11</X>" in pane.text.toPlainText())
    pane.text.setFocus()
    pane.text.setTextCursor(pane.text.document().find("<X>11</X>"))
    QTest.keyClicks(pane.text, "<X>12</X>")
    QTest.qWait(20)  # less than the pause
    QTest.keyClick(pane.text, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    wait_for(qtbot, lambda: open_file(path).opened.composition.tile("a").x == 12)
