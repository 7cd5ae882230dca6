"""What is dropped on the canvas: the same as anywhere on the window, with the place where it was dropped."""

from __future__ import annotations

from PySide6.QtCore import QMimeData

from ..files.incoming import sort_mime


def dropped(data: QMimeData) -> list[str]:
    """Paths of this machine and http(s) addresses in what is dragged, each once; or one text alone, of a request or of
    tiles.
    """
    incoming = sort_mime(data)
    if incoming.text or incoming.tiles:
        return [incoming.text or incoming.tiles]
    return list(dict.fromkeys([*map(str, (*incoming.own, *incoming.documents)), *incoming.videos]))


def odd_line(data: QMimeData) -> str:
    """The line for which nothing of a text is taken."""
    return sort_mime(data).odd
