"""Tiles on the clipboard: copied, cut, and pasted from this window or another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from ..errors import AppError
from ..layout.pasting import paste, paste_places
from ..layout.place import Placed
from ..layout.stack import remove
from ..model.clipping import MIME, Clipping, Place, decode, encode, without_secrets
from ..model.composition import MOST_TILES, Composition
from ..model.names import shortened
from .files.incoming import sort_mime
from .names import step_name, tile_label
from .secrets import tell_cleaned
from .words import tr

if TYPE_CHECKING:
    from .workbench import Workbench

_ABOUT = "paste"


def copy_tiles(bench: Workbench) -> bool:
    """Put the chosen tiles on the clipboard, for programs of ours and as text; whether they are there."""
    session, report = bench.session, bench.report
    report.end(_ABOUT)
    tiles, placement = session.selected(), session.placement()
    places = []
    for tile in tiles:
        there = placement.of(tile.id)
        rect = there.rect if isinstance(there, Placed) else None
        places.append(Place(rect.x, rect.y, rect.width, rect.height) if rect else None)
    try:
        data = encode(tiles, places)
    except AppError as error:
        report.error(error, about=_ABOUT)
        return False
    mime = QMimeData()
    mime.setData(MIME, data)
    mime.setText(data.decode())
    QGuiApplication.clipboard().setMimeData(mime)
    return True


def cut_tiles(bench: Workbench) -> None:
    """Copy the chosen tiles, and take them away."""
    ids = bench.session.selection
    if copy_tiles(bench):
        text = step_name(bench.session.composition, ids, tr("Cut {tile}"), tr("Cut {count} tiles"))
        bench.edit(lambda now: remove(now, ids), text)


def paste_tiles(bench: Workbench, text: str) -> None:
    """Put the tiles of ``text`` in, as `layout.pasting.paste` says, and choose them; what cannot be is told."""
    clipping = _read(bench, text)
    if clipping is None:
        return
    tiles = tuple(map(without_secrets, clipping.tiles))
    pasted: list[str] = []

    def put_in(now: Composition) -> Composition:
        if len(now.tiles) + len(tiles) > MOST_TILES:
            tell_no_room(bench, len(tiles))
            return now
        after, ids = paste(now, tiles)
        pasted[:] = ids
        return after

    def choose() -> None:
        if pasted:
            bench.session.select(pasted)
            if any(ours.url != theirs.url for ours, theirs in zip(tiles, clipping.tiles, strict=True)):
                tell_cleaned(bench.report)

    name = tr("Paste {count} tiles").format(count=len(tiles))
    if len(tiles) == 1:
        label = tile_label(tiles[0], len(bench.session.composition.tiles) + 1)
        name = tr("Paste {tile}").format(tile=shortened(label))
    bench.edit(put_in, name, choose)


def tell_no_room(bench: Workbench, count: int) -> None:
    """Of so many tiles none was added: the file could not be opened again."""
    told = tr("A composition has at most {most} tiles.").format(most=MOST_TILES)
    hint = tr("There is no room for {count} more; nothing was added.").format(count=count)
    bench.report.say(told, hint, kind="warning", about=_ABOUT)


def paste_geometry(bench: Workbench) -> None:
    """Give the chosen tiles, in their order, the places and sizes of the copied ones."""
    mime = QGuiApplication.clipboard().mimeData()
    text = sort_mime(mime).tiles if mime is not None else ""
    if not text:
        bench.report.say(tr("There are no tiles on the clipboard."), tr("Copy tiles first, here or in another window."))
        return
    clipping = _read(bench, text)
    if clipping is None:
        return
    ids = bench.session.selection
    free = sum(not tile.locked for tile in bench.session.selected())
    name = tr("Paste place and size") if free == 1 else tr("Paste places and sizes")
    bench.edit(lambda now: paste_places(now, ids, clipping), name)
    if len(clipping.tiles) < free:
        told = tr("Fewer tiles were copied than are chosen.")
        bench.report.say(told, tr("The others keep their places."))


def _read(bench: Workbench, text: str) -> Clipping | None:
    bench.report.end(_ABOUT)
    try:
        return decode(text)
    except AppError as error:
        bench.report.error(error, about=_ABOUT)
        return None
