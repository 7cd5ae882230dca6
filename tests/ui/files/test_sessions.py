"""Random sessions: edit, undo, redo, save, open, close, crash. Nothing is lost and nothing is replaced unasked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from support.builders import composition, tile
from support.home import temporary_home
from tilewright.files.recovery import left_over, take_newest
from tilewright.files.saving import open_file, save_file
from tilewright.model.composition import Composition
from tilewright.ui.files.start import start
from tilewright.ui.theme.theme import Theme
from tilewright.ui.workbench import Workbench
from ui.conftest import Offline

from .conftest import Desk

FILES = ("one", "two")
VALUES = [composition(tile(name, x)) for name in "abc" for x in (0, 1)]
STEPS = st.one_of(
    st.tuples(st.just("edit"), st.sampled_from(VALUES)),
    st.tuples(st.sampled_from(["undo", "redo", "save", "crash", "close", "new", "rest"]), st.none()),
    st.tuples(st.sampled_from(["open", "save as", "meddle"]), st.sampled_from(FILES)),
)


class Session:
    """A desk, and beside it what must be true of the disk: the content of each file, by whoever wrote it last."""

    def __init__(self, folder: Path, theme: Theme, qtbot: QtBot) -> None:
        self.folder, self.theme, self.qtbot = folder, theme, qtbot
        self.disk: dict[Path, Composition] = {}
        self.value = Composition()
        self.desk = self.begin()

    def begin(self) -> Desk:
        bench = Workbench(Offline.open(), self.theme)
        bench.preferences.set("has_started", True)
        desk = Desk(bench, self.qtbot)
        start(bench, left=take_newest(bench.workplace.home))
        self.value = desk.composition
        return desk

    def path(self, name: str) -> Path:
        return self.folder / f"{name}.tilewright"

    def end(self) -> None:
        self.desk.bench.deleteLater()

    # Steps

    def edit(self, value: Composition) -> None:
        self.desk.edit(value)
        self.value = value

    def undo(self, _: None) -> None:
        self.desk.bench.session.document.undo()
        self.value = self.desk.composition

    def redo(self, _: None) -> None:
        self.desk.bench.session.document.redo()
        self.value = self.desk.composition

    def rest(self, _: None) -> None:
        self.desk.rest()

    def save(self, _: None) -> None:
        path = self.desk.files.path
        if path is None:
            return
        before = self.disk[path]
        standing = self.desk.files.standing.seen  # written anew with the same content is no change
        seen = standing is not None and open_file(path).version.digest == standing.digest
        self.desk.save()
        if seen:
            assert self.desk.answers.choices == ()
            self.disk[path] = self.value
        else:
            assert open_file(path).opened.composition == before
            self.answer("Replace")
            self.disk[path] = self.value
        assert self.desk.files.is_saved

    def save_as(self, name: str) -> None:
        path = self.path(name)
        if path == self.desk.files.path:
            return
        self.desk.answers.names = [path]
        self.desk.files.save_as()
        self.desk.rest()
        if path in self.disk:
            self.answer("Replace")
        self.disk[path] = self.value
        assert self.desk.files.is_saved

    def meddle(self, name: str) -> None:
        """Another program writes the file."""
        self.disk[self.path(name)] = VALUES[0]
        save_file(self.path(name), VALUES[0], None, replace=True)

    def open(self, name: str) -> None:
        path = self.path(name)
        self.desk.open(path)
        if path not in self.disk:
            assert self.desk.composition == self.value
            return
        if self.desk.answers.choices:
            self.answer("Discard")
        self.value = self.disk[path]

    def new(self, _: None) -> None:
        self.desk.files.new()
        if self.desk.answers.choices:
            self.answer("Discard")
        self.value = self.desk.composition
        assert self.value.tiles == ()

    def answer(self, text: str) -> None:
        self.desk.answers.press(text)
        self.desk.rest()

    def crash(self, _: None) -> None:
        """What was edited is there again, whatever happened to the window; what was saved needs no recovery. That the
        file holds what was recovered is seen a moment later.
        """
        self.desk.rest()
        value, unsaved, path = self.value, self.desk.files.has_unsaved, self.desk.files.path
        self.desk.die()
        self.end()
        self.desk = self.begin()
        if unsaved:
            assert (self.desk.composition, self.desk.files.path) == (value, path)
            assert self.desk.files.has_unsaved
        else:
            assert self.desk.composition.tiles == ()

    def close(self, _: None) -> None:
        """As `crash`, with the user closing the window; a file is saved."""
        value, unsaved, path = self.value, self.desk.files.has_unsaved, self.desk.files.path
        if not self.desk.close():
            assert unsaved
            answer = "Keep" if path is None else "Save"
            self.answer(answer)
            if not self.desk.is_closed:  # somebody meddled with the file
                self.answer("Replace")
            if path is not None:
                self.disk[path] = value
        assert self.desk.is_closed
        self.end()
        self.desk = self.begin()
        assert (self.desk.composition == value) == (unsaved and path is None) or not value.tiles

    def check(self) -> None:
        assert self.desk.composition == self.value
        assert not self.desk.answers.choices
        for path, content in self.disk.items():
            assert open_file(path).opened.composition == content


@examples(max_examples=100)
@given(steps=st.lists(STEPS, max_size=12))
def test_that_a_hundred_random_sessions_end_as_they_should(
    theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, steps: list[tuple[str, object]]
) -> None:
    with temporary_home() as home:
        monkeypatch.setenv("TILEWRIGHT_HOME", str(home))
        folder = home.parent / "files"
        folder.mkdir()
        session = Session(folder, theme, qtbot)
        try:
            for name, argument in steps:
                cast("Callable[[object], None]", getattr(session, name.replace(" ", "_")))(argument)
                session.check()
            session.rest(None)
            unsaved = session.desk.files.has_unsaved
            session.desk.files.ending.skip_question()
            session.desk.close()
            assert len(left_over(home)) == int(unsaved)
        finally:
            if not session.desk.is_closed:
                session.desk.die()
            session.end()
