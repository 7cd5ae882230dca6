"""The user's own layouts: what is particular to them; the rest is in `own_files`."""

from __future__ import annotations

from ..errors import AppError, Refused
from ..files.own_files import OwnFiles
from ..layout.gallery import LAYOUTS, Layout
from ..layout.own import gallery
from ..model.own_layout import OwnLayout
from ..text import say
from .own_files import stem_of


def gallery_for(name: str, own: OwnFiles[OwnLayout]) -> tuple[tuple[Layout, ...], tuple[AppError, ...]]:
    """The layouts among which ``name`` is to be found, and what cannot be read of the user's own. These are looked at
    only where the program has none of that name.
    """
    if any(layout.name == name for layout in LAYOUTS):
        return LAYOUTS, ()
    found = own.read()
    return gallery(found.own), found.troubles


def rename_layout(shown: OwnLayout, name: str, own: OwnFiles[OwnLayout]) -> OwnLayout:
    """Call the layout that was ``shown`` so; its places stay as they are by now. Raises as `OwnFiles.change`."""
    return own.change(shown, lambda newest: newest.replace(name=name), stem_of)


def take_replacing_back(saved: OwnLayout, before: OwnLayout, own: OwnFiles[OwnLayout]) -> OwnLayout:
    """Give the layout that was ``saved`` over the one ``before`` the places that it had then. Raises ``Refused`` where
    it has got others since, else as `OwnFiles.change`.
    """

    def taken_back(newest: OwnLayout) -> OwnLayout:
        if _places(newest) not in (_places(saved), _places(before)):
            told = say("The layout {name} was changed in another window meanwhile.", name=newest.name)
            raise Refused(told, "It stays as it is now.")
        return newest.replace(width=before.width, height=before.height, places=before.places)

    return own.change(saved, taken_back, stem_of)


def _places(layout: OwnLayout) -> tuple[object, ...]:
    return layout.width, layout.height, layout.places
