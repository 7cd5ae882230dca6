"""The inspector: the page that is chosen, and the rail to choose another."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QStackedWidget, QWidget

from ..commands.command import Command
from ..theme import tokens
from ..turns import Turns
from ..widgets.tips import set_tip
from ..words import tr
from ..workbench import Workbench
from .binding import Habits
from .page import SIDE, Page, all_pages, page_of
from .rail import Rail

NARROW_SIDE = 12
NARROW_BELOW = 340
"""Under this width of its own the inspector takes the narrow form: no words on the rail, less space at the sides."""


EVERYTHING = "view.everything"
"""The command that is the switch, too."""

PAUSE_MS = 100
"""While somebody types on a page, another one waits, and asks again so much later."""

BUILD_MS = 20
"""Between two turns that make pages ahead of being asked for."""


class _Form(QScrollArea):
    """One page that scrolls. Its fields keep their width when the scroll bar comes and goes."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.side = SIDE
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(page)
        for ground in (self, self.viewport(), page):
            ground.setProperty("panel", True)
            ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.verticalScrollBar().rangeChanged.connect(self._fit)
        self.setMinimumWidth(0)

    def set_side(self, side: int) -> None:
        self.side = side
        self._fit()

    @property
    def is_typed_in(self) -> bool:
        """Whether somebody is typing in one of the fields, about what they were about when that began."""
        return any(binding.is_typed_in for binding in self.page.bindings)

    def take_keyboard(self) -> bool:
        """Give the first field the focus; whether there is one that takes it."""
        for binding in self.page.bindings:
            editor = binding.row.editor
            if editor.isVisible() and editor.isEnabled() and editor.focusPolicy() != Qt.FocusPolicy.NoFocus:
                editor.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return False

    def _fit(self) -> None:
        bar = self.verticalScrollBar()
        taken = bar.sizeHint().width() if bar.maximum() > bar.minimum() else 0
        self.page.fit_side(max(2, self.side - taken), self.side)


