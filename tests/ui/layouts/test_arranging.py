"""The layout in force: taking one, looking at one, and the distances."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from support.builders import composition, known, source, tile
from tilewright.layout.applying import apply_layout
from tilewright.layout.frame import resize_frame
from tilewright.layout.sizing import resize_to
from tilewright.model.composition import Composition
from tilewright.ui.commands import arrange
from tilewright.ui.commands.layouts import commands
from tilewright.ui.workbench import Workbench

MakeBench = Callable[[Composition], Workbench]


def four() -> Composition:
    return composition(*(tile(name, 3 * number, 5, 200, 150) for number, name in enumerate("abcd")))


@pytest.fixture
def bench(make_bench: MakeBench) -> Workbench:
    made = make_bench(four())
    made.commands.add(commands(made))
    return made


def rects(bench: Workbench) -> list[tuple[int | None, ...]]:
    return [(each.x, each.y, each.width, each.height) for each in bench.session.composition.tiles]


def test_that_taking_a_layout_is_one_step_of_its_name(bench: Workbench) -> None:
    before = bench.session.composition
    bench.commands.run("layout.2x2")
    assert rects(bench)[3] == (640, 360, 640, 360)
    assert bench.arranging.name == "2x2"
    assert bench.session.document.undo_text == "Layout 2×2"
    bench.session.document.undo()
    assert bench.session.composition == before
    assert bench.arranging.name is None


def test_that_taking_the_layout_in_force_makes_no_step(bench: Workbench) -> None:
    bench.arranging.apply("2x2")
    bench.arranging.apply("2x2")
    bench.session.document.undo()
    assert not bench.session.document.can_undo


def test_that_new_distances_lay_out_anew_as_one_step(bench: Workbench) -> None:
    bench.arranging.apply("2x2")
    bench.arranging.try_space(1, 2)
    bench.arranging.try_space(24, 40)
    assert rects(bench)[0] == (40, 40, 588, 308)
    bench.arranging.keep_space()
    assert bench.arranging.name == "2x2"
    assert bench.session.document.undo_text == "Gap and margin"
    assert (bench.preferences.window.gap, bench.preferences.window.margin) == (24, 40)
    bench.session.document.undo()
    assert rects(bench)[0] == (0, 0, 640, 360)


def test_that_undo_and_redo_of_distances_show_those_that_the_tiles_have(bench: Workbench) -> None:
    arranging, document = bench.arranging, bench.session.document
    arranging.apply("2x2")
    for space in ((24, 40), (8, 8)):
        arranging.try_space(*space)
        arranging.keep_space()
    for step, space in ((document.undo, (24, 40)), (document.undo, (0, 0)), (document.redo, (24, 40))):
        step()
        assert (arranging.gap, arranging.margin, arranging.name) == (*space, "2x2")
    document.undo()
    document.undo()
    assert arranging.name is None
    arranging.try_space(5, 0)
    arranging.keep_space()
    assert (arranging.gap, arranging.margin) == (5, 0), "wished for the next layout"
    arranging.apply("2x2")
    assert rects(bench)[1] == (643, 0, 637, 358)


def test_that_only_undo_and_redo_bring_back_other_distances(bench: Workbench) -> None:
    arranging, document = bench.arranging, bench.session.document

    def distances() -> list[tuple[int, int]]:
        return [(arranging.gap, arranging.margin), (bench.preferences.window.gap, bench.preferences.window.margin)]

    bench.commands.add(arrange.commands(bench))
    arranging.apply("2x2")
    arranging.try_space(8, 8)
    arranging.keep_space()
    document.apply(document.wished.replace(tiles=document.wished.tiles[:1]), "Remove")
    bench.session.select(["a"])
    bench.commands.run("arrange.stretch")
    assert distances() == [(8, 8), (8, 8)]
    for _ in range(3):
        document.undo()
    assert distances() == [(0, 0), (0, 0)], "those for the next layout, too"
    assert arranging.name == "2x2"


def test_that_undo_takes_back_distances_that_are_tried(bench: Workbench) -> None:
    arranging = bench.arranging
    arranging.apply("2x2")
    arranging.try_space(12, 0)
    bench.session.document.undo()
    assert rects(bench)[1] == (640, 0, 640, 360)
    assert (arranging.gap, arranging.name) == (0, "2x2")
    arranging.keep_space()
    assert (arranging.gap, bench.preferences.window.gap) == (0, 0)
    assert bench.session.document.undo_text == "Layout 2×2"


def test_that_distances_that_are_tried_are_a_step_before_anything_else_is_done(bench: Workbench) -> None:
    arranging, document = bench.arranging, bench.session.document
    arranging.apply("2x2")
    arranging.try_space(12, 0)
    document.edit(lambda now: now.replace(tiles=now.tiles[:3]), "Remove")
    document.undo()
    assert (document.undo_text, arranging.gap, arranging.name) == ("Gap and margin", 12, "2x2")


def test_that_distances_for_the_next_layout_are_kept_while_facts_arrive(bench: Workbench) -> None:
    bench.arranging.try_space(12, 0)
    bench.session.learn(known(a=source(640, 480)))
    assert bench.arranging.gap == 12


def test_that_a_layout_stays_in_force_while_a_tile_is_fitted_into_its_place_and_keeps_it_fitted(
    bench: Workbench,
) -> None:
    bench.commands.add(arrange.commands(bench))
    bench.session.learn(known(a=source(640, 480)))
    bench.arranging.apply("2x2")
    bench.session.select(("a",))
    bench.commands.run("arrange.fit-cell")
    bench.arranging.refresh()
    assert bench.arranging.name == "2x2"
    bench.arranging.try_space(40, 0)
    assert rects(bench)[:2] == [(83, 0, 453, 340), (660, 0, 620, 340)]
    bench.arranging.keep_space()
    assert bench.arranging.name == "2x2"
    bench.arranging.apply("2x2")
    assert rects(bench)[0] == (0, 0, 620, 340), "taken anew, every tile fills its place"


def test_that_distances_that_were_only_tried_leave_nothing(bench: Workbench) -> None:
    bench.arranging.apply("2x2")
    bench.arranging.try_space(24, 40)
    bench.arranging.drop_space()
    assert rects(bench)[0] == (0, 0, 640, 360)
    assert (bench.arranging.gap, bench.arranging.margin) == (0, 0)
    assert bench.session.document.undo_text == "Layout 2×2"


def test_that_distances_alone_change_nothing_while_the_tiles_lie_in_no_layout(bench: Workbench) -> None:
    bench.arranging.try_space(24, 40)
    bench.arranging.keep_space()
    assert bench.session.composition == four()
    assert not bench.session.document.can_undo
    bench.arranging.apply("2x2")
    assert rects(bench)[0] == (40, 40, 588, 308)


def test_that_a_look_leaves_no_step_and_is_taken_back(bench: Workbench) -> None:
    before = bench.session.composition
    bench.arranging.look("2x2")
    assert bench.session.composition != before
    bench.arranging.look("1+3")
    bench.arranging.end_look()
    assert bench.session.composition is before
    assert not bench.session.document.can_undo
    assert not bench.session.document.is_previewing


def test_that_a_key_pressed_during_a_look_acts_on_the_composition_as_it_is(bench: Workbench, qtbot: QtBot) -> None:
    elsewhere = QWidget()
    qtbot.addWidget(elsewhere)
    bench.arranging.look("2x2")
    qtbot.keyClick(elsewhere, Qt.Key.Key_Left)
    assert bench.session.composition == four()
    assert not bench.session.document.is_previewing


def test_that_a_command_during_a_look_acts_on_the_composition_as_it_is(bench: Workbench) -> None:
    bench.arranging.look("2x2")
    bench.commands.run("layout.1+3")
    bench.session.document.undo()
    assert bench.session.composition == four()


def test_that_a_look_during_a_gesture_is_not_shown(bench: Workbench) -> None:
    document = bench.session.document
    moved = four().with_tile(tile("a", 50, 50, 200, 150))
    document.preview(moved)
    bench.arranging.look("2x2")
    bench.arranging.end_look()
    assert document.composition is moved
    document.commit("Move")
    assert document.composition == moved


def test_that_a_layout_that_is_too_small_says_so(bench: Workbench) -> None:
    assert bench.arranging.reason_against("1+2") == "Holds 3, and there are 4 tiles"
    bench.commands.run("layout.1+2")
    assert bench.session.composition == four()
    bench.arranging.try_space(0, 500)
    assert "no room" in bench.arranging.reason_against("2x2")


def test_that_layouts_are_off_while_the_frame_is_unknown(make_bench: MakeBench) -> None:
    bench = make_bench(composition(tile("a"), size=None))
    assert bench.arranging.reason_against("single") == "The size of the frame is not known yet."


def test_that_an_opened_composition_brings_its_distances(bench: Workbench) -> None:
    laid_out = apply_layout(four(), bench.session.known, "2x2", 24, 40)
    bench.session.document.reset(laid_out)
    assert bench.arranging.name is None
    bench.files.opened.emit()
    assert (bench.arranging.name, bench.arranging.gap, bench.arranging.margin) == ("2x2", 24, 40)
    assert bench.preferences.window.gap == 0
    bench.session.document.reset(four())
    bench.files.opened.emit()
    assert (bench.arranging.name, bench.arranging.gap) == (None, 24)


def test_that_a_layout_taken_while_distances_are_typed_keeps_them(bench: Workbench) -> None:
    bench.arranging.try_space(24, 40)
    bench.arranging.apply("2x2")
    bench.arranging.drop_space()
    assert rects(bench)[0] == (40, 40, 588, 308)
    assert bench.arranging.gap == 24


def test_that_layouts_keep_to_even_pixels_where_that_is_wished(bench: Workbench) -> None:
    document = bench.session.document
    document.apply(document.wished.with_frame(1282, 722), "Frame")
    bench.arranging.apply("2x2")
    assert rects(bench)[3] == (641, 361, 641, 361)
    bench.preferences.set("even", True)
    assert bench.arranging.name is None
    bench.arranging.apply("2x2")
    assert rects(bench)[3] == (642, 362, 640, 360)
    assert bench.arranging.name == "2x2"
    spacing = bench.arranging.spacing
    smaller = resize_frame(document.wished, bench.session.known, 646, 362, scales_tiles=True, spacing=spacing)
    document.apply(smaller, "Smaller")
    assert rects(bench)[3] == (324, 182, 322, 180)


def test_that_undo_and_redo_bring_back_which_of_two_layouts_of_the_same_places_is_in_force(
    make_bench: MakeBench,
) -> None:
    bench = make_bench(composition(tile("a"), tile("b")))
    arranging, document = bench.arranging, bench.session.document
    bench.session.learn(known(a=source(1280, 720), b=source(1280, 720)))
    arranging.apply("side-by-side")
    fitted = resize_to(document.wished, bench.session.known, "ab", "fit", "cell")
    document.apply(fitted, "Fit")
    arranging.apply("auto")
    document.undo()
    assert arranging.name == "side-by-side"
    document.redo()
    assert arranging.name == "auto"
    document.undo()
    arranging.try_space(30, 0)
    arranging.keep_space()
    assert (arranging.name, rects(bench)[1][0]) == ("side-by-side", 655)


def test_that_an_opened_composition_brings_its_distances_when_the_shapes_of_its_videos_are_known(
    bench: Workbench,
) -> None:
    shapes = known(a=source(720, 1280), b=source(1280, 720), c=source(720, 720), d=source(640, 480))
    laid_out = apply_layout(four(), shapes, "auto", 16, 40)
    bench.session.document.reset(laid_out)
    bench.files.opened.emit()
    assert (bench.arranging.name, bench.arranging.gap) == (None, 0)
    bench.session.learn(shapes)
    assert (bench.arranging.name, bench.arranging.gap, bench.arranging.margin) == ("auto", 16, 40)
    assert bench.preferences.window.gap == 0


@pytest.mark.parametrize("act", ["edit", "edit and undo", "try", "keep"])
def test_that_shapes_that_become_known_after_something_was_done_change_no_distances(bench: Workbench, act: str) -> None:
    shapes = known(a=source(720, 1280), b=source(1280, 720), c=source(720, 720), d=source(640, 480))
    document, arranging = bench.session.document, bench.arranging
    document.reset(apply_layout(four(), shapes, "auto", 16, 40))
    bench.files.opened.emit()
    if act.startswith("edit"):
        document.apply(document.wished.with_tile(document.wished.tiles[0].replace(name="Host")), "Rename")
    else:
        arranging.try_space(8, 0)
    if act == "edit and undo":
        document.undo()
    if act == "keep":
        arranging.keep_space()
    bench.session.learn(shapes)
    assert arranging.gap == (0 if act.startswith("edit") else 8)
