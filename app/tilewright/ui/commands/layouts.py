"""Commands that lay the tiles out: one for each layout of the gallery."""

from __future__ import annotations

from functools import partial

from ...layout.gallery import LAYOUTS
from ..layouts.names import full_title, short_title
from ..words import tr
from ..workbench import Workbench
from .command import Command


def commands(bench: Workbench) -> tuple[Command, ...]:
    gallery = Command(
        "layout.gallery",
        tr("All layouts"),
        partial(bench.overlay_wanted.emit, "layouts"),
        ("Ctrl+L",),
        "Arrange",
        "layouts",
        "layout-grid",
    )
    return (gallery, *(_command(bench, layout.name) for layout in LAYOUTS))


def _command(bench: Workbench, name: str) -> Command:
    arranging = bench.arranging

    def is_taken() -> bool:
        return arranging.name == name

    return Command(
        f"layout.{name}",
        tr("Layout {name}").format(name=short_title(name)),
        partial(arranging.apply, name),
        menu="Arrange",
        submenu=tr("Layouts"),
        section="layouts",
        icon="layout-grid",
        off=partial(arranging.reason_against, name),
        checked=is_taken,
        names=f"{name} {full_title(name)}",
    )
