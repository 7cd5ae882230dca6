"""The simple view shows what most people set, what is set, and what is wrong; the other one shows everything."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tilewright import settings
from tilewright.model.composition import Composition
from tilewright.model.options import MqConfig
from tilewright.model.paths import read_path, write_path
from tilewright.ui.commands import view
from tilewright.ui.inspector.inspector import EVERYTHING, Inspector
from tilewright.ui.inspector.page import all_pages
from tilewright.ui.inspector.row import Row
from tilewright.ui.widgets.labels import Label

from .conftest import OpenInspector, whole

SCREENS = Path(__file__).resolve().parents[3] / "docs" / "screens"
GOP = "transcode.video.gop"


class NoPanels:
    """A window without panels, for the commands that need one."""

    def is_open(self, side: str) -> bool:
        return False

    def toggle(self, side: str) -> None: ...
    def step(self, side: str, pixels: int) -> None: ...
    def reset(self) -> None: ...
    def show_page(self, name: str) -> None: ...


def with_gop(value: int | None) -> Composition:
    return write_path(whole(), GOP, value)


def row_of(inspector: Inspector, path: str) -> QWidget:
    for page in all_pages():
        for binding in inspector.page(page.id).bindings:
            if binding.entry.path == path:
                return binding.row
    raise AssertionError(path)


def headings(inspector: Inspector) -> list[str]:
    return [label.text() for label in inspector.findChildren(Label) if label.isVisible()]


def test_that_the_simple_view_leaves_out_what_few_people_set(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(with_gop(None), shows_all=False)
    inspector.show_page("video")
    assert row_of(inspector, "transcode.video.codec").isVisible()
    assert not row_of(inspector, GOP).isVisible()
    assert "Encoder" not in headings(inspector)

    QTest.mouseClick(inspector.rail.everything, Qt.MouseButton.LeftButton)
    assert row_of(inspector, GOP).isVisible()
    assert "Encoder" in headings(inspector)

    QTest.mouseClick(inspector.rail.everything, Qt.MouseButton.LeftButton)
    assert not row_of(inspector, GOP).isVisible()


def test_that_what_is_set_is_in_sight_alone_and_stays_while_the_page_does(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(with_gop(50), shows_all=False)
    inspector.show_page("video")
    assert row_of(inspector, GOP).isVisible()
    assert not row_of(inspector, "transcode.video.pixfmt").isVisible()
    assert not row_of(inspector, "transcode.video.preset").isVisible()

    document = inspector.bench.session.document
    document.apply(with_gop(None), "cleared")
    assert row_of(inspector, GOP).isVisible()
    inspector.show_page("sound")
    inspector.show_page("video")
    assert not row_of(inspector, GOP).isVisible()


def test_that_what_is_wrong_comes_into_sight(open_inspector: OpenInspector) -> None:
    start = whole()
    video = start.transcode.video.replace(gop=None, kept=("<Gop>abc</Gop>",))
    inspector = open_inspector(start.replace(transcode=start.transcode.replace(video=video)), shows_all=False)
    inspector.show_page("video")
    inspector.bench.findings.refresh()
    inspector.page("video").refresh()
    assert row_of(inspector, GOP).isVisible()


def test_that_what_is_wrong_with_an_element_stands_at_its_field(open_inspector: OpenInspector) -> None:
    """Pieces of a file that has none: the rule names the element, the field is the number in it."""
    path = "transcode.container.clip.duration"
    inspector = open_inspector(write_path(whole(), path, 7), shows_all=False)
    inspector.show_page("video")
    inspector.bench.findings.refresh()
    (binding,) = [one for one in inspector.page("video").bindings if one.entry.path == path]
    assert binding.row.isVisible()
    assert binding.row.message.level in {"error", "warning"}
    QTest.mouseClick(binding.row.message.link, Qt.MouseButton.LeftButton)
    assert read_path(inspector.bench.session.composition, path) is None


def test_that_whoever_goes_to_a_field_sees_it(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(with_gop(None), shows_all=False)
    inspector.open_page("video", GOP)
    QCoreApplication.processEvents()
    assert row_of(inspector, GOP).isVisible()
    focused = inspector.window().focusWidget()
    assert focused is not None
    assert row_of(inspector, GOP).isAncestorOf(focused)


def test_that_the_view_is_remembered_and_both_switches_tell_it(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(shows_all=False)
    assert not inspector.rail.everything.isChecked()
    QTest.keyClick(inspector.rail.everything, Qt.Key.Key_Space)
    preferences = inspector.bench.preferences
    preferences.save()
    assert settings.load(inspector.bench.workplace.home).window.shows_all_options
    preferences.set("shows_all_options", False)
    assert not inspector.rail.everything.isChecked()


def test_that_the_command_is_the_same_switch(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(shows_all=False)
    commands = inspector.bench.commands
    commands.add(command for command in view.commands(inspector.bench, NoPanels()) if command.id == EVERYTHING)
    commands.run(EVERYTHING)
    assert inspector.rail.everything.isChecked()
    QCoreApplication.processEvents()
    assert commands.action(EVERYTHING).isChecked()
    assert commands.get(EVERYTHING).keys == ("Ctrl+Shift+E",)
    QTest.mouseClick(inspector.rail.everything, Qt.MouseButton.LeftButton)
    QCoreApplication.processEvents()
    assert not commands.action(EVERYTHING).isChecked()


def test_that_changing_the_view_does_not_hold_up_the_hand(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(with_gop(None), shows_all=False)
    took = []
    for page in all_pages():
        inspector.show_page(page.id)
        for _ in range(2):
            QCoreApplication.processEvents()
            begin = time.thread_time()
            inspector.rail.everything.toggle()
            took.append((round(time.thread_time() - begin, 3), page.id))
    assert max(took)[0] < 0.05, took


def test_that_each_page_has_its_pictures_in_each_view_and_look() -> None:
    wanted = {
        f"inspector-{page.id}-{view}-{look}.png"
        for page in all_pages()
        for view in ("simple", "advanced")
        for look in ("light", "dark")
    }
    assert {path.name for path in SCREENS.glob("inspector-*.png")} == wanted


def test_that_a_message_queue_can_be_named_in_the_simple_view(open_inspector: OpenInspector) -> None:
    inspector = open_inspector(whole().replace(callback_type="TDMQ"), shows_all=False)
    inspector.show_page("callback")
    inspector.bench.findings.refresh()
    page = inspector.page("callback")
    fields = [row_of(inspector, f"callback_mq.{name}") for name in ("mq_region", "mq_mode", "mq_name")]
    assert all(field.isVisible() for field in fields)
    assert isinstance(fields[-1], Row)
    assert fields[-1].message.text.endswith("Give region, mode and name of the queue.")
    assert page.card_problems() == []
    assert page.go_to("callback_mq") in fields
    queue = MqConfig(mq_region="sh", mq_mode="Queue", mq_name="one")
    inspector.bench.session.document.reset(whole().replace(callback_mq=queue))
    inspector.bench.findings.refresh()
    assert [problem.code for problem in page.card_problems()] == ["callback-mq-unused"]
