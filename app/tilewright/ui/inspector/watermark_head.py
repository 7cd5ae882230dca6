"""The head of the page Watermarks: how many there are, and what adds one; before the first one, what one is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from ...model.options import Watermark
from ...model.ranges import WATERMARKS_LIMIT
from ..widgets.buttons import PlainButton
from ..widgets.card import EmptyState
from ..widgets.labels import Label
from ..words import tr
from .cards import FIELD_GAP
from .watermark_list import WatermarkList


class WatermarkHead(QWidget):
    """``text_wanted`` and ``image_wanted`` tell that one more is wished."""

    text_wanted = Signal()
    image_wanted = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 10)
        row.setSpacing(FIELD_GAP)
        words = QVBoxLayout()
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        self._used = Label("", "label", "2")
        words.addWidget(Label(title, "title"))
        words.addWidget(self._used)
        self._add = PlainButton(tr("Add"), icon_name="plus", height=28)
        self._add.setAccessibleName(tr("Add a watermark"))
        self.menu = QMenu(self._add)
        self.menu.addAction(tr("Text")).triggered.connect(self.text_wanted)
        self.menu.addAction(tr("Image")).triggered.connect(self.image_wanted)
        self._add.clicked.connect(lambda: self.menu.popup(self._add.mapToGlobal(self._add.rect().bottomLeft())))
        row.addLayout(words, 1)
        row.addWidget(self._add)

    def show_count(self, count: int, *, is_busy: bool) -> None:
        """``is_busy`` while a file is brought for one of them."""
        self._used.setText(tr("{count} of {most} used").format(count=count, most=WATERMARKS_LIMIT))
        self._add.setVisible(count > 0)
        self._add.setEnabled(count < WATERMARKS_LIMIT and not is_busy)


class WatermarkShelf(QWidget):
    """The list, or what a watermark is while there is none; the same signals as the head, and those of the ``list``."""

    text_wanted = Signal()
    image_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._buttons = PlainButton(tr("Add text")), PlainButton(tr("Add image…"))
        text, image = self._buttons
        text.clicked.connect(self.text_wanted)
        image.clicked.connect(self.image_wanted)
        told = tr("A text or a logo that lies over the whole video: a name, a date, a sign of your school.")
        self.none = EmptyState("stamp", tr("No watermark yet"), told, self._buttons)
        self.list = WatermarkList()
        column.addWidget(self.none)
        column.addWidget(self.list)

    def show_watermarks(
        self, watermarks: Sequence[Watermark], current: int, marks: Sequence[str], *, is_busy: bool
    ) -> None:
        """``marks`` as in the list; the empty state is left where it is, as it may have the focus still."""
        self.list.setVisible(bool(watermarks))
        for button in self._buttons:
            button.setEnabled(not is_busy)
        self.list.show_watermarks(watermarks, current, marks)
