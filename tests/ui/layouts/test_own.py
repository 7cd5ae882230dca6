"""Layouts of the user's own in the window: saved, taken, and kept as files."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from support.builders import composition, known, source, tile
from tilewright.files.compositions import save
from tilewright.files.layouts import OWN_LAYOUTS, OwnLayouts
from tilewright.layout.applying import apply_layout
from tilewright.layout.gallery import LAYOUTS
from tilewright.layout.own import save_layout
from tilewright.layout.sizing import resize_to
from tilewright.model.composition import Cell, Composition
from tilewright.model.own_layout import OwnLayout, Place
from tilewright.model.source import Known
from tilewright.ui.commands.layouts import commands
from tilewright.ui.files.dialogs import Dialogs
from tilewright.ui.files.incoming import Incoming
from tilewright.ui.layouts.gallery import AllLayouts, Spacing
from tilewright.ui.layouts.name_dialog import NameDialog
from tilewright.ui.report import Message
from tilewright.ui.windows.question import Question
from tilewright.ui.workbench import Workbench
from tilewright.usecases.layouts import rename_layout
from tilewright.usecases.own_files import remove_own, save_own
from ui.conftest import OpenBench, OpenWindow

FREE = composition(tile("a", 0, 0, 900, 720), tile("b", 900, 0, 380, 333), tile("c", -40, 600, 200, 150))
GRID = composition(*(tile(name, 3, 3, 50, 50) for name in "xyz"))
MINE = save_layout(FREE, Known(), "own-1", "Mine")


class Hand:
    """The layouts of one window, and what its user does with them."""

    def __init__(self, bench: Workbench, window: QWidget, qtbot: QtBot, home: Path) -> None:
        self.bench, self.window, self.qtbot = bench, window, qtbot
        self.store = OwnLayouts(home)
        self.said: list[Message] = []
        bench.report.said.connect(self.said.append)
        bench.sources.failed.disconnect(bench.report.error_once)  # there is no service in these tests
        bench.commands.add(commands(bench))
        bench.files.attach(Dialogs(window))
        self.every = AllLayouts(bench, window)

    def rest(self) -> None:
        self.qtbot.waitUntil(lambda: not self.bench.background.is_busy)

    @property
    def there(self) -> tuple[OwnLayout, ...]:
        return self.store.read().own

    @property
    def rects(self) -> list[tuple[int | None, ...]]:
        return [(each.x, each.y, each.width, each.height) for each in self.bench.session.composition.tiles]

    def off(self, command: str) -> str:
        return self.bench.commands.get(command).off()

    def open_all(self) -> AllLayouts:
        self.every.open_below(self.window)
        self.rest()
        assert self.every.isVisible()
        return self.every

    def name(self, text: str) -> None:
        """Answer the dialog that asks for a name."""
        (dialog,) = self.window.findChildren(NameDialog)
        dialog.name.selectAll()
        QTest.keyClicks(dialog.name, text)
        QTest.keyClick(dialog.name, Qt.Key.Key_Return)
        self.window.activateWindow()
        self.rest()

    def save(self, text: str) -> None:
        self.bench.commands.run("layouts.save")
        self.name(text)


@pytest.fixture
def start() -> Composition:
    return FREE


@pytest.fixture
def hand(make_bench: OpenBench, start: Composition, qtbot: QtBot, home: Path) -> Iterator[Hand]:
    window = QWidget()
    window.resize(800, 600)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    made = Hand(make_bench(start), window, qtbot, home)
    yield made
    made.every.close()


def test_that_what_is_saved_is_offered_below_the_gallery_and_taken_by_a_click(hand: Hand) -> None:
    hand.save("My wall")
    assert [layout.name for layout in hand.there] == ["My wall"]
    assert hand.said[-1].sentence == "The layout My wall is saved."
    assert hand.bench.arranging.name == "My wall"
    assert hand.bench.session.composition == FREE
    hand.bench.session.document.apply(GRID, "Others")
    every = hand.open_all()
    assert [*every.grid.thumbnails] == [*(layout.name for layout in LAYOUTS), "My wall"]
    thumbnail = every.grid.thumbnails["My wall"]
    assert thumbnail.accessibleName().startswith("My wall. Your own, made in 1280 × 720. It keeps its own distances")
    thumbnail.entered.emit("My wall")
    hand.qtbot.waitUntil(lambda: hand.bench.arranging.is_looking)
    assert hand.rects == [(0, 0, 900, 720), (900, 0, 380, 333), (-40, 600, 200, 150)]
    thumbnail.grab()  # painted
    hand.qtbot.mouseClick(thumbnail, Qt.MouseButton.LeftButton)
    assert not every.isVisible()
    assert hand.bench.session.composition.tiles[1].x == 900
    document = hand.bench.session.document
    assert document.undo_text == "Layout My wall"
    document.undo()
    assert hand.bench.session.composition == GRID


def test_that_gap_and_margin_leave_it_as_it_is_and_that_is_said(hand: Hand) -> None:
    hand.save("Mine")
    spacing = Spacing(hand.bench, hand.window)
    assert spacing.note == "Mine keeps its own distances."
    hand.bench.arranging.try_space(24, 40)
    hand.bench.arranging.keep_space()
    assert hand.bench.session.composition == FREE
    assert hand.bench.arranging.name == "Mine"
    hand.bench.arranging.apply("row")
    assert spacing.note == ""


@pytest.mark.parametrize("start", [GRID])
def test_that_a_layout_of_the_program_goes_on_after_its_places_were_saved(hand: Hand) -> None:
    arranging, document = hand.bench.arranging, hand.bench.session.document
    hand.bench.session.learn(known(x=source(640, 360), y=source(640, 360), z=source(640, 360)))
    arranging.try_space(16, 40)
    arranging.keep_space()
    arranging.apply("row")
    document.apply(resize_to(document.wished, hand.bench.session.known, "xyz", "fit", "cell"), "Fit")
    arranging.refresh()
    hand.save("Mine")
    assert arranging.name == "row", "what was saved is a copy"
    hand.save("mine")  # its places are replaced
    assert arranging.name == "row"
    arranging.try_space(30, 40)
    arranging.keep_space()
    assert (arranging.name, document.undo_text) == ("row", "Gap and margin")
    assert [right[0] - (left[0] + left[2]) for left, right in itertools.pairwise(hand.rects)] == [30, 30]
    document.undo()
    arranging.apply("mine")
    assert arranging.name == "mine", "it was taken"


@pytest.mark.parametrize("start", [GRID])
def test_that_undo_of_taking_an_own_layout_goes_on_with_that_of_the_program(hand: Hand) -> None:
    arranging, document = hand.bench.arranging, hand.bench.session.document
    arranging.try_space(16, 40)
    arranging.keep_space()
    arranging.apply("row")
    hand.save("Mine")
    arranging.try_space(30, 40)
    arranging.keep_space()
    arranging.apply("Mine")
    document.undo()
    document.undo()
    assert (arranging.name, arranging.gap) == ("row", 16)
    document.redo()
    document.redo()
    assert arranging.name == "Mine"


def test_that_distances_of_which_nothing_comes_are_no_step(hand: Hand) -> None:
    cell = Cell(x=0, y=0, width=900, height=800)
    hand.bench.session.document.reset(FREE.with_tile(FREE.tile("a").replace(cell=cell)))
    hand.save("Mine")
    assert hand.bench.arranging.name == "Mine"
    before = hand.bench.session.composition
    hand.bench.arranging.try_space(24, 40)
    hand.bench.arranging.keep_space()
    assert not hand.bench.session.document.can_undo
    assert hand.bench.session.composition == before
    assert hand.bench.arranging.gap == 24, "wished for the next layout"


@pytest.mark.parametrize("start", [Composition()])
@pytest.mark.parametrize("is_saved", [False, True], ids=["nothing saved", "own layout of the same places"])
def test_that_a_composition_that_is_opened_lies_in_the_layout_it_was_fitted_into(
    hand: Hand, tmp_path: Path, *, is_saved: bool
) -> None:
    facts = known(x=source(1280, 720), y=source(1280, 720))
    two = apply_layout(GRID.replace(tiles=GRID.tiles[:2]), facts, "side-by-side", 16, 40)
    fitted = resize_to(two, facts, "xy", "fit", "cell")
    if is_saved:
        save_own(save_layout(fitted, facts, "own-1", "Mine"), hand.store)
        hand.bench.layouts.read()
        hand.rest()
    path = tmp_path / "two.tilewright"
    save(path, fitted, replace=False)
    hand.bench.files.open(path)
    hand.rest()
    arranging = hand.bench.arranging
    assert (arranging.name, arranging.gap, arranging.margin) == ("side-by-side", 16, 40)


def test_that_saving_under_a_name_that_is_there_replaces_it_only_when_that_is_pressed(hand: Hand) -> None:
    hand.save("Mine")
    hand.bench.session.document.apply(GRID, "Others")
    hand.bench.commands.run("layouts.save")
    (dialog,) = hand.window.findChildren(NameDialog)
    assert dialog.said.text() == "It keeps the places of 3 tiles."
    QTest.keyClicks(dialog.name, "mine")
    assert dialog.button.text() == "Replace"
    assert dialog.said.text() == "There is a layout of this name. It gets the places set here."
    before = hand.there
    hand.name("mine")
    (after,) = hand.there
    assert (after.name, after.id) == ("mine", before[0].id)
    assert after.places[0] == Place(x=3, y=3, width=50, height=50)
    undo = hand.said[-1]
    assert (undo.sentence, undo.button) == ("The layout mine has the places set here now.", "Undo")
    assert undo.run is not None
    undo.run()
    hand.rest()
    assert hand.there == before


def test_that_undo_of_a_replacement_brings_back_what_another_window_had_made_of_it(hand: Hand) -> None:
    hand.save("Mine")
    theirs = save_own(hand.there[0].replace(places=MINE.places[:1]), hand.store)  # this window has not seen it
    hand.save("Mine")
    assert hand.there[0].places == MINE.places
    undo = hand.said[-1].run
    assert undo is not None
    undo()
    hand.rest()
    assert hand.there == (theirs,)


def test_that_what_was_saved_elsewhere_while_the_name_was_typed_is_replaced_only_when_that_is_pressed(
    hand: Hand,
) -> None:
    hand.bench.commands.run("layouts.save")
    theirs = save_own(MINE.replace(places=MINE.places[:1]), hand.store)
    hand.bench.layouts.read()
    hand.rest()
    hand.name("mine")
    assert hand.there == (theirs,)
    (question,) = hand.window.findChildren(Question)
    assert question.windowTitle() == "There is a layout Mine already"
    (replace,) = [button for button in question.findChildren(QPushButton) if button.text() == "Replace"]
    replace.click()
    hand.rest()
    assert [(layout.id, layout.name, layout.places) for layout in hand.there] == [("own-1", "mine", MINE.places)]


def test_that_a_layout_that_another_window_renamed_is_not_replaced(hand: Hand) -> None:
    hand.save("Mine")
    theirs = rename_layout(hand.there[0], "Wall", hand.store)
    hand.save("Mine")
    assert hand.there == (theirs,)
    assert hand.said[-1].sentence == "The layout Mine is called Wall by now: another window renamed it."
    hand.save("Mine")
    assert [layout.name for layout in hand.there] == ["Mine", "Wall"]


@pytest.mark.parametrize("name", ["2x2", "side BY side"])
def test_that_a_name_of_the_gallery_is_refused_where_it_is_typed(hand: Hand, name: str) -> None:
    hand.bench.commands.run("layouts.save")
    (dialog,) = hand.window.findChildren(NameDialog)
    assert not dialog.button.isEnabled()
    QTest.keyClicks(dialog.name, name)
    assert dialog.said.text() == "The gallery has a layout of this name. Choose another."
    assert not dialog.button.isEnabled()
    dialog.reject()
    assert hand.there == ()


def test_that_what_cannot_be_saved_says_why(hand: Hand) -> None:
    document = hand.bench.session.document
    document.apply(composition(tile("a", width=None)), "Unknown")
    hand.bench.commands.run("layouts.save")
    assert "cannot be saved" in hand.said[-1].sentence
    document.apply(composition(tile("a", hidden=True)), "Hidden")
    assert hand.off("layouts.save") == "There is no tile whose place could be saved"
    assert not hand.window.findChildren(NameDialog)


@pytest.mark.parametrize("start", [composition(tile("back", 0, 0, 1280, 720, locked=True), tile("a", 5, 6, 70, 80))])
def test_that_the_dialog_tells_that_locked_tiles_are_left_out(hand: Hand) -> None:
    hand.bench.commands.run("layouts.save")
    (dialog,) = hand.window.findChildren(NameDialog)
    assert dialog.said.text().startswith("It keeps the place of one tile. Locked tiles are left out")
    dialog.reject()


def test_that_what_another_window_saved_or_deleted_is_seen_when_all_are_shown(hand: Hand) -> None:
    save_own(MINE, hand.store)
    every = hand.open_all()
    assert "Mine" in every.grid.thumbnails
    assert hand.bench.arranging.name == "Mine"
    every.close()
    remove_own(MINE, hand.store)
    assert hand.open_all() is every
    assert "Mine" not in every.grid.thumbnails
    assert hand.bench.arranging.name is None
    hand.bench.commands.run("layout.own.own-1")  # it was offered a moment ago
    assert hand.bench.session.composition == FREE


def test_that_a_file_that_is_no_layout_is_told_once_and_left(hand: Hand, home: Path) -> None:
    broken = home / "layouts" / "Broken.tilewright-layout"
    broken.parent.mkdir(parents=True)
    broken.write_bytes(b"half of")
    hand.open_all().close()
    hand.open_all()
    assert [message.kind for message in hand.said] == ["error"]
    assert "Broken.tilewright-layout is no layout" in hand.said[0].sentence
    assert broken.read_bytes() == b"half of"


def choose(hand: Hand, every: AllLayouts, name: str, text: str) -> None:
    """Open the menu of one of the user's own, by the pointer, and choose from it."""
    thumbnail = every.grid.thumbnails[name]
    place = thumbnail.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, thumbnail.mapToGlobal(place))
    QApplication.sendEvent(thumbnail, event)
    (menu,) = every.findChildren(QMenu)
    (action,) = [action for action in menu.actions() if action.text() == text]
    action.trigger()
    menu.close()
    assert not every.isVisible()


