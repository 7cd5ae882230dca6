"""Two buttons below an address: a file of this computer, which is brought into the bucket, or one that lies there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ..widgets.buttons import PlainButton
from ..widgets.tips import set_tip
from ..words import tr
from ..workbench import Workbench
from .bringing import Bringer, Then
from .bucket_choice import choose_in_bucket
from .cards import FIELD_GAP

BELOW = 6
"""Pixels below buttons that belong to the field above them: they stand nearer to it than to the next one."""


@dataclass(frozen=True)
class Wanted:
    """What is chosen: the words of the button, what both are called, and the endings of files."""

    text: str
    file: str
    bucket: str
    kinds: Sequence[str]


class SourceButtons(QWidget):
    """``begin`` says who takes the address, for what is edited at that moment; ``None`` where nothing is."""

    def __init__(self, bench: Workbench, bringer: Bringer, wanted: Wanted, begin: Callable[[], Then | None]) -> None:
        super().__init__()
        self._bench, self._bringer, self._wanted, self._begin = bench, bringer, wanted, begin
        self.file, self.bucket = PlainButton(wanted.text), PlainButton(tr("From the bucket…"))
        self.file.setAccessibleName(wanted.file)
        self.bucket.setAccessibleName(wanted.bucket)
        self.file.clicked.connect(self._on_file)
        self.bucket.clicked.connect(self._on_bucket)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, BELOW)
        row.setSpacing(FIELD_GAP)
        row.addWidget(self.file)
        row.addWidget(self.bucket)
        row.addStretch(1)

    def set_on(self, is_on: bool, off: str = "") -> None:
        """``off`` is why they cannot be used, as the fields beside them say it."""
        for button in (self.file, self.bucket):
            button.setEnabled(is_on and not off)
            set_tip(button, off)

    def _on_file(self) -> None:
        then = self._begin()
        if then is not None:
            self._bringer.ask(self._wanted.file, self._wanted.kinds, then)

    def _on_bucket(self) -> None:
        then = self._begin()
        if then is not None:
            choose_in_bucket(self._bench, self, self._wanted.bucket, self._wanted.kinds, then)
