"""The page of the result's name and place, and of the job's own fields (ci-jobs §1.2, §1.6)."""

from __future__ import annotations

from collections.abc import Sequence

from ....checks.output import OWN_USER_DATA_LIMIT
from ....checks.registry import View
from ....usecases.names import result_name
from ...words import tr
from ..entry import Entry, Section
from ..kinds import Flag, Kind, choice
from ..page import Page, register


def _comes_out(view: View, _: str) -> str:
    name = result_name(view.composition)
    if not name:
        return tr("${ext} becomes the file ending, ${jobid} the number of the job.")
    return tr("Comes out as {name}").format(name=name)


@register
class OutputPage(Page):
    id = "output"
    icon = "file-output"
    order = 60
    prefixes = ("output", "exact_name", "user_data", "job_level")

    @classmethod
    def title(cls) -> str:
        return tr("Output")

    def subtitle(self) -> str:
        return tr("Where the result goes, and what the job is told")

    def sections(self) -> Sequence[Section]:
        name = Entry(
            "output.object",
            tr("Name"),
            name=tr("Name of the result"),
            hint=_comes_out,
            default=tr("output/lesson.${ext}"),
            element="Output.Object",
        )
        bucket = Entry(
            "output.bucket",
            tr("Bucket"),
            name=tr("Bucket of the result"),
            usual=lambda view, _: view.target.bucket if view.target else None,
            element="Output.Bucket",
        )
        region = Entry(
            "output.region",
            tr("Region"),
            name=tr("Region of the result"),
            usual=lambda view, _: view.target.region if view.target else None,
            element="Output.Region",
        )
        exact = Entry(
            "exact_name",
            tr("Write exactly this name"),
            Flag(),
            hint=tr("Without it the result gets a number, so that nothing is ever replaced."),
        )
        note = Entry(
            "user_data",
            tr("Note"),
            Kind(most=OWN_USER_DATA_LIMIT),
            name=tr("Note sent with the job"),
            hint=tr("English letters, digits and signs. It comes back with the job."),
            element="UserData",
        )
        level = Entry(
            "job_level",
            tr("Priority"),
            choice((0, tr("0, usual")), (1, tr("1, earlier")), (2, tr("2, first")), absent=tr("Default: 0")),
            hint=tr("Higher ones leave the queue earlier."),
            element="JobLevel",
        )
        return (
            Section(tr("Result"), (name, exact, bucket, region)),
            Section(tr("Job"), (note, level)),
        )
