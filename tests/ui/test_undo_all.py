"""Whatever commands are run in whatever order: undo leads to the first composition byte for byte, redo to the last."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from support.builders import composition, known, source, tile
from tilewright.layout.frame import PRESETS
from tilewright.model.document import encode
from tilewright.model.ruler_guides import RulerGuides
from tilewright.ui.canvas.picker import FramePicker
from tilewright.ui.commands import arrange, edit, guides, layouts, tiles
from tilewright.ui.workbench import Workbench
from ui.conftest import OpenBench, OpenWindow

START = composition(
    tile("a", 20, 20, 200, 120),
    tile("b", 150, 90, 200, 121),
    tile("c", 400, 200, 41, 20, locked=True),
    tile("d", 0, 0, None, None),
    size=(640, 360),
    ruler_guides=RulerGuides(x=(320,), y=(90, 91)),
)
FACTS = known(a=source(640, 360), b=source(360, 640), c=source(100, 100), d=source(320, 180))
EDITS = ("arrange.", "edit.", "layout.", "view.guides-")
ELSEWHERE = ("edit.undo", "edit.redo", "edit.rename", "layout.gallery", "view.guides-add")
"""The first two have rules of their own; the others open something, which changes nothing yet."""

MOST = 8
"""Tiles up to which copies are made: the best rows of many are looked for longer than the test is about."""

PLACES = st.sets(st.integers(0, 5), max_size=3)


class Commands(RuleBasedStateMachine):
    """Chooses tiles and runs commands as menus and keys do, on one workbench for all runs."""

    def __init__(self, bench: Workbench, picker: FramePicker) -> None:
        super().__init__()
        self.picker = picker
        self.bench, self.session, self.document = bench, bench.session, bench.session.document
        self.document.reset(START)
        self.session.learn(FACTS)
        self.session.select(())
        bench.presets.scales_tiles = True
        self.ids = [
            command.id
            for command in bench.commands.all()
            if command.id.startswith(EDITS) and command.id not in ELSEWHERE
        ]
        self.first = encode(self.document.composition)

    @rule(places=PLACES)
    def choose(self, places: set[int]) -> None:
        there = self.session.composition.tiles
        self.session.select(there[place].id for place in places if place < len(there))

    @rule(places=PLACES, numbers=st.lists(st.integers(0, 999), min_size=2, max_size=8))
    def run(self, places: set[int], numbers: Sequence[int]) -> None:
        if places:
            self.choose(places)
        for number in numbers:
            command_id = self.ids[number % len(self.ids)]
            if command_id != "edit.duplicate" or len(self.session.composition.tiles) < MOST:
                self.bench.commands.run(command_id)

    @rule(number=st.integers(0, len(PRESETS) - 1), is_switched=st.booleans())
    def size_the_frame(self, number: int, is_switched: bool) -> None:
        """From the menu above the canvas, with the tiles scaled or their pixels kept."""
        self.picker.click()
        menu = next(menu for menu in self.picker.findChildren(QMenu) if menu.isVisible())
        actions = [action for action in menu.actions() if action.data()]
        if is_switched:
            actions[len(PRESETS)].trigger()
        actions[number].trigger()
        menu.close()
        assert self.session.placement().frame == (0, 0, *PRESETS[number][:2])

    @rule()
    def undo(self) -> None:
        self.bench.commands.run("edit.undo")

    @rule()
    def redo(self) -> None:
        self.bench.commands.run("edit.redo")

    @rule()
    def wait(self) -> None:
        """Keys that are pressed after a while are another step."""
        self.document.finish()
        QApplication.processEvents()

    @invariant()
    def what_is_chosen_is_there(self) -> None:
        assert set(self.session.selection) <= {one.id for one in self.session.composition.tiles}

    def teardown(self) -> None:
        document = self.document
        document.finish()
        last, steps = encode(document.composition), 0
        while document.can_undo:
            document.undo()
            steps += 1
        assert encode(document.composition) == self.first
        for _ in range(steps):
            document.redo()
        assert encode(document.composition) == last
        while document.can_redo:
            document.redo()
        while document.can_undo:
            document.undo()
        assert encode(document.composition) == self.first


def run_many(bench: Workbench, picker: FramePicker, runs: int, steps: int) -> None:
    assert len({one.id for one in bench.commands.all() if one.id.startswith(EDITS)}) > 60
    run_state_machine_as_test(
        lambda: Commands(bench, picker),
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            phases=[Phase.generate],  # a run that fails is told as it is: making it smaller takes minutes
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )


def test_that_whatever_commands_did_is_undone_and_redone_byte_for_byte(make_bench: OpenBench, qtbot: QtBot) -> None:
    bench = make_bench(START)
    for group in (edit, tiles, arrange, layouts, guides):
        bench.commands.add(group.commands(bench))
    picker = FramePicker(bench)
    qtbot.addWidget(picker)
    run_many(bench, picker, 5, 10)


@pytest.mark.full
def test_that_the_same_holds_in_the_window_for_many_more(open_window: OpenWindow) -> None:
    window = open_window(START)
    picker = window.findChild(FramePicker)
    assert picker is not None
    run_many(window.bench, picker, 12, 30)
