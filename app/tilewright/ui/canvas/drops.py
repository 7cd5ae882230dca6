"""What is dropped on the canvas: the same as anywhere on the window, with the place where it was dropped."""

from __future__ import annotations

from PySide6.QtCore import QMimeData

from ..files.incoming import sort_mime


def dropped(data: QMimeData) -> list[str]:
    """Paths of this machine and http(s) addresses in what is dragged, each once; or the text of a request alone."""
    incoming = sort_mime(data)
    if incoming.text:
        return [incoming.text]
    return list(dict.fromkeys([*map(str, (*incoming.presets, *incoming.documents)), *incoming.videos]))
