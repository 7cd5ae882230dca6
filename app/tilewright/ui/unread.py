"""Fields that hold text which cannot be read: what they mean is not in the composition, so it is not submitted."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True)
class UnreadField:
    """The field of the value at ``path`` on that page: what it is called, and why its text cannot be read."""

    page: str
    path: str
    called: str
    sentence: str


class Unread(QObject):
    """The fields of one window whose text cannot be read. Plain values: whoever tells of one is not held."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fields: dict[str, UnreadField] = {}

    @property
    def fields(self) -> tuple[UnreadField, ...]:
        """In the order in which they came."""
        return tuple(self._fields.values())

    def tell(self, teller: str, field: UnreadField | None) -> None:
        """What the editor of that name has to say of its text; ``None`` when it can be read."""
        before = self._fields.pop(teller, None)
        if field is not None:
            self._fields[teller] = field
        if before is not None or field is not None:
            self.changed.emit()
