"""The sizes of the frame that are one click away: above the canvas, in the menu and by the palette."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ...layout.frame import PRESETS, resize_frame
from ...model.source import frame_in_force
from ..words import tr
from ..workbench import Workbench
from .command import Command


def take_size(bench: Workbench, width: int, height: int) -> None:
    """Give the frame this size as a step; the layout comes along where the user wants that."""
    known, spacing, scales = bench.session.known, bench.arranging.spacing, bench.presets.scales_tiles
    bench.edit(
        lambda now: resize_frame(now, known, width, height, scales_tiles=scales, spacing=spacing),
        tr("Size of the frame"),
    )


def commands(bench: Workbench) -> Iterator[Command]:
    session = bench.session

    def is_taken(size: tuple[int, int]) -> bool:
        return frame_in_force(session.composition, session.known).size == size

    def off() -> str:
        return tr("Off because the template decides.") if session.composition.transcode_template_id else ""

    for width, height, called in PRESETS:
        yield Command(
            f"composition.frame-{width}x{height}",
            tr("Frame {width} × {height} ({name})").format(width=width, height=height, name=called),
            partial(take_size, bench, width, height),
            menu="Composition",
            section="frame",
            icon="ratio",
            off=off,
            checked=partial(is_taken, (width, height)),
            names=_words(width, height),
            submenu=tr("Size of the frame"),
        )


def _words(width: int, height: int) -> str:
    """What people call the shape, too."""
    typed = f"{width}x{height}"
    if width == height:
        return tr("square") + f" {typed}"
    return (tr("landscape wide") if width > height else tr("portrait upright vertical phone")) + f" {typed}"
