"""The window in another language: every text of its own goes through the catalogue."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from support.watermarks import image_mark
from tilewright.layout.place import Unplaced
from tilewright.model.source import Known, Trouble
from tilewright.text import say
from tilewright.ui.canvas.face import Faces
from tilewright.ui.inspector.page import Page, all_pages
from tilewright.ui.inspector.tile_header import facts_of
from tilewright.ui.problems.model import ProblemModel
from tilewright.ui.words import tell, tr
from tilewright.wire.request import write_request
from ui.conftest import OpenWindow
from ui.pseudo import BREAK, OPEN, Pseudo, in_pseudo, texts_of


def test_that_a_translation_reaches_a_text(pseudo: None) -> None:
    assert tr("Save") == "⟦Save⟧"


def test_that_a_translation_reaches_a_sentence_of_the_core_and_keeps_its_values(pseudo: None) -> None:
    sentence = say("The {side} of {tile} must be at least 1 pixel.", side=say("width"), tile="a{side}")
    assert tell(sentence) == "⟦The ⟦width⟧ of a{side} must be at least 1 pixel.⟧"
    assert tell("Tiles") == "⟦Tiles⟧"
    assert tell("Written by the service {0}.") == "Written by the service {0}."
    assert tell("") == ""
    assert type(tell(say("Tiles"))) is type(tell(say("{unknown}", unknown=1))) is str  # settings take no other


class Wrong(Pseudo):
    """A catalogue whose translator mistook a name."""

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        return (super().translate(context, text, disambiguation, n) or text).replace("{tile}", "{Kachel}")


def test_that_a_translation_that_cannot_take_the_values_gives_way_to_english(qapp: QApplication) -> None:
    translator = Wrong(qapp)
    assert QCoreApplication.installTranslator(translator)
    try:
        sentence = say("{tile} is hidden and will not be in the result.", tile="a")
        assert tell(sentence) == sentence
    finally:
        QCoreApplication.removeTranslator(translator)


def test_that_every_text_of_the_window_is_translated(pseudo: None, open_window: OpenWindow) -> None:
    mark = image_mark("https://a.b/logo.png")
    window = open_window(composition(tile("a"), watermarks=(mark,)))
    window.bench.session.select(["a"])
    for page in all_pages():
        window.bench.page_wanted.emit(page.id, "")
        QCoreApplication.processEvents()
    elements = {binding.entry.element for page in window.findChildren(Page) for binding in page.bindings}
    texts = {one for one in texts_of(window) if one[1] not in elements}
    assert len(texts) > 150
    assert {one for one in texts if OPEN not in one[1]} == set()


def test_that_problems_and_fixes_are_shown_in_another_language(pseudo: None, open_window: OpenWindow) -> None:
    window = open_window(composition(tile("a", width=0), tile("b", 5000), size=(1281, 720)))
    bench = window.bench
    bench.findings.refresh()
    model = ProblemModel(bench)
    assert model.rowCount() >= 3
    for row in range(model.rowCount()):
        problem = model.at(row)
        assert model.data(model.index(row)) == in_pseudo(problem.sentence)
        assert in_pseudo(problem.sentence).rstrip(".") in model.words(row)
        assert problem.fix is None or in_pseudo(problem.fix.text) in model.words(row)
    problem = next(found for found in bench.findings.problems if found.code == "frame-odd")
    assert problem.fix is not None
    bench.mend(problem)
    assert in_pseudo(problem.fix.text) in bench.session.document.undo_text


def test_that_why_a_tile_is_not_shown_is_told_in_another_language(pseudo: None, open_window: OpenWindow) -> None:
    shown = tile("a", width=None, height=10)
    trouble = Trouble("absent", say("There is no {key} in the bucket {bucket}.", key="a.mp4", bucket="b-1"))
    window = open_window(composition(shown))
    bench = window.bench
    bench.session.learn(Known(troubles={shown.url: trouble}))
    assert facts_of(shown, bench.session.known) == in_pseudo(trouble.sentence)
    (there,) = bench.session.placement().tiles
    face = Faces(bench).of(shown, 1, there)
    assert face is not None
    assert isinstance(there, Unplaced)
    assert face.unplaced == in_pseudo(there.sentence)


def test_that_a_failure_is_shown_in_another_language(
    pseudo: None, open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window()
    with qtbot.waitSignal(window.bench.report.said, timeout=10_000):
        window.bench.files.open(tmp_path / "none.tilewright")
    labels = {label.text().replace(BREAK, "") for label in window.findChildren(QLabel)}
    assert f"⟦There is no file {tmp_path / 'none.tilewright'}.⟧" in labels
    assert "⟦Check the name and the folder.⟧" in labels


def test_that_what_was_left_out_of_an_opened_request_is_told_in_another_language(
    pseudo: None, open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    request = tmp_path / "a.xml"
    request.write_bytes(write_request(composition(tile("a", url="https://a.b/c.mp4?q-signature=s"))))
    window = open_window()
    with qtbot.waitSignal(window.bench.report.said, timeout=10_000) as said:
        window.bench.files.open(request)
    assert said.args[0].hint.startswith("⟦A signature or token was removed from ")
