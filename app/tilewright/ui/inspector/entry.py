"""One field of a page, as a frozen record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from ...checks.registry import View
from ...model.composition import Composition
from ...model.labels import words_of
from ...model.paths import write_path, write_paths
from ...model.ranges import Range
from ..words import tell, tr
from .kinds import Kind, Number, Option

OfPath = Callable[[View, str], Any]
"""Something about the field at a path, given the composition, what is known, and the target."""

Put = Callable[[View, Composition, str, Any], Composition]
"""Writes a value at a path: what is shown, the composition to change, path, value."""


Values = Sequence[tuple[str, Any]]
"""Paths, each with what is to stand there."""

PutMany = Callable[[View, Composition, Values], Composition]
"""Writes many values at once, as one after the other does; of a thousand tiles each of those would copy them all."""


def put_plainly(_: View, composition: Composition, path: str, value: Any) -> Composition:
    return write_path(composition, path, value)


def nothing(_: View, __: str) -> Any:
    return None


def on(_: View) -> str:
    """The reason of a field that is never off."""
    return ""


def never(_: View) -> bool:
    return False


def one() -> int:
    return 1


@dataclass(frozen=True)
class Entry:
    """A field: where its value lies, and how people meet it. All texts are translated.

    In ``path`` a ``*`` stands for what the page edits: each of the selected tiles, the chosen watermark. ``label`` is
    seen, ``name`` heard and used in the name of the step (the label, if empty); both are those of `labels` unless they
    are given. ``element`` is what the service calls it, ``together`` what it calls all the fields that share a line.
    ``limit`` says how long a text may be where the number of characters does not.
    ``usual`` is what holds while the value is absent, ``default`` the words for it where it has no value (“Not set”, if
    empty); ``whole`` is what a percentage is a share of. ``takes`` is the range of a number where it depends on other
    values; ``grain`` is what an arrow key goes to the next multiple of. ``off`` says why it cannot be set now, empty
    when it can.
    ``put_many`` comes before ``put`` where it is there. ``warns`` says what is wrong with its value that no check can
    know, as that an image cannot be had.
    ``choices`` are the values to choose from where they depend on other values; one that is set stays, and is marked.
    ``is_advanced`` fields are seen in the simple view only while they are set, something is wrong with them, or they
    are ``needed``.
    With ``tells_parent`` it tells what is wrong with what it is a part of, too.
    With ``elides``, or an ``icon``, a long text shows its end while nobody types.
    ``is_quiet`` fields leave sentences to a card or a line that they share.
    """

    path: str
    label: str = ""
    kind: Kind = Kind()  # noqa: RUF009 - frozen
    name: str = ""
    unit: str | Callable[[View, str], str] = ""
    hint: str | Callable[[View, str], str] = ""
    element: str = ""
    together: str = ""
    limit: str = ""
    default: str = ""
    usual: OfPath = nothing
    whole: OfPath = nothing
    warns: OfPath = nothing
    takes: Callable[[], Range | None] | None = None
    grain: Callable[[], int] = one
    choices: Callable[[View], tuple[Option, ...]] | None = None
    off: Callable[[View], str] = on
    put: Put = put_plainly
    put_many: PutMany | None = None
    is_advanced: bool = False
    needed: Callable[[View], bool] = never
    is_inner: bool = False
    is_quiet: bool = False
    tells_parent: bool = False
    object_name: str = ""
    icon: str = ""
    elides: bool = False

    def __post_init__(self) -> None:
        words = words_of(self.path)
        if words is None:
            return
        if not self.name:
            object.__setattr__(self, "name", tell(words.name))
        if not self.label:
            object.__setattr__(self, "label", tell(words.label))

    @property
    def called(self) -> str:
        return self.name or self.label

    def put_all(self, view: View, composition: Composition, values: Values) -> Composition:
        """``composition`` with each value at its path."""
        if self.put_many is not None:
            return self.put_many(view, composition, values)
        if self.put is put_plainly:
            return write_paths(composition, values)
        for path, value in values:
            composition = self.put(view, composition, path, value)
        return composition

    @property
    def kind_now(self) -> Kind:
        """The kind, with the range that holds now."""
        takes = self.takes() if self.takes else None
        return self.kind.within(takes) if takes and isinstance(self.kind, Number) else self.kind


@dataclass(frozen=True)
class Pair:
    """Two fields side by side."""

    left: Entry
    right: Entry


Part = Entry | Pair | Callable[[], QWidget]
"""What stands in a section: fields, or a control that a page makes itself."""


@dataclass(frozen=True)
class Section:
    """A heading, none if empty, and what stands below it.

    Of one that ``is_advanced`` all fields are, and the controls that the page made itself are seen in the simple view
    only while ``is_used`` says that they hold something.
    """

    title: str
    parts: Sequence[Part]
    is_advanced: bool = False
    is_used: Callable[[View], bool] = never

    def entries(self) -> list[Entry]:
        found: list[Entry] = []
        for part in self.parts:
            if isinstance(part, Entry):
                found.append(part)
            elif isinstance(part, Pair):
                found += [part.left, part.right]
        return found


def label_of(path: str) -> str:
    """What the field at ``path`` is called on its page."""
    words = words_of(path)
    return tell(words.label) if words else ""


def off_by_template(view: View) -> str:
    """A transcode template overrules every option of the encoding (ci-jobs §1.2)."""
    return tr("Off because the template decides.") if view.composition.transcode_template_id else ""
