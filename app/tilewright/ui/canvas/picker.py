"""The button that shows the size of the frame, and the sizes that are one click away."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from ...layout.frame import PRESETS
from ...model.source import frame_in_force
from ..commands.frame import take_size
from ..theme import icons, tokens
from ..theme.fonts import font
from ..widgets.focus import RingMixin
from ..widgets.tips import set_tip
from ..words import tr
from ..workbench import Workbench

_PAD = 10
_TEXT = 32
SCALING = "scaling"


class _Sizes(QMenu):
    """Stays open while it is chosen whether the layout is scaled: a size is chosen after that."""

    scaling: QAction | None = None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.scaling is not None and self.actionAt(event.position().toPoint()) is self.scaling:
            self.scaling.trigger()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        presses = {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if self.scaling is not None and self.activeAction() is self.scaling and event.key() in presses:
            self.scaling.trigger()
        else:
            super().keyPressEvent(event)


class FramePicker(RingMixin, QPushButton):
    """Icon, size, what people call it. A choice brings the tiles along, unless the user wants their pixels kept."""

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._size, self._name = "", ""
        self._is_short = False
        self.setObjectName("framePicker")
        self.setFixedHeight(tokens.size("button_small"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_tip(self, tr("Size of the frame"))
        self.clicked.connect(self._on_clicked)
        bench.session.changed.connect(self._follow)
        bench.session.known_changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        session = self._bench.session
        size = frame_in_force(session.composition, session.known).size
        told = f"{size[0]} × {size[1]}" if size else tr("Size unknown")
        name = next((name for width, height, name in PRESETS if (width, height) == size), "")
        if (told, name) != (self._size, self._name):
            self._size, self._name = told, name
            self.setAccessibleName(tr("Size of the frame: {size}").format(size=told))
            self.updateGeometry()
            self.update()

    def set_short(self, *, short: bool) -> None:
        """Leave out what people call the size."""
        if short != self._is_short:
            self._is_short = short
            self.updateGeometry()
            self.update()

    def room(self, *, short: bool) -> int:
        """Pixels it takes across."""
        width = QFontMetricsF(font("body_medium")).horizontalAdvance(self._size)
        name = "" if short else self._name
        behind = QFontMetricsF(font("label")).horizontalAdvance(name) + 8 if name else 0
        return math.ceil(_TEXT + width + behind + 30)

    def sizeHint(self) -> QSize:
        return QSize(self.room(short=self._is_short), tokens.size("button_small"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        middle = self.height() / 2
        icons.paint(painter, "ratio", QRectF(_PAD, middle - 8, 16, 16))
        painter.setFont(font("body_medium"))
        painter.setPen(tokens.colour("text"))
        width = QFontMetricsF(font("body_medium")).horizontalAdvance(self._size)
        painter.drawText(QRectF(_TEXT, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, self._size)
        if not self._is_short:
            painter.setFont(font("label"))
            painter.setPen(tokens.colour("text_3"))
            behind = QRectF(_TEXT + width + 8, 0, self.width() - 26 - _TEXT - width, self.height())
            painter.drawText(behind, Qt.AlignmentFlag.AlignVCenter, self._name)
        icons.paint(painter, "chevron-down", QRectF(self.width() - 24, middle - 7, 14, 14))

    def menu_of_sizes(self) -> QMenu:
        """The sizes to choose from; it belongs to this button."""
        session = self._bench.session
        now = frame_in_force(session.composition, session.known).size
        menu = _Sizes(self)
        menu.setAccessibleName(tr("Size of the frame"))
        for width, height, name in PRESETS:
            action = menu.addAction(f"{width} × {height}\t{name}")
            action.setCheckable(True)
            action.setChecked((width, height) == now)
            action.setData((width, height))
        menu.addSeparator()
        menu.scaling = menu.addAction(tr("Scale the layout with the frame"))
        menu.scaling.setCheckable(True)
        menu.scaling.setChecked(self._bench.presets.scales_tiles)
        menu.scaling.setData(SCALING)
        menu.addSeparator()
        menu.addAction(tr("Another size…"))
        return menu

    def _on_clicked(self) -> None:
        menu = self.menu_of_sizes()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.triggered.connect(self._on_chosen)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _on_chosen(self, action: object) -> None:
        data = action.data() if hasattr(action, "data") else None
        if not data:
            self._bench.page_wanted.emit("frame", "transcode.video.width")
            return
        presets = self._bench.presets
        if data == SCALING:
            presets.scales_tiles = not presets.scales_tiles
            return
        take_size(self._bench, *data)
