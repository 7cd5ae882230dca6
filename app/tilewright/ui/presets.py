"""The presets of a window: which there are, which one the composition follows, and where it differs from that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal

from ..files.presets import OwnPresets
from ..layout.following import apply_preset, restore_field
from ..model.built_in import BUILT_IN
from ..model.composition import Composition
from ..model.differences import Difference
from ..model.options import Transcode
from ..model.preset import Preset, deviations, followed
from ..text import Text
from .own_files import OwnThings
from .words import tell, tr

if TYPE_CHECKING:
    from ..usecases.own_files import Imported
    from .workbench import Workbench

LANE = "presets"
"""Whatever reads or writes presets of the user does so one after the other."""


class _State(NamedTuple):
    """What was found out about a composition, and what it depends on."""

    transcode: Transcode | None
    ids: tuple[str | None, str | None]
    own: tuple[Preset, ...]
    preset: Preset | None
    differences: dict[str, Difference]


class Presets(OwnThings[Preset]):
    """The user's own are read when the first field is shown, and whenever somebody looks at the list."""

    scaling_changed = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench, LANE)
        self._is_asked = False
        self._scales_tiles = True
        self._state: _State | None = None

    @property
    def scales_tiles(self) -> bool:
        """Whether the tiles come along with another frame. Chosen on the page of the frame, or where its size is."""
        return self._scales_tiles

    @scales_tiles.setter
    def scales_tiles(self, is_on: bool) -> None:
        if is_on != self._scales_tiles:
            self._scales_tiles = is_on
            self.scaling_changed.emit()

    def find(self, preset_id: str) -> Preset | None:
        return next((preset for preset in (*BUILT_IN, *self._own) if preset.id == preset_id), None)

    @property
    def followed(self) -> Preset | None:
        """What the composition follows, ``None`` for nothing that has a name."""
        return self._look().preset

    @property
    def differences(self) -> tuple[Difference, ...]:
        """The fields in which the composition differs from what it follows."""
        return tuple(self._look().differences.values())

    def difference_at(self, path: str) -> Difference | None:
        """How the field at ``path`` differs from the preset; ``None`` if it does not."""
        return self._look().differences.get(path) if path.startswith("transcode.") else None

    def _look(self) -> _State:
        """With every move of a hand, so nothing is found out twice."""
        if not self._is_asked:
            self._is_asked = True
            self.read()
        composition, state = self._bench.session.composition, self._state
        ids = (composition.preset, composition.transcode_template_id)
        is_known = state and state.transcode is composition.transcode and (state.ids, state.own) == (ids, self._own)
        if state is None or not is_known:
            preset = followed(composition, (*BUILT_IN, *self._own))
            found = deviations(preset, composition) if preset else ()
            by_path = {difference.path: difference for difference in found}
            state = self._state = _State(composition.transcode, ids, self._own, preset, by_path)
        return state

    # What is said of them

    @property
    def store(self) -> OwnPresets:
        return self._bench.workplace.own_presets

    def ask_where(self, name: str, then: Callable[[tuple[Path, ...]], None]) -> None:
        self._bench.files.dialogs.save_preset(name, then)

    def tell_imported(self, done: Sequence[Imported[Preset]]) -> None:
        if len(done) > 1:
            told = tr("{count} presets are imported, or were here already.")
            self._bench.report.success(told.format(count=len(done)))
            return
        preset = done[0].thing
        told = tr("The preset {name} is here already.") if done[0].was_there else tr("The preset {name} is imported.")
        self._bench.report.success(
            told.format(name=title_of(self.find(preset.id) or preset)),
            description_of(preset),
            button=tr("Use it"),
            run=lambda: self.choose(preset, scales_tiles=self.scales_tiles),
        )

    # What the composition does

    def choose(self, preset: Preset, *, scales_tiles: bool, is_walked: bool = False) -> None:
        """Take a preset, or take it anew with all its values. Of those that keys walk over only the last one counts."""
        session, spacing = self._bench.session, self._bench.arranging.spacing

        def chosen(now: Composition) -> Composition:
            return apply_preset(preset, now, session.known, scales_tiles=scales_tiles, spacing=spacing)

        text = tr("Preset: {name}").format(name=title_of(preset))
        if is_walked:
            session.document.walk(chosen, text, LANE)
        else:
            self._bench.edit(chosen, text)

    def restore(self, path: str, called: str, *, scales_tiles: bool) -> None:
        """Give one field, which people know as ``called``, the preset's value."""
        self._bench.when_settled(lambda: self._restore(path, called, scales_tiles=scales_tiles))

    def _restore(self, path: str, called: str, *, scales_tiles: bool) -> None:
        session, preset = self._bench.session, self.followed
        if preset is None:
            return
        spacing = self._bench.arranging.spacing
        after = restore_field(
            preset, session.document.composition, path, session.known, scales_tiles=scales_tiles, spacing=spacing
        )
        session.document.apply(after, tr("Back to the preset: {field}").format(field=called))

    def follow(self, preset: Preset) -> None:
        """The composition has the values of ``preset``, and is said to follow it."""
        text = tr("Preset: {name}").format(name=title_of(preset))
        self._bench.edit(lambda now: now.replace(preset=preset.id), text)


def title_of(preset: Preset) -> str:
    """What a preset is called: of those of the program in the user's language."""
    return tell(preset.name) if isinstance(preset.name, Text) else preset.name


def description_of(preset: Preset) -> str:
    return tell(preset.description) if isinstance(preset.description, Text) else preset.description
