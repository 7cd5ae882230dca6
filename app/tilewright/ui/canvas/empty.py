"""What stands in the frame while there is no tile: what to do first."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ..commands.registry import with_shortcut
from ..theme import icons, tokens
from ..widgets.buttons import PlainButton
from ..widgets.labels import Label
from ..words import tr
from ..workbench import Workbench
from . import strokes
from .lens import Lens

INSET = 14
ICON = 28
NARROW = 420
"""Under this width, or this height less the words, only the buttons are shown."""

LOW = 260


class EmptyFrame(QWidget):
    """Lies upon the frame, as far as that is in sight; drops and clicks beside its buttons reach the canvas."""

    def __init__(self, bench: Workbench, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench, self._canvas = bench, parent
        self.setAcceptDrops(False)
        self.setAccessibleName(tr("Drop videos here"))
        column = QVBoxLayout(self)
        column.setContentsMargins(INSET + 8, INSET + 8, INSET + 8, INSET + 8)
        column.setSpacing(0)
        column.addStretch(1)
        self._icon_room = _Icon("file-play")
        self._title = _words(tr("Drop videos here"), "empty_title", "frame")
        self._sentence = _words(
            tr("They are laid out at once. Then drag and resize them until the picture is right."), "body", "frame_2"
        )
        self._sentence.setFixedWidth(330)
        self._sentence.setMinimumHeight(self._sentence.heightForWidth(330))
        column.addWidget(self._icon_room, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(14)
        column.addWidget(self._title)
        column.addSpacing(6)
        column.addWidget(self._sentence, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(18)
        self.add = PlainButton(tr("Add videos…"), "primary", "plus")
        self.sample = PlainButton(tr("Open the sample"), "onframe")
        self.add.clicked.connect(lambda: self._run("composition.add-videos"))
        self.sample.clicked.connect(lambda: self._run("file.open-sample"))
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.add)
        row.addWidget(self.sample)
        row.addStretch(1)
        column.addLayout(row)
        column.addSpacing(12)
        self._paste = _words("", "label", "frame_2")
        self._show_keys()
        bench.commands.keys_changed.connect(self._show_keys)
        column.addWidget(self._paste)
        column.addStretch(1)

    def _show_keys(self) -> None:
        """How to paste, with the keys that it has now."""
        pasting = [one for one in self._bench.commands.all() if one.id == "composition.paste-videos"]
        text = tr("Or paste addresses, one a line")
        self._paste.setText(with_shortcut(text, pasting[0]) if pasting else text)

    def follow(self, lens: Lens) -> None:
        """Lie upon the part of the frame that is in sight, if there is one and nothing in it."""
        session = self._bench.session
        frame = session.placement().frame
        is_wanted = frame is not None and not session.composition.tiles
        if is_wanted and frame is not None:
            self.setGeometry(strokes.crisp(lens.rect(frame)).toRect().intersected(self._canvas.rect()))
            is_roomy = self.width() >= NARROW and self.height() >= LOW
            for part in (self._icon_room, self._title, self._sentence, self._paste):
                part.setVisible(is_roomy)
            is_wanted = self.width() >= 200 and self.height() >= 80
        self.setVisible(is_wanted)

    def _run(self, command_id: str) -> None:
        if any(command.id == command_id for command in self._bench.commands.all()):
            self._bench.commands.run(command_id)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(tokens.colour("text_disabled", "dark"), 1)
        pen.setDashPattern([4, 4])
        painter.setPen(pen)
        inset = INSET + 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 6, 6)


class _Icon(QWidget):
    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.setFixedSize(ICON, ICON)

    def paintEvent(self, event: QPaintEvent) -> None:
        icons.paint_in(QPainter(self), self._name, QRectF(self.rect()), tokens.colour("text_2", "dark"))


def _words(text: str, role: str, tone: str) -> Label:
    made = Label(text, role, tone, wraps=True)
    made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return made
