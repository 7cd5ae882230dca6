"""The user's own guides: by numbers, all of them away, locked, hidden."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from ...model.ruler_guides import RulerGuides
from ..words import tr
from ..workbench import Workbench
from .command import Command

IDS = ("view.guides-add", "view.guides-lock", "view.guides-hide", "view.guides-clear")


def commands(bench: Workbench) -> tuple[Command, ...]:
    """One on each axis by numbers is added in the list of all; the others are about all of them."""
    session, canvas = bench.session, bench.canvas

    def some() -> str:
        guides = session.composition.ruler_guides
        return "" if guides.x or guides.y else tr("No guides yet: drag one from a ruler")

    def clear() -> None:
        canvas.choose_guide(None)
        none = session.composition.ruler_guides.replace(x=(), y=())
        session.document.apply(session.composition.replace(ruler_guides=none), tr("Remove all guides"))

    return (
        Command(
            IDS[0],
            tr("Add guide…"),
            canvas.ask_guides,
            (),
            "View",
            "helps",
            "ruler",
            names=tr("guides list ruler lines"),
            submenu=tr("Guides"),
            tip=tr("By numbers, with a list of those that are there; by hand: drag from a ruler"),
        ),
        _switch(bench, IDS[1], "locked", tr("Lock guides"), tr("Unlock guides"), some),
        _switch(bench, IDS[2], "hidden", tr("Hide guides"), tr("Show guides"), some),
        Command(IDS[3], tr("Remove all guides"), clear, (), "View", "helps", off=some, submenu=tr("Guides")),
    )


def _switch(
    bench: Workbench, command_id: str, flag: Literal["locked", "hidden"], on: str, off: str, reason: Callable[[], str]
) -> Command:
    """``on`` and ``off`` are the names of the steps, and ``on`` that of the command."""
    session = bench.session

    def is_on() -> bool:
        return bool(getattr(session.composition.ruler_guides, flag))

    def toggle() -> None:
        was = is_on()
        after: RulerGuides = session.composition.ruler_guides.replace(**{flag: not was})
        bench.canvas.choose_guide(None)
        session.document.apply(session.composition.replace(ruler_guides=after), off if was else on)

    return Command(
        command_id, on, toggle, (), "View", "helps", off=reason, checked=is_on, submenu=tr("Guides"), names=tr("ruler")
    )
