"""The local cloud: its page, its queue, cleaning up."""

from __future__ import annotations

from functools import partial

from ..words import tr
from ..workbench import Workbench
from .command import Command


def commands(bench: Workbench) -> tuple[Command, ...]:
    cloud = bench.local_cloud
    return (
        Command(
            "jobs.local-cloud",
            tr("Local cloud…"),
            partial(bench.overlay_wanted.emit, "local-cloud"),
            (),
            "Jobs",
            "local-cloud",
            "hard-drive",
            names=tr("disk room size settings parallel callback hosts"),
        ),
        Command(
            "jobs.pause-queue",
            tr("Pause the queue of the local cloud"),
            cloud.pause,
            (),
            "Jobs",
            "local-cloud",
            "pause",
            names=tr("hold stop wait"),
        ),
        Command(
            "jobs.resume-queue",
            tr("Let the queue of the local cloud go on"),
            cloud.resume,
            (),
            "Jobs",
            "local-cloud",
            "play",
            names=tr("resume continue"),
        ),
        Command(
            "jobs.clean-up",
            tr("Clean up the local cloud…"),
            partial(bench.overlay_wanted.emit, "clean-up"),
            (),
            "Jobs",
            "local-cloud",
            "trash-2",
            names=tr("delete free disk room size"),
        ),
        Command(
            "jobs.allow-host",
            tr("Allow the host of the callback"),
            cloud.allow_of_job,
            (),
            "Jobs",
            "local-cloud",
            "shield-check",
            off=cloud.why_no_host,
            names=tr("callback address tell end"),
        ),
    )
