"""The strip above the canvas: frame size, arranging, snapping, zoom."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from ..theme import tokens
from ..theme.fonts import font
from ..widgets.buttons import CommandButton, IconButton
from ..words import tr
from ..workbench import Workbench
from .picker import FramePicker

ALIGN = tuple(f"arrange.align-{edge}" for edge in ("left", "centre", "right", "top", "middle", "bottom"))
DISTRIBUTE = ("arrange.distribute-across", "arrange.distribute-down")
ORDER = ("arrange.front", "arrange.back")
ZOOMS = ("view.zoom-100", "view.zoom-200", "view.zoom-selection", "view.fit")


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
        row.setContentsMargins(8, 0, 8, 1)
        row.setSpacing(0)
        self.picker = FramePicker(bench)
        row.addWidget(self.picker)
        row.addWidget(_line())
        self.align = self._buttons(row, ALIGN)
        self._more_parts: list[QWidget] = []
        for group in (DISTRIBUTE, ORDER):
            line = _line()
            row.addWidget(line)
            self._more_parts += [line, *self._buttons(row, group)]
        self.more = IconButton("ellipsis", tr("More ways to arrange"))
        self.more.clicked.connect(self._on_more)
        row.addWidget(self.more)
        row.addStretch(1)
        self._buttons(row, ("view.snap",))
        row.addWidget(_line())
        self._buttons(row, ("view.zoom-out",))
        self.percent = QToolButton()
        self.percent.setFont(font("body_medium"))
        self.percent.setFixedSize(56, tokens.size("icon_button"))
        self.percent.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.percent.clicked.connect(self._on_percent)
        row.addWidget(self.percent)
        self._buttons(row, ("view.zoom-in", "view.fit"))
        self._full = row.sizeHint().width() - self.more.sizeHint().width() + SLACK
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

    def _follow(self) -> None:
        told = f"{round(self._bench.canvas.zoom * 100)} %"
        self.percent.setText(told)
        self.percent.setAccessibleName(tr("Zoom: {percent}").format(percent=told))
        self.percent.setToolTip(tr("Zoom"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        is_narrow = self.width() < self._full
        for part in self._more_parts:
            part.setVisible(not is_narrow)
        self.more.setVisible(is_narrow)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        hint.setWidth(1)  # a layout's minimum would stop the window from shrinking
        return hint

    def _on_more(self) -> None:
        self._popup(self.more, (DISTRIBUTE, ORDER))

    def _on_percent(self) -> None:
        self._popup(self.percent, (ZOOMS,))

    def _popup(self, button: QWidget, groups: tuple[tuple[str, ...], ...]) -> None:
        menu = QMenu(self)
        menu.setAccessibleName(button.accessibleName())
        for group in groups:
            if menu.actions():
                menu.addSeparator()
            for command_id in group:
                menu.addAction(self._bench.commands.action(command_id))
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
