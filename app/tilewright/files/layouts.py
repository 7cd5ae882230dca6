"""Layouts as files: those of the user in `layouts/` of the home, and those that travel."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from ..errors import Absent, AppError, Damaged, OutputExists, Refused, StorageError
from ..layout.gallery import LAYOUTS
from ..model.own_layout import OwnLayout, cleaned
from ..model.value import Value
from ..text import say
from .own_files import Kind, OwnFiles


class _Document(Value, frozen=True):
    """What stands in a file."""

    format: int
    layout: OwnLayout


class _Layouts(Kind[OwnLayout]):
    suffix = ".tilewright-layout"
    folder = "layouts"
    document = _Document
    key = "layout"
    largest = 256 * 1024  # one of 1,000 tiles has about 130,000
    most = 60  # each has a thumbnail: more would take the window more than a moment to show
    reserved: ClassVar[tuple[str, ...]] = tuple(layout.name for layout in LAYOUTS)

    def cleaned(self, thing: OwnLayout) -> OwnLayout:
        return cleaned(thing)

    def too_large(self, what: str) -> AppError:
        told = say("{what} is larger than 256 KiB.", what=what)
        return Refused(told, "A layout is far smaller; is this the right file?")

    def is_none(self, what: str, reason: object) -> AppError:
        told = say("{what} is no layout: {reason}.", what=what, reason=reason)
        return Damaged(told, "Use a copy that is whole.")

    def has_no_name(self, what: str) -> AppError:
        return Damaged(say("{what} is no layout: it has no name.", what=what), "Use a copy that is whole.")

    def no_file(self, path: Path) -> AppError:
        return Refused(say("{path} is not a file.", path=path), "Choose a layout that was exported.")

    def too_many(self, count: int, folder: Path) -> AppError:
        told = say("There are {count} layouts of your own; the first {most} are offered.", count=count, most=self.most)
        return Refused(told, say("Move some out of {folder}.", folder=folder))

    def is_full(self) -> AppError:
        told = say("There are {most} layouts of your own already.", most=self.most)
        return Refused(told, "Delete one that you do not need.")

    def is_taken(self, name: str) -> AppError:
        if name.casefold() in {each.casefold() for each in self.reserved}:
            return OutputExists(say("The gallery has a layout {name} already.", name=name), "Choose another name.")
        return OutputExists(say("There is a layout {name} already.", name=name), "Choose another name.")

    def was_deleted(self, name: str) -> AppError:
        told = say("The layout {name} was deleted in another window.", name=name)
        return Absent(told, "To keep what lies here, save it as a new layout.")

    def in_use(self) -> AppError:
        return StorageError("The layouts are in use by another Tilewright.", "Try again.")


OWN_LAYOUTS = _Layouts()


class OwnLayouts(OwnFiles[OwnLayout]):
    """The layouts of the user in the home ``home``."""

    def __init__(self, home: Path) -> None:
        super().__init__(home, OWN_LAYOUTS)
