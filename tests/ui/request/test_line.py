"""What is pressed while a long text is read: each thing is done, in its turn, to what it was pressed for."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tilewright.files.saving import open_file
from tilewright.model.composition import Composition
from tilewright.model.kept import unknown
from tilewright.model.options import AudioMix, Watermark, WatermarkImage
from tilewright.ui.commands.edit import commands
from tilewright.ui.inspector import music
from tilewright.ui.inspector.inspector import Inspector
from tilewright.ui.inspector.pages.advanced import AdvancedPage
from tilewright.ui.inspector.pages.sound import SoundPage
from tilewright.ui.inspector.pages.watermarks import WatermarksPage
from tilewright.ui.inspector.watermark_fields import new_text
from tilewright.ui.jobs.submission import Submission
from tilewright.ui.request.editor import RequestEditor
from tilewright.ui.tiles.edits import Edits
from ui.files.conftest import Answers
from ui.request.test_editing import many, page, put, wait_for
from ui.request.test_request import Page
from ui.request.test_waiting import button, last_x, long, options

__all__ = ["long", "options", "page"]

IMAGE = "https://studio-1250000000.cos.local.myqcloud.com/a.png"


def committed(page: Page) -> Composition:
    return page.bench.session.document.committed


def press_sound(options: Inspector) -> None:
    options.show_page("sound")
    button(options.page("sound"), "Keep the sound of the sources").click()


def pick(options: Inspector, path: str, value: object) -> None:
    """As its control does."""
    name = path.split(".")[0]
    page_id = {"tiles": "tile", "watermarks": "watermarks"}[name]
    options.show_page(page_id)
    next(one for one in options.page(page_id).bindings if one.entry.path == path).pick(value)


def over(page: Page, qtbot: QtBot, x: int = 5000) -> None:
    """All that waited is done."""
    assert page.bench.unread.is_reading
    wait_for(qtbot, lambda: last_x(page) == x and not page.bench.line.is_busy)


def start_with(page: Page, qtbot: QtBot, composition: Composition) -> None:
    """Another long composition, and the same hand once more."""
    wait_for(qtbot, lambda: last_x(page) == 5000)
    page.settle(composition)
    wait_for(qtbot, lambda: page.bench.session.composition == composition and "<X>89</X>" in page.text)
    put(page, "<X>89</X>", "<X>5000</X>")


# Order


@pytest.mark.parametrize("is_option_first", [True, False])
def test_that_submit_sends_what_was_pressed_before_it_and_not_what_came_after(
    long: Page, options: Inspector, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, is_option_first: bool
) -> None:
    sent: list[Submission] = []
    submitting = long.bench.jobs.submitting
    monkeypatch.setattr(submitting, "resubmit", sent.append)  # so that nothing is posted
    monkeypatch.setattr(submitting, "_go_to", lambda problem: pytest.fail(problem.sentence))
    put(long, "<X>5000</X>", "<X>90</X>")  # inside the frame
    if is_option_first:
        press_sound(options)
    submitting.submit()
    assert submitting.is_sending
    if not is_option_first:
        press_sound(options)
    assert not sent
    over(long, qtbot, 90)
    (submission,) = sent
    assert submission.composition is not None
    assert submission.composition.tile("t89").x == 90
    assert (submission.composition.keep_audio_track is False) == is_option_first
    assert committed(long).keep_audio_track is False
    assert not submitting.is_sending


def test_that_submit_does_not_wait_for_ever_when_another_composition_is_opened(long: Page, qtbot: QtBot) -> None:
    submitting = long.bench.jobs.submitting
    submitting.submit()
    assert submitting.is_sending
    long.bench.files.put_fresh()
    assert not submitting.is_sending


def test_that_a_copy_holds_what_was_pressed_before_it(long: Page, options: Inspector, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().clear()
    press_sound(options)
    long.bench.copies.copy("xml")
    wait_for(qtbot, lambda: "<X>5000</X>" in QGuiApplication.clipboard().text())
    assert "<KeepAudioTrack>false</KeepAudioTrack>" in QGuiApplication.clipboard().text()


def test_that_save_holds_what_was_pressed_between_two_saves(
    long: Page, options: Inspector, qtbot: QtBot, tmp_path: Path
) -> None:
    answers = Answers()
    answers.names = [tmp_path / "long.tilewright"]
    long.bench.files.attach(answers)  # type: ignore[arg-type]  # all that Files asks of it
    long.bench.files.save()
    press_sound(options)
    long.bench.files.save()
    wait_for(qtbot, lambda: long.bench.files.is_saved)
    saved = open_file(tmp_path / "long.tilewright").opened.composition
    assert (saved.tile("t89").x, saved.keep_audio_track) == (5000, False)


def test_that_undo_takes_back_what_was_pressed_last_and_no_earlier_step(
    long: Page, options: Inspector, qtbot: QtBot
) -> None:
    document = long.bench.session.document
    long.bench.commands.add(commands(long.bench))
    start_with(long, qtbot, many(90))
    document.apply(document.wished.replace(user_data="earlier"), "Earlier step")
    press_sound(options)
    long.bench.commands.run("edit.undo")
    over(long, qtbot)
    assert (committed(long).keep_audio_track, committed(long).user_data) == (many(90).keep_audio_track, "earlier")
    assert document.can_redo
    long.bench.commands.run("edit.redo")
    assert committed(long).keep_audio_track is False


def test_that_undo_and_redo_wait_behind_each_other(long: Page, options: Inspector, qtbot: QtBot) -> None:
    long.bench.commands.add(commands(long.bench))
    press_sound(options)
    for command in ("edit.undo", "edit.redo", "edit.undo", "edit.undo"):
        long.bench.commands.run(command)
    wait_for(qtbot, lambda: not long.bench.line.is_busy)
    assert (last_x(long), committed(long).keep_audio_track) == (89, many(90).keep_audio_track)
    long.bench.commands.run("edit.redo")
    long.bench.commands.run("edit.redo")
    assert (last_x(long), committed(long).keep_audio_track) == (5000, False)


def test_that_a_window_that_is_closed_lets_pass_what_is_pressed_while_it_waits(
    long: Page, options: Inspector, qtbot: QtBot
) -> None:
    answers = Answers()
    long.bench.files.attach(answers)  # type: ignore[arg-type]  # all that Files asks of it
    long.bench.files.ending.allows(lambda: long.bench.files.ending.allows(lambda: None))
    press_sound(options)
    wait_for(qtbot, lambda: bool(answers.asked))
    assert (last_x(long), committed(long).keep_audio_track) == (5000, False)


def test_that_a_window_that_ends_at_once_does_what_was_pressed(long: Page, options: Inspector) -> None:
    ending = long.bench.files.ending
    press_sound(options)
    ending.skip_question()
    assert ending.allows(lambda: None)
    assert (last_x(long), committed(long).keep_audio_track) == (5000, False)


def test_that_one_that_fails_takes_no_other_with_it(long: Page, options: Inspector, qtbot: QtBot) -> None:
    def fail(_: Composition) -> Composition:
        raise ValueError("It is gone.")

    long.bench.edit(fail, "Fails")
    press_sound(options)
    with qtbot.captureExceptions() as failed:
        over(long, qtbot)
    assert [str(error) for _, error, _ in failed] == ["It is gone."]
    assert committed(long).keep_audio_track is False


# What it is about


def test_that_an_option_goes_to_the_tiles_for_which_it_was_pressed(
    long: Page, options: Inspector, qtbot: QtBot
) -> None:
    pick(options, "tiles.*.hidden", True)
    long.bench.session.select(["t1"])
    pick(options, "tiles.*.hidden", True)
    button(options.page("tile"), "Resize in the frame: Source size").setEnabled(True)
    long.bench.session.select(["t0"])
    button(options.page("tile"), "Resize in the frame: Source size").click()
    long.bench.session.select(["t3"])
    over(long, qtbot)
    made = committed(long)
    assert [tile.id for tile in made.tiles if tile.hidden] == ["t0", "t1"]
    assert (made.tile("t0").width, made.tile("t3").width) == (320, many(90).tile("t3").width)


def test_that_an_option_of_a_tile_that_is_gone_is_left_out(long: Page, options: Inspector, qtbot: QtBot) -> None:
    document = long.bench.session.document
    long.bench.session.select(["t0", "t1"])
    pick(options, "tiles.*.hidden", True)
    document.apply(document.wished.replace(tiles=document.wished.tiles[1:]), "Delete")
    over(long, qtbot)
    assert [tile.id for tile in committed(long).tiles if tile.hidden] == ["t1"]


def marks(page: Page) -> list[float | None]:
    return [mark.start_time for mark in committed(page).watermarks]


def mark(number: int) -> Watermark:
    return new_text().replace(start_time=float(number))


@pytest.fixture
def three(long: Page, options: Inspector, qtbot: QtBot) -> WatermarksPage:
    """The page of three watermarks, with a text that waits to be read."""
    start_with(long, qtbot, many(90).replace(watermarks=tuple(map(mark, (1, 2, 3)))))
    options.show_page("watermarks")
    made = options.page("watermarks")
    assert isinstance(made, WatermarksPage)
    return made


def test_that_the_watermarks_that_were_pressed_are_removed(long: Page, three: WatermarksPage, qtbot: QtBot) -> None:
    three._shelf.list.removed.emit(0)
    three._shelf.list.removed.emit(1)
    over(long, qtbot)
    assert marks(long) == [3]


def test_that_a_watermark_is_moved_as_often_as_that_was_pressed(
    long: Page, three: WatermarksPage, qtbot: QtBot
) -> None:
    three._shelf.list.moved.emit(0, 1)
    three._shelf.list.moved.emit(0, 1)
    over(long, qtbot)
    assert marks(long) == [2, 3, 1]


def test_that_an_option_goes_to_the_watermark_for_which_it_was_pressed(
    long: Page, options: Inspector, three: WatermarksPage, qtbot: QtBot
) -> None:
    three.go_to("watermarks.1")
    pick(options, "watermarks.*.loc_mode", "Absolute")
    three._shelf.list.removed.emit(0)
    pick(options, "watermarks.*.loc_mode", "Relativity")
    pick(options, "watermarks.*.pos", "Center")
    three.go_to("watermarks.2")
    over(long, qtbot)
    assert [(one.start_time, one.loc_mode, one.pos) for one in committed(long).watermarks] == [
        (2, "Relativity", "Center"),
        (3, mark(3).loc_mode, mark(3).pos),
    ]


@pytest.mark.parametrize("gone", [0, 1])
def test_that_a_fix_goes_to_the_watermark_of_its_problem(
    long: Page, options: Inspector, three: WatermarksPage, qtbot: QtBot, gone: int
) -> None:
    images = [WatermarkImage(url=f"{IMAGE}?n={n}&sign=s") for n in "123"]
    signed = [new_text().replace(type="Image", text=None, image=image) for image in images]
    wait_for(qtbot, lambda: not long.bench.line.is_busy)
    start_with(long, qtbot, many(90).replace(watermarks=tuple(signed)))
    problem = long.bench.findings.find_in(committed(long), "url-secret", "watermarks.1.image.url")
    assert problem is not None
    three._shelf.list.removed.emit(gone)
    long.bench.mend(problem)
    over(long, qtbot)
    urls = [one.image.url for one in committed(long).watermarks if one.image]
    assert urls == ([f"{IMAGE}?n=2", images[2].url] if gone == 0 else [images[0].url, images[2].url])


def test_that_the_time_of_the_watermark_that_was_chosen_is_cleared(
    long: Page, three: WatermarksPage, qtbot: QtBot
) -> None:
    three.go_to("watermarks.0")
    three._when.picked.emit(False)
    three.go_to("watermarks.2")
    over(long, qtbot)
    assert marks(long) == [None, 2, 3]


def test_that_each_watermark_is_added_as_far_as_there_is_room(long: Page, options: Inspector, qtbot: QtBot) -> None:
    told: list[str] = []
    long.bench.report.said.connect(lambda message: told.append(message.sentence))
    options.show_page("watermarks")
    made = options.page("watermarks")
    assert isinstance(made, WatermarksPage)
    assert made.take_image(IMAGE)
    for _ in range(3):
        button(made, "Add text").click()
    over(long, qtbot)
    assert [one.type for one in committed(long).watermarks] == ["Image", "Text", "Text"]
    assert told == ["There is room for 3 watermarks."]


def test_that_the_pieces_of_music_are_moved_and_removed_that_were_pressed(
    long: Page, options: Inspector, qtbot: QtBot
) -> None:
    there = many(90)
    for url in ("a.mp3", "b.mp3"):
        there = music.with_piece(there, url)
    start_with(long, qtbot, there)
    options.show_page("sound")
    made = options.page("sound")
    assert isinstance(made, SoundPage)
    for slot, what in ((music.SLOTS[1], "down"), (music.SLOTS[1], "remove"), (music.SLOTS[2], "one")):
        made._on_piece(slot, what)
    over(long, qtbot)
    assert music.one_of(committed(long)) == AudioMix(audio_source="b.mp3", mix_mode="Repeat")
    assert not music.list_of(committed(long))


def test_that_each_unknown_part_is_removed_that_was_pressed(long: Page, options: Inspector, qtbot: QtBot) -> None:
    put(long, "<X>88</X>", "<X>88</X><New>1</New>")
    put(long, "<X>87</X>", "<X>87</X><Other>1</Other>")
    wait_for(qtbot, lambda: last_x(long) == 5000 and len(unknown(committed(long))) == 2)
    put(long, "<X>86</X>", "<X>4000</X>")
    options.show_page("advanced")
    made = options.page("advanced")
    assert isinstance(made, AdvancedPage)
    for part in unknown(committed(long)):
        made._on_removed(part)
    over(long, qtbot)
    assert not unknown(committed(long))


# Beside the options


def test_that_the_table_of_tiles_waits_for_a_long_text(long: Page, qtbot: QtBot) -> None:
    edits, tiles = Edits(long.bench), committed(long).tiles
    edits.toggle_hidden(tiles[:1])
    edits.toggle_hidden(tiles[1:2])
    edits.put_at(["t0"], 2)
    assert last_x(long) == 89, "the text was read in the UI thread"
    over(long, qtbot)
    made = committed(long)
    assert [tile.id for tile in made.tiles if tile.hidden] == ["t1", "t0"]
    assert [tile.id for tile in made.tiles][:2] == ["t1", "t0"]


def test_that_layouts_and_their_distances_wait_for_a_long_text(long: Page, qtbot: QtBot) -> None:
    arranging = long.bench.arranging
    arranging.apply("auto")
    arranging.try_space(7, 9)
    arranging.try_space(8, 10)
    arranging.keep_space()
    assert last_x(long) == 89, "the text was read in the UI thread"
    wait_for(qtbot, lambda: not long.bench.line.is_busy)
    assert (arranging.gap, arranging.margin) == (8, 10)
    assert long.bench.session.document.undo_text == "Gap and margin"
    document = long.bench.session.document
    document.undo()
    assert document.undo_text.startswith("Layout")
    document.undo()
    assert last_x(long) == 5000


def test_that_distances_that_are_given_up_before_a_long_text_is_read_are_not_taken(long: Page, qtbot: QtBot) -> None:
    arranging = long.bench.arranging
    before = arranging.gap, arranging.margin
    arranging.try_space(7, 9)
    arranging.drop_space()
    arranging.keep_space()
    over(long, qtbot)
    assert (arranging.gap, arranging.margin) == before
    assert last_x(long) == 5000


def test_that_a_paste_in_the_place_of_what_is_marked_is_judged_by_what_comes_out(qtbot: QtBot) -> None:
    editor, told, data = RequestEditor(), list[bool](), QMimeData()
    qtbot.addWidget(editor)
    editor.too_much.connect(lambda: told.append(True))
    editor.show_text("a" * 2_500_000)
    data.setText("b" * 2_500_000)
    editor.insertFromMimeData(data)
    assert told == [True]
    editor.selectAll()
    editor.insertFromMimeData(data)
    assert told == [True]
    assert editor.plain_text() == data.text()
