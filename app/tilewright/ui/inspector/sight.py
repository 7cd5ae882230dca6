"""What of a page is in sight: everything, or in the simple view what most people set, what is set, what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ...checks.registry import View
from ..problem_index import fold
from ..widgets.labels import Label
from .aim import Aim
from .binding import Binding
from .cards import FIELD_GAP, SECTION_ABOVE
from .entry import Entry, Pair, Part, Section


class SectionBox(QWidget):
    """A heading and what stands below it. While nothing of it is in sight it takes no room."""

    def __init__(self, section: Section, parent: QWidget, *, is_first: bool) -> None:
        super().__init__(parent)
        self.section = section
        self.aim = Aim(self)
        self.bindings: list[Binding] = []
        self._cells: list[tuple[QWidget, tuple[Binding, ...], bool]] = []
        usual, first = (SECTION_ABOVE, 6) if section.title else (FIELD_GAP, 0)
        self._above = first if is_first else usual
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, self._above, 0, 0)
        self._column.setSpacing(FIELD_GAP)
        self._heading = Label(section.title, "section") if section.title else None
        if self._heading is not None:
            self._column.addWidget(self._heading)

    def add(self, part: Part, widget: QWidget, bindings: Sequence[Binding]) -> None:
        """Put ``widget``, which was made of ``part``, below what is there."""
        self._cells.append((widget, tuple(bindings), not isinstance(part, Entry | Pair)))
        self.bindings += bindings
        self._column.addWidget(widget)

    def is_advanced(self, binding: Binding) -> bool:
        return self.section.is_advanced or binding.entry.is_advanced

    def show_only(self, wanted: set[Binding], *, has_controls: bool) -> None:
        """The fields ``wanted``; ``has_controls`` for the controls that the page made itself, too."""
        is_empty = True
        for widget, bindings, is_control in self._cells:
            for binding in bindings:
                _show(binding.row, is_seen=binding in wanted)
            is_seen = (is_control and has_controls) or any(binding in wanted for binding in bindings)
            _show(widget, is_seen=is_seen)
            _fit_pair(widget)
            is_empty = is_empty and not is_seen
        if self._heading is not None:
            _show(self._heading, is_seen=not is_empty)
        self._column.setContentsMargins(0, 0 if is_empty else self._above, 0, 0)


def _is_off(widget: QWidget) -> bool:
    return widget.isHidden() and widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)


def _show(widget: QWidget, *, is_seen: bool) -> None:
    """Widgets count as hidden until they are shown first, with their page; to show one before lays it out too small."""
    if _is_off(widget) == is_seen:
        widget.setVisible(is_seen)


def _fit_pair(widget: QWidget) -> None:
    """One of a pair that stands alone has the whole width."""
    grid = widget.layout()
    if isinstance(grid, QGridLayout) and grid.columnCount() == 2:
        for column in range(2):
            item = grid.itemAtPosition(0, column)
            row = item.widget() if item else None
            grid.setColumnStretch(column, 1 if row is not None and not _is_off(row) else 0)


class Sight:
    """Of the sections of one page. What has come into the simple view stays until the page is left: nothing goes from
    under the hand because it was cleared.
    """

    def __init__(self, bindings: Sequence[Binding]) -> None:
        self._bindings = bindings  # those of the page: it grows while the page is built
        self.boxes: list[SectionBox] = []
        self._kept: set[Binding] = set()
        self._is_asked = True
        self._shown: dict[SectionBox, tuple[set[Binding], bool]] = {}

    def forget(self) -> None:
        """The page is left, or shows something else: only what is set or wrong by itself counts."""
        self._kept.clear()
        self._is_asked = True

    def keep(self, binding: Binding) -> bool:
        """Somebody goes to that field: it is in sight from now on. Whether it was not before."""
        self._kept.add(binding)
        self._is_asked = True
        return self.is_hidden(binding)

    def nearest(self, path: str) -> Binding | None:
        """The field of ``path``, or one below the nearest place above it; one that is in sight, if any is."""
        wanted = fold(path)
        while wanted:
            fitting = [
                binding
                for binding in self._bindings
                if any(fold(own) == wanted or fold(own).startswith(f"{wanted}.") for own in binding.paths())
            ]
            if fitting:
                return min(fitting, key=self.is_hidden)
            wanted = wanted.rpartition(".")[0]
        return None

    def is_hidden(self, binding: Binding) -> bool:
        for box in self.boxes:
            if binding in box.bindings:
                return box in self._shown and binding not in self._shown[box][0]
        return False

    def changes(self, view: View, *, shows_all: bool, is_seen: bool) -> list[Callable[[], None]]:
        """What has to be done for each section of which something else is in sight now. ``is_seen``: somebody looks.

        What comes by itself, as with a problem, waits while the pointer aims at something below.
        """
        changes: list[Callable[[], None]] = []
        for box in self.boxes:
            wanted = {binding for binding in box.bindings if shows_all or self._is_wanted(box, binding, view)}
            if is_seen and not shows_all:
                self._kept |= {binding for binding in wanted if box.is_advanced(binding)}
            has_controls = shows_all or not box.section.is_advanced or box.section.is_used(view)
            differs = self._shown.get(box, (set(box.bindings), True)) != (wanted, has_controls)
            if differs and not (is_seen and not self._is_asked and box.aim.is_on()):
                self._shown[box] = wanted, has_controls
                changes.append(partial(box.show_only, wanted, has_controls=has_controls))
        self._is_asked = False
        return changes

    def _is_wanted(self, box: SectionBox, binding: Binding, view: View) -> bool:
        if not box.is_advanced(binding) or binding in self._kept:
            return True
        return binding.is_in_trouble or binding.is_set(view.composition) or binding.entry.needed(view)
