"""Choosing a template of the account: real widgets, a real local cloud."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from support.builders import composition, transcode
from support.fault_proxy import FaultProxy, Say, fault_proxy
from support.local_cloud import local_cloud
from support.watermarks import text_mark
from tilewright.checks import check
from tilewright.localcloud.official import OFFICIAL_TEMPLATES
from tilewright.localcloud.server import LocalCloud
from tilewright.model.composition import Composition
from tilewright.model.source import Known
from tilewright.model.template import TRANSCODE_TAG, WATERMARK_TAG, Template
from tilewright.ui.inspector.binding import Habits
from tilewright.ui.inspector.inspector import Inspector
from tilewright.ui.inspector.page import Page, all_pages
from tilewright.ui.inspector.template_chooser import TemplateChooser, open_chooser
from tilewright.ui.inspector.template_contents import TemplateContents
from tilewright.ui.inspector.template_line import TemplateLine
from tilewright.ui.workbench import Workbench
from tilewright.wire.faults import write_fault
from tilewright.wire.request import read_request, write_request

SEED = Path(__file__).resolve().parents[2] / "golden" / "reference" / "jobs" / "submit-request.xml"
SEED_TRANSCODE, SEED_MARK = "t160606b9752148c4absdfaf2f55163b1f", "t146d70eb241c44c63b6efc1cc93ccfc5d"
LESSON, WIDE, MARK = "t1lesson0000", "t1wide000000", "t1mark000000"


def encoding(name: str, height: str) -> bytes:
    return (
        f"<Request><Tag>Transcode</Tag><Name>{name}</Name><Container><Format>mp4</Format></Container><Video>"
        f"<Codec>H.264</Codec><Width>320</Width>{height}<Fps>25</Fps></Video><Audio><Codec>aac</Codec></Audio></Request>"
    ).encode()


MARKED = (
    b"<Request><Tag>Watermark</Tag><Name>School</Name><Watermark><Type>Text</Type><LocMode>Absolute</LocMode><Dx>20</Dx>"
    b"<Dy>20</Dy><Pos>TopRight</Pos><Text><Text>Lesson</Text><FontSize>24</FontSize><FontType>simhei.ttf</FontType>"
    b"<FontColor>0xFFFFFF</FontColor><Transparency>100</Transparency></Text></Watermark></Request>"
)


SEED_VALUES = encoding("Seed", "<Height>960</Height>").replace(b"<Width>320<", b"<Width>1340<")
"""What the template of the seed's sample contains: the frame that the sample does not state."""


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    folder = tmp_path_factory.mktemp("cloud")
    (folder / "templates").mkdir()
    files = {SEED_TRANSCODE: SEED_VALUES, SEED_MARK: MARKED}
    files |= {LESSON: encoding("Lesson", "<Height>180</Height>"), WIDE: encoding("Wide", ""), MARK: MARKED}
    for name, data in files.items():
        (folder / "templates" / f"{name}.xml").write_bytes(data)
    with local_cloud(folder) as running:
        yield running


@pytest.fixture
def proxy(cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultProxy]:
    """What the window takes for its service."""
    with fault_proxy(cloud.endpoint.address) as proxy:
        monkeypatch.setenv("TILEWRIGHT_ENDPOINT", proxy.address)
        monkeypatch.setenv("TILEWRIGHT_SECRET_ID", cloud.endpoint.secret_id)
        monkeypatch.setenv("TILEWRIGHT_SECRET_KEY", cloud.endpoint.secret_key)
        yield proxy


class Stand:
    """A chooser over an empty window, and what it changes."""

    def __init__(self, bench: Workbench, ground: QWidget, qtbot: QtBot) -> None:
        self.bench, self.ground, self.qtbot = bench, ground, qtbot

    def open(self, tag: str) -> TemplateChooser:
        chooser = open_chooser(self.bench, tag, self.ground)
        self.qtbot.waitUntil(chooser.isActiveWindow)
        self.qtbot.waitUntil(lambda: not chooser.said.text().startswith("Asking"), timeout=20_000)
        return chooser

    @property
    def composition(self) -> Composition:
        return self.bench.session.composition


@pytest.fixture
def stand(
    proxy: FaultProxy, open_bench: Callable[..., Workbench], qtbot: QtBot
) -> Iterator[Callable[[Composition], Stand]]:
    made: list[QWidget] = []

    def make(start: Composition) -> Stand:
        ground = QWidget()
        made.append(ground)
        ground.show()
        return Stand(open_bench(start), ground, qtbot)

    yield make
    for ground in made:
        ground.close()
        ground.deleteLater()


def press(key: Qt.Key, times: int = 1) -> None:
    for _ in range(times):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key)


