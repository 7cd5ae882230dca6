"""Commands that lay the tiles out: one for each layout; and those that keep layouts of the user's own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QApplication

from ...layout.gallery import LAYOUTS, Layout
from ...layout.own import layout_of, saved_tiles
from ...model.own_layout import OwnLayout
from ..layouts.actions import LayoutActions
from ..layouts.names import full_title, short_title
from ..words import tr
from ..workbench import Workbench
from .command import Command

OWN = "layout.own."
"""With it begin the ids of commands that take one of the user's own."""


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

    def follow() -> None:
        bench.commands.exchange(OWN, [_command(bench, layout_of(own), f"{OWN}{own.id}") for own in bench.layouts.own])

    bench.layouts.changed.connect(follow)
    follow()
    return (gallery, *(_command(bench, layout, f"layout.{layout.name}", "Arrange") for layout in LAYOUTS), *_own(bench))


def _command(bench: Workbench, layout: Layout, command_id: str, menu: str = "") -> Command:
    arranging = bench.arranging

    def is_taken() -> bool:
        return arranging.name == layout.name

    return Command(
        command_id,
        tr("Layout {name}").format(name=short_title(layout)),
        partial(arranging.apply, layout.name),
        menu=menu,
        submenu=tr("Layouts"),
        section="layouts",
        icon="layout-grid",
        off=partial(arranging.reason_against, layout.name),
        checked=is_taken,
        names=f"{layout.name} {full_title(layout)}",
    )


def _own(bench: Workbench) -> tuple[Command, ...]:
    layouts, session = bench.layouts, bench.session

    def why_not_save() -> str:
        return "" if saved_tiles(session.composition) else tr("There is no tile whose place could be saved")

    def why_not_more() -> str:
        return "" if layouts.in_force else tr("The tiles lie in no layout of your own")

    def save() -> None:
        with_window(LayoutActions.save)

    def with_window(run: Callable[[LayoutActions], None]) -> None:
        window = QApplication.activeWindow()
        if window is not None:
            run(LayoutActions(bench, window))

    def with_own(run: Callable[[LayoutActions, OwnLayout], None]) -> None:
        own = layouts.in_force
        if own is not None:
            with_window(lambda actions: run(actions, own))

    make = partial(Command, menu="Arrange", submenu=tr("Your layouts"), section="layouts")
    return (
        make("layouts.save", tr("Save layout…"), save, icon="save", off=why_not_save, names=tr("keep own template")),
        make(
            "layouts.import",
            tr("Import layout…"),
            bench.files.importing.ask_layout,
            icon="download",
            names=tr("open file tilewright-layout"),
        ),
        make(
            "layouts.rename",
            tr("Rename layout…"),
            partial(with_own, LayoutActions.rename),
            icon="pencil",
            off=why_not_more,
        ),
        make(
            "layouts.export",
            tr("Export layout…"),
            partial(with_own, LayoutActions.export),
            icon="upload",
            off=why_not_more,
            names=tr("file tilewright-layout"),
        ),
        make(
            "layouts.delete",
            tr("Delete layout…"),
            partial(with_own, LayoutActions.delete),
            icon="trash-2",
            off=why_not_more,
            names=tr("remove"),
        ),
    )
