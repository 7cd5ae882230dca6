"""Real files; two windows are two processes or two threads that write the same settings."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilewright import settings
from tilewright.accounts.profile import Profile
from tilewright.durable import FileLock
from tilewright.errors import Damaged, StorageError
from tilewright.settings import LOOKS, Panels, Settings, Window, change, load, load_or_default

SCHOOL = Profile(name="school", bucket="a-1250000000", region="r1")


def written(folder: Path) -> Any:
    return json.loads((folder / "settings.json").read_text("utf-8"))


def write(folder: Path, tree: object) -> None:
    (folder / "settings.json").write_text(tree if isinstance(tree, str) else json.dumps(tree), "utf-8")


def with_window(**fields: Any) -> Any:
    return lambda now: msgspec.structs.replace(now, window=msgspec.structs.replace(now.window, **fields))


def test_that_a_change_is_there_at_the_next_start_and_for_its_owner_only(tmp_path: Path) -> None:
    change(tmp_path, with_window(look="dark", recent=("/a.tilewright",)))
    assert load(tmp_path).window == Window(look="dark", recent=("/a.tilewright",))
    assert stat.S_IMODE((tmp_path / "settings.json").stat().st_mode) == 0o600


def test_that_only_what_changed_is_written(tmp_path: Path) -> None:
    change(tmp_path, with_window(grid=True))
    assert written(tmp_path) == {"window": {"grid": True}}


def test_that_a_change_of_nothing_writes_nothing(tmp_path: Path) -> None:
    change(tmp_path, lambda now: now)
    assert not (tmp_path / "settings.json").exists()


def test_that_an_odd_place_of_a_recent_file_loses_no_other(tmp_path: Path) -> None:
    write(tmp_path, {"window": {"recent": ["/a", "/b"], "recent_at": {"/a": 5, "/b": "1:2"}}})
    assert load(tmp_path).window.recent_at == {"/b": "1:2"}


def test_that_a_value_set_back_to_its_default_is_the_default(tmp_path: Path) -> None:
    change(tmp_path, with_window(snap=False))
    change(tmp_path, with_window(snap=True))
    assert load(tmp_path) == Settings()


def test_that_the_simple_view_is_the_usual_one(tmp_path: Path) -> None:
    assert load(tmp_path).window.shows_all_options is False


def test_that_what_a_newer_tilewright_wrote_survives(tmp_path: Path) -> None:
    newer = {
        "default_profile": "school",
        "profiles": [{"name": "school", "bucket": "a-1250000000", "region": "r1", "colour": "red"}],
        "cloud_of_things": [1, {"a": None}],
        "window": {"look": "sepia", "snap": False, "scent": "rose"},
    }
    write(tmp_path, newer)
    loaded = load(tmp_path)
    assert loaded.profiles == (SCHOOL,)
    assert loaded.window == Window(snap=False)
    other = Profile(name="office", bucket="b-1250000000", region="r2")
    change(tmp_path, with_window(grid=True))
    change(tmp_path, lambda now: msgspec.structs.replace(now, profiles=(other, *now.profiles)))
    newer["window"] = {"look": "sepia", "snap": False, "scent": "rose", "grid": True}
    newer["profiles"] = [{"name": "office", "bucket": "b-1250000000", "region": "r2"}, *newer["profiles"]]
    assert written(tmp_path) == newer


@pytest.mark.parametrize("value", [5, None, "x", [], {"gap": -1, "look": 7, "recent": [1], "panels": []}])
def test_that_window_values_which_cannot_be_are_their_defaults(tmp_path: Path, value: object) -> None:
    write(tmp_path, {"default_profile": "school", "window": value})
    assert load(tmp_path) == Settings(default_profile="school")
    change(tmp_path, with_window(gap=8))
    assert load(tmp_path).window.gap == 8


def test_that_one_entry_of_a_list_which_cannot_be_loses_no_other(tmp_path: Path) -> None:
    write(tmp_path, {"window": {"recent": ["/a.tilewright", 5, "/b.tilewright"]}})
    assert load(tmp_path).window.recent == ("/a.tilewright", "/b.tilewright")


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '{"profiles": 3}', '{"profiles": [{"name": 1}]}', "\x00", "[" * 90000, '{"a": "' + "x" * 2_000_000],
)
def test_that_damaged_settings_do_not_stop_the_window_and_are_kept(tmp_path: Path, content: str) -> None:
    write(tmp_path, content)
    with pytest.raises(Damaged, match=r"settings\.json"):
        load(tmp_path)
    found, told = load_or_default(tmp_path)
    assert found == Settings()
    assert told is not None
    assert "settings.damaged-1.json" in told.message
    assert (tmp_path / "settings.damaged-1.json").read_text("utf-8") == content
    assert load_or_default(tmp_path) == (Settings(), None)


def test_that_settings_set_aside_earlier_are_not_replaced(tmp_path: Path) -> None:
    for content in ("first", "second"):
        write(tmp_path, content)
        load_or_default(tmp_path)
    assert [(tmp_path / f"settings.damaged-{n}.json").read_text() for n in (1, 2)] == ["first", "second"]


def test_that_settings_which_are_a_folder_are_told(tmp_path: Path) -> None:
    (tmp_path / "settings.json").mkdir()
    found, told = load_or_default(tmp_path)
    assert found == Settings()
    assert isinstance(told, StorageError)


def test_that_a_busy_lock_is_told_instead_of_waited_for_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "_WAIT", 0.02)
    (tmp_path / "locks").mkdir()
    with FileLock(tmp_path / "locks" / "settings.lock"), pytest.raises(StorageError, match="in use"):
        change(tmp_path, with_window(grid=True))


ADD = """
import msgspec, pathlib, sys
from tilewright.settings import change
for number in range(40):
    def edit(now):
        recent = (*now.window.recent, f"{sys.argv[2]}{number}")
        return msgspec.structs.replace(now, window=msgspec.structs.replace(now.window, recent=recent))
    change(pathlib.Path(sys.argv[1]), edit)
"""


def test_that_two_windows_lose_nothing_of_each_other(tmp_path: Path) -> None:
    both = [subprocess.Popen([sys.executable, "-c", ADD, str(tmp_path), name]) for name in "ab"]
    assert [one.wait(60) for one in both] == [0, 0]
    assert sorted(load(tmp_path).window.recent) == sorted(f"{name}{n}" for name in "ab" for n in range(40))


_WORD = st.text(max_size=20)
_WINDOWS = st.builds(
    Window,
    look=st.sampled_from(LOOKS),
    snap=st.booleans(),
    grid=st.booleans(),
    rulers=st.booleans(),
    gap=st.integers(0, 4096),
    margin=st.integers(0, 4096),
    recent=st.lists(_WORD, max_size=12).map(tuple),
    last_folder=_WORD,
    last_videos=_WORD,
    hints_gone=st.lists(_WORD, max_size=3).map(tuple),
    panels=st.dictionaries(
        _WORD,
        st.builds(
            Panels,
            st.dictionaries(_WORD, st.booleans(), max_size=3),
            st.dictionaries(_WORD, st.integers(0, 4096), max_size=3),
        ),
        max_size=3,
    ),
    has_started=st.booleans(),
)


@given(st.lists(_WINDOWS, max_size=6))
def test_that_the_last_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, windows: list[Window]) -> None:
    folder = tmp_path_factory.mktemp("home")
    for window in windows:
        change(folder, lambda now, window=window: msgspec.structs.replace(now, window=window))
        assert load(folder).window == window
