"""What the pages say and do: problems and their fixes, reasons, choosing a page, what the buttons do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from tilewright.model.paths import read_path, write_path
from tilewright.ui.files.dialogs import Dialogs
from tilewright.ui.inspector.binding import Binding
from tilewright.ui.inspector.editors import ChoiceList, FlagSwitch
from tilewright.ui.inspector.inspector import Inspector
from tilewright.ui.inspector.kept_list import KeptList
from tilewright.ui.inspector.message import Message
from tilewright.ui.inspector.page import all_pages
from tilewright.ui.inspector.pages.watermarks import WatermarksPage
from tilewright.ui.inspector.secret_field import SecretField
from tilewright.ui.problems.suppressing import SuppressDialog
from tilewright.ui.widgets.buttons import IconButton
from tilewright.ui.widgets.card import Card, EmptyState
from tilewright.ui.widgets.field import Field

from .conftest import OpenInspector, whole


def binding_of(inspector: Inspector, path: str) -> Binding:
    """The field, on its page, which is shown."""
    for page in all_pages():
        for binding in inspector.page(page.id).bindings:
            if binding.entry.path == path:
                inspector.show_page(page.id)
                return binding
    raise AssertionError(path)


def named(inspector: Inspector, name: str) -> QAbstractButton:
    for button in inspector.findChildren(QAbstractButton):
        if button.accessibleName() == name and button.isVisible():
            return button
    raise AssertionError(name)


def press(inspector: Inspector, name: str) -> None:
    QTest.mouseClick(named(inspector, name), Qt.MouseButton.LeftButton)


def test_that_a_problem_takes_the_place_of_the_hint_and_its_link_mends_it(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(write_path(whole(), "output.object", "output/lesson"))
    inspector.bench.findings.refresh()
    row = binding_of(inspector, "output.object").row
    assert row.editor.property("state") == "warning"
    assert row.message.level == "warning"
    assert "no ending of a video" in row.message.text
    assert row.message.link.text() == "End it with ${ext}"
    QTest.mouseClick(row.message.link, Qt.MouseButton.LeftButton)
    assert read_path(inspector.bench.session.composition, "output.object") == "output/lesson.${ext}"
    assert row.message.level == "hint"
    assert row.message.text == "Comes out as output/lesson-<number>.mp4"
    assert inspector.bench.session.document.undo_text == "End it with ${ext}"


def test_that_a_number_the_service_does_not_take_is_told_and_mended(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    binding = binding_of(inspector, "transcode.audio.bitrate")
    editor = binding.row.editor
    editor.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(editor, "16000")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert binding.row.message.text == "The largest is 1000."
    QTest.mouseClick(binding.row.message.link, Qt.MouseButton.LeftButton)
    assert read_path(inspector.bench.session.composition, "transcode.audio.bitrate") == 1000


def test_that_problems_of_the_tile_stand_in_cards_with_their_fix(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    session = inspector.bench.session
    session.document.apply(session.composition.with_tile(session.composition.tile("a").replace(height=100)), "flat")
    cards = [card for card in inspector.findChildren(Card) if card.isVisible()]
    assert [card.property("code") for card in cards] == ["tile-squeezed"]
    assert inspector.findChild(Field, "tileWidth").property("state") == "warning"
    assert inspector.rail.buttons["tile"].mark == "warning"
    button = cards[0].button
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    tile = session.composition.tile("a")
    assert tile.width == round(tile.height * 16 / 9)
    assert not [card for card in inspector.findChildren(Card) if card.isVisible()]


def test_that_a_card_lets_a_warning_be_told_no_more_as_the_list_does(
    open_inspector: OpenInspector, qtbot: QtBot
) -> None:
    inspector = open_inspector()
    session = inspector.bench.session
    session.document.apply(session.composition.with_tile(session.composition.tile("a").replace(height=100)), "flat")
    (card,) = [card for card in inspector.findChildren(Card) if card.isVisible()]
    (quiet,) = card.findChildren(IconButton)
    assert quiet.toolTip() == "Don't tell me again here…"
    assert quiet.accessibleName() == f"Don't tell me again here: {card.accessibleName()}"
    quiet.setFocus()
    QTest.keyClick(quiet, Qt.Key.Key_Space)
    (asked,) = inspector.window().findChildren(SuppressDialog)
    QTest.keyClicks(asked.reason, "The wall is wide")
    QTest.keyClick(asked.reason, Qt.Key.Key_Return)
    assert [problem.code for problem in inspector.bench.findings.suppressed] == ["tile-squeezed"]
    qtbot.waitUntil(lambda: not [card for card in inspector.findChildren(Card) if card.isVisible()])


def test_that_unreadable_values_of_a_request_are_told_at_their_field(open_inspector: OpenInspector) -> None:
    start = whole()
    video = start.transcode.video.replace(gop=None, kept=("<Gop>abc</Gop>",))
    inspector = open_inspector(start.replace(transcode=start.transcode.replace(video=video)))
    inspector.bench.findings.refresh()
    message = binding_of(inspector, "transcode.video.gop").row.message
    assert message.level == "error"
    assert "<Gop>abc</Gop>" in message.text


@pytest.mark.parametrize(
    ("path", "value", "off_path", "reason"),
    [
        ("transcode.video.bitrate", 1800, "transcode.video.crf", "Off because Bitrate is set."),
        ("transcode.video.crf", 23, "transcode.video.bitrate", "Off because Quality (CRF) is set."),
        ("transcode.video.codec", "H.265", "transcode.video.profile", "Off because only H.264 has profiles."),
        ("transcode.video.codec", "H.265", "transcode.video.preset", "Off because H.265 has no presets."),
        ("transcode.video.codec", "VP9", "transcode.video.pixfmt", "Off because VP9 has a fixed one."),
        ("transcode_template_id", "t1", "transcode.video.gop", "Off because the template decides."),
        ("transcode_template_id", "t1", "transcode.video.width", "Off because the template decides."),
        ("transcode.audio.remove", True, "transcode.audio.codec", "Off because the sound is left out."),
        ("callback_type", "TDMQ", "callback", "Off because it goes to a message queue."),
        ("callback_type", "Url", "callback_mq.mq_name", "Only for a message queue."),
    ],
)
def test_that_a_field_that_does_not_count_is_off_and_says_why(
    open_inspector: OpenInspector, path: str, value: object, off_path: str, reason: str
) -> None:
    inspector = open_inspector(write_path(whole(), path, value))
    row = binding_of(inspector, off_path).row
    assert not row.editor.isEnabled()
    if not row.entry.is_inner:
        assert (row.message.level, row.message.text) == ("off", reason)


@pytest.mark.parametrize("typed", ["12", "5000", "1281", "12w0 foo"])
def test_that_what_is_said_of_the_frames_sides_moves_neither_fields_nor_shapes(
    open_inspector: OpenInspector, typed: str
) -> None:
    inspector = open_inspector()
    width = binding_of(inspector, "transcode.video.width").row
    shapes = [button for button in inspector.findChildren(QAbstractButton) if button.text() in {"16:9", "21:9"}]
    QCoreApplication.processEvents()
    places = [widget.mapTo(inspector, QPoint(0, 0)) for widget in (width.editor, *shapes)]
    width.editor.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(width.editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(width.editor, typed)
    inspector.bench.findings.refresh()
    QCoreApplication.processEvents()
    assert width.message.level == "error"
    assert [widget.mapTo(inspector, QPoint(0, 0)) for widget in (width.editor, *shapes)] == places


def test_that_the_line_of_both_sides_tells_of_one_after_the_other(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(
        write_path(write_path(whole(), "transcode.video.width", 12), "transcode.video.height", 9000)
    )
    message = binding_of(inspector, "transcode.video.width").row.message
    assert message.text == "The smallest is 128."
    QTest.mouseClick(message.link, Qt.MouseButton.LeftButton)
    composition = inspector.bench.session.composition
    assert (composition.inline_frame.width, composition.inline_frame.height) == (128, 9000)
    inspector.bench.findings.refresh()
    assert message.text.endswith("The largest is 4096.")
    QTest.mouseClick(message.link, Qt.MouseButton.LeftButton)
    assert inspector.bench.session.composition.inline_frame.height == 4096
    inspector.bench.findings.refresh()
    assert message.level == "hint"


def test_that_selecting_opens_tile_unless_the_user_is_elsewhere(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(selection=())
    select = inspector.bench.session.select
    assert inspector.current == "frame"
    select(["a"])
    assert inspector.current == "tile"
    QTest.mouseClick(inspector.rail.buttons["sound"], Qt.MouseButton.LeftButton)
    select(["b"])
    select([])
    assert inspector.current == "sound"
    QTest.mouseClick(inspector.rail.buttons["tile"], Qt.MouseButton.LeftButton)
    assert inspector.current == "tile"
    select(["b"])
    select([])
    assert inspector.current == "frame"


def test_that_the_rail_is_walked_by_arrow_keys(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    inspector.rail.buttons["tile"].setFocus()
    QTest.keyClick(inspector.rail.buttons["tile"], Qt.Key.Key_Down)
    QTest.keyClick(inspector.rail.buttons["frame"], Qt.Key.Key_Down)
    assert inspector.current == "video"
    assert inspector.rail.buttons["video"].isChecked()


@pytest.mark.parametrize(
    ("page_id", "path", "focused", "current"),
    [
        ("video", "transcode.video.crf", "field.transcode.video.crf", "video"),
        ("tile", "tiles.a.height", "tileHeight", "tile"),
        ("", "transcode.video.height", "frameHeight", "frame"),
        ("", "tiles.a.name", "tileName", "tile"),
        ("", "output.object", "field.output.object", "output"),
        ("", "watermarks.1.image.url", "field.watermarks.*.image.url", "watermarks"),
        ("", "transcode.audio", "field.transcode.audio.remove", "sound"),
        ("", "user_data", "field.user_data", "callback"),
    ],
)
def test_that_a_page_is_opened_at_the_field_that_is_wanted(
    open_inspector: OpenInspector, page_id: str, path: str, focused: str, current: str
) -> None:
    inspector = open_inspector()
    inspector.bench.page_wanted.emit(page_id, path)
    assert inspector.current == current
    focus = inspector.window().focusWidget()
    assert focus is not None
    assert focus.objectName() == focused


def test_that_resize_buttons_use_the_sources_proportion(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    session = inspector.bench.session
    session.document.apply(session.composition.with_tile(session.composition.tile("a").replace(height=100)), "flat")
    press(inspector, "Resize in the frame: Fit")
    tile = session.composition.tile("a")
    assert (tile.x, tile.y, tile.width, tile.height) == (0, 0, 1280, 720)
    assert session.document.undo_text == "Resize in the frame: Fit"
    press(inspector, "Resize in the frame: Source size")
    assert session.composition.tile("a").width == 640


def test_that_a_tile_is_resized_to_its_place_and_back(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(composition(tile("a", 100, 50, 640, 300, name="car"), tile("c", 0, 0, 20, 20)))
    session = inspector.bench.session
    stretch = named(inspector, "Resize in its place: Stretch")
    assert (stretch.isEnabled(), stretch.toolTip()) == (False, "It has exactly its place now")
    wanted = {"Fit": (153, 50, 533, 300), "Fill": (100, 20, 640, 360), "Stretch": (100, 50, 640, 300)}
    for name, (x, y, width, height) in wanted.items():
        press(inspector, f"Resize in its place: {name}")
        one = session.composition.tile("a")
        assert (one.x, one.y, one.width, one.height) == (x, y, width, height), name
        assert session.document.undo_text == f"Resize in its place: {name}"
        assert stretch.isEnabled() == (name != "Stretch")
    press(inspector, "Resize in the frame: Fill")
    press(inspector, "Resize in its place: Stretch")
    assert session.composition.tile("a") == tile("a", 100, 50, 640, 300, name="car"), "the way back from the frame"


def test_that_a_button_of_a_size_that_is_off_says_why(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(composition(tile("a", 1, 2, 30, 40, locked=True), tile("c", 0, 0, 20, 20)))
    fit = named(inspector, "Resize in its place: Fit")
    assert (fit.isEnabled(), fit.toolTip()) == (False, "Locked tiles stay where they are")
    inspector.bench.session.select(("c",))
    assert (fit.isEnabled(), fit.toolTip()) == (False, "The size of the video is not known yet.")
    inspector.bench.session.document.apply(composition(tile("a", 1, 2, 30, 40)), "unlocked")
    inspector.bench.session.select(("a",))
    assert fit.isEnabled()
    assert fit.toolTip().startswith("As large as its place")


def test_that_a_preset_scales_the_tiles_with_the_frame(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(selection=())
    session = inspector.bench.session
    presets = inspector.findChild(QWidget, "frameSize")
    assert presets is not None
    presets.setFocus()
    QTest.keyClick(presets, Qt.Key.Key_Home)
    assert session.composition.inline_frame.size == (1920, 1080)
    assert session.composition.tile("a").width == 960
    assert session.document.undo_text == "Size of the frame"
    session.document.undo()
    assert session.composition == whole()
    inspector.habits.scales_tiles = False
    QTest.keyClick(presets, Qt.Key.Key_Home)
    assert session.composition.tile("a").width == 640


def test_that_another_shape_keeps_the_layout_in_one_step(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(selection=())
    bench = inspector.bench
    bench.arranging.apply("side-by-side")
    before = bench.session.composition
    press(inspector, "Shape 9:16")
    assert bench.session.composition.inline_frame.size == (720, 1280)
    assert bench.arranging.name == "side-by-side"
    assert [(tile.x, tile.width) for tile in bench.session.composition.tiles] == [(0, 360), (360, 360)]
    bench.session.document.undo()
    assert bench.session.composition == before


def test_that_a_shape_keeps_the_short_side(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(selection=())
    press(inspector, "Shape 9:16")
    assert inspector.bench.session.composition.inline_frame.size == (720, 1280)
    assert inspector.findChild(Field, "frameWidth").text() == "720"


def opened_dialog(inspector: Inspector, qtbot: QtBot) -> QFileDialog:
    """The file dialog, when it is there."""

    def seen() -> list[QFileDialog]:
        found = inspector.window().findChildren(QFileDialog, "fileDialog")
        return [dialog for dialog in found if dialog.isVisible()]

    qtbot.waitUntil(lambda: len(seen()) == 1)
    return seen()[0]


def watermark_page(inspector: Inspector) -> WatermarksPage:
    inspector.show_page("watermarks")
    page = inspector.page("watermarks")
    assert isinstance(page, WatermarksPage)
    return page


def test_that_watermarks_are_added_ordered_and_removed(open_inspector: OpenInspector, qtbot: QtBot) -> None:
    inspector = open_inspector(whole().replace(watermarks=()))
    page, session = watermark_page(inspector), inspector.bench.session
    inspector.bench.files.attach(Dialogs(inspector.window()))
    text, image = page.add_menu.actions()
    press(inspector, "Add text")
    image.trigger()
    opened_dialog(inspector, qtbot).reject()
    assert [mark.type for mark in session.composition.watermarks] == ["Text"]  # nothing chosen, nothing added
    assert page.take_image("https://a.b/logo.png")
    assert [mark.type for mark in session.composition.watermarks] == ["Text", "Image"]
    assert session.document.undo_text == "Add a watermark"
    press(inspector, "Watermark earlier")
    assert [mark.type for mark in session.composition.watermarks] == ["Image", "Text"]
    press(inspector, "Watermark later")
    press(inspector, "Remove the watermark")
    assert [mark.type for mark in session.composition.watermarks] == ["Text"]
    text.trigger()
    text.trigger()
    add = next(b for b in inspector.findChildren(QAbstractButton) if b.accessibleName() == "Add a watermark")
    assert not add.isEnabled()


def test_that_without_a_watermark_the_page_says_what_one_is(open_inspector: OpenInspector, qtbot: QtBot) -> None:
    inspector = open_inspector(whole().replace(watermarks=()))
    page = watermark_page(inspector)
    inspector.bench.files.attach(Dialogs(inspector.window()))
    (none,) = [state for state in page.findChildren(EmptyState) if state.isVisible()]
    assert none.accessibleName().startswith("No watermark yet. ")
    press(inspector, "Add image")
    opened_dialog(inspector, qtbot).reject()
    assert inspector.bench.session.composition.watermarks == ()
    press(inspector, "Add text")
    assert not none.isVisible()
    assert len(inspector.bench.session.composition.watermarks) == 1


def test_that_the_words_of_a_first_watermark_are_typed_over_at_once(
    open_inspector: OpenInspector, qtbot: QtBot
) -> None:
    inspector = open_inspector(whole().replace(watermarks=()))
    page = watermark_page(inspector)
    button = next(one for one in page.findChildren(QAbstractButton) if one.text() == "Add text")
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    field = inspector.window().focusWidget()
    assert field is not None
    assert field.accessibleName() == "Watermark text"
    qtbot.keyClicks(field, "Lesson 12")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    (mark,) = inspector.bench.session.composition.watermarks
    assert mark.text is not None
    assert mark.text.text == "Lesson 12"


def test_that_a_new_watermark_has_all_that_the_service_asks_for(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(whole().replace(watermarks=()))
    watermark_page(inspector).add_menu.actions()[0].trigger()
    mark = inspector.bench.session.composition.watermarks[0]
    assert mark.text is not None
    needed = (mark.type, mark.pos, mark.loc_mode, mark.dx, mark.dy, mark.text.text, mark.text.font_size)
    assert None not in (*needed, mark.text.font_type, mark.text.font_color, mark.text.transparency)


def test_that_showing_all_the_time_takes_the_times_away(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    page, session = watermark_page(inspector), inspector.bench.session
    press(inspector, "Same as video")
    assert session.composition.watermarks[0].start_time is None
    assert session.composition.watermarks[0].end_time is None
    start = binding_of(inspector, "watermarks.*.start_time").row.editor
    assert not start.isEnabled()
    press(inspector, "Specified period")
    assert start.isEnabled()
    start.setFocus()
    QTest.keyClicks(start, "1:30")
    QTest.keyClick(start, Qt.Key.Key_Return)
    assert session.composition.watermarks[0].start_time == 90
    assert page.isVisible()


def test_that_offsets_are_told_from_the_edges_that_the_place_names(open_inspector: OpenInspector) -> None:
    start = whole()
    right = start.watermarks[0].replace(pos="BottomRight", loc_mode="Relativity", slide_config=None)
    inspector = open_inspector(start.replace(watermarks=(right,)))
    watermark_page(inspector)
    across = binding_of(inspector, "watermarks.*.dx").row.editor
    assert isinstance(across, Field)
    assert across.inner == "From the right"
    assert across.unit == "%"
    middle = start.watermarks[0].replace(pos="Center")
    inspector.bench.session.document.apply(start.replace(watermarks=(middle,)), "middle")
    assert not across.isEnabled()


def test_that_a_request_of_strangers_shows_what_is_kept(open_inspector: OpenInspector) -> None:
    composition = whole()
    inspector = open_inspector(composition.replace(kept=composition.kept.replace(operation=("<New>1</New>", "Output"))))
    inspector.show_page("advanced")
    (kept,) = inspector.findChildren(KeptList)
    assert kept.isVisible()
    assert kept.lines == ["Operation: <New>1</New>"]


def test_that_what_is_not_known_is_removed_in_one_step(open_inspector: OpenInspector) -> None:
    composition = whole()
    start = composition.replace(kept=composition.kept.replace(operation=("<New>1</New>", "Output", "<Old>2</Old>")))
    inspector = open_inspector(start)
    document = inspector.bench.session.document
    inspector.show_page("advanced")
    (kept,) = inspector.findChildren(KeptList)
    kept.view.setFocus()
    QTest.keyClick(kept.view, Qt.Key.Key_Down)
    QTest.keyClick(kept.view, Qt.Key.Key_Delete)
    assert kept.lines == ["Operation: <New>1</New>"]
    QTest.mouseClick(kept.button, Qt.MouseButton.LeftButton)
    assert document.composition.kept.operation == ("Output",)
    assert not kept.view.isVisible()
    document.undo()
    document.undo()
    assert document.composition == start


def test_that_a_key_is_hidden_until_it_is_asked_for_and_an_address_is_not(open_inspector: OpenInspector) -> None:
    path = "transcode.trans_config.hls_encrypt.uri_key"
    inspector = open_inspector(write_path(write_path(whole(), "transcode.container.format", "hls"), path, "s3cret"))
    inspector.show_page("advanced")
    row = binding_of(inspector, path).row
    assert row.isVisible()  # also in the simple view, as it is set
    field = row.editor
    assert isinstance(field, SecretField)
    assert field.is_hiding
    assert "s3cret" not in field.displayText()
    assert "s3cret" not in f"{row.message.text} {field.toolTip()} {field.accessibleDescription()}"
    QTest.mouseClick(field.show_button, Qt.MouseButton.LeftButton)
    assert field.displayText() == "s3cret"
    QTest.mouseClick(field.show_button, Qt.MouseButton.LeftButton)
    assert field.is_hiding
    document = inspector.bench.session.document
    document.apply(write_path(document.composition, path, "https://keys.example.com/1"), "address")
    assert not field.is_hiding


def test_that_the_choices_follow_the_container_and_the_codec(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(write_path(whole(), "transcode.audio.codec", None), shows_all=True)
    document = inspector.bench.session.document

    def offered(path: str) -> list[str]:
        editor = binding_of(inspector, path).row.editor
        assert isinstance(editor, ChoiceList)
        return [editor.itemText(number) for number in range(1, editor.count())]

    inspector.show_page("video")
    assert offered("transcode.video.codec") == ["H.264", "H.265", "AV1"]
    assert offered("transcode.video.preset") == ["veryfast", "fast", "medium", "slow", "slower"]
    document.apply(write_path(document.composition, "transcode.container.format", "WebM"), "format")
    assert offered("transcode.video.codec") == ["VP8", "VP9", "AV1", "H.264 (does not fit here)"]
    document.apply(write_path(document.composition, "transcode.video.codec", "VP8"), "codec")
    assert offered("transcode.video.codec") == ["VP8", "VP9", "AV1"]
    assert offered("transcode.video.preset") == ["good", "realtime"]
    inspector.show_page("sound")
    assert offered("transcode.audio.codec") == ["Vorbis", "opus"]
    assert offered("transcode.audio.channels") == ["2, stereo"]


def test_that_element_names_and_ranges_stand_in_the_hints_of_the_advanced_view(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(shows_all=False)
    message = binding_of(inspector, "transcode.video.crf").row.message
    assert "Transcode.Video.Crf" not in message.text
    inspector.bench.preferences.set("shows_all_options", True)
    assert message.text.splitlines()[-1] == "Above 0, up to 51 · Transcode.Video.Crf"


def test_that_the_narrow_form_has_no_words_on_the_rail(open_inspector: OpenInspector, qtbot: QtBot) -> None:
    inspector = open_inspector(width=320)
    assert inspector.rail.width() == 48
    assert inspector.rail.buttons["tile"].toolTip() == "Tile"
    inspector.resize(368, 860)
    assert inspector.rail.width() == 80


def test_that_the_palette_finds_every_page(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    inspector.bench.commands.run("options.sound")
    assert inspector.current == "sound"
    assert inspector.bench.commands.get("options.sound").text == "Show the Sound options"


def test_that_without_a_tile_the_page_says_what_to_do(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(selection=())
    inspector.show_page("tile")
    page = inspector.page("tile")
    assert not page.body.isVisible()
    assert [state.accessibleName() for state in page.findChildren(EmptyState) if state.isVisible()] == [
        "No tile chosen. Choose one on the canvas or in the list."
    ]


def test_that_pages_are_made_ahead_in_pieces(open_inspector: OpenInspector, qtbot: QtBot) -> None:
    inspector = open_inspector()
    assert len(inspector._forms) < len(all_pages())
    qtbot.waitUntil(lambda: len(inspector._forms) == len(all_pages()))
    qtbot.waitUntil(lambda: all(form.page.is_built for form in inspector._forms.values()))
    assert inspector.current == "tile"


def test_that_a_problem_stands_on_one_page_only(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(write_path(whole(), "transcode.audio.remove", True))
    inspector.bench.findings.refresh()
    assert "sound-dropped" in {problem.code for problem in inspector.bench.findings.problems}
    told = {page.id: {p.code for p in inspector.page(page.id).problems()} for page in all_pages()}
    assert [page_id for page_id, codes in told.items() if "sound-dropped" in codes] == ["sound"]


def test_that_assistive_tools_hear_the_hint_and_the_problem(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(write_path(whole(), "output.object", "output/lesson"))
    inspector.bench.findings.refresh()
    editor = binding_of(inspector, "output.object").row.editor
    assert "no ending of a video" in editor.accessibleDescription()
    assert binding_of(inspector, "job_level").row.editor.accessibleDescription() == (
        "Higher ones leave the queue earlier. JobLevel. Default: 0"
    )
    assert binding_of(inspector, "transcode.video.gop").row.editor.accessibleDescription() == (
        "Fewer let players jump more exactly, and make a larger file. Transcode.Video.Gop. 1 to 100000 frames. Default"
    )


@pytest.mark.parametrize("text", ["99999999", "1e9", "70000", "65536"])
def test_that_a_side_that_no_video_has_is_refused_at_its_field(open_inspector: OpenInspector, text: str) -> None:
    inspector = open_inspector()
    before = inspector.bench.session.composition
    editor = binding_of(inspector, "transcode.video.width").row.editor
    assert isinstance(editor, Field)
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert inspector.bench.session.composition == before
    assert editor.text() == text
    assert editor.property("state") == "error"
    assert len(inspector.bench.unread.fields) == 1


def test_that_a_side_beyond_the_service_is_taken_told_and_mended(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    row = binding_of(inspector, "transcode.video.width").row
    assert isinstance(row.editor, Field)
    row.editor.selectAll()
    QTest.keyClicks(row.editor, "40000")
    QTest.keyClick(row.editor, Qt.Key.Key_Return)
    assert inspector.bench.session.composition.inline_frame.width == 40000
    assert row.message.text == "The largest is 4096."
    assert row.message.link.text() == "Make it 4096"
    QTest.mouseClick(row.message.link, Qt.MouseButton.LeftButton)
    assert inspector.bench.session.composition.inline_frame.width == 4096


@pytest.mark.parametrize(("width", "height"), [(368, 860), (320, 500)])
def test_that_no_control_moves_when_a_card_comes(open_inspector: OpenInspector, width: int, height: int) -> None:
    inspector = open_inspector(width=width, height=height)
    inspector.bench.findings.refresh()
    page = inspector.page("tile")

    def places() -> dict[str, tuple[int, int]]:
        QTest.qWait(20)
        found = {}
        for binding in page.bindings:
            corner = binding.row.editor.mapTo(inspector, binding.row.editor.rect().topLeft())
            found[binding.entry.path] = (corner.x(), corner.y())
        return found

    before = places()
    tile = inspector.bench.session.composition.tile("a")
    after = inspector.bench.session.composition.with_tile(tile.replace(x=-20))
    inspector.bench.session.document.apply(after, "Move")
    inspector.bench.findings.refresh()
    assert [card.property("code") for card in page.findChildren(Card)] == ["tile-overhangs"]
    assert places() == before


def test_that_what_is_wrong_with_a_movement_stands_at_its_field(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    start = inspector.bench.session.composition
    inspector.bench.session.document.apply(write_path(start, "transcode.video.codec", "H.265"), "H.265")
    inspector.bench.findings.refresh()
    row = binding_of(inspector, "watermarks.*.slide_config.slide_mode").row
    assert row.message.text.startswith("Watermark 1 cannot move in a video with H.265.")
    QTest.mouseClick(row.message.link, Qt.MouseButton.LeftButton)
    assert inspector.bench.session.composition.watermarks[0].slide_config is None
    assert not [card for card in inspector.page("watermarks").findChildren(Card) if card.isVisible()]


def test_that_the_icon_of_a_reason_has_room_below_its_field(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    inspector.show_page("frame")
    QCoreApplication.processEvents()
    (message,) = [one for one in inspector.page("frame").findChildren(Message) if one.level == "off"]
    assert message.words.height() < 16
    assert message.height() >= 16  # an icon of 14 and its line


def test_that_what_is_said_of_one_of_two_fields_hardly_moves_what_is_below(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    bitrate = binding_of(inspector, "transcode.video.bitrate").row
    rate = binding_of(inspector, "transcode.video.fps").row
    QTest.qWait(50)
    before = rate.mapTo(inspector, QPoint(0, 0)).y()
    bitrate.editor.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(bitrate.editor, "99999")
    QTest.qWait(50)
    assert bitrate.message.link.text() == "Make it 50000"
    assert rate.mapTo(inspector, QPoint(0, 0)).y() - before <= 15  # a line


def test_that_the_name_of_the_result_is_shown_as_it_will_be(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(write_path(whole(), "output.object", "output/lesson.${ext}"))
    message = binding_of(inspector, "output.object").row.message
    assert message.text == "Comes out as output/lesson-<number>.mp4"
    switch = binding_of(inspector, "exact_name").row.editor
    assert isinstance(switch, FlagSwitch)
    switch.click()
    assert inspector.bench.session.composition.exact_name is True
    assert message.text == "Comes out as output/lesson.mp4"
    QTest.keyClick(switch, Qt.Key.Key_Delete)
    assert inspector.bench.session.composition.exact_name is None
