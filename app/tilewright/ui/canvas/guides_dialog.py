"""The user's guides by numbers: a list of them, a line to add one, and a way to remove one."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ...layout.expression import Unreadable, evaluate, round_whole
from ...model.composition import Composition
from ...model.ruler_guides import AXES, MOST_GUIDES, Axis, GuideName
from ..theme import tokens
from ..theme.fonts import font
from ..widgets.buttons import PlainButton
from ..widgets.combo import Combo
from ..widgets.field import Field
from ..widgets.labels import Label
from ..words import tell, tr
from ..workbench import Workbench

WIDTH = 400
ROWS = 6
"""Of the list that are seen at once."""


class GuidesDialog(QDialog):
    """Each change is a step of its own, and is seen on the canvas at once."""

    def __init__(self, bench: Workbench, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = bench
        self.setObjectName("guidesDialog")
        self.setWindowTitle(tr("Guides"))
        self.setAccessibleName(tr("Guides"))
        self.setModal(True)
        self.setFixedWidth(WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        column.addWidget(Label(tr("Guides"), "dialog_title"))
        self.axis = Combo(tr("Which way the guide goes"))
        self.axis.addItem(tr("Upright, at X"), "x")
        self.axis.addItem(tr("Level, at Y"), "y")
        self.at = Field(tr("Where the guide lies"), unit=tr("px"))
        self.at.setPlaceholderText(tr("as 640, 50% or 1920/3"))
        self.add_button = PlainButton(tr("Add guide"), "primary")
        self.add_button.setDefault(True)
        self.add_button.clicked.connect(self._add)
        column.addWidget(_row(self.axis, self.at, self.add_button, stretch=self.at))
        self.said = Label("", "caption", "error", wraps=True)
        self.said.setMinimumHeight(18)
        column.addWidget(self.said)
        self.list = QListWidget()
        self.list.setObjectName("guideList")
        self.list.setProperty("panel", "sunken")
        self.list.setAccessibleName(tr("Guides that are there"))
        self.list.setFont(font("body"))
        self.list.setFixedHeight(ROWS * tokens.size("icon_button") + 2)
        column.addWidget(self.list)
        self.remove_button = PlainButton(tr("Remove"))
        self.remove_button.clicked.connect(self._remove)
        close = PlainButton(tr("Close"))
        close.clicked.connect(self.accept)
        column.addWidget(_row(self.remove_button, None, close))
        self.at.entered.connect(self.add_button.click)
        self.at.cancelled.connect(self.reject)
        self.at.textChanged.connect(self._check)
        self.axis.currentIndexChanged.connect(self._check)
        self.list.currentRowChanged.connect(self._on_row)
        bench.session.changed.connect(self._show)
        self._show()
        self._check()
        self.at.setFocus(Qt.FocusReason.OtherFocusReason)

    def _axis(self) -> Axis:
        return "x" if self.axis.currentData() == "x" else "y"

    def _place(self) -> int:
        """What is typed, in pixels of the frame. Raises ``Unreadable``."""
        frame = self._bench.session.placement().frame
        side = (frame.width if self._axis() == "x" else frame.height) if frame is not None else None
        return round_whole(evaluate(self.at.text(), whole=side))

    def _check(self) -> None:
        """Say why what is typed is no place."""
        self.at.set_state("")
        told, is_good = "", False
        guides = self._bench.session.composition.ruler_guides.on(self._axis())
        try:
            if self.at.text().strip():
                told, is_good = (tr("There is one already."), False) if self._place() in guides else ("", True)
        except Unreadable as error:
            self.at.set_state("error")
            told = tell(error.sentence)
        if len(guides) >= MOST_GUIDES:
            told, is_good = tr("There are {count} already: that is the most.").format(count=MOST_GUIDES), False
        self.said.setText(told)
        self.at.setAccessibleDescription(told)
        self.add_button.setEnabled(is_good)

    def _add(self) -> None:
        axis, at = self._axis(), self._place()

        def change(now: Composition) -> Composition:
            return now.replace(ruler_guides=now.ruler_guides.added(axis, at))

        self._bench.edit(change, tr("Add guide"))
        self.at.clear()
        self.at.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self) -> None:
        if self.list.currentRow() < 0:
            return
        axis, at = self.list.currentItem().data(Qt.ItemDataRole.UserRole)

        def change(now: Composition) -> Composition:
            places = now.ruler_guides.on(axis)
            if at not in places:
                return now
            return now.replace(ruler_guides=now.ruler_guides.without(axis, places.index(at)))

        self._bench.canvas.choose_guide(None)
        self._bench.edit(change, tr("Remove guide"))

    def _show(self) -> None:
        """The list as the composition is now; the row stays."""
        guides = self._bench.session.composition.ruler_guides
        wanted = [(axis, at) for axis in AXES for at in sorted(guides.on(axis))]
        rows = [self.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self.list.count())]
        if rows != wanted:
            row = self.list.currentRow()
            self.list.clear()
            for axis, at in wanted:
                text = tr("Upright at X {at}") if axis == "x" else tr("Level at Y {at}")
                item = QListWidgetItem(text.format(at=at), self.list)
                item.setSizeHint(QSize(0, tokens.size("icon_button")))
                item.setData(Qt.ItemDataRole.UserRole, (axis, at))
            self.list.setCurrentRow(min(max(row, 0), len(wanted) - 1))
        self.remove_button.setEnabled(bool(wanted))
        self._check()

    def _on_row(self, row: int) -> None:
        """The one of the row is the chosen one on the canvas."""
        if row >= 0:
            axis, at = self.list.item(row).data(Qt.ItemDataRole.UserRole)
            places = self._bench.session.composition.ruler_guides.on(axis)
            if at in places:
                self._bench.canvas.choose_guide(GuideName(axis, places.index(at)))


def _row(*parts: QWidget | None, stretch: QWidget | None = None) -> QWidget:
    """Side by side; ``None`` is room that grows."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for part in parts:
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part, 1 if part is stretch else 0)
    return made
