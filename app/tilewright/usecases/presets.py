"""The user's own presets: what is particular to them; the rest is in `own_files`."""

from __future__ import annotations

from ..errors import Refused
from ..files.own_files import OwnFiles
from ..model.composition import Composition
from ..model.options import Audio, Container, Video
from ..model.preset import Preset, preset_of
from ..text import say
from .own_files import stem_of


def rename_preset(shown: Preset, name: str, description: str, own: OwnFiles[Preset]) -> Preset:
    """Call the preset that was ``shown`` so; what was left as it was shown stays as it is by now. Raises as
    `OwnFiles.change`.
    """

    def renamed(newest: Preset) -> Preset:
        return newest.replace(
            name=name if name != shown.name else newest.name,
            description=description if description != shown.description else newest.description,
        )

    return own.change(shown, renamed, stem_of)


def update_preset(shown: Preset, composition: Composition, own: OwnFiles[Preset]) -> tuple[Preset, Preset]:
    """Give the preset that was ``shown`` the encoding of ``composition``; what it was, and what it is. Raises as
    `OwnFiles.change`.
    """
    before = shown

    def updated(newest: Preset) -> Preset:
        nonlocal before
        before = newest
        with_size = newest.size is not None
        return preset_of(composition, newest.id, newest.name, newest.description, with_size=with_size)

    after = own.change(shown, updated, stem_of)
    return before, after


def take_update_back(updated: Preset, before: Preset, own: OwnFiles[Preset]) -> Preset:
    """Give the preset that was ``updated`` the encoding that it had ``before``. Raises ``Refused`` where it has got
    another one since, else as `OwnFiles.change`.
    """

    def taken_back(newest: Preset) -> Preset:
        if _encoding(newest) not in (_encoding(updated), _encoding(before)):
            told = say("The preset {name} was changed in another window meanwhile.", name=newest.name)
            raise Refused(told, "It stays as it is now.")
        return newest.replace(container=before.container, video=before.video, audio=before.audio)

    return own.change(updated, taken_back, stem_of)


def _encoding(preset: Preset) -> tuple[Container, Video, Audio | None]:
    return preset.container, preset.video, preset.audio
