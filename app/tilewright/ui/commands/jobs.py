"""Jobs: what can be done about the chosen one."""

from __future__ import annotations

from collections.abc import Callable

from ...jobs.intent import Intent
from ..words import tr
from ..workbench import Workbench
from .command import Command

AT = ("jobTable",)


def commands(bench: Workbench) -> tuple[Command, ...]:
    jobs = bench.jobs
    actions = jobs.actions

    def do(action: Callable[[str], None]) -> Callable[[], None]:
        return lambda: action(jobs.current)

    def why(reason: Callable[[Intent | None], str]) -> Callable[[], str]:
        return lambda: reason(jobs.get(jobs.current))

    return (
        Command(
            "jobs.open",
            tr("Open the result"),
            do(actions.open_result),
            ("Return", "Enter"),
            "Jobs",
            "result",
            "play",
            off=why(actions.why_no_result),
            at=AT,
            names="play watch video",
        ),
        Command(
            "jobs.details",
            tr("Details"),
            lambda: jobs.show_details(shown=not jobs.shows_details),
            ("Alt+Return", "Alt+Enter"),
            "Jobs",
            "details",
            "info",
            off=why(actions.why_not),
            checked=lambda: jobs.shows_details,
            at=AT,
            names="what happened request answers log",
        ),
        Command(
            "jobs.show-in-folder",
            tr("Show in folder"),
            do(actions.show_in_folder),
            (),
            "Jobs",
            "result",
            "folder-open",
            off=why(actions.why_no_folder),
        ),
        Command(
            "jobs.save-as",
            tr("Save the result as…"),
            do(actions.save_as),
            (),
            "Jobs",
            "result",
            "download",
            off=why(actions.why_no_result),
            names="fetch download",
        ),
        Command(
            "jobs.stop-fetching",
            tr("Stop fetching the result"),
            do(actions.stop_fetching),
            (),
            "Jobs",
            "result",
            "x",
            off=why(actions.why_no_stop),
            names="download cancel",
        ),
        Command(
            "jobs.reopen",
            tr("Reopen as composition"),
            do(actions.reopen),
            (),
            "Jobs",
            "request",
            "copy-plus",
            off=why(actions.why_not),
        ),
        Command(
            "jobs.retry",
            tr("Submit again"),
            do(actions.retry),
            (),
            "Jobs",
            "request",
            "rotate-cw",
            off=why(actions.why_no_retry),
            names="retry",
        ),
        Command(
            "jobs.send-anyway",
            tr("Send anyway…"),
            do(actions.send_anyway),
            (),
            "Jobs",
            "request",
            "send-horizontal",
            off=why(actions.why_no_sending),
            names="unknown twice",
        ),
        Command(
            "jobs.copy-id",
            tr("Copy the job's id"),
            do(actions.copy_id),
            ("Ctrl+C",),
            "Jobs",
            "request",
            "copy",
            off=why(actions.why_not),
            at=AT,
        ),
        Command(
            "jobs.cancel",
            tr("Cancel the job"),
            do(actions.cancel),
            ("Del",),
            "Jobs",
            "now",
            "x",
            off=why(actions.why_no_cancel),
            at=AT,
            names="stop",
        ),
        Command(
            "jobs.ask-now",
            tr("Ask the services now"),
            jobs.ask_now,
            ("F5",),
            "Jobs",
            "now",
            "refresh-cw",
            names="refresh",
        ),
    )
