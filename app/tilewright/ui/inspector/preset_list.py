"""What differs from the preset: each field with the preset's value and one's own, and the way back."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ...model.differences import Difference
from ..presets import title_of
from ..problems.places import place_of
from ..theme import tokens
from ..theme.fonts import font
from ..widgets.buttons import IconButton, PlainButton
from ..widgets.flow import Flow
from ..widgets.labels import ElidedLabel, Label, divider
from ..widgets.raised import paint_raised
from ..windows.place import fitted
from ..words import tr
from ..workbench import Workbench
from .binding import Habits
from .preset_words import value_words

MOST_HEIGHT = 300
"""Of the fields; more of them scroll."""

_LEAST_WIDTH = 300


class DifferenceRow(QWidget):
    """One field. ``wanted`` asks for the preset's value."""

    wanted = Signal(str, str)

    def __init__(self, difference: Difference, place: str) -> None:
        super().__init__()
        self.path, self._place = difference.path, place
        there = value_words(difference.path, difference.before)
        own = value_words(difference.path, difference.after)
        said = tr("{field}: {own}, in the preset {value}").format(field=place, own=own, value=there)
        self.setAccessibleName(said)
        before, after = ElidedLabel(there, "label", "3"), ElidedLabel(own, "label")
        struck = font("label")
        struck.setStrikeOut(True)
        before.setFont(struck)
        self.back = IconButton("undo-2", tr("Back to the preset: {field}").format(field=place))
        self.back.setAccessibleDescription(said)
        self.back.clicked.connect(lambda: self.wanted.emit(self.path, self._place))
        values = QHBoxLayout()
        values.setContentsMargins(0, 0, 0, 0)
        values.setSpacing(6)
        for label, text in ((before, there), (after, own)):
            label.setMaximumWidth(label.fontMetrics().horizontalAdvance(text) + 2)
        values.addWidget(before, 1)
        values.addWidget(Label("→", "label", "3"))
        values.addWidget(after, 1)
        values.addStretch(1)
        words = QVBoxLayout()
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addWidget(ElidedLabel(place, "body_medium"))
        words.addLayout(values)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addLayout(words, 1)
        line.addWidget(self.back)


class DifferenceList(QWidget):
    """Opens over the page, so that nothing in it moves; Esc and a press elsewhere close it. ``save_wanted``: what is
    set here shall become a preset.
    """

    save_wanted = Signal()

    def __init__(self, bench: Workbench, habits: Habits, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("presetDifferences")
        self._bench, self._habits = bench, habits
        self.rows: tuple[DifferenceRow, ...] = ()
        self._title = ElidedLabel("", "section", "2")
        self._inside = QWidget()
        self._inside.setProperty("panel", "none")
        self._fields = QVBoxLayout(self._inside)
        self._fields.setContentsMargins(0, 0, 0, 0)
        self._fields.setSpacing(6)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().setAutoFillBackground(False)
        self._scroll.setWidget(self._inside)
        self._inside.setAutoFillBackground(False)
        self.all_back = PlainButton(tr("Back to the preset"), height=tokens.size("button_small"))
        self.all_back.clicked.connect(self._on_all)
        save = PlainButton(tr("Save as preset…"), height=tokens.size("button_small"))
        save.clicked.connect(self._on_save)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 11, 12, 12)
        column.setSpacing(8)
        buttons = Flow((self.all_back, save), 8)
        for widget in (self._title, self._scroll, divider(), buttons):
            column.addWidget(widget)
        self._column = column
        bench.session.changed.connect(self._follow)
        bench.presets.changed.connect(self._follow)

    def open_below(self, above: QWidget) -> None:
        """Show it below ``above``, as wide; the first way back has the focus."""
        self.setFixedWidth(max(above.width(), _LEAST_WIDTH))
        self._fill()
        corner = above.mapToGlobal(QPoint(above.width() - self.width(), above.height() + 4))
        self.move(fitted(QRect(corner, self.size()), above.screen().availableGeometry()).topLeft())
        self.show()
        for row in self.rows[:1]:
            row.back.setFocus(Qt.FocusReason.TabFocusReason)

    def _follow(self) -> None:
        if not self.isVisible():
            return
        at = next((number for number, row in enumerate(self.rows) if row.back.hasFocus()), -1)
        if not self._bench.presets.differences:
            self.close()
            return
        self._fill()
        if at >= 0:
            self.rows[min(at, len(self.rows) - 1)].back.setFocus(Qt.FocusReason.TabFocusReason)

    def _fill(self) -> None:
        presets, composition = self._bench.presets, self._bench.session.composition
        preset = presets.followed
        title = title_of(preset) if preset else ""
        self._title.set_whole(tr("Differs from {preset}").format(preset=title))
        self.setAccessibleName(self._title.whole)
        for row in self.rows:
            self._fields.removeWidget(row)
            row.hide()
            row.deleteLater()
        made = []
        for difference in presets.differences:
            row = DifferenceRow(difference, place_of(difference.path, composition))
            row.wanted.connect(self._on_wanted)
            self._fields.addWidget(row)
            made.append(row)
        self.rows = tuple(made)
        height = self._inside.sizeHint().height() if made else 0
        self._scroll.setFixedHeight(min(height, MOST_HEIGHT))
        self._order_tabs()
        self.setFixedHeight(self._column.totalHeightForWidth(self.width()))

    def _order_tabs(self) -> None:
        """Tab goes down the fields, then to what is below them."""
        stops = [*(row.back for row in self.rows), self.all_back]
        for before, after in itertools.pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _on_wanted(self, path: str, place: str) -> None:
        self._bench.presets.restore(path, place, scales_tiles=self._habits.scales_tiles)

    def _on_all(self) -> None:
        preset = self._bench.presets.followed
        self.close()
        if preset is not None:
            self._bench.presets.choose(preset, scales_tiles=self._habits.scales_tiles)

    def _on_save(self) -> None:
        self.close()
        self.save_wanted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        outline = QPainterPath()  # not translucent: without a compositor the corners would be black
        outline.addRoundedRect(QRectF(self.rect()), tokens.radius("card"), tokens.radius("card"))
        self.setMask(QRegion(outline.toFillPolygon().toPolygon()))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_raised(QPainter(self), QRectF(self.rect()))
