"""The layout of the open composition: which it is, how to take another, and what one would look like."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication

from ...errors import WrongUse
from ...layout.applying import apply_layout, lay_out_again, likely_spacing, matching_layout, movable, require_places
from ...layout.frame import Spacing
from ...layout.gallery import LAYOUTS, Layout, find_layout
from ...model.composition import Composition
from ..line import Line
from ..preferences import Preferences
from ..session import Session
from ..words import tell, tr
from .names import short_title

MOST = 1000
"""Pixels of gap and margin that can be asked for."""

MOST_EARLIER = 4
"""Distances that are remembered for Undo: each is another comparison with all layouts where the tiles lie in none."""

_ACTS = {
    QEvent.Type.ShortcutOverride,
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.TouchBegin,
    QEvent.Type.DragEnter,
    QEvent.Type.WindowDeactivate,
}
"""What ends a look at a layout: whatever the user does next begins from the composition as it is."""


class Arranging(QObject):
    """Gap, margin and the layout in force. One for each window.

    A *look* shows a layout on the canvas while the pointer rests on its thumbnail. It is a preview that never becomes
    a step: it is taken back before anything else that the user does reaches the document.
    """

    changed = Signal()
    looked = Signal()

    def __init__(self, session: Session, preferences: Preferences, line: Line, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._preferences, self._line = session, preferences, line
        self._gap, self._margin = preferences.window.gap, preferences.window.margin
        self._layouts: tuple[Layout, ...] = LAYOUTS
        self._chosen = ""
        self._name: str | None = None
        self._reasons: dict[str, str] = {}
        self._count = 0
        self._shown: Composition | None = None
        self._tried_from: tuple[int, int] | None = None
        self._earlier: list[tuple[int, int]] = []
        """Distances that there were before, the last first: Undo and Redo go back to them."""
        self._asked_for: tuple[int, int] | None = None
        """Distances that nobody sees yet, as a long text is being read."""
        session.settled.connect(self.refresh)
        session.known_changed.connect(self.refresh)
        preferences.changed.connect(self._on_preference)
        self.refresh()

    @property
    def gap(self) -> int:
        return self._gap

    @property
    def margin(self) -> int:
        return self._margin

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
        """Where the tiles lie in several layouts, that of this name counts: it was just saved from them."""
        self._chosen = name
        self.refresh()

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
        try:
            holds = find_layout(name, self._layouts).holds
            if holds is not None and self._count > holds:
                return tr("Holds {most}, and there are {count} tiles").format(most=holds, count=self._count)
            composition, known = self._session.document.committed, self._session.known
            require_places(composition, known, name, self._gap, self._margin, even=self._even, layouts=self._layouts)
        except WrongUse as error:
            return tell(error.message)
        return ""

    def has_room(self, gap: int, margin: int) -> bool:
        """Whether the layout in force can have these distances; they say nothing where there is none."""
        composition, known = self._session.document.committed, self._session.known
        try:
            if self._name:
                require_places(composition, known, self._name, gap, margin, even=self._even, layouts=self._layouts)
        except WrongUse:
            return False
        return True

    def apply(self, name: str) -> None:
        """Take the layout, as one step; nothing when it cannot be taken."""
        self.end_look()
        self.keep_space()
        self._line.when_settled(lambda: self._apply(name))  # what is being typed is a step of its own

    def _apply(self, name: str) -> None:
        if self.reason_against(name):
            return
        self._chosen = name
        title = short_title(find_layout(name, self._layouts))
        after = self._laid_out(self._session.composition, name)
        self._session.document.apply(after, tr("Layout {name}").format(name=title))
        self.refresh()

    def _laid_out(self, composition: Composition, name: str, *, again: bool = False) -> Composition:
        lay_out, known = lay_out_again if again else apply_layout, self._session.known
        return lay_out(composition, known, name, self._gap, self._margin, even=self._even, layouts=self._layouts)

    def try_space(self, gap: int, margin: int) -> None:
        """Show the layout in force with other distances; `keep_space` makes it a step, `drop_space` takes it back."""
        self.end_look()
        self._asked_for = None
        if self._tried_from is None:
            self._session.document.finish_typing()
            if self._line.is_busy:
                self._asked_for = gap, margin
                return
            self._session.document.settle()  # what is being typed is a step of its own
            self._tried_from = self._gap, self._margin
        self._gap, self._margin = max(0, min(gap, MOST)), max(0, min(margin, MOST))
        self._reasons.clear()
        session = self._session
        if self._name and not self.reason_against(self._name):
            session.document.preview(self._laid_out(session.document.committed, self._name, again=True))
        self.changed.emit()

    def keep_space(self) -> None:
        asked, self._asked_for = self._asked_for, None
        if asked is not None:
            self._line.when_settled(lambda: self._take_space(*asked))
            return
        before, self._tried_from = self._tried_from, None
        if before is None:
            return
        self._chosen = self._name or self._chosen
        self._remember(before)
        self._session.document.commit(tr("Gap and margin"))
        self._preferences.set("gap", self._gap)
        self._preferences.set("margin", self._margin)
        self.refresh()

    def _remember(self, before: tuple[int, int]) -> None:
        others = [each for each in self._earlier if each not in {before, (self._gap, self._margin)}]
        self._earlier = [before, *others][:MOST_EARLIER]

    def _take_space(self, gap: int, margin: int) -> None:
        self.try_space(gap, margin)
        self.keep_space()

    def drop_space(self) -> None:
        self._asked_for = None
        before, self._tried_from = self._tried_from, None
        if before is not None:
            self._gap, self._margin = before
            self._session.document.rollback()
            self.refresh()

    def look(self, name: str) -> None:
        """Show the layout without taking it; nothing while a gesture is going on."""
        self.end_look()
        document = self._session.document
        if document.is_previewing or self.reason_against(name):
            return
        self._shown = self._laid_out(document.committed, name)
        application = QApplication.instance()
        if application:
            application.installEventFilter(self)
        document.preview(self._shown, is_look=True)
        if self._shown is not None:
            self._shown = document.composition  # as it came to be seen
        self.looked.emit()

    @property
    def is_looking(self) -> bool:
        """Whether a layout is shown that is not taken yet."""
        return self._shown is not None

    def end_look(self) -> None:
        """Show the composition as it is."""
        shown, self._shown = self._shown, None
        if shown is None:
            return
        application = QApplication.instance()
        if application:
            application.removeEventFilter(self)
        document = self._session.document
        if document.is_previewing and document.composition is shown:
            document.rollback()
        self.looked.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _ACTS:
            self.end_look()
        return False

    def recognise(self) -> None:
        """A composition was opened: take over the distances that it was laid out with, if it was."""
        self._asked_for = None
        self._earlier.clear()
        self.refresh()
        session = self._session
        likely = likely_spacing(session.composition, session.known)
        if self._name or likely is None or max(likely) > MOST:
            return
        if self._matching(*likely):
            self._gap, self._margin = likely
            self.refresh()

    def refresh(self) -> None:
        """Find out anew which layout is in force, and which could be."""
        session = self._session
        if session.document.is_previewing:
            return
        self._reasons.clear()
        self._count = len(movable(session.composition))
        self._name = self._matching(self._gap, self._margin)
        for earlier in () if self._name else tuple(self._earlier):
            self._name = self._matching(*earlier)
            if self._name:
                before, (self._gap, self._margin) = (self._gap, self._margin), earlier
                self._remember(before)
                break
        self.changed.emit()

    def _matching(self, gap: int, margin: int) -> str | None:
        composition, known = self._session.composition, self._session.known
        return matching_layout(composition, known, gap, margin, self._chosen, even=self._even, layouts=self._layouts)
