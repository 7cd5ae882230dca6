"""The questions before a submission: what it costs or takes, that it is there already, that its name is another's or it
may be made twice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...errors import NameTaken, NameUnsure
from ...jobs.intent import Intent
from ...model.composition import Composition
from ...model.target import Target
from ..windows.question import Choice
from ..words import tell, tr
from .since import look
from .wording import begun, megabytes, started_text

if TYPE_CHECKING:
    from ...usecases.needed_room import RoomNeeded
    from ...usecases.rehearse import Needed
    from ..workbench import Workbench

Then = Callable[[], object]


class Asking:
    """One question at a time: ``is_open`` until it is answered. ``is_unattended``: nobody is there to be asked."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self.is_open = False
        self.is_unattended = False

    def about_price(self, name: str, target: Target, composition: Composition | None, submit: Then) -> None:
        """Before it costs money. What changed in ``composition`` since it was submitted last is said with it."""

        def ask(changed: str) -> None:
            title = tr("Submit {name} to {profile}?").format(name=name, profile=target.profile)
            price = tr(
                "The job is made in the bucket {bucket} in {region}. It costs money; the price is not known here."
            ).format(bucket=target.bucket, region=target.region)
            self._ask(
                title,
                " ".join(filter(None, (price, changed))),
                self._way_out(tr("Cancel"), is_safe=True),
                self._choice(tr("Submit"), submit),
            )

        if composition is None:
            ask("")
        else:
            self.is_open = True
            look(self._bench, composition, ask)

    def about_finished(self, made: Intent | None, *, make: Then, open_it: Then) -> None:
        """The same was made lately."""
        self._ask(
            _made_already(made) if made is not None else tr("This video was made already"),
            tr("Nothing in the composition has changed since. Making it again makes a second job."),
            self._way_out(tr("Cancel")),
            self._choice(tr("Make it again"), make),
            self._choice(tr("Open it"), open_it, is_safe=True),
        )

    def about_second(self, made: Intent, submit: Then) -> None:
        """The one question before what was made is made once more: it tells of the second job and of its price."""
        target = made.target
        sentence = tr("Submitting it again makes a second job and a second video.")
        if not target.local:
            costs = tr("The job is made in the bucket {bucket} in {region}. It costs money again.")
            sentence = f"{sentence} {costs.format(bucket=target.bucket, region=target.region)}"
        self._ask(
            _made_already(made),
            sentence,
            self._way_out(tr("Cancel"), is_safe=True),
            self._choice(tr("Submit again"), submit),
        )

    def about_name(self, error: NameTaken, *, replace: Then, number: Then) -> None:
        """The exact name that was wished is taken in the bucket, or nobody can tell whether it is."""
        title = tr("There is {name} in the bucket already")
        told = tr("Replacing it cannot be undone. With a number the result gets a name of its own, and both are kept.")
        if isinstance(error, NameUnsure):
            title, told = tr("There may be {name} in the bucket already"), f"{tell(error.message)} {told}"
        self._ask(
            title.format(name=error.key.rpartition("/")[2]),
            told,
            self._way_out(tr("Cancel")),
            self._choice(tr("Replace it"), replace),
            self._choice(tr("Number it"), number, is_safe=True),
        )

    def about_room(self, needed: RoomNeeded, *, submit: Then) -> None:
        """There may be too little room on the disk. Whoever closed the window has said that it shall be submitted."""
        if self.is_unattended:
            submit()
            return
        self._ask(
            tr("There may be too little room on the disk"),
            " ".join((tell(needed.sentence), tr("The job may wait or fail. Nothing was submitted yet."))),
            self._way_out(tr("Cancel")),
            self._choice(tr("Go on anyway"), submit),
            self._choice(tr("Clean up…"), lambda: self._bench.commands.run("jobs.clean-up"), is_safe=True),
        )

    def about_bringing(self, needed: Needed, target: Target, *, bring: Then) -> None:
        """So much of an account is to be brought that it is told before."""
        costs = tr("The account may be charged for the traffic out of {bucket}. Nothing was fetched yet.")
        self._ask(
            tr("Bring {size} from {profile}?").format(size=megabytes(needed.size), profile=target.profile),
            " ".join((tell(needed.describe()), costs.format(bucket=target.bucket))),
            self._way_out(tr("Cancel"), is_safe=True),
            self._choice(tr("Bring it"), bring),
        )

    def about_doubt(self, name: str, target: Target, send: Then) -> None:
        """What became of it is unknown: it may be made twice."""
        twice = tr("The service may have this job already; then it is made twice.")
        if not target.local:
            twice = tr("The service may have this job already; then it is made, and paid, twice.")
        self._ask(
            tr("Send {name} anyway?").format(name=name),
            " ".join((twice, tr("Waiting costs nothing: it is asked again by itself."))),
            self._way_out(tr("Keep asking"), is_safe=True),
            self._choice(tr("Send anyway"), send),
        )

    def _ask(self, title: str, sentence: str, *choices: Choice) -> None:
        if self.is_unattended:
            self.is_open = False
            return
        self.is_open = True
        self._bench.files.dialogs.ask(title, sentence, choices)

    def _way_out(self, text: str, *, is_safe: bool = False) -> Choice:
        return Choice(text, self._answered, is_safe=is_safe, is_way_out=True)

    def _choice(self, text: str, run: Then, *, is_safe: bool = False) -> Choice:
        def answer() -> None:
            self._answered()
            run()

        return Choice(text, answer, is_safe=is_safe)

    def _answered(self) -> None:
        self.is_open = False


def _made_already(intent: Intent) -> str:
    when = started_text(intent.ended or begun(intent))
    return tr("This video was made already ({time})").format(time=when)
