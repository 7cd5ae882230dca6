"""What stands above the fields of background music: how to add a piece, and to each what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from ..widgets.buttons import IconButton, PlainButton
from ..widgets.card import Card
from ..widgets.labels import Label, divider
from ..widgets.tips import set_tip
from ..words import tr
from . import music
from .cards import FIELD_GAP

SOUNDS = ("mp3", "m4a", "aac", "wav", "flac", "ogg", "opus", "amr", "mp4", "mov", "mkv")
"""Endings of files that may have sound; which ones the service takes is not documented (ci-templates §7)."""


def title_of(slot: str) -> str:
    """What the piece at ``slot`` is called."""
    if slot == music.ONE:
        return tr("Single piece")
    return tr("Piece {number}").format(number=int(slot.rpartition(".")[2]) + 1)


def element_of(slot: str) -> str:
    return "Transcode.AudioMix" if slot == music.ONE else "Transcode.AudioMixArray"


class MusicHead(QWidget):
    """Says that there is none, or that one piece hides the others. ``wanted(what)``: file, bucket, address,
    list, one."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(FIELD_GAP)
        self._told = Label("", "caption", "3", wraps=True)
        self.add = PlainButton(tr("Add"), icon_name="plus", height=28)
        self.add.setAccessibleName(tr("Add background music"))
        self.menu = QMenu(self.add)
        for what, text in (
            ("file", tr("From a file…")),
            ("bucket", tr("From the bucket…")),
            ("address", tr("By its address")),
        ):
            self.menu.addAction(text).triggered.connect(partial(self.wanted.emit, what))
        self.add.clicked.connect(lambda: self.menu.popup(self.add.mapToGlobal(self.add.rect().bottomLeft())))
        told = tr("The single piece hides the others: the service ignores the list while it is there.")
        self.hides = Card("warning", told, tr("Put it into the list"), tr("Remove the list"))
        into, remove = self.hides.buttons
        into.clicked.connect(lambda: self.wanted.emit("list"))
        remove.clicked.connect(lambda: self.wanted.emit("one"))
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(FIELD_GAP)
        row.addWidget(self._told, 1)
        row.addWidget(self.add, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        column.addWidget(self.hides)

    def show_state(self, told: str, *, is_hiding: bool, off: str, cannot_join: str) -> None:
        """``told`` is how much there is; ``off`` says why none can be added, ``cannot_join`` why the single piece
        cannot be put into the list.
        """
        self._told.setText(off or told or tr("None. It is heard under the sound of the videos, or instead."))
        set_tip(self.add, off)
        self.hides.setVisible(is_hiding)
        into = self.hides.buttons[0]
        into.setEnabled(not cannot_join)
        set_tip(into, cannot_join)
        into.setAccessibleDescription(cannot_join)


class PieceHead(QWidget):
    """Title of one piece, and its buttons: earlier, later, another form, remove. ``wanted(what)``: up, down, list, one,
    remove, file.
    """

    wanted = Signal(str)

    def __init__(self, slot: str) -> None:
        super().__init__()
        title = title_of(slot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(Label(title, "body_medium"), 1)
        self.buttons: dict[str, IconButton] = {}
        for what, icon, name in self._offers(slot):
            button = IconButton(icon, tr("{piece}: {what}").format(piece=title, what=name))
            button.clicked.connect(self._on_clicked)
            button.setProperty("what", what)
            self.buttons[what] = button
            row.addWidget(button)
        column.addWidget(divider())
        column.addLayout(row)

    def _offers(self, slot: str) -> Sequence[tuple[str, str, str]]:
        remove = ("remove", "trash-2", tr("remove it"))
        if slot == music.ONE:
            return (("list", "list-filter", tr("make it a piece of a list")), remove)
        return (
            ("up", "arrow-up", tr("earlier")),
            ("down", "arrow-down", tr("later")),
            ("one", "circle-dot", tr("make it the single piece")),
            remove,
        )

    def _on_clicked(self) -> None:
        self.wanted.emit(self.sender().property("what"))

    def set_on(self, what: str, *, is_on: bool, off: str = "") -> None:
        """Whether a button can be used now, if there is one; ``off`` says why not."""
        button = self.buttons.get(what)
        if button is not None:
            button.setEnabled(is_on and not off)
            name = button.accessibleName()
            set_tip(button, f"{name}\n{off}" if off else name)
