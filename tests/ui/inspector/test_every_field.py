"""Each field both ways on the real widget: what is typed is in the composition and its request, and back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tilewright.model.composition import Composition
from tilewright.model.paths import read_path, write_path
from tilewright.ui.inspector.binding import Binding, view_of
from tilewright.ui.inspector.editors import ChoiceList, FlagSwitch, PlacePicker
from tilewright.ui.inspector.inspector import Inspector
from tilewright.ui.inspector.kinds import Choice, Colour, Flag, Ids, Number
from tilewright.ui.inspector.page import Page, all_pages
from tilewright.ui.widgets.field import Field
from tilewright.wire.request import write_request

from .conftest import OpenInspector, whole

PAGES = ("tile", "frame", "video", "sound", "watermarks", "output", "callback", "advanced")


def prepared(path: str) -> Composition:
    """The composition in which the field at ``path`` can be set."""
    start = whole()
    if path.rpartition(".")[2] in {"pos", "dx", "dy", "loc_mode"}:  # they mean nothing to one that moves
        start = start.replace(watermarks=tuple(mark.replace(slide_config=None) for mark in start.watermarks))
    return start.replace(callback_type="TDMQ") if path.startswith("callback_mq") else start


def another(binding: Binding, now: Any) -> tuple[Any, str]:
    """A value that is not ``now``, and the keys that type it."""
    kind = binding.entry.kind
    if isinstance(kind, Number):
        value = 12 if kind.low is None else max(12, int(kind.low) + 2)
        value = value if kind.high is None else min(value, int(kind.high) - 2)
        value += 2 if value == now else 0
        return value, str(value)
    if isinstance(kind, Ids):
        return ("t1abc", "t1def"), "t1abc, t1def"
    if isinstance(kind, Colour):
        return "0x12AB34", "#12ab34"
    if isinstance(kind, Choice):
        value = [option.value for option in kind.options][-1]
        return value, ""
    if isinstance(kind, Flag):
        return not now, ""
    return "abc", "abc"


def shown(editor: QWidget) -> Any:
    """What the widget shows of its value."""
    if isinstance(editor, Field):
        return editor.text()
    if isinstance(editor, ChoiceList):
        return editor.currentText()
    if isinstance(editor, FlagSwitch):
        return editor.isChecked()
    assert isinstance(editor, PlacePicker)
    return [button.isChecked() for button in editor.group.buttons()]


def set_by_hand(editor: QWidget, keys: str) -> None:
    """By the keyboard."""
    if isinstance(editor, PlacePicker):
        last = editor.group.buttons()[-1]
        last.setFocus()
        QTest.keyClick(last, Qt.Key.Key_Space)
        return
    editor.setFocus(Qt.FocusReason.TabFocusReason)
    assert editor.hasFocus(), editor.accessibleName()
    if isinstance(editor, Field):
        editor.selectAll()
        QTest.keyClicks(editor, keys)
        QTest.keyClick(editor, Qt.Key.Key_Return)
    elif isinstance(editor, ChoiceList):
        QTest.keyClick(editor, Qt.Key.Key_End)
    else:
        QTest.keyClick(editor, Qt.Key.Key_Space)


def clear_by_hand(editor: QWidget) -> None:
    target = editor.group.buttons()[0] if isinstance(editor, PlacePicker) else editor
    target.setFocus(Qt.FocusReason.TabFocusReason)
    if isinstance(editor, Field):
        editor.selectAll()
    QTest.keyClick(target, Qt.Key.Key_Delete)
    if isinstance(editor, Field):
        QTest.keyClick(editor, Qt.Key.Key_Return)


def request_says(composition: Composition, element: str, value: Any) -> bool:
    """Whether the request has the element with that text."""
    text = write_request(composition).decode()
    words = value if isinstance(value, tuple) else (value,)
    spelled = [str(word).lower() if isinstance(word, bool) else str(word) for word in words]
    return all(f"<{element}>{word}</{element}>" in text for word in spelled)


def show_for(inspector: Inspector, path: str) -> Page:
    """The page with the watermark that has the field."""
    page_id = next(page.id for page in all_pages() if path in {b.entry.path for b in inspector.page(page.id).bindings})
    inspector.show_page(page_id)
    page = inspector.page(page_id)
    if ".image." in path:
        page.go_to("watermarks.1")
    page.refresh()
    return page


def bindings_of(inspector: Inspector, page_id: str) -> list[Binding]:
    return list(inspector.page(page_id).bindings)


def test_that_every_page_is_known_in_its_order() -> None:
    assert tuple(page.id for page in all_pages()) == PAGES


@pytest.mark.parametrize("page_id", PAGES)
def test_that_every_field_goes_both_ways(open_inspector: OpenInspector, page_id: str) -> None:
    inspector = open_inspector(shows_all=True)
    document = inspector.bench.session.document
    bindings = bindings_of(inspector, page_id)
    assert bindings
    for binding in bindings:
        entry, editor = binding.entry, binding.row.editor
        start = prepared(entry.path)
        document.reset(start)
        inspector.bench.session.select(["a"])
        show_for(inspector, entry.path)
        inspector.show_page(page_id)
        (path,) = binding.paths()
        assert editor.isEnabled(), (path, entry.off(view_of(inspector.bench)))
        before = shown(editor)
        value, keys = another(binding, read_path(start, path))

        set_by_hand(editor, keys)
        after = document.composition
        assert read_path(after, path) == value, path
        assert document.can_undo, path
        assert not document.is_previewing, path
        assert entry.called in document.undo_text, (path, document.undo_text)
        element = re.split(r"\.", entry.element)[-1]
        if element:
            assert request_says(after, element, value), path
        assert shown(editor) != before, path

        document.undo()
        assert document.composition == start, path
        assert not document.can_undo, f"{path}: more than one step"
        assert shown(editor) == before, path

        document.apply(write_path(start, path, value), "elsewhere")
        assert shown(editor) != before, path

        clear_by_hand(editor)
        assert read_path(document.composition, path) in (None, "", False, ()), path
        if element:
            assert not request_says(document.composition, element, value), path


def test_that_a_value_that_is_no_choice_of_ours_is_shown_and_kept(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(write_path(whole(), "transcode.video.codec", "H.266"))
    inspector.show_page("video")
    editor = editor_of(inspector, "transcode.video.codec")
    assert shown(editor) == "H.266"
    assert not inspector.bench.session.document.can_undo


def editor_of(inspector: Inspector, path: str) -> QWidget:
    for page in all_pages():
        for binding in inspector.page(page.id).bindings:
            if binding.entry.path == path:
                return binding.row.editor
    raise AssertionError(path)
