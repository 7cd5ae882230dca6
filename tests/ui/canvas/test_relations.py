"""Tiles in relation to each other: aligned, spaced, of the same size, exchanged, put into the middle."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from support.builders import composition, known, source, tile
from support.canvas import CTRL, SHIFT, CanvasHand
from tilewright.model.source import Known, Source
from tilewright.ui.widgets.number_dialog import NumberDialog
from ui.canvas.conftest import OpenCanvas


@pytest.fixture
def canvas(open_canvas: OpenCanvas) -> CanvasHand:
    """``a`` 100 × 80 at 60, 70, ``b`` 120 × 90 at 400, 150, ``c`` 50 × 40 at 10, 300; the frame has 640 × 360."""
    made = composition(
        tile("a", 60, 70, 100, 80), tile("b", 400, 150, 120, 90), tile("c", 10, 300, 50, 40), size=(640, 360)
    )
    canvas = open_canvas(made)
    canvas.bench.canvas.toggle_snap()
    return canvas


def run(canvas: CanvasHand, command: str) -> None:
    assert canvas.bench.commands.get(command).off() == ""
    canvas.bench.commands.run(command)


def test_that_a_tile_dragged_onto_another_with_ctrl_and_shift_changes_with_it(canvas: CanvasHand) -> None:
    canvas.press("a", keys=CTRL | SHIFT).drag(340, 110, CTRL | SHIFT)
    canvas.expect_rect("a", 400, 150, 120, 90).expect_rect("b", 60, 70, 100, 80)
    canvas.drag(-340, 0, CTRL | SHIFT)
    canvas.expect_rect("b", 400, 150, 120, 90)
    canvas.drag(340, 0, CTRL | SHIFT).release(CTRL | SHIFT)
    canvas.expect_selected("a").expect_steps("Swap tiles")
    canvas.expect_rect("a", 60, 70, 100, 80).expect_rect("b", 400, 150, 120, 90)


def test_that_a_large_tile_is_dragged_onto_the_small_one_upon_it(open_canvas: OpenCanvas) -> None:
    large, small = tile("a", 0, 0, 640, 360), tile("b", 400, 150, 120, 90)
    canvas = open_canvas(composition(large, small, tile("c", 500, 200, 100, 90, hidden=True), size=(640, 360)))
    canvas.press((100, 100), keys=CTRL | SHIFT).drag(410, 120, CTRL | SHIFT)
    canvas.expect_rect("a", 400, 150, 120, 90).expect_rect("b", 0, 0, 640, 360)
    canvas.drag(-200, 0, CTRL | SHIFT).expect_rect("b", 400, 150, 120, 90)
    canvas.drag(200, 0, CTRL | SHIFT).release(CTRL | SHIFT)
    assert [one.id for one in canvas.session.composition.tiles] == ["b", "a", "c"], "the small one is seen"
    canvas.press("a", keys=CTRL | SHIFT).drag(-200, 0, CTRL | SHIFT).release(CTRL | SHIFT)
    canvas.expect_steps("Swap tiles", "Swap tiles")


@pytest.mark.parametrize("by_hand", [True, False])
def test_that_tiles_of_different_shapes_that_change_places_stay_in_their_layout(
    open_canvas: OpenCanvas, *, by_hand: bool
) -> None:
    canvas = open_canvas(composition(*(tile(each) for each in "abcd"), size=(640, 360)))
    canvas.session.learn(known(a=source(640, 480), b=source(360, 640), c=source(1920, 1080), d=source(640, 640)))
    canvas.bench.arranging.apply("auto")
    a, b = (canvas.rect(each) for each in "ab")
    if by_hand:
        way = b.x + b.width // 2 - a.x - a.width // 2, b.y + b.height // 2 - a.y - a.height // 2
        canvas.press("a", keys=CTRL | SHIFT).drag(*way, CTRL | SHIFT).release(CTRL | SHIFT)
    else:
        canvas.session.select(["a", "b"])
        run(canvas, "arrange.swap")
    assert [each.id for each in canvas.session.composition.tiles] == ["b", "a", "c", "d"]
    assert canvas.bench.arranging.name == "auto"
    canvas.expect_steps("Swap tiles", "Layout Auto")


def test_that_esc_in_the_midst_of_an_exchange_puts_both_back(canvas: CanvasHand) -> None:
    canvas.press("a", keys=CTRL | SHIFT).drag(340, 110, CTRL | SHIFT)
    QTest.keyClick(canvas.canvas, Qt.Key.Key_Escape)
    canvas.expect_rect("a", 60, 70, 100, 80).expect_rect("b", 400, 150, 120, 90)
    assert not canvas.document.can_undo


def test_that_a_locked_tile_is_exchanged_for_no_other(canvas: CanvasHand) -> None:
    canvas.session.select(["b"])
    canvas.bench.commands.run("edit.lock")
    canvas.press("a", keys=CTRL | SHIFT).drag(340, 110, CTRL | SHIFT).release(CTRL | SHIFT)
    canvas.expect_rect("a", 60, 70, 100, 80).expect_rect("b", 400, 150, 120, 90).expect_steps("Lock b.mp4")


def test_that_a_tile_that_was_to_be_exchanged_and_hit_no_other_lies_where_it_was(canvas: CanvasHand) -> None:
    canvas.press("a", keys=CTRL | SHIFT).drag(100, -600, CTRL | SHIFT)
    canvas.expect_rect("a", 160, -530, 100, 80)
    canvas.release(CTRL | SHIFT).expect_rect("a", 60, 70, 100, 80).expect_selected("a").expect_steps()


def test_that_two_chosen_tiles_are_exchanged_by_a_key(canvas: CanvasHand) -> None:
    canvas.session.select(["a", "b", "c"])
    assert canvas.bench.commands.get("arrange.swap").off() == "Select two tiles first"
    canvas.session.select(["a", "c"])
    QTest.qWait(1)  # what may be done now is looked at in the next turn
    QTest.keyClick(canvas.canvas, Qt.Key.Key_W, CTRL | Qt.KeyboardModifier.AltModifier)
    canvas.expect_rect("a", 10, 300, 50, 40).expect_rect("c", 60, 70, 100, 80)


@pytest.mark.parametrize(("to", "lefts"), [("selection", (60, 60)), ("frame", (0, 0)), ("last", (400, 400))])
def test_that_several_tiles_are_aligned_to_what_was_chosen(canvas: CanvasHand, to: str, lefts: tuple[int, int]) -> None:
    run(canvas, f"arrange.align-to-{to}")
    QTest.qWait(1)
    actions = {one: canvas.bench.commands.action(f"arrange.align-to-{one}") for one in ("selection", "frame", "last")}
    assert [one for one, action in actions.items() if action.isChecked()] == [to]
    canvas.click("a").click("b", keys=SHIFT)
    run(canvas, "arrange.align-left")
    assert (canvas.rect("a").x, canvas.rect("b").x) == lefts


def test_that_the_last_one_is_the_one_that_was_clicked_last(canvas: CanvasHand) -> None:
    canvas.click("b").click("c", keys=SHIFT).click("a", keys=SHIFT)
    run(canvas, "arrange.match-size")
    assert {canvas.rect(name)[2:] for name in "abc"} == {(100, 80)}
    canvas.document.undo()
    canvas.click("a", keys=SHIFT)
    run(canvas, "arrange.match-width")
    assert (canvas.rect("b")[2:], canvas.rect("c")[2:]) == ((50, 90), (50, 40)), "a is gone; c lies above b"


def test_that_a_gap_is_typed_and_comes_to_be(canvas: CanvasHand) -> None:
    canvas.session.select(["a", "b", "c"])
    QTest.qWait(1)
    QTest.keyClick(canvas.canvas, Qt.Key.Key_H, CTRL | Qt.KeyboardModifier.AltModifier)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, NumberDialog)
    QTest.keyClicks(dialog.field, "1x")
    assert dialog.said.text()
    assert not dialog.button.isEnabled()
    dialog.field.selectAll()
    QTest.keyClicks(dialog.field, "16 px")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert [canvas.rect(name).x for name in "cab"] == [10, 76, 192]
    canvas.expect_steps("Set the gap across")


def test_that_an_odd_gap_grows_by_a_pixel_where_only_even_pixels_are_wanted(canvas: CanvasHand) -> None:
    canvas.bench.preferences.set("even", True)
    canvas.session.select(["a", "b", "c"])
    QTest.qWait(1)
    QTest.keyClick(canvas.canvas, Qt.Key.Key_H, CTRL | Qt.KeyboardModifier.AltModifier)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, NumberDialog)
    QTest.keyClicks(dialog.field, "15")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert [canvas.rect(name).x for name in "cab"] == [10, 76, 192]


def test_that_one_tile_or_several_come_to_the_middle_of_the_frame(canvas: CanvasHand) -> None:
    canvas.session.select(["a"])
    run(canvas, "arrange.centre")
    canvas.expect_rect("a", 270, 140, 100, 80)
    canvas.document.undo()
    canvas.session.select(["a", "b"])
    run(canvas, "arrange.centre")
    canvas.expect_rect("a", 90, 95, 100, 80).expect_rect("b", 430, 175, 120, 90)


def test_that_a_tile_takes_the_frame_or_the_sources_proportion_in_its_place(canvas: CanvasHand) -> None:
    url = canvas.session.composition.tile("a").url
    canvas.session.learn(Known(sources={url: Source(width=320, height=180, duration=2.0)}))
    canvas.session.select(["a"])
    for command, place in (
        ("fit-cell", (60, 82, 100, 56)),
        ("fill-cell", (39, 70, 142, 80)),
        ("stretch", (0, 0, 640, 360)),
    ):
        run(canvas, f"arrange.{command}")
        canvas.expect_rect("a", *place)
        canvas.document.undo()


def test_that_a_gap_wants_two_tiles_that_can_move(canvas: CanvasHand) -> None:
    canvas.session.select(["b"])
    canvas.bench.commands.run("edit.lock")
    for ids, reason in (("ab", "Locked tiles stay where they are"), ("abc", ""), ("a", "Select 2 tiles first")):
        canvas.session.select(list(ids))
        assert canvas.bench.commands.get("arrange.gap-across").off() == reason


def test_that_the_last_one_is_none_that_undo_took_away(canvas: CanvasHand) -> None:
    canvas.session.select(["a"])
    canvas.bench.commands.run("edit.duplicate")
    [copy] = canvas.session.selection
    canvas.click("b", keys=SHIFT).click("a", keys=SHIFT)
    canvas.session.select(["a", "b"])
    canvas.session.select(["a", "b", copy])
    canvas.document.undo()
    canvas.expect_selected("a", "b")
    assert canvas.session.last_chosen == "b"
    run(canvas, "arrange.match-size")
    assert canvas.rect("a")[2:] == (120, 90)


def test_that_of_a_group_the_tile_that_was_clicked_is_the_last_one(canvas: CanvasHand) -> None:
    canvas.session.select(["a", "b"])
    canvas.bench.commands.run("edit.group")
    canvas.click("c").click("a", keys=SHIFT).expect_selected("a", "b", "c")
    assert canvas.session.last_chosen == "a"


def test_that_a_tile_of_unknown_size_is_exchanged_for_no_other_and_that_is_told(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(composition(tile("a", 0, 0, 160, None), tile("b", 400, 150, 120, 90), size=(640, 360)))
    canvas.session.select(["a", "b"])
    assert canvas.bench.commands.get("arrange.swap").off() == "The size of the video is not known yet."
    canvas.press("b", keys=CTRL | SHIFT).drag(-400, -150, CTRL | SHIFT).release(CTRL | SHIFT)
    canvas.expect_rect("b", 400, 150, 120, 90).expect_steps()


NOT_KNOWN = "The size of the video is not known yet."


@pytest.mark.parametrize(
    ("command", "rects"),
    [
        ("align-left", ((10, 70, 100, 80), (10, 150, 120, 90), (10, 300, 50, 40))),
        ("distribute-across", ((180, 70, 100, 80), (400, 150, 120, 90), (10, 300, 50, 40))),
        ("centre", ((115, 45, 100, 80), (455, 125, 120, 90), (65, 275, 50, 40))),
        ("match-height", ((60, 70, 100, 40), (400, 150, 120, 40), (10, 300, 50, 40))),
    ],
)
def test_that_a_tile_of_unknown_size_is_left_out_and_that_is_said(
    open_canvas: OpenCanvas, command: str, rects: tuple[tuple[int, int, int, int], ...]
) -> None:
    unknown = tile("u", 20, 200, 160, None)
    canvas = open_canvas(
        composition(
            tile("a", 60, 70, 100, 80),
            tile("b", 400, 150, 120, 90),
            unknown,
            tile("c", 10, 300, 50, 40),
            size=(640, 360),
        )
    )
    said: list[tuple[str, str]] = []
    canvas.bench.report.said.connect(lambda told: said.append((told.sentence, told.hint)))
    canvas.session.select(["a", "b", "u", "c"])
    run(canvas, f"arrange.{command}")
    assert [canvas.rect(name) for name in "abc"] == list(rects)
    assert canvas.session.composition.tile("u") == unknown
    assert canvas.document.undo_text.endswith(": 3 tiles")
    assert said == [("u.mp4 was left out.", NOT_KNOWN)]


def test_that_nothing_is_done_where_too_few_sizes_are_known_and_the_reason_is_told(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(
        composition(tile("u", 20, 200, 160, None), tile("a", 60, 70, 100, 80), tile("b", 400, 150, 120, 90))
    )
    commands = canvas.bench.commands
    canvas.session.select(["u", "a"])
    for name in ("align-left", "match-width", "gap-across"):
        assert commands.get(f"arrange.{name}").off() == NOT_KNOWN
    canvas.session.select(["u", "a", "b"])
    assert commands.get("arrange.distribute-down").off() == NOT_KNOWN
    assert commands.get("arrange.align-left").off() == ""
    canvas.session.select(["a", "b"])
    canvas.session.select(["u", "a", "b"])
    assert commands.get("arrange.match-size").off() == NOT_KNOWN
    commands.run("arrange.align-to-last")
    assert commands.get("arrange.align-left").off() == NOT_KNOWN
    commands.run("arrange.align-to-frame")
    assert commands.get("arrange.align-left").off() == ""
    canvas.session.select(["u"])
    assert commands.get("arrange.centre").off() == commands.get("arrange.align-top").off() == NOT_KNOWN
    canvas.expect_steps()


def test_that_a_gap_leaves_out_what_has_no_known_size(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(
        composition(tile("u", 20, 200, 160, None), tile("a", 60, 70, 100, 80), tile("b", 400, 150, 120, 90))
    )
    said: list[str] = []
    canvas.bench.report.said.connect(lambda told: said.append(told.sentence))
    canvas.session.select(["u", "a", "b"])
    canvas.bench.commands.run("arrange.gap-across")
    dialog = canvas.window.findChild(NumberDialog)
    assert dialog is not None
    dialog.given.emit(16)
    dialog.close()
    canvas.expect_rect("a", 60, 70, 100, 80).expect_rect("b", 176, 150, 120, 90)
    assert said == ["u.mp4 was left out."]


def test_that_the_chosen_tiles_are_arranged_in_the_room_they_take_and_the_others_stay(canvas: CanvasHand) -> None:
    before = canvas.session.composition
    canvas.session.select(["a", "b"])
    canvas.key(Qt.Key.Key_A, CTRL | Qt.KeyboardModifier.AltModifier)
    canvas.expect_rect("a", 60, 90, 230, 129).expect_rect("b", 290, 90, 230, 129).expect_rect("c", 10, 300, 50, 40)
    canvas.bench.arranging.try_space(1000, 0)
    canvas.bench.arranging.keep_space()
    said: list[str] = []
    canvas.bench.report.said.connect(lambda told: said.append(told.sentence))
    run(canvas, "arrange.within")
    assert said == ["460 × 129 pixels have no room for 2 videos with a gap of 1000 pixels."]
    canvas.expect_steps("Arrange chosen tiles: 2 tiles")
    assert canvas.session.composition == before
    canvas.session.select(["a"])
    assert canvas.bench.commands.get("arrange.within").off() == "Select 2 tiles first"


def test_that_hidden_tiles_are_left_out_when_chosen_tiles_are_arranged(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(
        composition(
            tile("a", 60, 90, 100, 80),
            tile("b", 400, 150, 120, 69),
            tile("h", 900, 600, 90, 80, hidden=True),
            tile("i", 700, 600, 90, 80, hidden=True),
        )
    )
    arrange = canvas.bench.commands.get("arrange.within")
    canvas.session.select(["a", "h"])
    assert arrange.off() == "Hidden tiles are left out"
    canvas.session.select(["a", "b", "h"])
    assert arrange.off() == ""
    run(canvas, "arrange.within")
    canvas.expect_rect("a", 60, 90, 230, 129).expect_rect("b", 290, 90, 230, 129).expect_rect("h", 900, 600, 90, 80)
    canvas.expect_steps("Arrange chosen tiles: 2 tiles")
    canvas.session.select(["h", "i"])
    run(canvas, "arrange.within")
    canvas.expect_steps("Arrange chosen tiles: 2 tiles")


def test_that_what_is_hidden_gives_no_room_to_tiles_of_unknown_size(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(
        composition(tile("u", 0, 0, 160, None), tile("v", 300, 0, None, 90), tile("h", 0, 0, 90, 80, hidden=True))
    )
    canvas.session.select(["u", "v", "h"])
    assert canvas.bench.commands.get("arrange.within").off() == NOT_KNOWN


def test_that_a_size_that_nobody_can_work_out_is_refused_and_who_is_left_out_is_told(open_canvas: OpenCanvas) -> None:
    start = composition(tile("a", 10, 20, 100, 100), tile("b", 200, 20, 100, 100), size=(640, 360))
    canvas = open_canvas(start)
    said: list[tuple[str, str]] = []
    canvas.bench.report.said.connect(lambda notice: said.append((notice.sentence, notice.hint)))
    commands = canvas.bench.commands
    canvas.session.select(["a", "b"])
    for command in ("fit", "fill", "source", "fit-cell", "fill-cell"):
        assert commands.get(f"arrange.{command}").off() == "The size of the video is not known yet."
    assert commands.get("arrange.stretch-cell").off() == "It has exactly its place now"
    canvas.session.learn(known(b=source(640, 360)))
    run(canvas, "arrange.fit-cell")
    assert canvas.document.undo_text == "Fit into its place: b.mp4"
    assert said == [("a.mp4 was left out.", "The size of the video is not known yet.")]
    run(canvas, "arrange.stretch-cell")
    assert canvas.session.composition == start
    assert len(said) == 1, "to stretch a tile nothing need be known of its source"
    canvas.document.apply(canvas.session.composition.with_frame(None, None), "no frame")
    for command in ("fit", "stretch"):
        assert commands.get(f"arrange.{command}").off() == "The size of the frame is not known yet."
    assert commands.get("arrange.fit-cell").off() == ""


def test_that_a_tile_of_unknown_size_is_stretched_over_nothing_and_that_is_told(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(
        composition(tile("a", 10, 20, 100, None), tile("b", 200, 20, 100, 100), tile("c", 9, 9, 9, 9), size=(640, 360))
    )
    said: list[tuple[str, str]] = []
    canvas.bench.report.said.connect(lambda notice: said.append((notice.sentence, notice.hint)))
    commands = canvas.bench.commands
    canvas.session.select(["a"])
    for command in ("stretch", "stretch-cell"):
        assert commands.get(f"arrange.{command}").off() == "The size of the video is not known yet."
    canvas.session.select(["a", "b"])
    run(canvas, "arrange.stretch")
    canvas.expect_rect("b", 0, 0, 640, 360)
    assert canvas.document.undo_text == "Stretch over the frame: b.mp4"
    assert said == [("a.mp4 was left out.", "The size of the video is not known yet.")]
    canvas.session.learn(known(a=source(640, 360)))
    canvas.session.select(["a"])
    assert commands.get("arrange.stretch").off() == ""


def test_that_there_is_nothing_to_stretch_where_a_fitted_tile_covers_its_place(open_canvas: OpenCanvas) -> None:
    canvas = open_canvas(composition(tile("a", 10, 20, 160, 90), size=(640, 360)))
    canvas.session.learn(known(a=source(640, 360)))
    canvas.session.select(["a"])
    run(canvas, "arrange.fit-cell")
    assert canvas.bench.commands.get("arrange.stretch-cell").off() == "It has exactly its place now"
