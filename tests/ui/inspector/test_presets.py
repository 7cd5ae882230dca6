"""Presets on the real page: choosing one, what is told of changes, the way back, and the user's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tilewright.files.own_files import Found
from tilewright.files.presets import PRESETS, OwnPresets
from tilewright.layout.following import apply_preset
from tilewright.model.built_in import BUILT_IN
from tilewright.model.composition import Composition
from tilewright.model.document import decode, encode
from tilewright.model.options import Audio, Container, Video
from tilewright.model.paths import read_path, write_path
from tilewright.model.preset import Preset, apply, deviations
from tilewright.ui.files.dialogs import Chosen, Dialogs
from tilewright.ui.inspector.difference_mark import DifferenceMark
from tilewright.ui.inspector.inspector import Inspector
from tilewright.ui.inspector.kinds import Choice, Flag, Number
from tilewright.ui.inspector.preset_card import PresetCard
from tilewright.ui.inspector.preset_dialog import PresetDialog
from tilewright.ui.inspector.preset_list import DifferenceList
from tilewright.ui.report import Message
from tilewright.ui.widgets.combo import Combo
from tilewright.usecases.own_files import remove_own, save_own
from ui.pseudo import OPEN

from .conftest import OpenInspector, whole
from .test_every_field import set_by_hand
from .test_house import seen
from .test_pages import binding_of

WEB = {preset.id: preset for preset in BUILT_IN}
HD, SMALL = WEB["web-1080p"], WEB["small-h265"]
MINE = Preset(
    id="own-1",
    name="Mine",
    description="For lessons",
    container=Container(format="mp4"),
    video=Video(codec="H.264", crf=33),
    audio=Audio(codec="aac"),
)


def card_of(inspector: Inspector, qtbot: QtBot) -> PresetCard:
    """On the page Video, which is shown, when the user's presets have been read."""
    inspector.bench.files.attach(Dialogs(inspector.window()))
    inspector.show_page("video")
    qtbot.waitUntil(lambda: not inspector.bench.background.is_busy)
    card = inspector.page("video").findChild(PresetCard)
    assert isinstance(card, PresetCard)
    return card


def following(preset: Preset) -> Composition:
    return apply(preset, whole())


def now(inspector: Inspector) -> Composition:
    return inspector.bench.session.composition


def offered(card: PresetCard) -> list[str]:
    return [card.combo.itemText(row) for row in range(card.combo.count())]


def open_list(card: PresetCard, qtbot: QtBot) -> DifferenceList:
    QTest.keyClick(card.modified, Qt.Key.Key_Space)
    assert card.differences is not None
    qtbot.waitUntil(card.differences.isVisible)
    return card.differences


def marks(inspector: Inspector) -> dict[str, str]:
    """What the dots say, by the field they stand at."""
    found = {}
    for page in ("frame", "video", "sound"):
        inspector.show_page(page)
        for binding in inspector.page(page).bindings:
            for mark in binding.row.findChildren(DifferenceMark):
                if mark.isVisible():
                    found[binding.entry.path] = mark.accessibleName()
    return found


def choose(menu: QMenu, text: str) -> None:
    (action,) = [action for action in menu.actions() if action.text() == text]
    assert action.isEnabled(), text
    action.trigger()
    menu.deleteLater()


def fill_dialog(inspector: Inspector, name: str, description: str = "", *, with_size: bool = False) -> None:
    (dialog,) = inspector.window().findChildren(PresetDialog)
    dialog.name.selectAll()
    QTest.keyClicks(dialog.name, name)
    if description:
        dialog.description.selectAll()
        QTest.keyClicks(dialog.description, description)
    dialog.with_size.setChecked(with_size)
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    inspector.window().activateWindow()


def said(inspector: Inspector) -> list[Message]:
    messages: list[Message] = []
    inspector.bench.report.said.connect(messages.append)
    return messages


