"""A line whose text is hidden like a password until its switch shows it: a screen is read by whoever passes by."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ..widgets.buttons import IconButton
from ..widgets.field import Field
from ..words import tr

_SIDE = 26
_SCHEMES = ("http://", "https://")


class SecretField(Field):
    """Hides what it holds, unless that is an address: where a key is asked for is no secret."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent=parent)
        self.show_button = IconButton("eye", tr("Show: {field}").format(field=name), _SIDE, parent=self)
        self.show_button.setCheckable(True)
        self.show_button.toggled.connect(self._fit)
        self.textChanged.connect(self._fit)
        self.setTextMargins(0, 0, _SIDE, 0)
        self._fit()

    @property
    def is_hiding(self) -> bool:
        return self.echoMode() != Field.EchoMode.Normal

    def _fit(self) -> None:
        is_open = self.show_button.isChecked() or self.text().strip().lower().startswith(_SCHEMES)
        wanted = Field.EchoMode.Normal if is_open else Field.EchoMode.Password
        if wanted != self.echoMode():
            self.setEchoMode(wanted)
        is_shown = self.show_button.isChecked()
        called = tr("Hide: {field}") if is_shown else tr("Show: {field}")
        self.show_button.show_icon("eye-off" if is_shown else "eye", called.format(field=self.accessibleName()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.show_button.move(self.width() - _SIDE - 2, (self.height() - _SIDE) // 2)