class Inspector(QWidget):
    """Chooses a page by itself while the user has not chosen one: Tile with a selection, else Frame.

    A page that the user goes to stays, whatever is selected, until they go back to one of those two.
    """

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setAccessibleName(tr("Options"))
        self.bench = bench
        self.habits = Habits(bench, self)
        self._pages = {page.id: page for page in all_pages()}
        self._forms: dict[str, _Form] = {}
        self._current = ""
        self._is_deliberate = False
        self._is_narrow = False
        self._stack = QStackedWidget()
        self._stack.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        layout = self._stack.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, 0, 0)
        self.rail = Rail(tuple(self._pages.values()))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._stack, 1)
        row.addWidget(self.rail)
        self.setMinimumWidth(tokens.size("inspector_min"))
        self.rail.chosen.connect(self._on_chosen)
        self.rail.everything.toggled.connect(lambda is_on: bench.preferences.set("shows_all_options", is_on))
        self.habits.changed.connect(self._show_switch)
        bench.commands.keys_changed.connect(self._show_switch)
        bench.page_wanted.connect(self.open_page)
        bench.session.selection_changed.connect(self._on_selection)
        bench.findings.changed.connect(self._refresh_marks)
        bench.unread.changed.connect(self._refresh_marks)
        self._still = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._still.timeout.connect(self._on_still)
        self._turns = Turns(self, BUILD_MS)
        bench.commands.add(self._command(page) for page in self._pages.values())
        self._refresh_marks()
        self._show_switch()

    def build(self) -> Iterator[None]:
        """Make the page that is seen first, yielding where a turn of the loop may end; the others follow when this is
        done, in turns of their own.
        """
        yield from self._build_page(self._usual_page())
        self._on_selection()
        self._turns.follow(self._build_rest())

    def _command(self, page: type[Page]) -> Command:
        """What the palette finds a page by."""
        text = tr("Show the {page} options").format(page=page.title())
        return Command(f"options.{page.id}", text, lambda: self.bench.page_wanted.emit(page.id, ""), icon=page.icon)

    @property
    def current(self) -> str:
        """The id of the page that is shown."""
        return self._current

    def page(self, page_id: str) -> Page:
        """The page of that id, made if it is not there yet; ``KeyError`` if there is none."""
        page = self._form(page_id).page
        page.build_all()
        return page

    def _form(self, page_id: str) -> _Form:
        if page_id not in self._forms:
            form = _Form(self._pages[page_id](self.bench, self.habits))
            form.set_side(NARROW_SIDE if self._is_narrow else SIDE)
            form.setAccessibleName(tr("{page} options").format(page=form.page.title()))
            self._forms[page_id] = form
            self._stack.addWidget(form)
        return self._forms[page_id]

    def show_page(self, page_id: str) -> None:
        """Show a page that somebody asked for; whether it stays is up to who asks. The keyboard goes along."""
        is_left = self._form(page_id) is not self._stack.currentWidget() and self._has_keyboard()
        self._show(page_id)
        if is_left and not self._form(page_id).take_keyboard() and not self._has_keyboard():
            self.bench.canvas.focus_wanted.emit()

    def _show(self, page_id: str) -> None:
        form = self._form(page_id)
        form.page.build_all()
        self._still.stop()
        self._current = page_id
        self._stack.setCurrentWidget(form)
        self.rail.show_page(page_id)

    def _has_keyboard(self) -> bool:
        """Whether the page that is shown has it, or will when the window is active again."""
        shown = self._stack.currentWidget()
        return shown is not None and self.bench.keyboard.within(shown) is not None

    def open_page(self, page_id: str, path: str = "") -> None:
        """Somebody wants that page, and the field ``path`` on it if one is named. An empty id: the page of the path."""
        page_id = page_id or page_of(path)
        if page_id not in self._pages:
            return
        self._is_deliberate = page_id not in {"tile", "frame"}
        self.show_page(page_id)
        if path:
            row = self.page(page_id).go_to(path)
            if row is not None:
                self._forms[page_id].ensureWidgetVisible(row, 0, 24)

    def _build_page(self, page_id: str) -> Iterator[None]:
        page = self._form(page_id).page
        yield
        while not page.is_built:
            page.build_next()
            yield
        yield from page.prepare()

    def _build_rest(self) -> Iterator[None]:
        """The pages that nobody has asked for yet."""
        for page_id in self._pages:
            yield from self._build_page(page_id)

    def _on_chosen(self, page_id: str) -> None:
        self._is_deliberate = page_id not in {"tile", "frame"}
        self.show_page(page_id)

    def _on_selection(self) -> None:
        """The page of what is chosen now, but not from under somebody who types: the next keys were the canvas's."""
        page_id = self._usual_page()
        if self._is_deliberate or page_id == self._current:
            self._still.stop()
        elif not self._has_keyboard():
            self._show(page_id)
        elif self._still.isActive() or self._form(self._current).is_typed_in:
            self._still.start()
        else:
            self.bench.canvas.focus_wanted.emit()  # Qt would give it to whatever comes next
            self._show(page_id)

    def _on_still(self) -> None:
        """The keyboard may have left the page that was typed in; until then another one waits."""
        if self._has_keyboard():
            self._still.start()
        else:
            self._on_selection()

    def _usual_page(self) -> str:
        return "tile" if self.bench.session.selection else "frame"

    def _refresh_marks(self) -> None:
        worst: dict[str, str] = {}
        for path, problem in self.bench.findings.index.worst():  # of all first; notes are not counted
            if problem.severity != "note":
                worst.setdefault(page_of(path), problem.severity)
        worst.update((field.page, "error") for field in self.bench.unread.fields)
        for page_id, button in self.rail.buttons.items():
            button.set_mark(worst.get(page_id, ""))

    def _show_switch(self) -> None:
        switch = self.rail.everything
        switch.setChecked(self.habits.shows_all)
        keys = [text for command in self.bench.commands.all() if command.id == EVERYTHING for text in command.keys]
        told = tr("Every field of the request, instead of what most people set")
        set_tip(switch, "\n".join((told, *keys)))
        self.bench.commands.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < NARROW_BELOW
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self.rail.set_narrow(is_narrow=is_narrow)
            for form in self._forms.values():
                form.set_side(NARROW_SIDE if is_narrow else SIDE)