def test_that_a_preset_is_chosen_by_keys_as_one_step_with_the_tiles_brought_along(
    open_inspector: OpenInspector, qtbot: QtBot
) -> None:
    inspector = open_inspector()
    start, session = now(inspector), inspector.bench.session
    card = card_of(inspector, qtbot)
    assert card.combo.currentIndex() == -1
    assert card.combo.placeholderText() == "Custom"
    assert offered(card)[:2] == ["Built in", "Web 1080p"]
    card.combo.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(card.combo, Qt.Key.Key_Down)
    spacing = inspector.bench.arranging.spacing
    assert now(inspector) == apply_preset(HD, start, session.known, scales_tiles=True, spacing=spacing)
    assert now(inspector).tiles != start.tiles
    assert card.combo.currentText() == "Web 1080p"
    assert card.about.whole == "H.264 in mp4, plays everywhere"
    assert not card.modified.isVisible()
    assert session.document.undo_text == "Preset: Web 1080p"
    session.document.undo()
    assert now(inspector) == start
    assert card.combo.currentIndex() == -1


@pytest.mark.parametrize("page", ["video", "frame"])
def test_that_presets_which_keys_walk_over_leave_nothing_behind(
    open_inspector: OpenInspector, qtbot: QtBot, page: str
) -> None:
    start = whole().with_frame(876, 492)
    inspector = open_inspector(start)
    document = inspector.bench.session.document
    card = card_of(inspector, qtbot)
    inspector.show_page(page)
    combo = card.combo if page == "video" else inspector.page("frame").findChild(Combo, "frameSize")
    assert isinstance(combo, Combo)
    combo.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        QTest.keyClick(combo, key)
    walked = now(inspector)
    assert document.undo_text == ("Preset: Web 720p" if page == "video" else "Size of the frame")
    document.undo()
    assert now(inspector) == start
    assert not document.can_undo
    combo.setCurrentIndex(combo.findText("Web 720p") if page == "video" else 1)
    assert now(inspector) == walked


def test_that_tiles_stay_where_the_user_does_not_want_them_scaled(open_inspector: OpenInspector, qtbot: QtBot) -> None:
    inspector = open_inspector()
    inspector.habits.scales_tiles = False
    card = card_of(inspector, qtbot)
    card.combo.setCurrentIndex(card.combo.findData(HD.id))
    assert now(inspector).tiles == whole().tiles
    assert now(inspector).inline_frame.size == (1920, 1080)


def test_that_the_list_shows_what_another_window_saved_meanwhile(
    open_inspector: OpenInspector, qtbot: QtBot, home: Path
) -> None:
    inspector = open_inspector()
    card = card_of(inspector, qtbot)
    assert "Your own" not in offered(card)
    save_own(MINE, OwnPresets(home))
    card.combo.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(card.combo, Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: card.combo.view().isVisible())
    view = card.combo.view()
    assert offered(card)[-2:] == ["Your own", "Mine"]
    heading = card.combo.model().index(0, 0)
    assert not heading.flags() & Qt.ItemFlag.ItemIsEnabled
    assert all(view.sizeHintForRow(row) >= 28 for row in range(card.combo.count()))
    last = card.combo.model().index(card.combo.count() - 1, 0)
    assert last.data(Qt.ItemDataRole.AccessibleTextRole) == "Mine. For lessons"
    view.grab()  # painted
    QTest.keyClick(view, Qt.Key.Key_End)
    QTest.keyClick(view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not view.isVisible())
    assert now(inspector).preset == MINE.id
    assert deviations(MINE, now(inspector)) == ()


