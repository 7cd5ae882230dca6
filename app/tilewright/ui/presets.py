"""The presets of a window: which there are, which one the composition follows, and where it differs from that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from ..errors import AppError
from ..files.presets import Found
from ..layout.following import apply_preset, restore_field
from ..model.built_in import BUILT_IN
from ..model.composition import Composition
from ..model.differences import Difference
from ..model.options import Transcode
from ..model.preset import Preset, deviations, followed
from ..text import Text
from ..usecases.presets import find_presets
from .background import Wait
from .words import tell, tr

if TYPE_CHECKING:
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


class Presets(QObject):
    """``changed`` tells that other presets of the user are there than before: they are read when the first field is
    shown, and anew whenever somebody looks at the list, as other windows keep theirs in the same place.
    """

    changed = Signal()
    scaling_changed = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._own: tuple[Preset, ...] = ()
        self._is_asked = False
        self._told: set[str] = set()
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

    @property
    def own(self) -> tuple[Preset, ...]:
        """Those of the user, by name."""
        return self._own

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

    def read(self, then: Callable[[], None] | None = None) -> None:
        """See what is there now, in the background, and then do ``then``. What cannot be read is told once."""
        self._is_asked = True
        own = self._bench.workplace.own_presets

        def work(_: Wait) -> Iterator[object]:
            yield find_presets(own)

        def failed(error: AppError) -> None:
            self._tell(error)
            if then is not None:
                then()

        self._bench.background.run(work, on_event=self.take, on_done=then, on_failed=failed, lane=LANE)

    def take(self, found: object) -> None:
        """What was read."""
        if not isinstance(found, Found):
            return
        for trouble in found.troubles:
            self._tell(trouble)
        if found.presets != self._own:
            self._own = found.presets
            self.changed.emit()

    def _tell(self, error: AppError) -> None:
        if error.message not in self._told:
            self._told.add(error.message)
            self._bench.report.error(error)

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
