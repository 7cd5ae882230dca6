"""Tiles are copied, cut and pasted by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication

from support.builders import composition, tile
from support.canvas import CTRL, SHIFT, CanvasHand
from tilewright.model.clipping import LARGEST, MIME
from tilewright.ui.report import Message
from ui.canvas.conftest import OpenCanvas
from ui.conftest import OpenBench

COPY, CUT, PASTE = Qt.Key.Key_C, Qt.Key.Key_X, Qt.Key.Key_V


@pytest.fixture
def canvas(open_canvas: OpenCanvas) -> CanvasHand:
    canvas = open_canvas(
        composition(tile("a", 0, 0), tile("b", 640, 0, hidden=True), tile("c", 0, 360, locked=True), size=(1280, 720))
    )
    canvas.session.select(["a", "b"])
    return canvas


def lying(canvas: CanvasHand) -> list[tuple[int | None, int | None]]:
    return [(one.x, one.y) for one in canvas.session.composition.tiles]


def said_to(canvas: CanvasHand) -> list[str]:
    """What is told from now on."""
    said: list[str] = []

    def on_said(message: Message) -> None:
        if "no service" not in message.sentence:  # in these tests there is none
            said.append(message.sentence)

    canvas.bench.report.said.connect(on_said)
    return said


def test_that_copies_lie_beside_their_originals_are_chosen_and_are_one_step(canvas: CanvasHand) -> None:
    session, before = canvas.session, canvas.session.composition
    canvas.key(COPY, CTRL).key(PASTE, CTRL)
    assert lying(canvas)[3:] == [(24, 24), (664, 24)]
    new = session.composition.tiles[3:]
    assert session.selection == tuple(one.id for one in new)
    assert [one.hidden for one in new] == [False, True]
    assert session.document.undo_text == "Paste 2 tiles"
    session.document.undo()
    assert session.composition == before


def test_that_what_is_cut_goes_and_comes_back_where_it_was(canvas: CanvasHand) -> None:
    session = canvas.session
    session.select(["c"])
    canvas.key(CUT, CTRL)
    assert [one.id for one in session.composition.tiles] == ["a", "b"]
    assert session.document.undo_text == "Cut c.mp4"
    canvas.key(PASTE, CTRL)
    assert session.document.undo_text == "Paste c.mp4"
    assert lying(canvas)[2] == (0, 360)
    assert session.composition.tiles[2].locked


def test_that_places_alone_go_to_the_chosen_tiles(canvas: CanvasHand) -> None:
    session, said = canvas.session, said_to(canvas)
    session.select(["b"])
    canvas.key(COPY, CTRL)
    session.select(["a"])
    canvas.key(PASTE, CTRL | SHIFT)
    assert lying(canvas) == [(640, 0), (640, 0), (0, 360)]
    assert session.document.undo_text == "Paste place and size"
    assert said == []
    session.select(["a", "b"])
    canvas.key(PASTE, CTRL | SHIFT)
    assert said == ["Fewer tiles were copied than are chosen."]
    QGuiApplication.clipboard().setText("https://a.invalid/b.mp4")
    canvas.key(PASTE, CTRL | SHIFT)
    assert said[1:] == ["There are no tiles on the clipboard."]


@pytest.mark.parametrize("is_typed", [True, False])
def test_that_a_huge_or_damaged_text_is_refused_with_a_sentence(canvas: CanvasHand, *, is_typed: bool) -> None:
    before, said = canvas.session.composition, said_to(canvas)
    head = '{"tilewright":"tiles","format":1,"tiles":'
    for text in (head, head + " " * 8 * LARGEST):
        mime = QMimeData()
        if is_typed:
            mime.setData(MIME, text.encode())
        mime.setText(text)
        QGuiApplication.clipboard().setMimeData(mime)
        canvas.key(PASTE, CTRL)
    assert said == [
        "The copied tiles cannot be read: their text is not whole.",
        "The copied tiles are larger than 1 MiB.",
    ]
    assert canvas.session.composition is before


def test_that_nothing_at_all_on_the_clipboard_is_told(canvas: CanvasHand) -> None:
    said = said_to(canvas)
    QGuiApplication.clipboard().clear()
    canvas.key(PASTE, CTRL)
    assert len(said) == 1


def test_that_no_more_is_pasted_than_there_is_room_for(make_bench: OpenBench) -> None:
    many = composition(*(tile(f"n{number}", number, number) for number in range(999)))
    bench = make_bench(many)
    said: list[Message] = []
    bench.report.said.connect(said.append)
    QGuiApplication.clipboard().setText('{"tilewright":"tiles","format":1,"tiles":[{"id":"a"},{"id":"b"}]}')
    bench.adding.paste()
    assert bench.session.composition is many
    assert [message.sentence for message in said] == ["A composition has at most 1000 tiles."]
