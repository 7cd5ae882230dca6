"""Each field both ways on the real widget: what is typed is in the composition and its request, and back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tilewright.model.composition import Composition
from tilewright.model.options import AudioMix, EffectConfig, Transcode
from tilewright.model.paths import read_path, write_path
from tilewright.model.value import Element
from tilewright.ui.inspector.binding import Binding, view_of
from tilewright.ui.inspector.editors import ChoiceList, FlagSwitch
from tilewright.ui.inspector.exclusive import PlacePicker
from tilewright.ui.inspector.inspector import Inspector
from tilewright.ui.inspector.kinds import Choice, Colour, Flag, Ids, Number
from tilewright.ui.inspector.music import SLOTS
from tilewright.ui.inspector.page import Page, all_pages
from tilewright.ui.widgets.field import Field
from tilewright.wire.nodes import Branch, Group, Leaf, Part
from tilewright.wire.request import REQUEST_PARTS, write_request

from .conftest import OpenInspector, whole

PAGES = ("tile", "frame", "video", "sound", "watermarks", "output", "callback", "advanced")


def prepared(path: str) -> Composition:
    """The composition in which the field at ``path`` can be set."""
    start = whole()
    if path.rpartition(".")[2] in {"pos", "dx", "dy", "loc_mode"}:  # they mean nothing to one that moves
        start = start.replace(watermarks=tuple(mark.replace(slide_config=None) for mark in start.watermarks))
    if path.startswith("callback_mq"):
        return start.replace(callback_type="TDMQ")
    for beginning, needed in NEEDS:
        if path.startswith(beginning):
            for other, value in needed:
                start = write_path(start, other, value) if other != path else start
    return start


PIECE = AudioMix(audio_source="https://a.b/song.mp3", effect_config=EffectConfig(enable_bgm_fade=True))
NEEDS: tuple[tuple[str, tuple[tuple[str, Any], ...]], ...] = (
    ("transcode.container.clip", (("transcode.container.format", "hls"),)),
    ("transcode.trans_config.hls", (("transcode.container.format", "hls"),)),
    ("transcode.trans_config.dash", (("transcode.container.format", "dash"),)),
    ("transcode.trans_config.hls_encrypt.uri", (("transcode.trans_config.hls_encrypt.is_hls_encrypt", True),)),
    ("transcode.trans_config.dash_encrypt.uri", (("transcode.trans_config.dash_encrypt.is_encrypt", True),)),
    *(
        (f"transcode.trans_config.{name}_adj_method", ((f"transcode.trans_config.is_check_{name}", True),))
        for name in ("reso", "video_bitrate", "audio_bitrate", "video_fps")
    ),
    ("transcode.audio_mix.", (("transcode.audio_mix", PIECE),)),
    ("transcode.audio_mix_array.", (("transcode.audio_mix_array", (PIECE, PIECE)),)),
    *(
        (f"{slot}.effect_config.{name}_time", ((f"{slot}.effect_config.enable_{name}", True),))
        for slot in SLOTS
        for name in ("start_fadein", "end_fadeout", "bgm_fade")
    ),
)
"""Fields that are on only beside others: the beginning of their paths, and what the others are."""


def another(binding: Binding, now: Any) -> tuple[Any, str]:
    """A value that is not ``now``, and the keys that type it."""
    kind = binding.entry.kind
    if binding.entry.choices is not None:
        return binding.entry.choices(view_of(binding.bench))[-1].value, ""
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


def turn_the_wheel(editor: QWidget) -> None:
    """Over the field, while something else has the focus."""
    editor.clearFocus()
    middle, turned = QPointF(editor.rect().center()), QPoint(0, 120)
    none, still = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    keys = Qt.KeyboardModifier.NoModifier
    QCoreApplication.sendEvent(
        editor, QWheelEvent(middle, editor.mapToGlobal(middle), QPoint(), turned, none, keys, still, False)
    )


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
        assert editor.accessibleName(), path
        assert editor.height() >= 24, path
        before = shown(editor)
        turn_the_wheel(editor)
        assert document.composition is start, f"{path}: changed by the wheel"
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
        told = shown(editor)
        assert told != before, path

        document.undo()
        assert document.composition == start, path
        assert not document.can_undo, f"{path}: more than one step"
        assert shown(editor) == before, path

        document.apply(write_path(start, path, value), "elsewhere")
        assert shown(editor) == told, path

        clear_by_hand(editor)
        assert read_path(document.composition, path) in (None, "", False, ()), path
        if element:
            assert not request_says(document.composition, element, value), path


def places(parts: Sequence[Part], element: str = "", path: str = "") -> Iterator[tuple[str, str]]:
    """Where the request writer puts each value: all elements down to it, and its path in the composition."""
    for part in parts:
        here = f"{element}.{part.name}"
        inner = f"{path}.{part.field}".lstrip(".")
        if isinstance(part, Group):
            yield from places(part.parts, here, path)
        elif isinstance(part, Branch):
            yield from places(part.table.parts, here, inner)
        elif isinstance(part, Leaf):
            yield here, inner


def test_that_each_field_names_the_very_element_that_its_value_is_written_to(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    entries = [binding.entry for page in all_pages() for binding in bindings_of(inspector, page.id)]
    written = dict(places(REQUEST_PARTS))
    reached = set()
    for entry in entries:
        path = re.sub(r"\.(\*|\d+)", "", entry.path)
        if entry.element:
            named = [place for place in written if place.endswith(f".{entry.element}")]
            assert [written[place] for place in named] == [path], entry.element
            reached.update(named)
        else:
            assert path in {"tiles.locked", "tiles.hidden", "exact_name"}
    assert written.keys() - reached == {".Operation.Watermark.Type"}  # what its card is


def leaves(kind: type[Element], path: str) -> Iterator[str]:
    """The paths of all values in an element, those of the elements in it included."""
    for name, hint in get_type_hints(kind).items():
        members = [member for member in (hint, *get_args(hint)) if isinstance(member, type)]
        inner = [member for member in members if issubclass(member, Element)]
        if name == "kept" or get_origin(hint) is tuple:
            continue
        if inner:
            yield from leaves(inner[0], f"{path}.{name}")
        else:
            yield f"{path}.{name}"


def test_that_every_value_of_the_encoding_has_a_field(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    paths = {binding.entry.path for page in all_pages() for binding in inspector.page(page.id).bindings}
    wanted = {*leaves(Transcode, "transcode"), *(leaf for slot in SLOTS for leaf in leaves(AudioMix, slot))}
    assert len(wanted) > 70
    assert wanted - paths == set()


def test_that_a_value_that_is_no_choice_of_ours_is_shown_and_kept(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(write_path(whole(), "transcode.video.codec", "H.266"))
    inspector.show_page("video")
    editor = editor_of(inspector, "transcode.video.codec")
    assert shown(editor) == "H.266 (does not fit here)"
    assert not inspector.bench.session.document.can_undo


def editor_of(inspector: Inspector, path: str) -> QWidget:
    for page in all_pages():
        for binding in inspector.page(page.id).bindings:
            if binding.entry.path == path:
                return binding.row.editor
    raise AssertionError(path)
