"""The page of the result's name and place (ci-jobs §1.6)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from ....checks.output import GROWTH, OBJECT_LIMIT, with_ext
from ....checks.registry import View
from ....model.composition import Composition
from ....model.paths import read_path, write_path
from ....usecases.names import result_name, with_job_id
from ...widgets.buttons import PlainButton
from ...widgets.tips import set_tip
from ...words import tr
from ..entry import Entry, Section
from ..kinds import Flag
from ..page import Page, line_of, register
from ..source_buttons import BELOW

OBJECT = "output.object"


def _comes_out(view: View, _: str) -> str:
    name = result_name(view.composition, tr("<number>"), tr("<number of the job>"))
    if not name:
        return tr("${ext} becomes the file ending, ${jobid} the number of the job.")
    return tr("Comes out as {name}").format(name=name)


@register
class OutputPage(Page):
    id = "output"
    icon = "file-output"
    order = 60
    prefixes = ("output", "exact_name")

    @classmethod
    def title(cls) -> str:
        return tr("Output")

    def subtitle(self) -> str:
        return tr("Where the result goes, and what it is called")

    def sections(self) -> Sequence[Section]:
        name = Entry(
            OBJECT,
            hint=_comes_out,
            limit=tr("Up to {most} bytes, {growth} of which submitting may need").format(
                most=OBJECT_LIMIT, growth=GROWTH
            ),
            default=tr("output/lesson.${ext}"),
            element="Output.Object",
        )
        bucket = Entry(
            "output.bucket",
            hint=tr("Where the job runs; the service may refuse another one (assumed)."),
            usual=lambda view, _: view.target.bucket if view.target else None,
            element="Output.Bucket",
            is_advanced=True,
        )
        region = Entry(
            "output.region",
            hint=tr("Of that bucket, as in ap-guangzhou"),
            usual=lambda view, _: view.target.region if view.target else None,
            element="Output.Region",
            is_advanced=True,
        )
        exact = Entry(
            "exact_name",
            kind=Flag(),
            hint=tr("Without it the result gets a number, so that nothing is ever replaced."),
        )
        return (Section(tr("Result"), (name, self._make_inserts, exact, bucket, region)),)

    def _make_inserts(self) -> QWidget:
        """Buttons for what nobody should have to know by heart."""
        made = []
        self._told: dict[str, str] = {}
        for word, told, change in (
            ("${ext}", tr("The ending that fits the kind of file, as mp4"), with_ext),
            ("${jobid}", tr("The number that the service gives the job"), with_job_id),
        ):
            button = PlainButton(tr("Insert {word}").format(word=word))
            button.setAccessibleName(tr("Insert {word} into the name").format(word=word))
            set_tip(button, told)
            button.clicked.connect(self._inserter(word, change))
            made.append((word, button))
            self._told[word] = told
        self._inserts = dict(made)
        line = line_of(*self._inserts.values())
        line.setContentsMargins(0, 0, 0, BELOW)
        return line

    def _inserter(self, word: str, change: Callable[[str], str]) -> Callable[[], None]:
        def insert() -> None:
            self.bench.edit(inserted, tr("Insert {word}").format(word=word))

        def inserted(now: Composition) -> Composition:
            return write_path(now, OBJECT, change(read_path(now, OBJECT) or ""))

        return insert

    def refresh(self) -> None:
        super().refresh()
        name = read_path(self.bench.session.composition, OBJECT) or ""
        for word, button in self._inserts.items():
            is_there = word in name
            button.setEnabled(not is_there)
            set_tip(button, tr("The name has {word} already.").format(word=word) if is_there else self._told[word])
