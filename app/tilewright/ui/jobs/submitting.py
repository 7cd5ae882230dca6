"""From a press of Submit to where the service has the job: ask what must be asked, send once, tell."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from ...errors import AppError, ProblemsFound
from ...jobs.events import AlreadyDone, Event, IntentMade, Joined, NotAccepted, OutcomeUnknown, Sent
from ...jobs.intent import Intent
from ...model.composition import Composition
from ...model.problem import Problem
from ...model.states import State
from ...model.target import Target
from ..background import Wait
from ..unread import UnreadField
from ..windows.question import Choice
from ..windows.summary import where_result_goes
from ..words import tell, tr
from .since import look
from .wording import begun, started_text, title_of

if TYPE_CHECKING:
    from ..workbench import Workbench
    from .jobs import Jobs

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Submission:
    """What is to be sent: the composition as it was when Submit was pressed, or what ``again_of`` was made of, to the
    very place that was shown. The result goes beside ``file``, or where that of ``again_of`` went.
    """

    name: str
    target: Target
    composition: Composition | None = None
    file: Path | None = None
    again_of: Intent | None = None

    @property
    def result_path(self) -> str:
        return self.again_of.result_path if self.again_of is not None else ""

    @classmethod
    def of(cls, intent: Intent) -> Submission:
        """The same once more."""
        return cls(title_of(intent), intent.target, again_of=intent)


class Submitting(QObject):
    """One submission at a time is on its way to the service; what became of it then is the watch's business.

    ``is_unattended``: the user has closed the window already, and nobody can be asked.
    """

    sending_changed = Signal()

    def __init__(self, bench: Workbench, jobs: Jobs) -> None:
        super().__init__(jobs)
        self._bench, self._jobs = bench, jobs
        self._current: Submission | None = None
        self._is_waiting = False
        self._is_asking = False
        self._is_noted = False
        self.is_unattended = False
        self._waits_for: tuple[str, Path | None] = ("", None)

    @property
    def is_sending(self) -> bool:
        return self._current is not None or self._is_waiting

    @property
    def is_noted(self) -> bool:
        """Whether the last submission is in the ledger: then nothing of it gets lost."""
        return self._is_noted

    def submit(self) -> None:
        """Submit the open composition. With an error in it the window goes to the error instead, and to a field whose
        text cannot be read.
        """
        if self.is_sending or self._is_asking:
            return
        if self._bench.sample.is_bringing:
            self._wait_for_sample()
            return
        if self._bench.adding.is_busy:
            self._bench.report.say(tr("Videos are still being added."), tr("Submit when they are there."))
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
        self.resubmit(Submission(files.name, self._bench.session.target, composition, files.path))

    def _wait_for_sample(self) -> None:
        """Whoever is quick at the first start gets the video all the same, as soon as the clips are in the bucket."""
        self._is_waiting, self._is_noted = True, False
        self._tell_sending()
        self._waits_for = (self._bench.files.title, self._bench.files.path)
        self._bench.sample.brought.connect(self._on_sample, Qt.ConnectionType.SingleShotConnection)

    def _on_sample(self) -> None:
        self._is_waiting = False
        if self._waits_for == (self._bench.files.title, self._bench.files.path):  # else another one was opened
            self.submit()
        self._tell_sending()

    def resubmit(self, submission: Submission) -> None:
        """Submit, after a question where that costs money."""
        if self.is_sending or self._is_asking:
            return
        if submission.again_of is not None and submission.again_of.state is State.SUCCESS:
            self._ask_for_second(submission, submission.again_of)
        elif submission.target.local:
            self._start(submission)
        elif submission.composition is not None:
            self._look_and_ask(submission)
        else:
            self._ask_to_pay(submission)

    def send_anyway(self, submission: Submission) -> None:
        """Send although what became of it is unknown, if the user still wants that when told what it may mean."""
        if self.is_sending or self._is_asking:
            return
        twice = tr("The service may have this job already; then it is made twice.")
        if not submission.target.local:
            twice = tr("The service may have this job already; then it is made, and paid, twice.")
        sentence = " ".join((twice, tr("Waiting costs nothing: it is asked again by itself.")))
        self._ask(
            tr("Send {name} anyway?").format(name=submission.name),
            sentence,
            Choice(tr("Keep asking"), self._answered, is_safe=True, is_way_out=True),
            Choice(tr("Send anyway"), lambda: self._start(submission, in_doubt=True)),
        )

    def _go_to_unread(self, field: UnreadField) -> None:
        told = tr("Nothing was submitted: {field} cannot be read.").format(field=field.called)
        self._bench.report.say(told, field.sentence, kind="warning")
        self._bench.page_wanted.emit(field.page, field.path)

    def _go_to(self, problem: Problem) -> None:
        self._bench.report.say(
            tr("Nothing was submitted: {sentence}").format(sentence=tell(problem.sentence)), kind="warning"
        )
        parts = problem.path.split(".")
        if parts[0] == "tiles" and len(parts) > 1:
            self._bench.session.select(parts[1:2])
        self._bench.page_wanted.emit("", problem.path)

    # Questions

    def _look_and_ask(self, submission: Submission) -> None:
        """What changed since it was submitted last is said before it is paid again."""
        self._is_asking = True
        look(self._bench, submission.composition, lambda said: self._ask_to_pay(submission, said))

    def _ask_to_pay(self, submission: Submission, said: str = "") -> None:
        target = submission.target
        title = tr("Submit {name} to {profile}?").format(name=submission.name, profile=target.profile)
        sentence = tr(
            "The job is made in the bucket {bucket} in {region}. It costs money; the price is not known here."
        ).format(bucket=target.bucket, region=target.region)
        self._ask(
            title,
            " ".join(filter(None, (sentence, said))),
            Choice(tr("Cancel"), self._answered, is_safe=True, is_way_out=True),
            Choice(tr("Submit"), lambda: self._start(submission)),
        )

    def _ask_again(self, submission: Submission, done: AlreadyDone) -> None:
        intent = self._jobs.get(done.intent)
        title = _made_already(intent) if intent is not None else tr("This video was made already")
        sentence = tr("Nothing in the composition has changed since. Making it again makes a second job.")

        def open_it() -> None:
            self._answered()
            self._jobs.actions.open_result(done.intent)

        self._ask(
            title,
            sentence,
            Choice(tr("Cancel"), self._answered, is_way_out=True),
            Choice(tr("Make it again"), lambda: self._start(submission, again=True)),
            Choice(tr("Open it"), open_it, is_safe=True),
        )

    def _ask_for_second(self, submission: Submission, made: Intent) -> None:
        """The one question before what was made is made once more: it tells of the second job and of its price."""
        target = submission.target
        sentence = tr("Submitting it again makes a second job and a second video.")
        if not target.local:
            costs = tr("The job is made in the bucket {bucket} in {region}. It costs money again.")
            sentence = f"{sentence} {costs.format(bucket=target.bucket, region=target.region)}"
        self._ask(
            _made_already(made),
            sentence,
            Choice(tr("Cancel"), self._answered, is_safe=True, is_way_out=True),
            Choice(tr("Submit again"), lambda: self._start(submission, again=True)),
        )

    def _ask(self, title: str, sentence: str, *choices: Choice) -> None:
        if self.is_unattended:
            return
        self._is_asking = True
        self._bench.files.dialogs.ask(title, sentence, choices)

    def _answered(self) -> None:
        self._is_asking = False

    # Sending

    def _start(self, submission: Submission, *, again: bool = False, in_doubt: bool = False) -> None:
        self._is_asking = False
        self._current, self._is_noted = submission, False
        self._tell_sending()
        workplace = self._bench.workplace

        def events(wait: Wait) -> Iterator[object]:
            from ...usecases.deliver import place_beside
            from ...usecases.submit import submit, submit_again

            if submission.again_of is not None:
                return submit_again(submission.again_of, workplace, wait, again=again, in_doubt=in_doubt)
            return submit(
                submission.composition or Composition(),
                workplace,
                wait,
                name=submission.name,
                profile=submission.target.profile,
                again=again,
                result_path=place_beside(submission.file, submission.name),
            )

        def work(wait: Wait) -> Iterator[object]:
            for event in events(wait):
                yield event
                if isinstance(event, Joined):
                    return  # it was under way already: from here on it is the watch's business

        self._bench.background.run(
            work,
            on_event=lambda event: self._on_event(submission, event),
            on_done=lambda: self._end(submission),
            on_failed=lambda error: self._on_failed(submission, error),
        )

    def _on_event(self, submission: Submission, event: object) -> None:
        report, name = self._bench.report, submission.name
        self._is_noted |= self._current is submission and isinstance(event, (IntentMade, Joined, AlreadyDone))
        if isinstance(event, IntentMade):
            log.info("Submitted %s as %s", name, event.intent)
        elif isinstance(event, Sent):
            self._end(submission)
            goes = where_result_goes(submission.target, submission.file, submission.result_path)
            hint = " ".join((goes, tr("You may close the window.")))
            report.success(tr("{name} is submitted.").format(name=name), hint, about="submitted")
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
        elif isinstance(event, NotAccepted) and event.next_try is not None:
            report.say(tell(event.describe()), kind="warning")
        elif isinstance(event, Event):
            self._jobs.tell(event)

    def _on_failed(self, submission: Submission, error: AppError) -> None:
        self._end(submission)
        if isinstance(error, ProblemsFound):
            self._on_problems(error)
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
            self._tell_sending()

    def _tell_sending(self) -> None:
        self.sending_changed.emit()
        self._bench.commands.refresh()


def _made_already(intent: Intent) -> str:
    when = started_text(intent.ended or begun(intent))
    return tr("This video was made already ({time})").format(time=when)
