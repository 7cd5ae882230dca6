"""A page of the inspector: fields in sections, with the cards of what is wrong below them.

Each file of ``pages`` is one page and registers it; adding one, or a field to one, edits no other file.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import ClassVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ...checks.registry import View
from ...model.problem import Problem
from ..problem_index import fold
from ..theme import tokens
from ..widgets.labels import Label
from ..workbench import Workbench
from .binding import Binding, Habits, view_of
from .bindings import bind
from .cards import FIELD_GAP, Cards
from .entry import Entry, Pair, Part, Section
from .keyboard import handed_to_canvas
from .message import Message
from .row import Row, make_editor
from .sight import SectionBox, Sight

SIDE = 16

_pages: dict[str, type[Page]] = {}


def register(page: type[Page]) -> type[Page]:
    """Make a page known; ``ValueError`` for an id that is taken."""
    if page.id in _pages:
        raise ValueError(f"There is a page {page.id} already.")
    _pages[page.id] = page
    return page


@functools.cache
def all_pages() -> tuple[type[Page], ...]:
    """The pages in their order. The first call reads the files of ``pages``."""
    from . import pages

    for found in pkgutil.iter_modules(pages.__path__):
        importlib.import_module(f"{pages.__name__}.{found.name}")
    return tuple(sorted(_pages.values(), key=lambda page: page.order))


def page_of(path: str) -> str:
    """The id of the page that answers for ``path``: that with the longest prefix of it; Advanced for what none has."""
    folded = fold(path)
    root = folded.partition(".")[0]
    return _page_of(folded if root in _divided_roots() else root)


@functools.cache
def _divided_roots() -> frozenset[str]:
    """Where the path tells more than its first name: not for tiles, of which there are a thousand."""
    prefixes = [fold(prefix) for page in all_pages() for prefix in page.prefixes]
    return frozenset(prefix.partition(".")[0] for prefix in prefixes if "." in prefix)


@functools.lru_cache(maxsize=4096)
def _page_of(folded: str) -> str:
    fitting = [
        (len(prefix), page.id)
        for page in all_pages()
        for prefix in map(fold, page.prefixes)
        if folded == prefix or folded.startswith(f"{prefix}.")
    ]
    return max(fitting)[1] if fitting else "advanced"


@functools.lru_cache(maxsize=64)
def _paths_of(path: str, owners: tuple[str, ...]) -> tuple[str, ...]:
    """Asked many times a change, of a thousand tiles."""
    return tuple(path.replace("*", owner) for owner in owners)


class _Sheet(QWidget):
    """Its height follows from its width: that of all texts at their narrowest would leave an empty band below them."""

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)


class Page(_Sheet):
    """The base. A page says who it is, its ``sections``, and where what it edits lies.

    ``prefixes`` are the paths it answers for: their problems put a dot on its button, and those that no field of its
    own tells become cards.
    """

    id: ClassVar[str] = ""
    icon: ClassVar[str] = ""
    order: ClassVar[int] = 0
    prefixes: ClassVar[tuple[str, ...]] = ()

    def __init__(self, bench: Workbench, habits: Habits, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bench, self.habits = bench, habits
        self.setObjectName(f"page.{self.id}")
        self.bindings: list[Binding] = []
        self.section_widgets: list[QWidget] = []
        """A page may hide one as a whole; what of it is in sight in the simple view is up to `sight`."""
        self.sight = Sight(self.bindings)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SIDE, 12, SIDE, 24)
        self._column.setSpacing(0)
        self._column.addWidget(self.make_header())
        self.body = QWidget(self)
        self._body = QVBoxLayout(self.body)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(0)
        self._column.addWidget(self.body)
        self._cards = Cards(bench, self)  # below all fields: none of them moves when a card comes or goes
        self._column.addLayout(self._cards.box)
        self._column.addStretch(1)
        self.is_built = False
        self._pieces = self._build()
        session = bench.session
        session.changed.connect(self._on_news)
        session.selection_changed.connect(self._on_news)
        session.known_changed.connect(self._on_news)
        session.target_changed.connect(self._on_news)
        bench.findings.changed.connect(self._on_news)
        bench.presets.changed.connect(self._on_news)
        habits.changed.connect(self._on_habits)
        bench.files.opened.connect(self.sight.forget)

    @classmethod
    def title(cls) -> str:
        """What the page is called."""
        raise NotImplementedError

    @classmethod
    def short_title(cls) -> str:
        """What its button on the rail says, which has room for one word."""
        return cls.title()

    def subtitle(self) -> str:
        """One line below the title."""
        return ""

    def sections(self) -> Sequence[Section]:
        raise NotImplementedError

    def owners(self) -> tuple[str, ...]:
        """What a ``*`` in a path stands for now."""
        return ()

    def paths(self, entry: Entry) -> tuple[str, ...]:
        """Where the values of a field lie now."""
        if "*" not in entry.path:
            return (entry.path,)
        return _paths_of(entry.path, self.owners())

    # Building -------------------------------------------------------------------------------------------------------

    def make_header(self) -> QWidget:
        """Title and subtitle; pages with more to show make their own."""
        header = QWidget()
        column = QVBoxLayout(header)
        column.setContentsMargins(0, 0, 0, 10)
        column.setSpacing(0)
        column.addWidget(Label(self.title(), "title"))
        if self.subtitle():
            column.addWidget(Label(self.subtitle(), "label", "2", wraps=True))
        return header

    def build_all(self) -> None:
        """Make the fields that are not there yet."""
        for _ in self._pieces:
            pass

    def build_next(self) -> None:
        """Make a piece more. A page that nobody waits for is made in pieces, so that the hand is not held up."""
        next(self._pieces, None)

    def _build(self) -> Iterator[None]:
        """Yields in and after each field. A section is put on the page when all of it is there."""
        for number, section in enumerate(self.sections()):
            box = SectionBox(section, self.body, is_first=not number)
            for part in section.parts:
                count = len(self.bindings)
                widget = yield from self._make_part(part)
                box.add(part, widget, self.bindings[count:])
                yield
            box.aim.passed.connect(self._on_news)
            self.sight.boxes.append(box)
            self.section_widgets.append(box)
            self._body.addWidget(box)
        self.is_built = True

    def _make_part(self, part: Part) -> Generator[None, None, QWidget]:
        if isinstance(part, Entry):
            editor = self._make_editor(part)
            yield
            return self._bind_row(part, editor)
        if not isinstance(part, Pair):
            return part()
        both = QWidget(self.body)
        yield from self._fill_pair(both, part)
        return both

    def _make_editor(self, entry: Entry) -> QWidget:
        editor = make_editor(entry)
        editor.setParent(self)  # until it stands in its row: a page that goes meanwhile takes it along
        return editor

    def make_row(self, entry: Entry, message: Message | None = None) -> Row:
        """A field, bound."""
        return self._bind_row(entry, make_editor(entry), message)

    def _bind_row(self, entry: Entry, editor: QWidget, message: Message | None = None) -> Row:
        row = Row(entry, editor, message)
        binding = bind(self.bench, self.habits, entry, row, lambda: self.paths(entry))
        binding.page = self.id
        self.bindings.append(binding)
        return row

    def make_pair(self, pair: Pair, message: Message | None = None) -> QWidget:
        """Two fields of one width, side by side."""
        both = QWidget()
        for _ in self._fill_pair(both, pair, message):
            pass
        return both

    def _fill_pair(self, both: QWidget, pair: Pair, message: Message | None = None) -> Iterator[None]:
        grid = QGridLayout(both)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(FIELD_GAP)
        grid.setVerticalSpacing(0)
        for column, entry in enumerate((pair.left, pair.right)):
            editor = self._make_editor(entry)
            yield
            grid.addWidget(self._bind_row(entry, editor, message), 0, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
            yield

    def fit_side(self, right: int, left: int = SIDE) -> None:
        """Space at the sides: the right one less where a scroll bar stands."""
        margins = self._column.contentsMargins()
        self._column.setContentsMargins(left, margins.top(), right, margins.bottom())

    # Refreshing -----------------------------------------------------------------------------------------------------

    def _on_news(self) -> None:
        if self.isVisible():
            with handed_to_canvas(self.bench, self):
                self.refresh()

    def _on_habits(self) -> None:
        self.sight.forget()
        self._on_news()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.build_all()
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.sight.forget()
        for binding in self.bindings:
            binding.finish()

    def refresh(self) -> None:
        """Show what holds now: values, problems, what is off and why."""
        view = view_of(self.bench)
        for binding in self.bindings:
            binding.refresh(view)
        self._see(view)
        self._cards.show_problems(self.card_problems())

    def _see(self, view: View) -> None:
        """Show and hide fields, as the view that is chosen wants it."""
        changes = self.sight.changes(view, shows_all=self.habits.shows_all, is_seen=self.isVisible())
        if changes:
            with self.laid_out_once():
                for change in changes:
                    change()

    def prepare(self) -> Iterator[None]:
        """Show what holds now while nobody looks, in pieces: the first time is dearer than all others."""
        for binding in self.bindings:
            if self.isVisible():  # it shows all of it already
                return
            binding.refresh(view_of(self.bench))
            yield
        self.refresh()
        yield
        layout = self.layout()
        if layout is not None:
            layout.activate()
        yield

    @contextmanager
    def laid_out_once(self) -> Iterator[None]:
        """Show and hide sections inside: each one that is shown would have the whole page laid out at once."""
        layouts = self._body, self._column
        for layout in layouts:
            layout.setEnabled(False)
        try:
            yield
        finally:
            for layout in layouts:
                layout.setEnabled(True)
                layout.invalidate()

    def problems(self) -> list[Problem]:
        """Those that the page answers for."""
        return list(self.bench.findings.index.of_places(lambda path: page_of(path) == self.id))

    def card_problems(self) -> list[Problem]:
        """Those that stand below the fields: no field tells them."""
        fields = [binding for binding in self.bindings if not binding.entry.is_quiet]
        told = frozenset[str]().union(*(binding.told(binding.paths()) for binding in fields))
        return [problem for problem in self.problems() if fold(problem.path) not in told]

    # Going to a field -----------------------------------------------------------------------------------------------

    def go_to(self, path: str) -> QWidget | None:
        """Give the field of ``path`` the focus; the nearest one above it where it has no field of its own."""
        binding = self.sight.nearest(path)
        if binding is None:
            return None
        if self.sight.keep(binding):
            self._see(view_of(self.bench))
        editor = binding.row.editor
        if editor.isEnabled() and editor.focusPolicy() != Qt.FocusPolicy.NoFocus:
            editor.setFocus(Qt.FocusReason.TabFocusReason)
        return binding.row


def line_of(*widgets: QWidget, spacing: int = FIELD_GAP, stretch: bool = False) -> QWidget:
    """Controls in a row, each as wide as the others unless ``stretch`` leaves the rest empty."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(spacing)
    for widget in widgets:
        row.addWidget(widget, 0 if stretch else 1)
    if stretch:
        row.addStretch(1)
    made.setMinimumHeight(tokens.size("field"))
    return made