def test_that_a_template_is_found_seen_and_used_by_keys_alone(stand: Callable[[Composition], Stand]) -> None:
    here = stand(composition())
    chooser = here.open(TRANSCODE_TAG)
    assert chooser.said.text() == "19 templates of Local cloud."
    assert [template.name for template in chooser.model.shown[:3]] == ["Seed", "Lesson", "Wide"]
    QTest.keyClicks(chooser.search, "720")
    assert chooser.chosen is not None
    assert chooser.chosen.name == "H264-MP4-HD-720P"
    QTest.keyClick(chooser.search, Qt.Key.Key_Return)
    press(Qt.Key.Key_Down)
    assert chooser.chosen is not None
    assert chooser.chosen.name == "H264-HLS-HD-720P"
    assert "Container format: hls" in chooser.contents.lines
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Tab, 4)  # contents, Cancel, Copy its values, Use this template
    assert QApplication.focusWidget() is chooser.use_button
    press(Qt.Key.Key_Space)
    assert here.composition.transcode_template_id == OFFICIAL_TEMPLATES[2].id
    assert here.bench.session.known.template_names[OFFICIAL_TEMPLATES[2].id] == "H264-MP4-HD-720P"
    here.bench.session.document.undo()
    assert here.composition.transcode_template_id is None


def test_that_the_frame_is_warned_of_and_stays_when_the_template_has_none(
    stand: Callable[[Composition], Stand],
) -> None:
    here = stand(composition(size=(640, 360)))
    chooser = here.open(TRANSCODE_TAG)
    chooser.list.setFocus()
    press(Qt.Key.Key_Down)
    assert "Its frame is 320 × 180, that of the composition 640 × 360" in chooser.contents.warning
    assert [one.property("kind") for one in (chooser.use_button, chooser.copy_button)] == ["primary", ""]
    press(Qt.Key.Key_Down)
    assert [one.property("kind") for one in (chooser.use_button, chooser.copy_button)] == ["", "primary"]
    assert "320 px wide, height not stated" in chooser.contents.warning
    chooser.copy_button.click()
    assert here.composition.inline_frame.size == (320, 360)
    assert here.composition.transcode_template_id is None
    assert here.bench.session.document.undo_text == "Copy a template's values"
    here.bench.session.document.undo()
    assert here.composition.inline_frame.size == (640, 360)


def test_that_a_watermark_is_copied_beside_others_and_a_fourth_is_refused_where_another_can_be_chosen(
    stand: Callable[[Composition], Stand],
) -> None:
    own = text_mark("Mine")
    here = stand(composition(watermarks=(own, own)))
    chooser = here.open(WATERMARK_TAG)
    QTest.keyClicks(chooser.search, MARK)
    assert chooser.said.text() == "One template of Local cloud."
    assert "Watermark text: Lesson" in chooser.contents.lines
    chooser.copy_button.click()
    assert [mark.text and mark.text.text for mark in here.composition.watermarks] == ["Mine", "Mine", "Lesson"]
    again = here.open(WATERMARK_TAG)
    again.copy_button.click()
    assert again.isVisible()
    assert "3 watermarks" in again.said.text()
    QTest.keyClick(again.search, Qt.Key.Key_Escape)
    assert not again.isVisible()


def test_that_keys_that_may_not_list_are_told_so_and_the_question_can_be_asked_again(
    stand: Callable[[Composition], Stand], proxy: FaultProxy
) -> None:
    denied = Say(403, write_fault("AccessDenied", "No.", "NjA", resource=None), headers=(("x-ci-request-id", "NjA"),))
    here = stand(composition())
    proxy.always["template"] = denied
    chooser = here.open(TRANSCODE_TAG)
    assert "The keys may not list templates." in chooser.said.text()
    assert chooser.again.isVisible()
    assert not chooser.use_button.isEnabled()
    proxy.always.clear()
    chooser.again.click()
    here.qtbot.waitUntil(lambda: chooser.said.text() == "19 templates of Local cloud.", timeout=20_000)
    assert not chooser.again.isVisible()


def test_that_a_composition_that_names_templates_finds_out_what_they_contain(
    stand: Callable[[Composition], Stand],
) -> None:
    here = stand(composition())
    ids = {"transcode_template_id": LESSON, "watermark_template_ids": (MARK, "t1nobody0000")}
    here.bench.session.document.apply(composition(transcode=None).replace(**ids), "Open")
    session = here.bench.session
    here.qtbot.waitUntil(lambda: MARK in session.known.watermark_templates, timeout=20_000)
    assert session.known.templates[LESSON].video is not None
    assert session.known.absent_templates == {"t1nobody0000"}
    frame = session.placement().frame
    assert frame is not None
    assert (frame.width, frame.height) == (320, 180)
    line = TemplateLine(here.bench, WATERMARK_TAG)
    line.setParent(here.ground)
    told = line.told.text().replace("\u200b", "").splitlines()
    assert told == [f"School · {MARK}", "t1nobody0000: there is no such template."]
    assert not line.copy_button.isEnabled()
    session.document.apply(session.composition.replace(watermark_template_ids=(MARK,)), "Remove")
    assert line.copy_button.isEnabled()
    line.copy_button.click()
    assert [mark.text and mark.text.text for mark in session.composition.watermarks] == ["Lesson"]
    assert line.none_button.isHidden()


