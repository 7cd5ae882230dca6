"""What assistive technology is told of a canvas, without any: kinds of events, and what they are about."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible

from tilewright.ui.canvas.announcing import TileObject, Voice
from tilewright.ui.canvas.view import Canvas


class Heard(Voice):
    """Listens to ``canvas`` in the place of assistive technology."""

    def __init__(self, canvas: Canvas) -> None:
        canvas.announcer.voice = self
        canvas.announcer.objects()  # whoever listens has looked at what is there
        self.events: list[tuple[str, str]] = []
        self.said: list[str] = []

    is_heard = True

    def tell(self, about: QObject, event: QAccessible.Event) -> None:
        self.events.append((event.name, _name(about)))

    def tell_locked(self, about: QObject) -> None:
        self.events.append(("locked", _name(about)))

    def say(self, about: QObject, text: str) -> None:
        self.said.append(text)

    def of(self, kind: str) -> list[str]:
        """What events of that kind were about."""
        return [name for event, name in self.events if event == kind]


def _name(about: QObject) -> str:
    return about.tile_id if isinstance(about, TileObject) else about.objectName()
