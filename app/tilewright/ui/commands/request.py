"""The request on the clipboard."""

from __future__ import annotations

from ..words import tr
from ..workbench import Workbench
from .command import Command

COPIES = ("request.copy-xml", "request.copy-curl", "request.copy-python", "request.copy-ffmpeg")
"""The commands of the button Copy, in order."""


def commands(bench: Workbench) -> tuple[Command, ...]:
    words = tr("Copy the request")
    names = tr("copy request clipboard script command")
    menu = "Composition"
    copy = bench.copies.copy
    return (
        Command(
            COPIES[0], tr("Copy as XML"), lambda: copy("xml"), ("Ctrl+Alt+X",), menu, "request", "copy",
            names=names, submenu=words,
        ),
        Command(
            COPIES[1], tr("Copy as a script for curl"), lambda: copy("curl"), ("Ctrl+Alt+C",), menu, "request",
            names=names, submenu=words,
        ),
        Command(
            COPIES[2], tr("Copy as a script for Python"), lambda: copy("python"), ("Ctrl+Alt+P",), menu, "request",
            names=names, submenu=words,
        ),
        Command(
            COPIES[3], tr("Copy as FFmpeg command"), lambda: copy("ffmpeg"), ("Ctrl+Alt+G",), menu, "request",
            names=names, submenu=words,
        ),
    )  # fmt: skip
