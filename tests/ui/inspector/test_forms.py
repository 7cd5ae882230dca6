"""Every field of every page: none is missing, and what holds for each."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from support.builders import known
from tilewright.model.composition import Composition, Tile
from tilewright.model.options import MqConfig, Output, SlideConfig, Watermark, WatermarkImage, WatermarkText
from tilewright.model.paths import write_path
from tilewright.model.source import Source
from tilewright.model.value import Value
from tilewright.ui.inspector.binding import Binding
from tilewright.ui.inspector.inspector import Inspector
from tilewright.ui.inspector.kinds import Number
from tilewright.ui.inspector.page import all_pages
from tilewright.ui.widgets.field import Field

from .conftest import OpenInspector, whole
from .test_every_field import prepared

PAGES = tuple(page.id for page in all_pages())


@dataclass(frozen=True)
class Room:
    """Where the values of one type lie, and what of it has no field, with the reason."""

    kind: type[Value]
    path: str
    without: tuple[str, ...] = ()


ROOMS = (
    Room(Tile, "tiles.*", ("id", "group", "cell", "kept")),  # given by us, by Group, by Fit, and shown on Advanced
    Room(Watermark, "watermarks.*", ("type", "kept")),  # said by the button that adds it
    Room(WatermarkText, "watermarks.*.text", ("kept",)),
    Room(WatermarkImage, "watermarks.*.image", ("kept",)),
    Room(SlideConfig, "watermarks.*.slide_config", ("kept",)),
    Room(Output, "output", ("kept",)),
    Room(MqConfig, "callback_mq", ("kept",)),
    Room(
        Composition, "", ("preset", "kept", "suppressed", "ruler_guides")
    ),  # set in the head of Video, and where problems are
)


def entries_of(inspector: Inspector) -> set[str]:
    return {binding.entry.path for page in all_pages() for binding in inspector.page(page.id).bindings}


def test_that_nothing_of_the_request_is_without_a_field(open_inspector: OpenInspector) -> None:
    paths = entries_of(open_inspector())
    missing = []
    for room in ROOMS:
        for name in room.kind.__struct_fields__:
            path = f"{room.path}.{name}".lstrip(".")
            has_field = any(f"{one}.".startswith(f"{path}.") for one in paths)
            if has_field == (name in room.without):
                missing.append(path)
    assert missing == []


def bindings_of(inspector: Inspector, page_id: str) -> list[Binding]:
    inspector.show_page(page_id)
    return list(inspector.page(page_id).bindings)


def turn_wheel(editor: QWidget) -> None:
    middle = QPointF(editor.rect().center())
    event = QWheelEvent(
        middle,
        editor.mapToGlobal(middle),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(editor, event)


@pytest.mark.parametrize("page_id", PAGES)
def test_that_each_field_has_a_name_is_large_enough_and_safe_from_the_wheel(
    open_inspector: OpenInspector, page_id: str
) -> None:
    inspector = open_inspector(shows_all=True)
    document = inspector.bench.session.document
    for binding in bindings_of(inspector, page_id):
        editor, entry = binding.row.editor, binding.entry
        start = prepared(entry.path)
        document.reset(start)
        inspector.bench.session.select(["a"])
        inspector.page(page_id).refresh()
        if ".image." in entry.path:
            inspector.page(page_id).go_to("watermarks.1")
        assert editor.isVisible(), entry.path
        assert entry.called, entry.path
        assert editor.accessibleName() == entry.called
        assert editor.height() >= 24, entry.path
        assert entry.element in editor.toolTip(), entry.path
        focused = inspector.window().focusWidget()
        if focused is not None:
            focused.clearFocus()
        turn_wheel(editor)
        assert document.composition == start, entry.path
        if isinstance(editor, Field) and isinstance(entry.kind, Number) and editor.isEnabled():
            editor.setFocus(Qt.FocusReason.TabFocusReason)
            turn_wheel(editor)
            assert document.composition != start, entry.path
            binding.finish()
            document.undo()
            assert document.composition == start, entry.path
            assert not document.can_undo, entry.path


def test_that_absent_values_are_greyed_in(open_inspector: OpenInspector) -> None:
    """What holds while nothing is set, at the fields where something does."""
    inspector = open_inspector(Composition(tiles=(whole().tiles[0].replace(x=None, y=None, width=None, height=None),)))
    wanted = {
        "tiles.*.x": "0",
        "tiles.*.y": "0",
        "tiles.*.width": "640",
        "tiles.*.height": "360",
        "transcode.video.width": "Not set",
        "transcode.video.height": "Not set",
        "output.object": "output/lesson.${ext}",
        "output.bucket": "studio-1250000000 (default)",
        "output.region": "local (default)",
        "callback": "As set in the service",
    }
    seen = {}
    for page_id in PAGES:
        for binding in bindings_of(inspector, page_id):
            if binding.entry.path in wanted and isinstance(binding.row.editor, Field):
                seen[binding.entry.path] = binding.row.editor.placeholderText()
                assert binding.row.editor.text() == ""
    assert seen == wanted


def test_that_several_tiles_show_what_differs_and_are_edited_in_one_step(open_inspector: OpenInspector) -> None:
    same = whole().tiles[1].replace(y=20, locked=True)
    start = whole().with_tile(same)
    inspector = open_inspector(start, selection=("a", "b"))
    fields = {binding.entry.path: binding for binding in bindings_of(inspector, "tile")}
    across, down = fields["tiles.*.x"].row.editor, fields["tiles.*.y"].row.editor
    assert isinstance(across, Field)
    assert isinstance(down, Field)
    assert (across.text(), across.placeholderText(), down.text()) == ("", "Mixed", "20")
    assert fields["tiles.*.locked"].is_mixed
    assert "Mixed" in fields["tiles.*.locked"].row.editor.accessibleDescription()


def test_that_the_address_says_what_its_source_is_made_of(open_inspector: OpenInspector) -> None:
    inspector = open_inspector()
    message = {binding.entry.path: binding for binding in bindings_of(inspector, "tile")}["tiles.*.url"].row.message
    facts = Source(
        *(640, 360, 9.0),
        fps=29.97,
        rotation=90,
        video_codec="h264",
        audio_codec="aac",
        channels=2,
        samplerate=48000,
        container="mp4",
    )
    inspector.bench.session.learn(known(a=facts))
    assert message.text == "mp4 · h264, 29.97 a second · aac, 2 channels, 48000\u00a0Hz · turned by 90°"
    inspector.bench.session.document.apply(
        write_path(whole(), "tiles.a.url", "https://studio-1250000000.cos.local.myqcloud.com/new.mp4"), "x"
    )
    assert message.text == "Of a video in the bucket of the job"