def parts_of(request: bytes) -> dict[str, list[str]]:
    """What stands in the operation of a request: for each kind of element those that there are."""
    operation = ElementTree.fromstring(request).find("Operation")
    assert operation is not None
    found: dict[str, list[str]] = {}
    for node in operation:
        text = ElementTree.canonicalize(ElementTree.tostring(node, "unicode"), strip_text=True)
        found.setdefault(node.tag, []).append(text)
    return found


def test_that_the_seed_s_sample_is_completed_on_its_pages_and_the_request_has_the_values(
    stand: Callable[[Composition], Stand],
) -> None:
    """Two clicks, each a step; all else of the request stays as it was."""
    here = stand(read_request(SEED.read_bytes()).composition)
    session = here.bench.session
    session.settled.emit()
    here.qtbot.waitUntil(lambda: SEED_MARK in session.known.watermark_templates, timeout=20_000)
    inspector = Inspector(here.bench, here.ground)
    for one in (here.ground, inspector):
        one.resize(368, 860)
    for _ in inspector.build():
        pass
    inspector.show()
    for page in ("video", "watermarks"):
        inspector.show_page(page)
        (line,) = inspector.page(page).findChildren(TemplateLine)
        assert line.copy_button.isVisible()
        here.qtbot.mouseClick(line.copy_button, Qt.MouseButton.LeftButton)
    before, after = parts_of(SEED.read_bytes()), parts_of(write_request(session.composition))
    assert before.pop("TranscodeTemplateId") == [f"<TranscodeTemplateId>{SEED_TRANSCODE}</TranscodeTemplateId>"]
    assert before.pop("WatermarkTemplateId") == [f"<WatermarkTemplateId>{SEED_MARK}</WatermarkTemplateId>"]
    values = SEED_VALUES.decode()
    assert after.pop("Transcode") == [
        f"<Transcode>{values[values.index('<Container>') : -len('</Request>')]}</Transcode>"
    ]
    mark = MARKED.decode()
    assert after.pop("Watermark") == [mark[mark.index("<Watermark>") : -len("</Request>")]]
    assert after == before
    assert session.composition.inline_frame.size == (1340, 960)
    problems = check(session.composition, session.known, None)
    about = ("transcode", "watermark")
    assert [one.code for one in problems if one.severity == "error" and one.path.startswith(about)] == []
    session.document.undo()
    session.document.undo()
    assert session.composition.transcode_template_id == SEED_TRANSCODE
    assert not session.document.can_undo


def test_that_pages_name_what_is_used_and_take_it_off(make_bench: Callable[..., Workbench], qtbot: QtBot) -> None:
    bench = make_bench(composition().replace(transcode_template_id="t1", watermark_template_ids=("w1",)))
    found = Template("t1", "Lesson", transcode=transcode((640, 360))), Template("w1", "School", watermark=text_mark())
    bench.session.learn(Known().with_templates(found))
    ground = QWidget()
    pages: list[Page] = []
    for kind in all_pages():
        if kind.id in {"video", "watermarks"}:
            page = kind(bench, Habits(bench), ground)
            page.build_all()
            pages.append(page)
    first, second = (line for page in pages for line in page.findChildren(TemplateLine))
    assert first.told.text() == "Lesson · 640 × 360 · t1"
    assert second.told.text() == "School · w1"
    first.none_button.click()
    second.none_button.click()
    assert (bench.session.composition.transcode_template_id, bench.session.composition.watermark_template_ids) == (
        None,
        (),
    )
    for button in (first.choose_button, first.copy_button, first.none_button):
        assert button.height() >= 24
        assert button.accessibleName()
    assert first.told.isHidden()
    ground.deleteLater()
    QCoreApplication.processEvents()


def test_that_what_a_template_contains_is_told_in_another_language(pseudo: None, theme: object) -> None:
    told = TemplateContents()
    text = Template("w1", "School", WATERMARK_TAG, watermark=text_mark())
    for template in (*OFFICIAL_TEMPLATES[:1], text):
        told.show_template(template, composition())
        assert all(line.startswith("⟦") for line in told.lines), told.lines
    told.show_template(OFFICIAL_TEMPLATES[0], composition())
    assert told.warning.startswith("⟦")
    assert "(⟦640 px wide, height not stated⟧)" in told.warning
    told.deleteLater()
