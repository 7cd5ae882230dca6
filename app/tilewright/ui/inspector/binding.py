"""Ties one field to its place in the composition: what is shown, what is wished, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from ...checks.registry import View
from ...model.composition import Composition
from ...model.names import shortened
from ...model.paths import read_paths
from ...model.problem import SEVERITIES, Problem
from ..following import Place
from ..names import tile_label
from ..presets import title_of
from ..problem_index import fold
from ..words import tell, tr
from ..workbench import Workbench
from .difference_mark import DifferenceMark
from .editors import mixed, show_state
from .entry import Entry
from .explaining import explain, spoken, with_element
from .kinds import Number
from .message import Level, Message
from .preset_words import mark_words
from .row import Row


class Habits(QObject):
    """How the user likes to work in the inspector; the same for all pages."""

    changed = Signal()

    def __init__(self, bench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preferences, self._presets = bench.preferences, bench.presets
        self._preferences.changed.connect(self._on_preference)
        self._presets.scaling_changed.connect(self.changed)

    @property
    def scales_tiles(self) -> bool:
        """Whether the tiles come along with another frame."""
        return self._presets.scales_tiles

    @scales_tiles.setter
    def scales_tiles(self, is_on: bool) -> None:
        self._presets.scales_tiles = is_on

    @property
    def shows_all(self) -> bool:
        """Every field, or what most people set: remembered from one start to the next."""
        return self._preferences.window.shows_all_options

    def _on_preference(self, name: str) -> None:
        if name == "shows_all_options":
            self.changed.emit()


@dataclass(frozen=True)
class Trouble:
    """What the line below a field says is wrong, and what its link does."""

    level: Level
    sentence: str
    link: str = ""
    problem: Problem | None = None
    """What the link mends."""
    path: str = ""
    value: Any = None
    """Without ``problem``: the link puts ``value`` at ``path``, where there is one."""

    @property
    def can_mend(self) -> bool:
        return self.problem is not None or bool(self.path)


def view_of(bench: Workbench, composition: Composition | None = None) -> View:
    """What the session shows, or ``composition`` in its place."""
    session = bench.session
    return View(session.composition if composition is None else composition, session.known, session.target)


class Binding(QObject):
    """The base: it shows values and problems. Its subclasses know their editor and turn wishes into steps.

    ``paths`` are where the values lie now: one, or one for each of the selected tiles; none where there is nothing
    to edit.
    """

    def __init__(
        self, bench: Workbench, habits: Habits, entry: Entry, row: Row, paths: Callable[[], tuple[str, ...]]
    ) -> None:
        super().__init__(row)
        self.bench, self.habits, self.entry, self.row = bench, habits, entry, row
        self.paths = paths
        self.page = ""
        """The id of the page it stands on."""
        self.is_mixed = False
        self._mend: Trouble | None = None
        self._read: tuple[Composition, tuple[str, ...], tuple[Any, ...]] | None = None
        self._told: tuple[tuple[tuple[str, ...], bool], frozenset[str]] = ((), False), frozenset()
        self._mark: DifferenceMark | None = None
        row.message.pressed.connect(self._on_mend)

    def values(self, composition: Composition) -> tuple[Any, ...]:
        """What stands at each of the paths. They are read once a change, however many ask: there may be thousands."""
        paths, read = self.paths(), self._read
        if read is None or read[0] is not composition or read[1] != paths:
            read = self._read = composition, paths, read_paths(composition, paths)
        return read[2]

    def refresh(self, view: View) -> None:
        """Show what holds now."""
        entry = self.entry
        paths = self.paths()
        reason = entry.off(view)
        self.row.set_on(not reason and bool(paths))
        self.show_values(view, paths)
        self._say(view, paths, reason)

    def show_values(self, view: View, paths: tuple[str, ...]) -> None:
        raise NotImplementedError

    def default_words(self, view: View, paths: tuple[str, ...]) -> str:
        """What holds while nothing is set; empty where that needs no words."""
        return self.entry.default

    @property
    def is_in_trouble(self) -> bool:
        """Whether something was wrong with it when it was refreshed last."""
        return self._mend is not None

    def is_set(self, composition: Composition) -> bool:
        """Whether the composition says something of it."""
        return any(value not in (None, "", ()) for value in self.values(composition))

    def own_trouble(self) -> str:
        """A sentence about text that cannot be read."""
        return ""

    def finish(self) -> None:
        """End what is going on, as when the page is left."""

    def step_name(self, paths: tuple[str, ...]) -> str:
        """What Undo calls a change of this field."""
        called, composition = self.entry.called, self.bench.session.composition
        if paths and paths[0].startswith("tiles."):
            if len(paths) > 1:
                return tr("{field} of {count} tiles").format(field=called, count=len(paths))
            ids = [tile.id for tile in composition.tiles]
            tile_id = paths[0].split(".")[1]
            if tile_id in ids:
                number = ids.index(tile_id) + 1
                label = shortened(tile_label(composition.tiles[number - 1], number))
                return tr("{field} of {tile}").format(field=called, tile=label)
        if paths and paths[0].startswith("watermarks."):
            number = int(paths[0].split(".")[1]) + 1
            return tr("{field} of watermark {number}").format(field=called, number=number)
        return called

    @property
    def is_typed_in(self) -> bool:
        """Whether somebody is typing here, and neither Enter nor leaving nor another choice has ended it yet."""
        return False

    def put(self, start: Composition, values: Iterable[tuple[str, Any]]) -> Composition:
        """``start`` with each value at its path."""
        return self.entry.put_all(view_of(self.bench, start), start, tuple(values))

    def pick(self, value: Any) -> None:
        """Make ``value`` one step, for all that are edited."""
        # What is being typed is a step of its own, and may be about what is picked for.
        places = self.bench.following.follow_all(self.paths())  # other tiles may be chosen by then
        self.bench.when_settled(lambda: self._pick(self.bench.following.present(places), value))

    def _pick(self, paths: tuple[str, ...], value: Any) -> None:
        put_all = partial(self._put_everywhere, paths, value)
        self.bench.session.document.edit(put_all, self.step_name(paths))

    def _put_everywhere(self, paths: tuple[str, ...], value: Any, composition: Composition) -> Composition:
        return self.put(composition, ((path, value) for path in paths))

    def _say(self, view: View, paths: tuple[str, ...], reason: str) -> None:
        trouble = self.trouble(view, paths)
        self._mend = trouble
        state = trouble.level if trouble and trouble.level in {"error", "warning"} and not reason else ""
        show_state(self.row.editor, "error" if state == "error" else "warning" if state == "warning" else "")
        hint = self.entry.hint if isinstance(self.entry.hint, str) else self.entry.hint(view, self._one_of(view, paths))
        explained = explain(self.entry, hint, self.default_words(view, paths))
        self.row.explain(explained)
        if self.habits.shows_all:
            hint = with_element(self.entry, hint)
        message = self.row.message
        if self.own_trouble() or (message.speaker is None and is_told(self.entry, trouble, reason)):
            message.speaker = self
        elif message.speaker is self and not is_told(self.entry, trouble, reason):
            message.speaker = None
        if message.speaker in {None, self}:
            say(message, self.entry, trouble, reason, hint)
        told = reason or (trouble.sentence if trouble else "")
        described = spoken(mixed() if self.is_mixed else "", self._show_difference(paths), told, explained)
        if self.row.editor.accessibleDescription() != described:
            self.row.editor.setAccessibleDescription(described)

    def _one_of(self, view: View, paths: tuple[str, ...]) -> str:
        """The path that stands for all; none where their values differ: what is told of one is not true of another."""
        values = self.values(view.composition)
        return paths[0] if paths and (len(paths) == 1 or all(value == values[0] for value in values)) else ""

    def _show_difference(self, paths: tuple[str, ...]) -> str:
        """Mark the field where it differs from the preset; what that says."""
        presets = self.bench.presets
        difference = presets.difference_at(paths[0]) if paths else None
        preset = presets.followed if difference else None
        words = mark_words(title_of(preset), self.entry, difference) if preset and difference else ""
        if words and self._mark is None:
            self._mark = DifferenceMark(self.row, self.row.label, self.row.editor)
        if self._mark is not None:
            self._mark.say(words)
        return words

    def trouble(self, view: View, paths: tuple[str, ...]) -> Trouble | None:
        """The worst that is wrong with this field."""
        own = self.own_trouble()
        if own:
            return Trouble("error", own)
        outside = self._out_of_range(view, paths)
        if outside is not None:
            return outside
        found = self.bench.findings.by_fields(self.told(paths))
        if found:
            return _of_problem(min(found, key=lambda problem: SEVERITIES.index(problem.severity)))
        warning = self.entry.warns(view, paths[0]) if paths else None
        return Trouble("warning", warning) if warning else None

    def told(self, paths: tuple[str, ...]) -> frozenset[str]:
        """The paths whose problems stand below the field, folded."""
        tells_parent = self.entry.tells_parent and not self.entry.off(view_of(self.bench))  # then a card does
        if self._told[0] != (paths, tells_parent):
            parents = tuple(path.rpartition(".")[0] for path in paths) if tells_parent else ()
            self._told = (paths, tells_parent), frozenset(map(fold, (*paths, *parents)))
        return self._told[1]

    def _out_of_range(self, view: View, paths: tuple[str, ...]) -> Trouble | None:
        kind = self.entry.kind_now
        if not isinstance(kind, Number):
            return None
        values = self.values(view.composition)
        for value in dict.fromkeys(values):
            sentence, nearest = kind.outside(value)
            if sentence:
                path = paths[values.index(value)]
                link = tr("Leave it out") if nearest is None else tr("Make it {value}").format(value=kind.show(nearest))
                return Trouble("error", sentence, link, path=path, value=nearest)
        return None

    def _put_present(self, places: Sequence[Place], value: Any, composition: Composition) -> Composition:
        return self._put_everywhere(self.bench.following.present(places), value, composition)

    def _on_mend(self, speaker: object) -> None:
        trouble = self._mend
        if speaker is not self:
            return  # the link is about another field that shares the line
        if trouble is None or not trouble.can_mend:
            return
        if trouble.problem is not None:
            self.bench.mend(trouble.problem)
        else:
            places = self.bench.following.follow_all((trouble.path,))
            self.bench.edit(lambda now: self._put_present(places, trouble.value, now), trouble.link)


def is_told(entry: Entry, trouble: Trouble | None, reason: str) -> bool:
    """Whether what is wrong stands in the line of the field, and not in a card, or nowhere as the field is off."""
    return trouble is not None and not reason and not (entry.is_quiet and trouble.can_mend)


def say(message: Message, entry: Entry, trouble: Trouble | None, reason: str, hint: str) -> None:
    """One line at most: the reason why it is off, else the problem, else the hint."""
    if reason:
        message.say("off", reason)
    elif trouble is not None and is_told(entry, trouble, reason):
        message.say(trouble.level, trouble.sentence, trouble.link)
    else:
        message.say("hint", hint)


def _of_problem(problem: Problem) -> Trouble:
    fix = problem.fix
    if fix is None:
        return Trouble(problem.severity, tell(problem.sentence))
    return Trouble(problem.severity, tell(problem.sentence), tell(fix.text), problem)
