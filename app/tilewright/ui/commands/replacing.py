"""Another video in the place of a tile's own, by the page of the tile and by a command."""

from __future__ import annotations

from functools import partial

from ...model.composition import Tile
from ...model.endings import VIDEO_ENDINGS
from ..words import tr
from ..workbench import Workbench
from .command import Command


def take_source(bench: Workbench, chosen: Tile, url: str) -> bool:
    """Show the video at ``url`` in the tile that was ``chosen``; whether it is still there with its old one."""
    document = bench.session.document
    document.settle()
    for tile in document.wished.tiles:
        if (tile.id, tile.url) == (chosen.id, chosen.url):
            document.apply(document.wished.with_tile(tile.replace(url=url)), tr("Replace the source"))
            return True
    return False


def commands(bench: Workbench) -> tuple[Command, ...]:
    bringer = bench.replacing

    def off() -> str:
        if bringer.is_busy:
            return tr("A file is being brought already")
        return "" if len(bench.session.selection) == 1 else tr("Select one tile first")

    def ask() -> None:
        chosen = bench.session.selected()[0]
        bringer.ask(tr("Replace the source"), VIDEO_ENDINGS, partial(take_source, bench, chosen))

    return (
        Command(
            "composition.replace-source",
            tr("Replace the source…"),
            ask,
            menu="Composition",
            section="videos",
            off=off,
            names=tr("change exchange another video file of the tile"),
        ),
    )
