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


def replace_layout(shown: OwnLayout, made: OwnLayout, own: OwnFiles[OwnLayout]) -> tuple[OwnLayout, OwnLayout]:
    """Give the layout that was ``shown`` the places and the name of ``made``; what it was, and what it is. Raises
    ``Refused`` where it is called otherwise by now, as nobody asked to replace that one; else as `OwnFiles.change`.
    """
    before = shown

    def replaced(newest: OwnLayout) -> OwnLayout:
        nonlocal before
        if newest.name.casefold() != shown.name.casefold():
            told = say(
                "The layout {name} is called {new} by now: another window renamed it.",
                name=shown.name,
                new=newest.name,
            )
            raise Refused(told, "It stays as it is. Save yours once more.")
        before = newest
        return made.replace(id=newest.id)

    after = own.change(shown, replaced, stem_of)
    return before, after


def take_replacing_back(saved: OwnLayout, before: OwnLayout, own: OwnFiles[OwnLayout]) -> OwnLayout:
    """Give the layout that was ``saved`` over the one ``before`` the places that it had then, and its name unless it
    was renamed since. Raises ``Refused`` where it has got other places since, else as `OwnFiles.change`.
    """

    def taken_back(newest: OwnLayout) -> OwnLayout:
        if _places(newest) not in (_places(saved), _places(before)):
            told = say("The layout {name} was changed in another window meanwhile.", name=newest.name)
            raise Refused(told, "It stays as it is now.")
        return before if newest.name == saved.name else before.replace(name=newest.name)

    return own.change(saved, taken_back, stem_of)


def _places(layout: OwnLayout) -> tuple[object, ...]:
    return layout.width, layout.height, layout.places
