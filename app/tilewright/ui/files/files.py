"""Which composition is open, and its way to the disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ...errors import AppError
from ...files import claim as claims
from ...files.claim import Claim
from ...model.composition import Composition
from ...usecases.fresh import DEFAULT_SIZE, new_composition
from ..words import tr
from .autosave import Autosave
from .dialogs import Dialogs
from .ending import Ending
from .importing import Importing
from .opening import Opener
from .questions import Questions
from .saving import Save, Saved, Saver
from .standing import OnDisk, Standing
from .watch import Watch

if TYPE_CHECKING:
    from ...files.recovery import Slot, State
    from ...files.version import Version
    from ..workbench import Workbench

SUFFIX = ".tilewright"
Then = Callable[[], object]


class Files(QObject):
    """The file of the open composition.

    ``state_changed`` tells of title, path, saved or not; ``opened`` that another composition was put in.
    Whatever would lose unsaved work asks once, and only when there is something to lose.
    """

    state_changed = Signal()
    opened = Signal()
    close_wanted = Signal()
    recent_wanted = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self.home, self.background = bench.workplace.home, bench.background
        self.preferences, self.report = bench.preferences, bench.report
        self._session, self._when_settled = bench.session, bench.when_settled
        self.standing = Standing(tr("Untitled"), self._session.composition)
        self._claim: Claim | None = None
        self._dialogs: Dialogs | None = None
        self._is_closed = False
        self._shown: tuple[object, ...] = ()
        self.questions = Questions(self)
        self.opener = Opener(self)
        self.importing = Importing(bench)
        self.ending = Ending(self, bench)
        self._saver = Saver(self.background, self)
        self._saver.saved.connect(self._on_saved)
        self._saver.failed.connect(self._on_save_failed)
        self._saver.busy_changed.connect(self._tell)
        self._autosave = Autosave(self.home, self._session, self.background, self.unsaved_state, self)
        self._autosave.failed.connect(self.questions.tell_not_kept)
        self._watch = Watch(self.background, self)
        self._watch.found.connect(self._on_disk)
        self._session.changed.connect(self._on_changed)
        self._session.document.history_changed.connect(self._tell)

    # What is open

    @property
    def path(self) -> Path | None:
        """The file of the composition; ``None`` until it is saved for the first time."""
        return self.standing.path

    @property
    def title(self) -> str:
        return self.standing.title

    @property
    def has_unsaved(self) -> bool:
        """Whether something would be missed if the composition went away now."""
        return self._session.document.committed != self.standing.base or self.standing.on_disk == "gone"

    @property
    def is_saved(self) -> bool:
        """Whether the file on the disk holds what is shown."""
        return self.standing.path is not None and self.standing.on_disk == "same" and not self.has_unsaved

    @property
    def is_saving(self) -> bool:
        return self._saver.is_busy

    @property
    def state_text(self) -> str:
        """Whether it is saved, in words."""
        if self._saver.is_busy:
            return tr("Saving…")
        if self.standing.on_disk == "gone":
            return tr("Gone from the disk")
        if self.standing.on_disk == "changed":
            return tr("Changed on the disk")
        if self.is_saved:
            return tr("Saved")
        return tr("Not saved yet") if self.standing.path is None else tr("Changes not saved")

    @property
    def dialogs(self) -> Dialogs:
        if self._dialogs is None:
            raise RuntimeError("There is no window to ask in yet.")
        return self._dialogs

    def attach(self, dialogs: Dialogs) -> None:
        """Ask in a window; called once there is one."""
        self._dialogs = dialogs

    def unsaved_state(self) -> State | None:
        """What a crash would lose now, with a gesture that is going on; ``None``: nothing."""
        from ...files.recovery import State

        standing, composition = self.standing, self._session.document.wished
        if composition == standing.base and standing.on_disk != "gone":
            return None
        return State(composition, standing.title, standing.path, standing.seen)

    def _on_changed(self) -> None:
        if not self._session.document.is_previewing:  # a gesture changes nothing of what is saved until it ends
            self._tell()

    def _tell(self) -> None:
        shown = (self.standing, self.state_text, self.has_unsaved)
        if shown != self._shown:
            self._shown = shown
            self.state_changed.emit()

    # Another composition

    def fresh(self) -> Composition:
        """An empty composition for the place that submissions go to now."""
        return new_composition((), DEFAULT_SIZE, self._session.target, "composition")

    def new(self) -> None:
        self.leave(self.put_fresh)

    def put_fresh(self) -> None:
        fresh = self.fresh()
        self.put(Standing(tr("Untitled"), fresh), fresh)

    def ask_open(self) -> None:
        """Let the user choose what to open."""
        self.dialogs.open_document(self.preferences.window.last_folder, lambda chosen: self.open(chosen[0]))

    def open(self, path: Path) -> None:
        """Open a composition, or a request as a new composition; a preset or layout is kept among the user's own."""
        self.opener.open(path)

    def claim(self, path: Path) -> Claim | None:
        """The claim of this window to a file; ``None`` when it is open in another one."""
        if self._claim is not None and self._claim.is_for(path):
            return self._claim
        return claims.claim(self.home, path)

    def put(
        self, standing: Standing, composition: Composition, mine: Claim | None = None, slot: Slot | None = None
    ) -> None:
        """Show ``composition`` in the place of the one that is open, which is not asked about any more."""
        self.opener.cancel()
        self.report.end("add", "open", "save", "submit")  # they were about what is not open any more
        self._keep_claim(mine)
        self._autosave.begin(slot)
        self.standing = standing
        self._watch.follow(standing.path, standing.seen)
        self._session.select(())
        self._session.document.reset(composition)
        self._tell()
        self.opened.emit()

    def put_left_over(self, slot: Slot, state: State, mine: Claim | None = None) -> None:
        """Go on with what a window left that is gone. When its file is open elsewhere it goes on without a file."""
        if state.path is not None:
            mine = mine or self.claim(state.path)
        if state.path is None or mine is None:
            standing = Standing(state.title, None)
        else:
            standing = Standing(state.title, None, state.path, state.seen)
        self.put(standing, state.composition, mine, slot)
        if standing.path is not None:
            self.opener.recognise(standing.path)
        self._watch.look()
        self.questions.tell_recovered(state.title, was_kept=state.was_kept)

    def _keep_claim(self, mine: Claim | None) -> None:
        if self._claim is not None and self._claim is not mine:
            self._claim.release()
        self._claim = mine

    def leave(self, then: Then) -> None:
        """Run ``then``, which puts in another composition; before that ask about what would be lost, if anything."""
        self._when_settled(lambda: self.when_saved(lambda: self.questions.leaving(then)), once="leave", is_last=True)

    def when_saved(self, run: Then) -> None:
        """Run now, or when the save that is going on has ended."""
        self._saver.when_idle(run)

    # Saving

    def save(self, then: Then | None = None) -> None:
        """Save to the file of the composition, or where the user says; ``then`` runs when it is on the disk."""
        once = "save and go on" if then else "save"
        self._when_settled(lambda: self._save(self.standing.path, then), once=once)

    def save_as(self, then: Then | None = None) -> None:
        self._when_settled(lambda: self._save(None, then), once="save as")

    def _save(self, path: Path | None, then: Then | None) -> None:
        if path is not None:
            self.save_to(path, then)
            return
        path = self.standing.path
        folder = str(path.parent) if path else self.preferences.window.last_folder
        name = path.name if path else f"{self.standing.title}{SUFFIX}"
        self.dialogs.save_document(folder, name, lambda chosen: self.save_to(chosen[0], then))

    def save_to(self, path: Path, then: Then | None = None, *, replace: bool = False) -> None:
        """Save to ``path``, which becomes the composition's file. What others have put there is asked about, unless
        ``replace``.
        """
        self.when_saved(lambda: self._write(path.absolute(), then, replace=replace))

    def _write(self, path: Path, then: Then | None, *, replace: bool) -> None:
        self.report.end("save")
        mine = self.claim(path)
        if mine is None:
            self.questions.tell_open_elsewhere(path.name)
            return
        seen = self.standing.seen if mine is self._claim else None
        self._saver.write(Save(path, self._session.document.committed, mine, seen, replace, then))

    def _on_saved(self, saved: Saved) -> None:
        self._keep_claim(saved.save.claim)
        self._stand_on(saved.save.path, saved.save.composition, saved.version)
        self.preferences.remember_file(saved.save.path)

    def accept_as_saved(self, path: Path, composition: Composition, version: Version) -> None:
        """The file at ``path`` holds ``composition``: if that is what is open, it is saved."""
        if path == self.standing.path and self.standing.base is None and composition == self._session.composition:
            self._stand_on(path, composition, version)

    def _stand_on(self, path: Path, composition: Composition, version: Version) -> None:
        self.standing = Standing(path.name, composition, path, version)
        self._watch.follow(path, version)
        self._autosave.run()
        self._tell()

    def _on_save_failed(self, save: Save, error: AppError) -> None:
        if save.claim is not self._claim:
            save.claim.release()
        self.questions.save_failed(save, error)

    def _on_disk(self, path: Path, what: OnDisk) -> None:
        if path != self.standing.path or what == self.standing.on_disk or self._saver.is_busy:
            return
        self.standing = replace(self.standing, on_disk=what)
        if what == "changed":
            self.questions.tell_changed(path)
        elif what == "gone":
            self.questions.tell_gone(path)
        self._autosave.run()
        self._tell()

    # The end

    def close(self) -> None:
        """The window is closed: give everything up, and keep what is not saved unless the user did not want it."""
        if self._is_closed:
            return
        self._is_closed = True
        state = None if self.ending.is_unwanted else self.unsaved_state()
        self._autosave.end(replace(state, was_kept=True) if state else None)
        self._watch.follow(None, None)
        self._keep_claim(None)
