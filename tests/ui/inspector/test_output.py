"""The pages Output and Callback & priority: what is inserted, what comes out, what is left of the user data."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from tilewright.checks.output import OWN_USER_DATA_LIMIT
from tilewright.model.paths import read_path, write_path
from tilewright.ui.inspector.binding import Binding
from tilewright.ui.inspector.inspector import Inspector
from tilewright.ui.widgets.field import Field
from tilewright.wire.mark import MARK_LENGTH

from .conftest import OpenInspector, whole

OBJECT = "output.object"


def binding_of(inspector: Inspector, page_id: str, path: str) -> Binding:
    inspector.show_page(page_id)
    return next(one for one in inspector.page(page_id).bindings if one.entry.path == path)


def insert(inspector: Inspector, word: str) -> QAbstractButton:
    buttons = inspector.page("output").findChildren(QAbstractButton)
    return next(one for one in buttons if one.accessibleName() == f"Insert {word} into the name")


@pytest.mark.parametrize(
    ("name", "word", "wanted"),
    [
        ("output/lesson", "${ext}", "output/lesson.${ext}"),
        ("output/lesson.mp4", "${ext}", "output/lesson.${ext}"),
        ("output/lesson.${ext}", "${jobid}", "output/lesson-${jobid}.${ext}"),
        ("v1.2/a.${ext}", "${jobid}", "v1.2/a-${jobid}.${ext}"),
    ],
)
def test_that_what_nobody_knows_by_heart_is_inserted_in_one_step(
    open_inspector: OpenInspector, name: str, word: str, wanted: str
) -> None:
    inspector = open_inspector(write_path(whole(), OBJECT, name))
    binding, document = binding_of(inspector, "output", OBJECT), inspector.bench.session.document
    button = insert(inspector, word)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert read_path(document.composition, OBJECT) == wanted
    editor = binding.row.editor
    assert isinstance(editor, Field)
    assert editor.text() == wanted
    assert binding.row.message.text.startswith("Comes out as ")
    assert not button.isEnabled()
    document.undo()
    assert read_path(document.composition, OBJECT) == name
    assert not document.can_undo
    assert button.isEnabled()


def test_that_what_is_being_typed_is_a_step_before_something_is_inserted(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(write_path(whole(), OBJECT, "output/a"))
    editor, document = binding_of(inspector, "output", OBJECT).row.editor, inspector.bench.session.document
    editor.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(editor, "output/b")
    QTest.mouseClick(insert(inspector, "${ext}"), Qt.MouseButton.LeftButton)
    assert read_path(document.composition, OBJECT) == "output/b.${ext}"
    document.undo()
    assert read_path(document.composition, OBJECT) == "output/b"


def test_that_the_note_says_how_much_room_the_mark_leaves(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(write_path(whole(), "user_data", "x" * 20), shows_all=True)
    row = binding_of(inspector, "callback", "user_data").row
    assert row.note.text() == f"20 of {1024 - MARK_LENGTH - 1}"
    assert row.note.isVisible()
    assert f"{MARK_LENGTH + 1} characters" in row.message.text
    inspector.bench.session.document.apply(
        write_path(whole(), "user_data", "x" * (OWN_USER_DATA_LIMIT + 1)), "too much"
    )
    inspector.bench.findings.refresh()
    assert row.message.level == "error"


def test_that_the_rail_has_room_for_one_word_of_a_page(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    button = inspector.rail.buttons["callback"]
    assert button.accessibleName().startswith("Callback & priority options")
    assert type(inspector.page("callback")).short_title() == "Callback"


def test_that_a_template_says_which_frame_it_makes(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(whole().replace(transcode_template_id="t1"))
    row = binding_of(inspector, "frame", "transcode.video.width").row
    assert not row.editor.isEnabled()
    assert row.message.text == "Off because the template decides. Its size is not known yet."
    template = whole().with_frame(1280, 720).transcode
    assert template is not None
    inspector.bench.session.learn(inspector.bench.session.known.with_template("t1", template))
    assert row.message.text == "Off because the template decides: 1280 × 720."


def test_that_a_frame_that_nobody_stated_is_told_at_its_fields(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(whole().with_frame(None, None))
    inspector.bench.findings.refresh()
    row = binding_of(inspector, "frame", "transcode.video.width").row
    assert isinstance(row.editor, Field)
    assert row.editor.placeholderText() == "Not set"
    assert row.message.level == "error"
    assert row.message.link.text()
