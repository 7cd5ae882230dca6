"""What assistive technology is told when something changes on the canvas."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from support.canvas import CTRL, CanvasHand
from support.heard import Heard
from tilewright.ui.canvas.announcing import JOIN_MS

from .conftest import OpenCanvas

Key = Qt.Key


@pytest.fixture
def canvas(open_canvas: OpenCanvas) -> CanvasHand:
    """Read as a, c, b."""
    return open_canvas(
        composition(tile("a", 20, 20, 200, 100), tile("b", 20, 160, 200, 100), tile("c", 260, 20, 200, 100))
    )


@pytest.fixture
def heard(canvas: CanvasHand, qtbot: QtBot) -> Heard:
    """After it has turned out that no video can be had, which is told of each tile, too."""
    canvas.session.settled.emit()
    tiles = canvas.canvas.stage.tiles.values()
    qtbot.waitUntil(lambda: all(item.face.problem and "service" in item.face.failure for item in tiles))
    return Heard(canvas.canvas)


def wait_join(canvas: CanvasHand, qtbot: QtBot) -> None:
    """Until the moment in which what changed would be told."""
    (timer,) = (one for one in canvas.canvas.announcer.findChildren(QTimer) if one.interval() == JOIN_MS)
    with qtbot.waitSignal(timer.timeout):
        pass


def wait_said(qtbot: QtBot, heard: Heard, *texts: str) -> None:
    """Until so many texts were said; no others may have been."""
    qtbot.waitUntil(lambda: len(heard.said) >= len(texts))
    assert heard.said == list(texts)
    heard.said.clear()


def test_that_keys_in_a_row_are_told_once(canvas: CanvasHand, heard: Heard, qtbot: QtBot) -> None:
    canvas.key(Key.Key_Tab).key(Key.Key_Right, times=3).key(Key.Key_Down)
    wait_said(qtbot, heard, "a.mp4: 200 × 100 at 23, 21")
    assert heard.of("DescriptionChanged") == heard.of("LocationChanged") == ["a"]
    canvas.document.undo()
    wait_said(qtbot, heard, "a.mp4: 200 × 100 at 20, 20")


def test_that_all_tiles_are_told_about_that_changed_chosen_or_not(
    canvas: CanvasHand, heard: Heard, qtbot: QtBot
) -> None:
    tiles = canvas.session.composition.tiles
    canvas.document.apply(canvas.session.composition.with_tiles(one.replace(y=300) for one in tiles[:2]), "Layout")
    wait_said(qtbot, heard, "2 tiles moved")
    assert sorted(heard.of("DescriptionChanged")) == ["a", "b"]


def test_that_nothing_is_told_while_a_hand_is_moving_and_all_of_it_afterwards(
    canvas: CanvasHand, heard: Heard, qtbot: QtBot
) -> None:
    canvas.press("b").drag(30, 0)
    wait_join(canvas, qtbot)
    assert heard.said == heard.of("DescriptionChanged") == []
    canvas.drag(20, 0, CTRL, steps=1).release(CTRL)
    wait_said(qtbot, heard, "b.mp4: 200 × 100 at 70, 160")
    canvas.press("b").drag(30, 0).key(Key.Key_Escape).release()
    canvas.key(Key.Key_L, CTRL | Qt.KeyboardModifier.ShiftModifier)
    wait_said(qtbot, heard, "b.mp4 locked")
    assert heard.of("DescriptionChanged") == ["b", "b"]
    assert heard.of("locked") == ["b"]


def test_that_another_order_is_told_with_the_new_numbers(canvas: CanvasHand, heard: Heard, qtbot: QtBot) -> None:
    canvas.click("a").key(Key.Key_BracketRight)
    wait_said(qtbot, heard, "a.mp4 is number 2 of 3")
    assert sorted(heard.of("NameChanged")) == ["a", "b"]
    assert heard.of("DescriptionChanged") == []
    assert heard.of("ObjectReorder") == ["canvas"]
    canvas.document.undo()
    wait_said(qtbot, heard, "a.mp4 is number 1 of 3")
    assert heard.of("ObjectReorder") == ["canvas", "canvas"]


def test_that_another_order_of_reading_is_told_and_nothing_of_it_where_that_stays(
    canvas: CanvasHand, heard: Heard, qtbot: QtBot
) -> None:
    canvas.click("c").key(Key.Key_Right)
    wait_said(qtbot, heard, "c.mp4: 200 × 100 at 261, 20")
    canvas.key(Key.Key_Delete)
    wait_said(qtbot, heard, "c.mp4 deleted")
    canvas.document.undo()
    wait_said(qtbot, heard, "c.mp4 added")
    assert heard.of("ObjectReorder") == []
    canvas.document.apply(
        canvas.session.composition.with_tile(canvas.session.composition.tile("a").replace(y=400)), "Move"
    )
    wait_said(qtbot, heard, "a.mp4: 200 × 100 at 20, 400")
    assert heard.of("ObjectReorder") == ["canvas"]


def test_that_a_tile_says_which_group_it_is_in(canvas: CanvasHand, heard: Heard, qtbot: QtBot) -> None:
    canvas.session.select(["b", "c"])
    canvas.key(Key.Key_G, CTRL)
    qtbot.waitUntil(lambda: sorted(heard.of("DescriptionChanged")) == ["b", "c"])
    announcer = canvas.canvas.announcer
    assert announcer.of("b").description.startswith("200 × 100 at 20, 160, ")
    assert announcer.of("b").description.endswith(", in group 1")
    assert "group" not in announcer.of("a").description


def test_that_the_focus_is_told_as_it_goes_on_after_delete(canvas: CanvasHand, heard: Heard, qtbot: QtBot) -> None:
    canvas.key(Key.Key_Tab).key(Key.Key_Tab)
    assert heard.of("Focus") == ["a", "c"]
    canvas.key(Key.Key_Delete)
    assert heard.of("Focus") == ["a", "c", "b"]
    assert heard.of("ObjectDestroyed") == ["c"]
    wait_said(qtbot, heard, "c.mp4 deleted")
    canvas.key(Key.Key_A, CTRL).key(Key.Key_Delete)
    assert heard.of("Focus")[-1] == "canvas"
    wait_said(qtbot, heard, "2 tiles deleted")
    canvas.document.undo()
    wait_said(qtbot, heard, "2 tiles added")
    assert sorted(heard.of("ObjectCreated")) == ["a", "b"]


def test_that_a_tile_that_is_chosen_as_it_comes_is_told_to_be_there_first(
    canvas: CanvasHand, heard: Heard, qtbot: QtBot
) -> None:
    canvas.key(Key.Key_Tab).key(Key.Key_Delete)
    wait_said(qtbot, heard, "a.mp4 deleted")
    heard.events.clear()
    canvas.key(Key.Key_Z, CTRL)
    wait_said(qtbot, heard, "a.mp4 added")
    about_it = [event for event, name in heard.events if name == "a"]
    assert about_it[:3] == ["ObjectCreated", "Focus", "SelectionAdd"]
    assert heard.of("ObjectCreated") == ["a"]
    canvas.key(Key.Key_D, CTRL)
    (copy,) = canvas.session.selection
    qtbot.waitUntil(lambda: heard.of("ObjectCreated") == ["a", copy])
    assert heard.events.index(("ObjectCreated", copy)) < heard.events.index(("SelectionAdd", copy))


def test_that_coming_back_to_the_canvas_tells_the_tile_that_has_the_keys(
    canvas: CanvasHand, heard: Heard, qtbot: QtBot
) -> None:
    canvas.key(Key.Key_Tab)
    canvas.pane.strip.percent.setFocus(Qt.FocusReason.TabFocusReason)
    heard.events.clear()
    canvas.key(Key.Key_F6)
    qtbot.waitUntil(lambda: heard.of("Focus") == ["a"])


def test_that_another_composition_is_not_read_out_as_a_change(canvas: CanvasHand, heard: Heard, qtbot: QtBot) -> None:
    canvas.document.reset(composition(tile("x")))
    qtbot.waitUntil(lambda: heard.of("ObjectCreated") == ["x"])
    assert heard.said == []


def test_that_nothing_is_kept_or_told_while_nobody_listens(canvas: CanvasHand) -> None:
    class Deaf(Heard):
        is_heard = False

    deaf = Deaf(canvas.canvas)
    canvas.key(Key.Key_Tab).key(Key.Key_Right).key(Key.Key_Delete)
    canvas.document.undo()
    assert not any(timer.isActive() for timer in canvas.canvas.announcer.findChildren(QTimer))
    assert deaf.events == []
    assert deaf.said == []
