"""What cannot be used says why, and what is told is true: of one tile, of all, of a template, of an image."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from support.builders import transcode
from tilewright.errors import AppError
from tilewright.model.composition import Composition
from tilewright.model.options import AudioMix
from tilewright.model.paths import write_path
from tilewright.model.source import Known
from tilewright.model.template import Template
from tilewright.ui.inspector.binding import Binding
from tilewright.ui.inspector.editors import FlagSwitch
from tilewright.ui.inspector.exclusive import Exclusive
from tilewright.ui.inspector.inspector import Inspector
from tilewright.ui.inspector.page import Page
from tilewright.ui.inspector.template_notice import TemplateNotice
from tilewright.ui.theme import tokens
from tilewright.ui.widgets.field import Field

from .conftest import OpenInspector, whole

LOGO = "https://studio-1250000000.cos.local.myqcloud.com/logo.png"
TEMPLATE_ID = "t0e2b9f4cd25184c6ab73d0c85a6ee9cb5"


def open_page(inspector: Inspector, page_id: str) -> Page:
    inspector.show_page(page_id)
    return inspector.page(page_id)


def field(page: Page, path: str) -> Binding:
    return next(one for one in page.bindings if one.entry.path == path)


def named(transcode_id: str = TEMPLATE_ID) -> Composition:
    return whole().replace(transcode_template_id=transcode_id)


@pytest.mark.parametrize(
    ("size", "told"),
    [
        (None, "Its size is not known yet."),
        ((640, 360), "the template decides: 640 × 360."),
        ((640, None), "The template states 640 px of width and no height; the service wants both."),
        ((None, 360), "The template states 360 px of height and no width; the service wants both."),
        ((None, None), "The template states no size; the service wants width and height."),
    ],
)
def test_that_the_frame_of_a_template_is_told_as_far_as_it_is_stated(
    open_inspector: OpenInspector, size: tuple[int | None, int | None] | None, told: str
) -> None:
    inspector = open_inspector(named())
    if size is not None:
        made = transcode((2, 2))
        assert made.video is not None
        made = made.replace(video=made.video.replace(width=size[0], height=size[1]))
        inspector.bench.session.learn(Known().with_templates((Template(TEMPLATE_ID, transcode=made),)))
    page = open_page(inspector, "frame")
    binding = field(page, "transcode.video.width")
    assert binding.row.message.text.endswith(told)
    assert not binding.row.editor.isEnabled()


def test_that_facts_of_one_source_are_not_told_of_several(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(selection=("a", "b"))
    binding = field(open_page(inspector, "tile"), "tiles.*.url")
    assert binding.row.message.text.startswith("Of a video in the bucket")
    inspector.bench.session.select(("b",))
    assert "a second" in binding.row.message.text


def test_that_a_mixed_switch_stands_at_neither_side(open_inspector: OpenInspector) -> None:
    start = whole()
    inspector = open_inspector(start.with_tile(start.tiles[0].replace(locked=True)), selection=("a", "b"))
    switch = field(open_page(inspector, "tile"), "tiles.*.locked").row.editor
    assert isinstance(switch, FlagSwitch)
    assert switch.is_mixed
    mixed = switch.grab().toImage()
    switch.click()
    assert not switch.is_mixed
    assert all(one.locked for one in inspector.bench.session.composition.tiles)
    assert switch.grab().toImage() != mixed
    inspector.bench.session.document.undo()
    assert switch.is_mixed
    inspector.bench.session.select(("b",))
    assert (switch.is_mixed, switch.isChecked()) == (False, False)
    assert switch.grab().toImage() != mixed


def test_that_an_image_that_cannot_be_had_is_a_warning(
    open_inspector: OpenInspector, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = write_path(whole(), "watermarks.1.image.url", LOGO)
    inspector = open_inspector(start)
    stamps = inspector.bench.stamps
    monkeypatch.setattr(stamps, "trouble", lambda _: AppError("The image could not be read."))
    page = open_page(inspector, "watermarks")
    page.go_to("watermarks.1.image.url")
    page.refresh()
    binding = field(page, "watermarks.*.image.url")
    assert (binding.row.message.level, binding.row.message.text) == ("warning", "The image could not be read.")
    assert binding.row.editor.property("state") == "warning"
    monkeypatch.setattr(stamps, "trouble", lambda _: None)
    stamps.changed.emit()
    assert binding.row.message.level == "hint"
    assert not binding.row.editor.property("state")


def test_that_a_template_is_named_where_it_decides_and_can_be_left_there(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(named())
    document = inspector.bench.session.document
    for page_id in ("video", "sound", "frame", "advanced"):
        page = open_page(inspector, page_id)
        notice = page.findChild(TemplateNotice)
        assert notice is not None
        assert notice.isVisible()
        assert TEMPLATE_ID in notice.text
        notice.link.click()
        assert document.composition.transcode_template_id is None
        assert not notice.isVisible()
        document.undo()
        assert notice.isVisible()


def test_that_an_id_that_is_typed_moves_nothing_until_it_is_taken(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    page = open_page(inspector, "video")
    notice, editor = page.findChild(TemplateNotice), field(page, "transcode_template_id").row.editor
    assert notice is not None
    assert isinstance(editor, Field)
    assert editor.placeholderText() == "None"
    editor.setFocus()
    editor.insert("t1")
    editor.textEdited.emit("t1")
    assert not notice.isVisible()
    editor.accepted.emit()
    assert notice.isVisible()


def controls(page: Page, *names: str) -> list[QWidget]:
    found = [one for one in page.findChildren(QWidget) if one.accessibleName() in names]
    assert len(found) == len(names)
    return found


def test_that_controls_beside_fields_that_are_off_are_off_for_the_same_reason(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(whole().replace(watermark_template_ids=("t1",)))
    page = open_page(inspector, "watermarks")
    page.go_to("watermarks.1")
    told = field(page, "watermarks.*.image.mode").row.message.text
    names = "Watermark duration", "Choose an image", "Choose an image in the bucket"
    for control in controls(page, *names):
        assert (control.isEnabled(), control.toolTip()) == (False, told)
    document = inspector.bench.session.document
    document.apply(document.composition.replace(watermark_template_ids=()), "")
    for control in controls(page, *names):
        assert (control.isEnabled(), control.toolTip()) == (True, "")


def test_that_pieces_of_music_are_off_with_a_template_but_can_be_removed(open_inspector: OpenInspector) -> None:
    start = named()
    assert start.transcode is not None
    pieces = (AudioMix(audio_source="https://a.org/1.mp3"), AudioMix(audio_source="https://a.org/2.mp3"))
    start = start.replace(transcode=start.transcode.replace(audio_mix_array=pieces))
    page = open_page(open_inspector(start), "sound")
    for control in controls(page, "Piece 2: choose a file", "Piece 2: choose from the bucket", "Piece 2: earlier"):
        assert not control.isEnabled()
        assert control.toolTip().endswith("Off because the template decides.")
    assert controls(page, "Piece 2: remove it")[0].isEnabled()


def test_that_a_full_list_says_why_the_single_piece_cannot_join(open_inspector: OpenInspector) -> None:
    start = whole()
    assert start.transcode is not None
    piece = AudioMix(audio_source="https://a.org/1.mp3")
    full = start.transcode.replace(audio_mix=piece, audio_mix_array=(piece, piece))
    page = open_page(open_inspector(start.replace(transcode=full)), "sound")
    (into,) = controls(page, "Put it into the list")
    assert not into.isEnabled()
    assert into.toolTip() == into.accessibleDescription() == "There is room for 2 pieces."


def test_that_what_the_name_has_already_is_why_it_is_not_inserted(open_inspector: OpenInspector) -> None:
    page = open_page(open_inspector(), "output")
    name = field(page, "output.object")
    (ending,) = controls(page, "Insert ${ext} into the name")
    assert (ending.isEnabled(), ending.toolTip()) == (False, "The name has ${ext} already.")
    assert "-<number>." in name.row.message.text


def test_that_a_field_that_is_off_names_the_other_by_its_label(open_inspector: OpenInspector) -> None:
    start = whole()
    assert start.transcode is not None
    assert start.transcode.video is not None
    by_quality = start.transcode.replace(video=start.transcode.video.replace(crf=20, bitrate=None))
    page = open_page(open_inspector(start.replace(transcode=by_quality)), "video")
    crf, bitrate = field(page, "transcode.video.crf"), field(page, "transcode.video.bitrate")
    assert crf.row.label.text() in bitrate.row.message.text


def test_that_buttons_of_which_one_is_down_are_greyed_as_fields_are(open_inspector: OpenInspector) -> None:
    still = whole().watermarks[0].replace(slide_config=None)
    inspector = open_inspector(whole().replace(watermarks=(still,), watermark_template_ids=("t1",)))
    page = open_page(inspector, "watermarks")
    document = inspector.bench.session.document
    for name, at in (("Origin point", QPoint(32, 32)), ("Watermark duration", QPoint(6, 3))):
        editor = next(one for one in page.findChildren(Exclusive) if one.accessibleName().startswith(name))
        assert not editor.isEnabled()
        greyed = editor.grab().toImage().pixelColor(at)
        document.apply(document.composition.replace(watermark_template_ids=()), "")
        assert greyed == tokens.colour("disabled_fill")
        assert editor.grab().toImage().pixelColor(at) == tokens.colour("field")
        document.undo()
