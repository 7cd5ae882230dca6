"""The list of what came with an opened request and is not known: to read, and to remove."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ...model.composition import Composition
from ...model.kept import UnknownPart, unknown
from ..theme.fonts import font
from ..widgets.buttons import PlainButton
from ..widgets.labels import Label
from ..widgets.line_list import LineList
from ..words import tr
from .page import line_of

_MOST_LINES = 5


def place_of(part: UnknownPart, numbers: Mapping[str, int]) -> str:
    """The element that holds it, as the service calls it: ``Transcode.Video``, ``SpliceInfo 2``.

    ``numbers`` are those of the tiles by their ids.
    """
    names = part.path.split(".")
    if names[0] == "kept":
        return {"request": "Request", "operation": "Operation"}.get(names[1], "VideoSynthesis")
    if names[0] == "tiles":
        return f"SpliceInfo {numbers[names[1]]}" if names[1] in numbers else "SpliceInfo"
    words = (name if name.isdecimal() else "".join(map(str.capitalize, name.split("_"))) for name in names[:-1])
    return ".".join(words)


class KeptList(QWidget):
    """Shows the parts of a composition that are not known; ``removed(part)`` when the user wants one gone."""

    removed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._parts: tuple[UnknownPart, ...] = ()
        name = tr("Parts of the request that Tilewright does not know")
        self.view = LineList(name, font("mono"), _MOST_LINES, Qt.TextElideMode.ElideRight)
        self.view.setObjectName("kept")
        self.view.removed.connect(self._on_remove)
        self.button = PlainButton(tr("Remove"))
        self.button.setAccessibleName(tr("Remove the part that is not known"))
        self.button.clicked.connect(self.view.remove_chosen)
        self._words = Label("", "caption", "3", wraps=True)
        self._buttons = line_of(self.button, stretch=True)
        column.addWidget(self._words)
        column.addWidget(self.view)
        column.addWidget(self._buttons)

    @property
    def lines(self) -> list[str]:
        """What is read there."""
        return self.view.lines

    def show_parts(self, composition: Composition) -> None:
        """Those of ``composition``. The line that was chosen stays the chosen one, as far as there is one."""
        parts = unknown(composition)
        numbers = {tile.id: number for number, tile in enumerate(composition.tiles, 1)} if parts else {}
        lines = [f"{place_of(part, numbers)}: {part.text}" for part in parts]
        self._parts = parts
        self.view.show_lines(lines, chooses=True)
        for widget in (self.view, self._buttons):
            widget.setVisible(bool(parts))
        told = tr("Written back as it came, in its place.")
        self._words.setText(told if parts else tr("Nothing. What an opened request has beyond this is kept."))

    def _on_remove(self, row: int) -> None:
        if row < len(self._parts):
            self.removed.emit(self._parts[row])
