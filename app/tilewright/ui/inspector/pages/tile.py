"""The page of the selected tiles: place, size, source, and name (ci-jobs §1.3)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from ....checks.registry import View
from ....checks.tiles import TILE_NAME_LIMIT
from ....layout.sizing import Proportion, Side, set_sides
from ....model.composition import Composition, Tile
from ....model.endings import VIDEO_ENDINGS
from ....model.paths import read_path, write_paths
from ....model.problem import Problem
from ....model.source import frame_in_force
from ...commands.replacing import take_source
from ...widgets.buttons import IconButton
from ...widgets.card import EmptyState
from ...widgets.tips import set_tip
from ...words import tr
from ..bringing import Then
from ..entry import Entry, Pair, Section, Values
from ..kinds import Address, Flag, Kind, Number
from ..message import Message
from ..page import Page, register
from ..size_buttons import SizeButtons
from ..source_buttons import SourceButtons, Wanted
from ..tile_header import TileHeader, details_of

TOGETHER = "SpliceInfo.X, Y, Width, Height"
"""What the service calls place and size."""

MENU = ("composition.replace-source", "edit.duplicate", "edit.lock", "edit.hide", "edit.delete")
"""Commands of the header's menu, those of them that there are."""


@register
class TilePage(Page):
    id = "tile"
    icon = "film"
    order = 10
    prefixes = ("tiles",)

    @classmethod
    def title(cls) -> str:
        return tr("Tile")

    def owners(self) -> tuple[str, ...]:
        return self.bench.session.selection

    def make_header(self) -> QWidget:
        self._bringer = self.bench.replacing
        self._bringer.busy_changed.connect(self._on_news)
        self.bench.preferences.changed.connect(self._on_news)
        self._header = TileHeader(self.bench)
        self._header.more.clicked.connect(self._show_menu)
        self._none = EmptyState("film", tr("No tile chosen"), tr("Choose one on the canvas or in the list."))
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self._none)
        return both

    def sections(self) -> Sequence[Section]:
        name = Entry(
            "tiles.*.name",
            kind=Kind(most=TILE_NAME_LIMIT),
            hint=tr("English letters, Chinese, digits, _, - and *"),
            element="SpliceInfo.Name",
            object_name="tileName",
        )
        address = Entry(
            "tiles.*.url",
            kind=Address(),
            element="SpliceInfo.Url",
            hint=_about_source,
            object_name="tileAddress",
            icon="hard-drive",
            put_many=_put_addresses,
        )
        locked = Entry(
            "tiles.*.locked",
            kind=Flag(),
            hint=tr("Cannot be moved on the canvas"),
            object_name="tileLocked",
        )
        hidden = Entry(
            "tiles.*.hidden",
            kind=Flag(),
            hint=tr("Left out of the request"),
            object_name="tileHidden",
        )
        return (
            Section(tr("Position and size"), (self._make_geometry, self._make_sizes)),
            Section(tr("Source"), (address, self._make_source_buttons)),
            Section(tr("In the request"), (name, locked, hidden)),
        )

    def _make_geometry(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._say = Message(tr("Position and size"), made)
        column.addWidget(self.make_pair(Pair(self._place("x"), self._place("y")), self._say))
        column.addWidget(self.make_pair(Pair(self._side("width"), self._side("height")), self._say))
        self._link = IconButton("unlink-2", tr("Keep the proportion"))
        self._link.setCheckable(True)
        self._link.setFixedWidth(24)  # so that the icon stands near the edge of the fields
        self._link.setObjectName("keepProportion")
        self._link.toggled.connect(lambda is_on: self.bench.preferences.set("keeps_proportion", is_on))
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        self._of_source = IconButton("film", tr("The proportion of the source"))
        self._of_source.setCheckable(True)
        self._of_source.setFixedWidth(24)
        self._of_source.setObjectName("keepSourceProportion")
        self._of_source.toggled.connect(lambda is_on: self.bench.preferences.set("keeps_source_proportion", is_on))
        line.addWidget(self._link, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._of_source, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._say, 1, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(line)
        return made

    def _place(self, name: str) -> Entry:
        side = "width" if name == "x" else "height"
        return Entry(
            f"tiles.*.{name}",
            kind=Number(is_whole=True),
            unit=tr("px"),
            hint=self._hint,
            grain=self._grain,
            element=f"SpliceInfo.{name.upper()}",
            together=TOGETHER,
            usual=lambda _, __: 0,
            whole=lambda view, _: getattr(frame_in_force(view.composition, view.known), side),
            is_inner=True,
            is_quiet=True,
            object_name=f"tile{name.upper()}",
        )

    def _side(self, name: Side) -> Entry:
        def usual(view: View, path: str) -> Any:
            source = view.known.sources.get(read_path(view.composition, f"{path.rpartition('.')[0]}.url"))
            return getattr(source, name) if source else None

        def put(view: View, composition: Composition, values: Values) -> Composition:
            lengths = {path.split(".")[1]: value for path, value in values}
            return set_sides(composition, view.known, lengths, name, keeps=self._proportion())

        return Entry(
            f"tiles.*.{name}",
            kind=Number(low=1, is_whole=True, least=1),
            unit=tr("px"),
            hint=self._hint,
            grain=self._grain,
            element=f"SpliceInfo.{name.capitalize()}",
            together=TOGETHER,
            default=tr("source's"),
            usual=usual,
            whole=lambda view, _: getattr(frame_in_force(view.composition, view.known), name),
            put_many=put,
            is_inner=True,
            is_quiet=True,
            object_name=f"tile{name.capitalize()}",
        )

    def _hint(self, _: View, __: str) -> str:
        if self._grain() > 1:
            return tr("Only even pixels: 101 becomes 100")
        return tr("Also takes 50%, w*9/16 or +=16")

    def _grain(self) -> int:
        return self.bench.canvas.step

    def _proportion(self) -> Proportion | None:
        """Whose proportion the other side keeps when one is typed."""
        window = self.bench.preferences.window
        if not window.keeps_proportion:
            return None
        return "source" if window.keeps_source_proportion else "tile"

    def _make_sizes(self) -> QWidget:
        self._sizes = SizeButtons(self.bench)
        return self._sizes

    def _make_source_buttons(self) -> QWidget:
        bucket = tr("Replace the source by a video in the bucket")
        wanted = Wanted(tr("Replace…"), tr("Replace the source"), bucket, VIDEO_ENDINGS)
        self._source = SourceButtons(self.bench, self._bringer, wanted, self._taker)
        return self._source

    # Refreshing -----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        chosen = self.bench.session.selected()
        self._header.setVisible(bool(chosen))
        self._none.setVisible(not chosen)
        if chosen:
            self._header.show_tiles(chosen)
        self.body.setVisible(bool(chosen))
        super().refresh()
        keeps = self.bench.preferences.window.keeps_proportion
        self._link.setChecked(keeps)
        self._link.show_icon("link-2" if keeps else "unlink-2", tr("Keep the proportion"))
        set_tip(self._link, tr("Typed sides and handles keep the proportion. Shift turns it round for one drag."))
        self._of_source.setChecked(self.bench.preferences.window.keeps_source_proportion)
        self._of_source.setEnabled(keeps)
        set_tip(
            self._of_source,
            tr("The other side follows in the proportion of the source, not in that of the tile.")
            if keeps
            else tr("Off: no proportion is kept."),
        )
        self._sizes.refresh()
        self._source.set_on(len(chosen) == 1 and not self._bringer.is_busy)

    def problems(self) -> list[Problem]:
        """Those of the selected tiles: of thousands, the others are not looked at."""
        return list(self.bench.findings.of_fields(f"tiles.{tile_id}" for tile_id in self.owners()))

    def card_problems(self) -> list[Problem]:
        """Those of the selected tiles; what a field tells is left to it."""
        found = super().card_problems()
        return [problem for problem in found if problem.severity != "note" or problem.fix is not None][:4]

    # What the buttons do --------------------------------------------------------------------------------------------

    def _taker(self) -> Then | None:
        chosen = self.bench.session.selected()
        return partial(self.take_source, chosen[0]) if len(chosen) == 1 else None

    def take_source(self, chosen: Tile, url: str) -> bool:
        return take_source(self.bench, chosen, url)

    def _show_menu(self) -> None:
        menu = QMenu(self)
        there = {command.id for command in self.bench.commands.all()}
        for command_id in MENU:
            if command_id in there:
                menu.addAction(self.bench.commands.action(command_id))
        if not menu.isEmpty():
            button = self._header.more
            menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
        menu.aboutToHide.connect(menu.deleteLater)


def _about_source(view: View, path: str) -> str:
    """What was found out of the source, beyond what stands in the head of the page."""
    tile_id = path.split(".")[1] if path else ""
    source = view.known.sources.get(view.composition.tile(tile_id).url) if tile_id else None
    return (details_of(source) if source else "") or tr("Of a video in the bucket of the job")


def _put_addresses(_: View, composition: Composition, values: Values) -> Composition:
    """A tile without an address has an empty one."""
    return write_paths(composition, [(path, value or "") for path, value in values])
