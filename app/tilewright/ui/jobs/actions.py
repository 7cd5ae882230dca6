"""What can be done about a job. Each action names the intent; why one cannot be done now is a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from ...jobs.events import Event
from ...jobs.intent import Intent
from ...model.composition import Composition
from ...model.endings import VIDEO_ENDINGS
from ...model.states import State
from ..background import Wait
from ..files.standing import Standing
from ..words import tr
from .fetching import ResultFetching
from .showing import FieldShowing
from .submission import Submission
from .wording import title_of

if TYPE_CHECKING:
    from ..workbench import Workbench
    from .jobs import Jobs


PLAYED = frozenset({*VIDEO_ENDINGS, "m3u8", "mp3", "aac", "m4a", "flac", "wav", "gif", "webp"})
"""Endings that are handed to the system to be opened. The service names its results: one that ends in anything else
might be a program (security 6).
"""


def _open_with_system(path: Path) -> bool:
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


class JobActions(QObject):
    """``show_file`` opens a file or folder with whatever the system has for it; whether there was something."""

    def __init__(self, bench: Workbench, jobs: Jobs) -> None:
        super().__init__(jobs)
        self._bench, self._jobs = bench, jobs
        self.fetching = ResultFetching(bench, jobs)
        self.field = FieldShowing(bench, jobs)
        self.show_file: Callable[[Path], bool] = _open_with_system

    # Why not

    def why_no_result(self, intent: Intent | None) -> str:
        if intent is None:
            return tr("No job is chosen")
        if not intent.is_resolved:
            return tr("The job has no result yet")
        return "" if intent.state is State.SUCCESS and intent.result_key else tr("The job has no result")

    def why_no_folder(self, intent: Intent | None) -> str:
        reason = self.why_no_result(intent)
        if reason or intent is None:
            return reason
        return "" if intent.delivered_path else tr("The result is in the bucket only; save it as a file first")

    def why_no_stop(self, intent: Intent | None) -> str:
        if intent is None:
            return tr("No job is chosen")
        return "" if self.fetching.is_fetching(intent.id) else tr("Its result is not being fetched")

    def why_no_cancel(self, intent: Intent | None) -> str:
        if intent is None:
            return tr("No job is chosen")
        if intent.is_resolved:
            return tr("The job is over")
        if intent.state is State.RUNNING:
            return tr("It runs already; the service stops only jobs that wait.")
        return tr("It is being cancelled already") if intent.cancel_wished else ""

    def why_no_retry(self, intent: Intent | None) -> str:
        if intent is None:
            return tr("No job is chosen")
        if not intent.is_resolved:
            return tr("The job is still under way")
        return tr("Another job is being sent") if self._jobs.is_sending else ""

    def why_no_sending(self, intent: Intent | None) -> str:
        if intent is None:
            return tr("No job is chosen")
        if intent.state is not State.UNKNOWN:
            return tr("What became of the job is known")
        return tr("Another job is being sent") if self._jobs.is_sending else ""

    def why_not(self, intent: Intent | None) -> str:
        return "" if intent is not None else tr("No job is chosen")

    # Doing it

    def open_result(self, intent_id: str) -> None:
        """Open the video: the file beside its composition, or one that is fetched for it."""
        self.fetching.open(intent_id, self._on_fetched_to_open)

    def _on_fetched_to_open(self, path: Path) -> None:
        if path.suffix.lower().removeprefix(".") not in PLAYED:
            hint = tr("Save the result as a file and look at it with care.")
            self._bench.report.say(
                tr("{name} is not opened: it does not end like a video.").format(name=path.name),
                hint,
                kind="warning",
            )
        else:
            self._show(path, tr("There is no program here that opens {name}.").format(name=path.name))

    def show_in_folder(self, intent_id: str) -> None:
        intent = self._jobs.get(intent_id)
        if intent is not None and intent.delivered_path:
            folder = Path(intent.delivered_path).parent
            self._show(folder, tr("There is no program here that shows folders."))

    def _show(self, path: Path, sentence: str) -> None:
        if not self.show_file(path):
            self._bench.report.say(sentence, str(path), kind="warning")

    def save_as(self, intent_id: str) -> None:
        """Write the result to a file that the user names."""
        self.fetching.save(intent_id)

    def stop_fetching(self, intent_id: str) -> None:
        self.fetching.stop(intent_id)

    def cancel(self, intent_id: str) -> None:
        """Wish the job cancelled. The watch of its place tells the service, as it alone knows when that may be asked,
        and what becomes of it; where it gave up asking it begins anew.
        """
        workplace = self._bench.workplace

        def work(_: Wait) -> Iterator[object]:
            from ...usecases.jobs import wish_cancel

            yield from wish_cancel(intent_id, workplace)

        def ask() -> None:
            if self._jobs.contact(intent_id).is_resting:
                self._jobs.ask_now()

        self._bench.background.run(work, on_event=self._on_event, on_done=ask, on_failed=self._bench.report.error)

    def _on_event(self, event: object) -> None:
        if isinstance(event, Event):
            self._jobs.tell(event)

    def retry(self, intent_id: str) -> None:
        """Submit the same once more, as a new job; what was made already is made again after a question only."""
        intent = self._jobs.get(intent_id)
        if intent is not None:
            self._jobs.submitting.resubmit(Submission.of(intent))

    def send_anyway(self, intent_id: str) -> None:
        """Send although the service may have the job already: only the user may want that."""
        intent = self._jobs.get(intent_id)
        if intent is not None:
            self._jobs.submitting.send_anyway(Submission.of(intent))

    def reopen(self, intent_id: str) -> None:
        """Put in the composition that was submitted, as a new one; asks about unsaved work first."""
        intent = self._jobs.get(intent_id)
        if intent is not None:
            self._put_in(intent, lambda made: Standing(title_of(intent), made))

    def duplicate(self, intent_id: str) -> None:
        """Put in a copy of the composition that was submitted, under a name of its own, to be changed and saved: it is
        safe nowhere yet.
        """
        intent = self._jobs.get(intent_id)
        if intent is not None:
            self._put_in(intent, lambda _: Standing(tr("{name} copy").format(name=title_of(intent)), None))

    def _put_in(self, intent: Intent, standing: Callable[[Composition], Standing]) -> None:
        workplace = self._bench.workplace

        def work(_: Wait) -> Iterator[object]:
            from ...usecases.jobs import reopen

            yield reopen(intent, workplace).composition

        self._bench.background.run(
            work,
            on_event=lambda made: self._on_read(standing, made),
            on_failed=self._bench.report.error,
        )

    def _on_read(self, standing: Callable[[Composition], Standing], made: object) -> None:
        if isinstance(made, Composition):
            files = self._bench.files
            files.leave(lambda: files.put(standing(made), made))

    def copy_id(self, intent_id: str) -> None:
        """The job's id, or the intent's while there is none."""
        intent = self._jobs.get(intent_id)
        if intent is not None:
            QGuiApplication.clipboard().setText(intent.job_id or intent.id)
            self._bench.report.say(tr("{id} is copied.").format(id=intent.job_id or intent.id))