def test_that_the_button_below_the_gallery_saves(hand: Hand) -> None:
    (button,) = [one for one in hand.open_all().findChildren(QPushButton) if one.objectName() == "layouts.save"]
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert not hand.every.isVisible()
    hand.name("Mine")
    assert [layout.name for layout in hand.there] == ["Mine"]


def test_that_one_is_renamed_exported_and_deleted_from_its_menu_though_it_cannot_be_taken(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = MINE.replace(places=MINE.places[:1])
    save_own(one, hand.store)
    every = hand.open_all()
    assert not every.grid.thumbnails["Mine"].isEnabled()
    choose(hand, every, "Mine", "Rename…")
    hand.name("Alone")
    assert [layout.name for layout in hand.there] == ["Alone"]
    path = tmp_path / "alone.tilewright-layout"
    monkeypatch.setattr(hand.bench.files.dialogs, "save_layout", lambda name, then: then((path,)))
    every = hand.open_all()
    choose(hand, every, "Alone", "Export…")
    hand.rest()
    assert OWN_LAYOUTS.read(path).places == one.places
    every = hand.open_all()
    choose(hand, every, "Alone", "Delete…")
    (question,) = hand.window.findChildren(Question)
    (delete,) = [button for button in question.findChildren(QPushButton) if button.text() == "Delete"]
    delete.click()
    hand.rest()
    assert hand.there == ()


def test_that_the_layout_in_force_is_renamed_by_its_command_and_stays_in_force(hand: Hand) -> None:
    assert hand.off("layouts.rename") == "The tiles lie in no layout of your own"
    hand.save("Mine")
    assert not hand.off("layouts.export")
    hand.bench.commands.run("layouts.rename")
    hand.name("Yours")
    assert hand.bench.arranging.name == "Yours"
    assert [layout.name for layout in hand.there] == ["Yours"]


def test_that_opening_a_layout_keeps_it_and_the_button_uses_it(hand: Hand, tmp_path: Path) -> None:
    path = tmp_path / "Mine.tilewright-layout"
    path.write_bytes(OWN_LAYOUTS.encode(MINE))
    hand.bench.session.document.apply(GRID, "Others")
    hand.bench.files.open(path)
    hand.rest()
    assert hand.said[-1].sentence == "The layout Mine is imported."
    assert hand.bench.session.composition == GRID
    assert hand.said[-1].run is not None
    hand.said[-1].run()
    assert hand.bench.session.composition.tiles[2].x == -40
    hand.bench.files.open(path)
    hand.rest()
    assert hand.said[-1].sentence == "The layout Mine is here already."


def test_that_of_several_files_those_that_are_layouts_are_kept_and_the_others_told(hand: Hand, tmp_path: Path) -> None:
    names = ("A", "Broken", "C", "Gone")
    paths = [tmp_path / f"{name}.tilewright-layout" for name in names]
    for path in paths[:3]:
        path.write_bytes(OWN_LAYOUTS.encode(MINE.replace(id=f"own-{path.stem.lower()}", name=path.stem)))
    paths[1].write_bytes(b"half of")
    hand.bench.layouts.import_files(paths[:3])
    hand.rest()
    assert [layout.name for layout in hand.there] == ["A", "C"]
    assert hand.said[0].sentence == "2 layouts are imported, or were here already."
    assert hand.said[1].sentence.startswith("Broken.tilewright-layout is no layout")
    hand.bench.layouts.import_files([paths[1], paths[3], paths[0]])
    hand.rest()
    assert hand.said[2].sentence == "The layout A is here already."
    assert (hand.said[3].kind, hand.said[3].sentence) == ("error", "2 files were not imported.")
    assert all(f"{path.stem}.tilewright-layout" in hand.said[3].hint for path in (paths[1], paths[3]))


def test_that_a_key_of_the_user_takes_an_own_layout_in_the_window_where_it_was_dropped(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    paths = [tmp_path / f"{number}.tilewright-layout" for number in range(2)]
    for number, path in enumerate(paths):
        path.write_bytes(OWN_LAYOUTS.encode(MINE.replace(id=f"own-{number}", name=f"Wall {number}")))
    window = open_window(GRID)
    bench = window.bench
    said: list[str] = []
    bench.report.said.connect(lambda message: said.append(message.sentence))
    bench.commands.change_keys({"layout.own.own-1": ["F8"]})
    window.desk.take(Incoming(own=tuple(paths)))
    qtbot.waitUntil(lambda: "2 layouts are imported, or were here already." in said)
    assert not bench.session.document.can_undo
    assert bench.commands.get("layout.own.own-1").text == "Layout Wall 1"
    QTest.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: bench.arranging.name == "Wall 1")
    bench.commands.run("layout.gallery")
    (every,) = window.findChildren(AllLayouts)
    qtbot.mouseClick(every.grid.thumbnails["Wall 0"], Qt.MouseButton.LeftButton)
    assert bench.arranging.name == "Wall 0"


def test_that_arrow_keys_go_on_to_own_layouts_and_the_menu_key_asks_for_more(hand: Hand) -> None:
    save_own(MINE, hand.store)
    every = hand.open_all()
    last = every.grid.thumbnails["auto"]
    last.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(last, Qt.Key.Key_Right)
    mine = every.grid.thumbnails["Mine"]
    assert mine.hasFocus()
    QApplication.sendEvent(mine, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), QPoint(1, 1)))
    (menu,) = every.findChildren(QMenu)
    assert [action.text() for action in menu.actions()] == ["Rename…", "Export…", "Delete…"]
    menu.close()


