"""Puts the look in force: Fusion, a palette of our own, one style sheet."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from . import fonts, tokens
from .sheet import style_sheet

Choice = Literal["system", "light", "dark", "contrast"]
CHOICES: tuple[Choice, ...] = ("system", "light", "dark", "contrast")

_ROLES: dict[QPalette.ColorRole, str] = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "field",
    QPalette.ColorRole.AlternateBase: "sunken",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "button",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "error",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Link: "accent_text",
    QPalette.ColorRole.LinkVisited: "accent_text",
    QPalette.ColorRole.PlaceholderText: "text_3",
    QPalette.ColorRole.ToolTipBase: "tooltip",
    QPalette.ColorRole.ToolTipText: "on_tooltip",
    QPalette.ColorRole.Light: "raised",
    QPalette.ColorRole.Midlight: "hover",
    QPalette.ColorRole.Mid: "divider",
    QPalette.ColorRole.Dark: "control_border",
    QPalette.ColorRole.Shadow: "control_border",
}

_DISABLED: dict[QPalette.ColorRole, str] = {
    QPalette.ColorRole.WindowText: "text_disabled",
    QPalette.ColorRole.Text: "text_disabled",
    QPalette.ColorRole.ButtonText: "text_disabled",
    QPalette.ColorRole.Base: "disabled_fill",
    QPalette.ColorRole.Button: "disabled_fill",
}


def palette(look: tokens.Look) -> QPalette:
    """Qt's palette for a look."""
    made = QPalette()
    for role, name in _ROLES.items():
        made.setColor(role, tokens.colour(name, look))
    for role, name in _DISABLED.items():
        made.setColor(QPalette.ColorGroup.Disabled, role, tokens.colour(name, look))
    return made


class Theme(QObject):
    """The look of the application: the user's choice, or what the system says. One for each QApplication."""

    changed = Signal()

    def __init__(self, application: QApplication, choice: Choice = "system") -> None:
        super().__init__(application)
        self._application = application
        self._choice: Choice = choice
        self._hints = application.styleHints()
        if application.property("systemPointSize") is None:
            application.setProperty("systemPointSize", application.font().pointSizeF())
        application.setStyle(QStyleFactory.create("Fusion"))
        fonts.load()
        self._hints.colorSchemeChanged.connect(self._on_system_changed)
        self._apply()

    @property
    def choice(self) -> Choice:
        return self._choice

    def choose(self, choice: Choice) -> None:
        """Take another look from now on."""
        if choice != self._choice:
            self._choice = choice
            self._apply()

    def _on_system_changed(self) -> None:
        if self._choice == "system":
            self._apply()

    def _wanted(self) -> tokens.Look:
        if self._choice != "system":
            return self._choice
        if self._system_wants_contrast():
            return "contrast"
        return "dark" if self._hints.colorScheme() == Qt.ColorScheme.Dark else "light"

    def _system_wants_contrast(self) -> bool:
        accessibility = getattr(self._hints, "accessibility", None)  # Qt 6.10 and newer
        preference = getattr(accessibility() if accessibility else None, "contrastPreference", None)
        wanted = getattr(Qt, "ContrastPreference", None)
        return bool(preference and wanted and preference() == wanted.HighContrast)

    def _apply(self) -> None:
        look = self._wanted()
        tokens.use(look)
        self._application.setPalette(palette(look))
        self._application.setFont(fonts.font("body"))
        self._application.setStyleSheet(style_sheet())
        self.changed.emit()


def with_alpha(name: str, alpha: float) -> QColor:
    """A colour of the look in force, ``alpha`` from 0 to 1."""
    made = tokens.colour(name)
    made.setAlphaF(alpha)
    return made
