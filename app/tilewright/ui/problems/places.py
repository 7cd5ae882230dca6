"""What people call the place that a problem's path names."""

from __future__ import annotations

from ...model.composition import Composition
from ...model.labels import words_of
from ..inspector.page import all_pages, page_of
from ..words import tell, tr


def tile_id_of(path: str) -> str:
    """The tile that a path is about; empty when it is about none."""
    parts = path.split(".")
    return parts[1] if parts[0] == "tiles" and len(parts) > 1 else ""


def place_of(path: str, composition: Composition) -> str:
    """The place as people know it: ``Tile 4 · Width``, ``Video · Bitrate``."""
    parts = path.split(".")
    if parts[0] == "tiles":
        return _tile_place(path, composition)
    if parts[0] == "watermarks":
        number = tr("Watermark {number}").format(number=int(parts[1]) + 1) if parts[1:2] and parts[1].isdigit() else ""
        return _joined(number or tr("Watermarks"), _field(path) if len(parts) > 2 else "")
    page = _page_titles()[page_of(path)]
    if path in _WHOLE_PAGES:
        return page
    field = _field(path)
    return page if field == page else _joined(page, field)


_WHOLE_PAGES = {"output", "transcode", "transcode.video", "transcode.audio", "transcode.trans_config"}
"""Paths that name no field of their own."""


def _tile_place(path: str, composition: Composition) -> str:
    parts = path.split(".")
    if len(parts) < 2:
        return tr("Tiles")
    numbers = {tile.id: number for number, tile in enumerate(composition.tiles, 1)}
    number = numbers.get(parts[1])
    tile = tr("Tile {number}").format(number=number) if number else tr("A tile that is gone")
    return _joined(tile, _field(path) if len(parts) > 2 else "")


def _joined(place: str, field: str) -> str:
    return f"{place} · {field}" if field else place


def _page_titles() -> dict[str, str]:
    return {page.id: page.title() for page in all_pages()}


def _field(path: str) -> str:
    """The field at ``path``, as its page calls it; one without words is told in its own, without underscores."""
    words = words_of(path)
    if words is not None:
        return tell(words.in_lists)
    parts = path.split(".")
    name = next((part for part in reversed(parts) if not part.isdigit()), parts[-1])
    return name.replace("_", " ").capitalize()
