"""Windows that live and die: a slot whose lock is given up stands for a window that was killed."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
import tempfile
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

from support.builders import composition, tile
from tilewright.errors import Refused, StorageError
from tilewright.files.recovery import (
    LeftOver,
    Slot,
    State,
    left_over,
    new_slot,
    newly_damaged,
    take,
    take_newest,
    take_of,
)
from tilewright.files.version import Version

SEEN = Version(3, 17, 4, "00ff")


def state(name: str, edited: float = 1.0, path: Path | None = None) -> State:
    return State(composition(tile(name)), name, path, SEEN if path else None, edited)


def files(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "recovery").iterdir())


def test_that_what_was_edited_is_there_after_a_crash(home: Path) -> None:
    slot = new_slot(home)
    slot.keep(state("first"))
    kept = replace(state("Lesson 12", 5.0, Path("/a/b.tilewright")), was_kept=True)
    slot.keep(kept)
    slot.close()
    taken = take_newest(home)
    assert taken is not None
    assert taken[1] == kept
    taken[0].drop()
    taken[0].close()
    assert files(home) == []


def test_that_it_is_for_its_owner_only(home: Path) -> None:
    slot = new_slot(home)
    slot.keep(state("a"))
    assert {stat.S_IMODE(path.stat().st_mode) for path in (home / "recovery").iterdir()} == {0o600}
    assert stat.S_IMODE((home / "recovery").stat().st_mode) == 0o700
    slot.close()


def test_that_a_living_window_keeps_its_own(home: Path) -> None:
    slot = new_slot(home)
    slot.keep(state("a"))
    assert left_over(home) == ()
    assert take(home, slot.name) is None
    slot.close()
    taken = take(home, slot.name)
    assert taken is not None
    assert take(home, slot.name) is None
    taken[0].close()


def test_that_nothing_is_written_once_the_window_is_gone(home: Path) -> None:
    slot = new_slot(home)
    slot.keep(state("a"))
    slot.drop()
    slot.close()
    slot.keep(state("late"))
    slot.drop()
    assert files(home) == []
    assert not slot.is_open


def test_that_the_newest_comes_first_and_the_others_stay(home: Path) -> None:
    for name, edited in (("old", 1.0), ("new", 3.0), ("middle", 2.0)):
        slot = new_slot(home)
        slot.keep(state(name, edited, Path(f"/{name}")))
        slot.close()
    assert [one.title for one in left_over(home)] == ["new", "middle", "old"]
    taken = take_newest(home)
    assert taken is not None
    assert taken[1].title == "new"
    of_file = take_of(home, Path("/old"))
    assert of_file is not None
    assert of_file[1].title == "old"
    assert take_of(home, Path("/nowhere")) is None
    assert [one.title for one in left_over(home)] == ["middle"]
    taken[0].close()
    of_file[0].close()


def test_that_those_who_look_at_once_all_find_everything(home: Path) -> None:
    for number in range(8):
        slot = new_slot(home)
        slot.keep(state(f"{number}"))
        slot.close()
    found: list[int] = []

    def look() -> None:
        found.extend(len(left_over(home)) for _ in range(10))

    lookers = [threading.Thread(target=look) for _ in range(2)]
    for looker in lookers:
        looker.start()
    for looker in lookers:
        looker.join()
    assert found == [8] * 20


@pytest.mark.expects_log("set aside")
@pytest.mark.parametrize("content", [b"", b"{", b'{"format": 1}', b"\xff" * 9, b"[" * 90000])
def test_that_a_damaged_one_is_set_aside_and_stops_nobody(home: Path, content: bytes) -> None:
    good = new_slot(home)
    good.keep(state("good"))
    good.close()
    (home / "recovery" / "0.json").write_bytes(content)
    assert [one.title for one in left_over(home)] == ["good"]
    assert (home / "recovery" / "0.damaged").read_bytes() == content
    assert [one.title for one in left_over(home)] == ["good"]
    (kept,) = newly_damaged(home)
    assert kept.read_bytes() == content
    assert newly_damaged(home) == ()


def test_that_one_of_a_newer_tilewright_is_left_alone(home: Path) -> None:
    slot = new_slot(home)
    slot.keep(state("a"))
    slot.close()
    path = next((home / "recovery").glob("*.json"))
    newer = path.read_bytes().replace(b'"document":{\n  "format": 1', b'"document":{\n  "format": 99')
    path.write_bytes(newer)
    assert b"99" in newer
    assert take_newest(home) is None
    assert path.read_bytes() == newer


def test_that_a_home_without_recovery_has_nothing_left_over(home: Path) -> None:
    assert left_over(home) == ()
    assert take_newest(home) is None
    assert take(home, "../settings") is None


def test_that_odd_names_survive(home: Path) -> None:
    path = Path("/caf\udce9/\u202elesson.tilewright")
    slot = new_slot(home)
    slot.keep(replace(state("a"), title="caf\udce9", path=path))
    slot.close()
    taken = take_newest(home)
    assert taken is not None
    assert taken[1].path == path
    taken[0].close()


def test_that_text_which_cannot_be_written_is_told(home: Path) -> None:
    slot = new_slot(home)
    with pytest.raises(Refused):
        slot.keep(state("caf\udce9"))
    slot.close()


def test_that_a_failing_disk_is_told(home: Path) -> None:
    slot = new_slot(home)
    slot.keep(state("a"))
    shutil.rmtree(home / "recovery")
    (home / "recovery").write_bytes(b"")
    with pytest.raises(StorageError):
        slot.keep(state("b"))
    slot.close()


def test_that_what_comes_late_does_not_replace_what_was_asked_for_after_it(home: Path) -> None:
    slot = new_slot(home)
    slot.keep(state("new"), turn=2)
    slot.keep(state("late"), turn=1)
    slot.close()
    assert [one.title for one in left_over(home)] == ["new"]
    slot = new_slot(home)
    slot.drop(turn=2)
    slot.keep(state("saved long ago"), turn=1)
    slot.close()
    assert [one.title for one in left_over(home)] == ["new"]


def test_that_a_state_is_whole_whichever_thread_writes_it(home: Path) -> None:
    slot = new_slot(home)
    threads = [threading.Thread(target=slot.keep, args=(state(f"n{number}"),)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    slot.close()
    assert len(left_over(home)) == 1


EDIT = """
import itertools, pathlib, sys
sys.path.insert(0, sys.argv[2])
from support.builders import composition, tile
from tilewright.files.recovery import State, new_slot
slot = new_slot(pathlib.Path(sys.argv[1]))
for number in itertools.count():
    slot.keep(State(composition(tile("a", number)), "Untitled", edited=number + 1.0))
    print(number, flush=True)
