"""Makes the panels of a window. The one place that knows them all."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ..widgets.card import EmptyState
from ..words import tr
from ..workbench import Workbench


class Panels:
    """The panels of one window, by where they stand."""

    def __init__(self, bench: Workbench) -> None:
        self.left: QWidget = _panel(EmptyState("film", tr("No tiles yet"), tr("Each video you add becomes a tile.")))
        self.right: QWidget = _panel(EmptyState("frame", tr("Options"), ""))
        self.right.setObjectName("inspector")
        self.centre: QWidget = QWidget()
        self.jobs: QWidget = _panel(EmptyState("clapperboard", tr("No jobs yet"), ""))
        self.jobs_tools: QWidget | None = None
        self.problems: QWidget = _panel(EmptyState("circle-check", tr("No problems"), ""))
        self.request: QWidget = _panel(EmptyState("code-xml", tr("Request"), ""))
        self.chip: QWidget = QWidget()


def _panel(content: QWidget) -> QWidget:
    made = QWidget()
    made.setProperty("panel", True)
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(content)
    return made
