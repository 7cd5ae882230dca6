"""The session: what settles when, and what is chosen."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from support.builders import LOCAL, composition, known, source, tile
from tilewright.model.source import Known
from tilewright.ui.session import MOST_AT_ONCE, SETTLE_MS, Session


def session() -> Session:
    return Session(LOCAL, composition(tile("a"), tile("b", 640)))


def test_that_a_preview_settles_once_after_the_hand_has_stopped(qtbot: QtBot) -> None:
    made = session()
    settled: list[int] = []
    made.settled.connect(lambda: settled.append(1))
    for x in range(1, 20):
        made.document.preview(made.composition.with_tile(tile("a", x)))
    assert not settled
    qtbot.waitUntil(lambda: bool(settled), timeout=SETTLE_MS * 20)
    qtbot.wait(SETTLE_MS * 2)
    assert settled == [1]


def test_that_a_step_settles_at_once(qtbot: QtBot) -> None:
    made = session()
    settled: list[int] = []
    made.settled.connect(lambda: settled.append(1))
    made.document.apply(made.composition.with_tile(tile("a", 5)), "Move tile")
    assert settled == [1]
    qtbot.wait(SETTLE_MS * 2)
    assert settled == [1]


def test_that_only_tiles_that_exist_can_be_chosen_and_come_in_their_order(qtbot: QtBot) -> None:
    made = session()
    made.select(["b", "nobody", "a"])
    assert made.selection == ("a", "b")


def test_that_a_tile_that_is_gone_is_not_chosen_when_views_hear_of_it(qtbot: QtBot) -> None:
    made = session()
    made.select(["a", "b"])
    seen: list[tuple[str, ...]] = []
    made.changed.connect(lambda *_: seen.append(made.selection))
    made.document.apply(made.composition.replace(tiles=(tile("b", 640),)), "Delete tile")
    assert seen == [("b",)]


def test_that_a_selection_does_not_survive_another_composition_with_as_many_tiles(qtbot: QtBot) -> None:
    made = session()
    made.select(["a"])
    made.document.reset(composition(tile("x"), tile("y")))
    assert made.selection == ()


def test_that_the_placement_follows_composition_and_knowledge(qtbot: QtBot) -> None:
    made = Session(LOCAL, composition(tile("a", 0, 0, None, None)))
    assert type(made.placement().of("a")).__name__ == "Unplaced"
    made.learn(known(a=source(320, 240)))
    placed = made.placement()
    assert placed.of("a").rect == (0, 0, 320, 240)  # type: ignore[union-attr]  # placed now
    assert made.placement() is placed
    made.learn(Known())
    assert type(made.placement().of("a")).__name__ == "Unplaced"


def test_that_a_step_with_many_tiles_settles_in_the_next_turn_of_the_loop(qtbot: QtBot) -> None:
    """What is told of the change and what is told of the step would hold up the hand together."""
    made = session()
    settled: list[int] = []
    made.settled.connect(lambda: settled.append(1))
    made.document.apply(composition(*(tile(f"{number}") for number in range(MOST_AT_ONCE + 1))), "Add")
    assert not settled
    qtbot.waitUntil(lambda: bool(settled), timeout=SETTLE_MS - 50)
    qtbot.wait(SETTLE_MS * 2)
    assert settled == [1]
