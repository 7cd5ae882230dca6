"""Jobs: what can be done about the chosen one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ...jobs.intent import Intent
from ..words import tr
from ..workbench import Workbench
from .command import Command

AT = ("jobTable",)


def commands(bench: Workbench) -> tuple[Command, ...]:
    return (*_results(bench), *_looking(bench), *_requests(bench), *_repeats(bench), *_now(bench))


def _do(bench: Workbench, action: Callable[[str], None]) -> Callable[[], None]:
    """Does ``action`` to the job that is chosen then."""
    return lambda: action(bench.jobs.current)


def _why(bench: Workbench, reason: Callable[[Intent | None], str]) -> Callable[[], str]:
    """Asks ``reason`` about the job that is chosen then."""
    return lambda: reason(bench.jobs.get(bench.jobs.current))


def _results(bench: Workbench) -> tuple[Command, ...]:
    """The video that came out."""
    actions = bench.jobs.actions
    return (
        Command(
            "jobs.open",
            tr("Open the result"),
            _do(bench, actions.open_result),
            ("Return", "Enter"),
            "Jobs",
            "result",
            "play",
            off=_why(bench, actions.why_no_result),
            at=AT,
            names=tr("play watch video"),
        ),
        Command(
            "jobs.show-in-folder",
            tr("Show in folder"),
            _do(bench, actions.show_in_folder),
            (),
            "Jobs",
            "result",
            "folder-open",
            off=_why(bench, actions.why_no_folder),
        ),
        Command(
            "jobs.save-as",
            tr("Save the result as…"),
            _do(bench, actions.save_as),
            (),
            "Jobs",
            "result",
            "download",
            off=_why(bench, actions.why_no_result),
            names=tr("fetch download"),
        ),
        Command(
            "jobs.stop-fetching",
            tr("Stop fetching the result"),
            _do(bench, actions.stop_fetching),
            (),
            "Jobs",
            "result",
            "x",
            off=_why(bench, actions.why_no_stop),
            names=tr("download cancel"),
        ),
    )


def _looking(bench: Workbench) -> tuple[Command, ...]:
    """What is known of the job."""
    jobs, actions = bench.jobs, bench.jobs.actions
    return (
        Command(
            "jobs.details",
            tr("Details"),
            lambda: jobs.show_details(shown=not jobs.shows_details),
            ("Alt+Return", "Alt+Enter"),
            "Jobs",
            "details",
            "info",
            off=_why(bench, actions.why_not),
            checked=lambda: jobs.shows_details,
            at=AT,
            names=tr("what happened request answers log"),
        ),
    )


def _requests(bench: Workbench) -> tuple[Command, ...]:
    """The request that was sent, to work on and to look at."""
    actions = bench.jobs.actions
    return (
        Command(
            "jobs.show-field",
            tr("Show the field to change"),
            _do(bench, actions.field.show),
            (),
            "Jobs",
            "request",
            "pencil",
            off=_why(bench, actions.field.why_not),
            names=tr("failure error mend"),
        ),
        Command(
            "jobs.reopen",
            tr("Reopen as composition"),
            _do(bench, actions.reopen),
            (),
            "Jobs",
            "request",
            "copy-plus",
            off=_why(bench, actions.why_not),
        ),
        Command(
            "jobs.duplicate",
            tr("Duplicate as composition"),
            _do(bench, actions.duplicate),
            (),
            "Jobs",
            "request",
            "copy",
            off=_why(bench, actions.why_not),
            names=tr("copy template"),
        ),
        Command(
            "jobs.compare",
            tr("Compare…"),
            partial(bench.overlay_wanted.emit, "compare"),
            (),
            "Jobs",
            "request",
            "arrow-left-right",
            off=_why(bench, actions.why_not),
            names=tr("differs difference changed"),
        ),
    )


def _repeats(bench: Workbench) -> tuple[Command, ...]:
    """The request that was sent, sent once more; and what it is called."""
    actions = bench.jobs.actions
    return (
        Command(
            "jobs.retry",
            tr("Submit again"),
            _do(bench, actions.retry),
            (),
            "Jobs",
            "request",
            "rotate-cw",
            off=_why(bench, actions.why_no_retry),
            names=tr("retry"),
        ),
        Command(
            "jobs.send-anyway",
            tr("Send anyway…"),
            _do(bench, actions.send_anyway),
            (),
            "Jobs",
            "request",
            "send-horizontal",
            off=_why(bench, actions.why_no_sending),
            names=tr("unknown twice"),
        ),
        Command(
            "jobs.copy-id",
            tr("Copy the job's id"),
            _do(bench, actions.copy_id),
            ("Ctrl+C",),
            "Jobs",
            "request",
            "copy",
            off=_why(bench, actions.why_not),
            at=AT,
        ),
    )


def _now(bench: Workbench) -> tuple[Command, ...]:
    """What is going on at the service."""
    jobs, actions = bench.jobs, bench.jobs.actions
    return (
        Command(
            "jobs.cancel",
            tr("Cancel the job"),
            _do(bench, actions.cancel),
            ("Del",),
            "Jobs",
            "now",
            "x",
            off=_why(bench, actions.why_no_cancel),
            at=AT,
            names=tr("stop"),
        ),
        Command(
            "jobs.ask-now",
            tr("Ask the services now"),
            jobs.ask_now,
            ("F5",),
            "Jobs",
            "now",
            "refresh-cw",
            names=tr("refresh"),
        ),
        Command(
            "jobs.export",
            tr("Export the jobs…"),
            jobs.exporting.export,
            (),
            "Jobs",
            "notify",
            "download",
            off=jobs.exporting.why_not,
            names=tr("csv json table spreadsheet history"),
        ),
        Command(
            "jobs.notify",
            tr("Tell me when jobs end"),
            lambda: bench.preferences.set("notifies", not bench.preferences.window.notifies),
            (),
            "Jobs",
            "notify",
            "bell",
            checked=lambda: bench.preferences.window.notifies,
            names=tr("notification message tray"),
        ),
    )
