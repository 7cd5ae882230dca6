"""The page Watermarks: what goes along with a field, what is off and why, the nine points by keys, the canvas."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QColorDialog, QWidget

from tilewright.model.composition import Composition
from tilewright.model.options import SlideConfig, Watermark
from tilewright.model.paths import write_path
from tilewright.model.watermark_words import POSITIONS
from tilewright.ui.inspector.binding import Binding, view_of
from tilewright.ui.inspector.editors import ChoiceList, ColourField
from tilewright.ui.inspector.exclusive import PlacePicker
from tilewright.ui.inspector.inspector import Inspector

from .conftest import OpenInspector, whole

TEXT, IMAGE = 0, 1


def still(**fields: Any) -> Composition:
    """A text and an image that do not move, with ``fields`` of both."""
    start = whole().with_frame(1000, 500)
    return start.replace(watermarks=tuple(mark.replace(slide_config=None, **fields) for mark in start.watermarks))


def opened(open_inspector: OpenInspector, start: Composition, number: int = TEXT) -> Inspector:
    inspector = open_inspector(start, shows_all=True)
    inspector.bench.page_wanted.emit("watermarks", f"watermarks.{number}")
    return inspector


def binding_of(inspector: Inspector, path: str) -> Binding:
    return next(one for one in inspector.page("watermarks").bindings if one.entry.path == f"watermarks.*.{path}")


def mark_of(inspector: Inspector, number: int = TEXT) -> Watermark:
    return inspector.bench.session.composition.watermarks[number]


def choose(inspector: Inspector, path: str, value: object) -> None:
    """By the keyboard, from the first line of the list on."""
    editor = binding_of(inspector, path).row.editor
    assert isinstance(editor, ChoiceList)
    editor.setFocus(Qt.FocusReason.TabFocusReason)
    line = editor._values.index(value)
    while editor.currentIndex() != line:
        QTest.keyClick(editor, Qt.Key.Key_Down if editor.currentIndex() < line else Qt.Key.Key_Up)
    inspector.bench.session.document.finish()  # as after a while


def test_that_another_offset_method_leaves_the_watermark_where_it_is(open_inspector: OpenInspector) -> None:
    inspector = opened(open_inspector, still(dx=100, dy=50))
    choose(inspector, "loc_mode", "Relativity")
    assert (mark_of(inspector).dx, mark_of(inspector).dy) == (10, 10)
    choose(inspector, "loc_mode", "Absolute")
    assert (mark_of(inspector).dx, mark_of(inspector).dy) == (100, 50)
    document = inspector.bench.session.document
    document.undo()
    assert (mark_of(inspector).loc_mode, mark_of(inspector).dx) == ("Relativity", 10)
    document.undo()
    assert document.composition == still(dx=100, dy=50)


def test_that_what_keys_walk_over_in_a_list_is_one_step_and_wears_nothing_down(open_inspector: OpenInspector) -> None:
    start = still(dx=101, dy=51)
    inspector = opened(open_inspector, start)
    document = inspector.bench.session.document
    font = binding_of(inspector, "text.font_type").row.editor
    assert isinstance(font, ChoiceList)
    font.setFocus(Qt.FocusReason.TabFocusReason)
    font.setCurrentIndex(0)
    for _ in range(4):
        QTest.keyClick(font, Qt.Key.Key_Down)
    assert font.currentIndex() == 4
    document.undo()
    assert font.currentIndex() == 0
    document.undo()
    assert document.composition == start
    method = binding_of(inspector, "loc_mode").row.editor
    method.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(method, Qt.Key.Key_Down)
    assert mark_of(inspector).loc_mode == "Relativity"
    QTest.keyClick(method, Qt.Key.Key_Up)
    assert document.composition == start


def test_that_keys_of_a_list_neither_swallow_nor_lose_what_is_typed(open_inspector: OpenInspector) -> None:
    inspector = opened(open_inspector, still())
    words = binding_of(inspector, "text.text").row.editor
    words.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(words, "Typed")
    QTest.keyClick(binding_of(inspector, "pos").row.editor.findChildren(QAbstractButton)[0], Qt.Key.Key_Right)
    text = mark_of(inspector).text
    assert text is not None
    assert (text.text, mark_of(inspector).pos) == ("Typed", "Top")
    inspector.bench.session.document.undo()
    assert inspector.bench.session.document.undo_text == "Watermark text of watermark 1"


def test_that_text_that_cannot_be_read_takes_back_nothing_that_keys_chose_before(open_inspector: OpenInspector) -> None:
    inspector = opened(open_inspector, still())
    picker, field = (binding_of(inspector, path).row.editor for path in ("pos", "dx"))
    for last in (Qt.Key.Key_Slash, Qt.Key.Key_Escape):
        QTest.keyClick(picker.findChildren(QAbstractButton)[1], Qt.Key.Key_Right)
        assert mark_of(inspector).pos == "TopRight"
        field.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(field, Qt.Key.Key_Slash)
        QTest.keyClick(field, last)
        assert mark_of(inspector).pos == "TopRight"
        inspector.bench.session.document.undo()
        assert mark_of(inspector).pos == "TopLeft"


def test_that_an_image_below_the_video_has_numbers_that_are_taken_there(open_inspector: OpenInspector) -> None:
    start = still()
    inspector = opened(open_inspector, start, IMAGE)
    choose(inspector, "image.background", True)
    image = mark_of(inspector, IMAGE).image
    assert image is not None
    assert (image.background, image.width, mark_of(inspector, IMAGE).dx) == (True, 100, 0)
    hint = binding_of(inspector, "image.background").entry.hint
    assert callable(hint)
    assert "only what sticks out is seen (assumed)" in hint(view_of(inspector.bench), "")
    document = inspector.bench.session.document
    document.undo()  # also what the key walked over, "On top of the video"
    assert document.composition == start


OFF: tuple[tuple[dict[str, Any], str, str], ...] = (
    ({"pos": "Top"}, "dx", "Off: it stands in the middle."),
    ({"pos": "Bottom"}, "dx", "Off: it stands in the middle."),
    ({"pos": "Center"}, "dx", "Off: it stands in the middle."),
    ({"pos": "Center"}, "dy", "Off: it stands in the middle."),
    ({"pos": "Left"}, "dy", "Off: it stands in the middle."),
    ({"pos": "Right"}, "dy", "Off: it stands in the middle."),
    ({"pos": "Top"}, "dy", ""),
    ({"pos": "Left"}, "dx", ""),
    ({"slide": True}, "dx", "Off because it moves from left to right."),
    ({"slide": True}, "pos", "Off because it moves from left to right."),
    ({"slide": True}, "loc_mode", "Off because it moves from left to right."),
    ({}, "slide_config.x_slide_speed", "Off because the watermark does not move."),
    ({"codec": "H.265"}, "slide_config.slide_mode", "Off because H.265 has no moving watermarks."),
    ({"codec": "H.265", "slide": True}, "slide_config.slide_mode", ""),
    ({"start_time": None, "end_time": None}, "start_time", "Off: it is there all the time."),
    ({"template": "t1"}, "text.text", "Off because a watermark template decides."),
    ({"template": "t1"}, "pos", "Off because a watermark template decides."),
)
"""What the watermarks are like, a field of the first one, and why it is off; empty where it is not."""


def with_all(fields: dict[str, Any]) -> Composition:
    """The watermarks with ``fields``; ``slide``, ``codec`` and ``template`` are words of their own."""
    given = dict(fields)
    codec, template, slides = given.pop("codec", None), given.pop("template", None), given.pop("slide", False)
    if slides:
        given["slide_config"] = SlideConfig(slide_mode="ScrollFromLeft")
    start = whole()
    marks = tuple(mark.replace(**{"slide_config": None, **given}) for mark in start.watermarks)
    start = write_path(start.replace(watermarks=marks), "transcode.video.codec", codec)
    return start.replace(watermark_template_ids=(template,) if template else ())


def test_that_a_field_that_means_nothing_is_off_and_says_why(open_inspector: OpenInspector) -> None:
    inspector = opened(open_inspector, whole())
    for fields, path, reason in OFF:
        inspector.bench.session.document.reset(with_all(fields))
        row = binding_of(inspector, path).row
        assert row.editor.isEnabled() == (not reason), (fields, path)
        if reason:
            assert (row.message.level, row.message.text) == ("off", reason), (fields, path)


def test_that_an_image_of_its_own_size_has_no_sides(open_inspector: OpenInspector) -> None:
    inspector = opened(open_inspector, still(), IMAGE)
    choose(inspector, "image.mode", "Original")
    row = binding_of(inspector, "image.width").row
    assert (row.message.level, row.message.text) == ("off", "Off because it keeps its own size.")
    image = mark_of(inspector, IMAGE).image
    assert image is not None
    assert (image.width, image.height) == (None, None)
    choose(inspector, "image.mode", "Fixed")
    assert row.editor.isEnabled()


def test_that_the_nine_points_are_one_stop_of_tab_and_walked_by_arrow_keys(open_inspector: OpenInspector) -> None:
    inspector = opened(open_inspector, still())
    picker = binding_of(inspector, "pos").row.editor
    assert isinstance(picker, PlacePicker)
    buttons = picker.group.buttons()
    assert [button.accessibleName() for button in buttons] == [
        f"Origin point: {name}"
        for name in (
            *("top left", "top", "top right", "left", "middle", "right"),
            *("bottom left", "bottom", "bottom right"),
        )
    ]
    assert [bool(button.focusPolicy() & Qt.FocusPolicy.TabFocus) for button in buttons] == [True] + 8 * [False]
    buttons[0].setFocus(Qt.FocusReason.TabFocusReason)
    document = inspector.bench.session.document
    keys = Qt.Key
    way = [keys.Key_Right, keys.Key_Right, keys.Key_Down, keys.Key_Left, keys.Key_Down, keys.Key_Up, keys.Key_Left]
    seen = []
    for key in way:
        focused = inspector.window().focusWidget()
        assert focused in buttons
        QTest.keyClick(focused, key)
        seen.append(mark_of(inspector).pos)
    assert seen == ["Top", "TopRight", "Right", "Center", "Bottom", "Center", "Left"]
    assert set(seen) < set(POSITIONS)
    assert document.undo_text == "Origin point of watermark 1"
    document.undo()
    assert document.composition == still()
    assert not document.can_undo


def test_that_a_colour_is_typed_as_the_service_spells_it_or_picked(open_inspector: OpenInspector) -> None:
    inspector = opened(open_inspector, still())
    editor = binding_of(inspector, "text.font_color").row.editor
    assert isinstance(editor, ColourField)
    editor.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(editor, "0x20e040")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    text = mark_of(inspector).text
    assert text is not None
    assert text.font_color == "0x20E040"
    QTest.keyClick(editor.swatch, Qt.Key.Key_Space)
    (dialog,) = inspector.findChildren(QColorDialog)
    dialog.setCurrentColor(QColor("#123456"))
    dialog.accept()
    text = mark_of(inspector).text
    assert text is not None
    assert text.font_color == "0x123456"
    document = inspector.bench.session.document
    document.undo()
    document.undo()
    assert not document.can_undo


def test_that_opacity_says_what_its_number_means(open_inspector: OpenInspector) -> None:
    inspector = opened(open_inspector, still())
    for member in ("text", "image"):
        row = binding_of(inspector, f"{member}.transparency").row
        assert row.label.text() == "Opacity"
        assert row.message.text.startswith("100 is solid")


LABELS = {
    "text.text": "Watermark text",
    "text.font_size": "Font size",
    "text.font_type": "Font",
    "text.font_color": "Font color",
    "text.transparency": "Opacity",
    "image.transparency": "Opacity",
    "image.mode": "Watermark dimensions",
    "image.background": "Image layer",
    "loc_mode": "Offset method",
}
"""Terms of the service's console (ci-templates §13.2)."""


