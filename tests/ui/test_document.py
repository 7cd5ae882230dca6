"""The document: previews, steps, undo and redo of frozen compositions."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from tilewright.model.composition import Composition
from tilewright.ui.document import Document


def moved(x: int) -> Composition:
    return composition(tile("a", x, 0))


def test_that_a_cancelled_drag_leaves_redo_alone(qapp: object) -> None:
    document = Document(moved(0))
    document.apply(moved(10), "Move tile")
    document.undo()
    document.preview(moved(5))
    document.preview(moved(6))
    document.rollback()
    assert document.composition == moved(0)
    assert document.can_redo
    document.redo()
    assert document.composition == moved(10)


def test_that_many_previews_make_one_step_with_the_name_of_the_commit(qapp: object) -> None:
    document = Document(moved(0))
    for x in range(1, 50):
        document.preview(moved(x))
    document.commit("Move tile")
    assert document.undo_text == "Move tile"
    document.undo()
    assert document.composition == moved(0)
    assert not document.can_undo


def test_that_a_gesture_that_comes_back_to_its_start_makes_no_step(qapp: object) -> None:
    document = Document(moved(0))
    document.preview(moved(9))
    document.preview(moved(0))
    document.commit("Move tile")
    assert not document.can_undo


def test_that_undo_in_the_middle_of_a_gesture_only_takes_the_gesture_back(qapp: object) -> None:
    document = Document(moved(0))
    document.apply(moved(1), "Move tile")
    document.preview(moved(7))
    document.undo()
    assert document.composition == moved(1)
    assert document.can_undo


def test_that_the_first_of_thousands_of_steps_can_still_be_undone(qapp: object) -> None:
    document = Document(moved(0))
    for x in range(1, 2501):
        document.apply(moved(x), "Move tile")
    for _ in range(2500):
        document.undo()
    assert document.composition == moved(0)
    assert not document.can_undo


def test_that_nudges_within_a_second_are_one_step(qapp: object) -> None:
    document = Document(moved(0))
    waits = [timer for timer in document.findChildren(QTimer) if timer.isSingleShot()]
    assert [timer.interval() for timer in waits] == [1000]
    document.linger(moved(1), "Move tile")
    assert waits[0].isActive()


def test_that_every_change_tells_what_was_before_and_after(qapp: object) -> None:
    document = Document(moved(0))
    told: list[tuple[Composition, Composition]] = []
    document.changed.connect(lambda before, after: told.append((before, after)))
    document.preview(moved(1))
    document.commit("Move tile")
    document.undo()
    document.redo()
    assert told == [(moved(0), moved(1)), (moved(1), moved(0)), (moved(0), moved(1))]


def test_that_a_burst_of_keys_is_one_step(qapp: object) -> None:
    document = Document(moved(0))
    for x in (1, 2, 3):
        document.linger(moved(x), "Nudge tile")
    assert document.undo_text == "Nudge tile"
    document.apply(moved(9), "Move tile")
    document.undo()
    assert document.composition == moved(3)
    document.undo()
    assert document.composition == moved(0)
    document.redo()
    assert document.composition == moved(3)


def test_that_what_keys_walk_over_is_one_step_of_the_last_name_and_counts_from_the_beginning(qapp: object) -> None:
    document = Document(moved(7))
    for by, text in ((1, "One"), (2, "Two")):
        document.walk(lambda now, by=by: moved(int(now.tiles[0].x or 0) + by), text, "walk")  # type: ignore[misc]
    assert document.composition == moved(9)
    assert document.undo_text == "Two"
    document.undo()
    assert document.composition == moved(7)
    assert not document.can_undo


def test_that_a_burst_ends_by_itself(qapp: object, qtbot: QtBot) -> None:
    document = Document(moved(0))
    with qtbot.waitSignal(document.settled_now, timeout=5000):
        document.linger(moved(1), "Nudge tile")
    document.linger(moved(2), "Nudge tile")
    document.undo()
    assert document.composition == moved(1)


def test_that_keys_do_not_disturb_a_gesture(qapp: object) -> None:
    document = Document(moved(0))
    document.preview(moved(5))
    document.linger(moved(1), "Nudge tile")
    assert document.composition == moved(5)
    document.rollback()
    assert document.composition == moved(0)


class DocumentMachine(RuleBasedStateMachine):
    """A document against the obvious model: a list of compositions and a place in it."""

    def __init__(self) -> None:
        super().__init__()
        self.document = Document(moved(0))
        self.steps = [moved(0)]
        self.at = 0
        self.preview: Composition | None = None

    @rule(x=st.integers(-3, 3))
    def show(self, x: int) -> None:
        self.document.preview(moved(x))
        self.preview = moved(x)

    @rule(x=st.integers(-3, 3))
    def type(self, x: int) -> None:
        self.document.linger(moved(x), "burst")
        self.document.finish()
        if self.preview is None and moved(x) != self.steps[self.at]:
            self.steps[self.at + 1 :] = [moved(x)]
            self.at += 1

    @rule()
    def commit(self) -> None:
        self.document.commit("step")
        if self.preview is not None and self.preview != self.steps[self.at]:
            self.steps[self.at + 1 :] = [self.preview]
            self.at += 1
        self.preview = None

    @rule()
    def roll_back(self) -> None:
        self.document.rollback()
        self.preview = None

    @rule()
    def undo(self) -> None:
        self.document.undo()
        if self.preview is None:
            self.at = max(0, self.at - 1)
        self.preview = None

    @rule()
    def redo(self) -> None:
        self.document.redo()
        if self.preview is None:
            self.at = min(len(self.steps) - 1, self.at + 1)

    @rule(x=st.integers(-3, 3))
    def reset(self, x: int) -> None:
        self.document.reset(moved(x))
        self.steps, self.at, self.preview = [moved(x)], 0, None

    @invariant()
    def shows_what_the_model_shows(self) -> None:
        assert self.document.composition == (self.steps[self.at] if self.preview is None else self.preview)
        assert self.document.committed == self.steps[self.at]
        assert self.document.can_undo == (self.at > 0)
        assert self.document.can_redo == (self.at < len(self.steps) - 1)


TestDocumentAgainstItsModel = DocumentMachine.TestCase
