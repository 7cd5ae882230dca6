"""What can be done with layouts of the user's own beside taking one: save, rename, delete, export."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from ...errors import WrongUse
from ...files.own_files import OwnFiles
from ...layout.own import save_layout, saved_tiles
from ...model.own_layout import OwnLayout
from ...usecases.layouts import rename_layout, replace_layout, take_replacing_back
from ...usecases.own_files import new_own_id, save_own
from ..windows.question import Choice
from ..words import tr
from ..workbench import Workbench
from .name_dialog import NameDialog


class LayoutActions:
    """Of one window. Dialogs open over ``parent``."""

    def __init__(self, bench: Workbench, parent: QWidget) -> None:
        self._bench, self._parent = bench, parent

    def save(self) -> None:
        """Ask for a name and keep the places of the tiles under it; what is being typed is a step before."""
        self._bench.when_settled(self._ask)

    def _ask(self) -> None:
        made = self._made("")
        if made is None:
            return
        count = len(made.places)
        note = tr("It keeps the places of {count} tiles.").format(count=count)
        if count == 1:
            note = tr("It keeps the place of one tile.")
        composition = self._bench.session.document.committed
        if len(saved_tiles(composition)) < len(composition.shown):
            note = f"{note} {tr('Locked tiles are left out: a layout does not move them.')}"
        shown = self._bench.layouts.own
        dialog = NameDialog(
            tr("Save the layout"),
            tr("Save"),
            self._parent.window(),
            others=[own.name for own in shown],
            note=note,
            replaces=True,
        )
        dialog.named.connect(lambda name: self._bench.when_settled(partial(self._save, name, shown)))
        dialog.open()

    def _made(self, name: str) -> OwnLayout | None:
        """The layout that the tiles make; ``None`` when that cannot be, which is told."""
        session = self._bench.session
        try:
            return save_layout(session.document.committed, session.known, new_own_id(), name)
        except WrongUse as error:
            self._bench.report.error(error)
            return None

    def _save(self, name: str, shown: Sequence[OwnLayout]) -> None:
        """Under a name that the button called one of those ``shown`` it replaces that, and no other before it is said
        once more: others may have come while the name was typed.
        """
        made, before = self._made(name), self._bench.layouts.find(name)
        if made is None:
            return
        if before is None:
            self._bench.layouts.write(partial(save_own, made), self._tell_saved)
        elif any(own.id == before.id and own.name.casefold() == name.casefold() for own in shown):
            self._replace(before, made)
        else:
            self._ask_replace(before, made)

    def _ask_replace(self, before: OwnLayout, made: OwnLayout) -> None:
        self._bench.files.dialogs.ask(
            tr("There is a layout {name} already").format(name=before.name),
            tr("It came from elsewhere while you were typing. Save under another name, or replace it."),
            (
                Choice(tr("Cancel"), lambda: None, is_way_out=True),
                Choice(tr("Replace"), lambda: self._replace(before, made)),
                Choice(tr("Another name…"), self.save, is_safe=True),
            ),
        )

    def _tell_saved(self, own: OwnLayout) -> None:
        self._bench.arranging.prefer_saved(own.name)
        self._bench.report.success(tr("The layout {name} is saved.").format(name=own.name))

    def _replace(self, shown: OwnLayout, made: OwnLayout) -> None:
        layouts, report, before = self._bench.layouts, self._bench.report, shown

        def work(own: OwnFiles[OwnLayout]) -> OwnLayout:
            nonlocal before  # another window may have made something else of it
            before, saved = replace_layout(shown, made, own)
            return saved

        def tell(own: OwnLayout) -> None:
            self._bench.arranging.prefer_saved(own.name)
            report.success(
                tr("The layout {name} has the places set here now.").format(name=own.name),
                button=tr("Undo"),
                run=lambda: layouts.write(partial(take_replacing_back, own, before)),
            )

        layouts.write(work, tell)

    def rename(self, own: OwnLayout) -> None:
        others = [each.name for each in self._bench.layouts.own if each.id != own.id]
        dialog = NameDialog(tr("Rename the layout"), tr("Rename"), self._parent.window(), others=others, name=own.name)
        is_in_force = self._bench.layouts.in_force == own

        def renamed(layout: OwnLayout) -> None:
            if is_in_force:
                self._bench.arranging.prefer(layout.name)

        dialog.named.connect(lambda name: self._bench.layouts.write(partial(rename_layout, own, name), renamed))
        dialog.open()

    def delete(self, own: OwnLayout) -> None:
        self._bench.files.dialogs.ask(
            tr("Delete the layout {name}?").format(name=own.name),
            tr("Tiles stay where they are. The layout cannot be brought back; export it to keep it."),
            (
                Choice(tr("Cancel"), lambda: None, is_safe=True, is_way_out=True),
                Choice(tr("Delete"), lambda: self._bench.layouts.remove(own)),
            ),
        )

    def export(self, own: OwnLayout) -> None:
        self._bench.layouts.export(own)
