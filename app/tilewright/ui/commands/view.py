"""How the window looks: the look, the panels and their sizes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol

from ..theme.theme import CHOICES, Choice
from ..words import tr
from ..workbench import Workbench
from .command import Command

Side = Literal["left", "right", "bottom"]

STEP = 24
"""Device-independent pixels by which a panel grows at a time, by keyboard."""


class Panels(Protocol):
    """What the main window offers to these commands."""

    def is_open(self, side: Side) -> bool: ...
    def toggle(self, side: Side) -> None: ...
    def step(self, side: Side, pixels: int) -> None: ...
    def reset(self) -> None: ...
    def show_page(self, name: str) -> None: ...


def commands(bench: Workbench, panels: Panels) -> tuple[Command, ...]:
    return (*_panels(panels), _everything(bench), *_sizes(panels), *_looks(bench))


def _panels(panels: Panels) -> tuple[Command, ...]:
    sides: tuple[tuple[Side, str, str], ...] = (
        ("left", tr("Tiles and layouts"), "Ctrl+1"),
        ("right", tr("Options"), "Ctrl+2"),
        ("bottom", tr("Jobs, problems and request"), "Ctrl+3"),
    )
    pages = (
        ("jobs", tr("Show the jobs"), "Ctrl+J", "clapperboard"),
        ("problems", tr("Show the problems"), "Ctrl+Shift+P", "triangle-alert"),
        ("request", tr("Show the request"), "Ctrl+Shift+R", "code-xml"),
    )
    return (
        *(
            Command(
                f"view.{side}",
                title,
                _toggle(panels, side),
                (keys,),
                "View",
                "panels",
                "panel-left" if side == "left" else "",
                checked=_is_open(panels, side),
            )
            for side, title, keys in sides
        ),
        Command("view.reset-panels", tr("Reset panels"), panels.reset, (), "View", "panels"),
        *(
            Command(f"view.{name}", title, _call(panels.show_page, name), (keys,), "View", "pages", icon)
            for name, title, keys, icon in pages
        ),
    )


def _everything(bench: Workbench) -> Command:
    """The simple view of the options, or every field of them."""
    preferences = bench.preferences

    def is_on() -> bool:
        return preferences.window.shows_all_options

    return Command(
        "view.everything",
        tr("Show everything in the options"),
        lambda: preferences.set("shows_all_options", not is_on()),
        ("Ctrl+Shift+E",),
        "View",
        "options",
        "sliders-horizontal",
        checked=is_on,
        names=tr("simple advanced expert fields"),
    )


def _sizes(panels: Panels) -> tuple[Command, ...]:
    """Panel sizes by keyboard."""
    sizes: tuple[tuple[Side, str, str], ...] = (
        ("left", tr("Tiles wider"), tr("Tiles narrower")),
        ("right", tr("Options wider"), tr("Options narrower")),
        ("bottom", tr("Jobs higher"), tr("Jobs lower")),
    )
    made: list[Command] = []
    for side, larger, smaller in sizes:
        for word, text, pixels in (("larger", larger, STEP), ("smaller", smaller, -STEP)):
            made.append(
                Command(
                    f"view.{side}-{word}",
                    text,
                    _step(panels, side, pixels),
                    (),
                    "View",
                    "sizes",
                    submenu=tr("Panel sizes"),
                )
            )
    return tuple(made)


def _looks(bench: Workbench) -> tuple[Command, ...]:
    texts = {
        "system": tr("Look of the system"),
        "light": tr("Light"),
        "dark": tr("Dark"),
        "contrast": tr("High contrast"),
    }
    icons = {"system": "monitor", "light": "sun", "dark": "moon", "contrast": "contrast"}
    return tuple(
        Command(
            f"view.look-{choice}",
            texts[choice],
            _choose(bench, choice),
            (),
            "View",
            "look",
            icons[choice],
            checked=_is_look(bench, choice),
            submenu=tr("Look"),
        )
        for choice in CHOICES
    )


def _choose(bench: Workbench, choice: Choice) -> Callable[[], None]:
    return lambda: bench.choose_look(choice)


def _is_look(bench: Workbench, choice: Choice) -> Callable[[], bool]:
    return lambda: bench.theme.choice == choice


def _step(panels: Panels, side: Side, pixels: int) -> Callable[[], None]:
    return lambda: panels.step(side, pixels)


def _call(function: Callable[[str], None], value: str) -> Callable[[], None]:
    return lambda: function(value)


def _toggle(panels: Panels, side: Side) -> Callable[[], None]:
    return lambda: panels.toggle(side)


def _is_open(panels: Panels, side: Side) -> Callable[[], bool]:
    return lambda: panels.is_open(side)
