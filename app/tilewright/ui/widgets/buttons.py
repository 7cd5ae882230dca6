"""Buttons: with words, and with an icon only."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from ..commands.command import Command
from ..commands.registry import with_shortcut
from ..theme import tokens
from ..theme.fonts import font
from ..theme.icons import icon
from .focus import RingMixin
from .tips import set_tip


class PlainButton(RingMixin, QPushButton):
    """A button with words. ``kind``: empty, primary, danger, link."""

    def __init__(
        self,
        text: str,
        kind: str = "",
        icon_name: str = "",
        height: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setFont(font("body_medium"))
        self.setProperty("kind", kind)
        self.setFixedHeight(height or tokens.size("button"))
        self.setAccessibleName(text.rstrip("…"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoDefault(False)
        if icon_name:
            self.setIcon(icon(icon_name, "on_accent" if kind == "primary" else "icon"))
            self.setIconSize(QSize(tokens.size("icon") + 6, tokens.size("icon")))  # room between icon and words
        if kind == "link":
            self.setCursor(Qt.CursorShape.PointingHandCursor)


class IconButton(RingMixin, QToolButton):
    """A button that shows an icon only; ``name`` is what it is called, in its tooltip and by assistive tools."""

    def __init__(
        self, icon_name: str, name: str, side: int = 0, icon_size: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        side = side or tokens.size("icon_button")
        size = icon_size or tokens.size("icon")
        self.setFixedSize(side, side)
        self.setIcon(icon(icon_name))
        self.setIconSize(QSize(size, size))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(name)
        set_tip(self, name)

    def show_icon(self, icon_name: str, name: str) -> None:
        """Become another button in the same place."""
        self.setIcon(icon(icon_name))
        self.setAccessibleName(name)
        set_tip(self, name)


class CommandButton(IconButton):
    """An icon for a command: enabled, checked and told like it."""

    def __init__(
        self, command: Command, action: QAction, side: int = 0, icon_size: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(command.icon, command.text.rstrip("…"), side, icon_size, parent)
        self._command, self._action = command, action
        self.setCheckable(action.isCheckable())
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setEnabled(self._action.isEnabled())
        self.setChecked(self._action.isChecked())
        reason = self._action.statusTip()
        said = with_shortcut(self._command.text.rstrip("…"), self._action)  # its keys may be others by now
        set_tip(self, f"{said}\n{reason}" if reason else said)
