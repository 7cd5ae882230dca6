"""The user's own presets: saving, renaming, deleting, and bringing them from and to other machines."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from ..durable import write_whole
from ..errors import Refused
from ..files.compositions import require_free
from ..files.presets import SUFFIX, Found, OwnPresets, encode_preset, read_preset
from ..model.built_in import BUILT_IN
from ..model.composition import Composition
from ..model.options import Audio, Container, Video
from ..model.preset import Preset, preset_of
from ..text import say
from .names import safe_name


@dataclass(frozen=True, slots=True)
class Imported:
    """The preset that is there now; ``was_there``: it was there before, and nothing was written."""

    preset: Preset
    was_there: bool = False


def new_preset_id() -> str:
    """An id that no preset has, here or elsewhere."""
    return f"own-{secrets.token_hex(6)}"


def find_presets(own: OwnPresets) -> Found:
    """Those of the user, as they are on the disk now. Raises ``StorageError``."""
    return own.read()


def save_preset(preset: Preset, own: OwnPresets) -> Preset:
    """Keep ``preset``, in the place of the one with its id. Raises as `OwnPresets.save`."""
    return own.save(preset, _stem(preset))


def rename_preset(shown: Preset, name: str, description: str, own: OwnPresets) -> Preset:
    """Call the preset that was ``shown`` so; what was left as it was shown stays as it is by now. Raises as
    `OwnPresets.change`.
    """

    def renamed(newest: Preset) -> Preset:
        return newest.replace(
            name=name if name != shown.name else newest.name,
            description=description if description != shown.description else newest.description,
        )

    return own.change(shown, renamed, _stem)


def update_preset(shown: Preset, composition: Composition, own: OwnPresets) -> tuple[Preset, Preset]:
    """Give the preset that was ``shown`` the encoding of ``composition``; what it was, and what it is. Raises as
    `OwnPresets.change`.
    """
    before = shown

    def updated(newest: Preset) -> Preset:
        nonlocal before
        before = newest
        with_size = newest.size is not None
        return preset_of(composition, newest.id, newest.name, newest.description, with_size=with_size)

    after = own.change(shown, updated, _stem)
    return before, after


def take_update_back(updated: Preset, before: Preset, own: OwnPresets) -> Preset:
    """Give the preset that was ``updated`` the encoding that it had ``before``. Raises ``Refused`` where it has got
    another one since, else as `OwnPresets.change`.
    """

    def taken_back(newest: Preset) -> Preset:
        if _encoding(newest) not in (_encoding(updated), _encoding(before)):
            told = say("The preset {name} was changed in another window meanwhile.", name=newest.name)
            raise Refused(told, "It stays as it is now.")
        return newest.replace(container=before.container, video=before.video, audio=before.audio)

    return own.change(updated, taken_back, _stem)


def _encoding(preset: Preset) -> tuple[Container, Video, Audio | None]:
    return preset.container, preset.video, preset.audio


def remove_preset(preset: Preset, own: OwnPresets) -> None:
    own.remove(preset.id)


def import_preset(path: Path, own: OwnPresets) -> Imported:
    """Keep the preset in the file ``path``. One that is here already is not kept twice; one whose name is taken gets a
    number. Raises as `read_preset` and `OwnPresets.save`.
    """
    preset = read_preset(path)
    there = {each.id: each for each in (*BUILT_IN, *own.read().presets)}
    twin = there.get(preset.id)
    if twin == preset:
        return Imported(preset, was_there=True)
    if twin is not None:
        preset = preset.replace(id=new_preset_id())
    return Imported(own.save(preset, _stem(preset), numbers=True))


def export_preset(path: Path, preset: Preset, *, replace: bool = False) -> None:
    """Write ``preset`` to ``path``, whole or not at all. Raises ``OutputExists`` unless ``replace``."""
    require_free(path, replace=replace)
    write_whole(path, encode_preset(preset), replace=replace)


def file_name_of(preset: Preset) -> str:
    """What the file of a preset may be called."""
    return f"{_stem(preset)}{SUFFIX}"


def _stem(preset: Preset) -> str:
    return safe_name(preset.name.replace("/", "-").replace("\\", "-"), "preset")
