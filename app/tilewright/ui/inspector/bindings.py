"""Bindings of the editors: lines to type in, and controls that pick a value at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, cast

from PySide6.QtCore import QTimer

from ...checks.registry import View
from ...layout.attraction import stepped
from ...layout.expression import Unreadable
from ...layout.typed import Names, names_at
from ...model.composition import Composition
from ...model.paths import read_path, read_paths
from ..secrets import tell_cleaned
from ..unread import UnreadField
from ..widgets.field import Field
from ..words import tell, tr
from ..workbench import Workbench
from .binding import Binding, Habits, view_of
from .editors import ChoiceList, ColourField, FlagSwitch, mixed
from .entry import Entry, nothing
from .exclusive import PlacePicker, Segments
from .kinds import Address, Choice, Context, Flag, Number, unseen
from .row import Row

STEP_MS = 600
"""After the last arrow key the steps become one step of the history."""


def _is_gone(entry: Entry, edited: tuple[str, ...], composition: Composition) -> bool:
    """Whether a tile or watermark that is edited is not there any more."""
    names = entry.path.split(".")
    depth = names.index("*") + 1 if "*" in names else 0
    owners = [".".join(path.split(".")[:depth]) for path in edited if depth]
    return any(read_path(composition, owner) is None for owner in owners)


def _stepped(kind: Number, current: float, count: int, grain: int) -> float:
    """So many steps on, but not beyond the end of the range in that direction."""
    value = current + (count if grain == 1 else stepped(round(current), count, grain))
    if kind.low is not None and count < 0 and value < kind.low:
        value = kind.low
    if kind.high is not None and count > 0 and value > kind.high:
        value = kind.high
    return round(value, 3)


def _default_words(entry: Entry, view: View, paths: tuple[str, ...]) -> str:
    usual, otherwise = entry.usual, entry.default or tr("Not set")
    if usual is nothing or not paths:
        return otherwise
    first = usual(view, paths[0])
    for path in paths:
        if usual(view, path) != first:  # two that differ are enough to know
            return otherwise
    words = entry.kind.show(first)
    if not words or entry.is_inner:
        return words or otherwise
    return tr("{value} (default)").format(value=words)


class LineBinding(Binding):
    """What is typed is previewed while it can be read; Enter and leaving make one step, Esc takes it back."""

    def __init__(
        self, bench: Workbench, habits: Habits, entry: Entry, row: Row, paths: Callable[[], tuple[str, ...]]
    ) -> None:
        super().__init__(bench, habits, entry, row, paths)
        self._field = cast(Field, row.editor)
        self._shown: tuple[tuple[str, ...], tuple[Any, ...]] | None = None
        self._usual: tuple[View, tuple[str, ...], str] | None = None
        self._edited: tuple[str, ...] = ()
        self._is_editing = self._is_ours = self._is_shown = False
        self._outside = ""  # why what is typed is shown only when it is done: `kinds.unseen`
        self._sentence = ""
        self._timer = QTimer(self, singleShot=True, interval=STEP_MS)
        self._timer.timeout.connect(self.finish)
        self._field.textEdited.connect(self._on_typed)
        self._field.filled.connect(self._on_filled)
        self._field.accepted.connect(self.finish)
        bench.session.document.finish_wanted.connect(self.finish)
        bench.files.opened.connect(self._forget)
        bench.unread.dropped.connect(self._on_dropped)
        bench.session.selection_changed.connect(self._on_selection)
        bench.session.document.settled_now.connect(self._on_step)
        bench.session.document.rolled_back.connect(self._on_rolled_back)
        self._field.cancelled.connect(self._cancel)
        self._field.stepped.connect(self._step)
        if isinstance(self._field, ColourField):
            self._field.picked.connect(self.pick)

    @property
    def is_typed_in(self) -> bool:
        return self._is_editing and self.paths() == self._edited

    def own_trouble(self) -> str:
        return self._sentence or self._outside

    def _cannot_read(self, sentence: str) -> None:
        """Why the text cannot be read; empty when it can."""
        self._sentence = sentence
        field = None
        if sentence and self._edited:
            told = self.page, self._edited[0], self.entry.called, sentence
            field = UnreadField(*told, is_typed=self._is_editing)
        self.bench.unread.tell(self._teller, field)

    @property
    def _teller(self) -> str:
        return f"{self.page}: {self.entry.path}"

    def _on_dropped(self, teller: str) -> None:
        if teller == self._teller:
            self._forget()

    def _on_selection(self) -> None:
        if self._sentence and self.paths() != self._edited:
            self._forget()  # also while nobody looks at the page

    def _on_step(self) -> None:
        """Undo, for one, may take away what the text is about while nobody looks at the page."""
        if self._sentence and (_is_gone(self.entry, self._edited, self.bench.session.composition) or self._is_other()):
            self._is_editing, self._shown = False, None  # the page shows what holds when it is seen
            self._cannot_read("")

    def _is_other(self) -> bool:
        return self._shown is not None and self._shown[1] != self.values(self.bench.session.composition)

    def _forget(self) -> None:
        """Something else is edited now: what was typed was not about it."""
        if self._sentence or self._outside:
            self._is_editing, self._outside = False, ""
            self._cannot_read("")
            self._show((self.paths(), self.values(self.bench.session.composition)))
            self.refresh(view_of(self.bench))

    def _on_rolled_back(self) -> None:
        """Undo takes back what waits to be shown as well, though nothing changes."""
        if self._outside and not self._is_ours:
            self._timer.stop()
            self._forget()

    def refresh(self, view: View) -> None:
        super().refresh(view)
        self._is_shown = True

    def show_values(self, view: View, paths: tuple[str, ...]) -> None:
        values = self.values(view.composition)
        state = (paths, values)
        if self._is_ours:
            self._shown = state
        elif state != self._shown:
            if self._is_editing and paths != self._edited:
                self._end_edit()
            self._is_editing, self._outside = False, ""  # it changed elsewhere, or is about something else now
            self._cannot_read("")
            self._timer.stop()
            self._show(state)
        self._show_surroundings(view, paths, values)

    def _show(self, state: tuple[tuple[str, ...], tuple[Any, ...]]) -> None:
        self._shown = state
        values = state[1]
        self._field.show_text(self.entry.kind.show(values[0]) if len(set(values)) == 1 else "")

    def _show_surroundings(self, view: View, paths: tuple[str, ...], values: tuple[Any, ...]) -> None:
        entry = self.entry
        if not isinstance(entry.unit, str):
            self._field.set_unit(entry.unit(view, paths[0]) if paths else "")
        self._field.setPlaceholderText(mixed() if len(set(values)) > 1 else self.default_words(view, paths))
        most = entry.kind.most
        if most:
            count = tr("{count} of {most}").format(count=len(self._field.text()), most=most)
            self.row.note.setText(count)
            self.row.note.setVisible(True)

    def default_words(self, view: View, paths: tuple[str, ...]) -> str:
        """Asked for twice a change, once by the field and once for its hint."""
        if self._usual is None or self._usual[0] is not view or self._usual[1] is not paths:
            self._usual = view, paths, _default_words(self.entry, view, paths) or tr("Not set")
        return self._usual[2]

    def _compute(self, text: str, start: Composition) -> Composition:
        view = view_of(self.bench, start)
        unit = self.entry.unit if isinstance(self.entry.unit, str) else ""
        kind, whole = self.entry.kind_now, self.entry.whole
        starts_anew = not kind.goes_on(text)
        read: dict[tuple[float | None, float | None, Names], Any] = {}
        values = []
        edited = self._edited
        named = ((),) * len(edited) if whole is nothing else names_at(text, start, view.known, edited)
        for path, current, names in zip(edited, self._numbers_at(view, start), named, strict=True):
            key = None if starts_anew else current, whole(view, path), names
            if key not in read:
                read[key] = kind.read(text, Context(*key[:2], dict(names), unit))
            values.append((path, read[key]))
        return self.put(start, values)

    def _numbers_at(self, view: View, composition: Composition) -> Iterator[float | None]:
        """The number that holds at each place that is edited, as far as there is one."""
        usual = self.entry.usual
        for path, value in zip(self._edited, read_paths(composition, self._edited), strict=True):
            current = usual(view, path) if value is None else value
            yield current if isinstance(current, int | float) else None

    def _preview(self, after: Composition) -> None:
        """Show it; the field looks at itself when no page did for it."""
        self._is_shown = False
        self.bench.session.document.preview(after)
        if not self._is_shown:
            self.refresh(view_of(self.bench))

    def _begin(self) -> None:
        if not self._is_editing:
            self._is_editing, self._edited = True, self.paths()

    def _on_typed(self, text: str) -> None:
        self._timer.stop()
        self._begin()
        self._try(text)

    def _on_filled(self, text: str) -> None:
        self._begin()
        self._try(text)
        self._timer.start()

    def _try(self, text: str) -> None:
        document = self.bench.session.document
        self._is_ours, self._outside = True, ""
        try:
            after = self._compute(text, document.committed)
            self._cannot_read("")
        except Unreadable as refusal:
            told = tell(refusal.sentence)
            kind = self.entry.kind_now
            takes = kind.takes if isinstance(kind, Number) and "name" in refusal.sentence.values else ""
            self._cannot_read(f"{told} {takes}".rstrip())
            self._take_back()
        else:
            self._outside = unseen(self.entry.kind_now, read_paths(after, self._edited))
            # What waits is a preview, too: whoever else would change the composition sees that somebody is typing.
            self._preview(document.committed if self._outside else after)
        self._is_ours = False

    def _take_back(self) -> None:
        self.bench.session.document.finish()  # keys that linger are not what is taken back
        self.bench.session.document.rollback()
        self.refresh(view_of(self.bench))

    def _step(self, count: int) -> None:
        kind = self.entry.kind_now
        if self._sentence or not isinstance(kind, Number) or not self.paths():
            return
        self._begin()
        document = self.bench.session.document
        view, grain, start = view_of(self.bench), self.entry.grain(), document.composition
        if self._outside:
            with suppress(Unreadable):
                start = self._compute(self._field.text(), document.committed)
        changes = []
        for path, current in zip(self._edited, self._numbers_at(view, start), strict=True):
            changes.append((path, _stepped(kind, current or 0, count, grain)))
        self._is_ours, self._outside = True, ""
        self._preview(self.put(document.committed, changes))  # from the start, so that nothing drifts
        self._is_ours = False
        self._show((self._edited, self.values(view_of(self.bench).composition)))
        self._timer.start()

    def finish(self) -> None:
        """Make one step of what was typed; text that cannot be read stays, and changes nothing."""
        self._timer.stop()
        if not self._is_editing:
            return
        self._is_editing = False
        if self._sentence:
            self._cannot_read(self._sentence)
            return
        self._end_edit()
        self._show((self.paths(), self.values(self.bench.session.composition)))
        self.refresh(view_of(self.bench))

    def _end_edit(self) -> None:
        """Make what was typed a step, for the tiles it was typed for."""
        kind = self.entry.kind
        if isinstance(kind, Address) and kind.drops(self._field.text()):
            tell_cleaned(self.bench.report)
        document, self._is_ours = self.bench.session.document, True
        if self._outside:
            self._outside = ""
            with suppress(Unreadable):  # where what it is reckoned from went meanwhile
                self._preview(self._compute(self._field.text(), document.committed))
        document.commit(self.step_name(self._edited))
        self._is_ours = False

    def _cancel(self) -> None:
        self._timer.stop()
        if not (self._is_editing or self._sentence):
            return
        document = self.bench.session.document
        if self._is_editing:
            self._is_ours = True
            document.finish()
            document.rollback()
            self._is_ours = False
        self._is_editing, self._outside = False, ""
        self._cannot_read("")
        self._show((self.paths(), self.values(document.composition)))
        self._field.selectAll()
        self.refresh(view_of(self.bench))


class PickBinding(Binding):
    """Lists, places and segments: a choice is a step, and all choices of keys in a row are one."""

    def __init__(
        self, bench: Workbench, habits: Habits, entry: Entry, row: Row, paths: Callable[[], tuple[str, ...]]
    ) -> None:
        super().__init__(bench, habits, entry, row, paths)
        self._editor = cast(ChoiceList | PlacePicker | Segments, row.editor)
        self._editor.picked.connect(self._on_picked)

    def _on_picked(self, value: Any) -> None:
        if not self._editor.is_walked:
            self.pick(value)
            return
        document = self.bench.session.document
        document.finish_typing()
        paths = self.paths()
        document.walk(
            lambda now: self.put(now, ((path, value) for path in paths)), self.step_name(paths), " ".join(paths)
        )
        self.refresh(view_of(self.bench))  # also where a hand went before the keys: it shows what holds

    def default_words(self, view: View, paths: tuple[str, ...]) -> str:
        kind = self.entry.kind
        return kind.absent if isinstance(kind, Choice) else ""

    def show_values(self, view: View, paths: tuple[str, ...]) -> None:
        values = self.values(view.composition)
        first = values[0] if values else None
        if self.entry.choices is not None and isinstance(self._editor, ChoiceList):
            self._editor.offer(self.entry.choices(view))
        self._editor.show_value(first, is_mixed=any(value != first for value in values))


class FlagBinding(Binding):
    """A switch."""

    def __init__(
        self, bench: Workbench, habits: Habits, entry: Entry, row: Row, paths: Callable[[], tuple[str, ...]]
    ) -> None:
        super().__init__(bench, habits, entry, row, paths)
        self._switch = cast(FlagSwitch, row.editor)
        self._switch.picked.connect(self.pick)

    def show_values(self, view: View, paths: tuple[str, ...]) -> None:
        kind = self.entry.kind
        usual = isinstance(kind, Flag) and kind.usual
        values = self.values(view.composition)
        self._switch.show_value(all(usual if value is None else bool(value) for value in values) and bool(values))
        self.is_mixed = len({usual if value is None else bool(value) for value in values}) > 1
        self._switch.show_mixed(is_mixed=self.is_mixed)

    def _pick(self, paths: tuple[str, ...], value: Any) -> None:
        super()._pick(paths, value)
        self.refresh(view_of(self.bench))  # also where nothing changed: the switch shows what holds


def bind(bench: Workbench, habits: Habits, entry: Entry, row: Row, paths: Callable[[], tuple[str, ...]]) -> Binding:
    """The binding for the editor that ``row`` has."""
    kinds: tuple[tuple[type, type[Binding]], ...] = (
        (Field, LineBinding),
        (FlagSwitch, FlagBinding),
        (ChoiceList, PickBinding),
        (PlacePicker, PickBinding),
        (Segments, PickBinding),
    )
    for editor, binding in kinds:
        if isinstance(row.editor, editor):
            return binding(bench, habits, entry, row, paths)
    raise TypeError(f"no binding for {type(row.editor).__name__}")
