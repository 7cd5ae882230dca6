"""What can be done with presets beside choosing one: save, update, rename, delete, export and import."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QMenu, QWidget

from ...errors import AppError, OutputExists
from ...files.presets import OwnPresets
from ...model.built_in import BUILT_IN
from ...model.preset import Preset, preset_of
from ...usecases.presets import (
    export_preset,
    file_name_of,
    find_presets,
    new_preset_id,
    remove_preset,
    rename_preset,
    save_preset,
    take_update_back,
    update_preset,
)
from ..background import Wait
from ..presets import LANE, description_of, title_of
from ..theme.icons import icon
from ..windows.question import Choice
from ..words import tr
from ..workbench import Workbench
from .preset_dialog import PresetDialog


class PresetActions:
    """Of one page. Files are written in the background; the list is read anew after each."""

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
            made = preset_of(composition, new_preset_id(), name, description, with_size=with_size)
            self._write(partial(save_preset, made), self._tell_saved)

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

        def work(own: OwnPresets) -> Preset:
            nonlocal newest  # another window may have made something else of it
            newest, updated = update_preset(before, composition, own)
            return updated

        def tell(saved: Preset) -> None:
            self._bench.presets.follow(saved)
            self._bench.report.success(
                tr("The preset {name} has the values set here now.").format(name=saved.name),
                button=tr("Undo"),
                run=lambda: self._write(partial(take_update_back, saved, newest)),
            )

        self._write(work, tell)

    def rename(self) -> None:
        preset = self._bench.presets.followed
        if preset is None:
            return
        dialog = self._ask_name(tr("Rename the preset"), tr("Rename"), preset=preset)
        dialog.named.connect(lambda name, text, _: self._write(partial(rename_preset, preset, name, text)))
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

    def _write(self, write: Callable[[OwnPresets], Preset], then: Callable[[Preset], object] = lambda _: None) -> None:
        own = self._bench.workplace.own_presets

        def work(_: Wait) -> Iterator[object]:
            saved = write(own)
            yield find_presets(own)
            yield saved

        def show(event: object) -> None:
            self._bench.presets.take(event)
            if isinstance(event, Preset):
                then(event)

        def failed(error: AppError) -> None:
            self._bench.report.error(error)
            self._bench.presets.read()  # another window may have done what stands in the way

        self._run(work, show, failed)

    def delete(self) -> None:
        preset = self._bench.presets.followed
        if preset is None:
            return
        self._bench.files.dialogs.ask(
            tr("Delete the preset {name}?").format(name=preset.name),
            tr("Its values stay in this composition. The preset cannot be brought back; export it to keep it."),
            (
                Choice(tr("Cancel"), lambda: None, is_safe=True, is_way_out=True),
                Choice(tr("Delete"), lambda: self._delete(preset)),
            ),
        )

    def _delete(self, preset: Preset) -> None:
        own = self._bench.workplace.own_presets

        def work(_: Wait) -> Iterator[object]:
            remove_preset(preset, own)
            yield find_presets(own)

        self._run(work, self._bench.presets.take)

    # Files

    def export(self) -> None:
        preset = self._bench.presets.followed
        if preset is not None:
            self._ask_where(preset)

    def _ask_where(self, preset: Preset) -> None:
        dialogs = self._bench.files.dialogs
        dialogs.save_preset(file_name_of(preset), lambda chosen: self._export(chosen[0], preset, replace=False))

    def _export(self, path: Path, preset: Preset, *, replace: bool) -> None:
        def work(_: Wait) -> Iterator[object]:
            export_preset(path, preset, replace=replace)
            yield path

        def failed(error: AppError) -> None:
            if isinstance(error, OutputExists) and not replace and path.is_file():
                self._ask_replace(path, preset)
            else:
                self._bench.report.error(error)

        told = tr("{name} is saved.").format(name=path.name)
        self._run(work, lambda _: self._bench.report.success(told, str(path.parent)), failed)

    def _ask_replace(self, path: Path, preset: Preset) -> None:
        self._bench.files.dialogs.ask(
            tr("{name} is already there").format(name=path.name),
            tr("Save under another name, or replace what is there now."),
            (
                Choice(tr("Cancel"), lambda: None, is_way_out=True),
                Choice(tr("Replace"), lambda: self._export(path, preset, replace=True)),
                Choice(tr("Another name…"), lambda: self._ask_where(preset), is_safe=True),
            ),
        )

    def import_(self) -> None:
        self._bench.files.importing.ask()

    def _run(
        self,
        work: Callable[[Wait], Iterator[object]],
        show: Callable[[object], None],
        failed: Callable[[AppError], None] | None = None,
    ) -> None:
        self._bench.background.run(work, on_event=show, on_failed=failed or self._bench.report.error, lane=LANE)
