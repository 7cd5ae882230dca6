"""The composition as a whole: adding videos, submitting. Pasting stands in `clipboard`."""

from __future__ import annotations

from functools import partial

from ..words import tr
from ..workbench import Workbench
from . import replacing
from .command import Command


def commands(bench: Workbench) -> tuple[Command, ...]:
    return (
        Command(
            "composition.add-videos",
            tr("Add videos…"),
            bench.adding.ask,
            ("Ctrl+I",),
            "Composition",
            "videos",
            "plus",
            names=tr("import bring source tile"),
        ),
        *replacing.commands(bench),
        Command(
            "composition.changes",
            tr("What changed since it was submitted…"),
            partial(bench.overlay_wanted.emit, "changes"),
            (),
            "Composition",
            "changes",
            "arrow-left-right",
            names=tr("compare differs difference"),
        ),
        Command(
            "composition.submit",
            tr("Submit"),
            bench.jobs.submit,
            ("Ctrl+Return",),
            "Composition",
            "",
            "send-horizontal",
            off=lambda: tr("A job is being sent") if bench.is_sending else "",
            names=tr("render make video job"),
        ),
        Command(
            "composition.rehearse",
            tr("Rehearse on the local cloud"),
            bench.jobs.submitting.rehearse,
            ("Ctrl+Shift+Return",),
            "Composition",
            "",
            "clapperboard",
            off=partial(_why_no_rehearsal, bench),
            names=tr("try test free account bring copy"),
        ),
        Command(
            "composition.stop-rehearsal",
            tr("Stop the rehearsal"),
            partial(_stop, bench),
            (),
            "Composition",
            "",
            "x",
            off=lambda: "" if bench.jobs.submitting.is_bringing else tr("No rehearsal is being prepared"),
            names=tr("cancel bring"),
        ),
    )


def _why_no_rehearsal(bench: Workbench) -> str:
    if bench.is_sending:
        return tr("A job is being sent")
    if bench.session.target.local:
        return tr("Choose an account beside Submit: the local cloud needs no rehearsal")
    return ""


def _stop(bench: Workbench) -> None:
    if not bench.jobs.submitting.stop():
        bench.report.say(tr("It is being submitted already."))
