"""The list that Qt sees: the top row is on top, and only what changed is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from support.builders import composition, known, source, tile
from tilewright.model.composition import Composition
from tilewright.ui.tiles.model import TileModel
from tilewright.ui.workbench import Workbench

MakeBench = Callable[[Composition], Workbench]


def scene(names: str) -> Composition:
    return composition().replace(tiles=tuple(tile(name, ord(name), 0, 100, 50) for name in names))


def rows(model: TileModel) -> str:
    return "".join(model.at(row).tile.id for row in range(model.rowCount()))


@pytest.fixture
def bench(make_bench: MakeBench) -> Workbench:
    return make_bench(scene("abcd"))


@pytest.fixture
def model(bench: Workbench) -> TileModel:
    made = TileModel(bench, bench)
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    return made


def test_that_the_top_row_is_the_tile_on_top(model: TileModel) -> None:
    assert rows(model) == "dcba"
    assert model.at(0).number == 4


def test_that_a_row_is_heard_with_its_number_name_place_and_states(model: TileModel, bench: Workbench) -> None:
    hidden = bench.session.composition.tiles[3].replace(hidden=True, locked=True)
    bench.session.document.apply(bench.session.composition.with_tile(hidden), "Hide")
    heard = model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "4, d.mp4, 100 × 50 at 100, 0, locked, hidden"


def test_that_a_moved_tile_tells_one_row(model: TileModel, bench: Workbench) -> None:
    told, resets = QSignalSpy(model.dataChanged), QSignalSpy(model.modelReset)
    bench.session.document.preview(bench.session.composition.with_tile(tile("b", 7, 7, 100, 50)))
    assert [(told.at(at)[0].row(), told.at(at)[1].row()) for at in range(told.count())] == [(2, 2)]
    assert resets.count() == 0


def test_that_problems_of_a_tile_mark_its_row(model: TileModel, bench: Workbench) -> None:
    outside = tile("c", 9000, 0, 100, 50)
    bench.session.document.apply(bench.session.composition.with_tile(outside), "Move")
    assert model.at(model.row_of("c")).mark.severity == "error"
    assert "one error" in model.at(model.row_of("c")).words
    bench.session.document.undo()
    assert model.at(model.row_of("c")).mark.severity != "error"


def test_that_what_is_learned_about_a_source_is_shown(make_bench: MakeBench) -> None:
    bench = make_bench(composition(tile("a", 5, 6, None, None)))
    model = TileModel(bench, bench)
    assert "not known yet" in model.at(0).words
    bench.session.learn(known(a=source(640, 360)))
    assert "640 × 360 at 5, 6" in model.at(0).words


names = st.text("abcdefgh", max_size=8).map(lambda text: "".join(dict.fromkeys(text)))


@given(steps=st.lists(names, min_size=1, max_size=6))
def test_that_the_rows_follow_any_change_and_indexes_stay_with_their_tiles(bench: Workbench, steps: list[str]) -> None:
    bench.session.document.reset(scene("abcd"))
    model = TileModel(bench)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    for names in steps:
        kept = {model.id_at(row): QPersistentModelIndex(model.index(row)) for row in range(model.rowCount())}
        same_set = set(kept) == set(names)
        bench.session.document.reset(scene(names))
        assert rows(model) == names[::-1]
        assert all(model.at(row).number == len(names) - row for row in range(len(names)))
        if same_set:
            assert all(index.row() == model.row_of(name) for name, index in kept.items())


def test_that_a_thousand_tiles_take_a_change_without_telling_all(make_bench: MakeBench) -> None:
    bench = make_bench(composition(*(tile(f"t{number}", number, 0, 100, 50) for number in range(1000))))
    model = TileModel(bench, bench)
    told = QSignalSpy(model.dataChanged)
    bench.session.document.preview(bench.session.composition.with_tile(tile("t500", 1, 1, 100, 50)))
    assert told.count() == 1
