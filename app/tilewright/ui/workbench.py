"""What the panels of one window share. Each is given this, and takes from it what it shows or asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ..accounts.profile import LOCAL
from ..errors import AppError
from ..layout.even import even_where_changed
from ..model.composition import Composition
from ..model.problem import Problem
from ..model.target import Target
from .accounts import Accounts
from .at_hand import AtHand
from .background import Background
from .canvas.state import CanvasState
from .commands.registry import Commands
from .files.adding import Adding
from .files.files import Files
from .files.sample import Sample
from .findings import Findings
from .following import Following
from .inspector.bringing import Bringer
from .jobs.jobs import Jobs
from .keyboard import Keyboard
from .layouts.arranging import Arranging
from .layouts.own import Layouts
from .letters import Letters
from .line import Line
from .local_cloud.state import LocalCloud
from .pictures import Pictures
from .preferences import Preferences
from .presets import Presets
from .report import Report
from .request.copies import Copies
from .session import Session
from .sources import Sources
from .stamps import Stamps
from .templates import Templates
from .theme.theme import Choice, Theme
from .unread import Unread
from .words import tell, tr

if TYPE_CHECKING:
    from ..usecases.workplace import Workplace


TAKE_BACK = ("edit.undo", "edit.redo")
"""Commands that take back what is being typed; before all others it becomes a step."""


class Workbench(QObject):
    """The session of a window and the services around it, made in the order in which they need each other.

    ``page_wanted(name, path)`` asks the inspector for a page, and for the field ``path`` on it;
    ``overlay_wanted(name)`` asks the window for what lies above it: palette, keys, layouts.
    """

    page_wanted = Signal(str, str)
    overlay_wanted = Signal(str)

    def __init__(
        self,
        workplace: Workplace,
        theme: Theme,
        composition: Composition | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.workplace, self.theme = workplace, theme
        self.background = Background(self)
        workplace.wait = self.background.wait
        self.preferences = Preferences(workplace.home, workplace.settings, self.background, self)
        target, self._no_profile = _first_target(workplace)
        self.session = Session(target, composition, self)
        self.session.document.land_by(self._land)
        self.findings = Findings(self.session, self.background, self)
        self.unread = Unread(self)
        self.line = Line(self.session.document, self.unread, self)
        self.following = Following(self.session.document, self)
        self.pictures = Pictures(workplace, self.session, self.background, self)
        self.stamps = Stamps(workplace, self.session, self.background, self)
        self.sources = Sources(workplace, self.session, self.background, self)
        self.templates = Templates(workplace, self.session, self.background, self)
        self.letters = Letters(self.session, self.background, self)
        self.at_hand = AtHand(self.session, self.background, self)
        self.report = Report(self)
        self.sources.failed.connect(self.report.error_once)
        self.sources.came_back.connect(self.pictures.forget_failures)
        self.sources.came_back.connect(self.stamps.forget_failures)
        self.sources.came_back.connect(self.templates.look_again)
        self.arranging = Arranging(self.session, self.preferences, self.line, self)
        self.layouts = Layouts(self)
        self.presets = Presets(self)
        self.files = Files(self)
        self.canvas = CanvasState(self.preferences, self)
        self.keyboard = Keyboard(self)
        self.sample = Sample(self)
        self.adding = Adding(self)
        self.replacing = Bringer(self, self)  # for the tile's page and the command alike: one source at a time
        self.accounts = Accounts(self)
        self.copies = Copies(self)
        self.commands = Commands(self)
        self.commands.change_keys(self.preferences.window.keys)
        self.preferences.changed.connect(self._on_preference)
        self.report.wanted.connect(self.commands.run)
        self.jobs = Jobs(self)
        self.local_cloud = LocalCloud(self)
        self._connect()

    def _connect(self) -> None:
        for news in (
            self.session.settled,
            self.session.selection_changed,
            self.session.document.history_changed,
            self.session.target_changed,
            self.canvas.changed,
            self.canvas.watermark_chosen,
            self.findings.changed,
            self.files.state_changed,
            self.adding.changed,
            self.replacing.busy_changed,
            self.arranging.changed,
            self.unread.changed,
            self.unread.pending_changed,
            self.line.changed,
        ):
            news.connect(self.commands.refresh)
        self.commands.about_to_run.connect(self._on_about_to_run)
        self.files.opened.connect(self.arranging.recognise)
        self.files.opened.connect(self.line.forget)
        self.keyboard.lost.connect(self.canvas.focus_wanted)

    def _land(self, before: Composition, after: Composition) -> Composition:
        """Where only even pixels are wanted, all that gives tiles a place or a size comes to such."""
        return even_where_changed(before, after) if self.preferences.window.even else after

    def _on_preference(self, name: str) -> None:
        if name == "keys":
            self.commands.change_keys(self.preferences.window.keys)

    def _on_about_to_run(self, command_id: str) -> None:
        self.arranging.end_look()
        if command_id not in TAKE_BACK:
            self.session.document.finish_typing()

    def when_settled(self, run: Callable[[], object], *, once: str = "", is_last: bool = False) -> None:
        """Run when all that is shown and typed is a step: now, or in its turn (`Line`)."""
        self.line.when_settled(run, once=once, is_last=is_last)

    def edit(
        self, change: Callable[[Composition], Composition], text: str, then: Callable[[], object] | None = None
    ) -> None:
        """`Document.edit`, and ``then`` after it, as `when_settled`: never a long text is read in the UI thread. What
        ``change`` is about may be another one or gone by then: see `Following`.
        """

        def run() -> None:
            self.session.document.edit(change, text)
            if then is not None:
                then()

        self.when_settled(run)

    def mend(self, problem: Problem) -> None:
        """Apply its fix, if it has one, as a step of the fix's name. What is being typed is a step of its own before.

        Where that waits, what it is about may move: then the fix is that of the same problem where it is by then.
        """
        fix = problem.fix
        if fix is None:
            return
        self.arranging.end_look()
        place = self.following.follow(problem.path)

        def change(composition: Composition) -> Composition:
            if place.path == problem.path:
                return fix.apply(composition)
            moved = self.findings.find_in(composition, problem.code, place.path) if place.path else None
            return moved.fix.apply(composition) if moved is not None and moved.fix is not None else composition

        self.edit(change, tell(fix.text))

    def take_back(self, run: Callable[[], object]) -> None:
        """Undo or redo: what was typed or pressed before it and waits is the newest."""
        if self.line.is_busy:
            self.when_settled(run)
        else:
            run()

    def choose_look(self, choice: Choice) -> None:
        """Take another look, and remember it."""
        self.theme.choose(choice)
        self.preferences.set("look", choice)
        self.commands.refresh()

    def choose_profile(self, name: str) -> None:
        """Submissions go to the profile of that name from now on; what cannot be is told."""
        try:
            self.session.aim(self.workplace.target(name))
        except AppError as error:
            self.report.error(error)

    def hold(self) -> None:
        """Until `release` nothing is checked, and in the background runs only what opens the window."""
        self.background.hold()
        self.findings.hold()

    def tell_profile(self) -> None:
        """The profile that was asked for is not there, or not whole: say so, once there is somebody to say it."""
        trouble, self._no_profile = self._no_profile, None
        if trouble is not None:
            self.report.error(trouble)
            self.report.say(tr("Submissions go to the local cloud."), tr("Choose another profile beside Submit."))

    def release(self) -> None:
        self.background.release()
        self.findings.release()

    @property
    def is_sending(self) -> bool:
        """Whether a submission is on its way to the service."""
        return self.jobs.is_sending

    def close(self, timeout: float = 2.0) -> bool:
        """End all work in the background; whether it ended in time. A job that was submitted goes on."""
        self.commands.close()
        self.line.close()
        self.files.close()
        self.preferences.save()
        return self.background.close(timeout)


def _first_target(workplace: Workplace) -> tuple[Target, AppError | None]:
    """That of the profile in use; of the local cloud, and the reason why, where that cannot be."""
    try:
        return workplace.target(), None
    except AppError as error:
        return LOCAL.target("", ""), error
