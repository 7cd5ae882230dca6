"""Where the keyboard goes when the button that has it cannot be used any more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import shiboken6
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from ..workbench import Workbench


@contextmanager
def handed_to_canvas(bench: Workbench, page: QWidget) -> Iterator[None]:
    """The canvas gets the keyboard of a button of ``page`` that goes off or away meanwhile. Qt would give it to
    whatever comes next, which may be a button that makes a new composition.
    """
    before = QApplication.focusWidget()  # never the window's own: see `Inspector`
    yield
    if not isinstance(before, QAbstractButton) or not shiboken6.isValid(before) or not page.isAncestorOf(before):
        return
    if not before.isEnabled() or not before.isVisible():
        bench.canvas.focus_wanted.emit()