def test_that_fields_are_called_as_in_the_service(open_inspector: OpenInspector) -> None:
    inspector = opened(open_inspector, still())
    assert {path: binding_of(inspector, path).row.label.text() for path in LABELS} == LABELS
    assert binding_of(inspector, "pos").row.editor.accessibleName() == "Origin point"
    for name in ("Same as video", "Specified period", "Choose an image", "Watermark duration"):
        assert any(one.accessibleName() == name for one in inspector.findChildren(QWidget)), name


def test_that_the_canvas_and_the_page_edit_the_same_watermark(open_inspector: OpenInspector) -> None:
    inspector = opened(open_inspector, still())
    canvas, page = inspector.bench.canvas, inspector.page("watermarks")
    assert canvas.watermark == TEXT
    canvas.choose_watermark(IMAGE)
    assert page.owners() == ("1",)
    inspector.bench.session.select(["b"])
    assert canvas.watermark == -1
    row = next(one for one in page.findChildren(QAbstractButton) if one.accessibleName() == "Watermark 1: Hello")
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    assert canvas.watermark == TEXT
    inspector.show_page("output")
    QCoreApplication.processEvents()
    assert canvas.watermark == -1


def test_that_the_list_is_one_stop_of_tab_and_walked_by_arrow_keys(open_inspector: OpenInspector) -> None:
    inspector = opened(open_inspector, still())
    page = inspector.page("watermarks")
    rows = [one for one in page.findChildren(QAbstractButton) if one.accessibleName().startswith("Watermark ")]
    first, second = (next(one for one in rows if one.accessibleName().startswith(f"Watermark {n}:")) for n in (1, 2))
    first.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(first, Qt.Key.Key_Up)  # there is none
    assert (page.owners(), first.hasFocus()) == (("0",), True)
    QTest.keyClick(first, Qt.Key.Key_Down)
    assert (page.owners(), second.hasFocus(), second.isChecked()) == (("1",), True, True)
    assert inspector.bench.canvas.watermark == IMAGE
    assert not first.focusPolicy() & Qt.FocusPolicy.TabFocus
    QTest.keyClick(second, Qt.Key.Key_Down)
    assert page.owners() == ("1",)
    QTest.keyClick(second, Qt.Key.Key_Up)
    assert (page.owners(), first.hasFocus()) == (("0",), True)


def test_that_an_image_that_cannot_be_had_says_why(open_inspector: OpenInspector) -> None:
    start = still()
    url = "https://studio-1250000000.cos.local.myqcloud.com/input/logo.png"
    inspector = opened(open_inspector, write_path(start, "watermarks.1.image.url", url), IMAGE)
    bench = inspector.bench
    bench.stamps.of(bench.session.composition.watermarks[1], (1000, 500))
    row = binding_of(inspector, "image.url").row
    for _ in range(200):
        if bench.stamps.trouble(url) is not None:
            break
        QTest.qWait(10)
    assert row.message.text.startswith("There is no service in this test.")
