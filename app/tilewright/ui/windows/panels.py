"""Makes the panels of a window. The one place that knows them all.

The canvas and the bars are there at once; the other panels are made right after the first paint, a piece at a turn of
the loop, so that the window is seen early and the hand is never held up.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ...errors import AppError
from ..background import Wait
from ..canvas.pane import CanvasPane
from ..canvas.strip import Strip
from ..canvas.view import Canvas
from ..problems.chip import ProblemsChip
from ..turns import Turns
from ..workbench import Workbench

log = logging.getLogger(__name__)

_LATE = (
    "...checks",
    "..inspector.inspector",
    "..tiles.panel",
    "..layouts.gallery",
    "..jobs.panel",
    "..problems.list",
    "..request.pane",
)


class Room(QWidget):
    """Where a panel will be, or with ``is_bare`` what belongs to one in a bar: the ground is the bar's then."""

    def __init__(self, *, is_bare: bool = False) -> None:
        super().__init__()
        if not is_bare:
            self.setProperty("panel", True)
            self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.content: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def put(self, *contents: QWidget) -> None:
        """One above the other; the first takes the room that the others leave, and the focus."""
        self.content = contents[0]
        for number, content in enumerate(contents):
            self._column.addWidget(content, 0 if number else 1)
        self.setFocusProxy(contents[0])


def _import_panels(_: Wait) -> Iterator[object]:
    """What the panels and the first look at the composition need, here where nobody waits for it."""
    for name in _LATE:
        yield importlib.import_module(name, __package__)
    from ..inspector.page import all_pages

    yield all_pages()


class Panels(QObject):
    """The panels of one window, by where they stand. ``filled`` when all of them are there."""

    filled = Signal()

    def __init__(self, bench: Workbench, parent: QObject) -> None:
        super().__init__(parent)
        self._bench = bench
        self.left, self.right = Room(), Room()
        self.jobs, self.problems, self.request = Room(), Room(), Room()
        self.chip = ProblemsChip(bench)
        self.jobs_tools, self.request_tools = Room(is_bare=True), Room(is_bare=True)
        self._steps: list[Callable[[], Iterator[None]]] = [
            self._make_right,
            self._make_left,
            self._make_jobs,
            self._make_problems,
            self._make_request,
        ]
        self._is_filled = False
        self._turns = Turns(self)
        self._turns.ended.connect(self._on_ended)

    def make_centre(self) -> Iterator[None]:
        """The canvas, which the window is shown with."""
        strip = Strip(self._bench)
        yield
        self.centre = CanvasPane(strip, Canvas(self._bench))

    @property
    def is_filled(self) -> bool:
        return self._is_filled

    def fill(self) -> None:
        """Make the panels that are not there yet, in turns of the loop. What they import is brought before that in
        the background: it is dear, and would hold the hand up.
        """
        if self._steps and not self._turns.is_active:
            done, failed = self._begin, self._on_failed
            self._bench.background.run(_import_panels, on_done=done, on_failed=failed, is_first=True)

    def _on_failed(self, error: AppError) -> None:
        log.warning("The panels were not imported ahead: %s", error)
        self._begin()

    def fill_now(self) -> None:
        """Make them all at once, for whoever cannot wait."""
        self._begin()
        while self._turns.is_active:
            self._turns.finish()

    def _begin(self) -> None:
        if not self._is_filled and not self._turns.is_active:
            self._turns.follow(self._make())

    def _make(self) -> Iterator[None]:
        while self._steps:
            yield from self._steps.pop(0)()

    def _on_ended(self) -> None:
        """All panels are there; or one failed: the others are made all the same, and what waits for them goes on."""
        if self._steps:
            self._turns.follow(self._make())
        else:
            self._is_filled = True
            self.filled.emit()

    def _make_right(self) -> Iterator[None]:
        from ..inspector.inspector import Inspector

        inspector = Inspector(self._bench, self.right)
        yield
        yield from inspector.build()
        self.right.put(inspector)
        yield

    def _make_left(self) -> Iterator[None]:
        from ..layouts.gallery import Gallery
        from ..tiles.panel import TilePanel

        tiles = TilePanel(self._bench, self.left)
        yield
        gallery = Gallery(self._bench, self.left)
        yield
        self.left.put(tiles, gallery)
        yield

    def _make_jobs(self) -> Iterator[None]:
        from ..jobs.list import JobList
        from ..jobs.panel import JobsPanel
        from ..jobs.table import JobTable

        table = JobTable(self._bench, self.jobs)
        yield
        jobs = JobList(self._bench, table, self.jobs)
        yield
        panel = JobsPanel(self._bench, jobs, self.jobs)
        yield
        self.jobs.put(panel)
        yield
        self.jobs_tools.put(panel.tools)
        yield

    def _make_problems(self) -> Iterator[None]:
        from ..problems.list import ProblemPanel

        self.problems.put(ProblemPanel(self._bench, self.problems))
        yield

    def _make_request(self) -> Iterator[None]:
        from ..request.pane import RequestPane

        pane = RequestPane(self._bench, self.request)
        yield
        self.request.put(pane)
        self.request_tools.put(pane.tools)
        yield
