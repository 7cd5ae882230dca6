"""Where the keyboard goes when the button that has it cannot be used any more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import shiboken6
from PySide6.QtWidgets import QAbstractButton, QWidget

from ..workbench import Workbench


@contextmanager
def handed_to_canvas(bench: Workbench, page: QWidget) -> Iterator[None]:
    """The canvas gets the keyboard of a button of ``page`` that goes off or away meanwhile, also where the window is
    not active.
    """
    before = bench.keyboard.within(page)
    yield
    if not isinstance(before, QAbstractButton) or not shiboken6.isValid(before) or not page.isAncestorOf(before):
        return
    if not before.isEnabled() or not before.isVisible():
        bench.canvas.focus_wanted.emit()
