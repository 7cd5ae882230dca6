"""What can be done with presets beside choosing one: save, update, rename, delete, export and import."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from ...files.own_files import OwnFiles
from ...model.built_in import BUILT_IN
from ...model.preset import Preset, preset_of
from ...usecases.own_files import new_own_id, save_own
from ...usecases.presets import rename_preset, take_update_back, update_preset
from ..presets import description_of, title_of
from ..theme.icons import icon
from ..windows.question import Choice
from ..words import tr
from ..workbench import Workbench
from .preset_dialog import PresetDialog


class PresetActions:
    """Of one page."""

    def __init__(self, bench: Workbench, parent: QWidget) -> None:
        self._bench, self._parent = bench, parent

    def fill(self, menu: QMenu) -> None:
        """Put in what can be done now."""
        preset = self._bench.presets.followed
        is_own = preset is not None and preset in self._bench.presets.own
        title = title_of(preset) if preset is not None else ""
        differs = bool(self._bench.presets.differences)
        update = tr("Update “{name}”").format(name=title) if is_own else tr("Update the preset")
        lines: tuple[tuple[str, str, Callable[[], object], bool], ...] = (
            ("save", tr("Save as preset…"), self.save_as, not self._bench.session.composition.transcode_template_id),
            ("refresh-cw", update, self.update, is_own and differs),
            ("pencil", tr("Rename…"), self.rename, is_own),
            ("trash-2", tr("Delete…"), self.delete, is_own),
            ("", "", lambda: None, True),
            ("upload", tr("Export…"), self.export, preset is not None),
            ("download", tr("Import…"), self.import_, True),
        )
        for icon_name, text, run, is_on in lines:
            if not text:
                menu.addSeparator()
                continue
            action = menu.addAction(icon(icon_name), text.replace("&", "&&"))
            action.setEnabled(is_on)
            action.triggered.connect(run)

    # Saving

    def save_as(self) -> None:
        """Ask for a name, keep the encoding under it, and let the composition follow that."""
        composition = self._bench.session.composition
        preset = self._bench.presets.followed
        size = composition.inline_frame.size
        holds = preset is not None and preset.size is not None
        dialog = self._ask_name(tr("Save as preset"), tr("Save"), size=size, holds_size=holds)

        def save(name: str, description: str, with_size: bool) -> None:
            composition = self._bench.session.composition
            made = preset_of(composition, new_own_id(), name, description, with_size=with_size)
            self._bench.presets.write(partial(save_own, made), self._tell_saved)

        dialog.named.connect(lambda *values: self._bench.when_settled(lambda: save(*values)))
        dialog.open()

    def _tell_saved(self, preset: Preset) -> None:
        self._bench.presets.follow(preset)
        self._bench.report.success(tr("The preset {name} is saved.").format(name=preset.name))

    def update(self) -> None:
        """Give the preset the values of the composition."""
        self._bench.when_settled(self._update, once="update preset")

    def _update(self) -> None:
        before = self._bench.presets.followed
        if before is None:
            return
        composition, newest = self._bench.session.document.wished, before

        def work(own: OwnFiles[Preset]) -> Preset:
            nonlocal newest  # another window may have made something else of it
            newest, updated = update_preset(before, composition, own)
            return updated

        def tell(saved: Preset) -> None:
            self._bench.presets.follow(saved)
            self._bench.report.success(
                tr("The preset {name} has the values set here now.").format(name=saved.name),
                button=tr("Undo"),
                run=lambda: self._bench.presets.write(partial(take_update_back, saved, newest)),
            )

        self._bench.presets.write(work, tell)

    def rename(self) -> None:
        preset = self._bench.presets.followed
        if preset is None:
            return
        dialog = self._ask_name(tr("Rename the preset"), tr("Rename"), preset=preset)
        dialog.named.connect(
            lambda name, text, _: self._bench.presets.write(partial(rename_preset, preset, name, text))
        )
        dialog.open()

    def _ask_name(
        self,
        title: str,
        button: str,
        *,
        preset: Preset | None = None,
        size: tuple[int, int] | None = None,
        holds_size: bool = False,
    ) -> PresetDialog:
        others = [each for each in (*BUILT_IN, *self._bench.presets.own) if preset is None or each.id != preset.id]
        return PresetDialog(
            title,
            button,
            self._parent.window(),
            taken=[name for each in others for name in (each.name, title_of(each))],
            name=preset.name if preset else "",
            description=description_of(preset) if preset else "",
            size=size,
            holds_size=holds_size,
        )

    def delete(self) -> None:
        preset = self._bench.presets.followed
        if preset is None:
            return
        self._bench.files.dialogs.ask(
            tr("Delete the preset {name}?").format(name=preset.name),
            tr("Its values stay in this composition. The preset cannot be brought back; export it to keep it."),
            (
                Choice(tr("Cancel"), lambda: None, is_safe=True, is_way_out=True),
                Choice(tr("Delete"), lambda: self._bench.presets.remove(preset)),
            ),
        )

    # Files

    def export(self) -> None:
        preset = self._bench.presets.followed
        if preset is not None:
            self._bench.presets.export(preset)

    def import_(self) -> None:
        self._bench.files.importing.ask_preset()
