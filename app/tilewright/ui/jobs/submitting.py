"""From a press of Submit to where the service has the job: ask what must be asked, send once, tell."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance

from ...accounts.profile import LOCAL
from ...errors import AppError, NameTaken, ProblemsFound
from ...jobs.events import AlreadyDone, ClockApart, Event, IntentMade, Joined, NotAccepted, OutcomeUnknown, Sent
from ...jobs.naming import Naming
from ...model.problem import Problem
from ...model.states import State
from ..background import Task
from ..unread import REQUEST, UnreadField
from ..windows.summary import where_result_goes
from ..words import tell, tr
from .asking import Asking
from .preparing import Preparing
from .showing import show_place
from .submission import Gate, Submission

if TYPE_CHECKING:
    from ..workbench import Workbench
    from .jobs import Jobs

log = logging.getLogger(__name__)


class Submitting(QObject):
    """One submission at a time is on its way to the service; what became of it then is the watch's business."""

    sending_changed = Signal()

    def __init__(self, bench: Workbench, jobs: Jobs) -> None:
        super().__init__(jobs)
        self._bench, self._jobs = bench, jobs
        self._current: Submission | None = None
        self._task: Task | None = None
        self._gate = Gate()
        self._is_waiting = self._rehearses = False
        self._asking = Asking(bench)
        self._preparing = Preparing(bench, self._asking)
        self._preparing.changed.connect(self.sending_changed)
        self._is_noted = False
        self._waits_for: tuple[str, Path | None] = ("", None)
        self._waits_in_line = False
        bench.line.forgotten.connect(self._on_forgotten)

    @property
    def is_sending(self) -> bool:
        return self._current is not None or self._is_waiting

    @property
    def is_noted(self) -> bool:
        """Whether the last submission is in the ledger: then nothing of it gets lost."""
        return self._is_noted

    @property
    def is_bringing(self) -> bool:
        """Whether a rehearsal is on its way that nothing was submitted of yet."""
        return self._current is not None and self._current.is_rehearsal and not self._is_noted

    @property
    def step(self) -> str:
        """What is done of a rehearsal before it is submitted; empty without one."""
        return self._preparing.step if self.is_bringing else ""

    def leave_unattended(self) -> None:
        """The user has closed the window already: nobody can be asked."""
        self._asking.is_unattended = True

    def submit(self, *, rehearses: bool = False) -> None:
        """Submit the open composition, or rehearse that on the local cloud. With an error in it the window goes to the
        error instead, and to a field whose text cannot be read.
        """
        if self.is_sending or self._asking.is_open:
            return
        self._rehearses = rehearses
        if self._bench.sample.is_bringing:
            self._wait_for(self._bench.sample.brought)
            return
        if self._bench.adding.is_busy:
            self._bench.report.say(tr("Videos are still being added."), tr("Submit when they are there."))
            return
        self._bench.session.document.finish_typing()
        if self._bench.line.is_busy:
            self._waits_in_line = True
            self._begin_to_wait()
            self._bench.when_settled(self._on_news, once="submit")
            return
        self._bench.report.end("submit")
        self._bench.session.document.settle()
        unread = self._bench.unread.fields
        if unread:
            self._go_to_unread(unread[0])
            return
        self._bench.findings.refresh()
        errors = self._bench.findings.stopping
        if errors:
            self._go_to(errors[0])
            return
        composition, files = self._bench.session.document.committed, self._bench.files
        target = self._bench.session.target
        wish = Submission(files.standing.name, target, composition, files.path, is_rehearsal=rehearses)
        if rehearses:
            self._start(wish)
        else:
            self.resubmit(wish)

    def rehearse(self) -> None:
        """Rehearse the open composition on the local cloud, likewise."""
        self.submit(rehearses=True)

    def stop(self) -> bool:
        """Give up the rehearsal that is on its way; whether that is in time: nothing was noted of it."""
        submission = self._current
        if submission is None or not self.is_bringing or self._task is None or not self._gate.close():
            return False
        self._task.cancel()
        self._end(submission)
        told = tr("The rehearsal of {name} was stopped.").format(name=submission.name)
        self._bench.report.say(told, tr("Nothing was submitted. What was brought whole stays in the local cloud."))
        return True

    def _wait_for(self, news: SignalInstance) -> None:
        """Whoever is quick gets the video all the same: at the first start as soon as the clips are in the bucket."""
        self._begin_to_wait()
        news.connect(self._on_news, Qt.ConnectionType.SingleShotConnection)

    def _begin_to_wait(self) -> None:
        self._is_waiting, self._is_noted = True, False
        self._waits_for = (self._bench.files.title, self._bench.files.path)
        self._tell_sending()

    def _on_forgotten(self) -> None:
        """Another composition was opened, and what waited for the text of the one before is not done."""
        if self._waits_in_line:
            self._waits_in_line = self._is_waiting = False
            self._tell_sending()

    def _on_news(self) -> None:
        self._is_waiting = self._waits_in_line = False
        if self._waits_for == (self._bench.files.title, self._bench.files.path):  # else another one was opened
            self.submit(rehearses=self._rehearses)
        self._tell_sending()

    def resubmit(self, submission: Submission) -> None:
        """Submit, after a question where that costs money."""
        if self.is_sending or self._asking.is_open:
            return
        made = submission.again_of
        if made is not None and made.state is State.SUCCESS:
            self._asking.about_second(made, lambda: self._start(replace(submission, again=True)))
        elif submission.target.local:
            self._start(submission)
        else:
            name, target = submission.name, submission.target
            self._asking.about_price(name, target, submission.composition, lambda: self._start(submission))

    def send_anyway(self, submission: Submission) -> None:
        """Send although what became of it is unknown, if the user still wants that when told what it may mean."""
        if self.is_sending or self._asking.is_open:
            return
        name, target = submission.name, submission.target
        self._asking.about_doubt(name, target, lambda: self._start(replace(submission, in_doubt=True)))

    def _go_to_unread(self, field: UnreadField) -> None:
        told = tr("Nothing was submitted: {field} cannot be read.").format(field=field.called)
        self._bench.report.say(told, field.sentence, kind="warning")
        if field.page == REQUEST:
            self._bench.commands.run("view.request")
            self._bench.unread.text_wanted.emit()
        else:
            self._bench.page_wanted.emit(field.page, field.path)

    def _go_to(self, problem: Problem) -> None:
        self._bench.report.say(
            tr("Nothing was submitted: {sentence}").format(sentence=tell(problem.sentence)), kind="warning"
        )
        show_place(self._bench, problem.path)

    def _ask_again(self, submission: Submission, done: AlreadyDone) -> None:
        self._asking.about_finished(
            self._jobs.get(done.intent),
            make=lambda: self._start(replace(submission, again=True)),
            open_it=lambda: self._jobs.actions.open_result(done.intent),
        )

    # Sending

    def _start(self, submission: Submission) -> None:
        self._current, self._is_noted = submission, False
        self._preparing.begin()
        self._tell_sending()
        workplace, gate = self._bench.workplace, Gate()
        self._gate = gate
        self._task = self._bench.background.run(
            lambda wait: submission.events(workplace, wait, gate),
            on_event=lambda event: self._on_event(submission, event),
            on_done=lambda: self._end(submission),
            on_failed=lambda error: self._on_failed(submission, error),
        )

    def _on_event(self, submission: Submission, event: object) -> None:
        report, name = self._bench.report, submission.name
        self._is_noted |= self._current is submission and isinstance(event, (IntentMade, Joined, AlreadyDone))
        if isinstance(event, IntentMade):
            log.info("Submitted %s as %s", name, event.intent)
            self.sending_changed.emit()
        elif isinstance(event, Sent):
            self._end(submission)
            self._tell_sent(submission)
        elif isinstance(event, Joined):
            self._end(submission)
            report.say(tr("{name} is under way already.").format(name=name), tr("No second job is made."))
        elif isinstance(event, AlreadyDone):
            self._end(submission)
            self._ask_again(submission, event)
        elif isinstance(event, OutcomeUnknown):
            self._end(submission)
            hint = tr("The service is asked for the job; it is not just sent again.")
            report.say(tr("The answer to {name} was lost.").format(name=name), hint, kind="warning")
        elif isinstance(event, ClockApart) or (isinstance(event, NotAccepted) and event.next_try is not None):
            report.say(tell(event.describe()), kind="warning")
        elif isinstance(event, Event):
            self._jobs.tell(event)
        else:
            self._preparing.take(submission, event, self._start)

    def _tell_sent(self, submission: Submission) -> None:
        target = LOCAL.target("", "") if submission.is_rehearsal else submission.target
        told = tr("{name} is submitted.")
        hints = [where_result_goes(target, submission.file, submission.result_path), tr("You may close the window.")]
        if submission.is_rehearsal:
            told = tr("{name} is rehearsed on the local cloud.")
            hints.insert(0, tr("The account does not get the job."))
        self._bench.report.success(told.format(name=submission.name), " ".join(hints), about="submitted")

    def _on_failed(self, submission: Submission, error: AppError) -> None:
        def anew(naming: Naming) -> None:
            self._start(replace(submission, naming=naming))

        is_waited_for = self._current is submission  # else its user does something else by now: that is not broken into
        self._end(submission)
        if isinstance(error, ProblemsFound):
            self._on_problems(error)
        elif isinstance(error, NameTaken) and not error.writer and is_waited_for:
            self._asking.about_name(error, replace=lambda: anew("replace"), number=lambda: anew("numbered"))
        else:
            self._bench.report.error(error, about="submit")

    def _on_problems(self, error: ProblemsFound) -> None:
        """The service knows sources that the window does not, or not any more: look at them anew."""
        self._bench.report.error(ProblemsFound(error.message, "Look into Problems."), about="submit")
        for url in dict.fromkeys(tile.url for tile in self._bench.session.composition.tiles if tile.url):
            self._bench.sources.retry(url)

    def _end(self, submission: Submission) -> None:
        """It is not on its way any more, as far as the user has to wait. Later news of it changes nothing here: another
        one may be on its way by then.
        """
        if self._current is submission:
            self._current = None
            self._bench.report.end("rehearsal")
            self._tell_sending()

    def _tell_sending(self) -> None:
        self.sending_changed.emit()
        self._bench.commands.refresh()
