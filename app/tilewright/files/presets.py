"""Presets as files: those of the user in `presets/` of the home, and those that travel."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from ..errors import Absent, AppError, Damaged, OutputExists, Refused, StorageError
from ..model.built_in import BUILT_IN
from ..model.named import Named
from ..model.preset import Preset, cleaned
from ..model.value import Value
from ..text import say
from .own_files import Kind, OwnFiles


class _Document(Value, frozen=True):
    """What stands in a file."""

    format: int
    preset: Preset


class _Presets(Kind[Preset]):
    suffix = ".tilewright-preset"
    folder = "presets"
    document = _Document
    key = "preset"
    largest = 64 * 1024  # what we write has a few thousand
    most = 200
    shipped: ClassVar[tuple[Named, ...]] = BUILT_IN
    reserved: ClassVar[tuple[str, ...]] = tuple(preset.name for preset in BUILT_IN)

    def cleaned(self, thing: Preset) -> Preset:
        return cleaned(thing)

    def too_large(self, what: str) -> AppError:
        told = say("{what} is larger than 64 KiB.", what=what)
        return Refused(told, "A preset is far smaller; is this the right file?")

    def is_none(self, what: str, reason: object) -> AppError:
        told = say("{what} is no preset: {reason}.", what=what, reason=reason)
        return Damaged(told, "Use a copy that is whole.")

    def has_no_name(self, what: str) -> AppError:
        return Damaged(say("{what} is no preset: it has no name.", what=what), "Use a copy that is whole.")

    def no_file(self, path: Path) -> AppError:
        return Refused(say("{path} is not a file.", path=path), "Choose a preset that was exported.")

    def too_many(self, count: int, folder: Path) -> AppError:
        told = say("There are {count} presets; the first {most} are offered.", count=count, most=self.most)
        return Refused(told, say("Move some out of {folder}.", folder=folder))

    def is_full(self) -> AppError:
        return Refused(say("There are {most} presets already.", most=self.most), "Delete one that you do not need.")

    def is_taken(self, name: str) -> AppError:
        return OutputExists(say("There is a preset {name} already.", name=name), "Choose another name.")

    def was_deleted(self, name: str) -> AppError:
        told = say("The preset {name} was deleted in another window.", name=name)
        return Absent(told, "To keep what is set here, save it as a new preset.")

    def in_use(self) -> AppError:
        return StorageError("The presets are in use by another Tilewright.", "Try again.")


PRESETS = _Presets()


class OwnPresets(OwnFiles[Preset]):
    """The presets of the user in the home ``home``."""

    def __init__(self, home: Path) -> None:
        super().__init__(home, PRESETS)
