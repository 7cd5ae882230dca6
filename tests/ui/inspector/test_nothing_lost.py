"""What is being typed is a step of its own, whatever is pressed next without the field losing the focus."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from support.builders import transcode
from support.watermarks import text_mark
from tilewright.model.composition import Composition
from tilewright.model.options import Watermark
from tilewright.model.source import Known
from tilewright.model.template import TRANSCODE_TAG, WATERMARK_TAG, Template
from tilewright.ui.inspector.editors import ChoiceList
from tilewright.ui.inspector.inspector import Inspector
from tilewright.ui.inspector.pages.tile import TilePage
from tilewright.ui.inspector.pages.watermarks import WatermarksPage
from tilewright.ui.inspector.template_line import TemplateLine
from tilewright.ui.inspector.template_using import use
from tilewright.ui.tiles.edits import Edits
from tilewright.ui.widgets.field import Field

from .conftest import OpenInspector, whole
from .test_pages import binding_of

LESSON = Template("t1lesson0000", "Lesson", TRANSCODE_TAG, transcode=transcode((320, 180)))
MARK = Template("t1mark000000", "School", WATERMARK_TAG, watermark=text_mark("Lesson"))


def now(inspector: Inspector) -> Composition:
    return inspector.bench.session.composition


def begin(inspector: Inspector, page: str, path: str, text: str) -> Field:
    """Type ``text`` into a field, which keeps the focus."""
    inspector.show_page(page)
    binding = binding_of(inspector, path)
    field = binding.row.editor
    assert isinstance(field, Field)
    field.setFocus(Qt.FocusReason.TabFocusReason)
    field.selectAll()
    QTest.keyClicks(field, text)
    assert inspector.bench.session.document.is_previewing
    return field


def button(inspector: Inspector, page: str, name: str) -> QAbstractButton:
    found = [one for one in inspector.page(page).findChildren(QAbstractButton) if one.accessibleName() == name]
    return next(one for one in found if one.isVisible())


def words(mark: Watermark) -> str | None:
    return mark.text.text if mark.text else None


def steps(inspector: Inspector) -> list[str]:
    """The names of all steps, the last first; they are undone."""
    document, names = inspector.bench.session.document, []
    while document.can_undo:
        names.append(document.undo_text)
        document.undo()
    return names


def test_that_what_is_typed_for_a_watermark_is_a_step_before_what_its_list_does(open_inspector: OpenInspector) -> None:
    start = whole().replace(watermarks=(text_mark("One", start_time=1, end_time=9), text_mark("Two")))
    inspector = open_inspector(start)
    document = inspector.bench.session.document
    for pressed, step in (
        ("Watermark later", "Order of the watermarks"),
        ("Remove the watermark", "Remove the watermark"),
        ("Same as video", "Show it all the time"),
        ("", "Add a watermark"),
    ):
        document.reset(start)
        begin(inspector, "watermarks", "watermarks.*.text.text", "Typed")
        page = inspector.page("watermarks")
        assert isinstance(page, WatermarksPage)
        if pressed:
            button(inspector, "watermarks", pressed).click()
        else:
            page.take_image("https://a.b/logo.png")
        assert document.undo_text == step
        document.undo()
        assert [words(mark) for mark in now(inspector).watermarks] == ["Typed", "Two"], pressed
        assert steps(inspector) == ["Watermark text of watermark 1"]
        assert now(inspector) == start
        page.go_to("watermarks.0")


def using(inspector: Inspector) -> None:
    use(inspector.bench, LESSON)


def copying(inspector: Inspector) -> None:
    line(inspector, TRANSCODE_TAG).copy_button.click()


def taking_off(inspector: Inspector) -> None:
    line(inspector, WATERMARK_TAG).none_button.click()


def line(inspector: Inspector, tag: str) -> TemplateLine:
    made = TemplateLine(inspector.bench, tag)
    made.setParent(inspector)
    return made


def test_that_what_is_typed_is_not_lost_by_a_template(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    inspector.bench.session.learn(inspector.bench.session.known.joined(Known().with_templates((LESSON, MARK))))
    for act in (using, copying, taking_off):
        named = {"transcode_template_id": LESSON.id} if act is copying else {"watermark_template_ids": (MARK.id,)}
        inspector.bench.session.document.reset(whole().replace(**named))
        begin(inspector, "tile", "tiles.*.x", "77")
        act(inspector)
        assert now(inspector).tile("a").x == 77, act
        assert steps(inspector)[1:] == ["X of car"]


def replacing(inspector: Inspector) -> None:
    page = inspector.page("tile")
    assert isinstance(page, TilePage)
    assert page.take_source(now(inspector).tile("a"), "b")


def picking(inspector: Inspector) -> None:
    """As an assistive tool does, which moves no focus."""
    editor = binding_of(inspector, "transcode.video.fps").row.editor
    assert isinstance(editor, ChoiceList)
    editor.setCurrentIndex(2)


def hiding(inspector: Inspector) -> None:
    Edits(inspector.bench).toggle_hidden([tile.replace(x=10) for tile in now(inspector).tiles])


def laying_out(inspector: Inspector) -> None:
    inspector.bench.arranging.apply("side-by-side")


def resizing(inspector: Inspector) -> None:
    button(inspector, "tile", "Resize in the frame: Fit").click()


def shaping(inspector: Inspector) -> None:
    page = inspector.page("frame")
    page.build_all()
    next(one for one in page.findChildren(QAbstractButton) if one.accessibleName() == "Shape 1:1").click()


def test_that_what_is_typed_is_a_step_before_whatever_comes_next(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    document = inspector.bench.session.document
    inspector.page("frame").build_all()
    for act in (replacing, picking, hiding, laying_out, resizing, shaping):
        begin(inspector, "tile", "tiles.*.x", "77")
        act(inspector)
        assert not document.is_previewing
        assert steps(inspector)[1:] == ["X of car"], act
        assert now(inspector) == whole()
        document.redo()
        assert now(inspector).tile("a").x == 77
        document.undo()


def test_that_what_is_typed_is_a_step_before_other_distances(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    arranging = inspector.bench.arranging
    arranging.apply("side-by-side")
    begin(inspector, "tile", "tiles.*.name", "Typed")
    arranging.try_space(8, 8)
    arranging.keep_space()
    assert now(inspector).tile("a").name == "Typed"
    assert steps(inspector)[0] == "Gap and margin"


def test_that_text_about_what_undo_took_away_does_not_stand_in_the_way(open_inspector: OpenInspector) -> None:
    start = whole().replace(watermarks=(text_mark("One"),))
    inspector = open_inspector(start)
    bench = inspector.bench
    two = start.replace(watermarks=(*start.watermarks, text_mark("Two").replace(dx=None)))
    for path, field_path, after in (
        ("watermarks.1", "watermarks.*.dx", two),
        ("watermarks.0", "watermarks.*.dx", start.replace(watermarks=(text_mark("One", dx=99),))),
    ):
        bench.session.document.apply(after, "Change")
        bench.page_wanted.emit("watermarks", path)
        field = binding_of(inspector, field_path).row.editor
        assert isinstance(field, Field)
        field.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClicks(field, "1/")
        inspector.show_page("output")
        assert [one.path for one in bench.unread.fields] == [f"{path}.dx"]
        bench.session.document.undo()
        assert bench.unread.fields == ()
        inspector.show_page("watermarks")
        assert field.text() == "10"
        assert field.property("state") != "error"
