"""The settings on the disk, as a window changes them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tilewright import settings
from tilewright.durable import FileLock
from tilewright.files import seen
from tilewright.settings import MOST_RECENT, Settings
from tilewright.ui.background import Background
from tilewright.ui.preferences import Preferences

Make = Callable[[], Preferences]


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    assert made.close()


@pytest.fixture
def make(home: Path, background: Background) -> Make:
    home.mkdir(mode=0o700)
    return lambda: Preferences(home, settings.load(home), background)


def test_that_a_change_is_told_and_written_by_itself(make: Make, home: Path, qtbot: QtBot) -> None:
    preferences = make()
    with qtbot.waitSignal(preferences.changed, check_params_cb=lambda name: name == "look"):
        preferences.set("look", "dark")
    assert preferences.window.look == "dark"
    qtbot.waitUntil(lambda: settings.load(home).window.look == "dark")


def test_that_nothing_is_told_when_nothing_changes(make: Make, qtbot: QtBot) -> None:
    preferences = make()
    with qtbot.assertNotEmitted(preferences.changed):
        preferences.set("snap", True)
    with pytest.raises(AttributeError):
        preferences.set("scent", "rose")


def test_that_closing_writes_what_the_background_did_not(make: Make, home: Path, background: Background) -> None:
    preferences = make()
    preferences.set("grid", True)
    preferences._save_in_background()
    background.close()
    preferences.save()
    assert settings.load(home).window.grid


def test_that_a_change_made_while_older_ones_are_written_twice_is_not_forgotten(
    make: Make, home: Path, background: Background, qtbot: QtBot
) -> None:
    preferences = make()
    background.hold()
    preferences.set("grid", True)
    preferences._save_in_background()
    preferences.save()
    preferences.set("look", "dark")
    with qtbot.waitSignal(background.idle):
        background.release()
    preferences.save()
    assert settings.load(home).window.look == "dark"


def test_that_two_windows_remember_what_both_were_told(make: Make, home: Path) -> None:
    one, two = make(), make()
    one.remember_file(Path("/a.tilewright"))
    two.remember_file(Path("/b.tilewright"))
    one.set_panels("wide", settings.Panels({"left": False}))
    two.set_panels("narrow", settings.Panels(sizes={"left": 300}))
    one.end_hint("canvas")
    two.end_hint("jobs")
    one.save()
    two.save()
    window = settings.load(home).window
    assert window.recent == ("/b.tilewright", "/a.tilewright")
    assert window.panels == {"wide": settings.Panels({"left": False}), "narrow": settings.Panels(sizes={"left": 300})}
    assert window.hints_gone == ("canvas", "jobs")


def test_that_recent_files_are_few_and_each_stands_once(make: Make) -> None:
    preferences = make()
    for number in [*range(20), 15]:
        preferences.remember_file(Path(f"/films/{number}.tilewright"))
    recent = preferences.window.recent
    assert len(recent) == MOST_RECENT
    assert recent[:3] == ("/films/15.tilewright", "/films/19.tilewright", "/films/18.tilewright")
    assert preferences.window.last_folder == "/films"
    preferences.forget_file(Path("/films/19.tilewright"))
    assert preferences.window.recent[:2] == ("/films/15.tilewright", "/films/18.tilewright")
    preferences.save()


def test_that_exactly_the_recent_files_keep_the_places_at_which_they_were_seen(
    make: Make, home: Path, tmp_path: Path, background: Background, qtbot: QtBot
) -> None:
    preferences = make()
    files = [tmp_path / f"{number}.tilewright" for number in range(MOST_RECENT + 2)]
    for file in (*files[:MOST_RECENT], files[0], *files[MOST_RECENT:]):
        file.touch()
        with qtbot.waitSignal(background.idle):
            preferences.remember_file(file)
    assert str(files[0]) in preferences.window.recent
    assert set(preferences.window.recent_at) == set(preferences.window.recent)
    preferences.forget_file(files[0])
    preferences.save()
    window = settings.load(home).window
    assert str(files[0]) not in window.recent_at
    assert set(window.recent_at) == set(window.recent)


def test_that_a_file_seen_where_nothing_is_noted_keeps_no_place_of_before(
    make: Make, tmp_path: Path, background: Background, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """As of one that was moved to a folder of the network that is mounted in the place of the one of then."""
    preferences, file = make(), tmp_path / "a.tilewright"
    file.touch()
    for place, kept in (("1:2", "1:2"), (None, "1:2"), ("", "")):
        monkeypatch.setattr(seen, "place_of", lambda _, place=place: place)
        with qtbot.waitSignal(background.idle):
            preferences.remember_file(file)
        assert preferences.window.recent_at[str(file)] == kept


def test_that_a_name_that_is_no_text_stops_nothing(make: Make, home: Path) -> None:
    preferences = make()
    preferences.remember_file(Path("/caf\udce9/a.tilewright"))
    preferences.set("grid", True)
    preferences.save()
    assert settings.load(home) == settings.with_window(Settings(), grid=True)


def test_that_settings_damaged_meanwhile_are_kept_aside(make: Make, home: Path) -> None:
    preferences = make()
    (home / "settings.json").write_text("{")
    preferences.set("grid", True)
    preferences.save()
    assert settings.load(home).window.grid
    assert (home / "settings.damaged-1.json").read_text() == "{"


@pytest.mark.expects_log("were not saved")
def test_that_settings_which_cannot_be_written_do_not_stop_the_window(
    make: Make, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "_WAIT", 0.01)
    preferences = make()
    (home / "locks").mkdir()
    with FileLock(home / "locks" / "settings.lock"):
        preferences.set("grid", True)
        preferences.save()
    assert preferences.window.grid
    assert not (home / "settings.json").exists()


def test_that_what_a_newer_tilewright_wrote_survives(make: Make, home: Path) -> None:
    preferences = make()
    (home / "settings.json").write_text(json.dumps({"window": {"scent": "rose"}}))
    preferences.set("grid", True)
    preferences.save()
    assert json.loads((home / "settings.json").read_text()) == {"window": {"scent": "rose", "grid": True}}