def test_that_the_wheel_chooses_nothing(open_inspector: OpenInspector, qtbot: QtBot) -> None:
    inspector = open_inspector(following(SMALL))
    card = card_of(inspector, qtbot)
    card.combo.setFocus(Qt.FocusReason.TabFocusReason)
    middle = QPointF(card.combo.rect().center())
    event = QWheelEvent(
        middle, card.combo.mapToGlobal(middle), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(card.combo, event)
    assert now(inspector) == following(SMALL)


def test_that_changed_fields_are_counted_marked_listed_and_taken_back_one_by_one(
    open_inspector: OpenInspector, qtbot: QtBot
) -> None:
    start = following(HD)
    inspector = open_inspector(start)
    card = card_of(inspector, qtbot)
    assert marks(inspector) == {}
    inspector.show_page("sound")
    set_by_hand(binding_of(inspector, "transcode.audio.bitrate").row.editor, "96")
    set_by_hand(binding_of(inspector, "transcode.video.crf").row.editor, "30")
    changed = now(inspector)
    assert card.modified.text() == "Modified · 2 fields"
    assert card.combo.currentText() == "Web 1080p"
    assert marks(inspector) == {
        "transcode.video.crf": "Differs from Web 1080p, where it is: 23",
        "transcode.audio.bitrate": "Differs from Web 1080p, where it is: 160 kbit/s",
    }
    editor = binding_of(inspector, "transcode.video.crf").row.editor
    assert "Differs from Web 1080p, where it is: 23" in editor.accessibleDescription()
    inspector.show_page("video")
    opened = open_list(card, qtbot)
    QTest.keyClick(opened, Qt.Key.Key_Escape)
    assert not opened.isVisible()
    assert open_list(card, qtbot) is opened
    opened.grab()
    assert [row.accessibleName() for row in opened.rows] == [
        "Video · Quality (CRF): 30, in the preset 23",
        "Sound · Audio bitrate: 96 kbit/s, in the preset 160 kbit/s",
    ]
    assert all(min(row.back.width(), row.back.height()) >= 24 for row in opened.rows)
    assert opened.rows[0].back.hasFocus()
    QTest.keyClick(opened.rows[0].back, Qt.Key.Key_Space)
    assert now(inspector) == write_path(changed, "transcode.video.crf", 23)
    assert inspector.bench.session.document.undo_text == "Back to the preset: Video · Quality (CRF)"
    assert card.modified.text() == "Modified · 1 field"
    QTest.keyClick(opened.rows[0].back, Qt.Key.Key_Space)
    assert now(inspector) == start
    assert not opened.isVisible()
    assert card.combo.hasFocus()
    assert not card.modified.isVisible()
    assert marks(inspector) == {}
    inspector.bench.session.document.undo()
    inspector.bench.session.document.undo()
    assert now(inspector) == changed


def test_that_a_frame_of_another_size_is_marked_inside_its_fields_and_goes_back_with_the_tiles(
    open_inspector: OpenInspector, qtbot: QtBot
) -> None:
    inspector = open_inspector(following(HD))
    card = card_of(inspector, qtbot)
    inspector.show_page("frame")
    set_by_hand(binding_of(inspector, "transcode.video.width").row.editor, "960")
    assert list(marks(inspector)) == ["transcode.video.width"]
    before = now(inspector)
    inspector.show_page("video")
    QTest.keyClick(open_list(card, qtbot).rows[0].back, Qt.Key.Key_Space)
    assert now(inspector).inline_frame.size == (1920, 1080)
    assert now(inspector).tiles != before.tiles


def test_that_fields_and_values_are_called_in_the_list_as_on_their_pages(
    open_inspector: OpenInspector, qtbot: QtBot
) -> None:
    """Whatever a preset may hold; the size of the frame stands on a page of its own."""
    empty = Preset(id="own-1", name="Empty", audio=Audio())
    everything = following(empty)
    inspector = open_inspector(everything)
    card = card_of(inspector, qtbot)
    labels = {}
    for page in ("video", "sound"):
        for binding in inspector.page(page).bindings:
            path = binding.entry.path
            if path.startswith(("transcode.container.", "transcode.video.", "transcode.audio.")):
                title = "Video" if page == "video" else "Sound"
                labels[path] = f"{title} · {binding.entry.label}"
                kind = binding.entry.kind
                value: object = kind.options[1].value if isinstance(kind, Choice) and len(kind.options) > 1 else "a"
                value = True if isinstance(kind, Flag) else 1 if isinstance(kind, Number) else value
                everything = write_path(everything, path, value)
    assert len(labels) > 20
    inspector.bench.presets.take(Found((empty,)))
    inspector.bench.session.document.reset(everything)
    opened = open_list(card, qtbot)
    assert {row.difference.path: row.accessibleName().partition(":")[0] for row in opened.rows} == labels
    assert "Sound · Sound channels: 2, stereo, in the preset not set" in {row.accessibleName() for row in opened.rows}
    opened.close()


def test_that_a_value_of_a_stranger_is_shown_and_not_followed(open_inspector: OpenInspector, qtbot: QtBot) -> None:
    inspector = open_inspector(write_path(following(HD), "transcode.video.roi", "<img src='x'>"))
    opened = open_list(card_of(inspector, qtbot), qtbot)
    (row,) = opened.rows
    assert "<img" in row.accessibleName()
    assert "<img" not in row.toolTip()
    opened.close()


@pytest.mark.parametrize("way", ["all", "again"])
def test_that_everything_goes_back_at_once_as_one_step(open_inspector: OpenInspector, qtbot: QtBot, way: str) -> None:
    start = following(HD)
    changed = write_path(write_path(start, "transcode.video.crf", 30), "transcode.audio", None)
    inspector = open_inspector(changed)
    card = card_of(inspector, qtbot)
    if way == "all":
        QTest.mouseClick(open_list(card, qtbot).all_back, Qt.MouseButton.LeftButton)
    else:
        card.combo.activated.emit(card.combo.currentIndex())
    assert now(inspector) == start
    inspector.bench.session.document.undo()
    assert now(inspector) == changed


def test_that_what_is_modified_is_known_again_when_the_file_is_opened(
    open_inspector: OpenInspector, qtbot: QtBot
) -> None:
    changed = write_path(following(HD), "transcode.video.crf", 30)
    inspector = open_inspector()
    card = card_of(inspector, qtbot)
    inspector.bench.session.document.reset(decode(encode(changed)))
    assert (card.combo.currentText(), card.modified.text()) == ("Web 1080p", "Modified · 1 field")
    inspector.bench.session.document.reset(following(SMALL).replace(preset=None))
    assert (card.combo.currentText(), card.modified.isVisible()) == ("Small H.265", False)
    inspector.bench.session.document.reset(changed.replace(preset="own-elsewhere"))
    assert card.combo.currentIndex() == -1
    assert card.about.whole == "No preset has these values."


def test_that_a_template_switches_presets_off_and_says_why(open_inspector: OpenInspector, qtbot: QtBot) -> None:
    inspector = open_inspector(following(HD).replace(transcode_template_id="t1"))
    card = card_of(inspector, qtbot)
    assert not card.combo.isEnabled()
    assert card.about.whole == "Off because the template decides."


def test_that_an_own_preset_is_saved_updated_and_renamed(
    open_inspector: OpenInspector, qtbot: QtBot, home: Path
) -> None:
    start = write_path(following(HD), "transcode.video.crf", 30)
    inspector = open_inspector(start)
    card, messages = card_of(inspector, qtbot), said(inspector)
    QTest.mouseClick(open_list(card, qtbot).findChildren(QPushButton)[-1], Qt.MouseButton.LeftButton)
    fill_dialog(inspector, "Lessons", "For school")
    qtbot.waitUntil(lambda: card.combo.currentText() == "Lessons")
    (saved,) = OwnPresets(home).read().own
    assert (saved.name, saved.description, saved.video.crf, saved.size) == ("Lessons", "For school", 30, None)
    assert now(inspector) == start.replace(preset=saved.id)
    assert not card.modified.isVisible()

    set_by_hand(binding_of(inspector, "transcode.video.crf").row.editor, "31")
    assert card.modified.text() == "Modified · 1 field"
    choose(card.menu(), "Update “Lessons”")
    qtbot.waitUntil(lambda: not card.modified.isVisible())
    assert OwnPresets(home).read().own[0].video.crf == 31
    assert messages[-1].run is not None
    messages[-1].run()  # Undo
    qtbot.waitUntil(card.modified.isVisible)
    assert OwnPresets(home).read().own == (saved,)

    choose(card.menu(), "Rename…")
    fill_dialog(inspector, "Course")
    qtbot.waitUntil(lambda: card.combo.currentText() == "Course")
    assert [path.name for path in (home / PRESETS.folder).iterdir()] == [f"Course{PRESETS.suffix}"]


def test_that_what_another_window_made_of_a_preset_is_not_undone_by_renaming_or_updating_it(
    open_inspector: OpenInspector, qtbot: QtBot, home: Path
) -> None:
    other = OwnPresets(home)
    save_own(MINE, other)
    inspector = open_inspector(following(MINE))
    card, messages = card_of(inspector, qtbot), said(inspector)
    sharper = save_own(MINE.replace(video=Video(codec="H.264", crf=20)), other)
    card.acts.rename()
    fill_dialog(inspector, "Course")
    qtbot.waitUntil(lambda: other.read().own == (sharper.replace(name="Course"),))
    inspector.bench.presets.take(Found((MINE,)))  # as it was known before
    described = save_own(sharper.replace(name="Course", description="For all"), other)
    set_by_hand(binding_of(inspector, "transcode.video.crf").row.editor, "31")
    card.acts.update()
    updated = described.replace(video=Video(codec="H.264", crf=31))
    qtbot.waitUntil(lambda: other.read().own == (updated,))
    qtbot.waitUntil(lambda: bool(messages))
    undo = messages[-1].run
    assert undo is not None
    renamed = save_own(updated.replace(name="Lessons"), other)
    undo()
    qtbot.waitUntil(lambda: other.read().own == (renamed.replace(video=described.video),))
    newest = save_own(renamed.replace(video=Video(codec="H.264", crf=18)), other)
    undo()
    qtbot.waitUntil(lambda: "was changed in another window" in messages[-1].sentence)
    assert other.read().own == (newest,)


@pytest.mark.parametrize("act", ["rename", "update"])
def test_that_a_preset_that_another_window_deleted_does_not_come_back(
    open_inspector: OpenInspector, qtbot: QtBot, home: Path, act: str
) -> None:
    save_own(MINE, OwnPresets(home))
    inspector = open_inspector(following(MINE))
    card, messages = card_of(inspector, qtbot), said(inspector)
    remove_own(MINE, OwnPresets(home))
    if act == "rename":
        card.acts.rename()
        fill_dialog(inspector, "Course")
    else:
        card.acts.update()
    qtbot.waitUntil(lambda: bool(messages))
    assert messages[-1].sentence == "The preset Mine was deleted in another window."
    qtbot.waitUntil(lambda: "Mine" not in offered(card))
    assert OwnPresets(home).read().own == ()
    assert now(inspector) == following(MINE)


@pytest.mark.parametrize("way", ["window", "menu"])
def test_that_what_another_window_saved_is_known_when_the_user_comes_back(
    open_inspector: OpenInspector, qtbot: QtBot, home: Path, way: str
) -> None:
    inspector = open_inspector(following(MINE))
    card = card_of(inspector, qtbot)
    assert card.combo.currentIndex() == -1
    save_own(MINE, OwnPresets(home))
    if way == "window":
        QApplication.sendEvent(inspector.window(), QEvent(QEvent.Type.WindowActivate))
        qtbot.waitUntil(lambda: card.combo.currentText() == "Mine")
    else:
        QTest.mouseClick(card.more, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: bool(card.findChildren(QMenu)))
        (menu,) = card.findChildren(QMenu)
        assert "Rename…" in [action.text() for action in menu.actions() if action.isEnabled()]
        menu.close()


def test_that_a_deleted_preset_leaves_its_values(open_inspector: OpenInspector, qtbot: QtBot, home: Path) -> None:
    save_own(MINE, OwnPresets(home))
    inspector = open_inspector(following(MINE))
    card = card_of(inspector, qtbot)
    choose(card.menu(), "Delete…")
    (question,) = inspector.window().findChildren(QDialog, "question")
    cancel, delete = question.findChildren(QPushButton)
    assert (cancel.isDefault(), delete.text()) == (True, "Delete")
    QTest.mouseClick(delete, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Mine" not in offered(card))
    assert OwnPresets(home).read().own == ()
    assert now(inspector) == following(MINE)
    assert card.combo.currentIndex() == -1


def test_that_presets_of_the_program_cannot_be_changed(open_inspector: OpenInspector, qtbot: QtBot) -> None:
    inspector = open_inspector(write_path(following(HD), "transcode.video.crf", 30))
    menu = card_of(inspector, qtbot).menu()
    enabled = {action.text(): action.isEnabled() for action in menu.actions() if action.text()}
    assert enabled == {
        "Save as preset…": True,
        "Update the preset": False,
        "Rename…": False,
        "Delete…": False,
        "Export…": True,
        "Import…": True,
    }
    menu.deleteLater()


@pytest.mark.parametrize("name", ["web 1080P", " MINE "])
def test_that_a_name_that_is_taken_is_told_while_it_is_typed(
    open_inspector: OpenInspector, qtbot: QtBot, home: Path, name: str
) -> None:
    save_own(MINE, OwnPresets(home))
    inspector = open_inspector()
    card = card_of(inspector, qtbot)
    choose(card.menu(), "Save as preset…")
    (dialog,) = inspector.window().findChildren(PresetDialog)
    assert not dialog.button.isEnabled()
    QTest.keyClicks(dialog.name, name)
    assert dialog.said.text() == "There is a preset of this name. Choose another."
    assert not dialog.button.isEnabled()
    QTest.keyClicks(dialog.name, "x")
    assert dialog.button.isEnabled()
    QTest.keyClick(dialog.name, Qt.Key.Key_Escape)


def test_that_a_preset_travels_as_a_file(
    open_inspector: OpenInspector, qtbot: QtBot, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_own(MINE, OwnPresets(home))
    inspector = open_inspector(following(MINE))
    card, messages = card_of(inspector, qtbot), said(inspector)
    file = tmp_path / f"Mine{PRESETS.suffix}"

    def chosen(_: Dialogs, name: str, then: Chosen) -> None:
        assert name == file.name
        then((file,))

    monkeypatch.setattr(Dialogs, "save_preset", chosen)
    monkeypatch.setattr(Dialogs, "open_preset", lambda _, then: then((file,)))
    choose(card.menu(), "Export…")
    qtbot.waitUntil(lambda: [message.sentence for message in messages] == [f"{file.name} is saved."])
    assert file.read_bytes() == PRESETS.encode(MINE)

    choose(card.menu(), "Import…")
    qtbot.waitUntil(lambda: messages[-1].sentence == "The preset Mine is here already.")
    file.write_bytes(PRESETS.encode(MINE.replace(video=Video(codec="AV1"))))
    choose(card.menu(), "Import…")
    qtbot.waitUntil(lambda: messages[-1].sentence == "The preset Mine 2 is imported.")
    assert offered(card)[-2:] == ["Mine", "Mine 2"]
    assert now(inspector) == following(MINE)
    assert messages[-1].run is not None
    messages[-1].run()  # Use it
    assert read_path(now(inspector), "transcode.video.codec") == "AV1"
    assert card.combo.currentText() == "Mine 2"

    file.write_bytes(b"{")
    choose(card.menu(), "Import…")
    qtbot.waitUntil(lambda: messages[-1].kind == "error")
    assert messages[-1].sentence.startswith(f"{file.name} is no preset")


def test_that_a_damaged_preset_is_told_once_and_the_others_are_offered(
    open_inspector: OpenInspector, qtbot: QtBot, home: Path
) -> None:
    save_own(MINE, OwnPresets(home))
    (home / PRESETS.folder / f"broken{PRESETS.suffix}").write_bytes(b"{")
    inspector = open_inspector()
    messages: list[Message] = said(inspector)
    card = card_of(inspector, qtbot)
    for _ in range(2):
        inspector.bench.presets.read()
        qtbot.waitUntil(lambda: not inspector.bench.background.is_busy)
    assert "Mine" in offered(card)
    assert len([message for message in messages if "broken" in message.sentence]) <= 1
    assert (home / PRESETS.folder / f"broken{PRESETS.suffix}").read_bytes() == b"{"


@pytest.mark.full
def test_that_every_word_of_presets_goes_through_the_translation(
    open_inspector: OpenInspector, qtbot: QtBot, pseudo: None
) -> None:
    inspector = open_inspector(write_path(following(HD), "transcode.video.crf", None))
    card = card_of(inspector, qtbot)
    opened = open_list(card, qtbot)
    card.acts.save_as()
    (dialog,) = inspector.window().findChildren(PresetDialog)
    for ground in (card, opened, dialog):
        for widget in [ground, *ground.findChildren(QWidget)]:
            for text in seen(widget):
                assert not any(letter.isalpha() for letter in text) or OPEN in text, (text, widget)
    menu = card.menu()
    assert all(OPEN in action.text() for action in menu.actions() if action.text())
    assert all(OPEN in text for text in offered(card))
    menu.deleteLater()
    dialog.reject()
    opened.close()
