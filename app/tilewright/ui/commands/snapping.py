"""What a drag snaps to, how near, the grid, and even pixels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from ...layout.attraction import Kind
from ..words import tr
from ..workbench import Workbench
from .command import Command

REACHES = (4, 6, 8, 12, 16, 24)
"""Pixels of the screen to choose from; the settings take any from 1 to 64."""

GRIDS = (4, 8, 10, 16, 20, 32, 40, 64)
"""Pixels of the frame to choose from; the settings take any from 2 to 1024."""


def commands(bench: Workbench) -> tuple[Command, ...]:
    return (*_kinds(bench), *_modes(bench), *_reaches(bench), *_grids(bench))


def kinds() -> tuple[tuple[Kind, str], ...]:
    """Each kind that can be switched, and what it is called."""
    return (
        ("ruler-guides", tr("Guides from the rulers")),
        ("frame", tr("Edges of the frame")),
        ("centre", tr("Centre lines of the frame")),
        ("thirds", tr("Thirds")),
        ("quarters", tr("Quarters")),
        ("safe", tr("Safe areas: action 93 %, titles 90 %")),
        ("tiles", tr("Edges and centres of tiles")),
        ("gaps", tr("Equal gaps")),
        ("sizes", tr("Widths and heights of tiles")),
        ("source", tr("Size and proportion of the source")),
    )


def _kinds(bench: Workbench) -> Iterator[Command]:
    canvas = bench.canvas

    def is_on(kind: Kind) -> bool:
        return kind in canvas.attraction.kinds

    for kind, text in kinds():
        yield Command(
            f"view.snap-{kind}",
            text,
            partial(canvas.toggle_kind, kind),
            (),
            "View",
            "helps",
            checked=partial(is_on, kind),
            names=tr("snap to guides magnet"),
            submenu=tr("Snap to"),
        )


def _modes(bench: Workbench) -> Iterator[Command]:
    preferences = bench.preferences
    yield Command(
        "view.grid",
        tr("Grid"),
        lambda: preferences.set("grid", not preferences.window.grid),
        ("Ctrl+'",),
        "View",
        "helps",
        "grid-3x3",
        checked=lambda: preferences.window.grid,
        names=tr("snap raster lines"),
        tip=tr("Shows a grid over the frame; what is dragged snaps to it where nothing else is near"),
    )
    yield Command(
        "view.even",
        tr("Even pixels only"),
        lambda: preferences.set("even", not preferences.window.even),
        (),
        "View",
        "helps",
        checked=lambda: preferences.window.even,
        names=tr("4:2:0 chroma odd"),
        tip=tr("Whatever gives a tile a place or a size comes to even pixels; only the text of the request is exact"),
    )


def _reaches(bench: Workbench) -> Iterator[Command]:
    for pixels in REACHES:
        yield _choice(
            bench, "snap_reach", pixels, "snap-reach", tr("Snap within {count} pixels of the screen"), tr("Snap within")
        )


def _grids(bench: Workbench) -> Iterator[Command]:
    for pixels in GRIDS:
        yield _choice(bench, "grid_size", pixels, "grid", tr("Grid of {count} pixels"), tr("Grid size"))


def _choice(bench: Workbench, name: str, pixels: int, verb: str, text: str, submenu: str) -> Command:
    def is_so() -> bool:
        return bool(getattr(bench.preferences.window, name) == pixels)

    run: Callable[[], None] = partial(bench.preferences.set, name, pixels)
    told = text.format(count=pixels)
    return Command(f"view.{verb}-{pixels}", told, run, (), "View", "helps", checked=is_so, submenu=submenu)
