"""Where that stands now which somebody meant a while ago: watermarks and music have numbers, which move."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject

from ..model.composition import Composition
from ..model.paths import read_path
from .document import Document

_ONE, _MUSIC = "transcode.audio_mix", "transcode.audio_mix_array"


class Place:
    """The field that was at a path when it was followed. ``path`` is where it is now; ``None`` when it is gone."""

    def __init__(self, owner: str | None, rest: str) -> None:
        self.owner, self._rest = owner, rest

    @property
    def path(self) -> str | None:
        return None if self.owner is None else f"{self.owner}{self._rest}"


class Following(QObject):
    """Follows fields through each change of the document, for as long as somebody holds the `Place`."""

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._places: weakref.WeakSet[Place] = weakref.WeakSet()
        document.changed.connect(self._on_changed)

    def follow(self, path: str) -> Place:
        """The field at ``path`` from now on. A tile is followed by its id, a member of a list by what it is."""
        owner = _owner_of(path)
        place = Place(owner, path[len(owner) :])
        self._places.add(place)
        return place

    def follow_all(self, paths: Sequence[str]) -> tuple[Place, ...]:
        return tuple(map(self.follow, paths))

    def present(self, places: Sequence[Place]) -> tuple[str, ...]:
        """The paths of those whose tile, watermark or piece of music is still there."""
        ids = {tile.id for tile in self._document.composition.tiles}
        found = (place.path for place in places)
        return tuple(path for path in found if path and (not path.startswith("tiles.") or path.split(".")[1] in ids))

    def with_number(self, path: str, do: Callable[[int], None]) -> Callable[[], None]:
        """``do`` with the member of a list that is at ``path`` now: with the number that it has by then, from 0.
        Nothing when it is gone by then.
        """
        place = self.follow(path)

        def run() -> None:
            if place.path is not None:
                do(int(place.path.rpartition(".")[2]))

        return run

    def _on_changed(self, before: Composition, after: Composition) -> None:
        for root, parts in (("watermarks", _watermarks), ("transcode", _music)):
            places = [place for place in self._places if place.owner and place.owner.startswith(f"{root}.")]
            if places:
                was, now = parts(before), parts(after)
                for place in places:
                    if place.owner in was:
                        place.owner = _place_in(was, now, place.owner)


def _owner_of(path: str) -> str:
    """The part of ``path`` that names a member of a list, or all of it."""
    names = path.split(".")
    for depth, root in ((2, "watermarks"), (2, _ONE), (3, _MUSIC)):
        if path.startswith(f"{root}."):
            return ".".join(names[:depth])
    return path


def _watermarks(composition: Composition) -> dict[str, Any]:
    return {f"watermarks.{number}": one for number, one in enumerate(composition.watermarks)}


def _music(composition: Composition) -> dict[str, Any]:
    """A single piece may become the first of the list, and the other way round."""
    pieces = {f"{_MUSIC}.{number}": one for number, one in enumerate(read_path(composition, _MUSIC) or ())}
    one = read_path(composition, _ONE)
    return pieces if one is None else {_ONE: one, **pieces}


def _place_in(was: dict[str, Any], now: dict[str, Any], owner: str) -> str | None:
    """Where that has got to: what only moved is the same object. Of what is new, it is what is alike, else what stands
    in its place while there are as many as before.
    """
    mine = was[owner]
    for place, one in now.items():
        if one is mine:
            return place
    old = {id(one) for one in was.values()}
    fresh = {place: one for place, one in now.items() if id(one) not in old}
    if fresh.get(owner) == mine:
        return owner
    alike = next((place for place, one in fresh.items() if one == mine), None)
    return alike or (owner if owner in fresh and len(was) == len(now) else None)