def test_that_a_layout_that_goes_while_a_tile_is_dragged_is_no_longer_in_force(hand: Hand) -> None:
    hand.save("Mine")
    hand.bench.session.document.preview(GRID)
    for own in hand.there:
        remove_own(own, hand.store)
    hand.bench.layouts.read()
    hand.rest()
    assert hand.bench.arranging.in_force is None
    hand.bench.session.document.rollback()
    assert hand.off("layouts.rename")


def test_that_an_ampersand_in_a_name_is_no_key_of_the_thumbnail(hand: Hand) -> None:
    save_own(MINE.replace(name="R&D"), hand.store)
    thumbnail = hand.open_all().grid.thumbnails["R&D"]
    assert thumbnail.shortcut().isEmpty()
    assert thumbnail.accessibleName().startswith("R&D. ")


def test_that_the_focus_stays_on_a_layout_that_another_window_changed(hand: Hand) -> None:
    save_own(MINE, hand.store)
    every = hand.open_all()
    old = every.grid.thumbnails["Mine"]
    old.setFocus(Qt.FocusReason.TabFocusReason)
    save_own(MINE.replace(width=640), hand.store)
    hand.bench.layouts.read()
    hand.rest()
    new = every.grid.thumbnails["Mine"]
    assert new is not old
    assert new.hasFocus()


def test_that_many_own_layouts_scroll_and_stay_on_the_screen(hand: Hand) -> None:
    for number in range(40):
        save_own(MINE.replace(id=f"own-{number}", name=f"Layout {number:02}"), hand.store)
    every = hand.open_all()
    room = hand.window.screen().availableGeometry()
    assert room.contains(every.geometry())
    assert every.height() == room.height() - 16
    last = every.grid.thumbnails["Layout 39"]
    last.setFocus(Qt.FocusReason.TabFocusReason)
    assert every.rect().contains(last.mapTo(every, last.rect().center()))
