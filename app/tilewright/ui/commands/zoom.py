"""How the canvas shows the frame: zoom, snapping, rulers."""

from __future__ import annotations

from collections.abc import Callable

from ..words import tr
from ..workbench import Workbench
from . import guides, snapping
from .command import Command
from .tiles import needs


def commands(bench: Workbench) -> tuple[Command, ...]:
    return (*_zooms(bench), *_fixed_zooms(bench), *_helps(bench), *snapping.commands(bench), *guides.commands(bench))


def _zooms(bench: Workbench) -> tuple[Command, ...]:
    """What of the frame is seen, and how large."""
    canvas = bench.canvas
    return (
        Command(
            "view.canvas", tr("Go to the canvas"), canvas.ask_focus, ("F6",), "View", "pages", names=tr("focus keys")
        ),
        Command(
            "view.zoom-in",
            tr("Zoom in"),
            lambda: canvas.ask_zoom("in"),
            ("Ctrl++", "Ctrl+="),
            "View",
            "zoom",
            "plus",
            names=tr("larger"),
            submenu=tr("Zoom"),
        ),
        Command(
            "view.zoom-out",
            tr("Zoom out"),
            lambda: canvas.ask_zoom("out"),
            ("Ctrl+-",),
            "View",
            "zoom",
            "minus",
            names=tr("smaller"),
            submenu=tr("Zoom"),
        ),
        Command(
            "view.fit",
            tr("Show the whole frame"),
            lambda: canvas.ask_zoom("fit"),
            ("Ctrl+0",),
            "View",
            "zoom",
            "maximize",
            names=tr("fit zoom"),
            submenu=tr("Zoom"),
        ),
        Command(
            "view.zoom-selection",
            tr("Zoom to the selection"),
            lambda: canvas.ask_zoom("selection"),
            ("Ctrl+Alt+0",),
            "View",
            "zoom",
            off=needs(bench, 1),
            submenu=tr("Zoom"),
        ),
    )


def _fixed_zooms(bench: Workbench) -> tuple[Command, ...]:
    return tuple(
        Command(
            f"view.zoom-{percent}",
            tr("Zoom to {percent} %").format(percent=percent),
            _zoom_to(bench, percent),
            (keys,),
            "View",
            "zoom",
            submenu=tr("Zoom"),
        )
        for percent, keys in ((100, "Ctrl+Alt+1"), (200, "Ctrl+Alt+2"))
    )


def _helps(bench: Workbench) -> tuple[Command, ...]:
    """What helps the hand to place things."""
    canvas = bench.canvas
    return (
        Command(
            "view.snap",
            tr("Snap"),
            canvas.toggle_snap,
            ("Ctrl+Alt+S",),
            "View",
            "helps",
            "magnet",
            checked=lambda: canvas.snaps,
            names=tr("guides align"),
        ),
        Command(
            "view.from-centre",
            tr("Resize from the centre"),
            canvas.toggle_from_centre,
            ("Ctrl+Alt+M",),
            "View",
            "helps",
            "scaling",
            checked=lambda: canvas.from_centre,
            names=tr("handle middle alt"),
        ),
        Command(
            "view.rulers",
            tr("Rulers"),
            canvas.toggle_rulers,
            ("Ctrl+Alt+R",),
            "View",
            "helps",
            "ruler",
            checked=lambda: canvas.shows_rulers,
        ),
    )


def _zoom_to(bench: Workbench, percent: int) -> Callable[[], None]:
    return lambda: bench.canvas.ask_zoom(percent / 100)
