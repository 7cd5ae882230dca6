"""Fields that hold text which cannot be read: what they mean is not in the composition, so it is not submitted."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True)
class UnreadField:
    """The field of the value at ``path`` on that page: what it is called, why its text cannot be read, and whether it
    is still being typed.
    """

    page: str
    path: str
    called: str
    sentence: str
    is_typed: bool = False


REQUEST = "request"
"""The page of the request's own text, which is none of the inspector's."""


class Unread(QObject):
    """The fields of one window whose text cannot be read. Plain values: whoever tells of one is not held.

    ``is_reading``: a long text is being read in the background; ``read`` tells when that is over, whatever came of it.
    ``is_pending``: it was typed and waits to be read; ``pending_changed`` tells that this is otherwise now.
    ``text_wanted`` asks for the place where the text of the request cannot be read. ``dropped`` asks whoever told of a
    field, by the name of the teller, to show what holds in its place.
    """

    changed = Signal()
    text_wanted = Signal()
    read = Signal()
    pending_changed = Signal()
    dropped = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fields: dict[str, UnreadField] = {}
        self._is_reading = self._is_pending = False

    @property
    def fields(self) -> tuple[UnreadField, ...]:
        """In the order in which they came."""
        return tuple(self._fields.values())

    @property
    def is_typed(self) -> bool:
        """Whether such a text is being typed now."""
        return any(field.is_typed for field in self._fields.values())

    @property
    def newest(self) -> UnreadField | None:
        """What `drop` takes away: the text that is being typed, or else the last beside that of the request, which
        takes its letters back itself.
        """
        return self._fields[self._newest] if self._newest else None

    @property
    def _newest(self) -> str:
        """Who told of it; empty where there is none."""
        droppable = [teller for teller, field in self._fields.items() if field.page != REQUEST]
        typed = [teller for teller in droppable if self._fields[teller].is_typed]
        return next(reversed(typed or droppable), "")

    def drop(self) -> None:
        """Away with the `newest`, and with no other."""
        if teller := self._newest:
            self.dropped.emit(teller)

    @property
    def is_reading(self) -> bool:
        return self._is_reading

    @property
    def is_pending(self) -> bool:
        return self._is_pending

    def set_pending(self, *, pending: bool) -> None:
        was, self._is_pending = self._is_pending, pending
        if was != pending:
            self.pending_changed.emit()

    def set_reading(self, *, reading: bool) -> None:
        was, self._is_reading = self._is_reading, reading
        if was and not reading:
            self.read.emit()

    def tell(self, teller: str, field: UnreadField | None) -> None:
        """What the editor of that name has to say of its text; ``None`` when it can be read."""
        before = self._fields.pop(teller, None)
        if field is not None:
            self._fields[teller] = field
        if before is not None or field is not None:
            self.changed.emit()
