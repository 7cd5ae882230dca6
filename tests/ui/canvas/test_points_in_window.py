"""What else the canvas does, through the main window at three zooms. Which test has which point of what is promised:

    1  select, move, resize   test_gestures_in_window; here small tiles, 24 × 24 pixels to hit, *from the centre*
    2  snapping               test_snapping_in_window, and while Ctrl suspends it
    3  numbers                here, in the fields of the inspector
    4  arrange                test_arranging_in_window
    5  gallery                test_arranging_in_window: clicks on thumbnails, gap, margin and *Auto*
    6  keyboard               test_gestures_in_window; here walking, resizing, order, copies, groups, palette, keys
    7  undo                   test_arranging_in_window, with each step, and back to the first one
    8  view                   here: wheel, pinch, fit, 100 %, panning, guides from rulers, size of the frame
    9  tile table             here: choose, reorder, edit in place
    10 accessible             here: where tiles lie on the screen, and their actions
    11 drop                   here: addresses as lines of text; other kinds in tests/ui/files

As in `test_gestures_in_window`, lengths are pixels of the screen; where the tiles lie, `OpenThree` shows.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent, QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QMenu
from pytestqt.qtbot import QtBot

from support.canvas import ALT, CTRL, LEFT, MIDDLE, NO_BUTTON, NONE, SHIFT
from support.window_hand import WindowHand, grown
from tilewright.layout.rect import Rect
from tilewright.model.ruler_guides import RulerGuides
from tilewright.ui.canvas.picker import FramePicker
from tilewright.ui.tiles.geometry import parts_of
from tilewright.ui.tiles.model import TileModel
from tilewright.ui.tiles.table import TileTable
from tilewright.ui.widgets.buttons import CommandButton, IconButton
from tilewright.ui.widgets.field import Field
from tilewright.ui.windows.keys import KeysDialog
from ui.canvas.conftest import ZOOMS, A, B, C, OpenThree

Key = Qt.Key


@ZOOMS
def test_that_small_tiles_are_resized_on_24_pixels_and_from_the_centre(open_three: OpenThree, zoom: float) -> None:
    """Which a key switches on, and a button above the canvas off."""
    small = Rect(600, 300, 24, 24)
    hand = open_three(zoom, s=small)
    action = hand.bench.commands.action("view.from-centre")
    [button] = [one for one in hand.window.findChildren(CommandButton) if one.accessibleName() == action.text()]
    for keys in (NONE, CTRL):
        hand.session.select(["s"])
        centre = hand.handle("right").center()
        assert centre.x() >= hand.spot(small.right / zoom, 0).x() + 12
        for dx, dy in ((-11, -11), (11, 11)):
            spot = hand.canvas.hand.lens.point(centre + QPointF(dx, dy))
            hand.press(spot).move(20, 0, keys).release(keys).expect("s", 600, 300, 44, 24)
            hand.document.undo()
        hand.key(Key.Key_M, CTRL | ALT)
        hand.press("s", handle="right").move(20, 0, keys).release(keys).expect("s", 580, 300, 64, 24)
        hand.document.undo()
        QTest.mouseClick(button, LEFT)
        assert not action.isChecked()


def field(hand: WindowHand, name: str) -> Field:
    found = hand.window.findChild(Field, name)
    assert found is not None
    return found


def fill(hand: WindowHand, name: str, text: str) -> None:
    """Type over what stands in a field, and Enter."""
    found = field(hand, name)
    found.setFocus(Qt.FocusReason.TabFocusReason)
    found.selectAll()
    QTest.keyClicks(found, text)
    QTest.keyClick(found, Key.Key_Return)


@ZOOMS
def test_that_numbers_take_expressions_of_one_tile_and_of_several(open_three: OpenThree, zoom: float) -> None:
    hand = open_three(zoom)
    hand.session.select(["a"])
    for name, text in (("tileX", "50%"), ("tileY", "fh/3"), ("tileWidth", "*=2"), ("tileHeight", "w*3/4")):
        fill(hand, name, text)
    hand.expect("a", 800, 300, 240, 180)
    fill(hand, "tileX", "+=16")
    assert hand.rect("a").x == round(800 / zoom) + 16
    fill(hand, "tileX", "wide")
    assert hand.rect("a").x == round(800 / zoom) + 16
    assert [found.path for found in hand.bench.unread.fields] == ["tiles.a.x"]
    fill(hand, "tileX", str(round(40 / zoom)))
    hand.session.select(["a", "b"])
    QApplication.processEvents()
    assert field(hand, "tileY").text() == ""
    assert "Mixed" in field(hand, "tileY").placeholderText()
    fill(hand, "tileY", "100%/3")
    assert {hand.rect(name).y for name in "ab"} == {round(300 / zoom)}
    check_lock(hand)


def check_lock(hand: WindowHand) -> None:
    """Sides that are typed and handles keep the proportion while it is locked."""
    hand.session.select(["c"])
    lock = hand.window.findChild(IconButton, "keepProportion")
    assert lock is not None
    QTest.mouseClick(lock, LEFT)
    fill(hand, "tileWidth", "*=2")
    hand.expect("c", 480, 40, 320, 200)
    hand.press("c", handle="bottom-right").move(32, 0).release().expect("c", 480, 40, 352, 220)
    QTest.mouseClick(lock, LEFT)
    hand.press("c", handle="bottom-right").move(-32, 0).release().expect("c", 480, 40, 320, 220)


@ZOOMS
def test_that_keys_alone_walk_resize_order_copy_and_find_commands(
    open_three: OpenThree, zoom: float, qtbot: QtBot
) -> None:
    hand = open_three(zoom)
    for name in "acb":
        hand.key(Key.Key_Tab).expect_selected(name)
    hand.key(Key.Key_Backtab, SHIFT).expect_selected("c")
    hand.key(Key.Key_Left, CTRL).key(Key.Key_Right, CTRL)
    hand.session.select(["a"])
    for key in (Key.Key_Right, Key.Key_Home, Key.Key_PageUp, Key.Key_Down):
        hand.key(key, ALT).key(key, ALT | SHIFT)
    x, y, width, height = grown(A, zoom)
    hand.expect_rect("a", x - 11, y - 11, width + 22, height + 22)
    hand.key(Key.Key_BracketRight).key(Key.Key_Home, CTRL).key(Key.Key_BracketLeft)
    assert [one.id for one in hand.session.composition.tiles] == ["b", "a", "c"]
    hand.key(Key.Key_D, CTRL)
    [copy] = hand.session.selection
    hand.expect_rect(copy, x + 13, y + 13, width + 22, height + 22)
    hand.key(Key.Key_X, CTRL)
    assert len(hand.session.composition.tiles) == 3
    hand.session.select(["c"])
    hand.key(Key.Key_V, CTRL | SHIFT).expect_rect("c", x + 13, y + 13, width + 22, height + 22)
    hand.key(Key.Key_C, CTRL).key(Key.Key_V, CTRL)
    assert len(hand.session.composition.tiles) == 4
    hand.key(Key.Key_Delete)
    hand.session.select(["a", "b"])
    hand.key(Key.Key_G, CTRL)
    hand.session.select([])
    hand.click((x - 8, y - 8)).expect_selected("b", "a")
    hand.key(Key.Key_K, CTRL)
    palette = hand.window.overlays.palette
    assert palette is not None
    qtbot.keyClicks(palette.field, "select nothing")
    qtbot.keyClick(palette.field, Key.Key_Return)
    qtbot.waitUntil(lambda: hand.session.selection == ())
    hand.canvas.setFocus()
    hand.key(Key.Key_Question)
    dialog = hand.window.findChild(KeysDialog)
    assert dialog is not None
    assert dialog.isVisible()
    dialog.close()


@ZOOMS
def test_that_the_view_is_zoomed_panned_and_fitted(open_three: OpenThree, zoom: float) -> None:
    hand = open_three(zoom)
    before = hand.spots()
    aim = (300 / zoom, 200 / zoom)
    for change in (
        lambda: hand.wheel(*aim, 1, CTRL),
        lambda: hand.pinch(*aim, 0.5),
        lambda: hand.wheel(*aim, -1, CTRL),
    ):
        was, at = hand.zoom, hand.spot(*aim)
        change()
        assert hand.zoom != was
        assert (hand.spot(*aim) - at).manhattanLength() <= 2
    hand.key(Key.Key_1, CTRL | ALT)
    assert hand.zoom == 1.0
    hand.key(Key.Key_0, CTRL)
    seen = hand.canvas.viewport().rect()
    assert seen.contains(QRect(hand.spot(0, 0).toPoint(), hand.spot(1600 / zoom, 900 / zoom).toPoint()))
    hand.at(zoom, 20, 20)
    corner = hand.spot(0, 0)
    hand.press("a", button=MIDDLE).move(30, -10).release()
    assert hand.spot(0, 0) == corner + QPointF(30, -10)
    QApplication.sendEvent(hand.canvas, QKeyEvent(QEvent.Type.KeyPress, Key.Key_Space, NONE))
    hand.press("a").move(-30, 10).release()
    QApplication.sendEvent(hand.canvas, QKeyEvent(QEvent.Type.KeyRelease, Key.Key_Space, NONE))
    assert hand.spot(0, 0) == corner
    hand.key(Key.Key_Right)
    assert hand.spot(0, 0).x() < corner.x()
    hand.at(zoom, -400, 20)
    hand.session.select(["a"])
    [arrow] = hand.canvas.overlay.shapes.arrows
    middle = QPointF(arrow.rect.x + arrow.rect.width / 2, arrow.rect.y + arrow.rect.height / 2)
    hand.click(hand.canvas.hand.lens.point(middle))
    assert hand.canvas.overlay.shapes.arrows == ()
    assert hand.spots() == before
    hand.expect_steps()


@ZOOMS
def test_that_guides_are_dragged_from_the_rulers_and_the_frame_gets_another_size(
    open_three: OpenThree, zoom: float
) -> None:
    hand = open_three(zoom)
    _, ruler = hand.canvas.rulers
    viewport = hand.canvas.viewport()

    def drag_guide(x: float, keys: Qt.KeyboardModifier) -> None:
        """From the left ruler to that place."""
        end = ruler.mapFromGlobal(viewport.mapToGlobal(hand.spot(x / zoom, 300 / zoom)))
        QTest.mousePress(ruler, LEFT, keys, QPoint(10, 300))
        for part in (0.5, 1.0):
            where = QPointF(10, 300) + (end - QPointF(10, 300)) * part
            move = QMouseEvent(QEvent.Type.MouseMove, where, ruler.mapToGlobal(where), NO_BUTTON, LEFT, keys)
            QApplication.sendEvent(ruler, move)
        hand.canvas.catch_up()
        QTest.mouseRelease(ruler, LEFT, keys, end.toPoint())

    hand.only("tiles")
    for keys, wanted in ((NONE, 240), (CTRL, 244)):
        drag_guide(244, keys)
        assert hand.session.composition.ruler_guides.x == (round(wanted / zoom),), keys
        hand.document.undo()
    drag_guide(200, NONE)
    hand.only("ruler-guides")
    for keys, wanted in ((NONE, 80), (CTRL, 84)):
        hand.press("a").move(44, 0, keys).release(keys)
        assert hand.rect("a").x == round(wanted / zoom), keys
        hand.document.undo()
    hand.document.undo()
    assert hand.session.composition.ruler_guides == RulerGuides()
    picker = hand.window.findChild(FramePicker)
    assert picker is not None
    for is_switched, rect in ((False, Rect(32, 32, 96, 64)), (True, grown(A, zoom))):
        picker.click()
        menu = next(menu for menu in picker.findChildren(QMenu) if menu.isVisible())
        wanted = {"Scale the layout with the frame": is_switched, "1280 × 720\t720p": True}
        for action in reversed(menu.actions()):
            if wanted.get(action.text()):
                QTest.mouseClick(menu, LEFT, NONE, menu.actionGeometry(action).center())
        assert hand.session.placement().frame == (0, 0, 1280, 720)
        assert hand.rect("a") == rect
        hand.expect_steps("Size of the frame")


def in_table(table: TileTable, tile_id: str) -> QRect:
    model = table.model()
    assert isinstance(model, TileModel)
    return table.visualRect(model.index(model.row_of(tile_id), 0))


@ZOOMS
def test_that_the_table_is_the_twin_of_the_canvas(open_three: OpenThree, zoom: float, qtbot: QtBot) -> None:
    hand = open_three(zoom)
    table = hand.window.findChild(TileTable)
    assert table is not None
    QTest.mouseClick(table.viewport(), LEFT, NONE, parts_of(in_table(table, "b")).picture.center())
    hand.expect_selected("b")
    hand.click("c")
    assert [index.row() for index in table.selectedIndexes()] == [0]
    start = parts_of(in_table(table, "c")).picture.center()
    end = QPoint(start.x(), in_table(table, "a").bottom() + 2)
    QTest.mousePress(table.viewport(), LEFT, NONE, start)
    for at in (QPointF(start + end) / 2, QPointF(end)):
        move = QMouseEvent(QEvent.Type.MouseMove, at, table.viewport().mapToGlobal(at), NO_BUTTON, LEFT, NONE)
        QApplication.sendEvent(table.viewport(), move)
    QTest.mouseRelease(table.viewport(), LEFT, NONE, end)
    assert [one.id for one in hand.session.composition.tiles] == ["c", "a", "b"]
    hand.session.select(["a"])
    table.setFocus()
    QTest.keyClick(table, Key.Key_Return)
    assert table.editor is not None
    table.editor.setText(f"{round(200 / zoom)} × {round(100 / zoom)} at {round(60 / zoom)}, {round(80 / zoom)}")
    QTest.keyClick(table.editor, Key.Key_Return)
    hand.expect("a", 60, 80, 200, 100)
    left = hand.window.findChild(QDockWidget, "leftDock")
    assert left is not None
    hand.window.resizeDocks([left], [420], Qt.Orientation.Horizontal)
    qtbot.waitUntil(lambda: len(parts_of(in_table(table, "a")).columns) == 4)
    for column, length in enumerate((80, 40, 160, 120)):
        at = parts_of(in_table(table, "a")).columns[column].center()
        QTest.mouseDClick(table.viewport(), LEFT, NONE, at)
        assert table.editor is not None
        QTest.keyClicks(table.editor, str(round(length / zoom)))
        QTest.keyClick(table.editor, Key.Key_Return)
    hand.expect("a", 80, 40, 160, 120)
    for _ in range(4):
        hand.document.undo()
    hand.expect("a", 60, 80, 200, 100)
    hand.expect_steps(hand.document.undo_text, "Reorder c.mp4")


@ZOOMS
def test_that_assistive_tools_and_drops_find_their_places(open_three: OpenThree, zoom: float) -> None:
    hand = open_three(zoom)
    seen = QAccessible.queryAccessibleInterface(hand.canvas)
    for name, rect in (("a", A), ("b", B), ("c", C)):
        found = QAccessible.queryAccessibleInterface(hand.canvas.announcer.of(name))
        corner = hand.canvas.viewport().mapToGlobal(QPoint(20 + rect.x, 20 + rect.y))
        assert found.rect() == QRect(corner, QRect(0, 0, rect.width, rect.height).size())
        at = found.rect().center()
        assert seen.childAt(at.x(), at.y()).object() is found.object()
        assert found.role() == QAccessible.Role.Graphic
    actions = QAccessible.queryAccessibleInterface(hand.canvas.announcer.of("a")).actionInterface()
    for action in ("Press", "Move right", "Wider", "Higher", "Bring to front"):
        actions.doAction(action)
    x, y, width, height = grown(A, zoom)
    hand.expect_selected("a").expect_rect("a", x + 1, y, width + 1, height + 1)
    assert [one.id for one in hand.session.composition.tiles] == ["b", "c", "a"]
    check_drop(hand, zoom)


def check_drop(hand: WindowHand, zoom: float) -> None:
    """Two addresses, dropped at 600, 300, come with the pixel of the frame."""
    data = QMimeData()
    data.setText("https://a.invalid/1.mp4\nhttps://a.invalid/2.mp4")
    point, copy = hand.spot(600 / zoom, 300 / zoom), Qt.DropAction.CopyAction
    enter = QDragEnterEvent(point.toPoint(), copy, data, LEFT, NONE)
    QApplication.sendEvent(hand.canvas.viewport(), enter)
    assert enter.isAccepted()
    told: list[tuple[list[str], int, int]] = []
    hand.bench.canvas.dropped.connect(lambda what, x, y: told.append((what, x, y)))
    QApplication.sendEvent(hand.canvas.viewport(), QDropEvent(point, copy, data, LEFT, NONE))
    assert told == [(data.text().split(), round(600 / zoom), round(300 / zoom))]