"""


def test_that_a_killed_window_loses_nothing_that_was_written(home: Path) -> None:
    tests = str(Path(__file__).parents[2])
    for round_ in range(5):
        with subprocess.Popen([sys.executable, "-c", EDIT, str(home), tests], stdout=subprocess.PIPE) as window:
            assert window.stdout is not None
            last = [int(window.stdout.readline()) for _ in range(10 + 7 * round_)][-1]
            window.kill()
        taken = take_newest(home)
        assert taken is not None
        assert (taken[1].composition.tiles[0].x or 0) >= last
        taken[0].drop()
        taken[0].close()


class Windows(RuleBasedStateMachine):
    """Any number of windows open, edit, save, close and die; nobody loses or doubles anything."""

    windows: Bundle[tuple[Slot, list[State]]] = Bundle("windows")

    @initialize()
    def start(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="tw-"))
        self.time = 0.0
        self.left: dict[str, State] = {}
        self.open: dict[str, Slot] = {}

    def teardown(self) -> None:
        for slot in self.open.values():
            slot.close()
        shutil.rmtree(self.home)

    @rule(target=windows)
    def open_new(self) -> tuple[Slot, list[State]]:
        slot = new_slot(self.home)
        self.open[slot.name] = slot
        return slot, []

    @rule(window=windows, name=st.sampled_from("abc"))
    def edit(self, window: tuple[Slot, list[State]], name: str) -> None:
        slot, states = window
        self.time += 1
        states.append(state(name, self.time))
        slot.keep(states[-1])

    @rule(window=windows)
    def save(self, window: tuple[Slot, list[State]]) -> None:
        slot, states = window
        slot.drop()
        states.clear()

    @rule(window=consumes(windows))
    def end(self, window: tuple[Slot, list[State]]) -> None:
        slot, states = window
        slot.close()
        del self.open[slot.name]
        if states:
            self.left[slot.name] = states[-1]

    @rule(target=windows)
    def start_again(self) -> object:
        taken = take_newest(self.home)
        if taken is None:
            assert not self.left
            return multiple()
        slot, found = taken
        newest = max(self.left.values(), key=lambda one: one.edited)
        assert found == newest == self.left.pop(slot.name)
        self.open[slot.name] = slot
        return slot, [found]

    @invariant()
    def whatever_is_left_over_is_found(self) -> None:
        if hasattr(self, "left"):
            expected = [
                LeftOver(name, one.title, one.path, one.edited)
                for name, one in sorted(self.left.items(), key=lambda item: item[1].edited, reverse=True)
            ]
            assert list(left_over(self.home)) == expected


TestWindows = Windows.TestCase
