"""Buttons that give the chosen tiles another size: the frame's, their source's, or that of the place in a layout."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from ...layout.sizing import Area, Wish, resize_to
from ..commands.known_places import Sizes
from ..widgets.buttons import PlainButton
from ..widgets.labels import Label
from ..widgets.tips import set_tip
from ..words import tr
from ..workbench import Workbench
from .cards import FIELD_GAP

LABEL_GAP = 4
LINE_GAP = 8


class SizeButtons(QWidget):
    """Two lines of three. Each is off, and says why, where it would change no tile."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self._bench, self._sizes = bench, Sizes(bench)
        self._buttons: dict[tuple[Wish, Area], PlainButton] = {}
        self._told: dict[tuple[Wish, Area], str] = {}
        self._grid = QGridLayout(self)  # one for both lines: buttons stand below each other
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(FIELD_GAP)
        self._grid.setVerticalSpacing(LABEL_GAP)
        fit, fill = tr("Fit"), tr("Fill")
        self._add_line(
            "frame",
            tr("Resize in the frame"),
            ("fit", fit, tr("As large as the frame allows, in the source's proportion")),
            ("fill", fill, tr("Covers the frame, in the source's proportion; what overhangs is cut off")),
            ("source", tr("Source size"), tr("The size that the source has")),
        )
        self._grid.setRowMinimumHeight(self._grid.rowCount(), LINE_GAP - LABEL_GAP)
        self._add_line(
            "cell",
            tr("Resize in its place"),
            ("fit", fit, tr("As large as its place in the layout allows, in the source's proportion")),
            ("fill", fill, tr("Covers its place in the layout, in the source's proportion; overhangs it")),
            ("stretch", tr("Stretch"), tr("Exactly its place in the layout, in whatever proportion")),
        )

    def _add_line(self, area: Area, title: str, *wishes: tuple[Wish, str, str]) -> None:
        row = self._grid.rowCount()
        label = Label(title, "label", "2")
        if area == "cell":
            set_tip(label, tr("That of the last layout, or where it lay before it was resized to it"))
        self._grid.addWidget(label, row, 0, 1, len(wishes))
        for column, (wish, text, told) in enumerate(wishes):
            button = PlainButton(text)
            button.setAccessibleName(tr("{what}: {size}").format(what=title, size=text))
            button.clicked.connect(self._on_pressed)
            self._buttons[wish, area], self._told[wish, area] = button, told
            self._grid.addWidget(button, row + 1, column)
            self._grid.setColumnStretch(column, 1)

    def refresh(self) -> None:
        is_free = any(not tile.locked for tile in self._bench.session.selected())
        for (wish, area), button in self._buttons.items():
            off = self._sizes.off(wish, area) if is_free else tr("Locked tiles stay where they are")
            button.setEnabled(not off)
            set_tip(button, off or self._told[wish, area])

    def _on_pressed(self) -> None:
        session, pressed = self._bench.session, self.sender()
        wish, area = next(which for which, button in self._buttons.items() if button is pressed)
        # Other tiles may be chosen when it is done; what is locked stays, as with the commands.
        chosen = tuple(tile.id for tile in session.selected() if not tile.locked)
        left_out = self._sizes.left_out(wish)
        self._bench.edit(
            lambda now: resize_to(now, session.known, chosen, wish, area),
            self._buttons[wish, area].accessibleName(),
            lambda: self._sizes.tell_left_out(left_out),
        )
