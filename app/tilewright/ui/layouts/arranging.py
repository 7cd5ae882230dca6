"""The layout of the open composition: which it is, how to take another, and what one would look like."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from ...errors import WrongUse
from ...layout.applying import (
    apply_layout,
    lay_out_again,
    matching_layout,
    movable,
    recognised_spacing,
    require_places,
)
from ...layout.frame import Spacing
from ...layout.gallery import LAYOUTS, Layout, find_layout
from ...model.composition import Composition
from ..line import Line
from ..preferences import Preferences
from ..session import Session
from ..words import tell, tr
from .look import Look
from .names import short_title

MOST = 1000
"""Pixels of gap and margin that can be asked for."""

OF_PROGRAM = frozenset(layout.name for layout in LAYOUTS)
"""Names that no layout of the user's own can have."""


class Arranging(QObject):
    """Gap, margin and the layout in force. One for each window. ``looked`` tells that a `Look` began or ended."""

    changed = Signal()
    looked = Signal()

    def __init__(self, session: Session, preferences: Preferences, line: Line, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._preferences, self._line = session, preferences, line
        self._gap, self._margin = preferences.window.gap, preferences.window.margin
        self._layouts: tuple[Layout, ...] = LAYOUTS
        self._chosen = ""
        self._name: str | None = None
        self._opened: Composition | None = None
        """What was opened and lies in no layout, as far as is known; nothing was done since."""
        self._reasons: dict[str, str] = {}
        self._count = 0
        self._look = Look(session.document, self)
        self._look.changed.connect(self.looked)
        self._tried_from: tuple[int, int] | None = None
        self._is_try_shown = False
        """Whether the composition is previewed with those that are tried: without a layout they change nothing."""
        self._asked_for: tuple[int, int] | None = None
        """Distances that nobody sees yet, as a long text is being read."""
        session.settled.connect(self.refresh)
        session.known_changed.connect(self.refresh)
        document = session.document
        document.changed.connect(self._on_changed)
        document.finish_wanted.connect(self.keep_space)
        document.came_along.connect(self._on_came_along)
        preferences.changed.connect(self._on_preference)
        self.refresh()

    @property
    def gap(self) -> int:
        return self._gap

    @property
    def margin(self) -> int:
        return self._margin

    @property
    def is_trying(self) -> bool:
        """Whether other distances are tried, or will be in their turn, that are neither kept nor dropped."""
        return self._tried_from is not None or self._asked_for is not None

    def _on_preference(self, name: str) -> None:
        if name == "even":
            self.refresh()

    @property
    def _even(self) -> bool:
        return self._preferences.window.even

    @property
    def name(self) -> str | None:
        """The layout in which the tiles lie now, ``None`` for none."""
        return self._name

    @property
    def spacing(self) -> Spacing:
        """What a frame of another size needs to keep the layout."""
        return Spacing(self._gap, self._margin, self._name or "", self._even, self._layouts)

    @property
    def layouts(self) -> tuple[Layout, ...]:
        """Those of the program, then the user's own."""
        return self._layouts

    @property
    def in_force(self) -> Layout | None:
        """The layout in which the tiles lie now, ``None`` for none."""
        return next((layout for layout in self._layouts if layout.name == self._name), None)

    def offer(self, layouts: Sequence[Layout]) -> None:
        """There are others of the user's own than before."""
        self.end_look()
        self._layouts = tuple(layouts)
        self._reasons.clear()
        self.refresh()

    def prefer(self, name: str) -> None:
        """Where the tiles lie in several layouts, that of this name counts."""
        self._chosen = name
        self.refresh()

    def prefer_saved(self, name: str) -> None:
        """`prefer` one that was just saved from the tiles, but not to one of the program: of that it is a copy."""
        if self._name not in OF_PROGRAM:
            self.prefer(name)

    @property
    def count(self) -> int:
        """How many tiles a layout would place."""
        return self._count

    def reason_against(self, name: str) -> str:
        """Why the layout cannot be taken now; empty when it can."""
        if name not in self._reasons:
            self._reasons[name] = self._find_reason(name)
        return self._reasons[name]

    def _find_reason(self, name: str) -> str:
        holds = next((layout.holds for layout in self._layouts if layout.name == name), None)
        if holds is not None and self._count > holds:
            return tr("Holds {most}, and there are {count} tiles").format(most=holds, count=self._count)
        return self._refusal(name, self._gap, self._margin)

    def has_room(self, gap: int, margin: int) -> bool:
        """Whether the layout in force can have these distances; they say nothing where there is none."""
        return not self._name or not self._refusal(self._name, gap, margin)

    def _refusal(self, name: str, gap: int, margin: int) -> str:
        composition, known = self._session.document.committed, self._session.known
        try:
            require_places(composition, known, name, gap, margin, even=self._even, layouts=self._layouts)
        except WrongUse as error:
            return tell(error.message)
        return ""

    def apply(self, name: str) -> None:
        """Take the layout, as one step; nothing when it cannot be taken."""
        self.end_look()
        self.keep_space()
        self._line.when_settled(lambda: self._apply(name))  # what is being typed is a step of its own

    def _apply(self, name: str) -> None:
        if self.reason_against(name):
            return
        before, self._chosen = self._name or self._chosen, name
        title, document = short_title(find_layout(name, self._layouts)), self._session.document
        document.preview(self._laid_out(document.composition, name))
        document.commit(tr("Layout {name}").format(name=title), (before, name))
        self.refresh()

    def _laid_out(self, composition: Composition, name: str, *, again: bool = False) -> Composition:
        lay_out, known = lay_out_again if again else apply_layout, self._session.known
        return lay_out(composition, known, name, self._gap, self._margin, even=self._even, layouts=self._layouts)

    def try_space(self, gap: int, margin: int) -> None:
        """Show the layout in force with other distances; `keep_space` makes it a step, `drop_space` takes it back."""
        self.end_look()
        self._asked_for = self._opened = None
        if self._tried_from is None:
            self._session.document.finish_typing()
            if self._line.is_busy:
                self._asked_for = gap, margin
                return
            self._session.document.settle()  # what is being typed is a step of its own
            self._tried_from, self._is_try_shown = (self._gap, self._margin), False
        self._gap, self._margin = max(0, min(gap, MOST)), max(0, min(margin, MOST))
        self._reasons.clear()
        session, name = self._session, self._name or ""
        if name in OF_PROGRAM and not self.reason_against(name):  # one of the user's own has its own distances
            self._is_try_shown = True
            session.document.preview(self._laid_out(session.document.committed, name, again=True))
        self.changed.emit()

    def keep_space(self) -> None:
        """Make a step of what is tried, and let it hold; nothing where nothing is."""
        asked, self._asked_for = self._asked_for, None
        if asked is not None:
            self._line.when_settled(lambda: self._take_space(*asked))
            return
        before, self._tried_from = self._tried_from, None
        if before is None:
            return
        self._chosen = self._name or self._chosen
        after = self._gap, self._margin
        self._session.document.commit(tr("Gap and margin"), (before, after))
        self._hold(*after)
        self.refresh()

    def _hold(self, gap: int, margin: int) -> None:
        self._gap, self._margin = gap, margin
        self._preferences.set("gap", gap)
        self._preferences.set("margin", margin)

    def _on_came_along(self, along: object) -> None:
        """Undo or Redo goes over a step that changed the distances, or the layout: those hold that the tiles have."""
        if isinstance(along, tuple):
            self._hold(*along)
        elif isinstance(along, str):
            self._chosen = along

    def _on_changed(self) -> None:
        if self._was_taken_back:
            self.refresh()

    @property
    def _was_taken_back(self) -> bool:
        """Whether what is tried was shown, and is not any more: Undo takes back what is only previewed."""
        return self._tried_from is not None and self._is_try_shown and not self._session.document.is_previewing

    def _take_space(self, gap: int, margin: int) -> None:
        self.try_space(gap, margin)
        self.keep_space()

    def drop_space(self) -> None:
        before, self._tried_from, self._asked_for = self._tried_from, None, None
        if before is not None:
            self._gap, self._margin = before
            self._session.document.rollback()
            self.refresh()

    def look(self, name: str) -> None:
        """Show the layout without taking it; nothing while a gesture is going on."""
        self.end_look()
        document = self._session.document
        if not document.is_previewing and not self.reason_against(name):
            self._look.show(self._laid_out(document.committed, name))

    @property
    def is_looking(self) -> bool:
        """Whether a layout is shown that is not taken yet."""
        return self._look.is_on

    def end_look(self) -> None:
        """Show the composition as it is."""
        self._look.end()

    def recognise(self) -> None:
        """A composition was opened: take over the distances of its layout, now or when its videos' shapes are known."""
        self._asked_for, self._chosen, self._opened = None, "", self._session.document.committed
        self.refresh()

    def refresh(self) -> None:
        """Find out anew which layout is in force, and which could be."""
        session = self._session
        if session.document.is_previewing:
            return
        if self._tried_from is not None and self._was_taken_back:
            (self._gap, self._margin), self._tried_from = self._tried_from, None
        self._reasons.clear()
        self._count = len(movable(session.composition))
        self._name, opened = self._matching(), session.document.committed
        if self._name in OF_PROGRAM or self._opened is not opened:
            self._opened = None
        elif found := recognised_spacing(opened, session.known, MOST, even=self._even):
            (self._gap, self._margin), self._opened = found, None
            self._name = self._matching()
        self.changed.emit()

    def _matching(self) -> str | None:
        now = self._session.composition, self._session.known, self._gap, self._margin
        return matching_layout(*now, self._chosen, even=self._even, layouts=self._layouts)
