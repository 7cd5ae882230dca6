"""The strip above the canvas: frame size, arranging, snapping, zoom."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from ..theme import tokens
from ..theme.fonts import font
from ..widgets.buttons import CommandButton, IconButton
from ..widgets.tips import set_tip
from ..words import tr
from ..workbench import Workbench
from .menu import snapping_menu
from .picker import FramePicker

ALIGN = tuple(f"arrange.align-{edge}" for edge in ("left", "centre", "right", "top", "middle", "bottom"))
DISTRIBUTE = ("arrange.distribute-across", "arrange.distribute-down")
ORDER = ("arrange.front", "arrange.back")
ZOOMS = ("view.zoom-100", "view.zoom-200", "view.zoom-selection", "view.fit")

TIGHTEST = 3
"""How often the strip can leave something out: the rarer ways to arrange, the name of the frame's size, all ways."""

SIDE = 8
GAP = 4
SLACK = 16
"""Pixels that stay free between what arranges and what shows."""


class Strip(QWidget):
    """A row of 40 pixels. What has no room goes into the button with three dots."""

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self.setProperty("bar", "strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(tokens.size("canvas_strip"))
        row = QHBoxLayout(self)
        row.setContentsMargins(SIDE, 0, SIDE, 1)
        row.setSpacing(0)
        self._tightness = -1
        self.tiles = self._tiles_button(row)
        self.picker = FramePicker(bench)
        row.addWidget(self.picker)
        line = _line()
        row.addWidget(line)
        self.align = [line, *self._buttons(row, ALIGN)]
        self._more_parts: list[QWidget] = []
        for group in (DISTRIBUTE, ORDER):
            line = _line()
            row.addWidget(line)
            self._more_parts += [line, *self._buttons(row, group)]
        self.more = IconButton("ellipsis", tr("More ways to arrange"))
        self.more.clicked.connect(self._on_more)
        row.addWidget(self.more)
        row.addStretch(1)
        line = _line()
        self._always = self._buttons(row, ("view.snap",))
        self.snapping = IconButton("chevron-down", tr("What tiles snap to"))
        self.snapping.clicked.connect(self._on_snapping)
        row.addWidget(self.snapping)
        self._always += self._buttons(row, ("view.from-centre",))
        row.addWidget(line)
        self._always += [line, *self._buttons(row, ("view.zoom-out",))]
        self.percent = QToolButton()
        self.percent.setFont(font("body_medium"))
        self.percent.setFixedSize(56, tokens.size("icon_button"))
        self.percent.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.percent.clicked.connect(self._on_percent)
        row.addWidget(self.percent)
        self._always += [self.percent, *self._buttons(row, ("view.zoom-in", "view.fit"))]
        bench.canvas.changed.connect(self._follow)
        self._follow()
        self._fit()

    def _buttons(self, row: QHBoxLayout, ids: tuple[str, ...]) -> list[QWidget]:
        made: list[QWidget] = []
        for command_id in ids:
            button = CommandButton(self._bench.commands.get(command_id), self._bench.commands.action(command_id))
            row.addWidget(button)
            made.append(button)
        return made

    def _tiles_button(self, row: QHBoxLayout) -> QWidget | None:
        """The way back to the panel of the tiles, while that is closed."""
        if all(command.id != "view.left" for command in self._bench.commands.all()):
            return None
        button = CommandButton(self._bench.commands.get("view.left"), self._bench.commands.action("view.left"))
        button.hide()
        row.addWidget(button)
        row.addSpacing(GAP)
        self._bench.commands.refreshed.connect(self._on_left)
        return button

    def _on_left(self) -> None:
        if self.tiles is not None:
            self.tiles.setVisible(not self._bench.commands.action("view.left").isChecked())

    def _follow(self) -> None:
        told = f"{round(self._bench.canvas.zoom * 100)} %"
        self.percent.setText(told)
        self.percent.setAccessibleName(tr("Zoom: {percent}").format(percent=told))
        set_tip(self.percent, tr("Zoom"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave out as little as there is no room for; what is left out is behind the button with three dots."""
        room = self.width() - SLACK
        tightness = next((number for number in range(TIGHTEST) if self._need(number) <= room), TIGHTEST)
        if tightness == self._tightness:
            return
        self._tightness = tightness
        for part in self._more_parts:
            part.setVisible(tightness < 1)
        self.more.setVisible(tightness >= 1)
        self.picker.set_short(short=tightness >= 2)
        for part in (*self.align, self.snapping):
            part.setVisible(tightness < 3)

    def _need(self, tightness: int) -> int:
        """The width at which all that is shown then has room."""
        parts = [
            *self._always,
            *([self.more] if tightness else self._more_parts),
            *((*self.align, self.snapping) if tightness < 3 else ()),
        ]
        if self.tiles is not None and not self.tiles.isHidden():
            parts.append(self.tiles)
        fixed: int = sum(part.minimumWidth() for part in parts)
        return 2 * SIDE + GAP + self.picker.room(short=tightness >= 2) + fixed

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()  # the frame has another size, or the panel of the tiles went
        return super().event(event)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        hint.setWidth(1)  # a layout's minimum would stop the window from shrinking
        return hint

    def _on_more(self) -> None:
        groups = (DISTRIBUTE, ORDER)
        if self._tightness < TIGHTEST:
            self._popup(self.more, groups)
            return
        menu = self._popup(self.more, (ALIGN, *groups))
        menu.addSeparator()
        menu.addMenu(snapping_menu(self._bench, menu))

    def _on_snapping(self) -> None:
        self._show(snapping_menu(self._bench, self), self.snapping)

    def _on_percent(self) -> None:
        self._popup(self.percent, (ZOOMS,))

    def _popup(self, button: QWidget, groups: tuple[tuple[str, ...], ...]) -> QMenu:
        menu = QMenu(self)
        menu.setAccessibleName(button.accessibleName())
        for group in groups:
            if menu.actions():
                menu.addSeparator()
            for command_id in group:
                menu.addAction(self._bench.commands.action(command_id))
        self._show(menu, button)
        return menu

    def _show(self, menu: QMenu, button: QWidget) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))


def _line() -> QWidget:
    """A short line between groups, with room at both sides."""
    made = QWidget()
    made.setFixedSize(17, tokens.size("icon_button"))
    line = QFrame(made)
    line.setFrameShape(QFrame.Shape.NoFrame)
    line.setProperty("line", True)
    line.setGeometry(8, 4, 1, 20)
    return made
